//! A1, A3, A5: an AI speaking of itself, tokens of chat templates and answer formats, echoes of
//! an attack on the writer.

use super::{holds_copy, is_voice};
use crate::quality::checks::lists::{FOLDED, SOURCE};
use crate::quality::checks::matching::{in_folded, trimmed};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::patterns::Patterns;

pub(super) fn ai_self_reference(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    in_prose(&FOLDED.ai_self, view, context, findings, true);
}

pub(super) fn injection_echo(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    in_prose(&FOLDED.injection, view, context, findings, false);
}

pub(super) fn machine_tokens(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let markdown = view.markdown();
    for found in SOURCE.machine_tokens.find_in(view.haystack()).into_iter().take(200) {
        let range = trimmed(markdown, &found.range);
        if !context.brief_has(markdown.get(range.clone()).unwrap_or_default()) {
            findings.add(Found::at(view, range));
        }
    }
    in_prose(&FOLDED.reasoning, view, context, findings, true);
}

fn in_prose(
    patterns: &Patterns,
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
    unquoted: bool,
) {
    let mut matches = in_folded(patterns, view, context, unquoted);
    let others_speak = holds_copy(view);
    matches.retain(|found| {
        !is_voice(found.pattern) || !others_speak && in_a_paragraph(view, found.range.start)
    });
    matches.sort_by_key(|found| found.range.start);
    let mut last: Option<usize> = None;
    for found in matches {
        if last.is_none_or(|end| ends_between(&view.prose.folded.text, end, found.range.start)) {
            findings.add(Found::at(view, view.prose.span_of_folded(&found.range)));
        }
        last = last.max(Some(found.range.end));
    }
}

/// Whether byte `at` of the folded prose stands in a paragraph, not in a list or a cell.
fn in_a_paragraph(view: &SectionView<'_>, at: usize) -> bool {
    let original = view.prose.folded.original(&(at..at + 1)).start;
    let block = view.prose.block_at(original);
    block
        .and_then(|(index, _)| view.document.blocks.get(index))
        .is_some_and(|block| block.kind == BlockKind::Paragraph)
}

/// Whether a sentence ends between two bytes: what one sentence says in two ways is one finding.
fn ends_between(text: &str, from: usize, to: usize) -> bool {
    text.get(from.saturating_sub(1)..to).is_some_and(|gap| gap.contains(['.', '!', '?', '\n']))
}
