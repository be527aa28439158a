//! A small pack, brief and section for tests of checks.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::{GateInput, LeakTexts, Phase, Scope, Verdict, gate};
use crate::domain::{
    Brief, Finish, Issue, NumberDecl, Provenance, ResearchNotes, SectionDraft, SectionId, Services,
    Spine, WriterKind,
};
use crate::packs::{Benchmark, Limits, PackSpec, Range, Research, SectionSpec};

/// Everything a gate input borrows; change the fields, then ask.
#[derive(Debug, Clone)]
pub struct Kit {
    pub scope: Scope,
    pub phase: Phase,
    pub pack: PackSpec,
    pub brief: Brief,
    pub services: Services,
    pub language: String,
    pub spine: Option<Spine>,
    pub research: ResearchNotes,
    pub title: String,
    pub sections: Vec<SectionDraft>,
    pub assumptions: Vec<String>,
    pub nonce: Option<String>,
    pub instructions: Vec<String>,
    pub recent_brands: Vec<String>,
    pub provider_configured: bool,
    pub stub_texts: BTreeMap<SectionId, String>,
}

impl Kit {
    /// A kit whose one section, `overview`, holds `markdown`; in section scope.
    pub fn new(markdown: &str) -> Self {
        Self {
            scope: Scope::Section,
            phase: Phase::Draft,
            pack: pack(vec![section_spec("overview", "Client Overview")]),
            brief: brief(),
            services: Services::default(),
            language: "en".to_owned(),
            spine: None,
            research: ResearchNotes::default(),
            title: "Harbour & Pine: Quick Social Pack".to_owned(),
            sections: vec![section("overview", "Client Overview", markdown)],
            assumptions: vec![],
            nonce: None,
            instructions: vec![],
            recent_brands: vec![],
            provider_configured: false,
            stub_texts: BTreeMap::new(),
        }
    }

    /// A kit in report scope with these sections, `(id, title, markdown)`, in the pack too.
    pub fn report(sections: &[(&str, &str, &str)]) -> Self {
        let mut kit = Self::new("");
        kit.scope = Scope::Report;
        kit.pack = pack(sections.iter().map(|(id, title, _)| section_spec(id, title)).collect());
        kit.sections = sections.iter().map(|(id, title, text)| section(id, title, text)).collect();
        kit
    }

    /// The spec of the first section.
    pub fn spec(&mut self) -> &mut SectionSpec {
        self.pack.sections.first_mut().expect("a section")
    }

    /// The first section.
    pub fn draft(&mut self) -> &mut SectionDraft {
        self.sections.first_mut().expect("a section")
    }

    /// Calls `use_it` with the input.
    pub fn with_input<T>(&self, use_it: impl FnOnce(&GateInput<'_>) -> T) -> T {
        let instructions: Vec<&str> = self.instructions.iter().map(String::as_str).collect();
        use_it(&GateInput {
            scope: self.scope,
            phase: self.phase,
            pack: &self.pack,
            brief: &self.brief,
            services: &self.services,
            language: &self.language,
            spine: self.spine.as_ref(),
            research: &self.research,
            title: &self.title,
            sections: &self.sections,
            assumptions: &self.assumptions,
            leak: LeakTexts { nonce: self.nonce.as_deref(), instructions: &instructions },
            recent_brands: &self.recent_brands,
            provider_configured: self.provider_configured,
            stub_texts: &self.stub_texts,
        })
    }

    /// The gate's verdict.
    pub fn verdict(&self) -> Verdict {
        self.with_input(gate)
    }

    /// Findings of `check`.
    pub fn found(&self, check: &str) -> Vec<Issue> {
        self.verdict().failures.into_iter().filter(|issue| issue.check == check).collect()
    }

    /// Asserts that `check` finds something.
    #[track_caller]
    pub fn must_find(&self, check: &str) {
        let verdict = self.verdict();
        let found = verdict.failures.iter().any(|issue| issue.check == check);
        assert!(found, "{check} missed {:?}; found {:?}", self.texts(), ids(&verdict));
    }

    /// Asserts that `check` finds nothing.
    #[track_caller]
    pub fn must_pass(&self, check: &str) {
        self.must_run();
        let found = self.found(check);
        assert!(found.is_empty(), "{check} in {:?}: {found:#?}", self.texts());
    }

    /// Asserts that no check broke down.
    #[track_caller]
    pub fn must_run(&self) {
        let findings = self.verdict().failures;
        let broken = findings.iter().find(|issue| issue.actual.ends_with("could not run"));
        assert!(broken.is_none(), "{broken:?}");
    }

    fn texts(&self) -> Vec<&str> {
        self.sections.iter().map(|section| section.markdown.as_str()).collect()
    }
}

fn ids(verdict: &Verdict) -> Vec<&str> {
    verdict.failures.iter().map(|issue| issue.check.as_str()).collect()
}

/// Asserts that `check` finds something in each text of `bad` and nothing in each of `good`.
#[track_caller]
pub fn table(check: &str, bad: &[&str], good: &[&str]) {
    let excerpts = |text: &&&str| {
        let kit = Kit::new(text);
        kit.must_run();
        kit.found(check).into_iter().map(|issue| issue.excerpt).collect::<Vec<_>>()
    };
    let missed: Vec<_> = bad.iter().filter(|text| excerpts(text).is_empty()).collect();
    let alarms: Vec<_> = good
        .iter()
        .map(|text| (text, excerpts(&text)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(
        missed.is_empty() && alarms.is_empty(),
        "{check} missed {missed:#?}, false alarms {alarms:#?}"
    );
}

/// A brief with every usual field.
pub fn brief() -> Brief {
    let text = |text: &str| Some(text.to_owned());
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
    Brief {
        brand_name: "Harbour & Pine".to_owned(),
        industry: text("Specialty coffee retail"),
        product_service: text("Single-origin coffee, brewing classes and a monthly subscription"),
        primary_goal: text("Raise subscriptions from 400 to 600 by June 2027"),
        target_audience: text("Office workers aged 25–40 and home brewers"),
        geography: text("Portland, Oregon"),
        budget: text("$4,000 a month"),
        timeline: text("Six months"),
        constraints: text("No discounts on single-origin lots"),
        voice: text("Warm, plain, a little dry"),
        positioning_summary: text("Coffee roasted within sight of the bar"),
        business_type: text("B2C"),
        pain_points: list(&["Few guests know about the subscription"]),
        kpis: list(&["Subscriptions", "Class bookings"]),
        platforms: list(&["Instagram", "Email"]),
        competitors: list(&["Northbound Roasters"]),
        website: text("https://www.harbourandpine.com"),
        banned_words: vec![],
        start_date: date(2026, 11, 30),
        language: "en".to_owned(),
        raw_brief_text: None,
    }
}

/// A pack of these sections with an easy benchmark.
pub fn pack(sections: Vec<SectionSpec>) -> PackSpec {
    PackSpec {
        key: crate::domain::PackKey::parse("test_pack").expect("a key"),
        version: "1.0.0".to_owned(),
        name: "Test Pack".to_owned(),
        aliases: vec![],
        summary: "For tests.".to_owned(),
        research: Research::None,
        tolerate: vec![],
        gate: vec![],
        limits: Limits::default(),
        benchmark: Benchmark {
            min_words: 1,
            min_characters: 1,
            brand_mentions: 0,
            required_terms: vec![],
            forbidden_terms: vec![],
            calendar_days: None,
        },
        sections,
        samples: vec![],
        content_hash: "0000000000000000".to_owned(),
    }
}

/// A section that asks for nothing.
pub fn section_spec(id: &str, title: &str) -> SectionSpec {
    let any = Range { min: 0, max: 100_000 };
    SectionSpec {
        id: SectionId(id.to_owned()),
        title: title.to_owned(),
        purpose: "Says who the client is.".to_owned(),
        instruction: "Describe the client.".to_owned(),
        words: any,
        bullets: any,
        headings: any,
        required_headings: vec![],
        mainly_table: false,
        parts: vec![],
        depends_on: vec![],
        facts: vec![],
        services: vec![],
        allow_merge_tags: false,
        allow_competitors: false,
        evidence: false,
    }
}

/// A section written by a model, complete.
pub fn section(id: &str, title: &str, markdown: &str) -> SectionDraft {
    SectionDraft {
        id: SectionId(id.to_owned()),
        title: title.to_owned(),
        markdown: markdown.to_owned(),
        tables: vec![],
        numbers: Vec::<NumberDecl>::new(),
        abstract_text: String::new(),
        provenance: Provenance {
            writer: WriterKind::Llm,
            provider: "openai".to_owned(),
            model: "test".to_owned(),
        },
        finish: Finish::Complete,
        attempts: 1,
        repairs: vec![],
        handed_over: false,
    }
}
