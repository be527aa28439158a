//! A2: a chat's opening and closing sentences at the edges of a section.

use std::ops::Range;

use super::{Edit, FixContext};
use crate::quality::checks::{is_closing, is_opening};
use crate::quality::document::{Block, BlockKind, Document};
use crate::quality::fold::fold;
use crate::quality::sentences::ranges;

pub(super) fn edits(text: &str, context: &FixContext<'_>) -> Vec<Edit> {
    if !context.opens && !context.closes {
        return vec![];
    }
    let document = Document::parse(text);
    let mut prose =
        document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Heading(_)));
    let first =
        prose.clone().next().filter(|block| context.opens && block.kind == BlockKind::Paragraph);
    let last =
        prose.next_back().filter(|block| context.closes && block.kind == BlockKind::Paragraph);
    let opening = first.and_then(|block| opening(text, block));
    let edits = opening.or_else(|| last.and_then(|block| closing(text, block)));
    edits.into_iter().filter(|edit| leaves_something(text, &edit.range)).collect()
}

/// The paragraph's first sentences as far as each is how a chat begins.
fn opening(text: &str, block: &Block) -> Option<Edit> {
    let sentences = ranges(&block.text);
    let chat = |range: &&Range<usize>| is_opening(&words(block, range));
    let count = sentences.iter().take_while(chat).count();
    let whole = count == sentences.len();
    let next = sentences.get(count).map(|range| range.start);
    let end = if whole { block.span.end } else { block.origin.get(next?)? };
    (count > 0).then(|| Edit::new("A2", block.span.start..past_blanks(text, end), ""))
}

/// The paragraph's last sentences as far as each is how a chat ends.
fn closing(text: &str, block: &Block) -> Option<Edit> {
    let sentences = ranges(&block.text);
    let chat = |range: &&Range<usize>| is_closing(&words(block, range));
    let count = sentences.iter().rev().take_while(chat).count();
    let kept = sentences.len() - count;
    let start = if kept == 0 {
        block.span.start
    } else {
        block.origin.get(sentences.get(kept - 1)?.end - 1)? + 1
    };
    let start =
        text.get(..start).map_or(start, |before| before.trim_end().len().max(floor(kept, start)));
    let closes_mark = kept > 0 && !text.is_char_boundary(start);
    (count > 0 && !closes_mark)
        .then(|| Edit::new("A2", start..text.trim_end().len().max(start), ""))
}

/// Before a whole paragraph the blanks go too; within one the kept sentence ends where it ends.
fn floor(kept: usize, start: usize) -> usize {
    if kept == 0 { 0 } else { start }
}

fn words(block: &Block, range: &Range<usize>) -> String {
    fold(block.text.get(range.clone()).unwrap_or_default())
}

fn past_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start().len())
}

fn leaves_something(text: &str, range: &Range<usize>) -> bool {
    let around = [text.get(..range.start), text.get(range.end..)];
    around.iter().flatten().any(|rest| rest.chars().any(char::is_alphanumeric))
}
