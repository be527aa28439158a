//! One pack file and the shared sections become one [`PackSpec`], or a list of findings.

use sha2::{Digest, Sha256};

use super::finding::{Finding, Findings};
use super::gate_rule::GateRule;
use super::lint;
use super::raw::{RawPack, RawSection, RawShared};
use super::spec::{PackSpec, Range, SectionSpec};
use crate::domain::{PackKey, SectionId, hex16};

/// Version of the format that this build reads.
const SCHEMA: u32 = 1;

/// Checks whose findings a pack tolerates when it does not say (`writing.md`).
const TOLERATED: [&str; 6] = ["C5", "F3", "L4", "L7", "D3", "X1"];

/// The sections of `_shared.toml`.
#[derive(Debug, Default)]
pub(super) struct Shared {
    sections: Vec<RawSection>,
}

impl Shared {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::new(file, text);
        match toml::from_str::<RawShared>(text) {
            Ok(raw) => {
                check_shared(&raw, &mut findings);
                if findings.is_empty() {
                    return Ok(Self { sections: raw.sections });
                }
            }
            Err(error) => {
                findings.at_byte(error.span().map(|span| span.start), error.message().to_owned());
            }
        }
        Err(findings.into_list())
    }

    fn find(&self, id: &str) -> Option<&RawSection> {
        self.sections.iter().find(|section| section.id.as_deref() == Some(id))
    }
}

fn check_shared(raw: &RawShared, findings: &mut Findings<'_>) {
    if raw.schema.is_some_and(|schema| schema != SCHEMA) {
        findings.at_key("", "schema", format!("this build reads schema {SCHEMA}"));
    }
    for (at, section) in raw.sections.iter().enumerate() {
        let id = section.id.as_deref().unwrap_or("?");
        if section.id.is_none() {
            findings.at_section(at, id, "id", "a shared section needs an id".to_owned());
        }
        if section.shared.is_some() {
            let message = "a shared section cannot use another".to_owned();
            findings.at_section(at, id, "use", message);
        }
        if raw.sections.iter().take(at).any(|other| other.id == section.id) {
            findings.at_section(at, id, "id", format!("the id {id} is taken twice"));
        }
    }
}

/// Loads the pack in `text`; `file` is its name, whose stem must be the pack's key.
///
/// # Errors
/// Every fault that the file has, with key and line.
pub(super) fn load(file: &str, text: &str, shared: &Shared) -> Result<PackSpec, Vec<Finding>> {
    let mut findings = Findings::new(file, text);
    let raw: RawPack = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            findings.at_byte(error.span().map(|span| span.start), error.message().to_owned());
            return Err(findings.into_list());
        }
    };
    if raw.schema != SCHEMA {
        let message = format!("this build reads schema {SCHEMA}, not {}", raw.schema);
        findings.at_key("", "schema", message);
    }
    let stem = file.trim_end_matches(".toml");
    let Some(key) = PackKey::parse(&raw.key).filter(|key| key.as_str() == stem) else {
        let message =
            format!("the key must be the file's name, `{stem}`, in lower case, digits and `_`");
        findings.at_key("", "key", message);
        return Err(findings.into_list());
    };
    let sections = sections(raw.sections, shared, &mut findings);
    let mut pack = PackSpec {
        key,
        version: raw.version,
        name: raw.name,
        aliases: raw.aliases,
        summary: raw.summary,
        research: raw.research,
        tolerate: tolerated(raw.tolerate, &raw.gate),
        gate: raw.gate,
        limits: raw.limits,
        benchmark: raw.benchmark,
        sections,
        samples: raw.samples,
        content_hash: String::new(),
    };
    if findings.is_empty() {
        lint::lint(&pack, &mut findings);
    }
    if !findings.is_empty() {
        return Err(findings.into_list());
    }
    pack.content_hash = content_hash(&pack);
    Ok(pack)
}

/// The checks of the list, or those of every pack, and of `[[gate]]`.
fn tolerated(list: Option<Vec<String>>, gate: &[GateRule]) -> Vec<String> {
    let mut all = list.unwrap_or_else(|| TOLERATED.map(str::to_owned).to_vec());
    all.extend(gate.iter().filter(|rule| rule.tolerate).map(|rule| rule.check.clone()));
    all
}

fn content_hash(pack: &PackSpec) -> String {
    let bytes = serde_json::to_vec(pack).unwrap_or_default();
    let digest = Sha256::digest(bytes);
    hex16(&digest)
}

fn sections(
    raw: Vec<RawSection>,
    shared: &Shared,
    findings: &mut Findings<'_>,
) -> Vec<SectionSpec> {
    let mut sections = Vec::with_capacity(raw.len());
    for (at, section) in raw.into_iter().enumerate() {
        let id = section.id.clone().or_else(|| section.shared.clone()).unwrap_or_default();
        let section = match section.shared.clone() {
            None => section,
            Some(name) => {
                let Some(base) = shared.find(&name) else {
                    let message = format!("_shared.toml has no section `{name}`");
                    findings.at_section(at, &id, "use", message);
                    continue;
                };
                section.over(base)
            }
        };
        sections.extend(complete(at, &id, section, findings));
    }
    sections
}

/// A section with its defaults, or findings on the fields that it lacks.
fn complete(
    at: usize,
    id: &str,
    raw: RawSection,
    findings: &mut Findings<'_>,
) -> Option<SectionSpec> {
    let mut need = |key: &str, there: bool| {
        if !there {
            findings.at_section(at, id, key, format!("a section needs `{key}`"));
        }
    };
    need("id", raw.id.is_some());
    need("title", raw.title.is_some());
    need("purpose", raw.purpose.is_some());
    need("instruction", raw.instruction.is_some());
    need("words", raw.words.is_some());
    need("parts", raw.parts.as_ref().is_some_and(|parts| !parts.is_empty()));
    let many = Range { min: 0, max: 60 };
    Some(SectionSpec {
        id: SectionId(raw.id?),
        title: raw.title?,
        purpose: raw.purpose?,
        instruction: raw.instruction?,
        words: raw.words?,
        bullets: raw.bullets.unwrap_or(many),
        headings: raw.headings.unwrap_or(many),
        required_headings: raw.required_headings.unwrap_or_default(),
        mainly_table: raw.mainly_table.unwrap_or(false),
        parts: raw.parts?,
        depends_on: raw.depends_on.unwrap_or_default().into_iter().map(SectionId).collect(),
        facts: raw.facts.unwrap_or_default(),
        services: raw.services.unwrap_or_default(),
        allow_merge_tags: raw.allow_merge_tags.unwrap_or(false),
        allow_competitors: raw.allow_competitors.unwrap_or(false),
        evidence: raw.evidence.unwrap_or(false),
    })
}
