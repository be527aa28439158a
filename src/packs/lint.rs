//! The rules that a pack must keep before anything is written by it (`aicmo packs lint`).

use std::collections::BTreeSet;

use super::finding::Findings;
use super::gate_rule::GateRule;
use super::spec::{ColumnType, PackSpec, PartKind, PartSpec, SectionSpec, Show};
use crate::domain::SectionId;

/// Checks that no pack can silence.
const NEVER_TOLERATED: [&str; 6] = ["P1", "P2", "P5", "C8", "B6", "O2"];

/// P1, P2, P5, S, A, C8, B6 and O2 refuse whatever the pack or the caller says.
#[must_use]
pub fn cannot_be_silenced(check: &str) -> bool {
    NEVER_TOLERATED.contains(&check) || check.starts_with(['A', 'S'])
}

pub(super) fn lint(pack: &PackSpec, findings: &mut Findings<'_>) {
    head(pack, findings);
    benchmark(pack, findings);
    let mut seen = BTreeSet::new();
    for (at, section) in pack.sections.iter().enumerate() {
        if !seen.insert(section.id.as_str()) {
            let message = format!("the id {} is taken twice", section.id);
            findings.at_section(at, section.id.as_str(), "id", message);
        }
        section_rules(pack, at, section, findings);
    }
    if let Some(id) = cycle(pack) {
        let at = pack.sections.iter().position(|section| section.id == id).unwrap_or(0);
        let message = "the sections depend on each other in a circle".to_owned();
        findings.at_section(at, id.as_str(), "depends_on", message);
    }
}

fn head(pack: &PackSpec, findings: &mut Findings<'_>) {
    for (key, text) in
        [("name", &pack.name), ("summary", &pack.summary), ("version", &pack.version)]
    {
        if text.trim().is_empty() {
            findings.at_key("", key, format!("`{key}` is empty"));
        }
    }
    let of_lists = pack.tolerate.iter().filter(|check| cannot_be_silenced(check));
    for check in of_lists.filter(|check| pack.gate.iter().all(|rule| rule.check != **check)) {
        findings.at_key("", "tolerate", format!("the check {check} can't be silenced"));
    }
    for GateRule { check, reason, tolerate, figures } in &pack.gate {
        let message = if cannot_be_silenced(check) {
            format!("the check {check} can't be silenced or tuned")
        } else if reason.trim().is_empty() {
            format!("say in `reason` why this pack treats {check} otherwise")
        } else if !tolerate && figures.is_empty() {
            format!("{check} is neither tolerated nor given figures of its own")
        } else {
            continue;
        };
        findings.at_key("gate", "check", message);
    }
    if pack.sections.is_empty() {
        findings.at_key("", "section", "a pack needs at least one [[section]]".to_owned());
    }
    let mut names = BTreeSet::new();
    for sample in &pack.samples {
        if !names.insert(&sample.name) {
            let message = format!("two samples are called {:?}", sample.name);
            findings.at_key("sample", "name", message);
        }
    }
    if pack.samples.is_empty() {
        let message = "a pack needs a [[sample]] brief for smoke and simulation".to_owned();
        findings.at_key("", "sample", message);
    }
}

fn benchmark(pack: &PackSpec, findings: &mut Findings<'_>) {
    let most: u32 = pack.sections.iter().map(|section| section.words.max).sum();
    let benchmark = &pack.benchmark;
    if benchmark.min_words == 0 || benchmark.min_words > most {
        let message = format!(
            "min_words is {}, but the sections hold at most {most} words",
            benchmark.min_words
        );
        findings.at_key("benchmark", "min_words", message);
    }
    if benchmark.brand_mentions == 0 {
        let message = "the brand must be named at least once".to_owned();
        findings.at_key("benchmark", "brand_mentions", message);
    }
    for group in &benchmark.required_terms {
        let usable = group.iter().any(|term| {
            !term.trim().is_empty() && !benchmark.forbidden_terms.iter().any(|f| f.term == *term)
        });
        if !usable {
            let message = "a group of required terms has no term that is allowed".to_owned();
            findings.at_key("benchmark", "required_terms", message);
        }
    }
    for forbidden in &benchmark.forbidden_terms {
        if let Some(place) = place_of(pack, &forbidden.term, forbidden.case_sensitive) {
            let message = format!("the forbidden term {:?} stands in {place}", forbidden.term);
            findings.at_key("benchmark", "forbidden_terms", message);
        }
    }
    if let Some(days) = benchmark.calendar_days
        && !pack.sections.iter().any(|section| holds_calendar(section, days))
    {
        let message = format!("no section has room for a calendar of {days} rows");
        findings.at_key("benchmark", "calendar_days", message);
    }
}

/// Whether one table of the section, or its tables with a day column together, hold `days` rows.
fn holds_calendar(section: &SectionSpec, days: u32) -> bool {
    let fits = |least: u32, most: u32| least <= days && days <= most;
    let daily = section
        .parts
        .iter()
        .filter(|part| part.columns.iter().any(|column| column.kind == ColumnType::Day))
        .filter_map(|part| part.rows)
        .fold((0, 0), |(least, most), rows| (least + rows.min, most + rows.max));
    fits(daily.0, daily.1)
        || section.parts.iter().filter_map(|part| part.rows).any(|rows| fits(rows.min, rows.max))
}

/// Where one of the pack's own titles, headings or columns holds `term` as whole words.
fn place_of(pack: &PackSpec, term: &str, case_sensitive: bool) -> Option<String> {
    let fold = |text: &str| if case_sensitive { text.to_owned() } else { text.to_lowercase() };
    let words = |text: &str| {
        let spaced: String =
            fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let term = words(term);
    pack.sections.iter().find_map(|section| {
        let parts = section.parts.iter();
        let columns = section.parts.iter().flat_map(|part| &part.columns).map(|c| &c.title);
        std::iter::once(&section.title)
            .chain(parts.map(|part| &part.heading))
            .chain(columns)
            .find(|text| words(text).contains(&term))
            .map(|text| format!("the section {} ({text:?})", section.id))
    })
}

fn section_rules(pack: &PackSpec, at: usize, section: &SectionSpec, findings: &mut Findings<'_>) {
    let id = section.id.as_str();
    for (key, text) in [
        ("title", &section.title),
        ("purpose", &section.purpose),
        ("instruction", &section.instruction),
    ] {
        if text.trim().is_empty() {
            findings.at_section(at, id, key, format!("`{key}` is empty"));
        }
    }
    for (key, range) in
        [("words", section.words), ("bullets", section.bullets), ("headings", section.headings)]
    {
        if range.min > range.max || (key == "words" && range.min == 0) {
            let message = format!("[{}, {}] is no range", range.min, range.max);
            findings.at_section(at, id, key, message);
        }
    }
    for other in &section.depends_on {
        if pack.section(other).is_none() || *other == section.id {
            let message = format!("no other section is called {other}");
            findings.at_section(at, id, "depends_on", message);
        }
    }
    headings(at, section, findings);
    for part in &section.parts {
        if let Some(message) = part_fault(part) {
            findings.at_section(at, id, "parts", message);
        }
    }
}

fn headings(at: usize, section: &SectionSpec, findings: &mut Findings<'_>) {
    let id = section.id.as_str();
    let named = section.parts.iter().filter(|part| !part.heading.is_empty()).count();
    let named = u32::try_from(named).unwrap_or(u32::MAX);
    if named > section.headings.max {
        let message =
            format!("{named} parts have a heading; `headings` allows {}", section.headings.max);
        findings.at_section(at, id, "headings", message);
    }
    for required in &section.required_headings {
        let wanted = required.to_lowercase();
        let met = section.parts.iter().any(|part| {
            part.heading.to_lowercase().starts_with(&wanted)
                || part.columns.iter().any(|column| column.title.to_lowercase() == wanted)
        });
        if !met {
            let message = format!("no part or column is called {required:?}");
            findings.at_section(at, id, "required_headings", message);
        }
    }
}

fn part_fault(part: &PartSpec) -> Option<String> {
    let name = if part.heading.is_empty() { "the lead-in" } else { &part.heading };
    let mut titles = BTreeSet::new();
    match part.kind {
        PartKind::Text if !part.columns.is_empty() || part.rows.is_some() => {
            Some(format!("{name} is text but has columns or rows"))
        }
        PartKind::Table if part.columns.len() < 2 => {
            Some(format!("{name} is a table with fewer than two columns"))
        }
        PartKind::Table if !part.rows.is_some_and(|r| r.min >= 1 && r.min <= r.max) => {
            Some(format!("{name} is a table and needs rows = [least, most]"))
        }
        PartKind::Table if part.columns.iter().any(|column| !titles.insert(&column.title)) => {
            Some(format!("{name} has two columns of one title"))
        }
        PartKind::Table
            if part.show == Show::Cards && !part.columns.first().is_some_and(|c| c.required) =>
        {
            Some(format!("the first column of {name} is its cards' title and must be required"))
        }
        PartKind::Text | PartKind::Table => None,
    }
}

/// A section on a circle of dependencies, if there is one.
fn cycle(pack: &PackSpec) -> Option<SectionId> {
    let mut open: Vec<&SectionSpec> = pack.sections.iter().collect();
    loop {
        let before = open.len();
        let ids: BTreeSet<String> = open.iter().map(|s| s.id.to_string()).collect();
        open.retain(|section| section.depends_on.iter().any(|id| ids.contains(id.as_str())));
        if open.is_empty() {
            return None;
        }
        if open.len() == before {
            return open.first().map(|section| section.id.clone());
        }
    }
}
