//! A2: a chat's preamble, closing, and notes of compliance.

use std::ops::Range;

use super::{holds_copy, is_voice};
use crate::quality::checks::lists::FOLDED;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::haystack::Haystack;
use crate::quality::patterns::{Match, Pattern};
use crate::quality::quotes::is_quoted;

/// Whether `line`, folded, is how a chat begins an answer.
pub(in crate::quality) fn is_opening(line: &str) -> bool {
    FOLDED.chat_opening.find(line).iter().any(|found| !is_voice(found.pattern))
}

/// Whether `line`, folded, is how a chat ends an answer.
pub(in crate::quality) fn is_closing(line: &str) -> bool {
    FOLDED.chat_closing.find(line).iter().any(|found| !is_voice(found.pattern))
}

pub(super) fn chat_lines(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let lines = prose_lines(view);
    let Haystack { text, ready, .. } = view.prose.folded.haystack();
    let opening = FOLDED.chat_opening.among(ready);
    let closing = FOLDED.chat_closing.among(ready);
    let notes = FOLDED.compliance_notes.among(ready);
    let ends_at = lines.len().saturating_sub(2);
    let others_speak = holds_copy(view);
    for (at, line) in lines.iter().enumerate() {
        let said = text.get(line.range.clone()).unwrap_or_default();
        let mut found = vec![];
        let speaks = line.is_paragraph && !others_speak;
        let told = |found: &Match<'_>| speaks || !is_voice(found.pattern);
        if at == 0 || view.apart {
            found.extend(opening.find(said, &line.range).into_iter().filter(told));
        }
        if at >= ends_at || view.apart {
            found.extend(closing.find(said, &line.range).into_iter().filter(told));
        }
        if line.starts_block {
            let notes = notes.find(said, &line.range).into_iter();
            found.extend(notes.filter(|note| line.is_paragraph || !of_paragraphs(note.pattern)));
        }
        for found in found {
            let range = line.range.start + found.range.start..line.range.start + found.range.end;
            let words = said.get(found.range).unwrap_or_default();
            if !is_quoted(text, &range) && !context.brief_says(words) {
                findings.add(Found::at(view, view.prose.span_of_folded(&range)));
            }
        }
    }
}

/// Whether a pattern tells in paragraphs only: a list may hold lines of copy.
fn of_paragraphs(pattern: &Pattern) -> bool {
    pattern.name.starts_with("paragraph_")
}

/// A line of running text in the folded prose.
struct Line {
    range: Range<usize>,
    starts_block: bool,
    is_paragraph: bool,
}

fn prose_lines(view: &SectionView<'_>) -> Vec<Line> {
    let folded = &view.prose.folded;
    let mut lines = vec![];
    for (index, range) in view.prose.blocks() {
        let kind = view.document.blocks.get(index).map(|block| block.kind);
        if !kind.is_some_and(BlockKind::is_running_text) {
            continue;
        }
        let block = folded.folded(&range);
        let text = folded.text.get(block.clone()).unwrap_or_default();
        let mut at = block.start;
        for line in text.split_inclusive('\n') {
            let length = line.trim_end().len();
            if length > 0 {
                lines.push(Line {
                    range: at..at + length,
                    starts_block: at == block.start,
                    is_paragraph: kind == Some(BlockKind::Paragraph),
                });
            }
            at += line.len();
        }
    }
    lines
}
