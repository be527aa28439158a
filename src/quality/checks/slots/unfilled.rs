//! P4, P6, P7, P8: marks of unfinished work, empty values of programs, things left open,
//! stand-ins for facts that the brief holds.

use std::ops::Range;
use std::sync::LazyLock;

use crate::quality::checks::lists::{FOLDED, WRITTEN};
use crate::quality::checks::matching::{in_folded, in_prose, trimmed};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::patterns::Patterns;

/// Whole cells and list items that a program printed.
const EMPTY_VALUES: [&str; 22] = [
    "undefined",
    "null",
    "None",
    "NULL",
    "nil",
    "NaN",
    "nan",
    "<null>",
    "(null)",
    "Infinity",
    "-Infinity",
    "{}",
    "inf",
    "-inf",
    "-nan",
    "-NaN",
    "[]",
    "TRUE",
    "FALSE",
    "<NA>",
    "nullptr",
    "(undefined)",
];

pub(super) fn markers(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for found in WRITTEN.markers.find_in(view.prose.haystack()).into_iter().take(200) {
        let range = trimmed(&view.prose.text, &found.range);
        let text = view.prose.text.get(range.clone()).unwrap_or_default();
        // "The XXX refill": the brief may name a thing by its crosses.
        let named = ["XXX", "XX"].into_iter().find(|crosses| text.contains(crosses));
        if !context.brief_has(text) && !named.is_some_and(|crosses| context.brief_says(crosses)) {
            findings.add(Found::at(view, view.prose.span(&range)));
        }
    }
}

pub(super) fn program_values(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    in_prose(&WRITTEN.program_values, view, context, findings);
    for block in &view.document.blocks {
        let whole = block.text.trim().trim_end_matches('.');
        let empty = match block.kind {
            BlockKind::Cell { row: 0, .. } => false,
            BlockKind::Cell { .. } | BlockKind::ListItem | BlockKind::Paragraph => {
                EMPTY_VALUES.contains(&whole)
            }
            BlockKind::Heading(_) => ends_with_none(whole),
            _ => false,
        };
        if empty && !context.brief_says(whole) {
            findings.add(Found::at(view, block.span.clone()));
        }
    }
    // No other language has the word.
    if !context.is_english() && !context.brief_says("undefined") {
        for (at, found) in view.prose.text.match_indices("undefined").take(100) {
            findings.add(Found::at(view, view.prose.span(&(at..at + found.len()))));
        }
    }
}

/// Whether a heading has one of the words that programs print in place of its name.
fn ends_with_none(heading: &str) -> bool {
    let mut words = heading.split_whitespace();
    let none = |word: Option<&str>| matches!(word, Some("undefined" | "null" | "NaN" | "nil"));
    none(words.next()) || none(words.next_back())
}

pub(super) fn undecided(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for found in in_folded(&FOLDED.undecided, view, context, true) {
        findings.add(Found::at(view, view.prose.span_of_folded(&found.range)));
    }
}

pub(super) fn stand_ins(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let found = in_folded(&FOLDED.stand_ins, view, context, true);
    if found.is_empty() {
        return;
    }
    let mentions = context.names.mentions(&view.prose.text, &view.prose.folded);
    for found in found {
        let to_reader = found.pattern.name == "reader" || found.pattern.name == "vague_romance";
        if to_reader && addresses_a_reader(view, found.range.start)
            || names_the_brand(&mentions, view, &found.range)
            || is_article(view, &found.range)
        {
            continue;
        }
        findings.add(Found::at(view, view.prose.span_of_folded(&found.range)));
    }
}

/// Whether a part of `range` of the folded prose is the client's name: `Burren Oak Company`.
fn names_the_brand(
    mentions: &[Range<usize>],
    view: &SectionView<'_>,
    range: &Range<usize>,
) -> bool {
    let source = view.prose.folded.original(range);
    mentions.iter().any(|named| named.start < source.end && source.start < named.end)
}

/// Whether the letter at the end of `range` is written small, as the article is: a `Brand A` is a
/// stand-in, the brand a guest trusts is none.
fn is_article(view: &SectionView<'_>, range: &Range<usize>) -> bool {
    let text = view.prose.text.get(view.prose.folded.original(range)).unwrap_or_default();
    text.ends_with(" a")
}

/// Whether byte `at` of the folded prose stands in copy for the client's customers: in a section
/// with merge tags, a quotation, a column of copy, or an item that is labelled as copy.
fn addresses_a_reader(view: &SectionView<'_>, at: usize) -> bool {
    if view.spec.is_some_and(|spec| spec.allow_merge_tags) {
        return true;
    }
    let original = view.prose.folded.original(&(at..at + 1)).start;
    let Some((index, _)) = view.prose.block_at(original) else { return false };
    let Some(block) = view.document.blocks.get(index) else { return false };
    match block.kind {
        BlockKind::Quote => true,
        BlockKind::Cell { table, column, .. } => {
            let header = view.document.tables.get(table).and_then(|t| t.rows.first());
            header.and_then(|row| row.get(column)).is_some_and(|title| is_copy_label(title))
        }
        _ => block
            .text
            .split_once(':')
            .filter(|(label, _)| label.split_whitespace().count() <= LABEL)
            .is_some_and(|(label, _)| is_copy_label(label)),
    }
}

/// Words of a label; what has more is a sentence.
const LABEL: usize = 4;

static COPY_LABELS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/copy_labels.toml")));

fn is_copy_label(label: &str) -> bool {
    !COPY_LABELS.find(&fold(label)).is_empty()
}
