//! P1: template slots that nobody filled.

use std::ops::Range;
use std::sync::LazyLock;

use crate::quality::checks::lists::SOURCE;
use crate::quality::checks::matching::trimmed;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::patterns::Patterns;

static OURS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/merge_tags.toml")));
static MAILED: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/mailed.toml")));
/// Kinds of slot that mail and message tools fill in for a reader.
const MERGE_TAGS: [&str; 4] = ["mustache", "braces", "percent_name", "merge_star"];

pub(super) fn template_slots(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let text = &view.source.text;
    let merges = view.spec.is_some_and(|spec| spec.allow_merge_tags);
    for found in SOURCE.slots.find_in(view.source_haystack()).into_iter().take(200) {
        let range = trimmed(text, &found.range);
        let slot = text.get(range.clone()).unwrap_or_default();
        let is_merge_tag = merges
            && MERGE_TAGS.contains(&found.pattern.name.as_str())
            && OURS.find(name_in(slot)).is_empty()
            && !is_planned_elsewhere(view, &range);
        if !is_merge_tag && !context.brief_has(slot) {
            findings.add(Found::at(view, view.source.span(&range)));
        }
    }
}

/// The name in a slot: its marks and a fallback (`{{name | "there"}}`) taken off.
fn name_in(slot: &str) -> &str {
    let inner = slot.trim_matches(|c: char| !c.is_alphanumeric());
    inner.split(['|', ',']).next().unwrap_or(inner).trim()
}

/// Whether byte range `range` of the source stands in a row of a calendar that names no channel
/// whose tool fills tags in.
fn is_planned_elsewhere(view: &SectionView<'_>, range: &Range<usize>) -> bool {
    let text = &view.source.text;
    let before = text.get(..range.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let row = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    view.id().contains("calendar")
        && row.trim_start().starts_with('|')
        && MAILED.find(&fold(row)).is_empty()
}
