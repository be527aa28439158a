//! The spine's own gate: names and numbers against the brief, before sections rest on it.

use crate::domain::{Brief, Issue, NumberKind, Severity, Spine};
use crate::packs::PackSpec;

/// What is wrong with `spine`, for one more try.
pub(super) fn check(spine: &Spine, brief: &Brief, pack: &PackSpec) -> Vec<Issue> {
    let mut issues = Vec::new();
    completeness(spine, pack, &mut issues);
    numbers(spine, brief, &mut issues);
    tone(spine, brief, &mut issues);
    issues
}

fn completeness(spine: &Spine, pack: &PackSpec, issues: &mut Vec<Issue>) {
    let empty = |text: &str| text.trim().is_empty();
    for (at_fault, what, fix) in [
        (empty(&spine.positioning), "positioning", "State the positioning in one sentence."),
        (empty(&spine.offer), "offer", "State the offer in one sentence."),
        (spine.segments.is_empty(), "segments", "Name at least two audience segments."),
        (spine.pillars.len() != 3, "pillars", "Name exactly three content pillars."),
        (spine.channels.is_empty(), "channels", "Name the channels, each with its role."),
        (spine.kpis.is_empty(), "kpis", "Name the KPIs, each with target and kind."),
        (spine.segments.iter().any(|s| empty(&s.name)), "segments", "Name every segment."),
        (spine.pillars.iter().any(|p| empty(&p.name)), "pillars", "Name every pillar."),
    ] {
        if at_fault {
            issues.push(issue("C5", what, "", fix));
        }
    }
    let unknown = |id: &str| !pack.sections.iter().any(|section| section.id.as_str() == id);
    for section in spine.sections.iter().filter(|section| unknown(&section.id)) {
        issues.push(issue("C2", "sections", &section.id, "Use only the pack's section ids."));
    }
}

/// A baseline, and a target said to be from the brief, must stand in the brief.
fn numbers(spine: &Spine, brief: &Brief, issues: &mut Vec<Issue>) {
    let known = numbers_in(&brief.all_text());
    let foreign = |text: &str| numbers_in(text).into_iter().any(|n| !known.contains(&n));
    for kpi in &spine.kpis {
        if kpi.baseline.as_deref().is_some_and(foreign) {
            let baseline = kpi.baseline.as_deref().unwrap_or_default();
            let fix = "Give a baseline only where the brief has that number; else null.";
            issues.push(issue("F1", &kpi.name, baseline, fix));
        }
        if kpi.kind == NumberKind::Brief && foreign(&kpi.target) {
            let fix = "Mark the target as `target` or `assumption`, or use the brief's number.";
            issues.push(issue("F1", &kpi.name, &kpi.target, fix));
        }
    }
}

fn tone(spine: &Spine, brief: &Brief, issues: &mut Vec<Issue>) {
    let said = format!("{} {}", spine.positioning, spine.offer).to_lowercase();
    for word in brief.banned_words.iter().filter(|word| !word.trim().is_empty()) {
        if said.contains(&word.to_lowercase()) {
            issues.push(issue(
                "L8",
                "positioning",
                word,
                "Do not use this word: the brief bans it.",
            ));
        }
    }
}

/// Digit runs of `text`, separators of thousands taken out: `1,200` and `1 200` are `1200`.
fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let joins = matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}' | '\'')
            && chars.peek().is_some_and(char::is_ascii_digit)
            && !number.is_empty();
        if c.is_ascii_digit() {
            number.push(c);
        } else if !joins && !number.is_empty() {
            numbers.push(std::mem::take(&mut number));
        }
    }
    if !number.is_empty() {
        numbers.push(number);
    }
    numbers
}

fn issue(check: &str, what: &str, excerpt: &str, fix: &str) -> Issue {
    Issue {
        check: check.to_owned(),
        severity: Severity::Repairable,
        section: None,
        line: None,
        span: None,
        message: format!("The strategy's {what} does not hold."),
        excerpt: excerpt.chars().take(160).collect(),
        expected: String::new(),
        actual: excerpt.chars().take(160).collect(),
        fix: fix.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_in;

    #[test]
    fn reads_numbers_through_their_separators() {
        for (text, wanted) in [
            ("grow from 1,200 to 1.500", vec!["1200", "1500"]),
            ("25 sites, 6 months.", vec!["25", "6"]),
            ("4.1% of 12\u{a0}000", vec!["41", "12000"]),
            ("none", vec![]),
        ] {
            assert_eq!(numbers_in(text), wanted, "{text}");
        }
    }
}
