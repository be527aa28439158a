//! C1 and C3: answers that were cut, by the protocol and by their last words.

use std::sync::LazyLock;

use crate::domain::Finish;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::{Block, BlockKind};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::patterns::Patterns;
use crate::quality::words::count_plain;

static DANGLING: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/dangling.toml")));

pub(super) fn cut_answer(view: &SectionView<'_>, _: &Context<'_>, findings: &mut Findings) {
    if view.draft.finish == Finish::Cut {
        findings.add(Found::in_section(view));
    }
}

pub(super) fn unfinished(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    open_fence(view, findings);
    open_emphasis(view, context, findings);
    half_row(view, findings);
    let mut blocks = view.document.blocks.iter().rev();
    let Some(last) = blocks.find(|block| !block.text.trim().is_empty()) else { return };
    if let Some(variant) = tail(last, findings.rule().count("paragraph_words")) {
        let from = last.span.end.saturating_sub(120).max(last.span.start);
        findings.add(Found::at(view, from..last.span.end).variant(variant));
    }
}

/// What is wrong with the end of the last block.
fn tail(last: &Block, long: usize) -> Option<&'static str> {
    let text = last.text.trim_end().trim_end_matches(['*', '_', '`']).trim_end();
    let end = text.chars().next_back()?;
    let folded = fold(text);
    let sentence_ends = matches!(
        end,
        '.' | '!'
            | '?'
            | '…'
            | '"'
            | '”'
            | '’'
            | '\''
            | '»'
            | '“'
            | ')'
            | ']'
            | '。'
            | '！'
            | '？'
            | '।'
            | '」'
            | '』'
            | '%'
    ) || crate::quality::characters::is_pictograph(end)
        || matches!(end, '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
    if opens_more_than_it_closes(text) {
        return Some("bracket");
    }
    match last.kind {
        BlockKind::Heading(_) => Some("heading"),
        BlockKind::Code | BlockKind::Html => None,
        _ if matches!(end, ',' | ';' | '–' | '—' | '-' | '/' | '&' | '(' | '[' | '$' | '€') => {
            Some("tail")
        }
        _ if end == ':' => Some("tail"),
        _ if !sentence_ends && !DANGLING.find(&folded).is_empty() => Some("tail"),
        BlockKind::Paragraph | BlockKind::Quote
            if !sentence_ends && is_sentence(&last.text, long) =>
        {
            Some("tail")
        }
        _ => None,
    }
}

/// Long enough to be prose, and not a line of tags or an address.
fn is_sentence(text: &str, long: usize) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let names_something = last.starts_with(['#', '@']) || last.contains("://");
    count_plain(text) >= long && !names_something
}

/// Brackets, or curly quotation marks, that open in the block and do not close.
fn opens_more_than_it_closes(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    let low_quotes = count('„');
    count('(') > count(')') && !text.contains(":(")
        || count('[') > count(']')
        || low_quotes == 0 && count('“') > count('”')
        || count('«') > count('»') && count('»') == 0
}

/// A code fence that nothing closes.
fn open_fence(view: &SectionView<'_>, findings: &mut Findings) {
    let mut open: Option<(usize, char, usize)> = None;
    let mut at = 0;
    for line in view.markdown().split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '>']).trim_end();
        let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| trimmed.chars().take_while(|c| *c == mark).count());
        if let Some(mark) = mark.filter(|_| length >= 3) {
            open = match open {
                None => Some((at, mark, length)),
                Some((_, known, least))
                    if known == mark && length >= least && trimmed.len() == length =>
                {
                    None
                }
                still => still,
            };
        }
        at += line.len();
    }
    if let Some((at, _, length)) = open {
        findings
            .add(Found::at(view, at..(at + length).min(view.markdown().len())).variant("fence"));
    }
}

/// `**` that the parser left as text: an emphasis that does not close.
fn open_emphasis(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for block in view.document.prose_blocks().filter(|block| block.text.contains("**")) {
        let opens = block.text.match_indices("**").find(|(at, _)| {
            let after = block.text.get(at + 2..).and_then(|t| t.chars().next());
            let before = block.text.get(..*at).and_then(|t| t.chars().next_back());
            after.is_some_and(char::is_alphanumeric) && !before.is_some_and(char::is_alphanumeric)
        });
        if let Some((at, _)) = opens
            && !context.brief_has(&block.text)
        {
            let start = block.origin.get(at).copied().unwrap_or(block.span.start);
            let end = block.span.end.min(start + 80);
            findings.add(Found::at(view, start..end).variant("emphasis"));
        }
    }
}

/// The last line begins a table row and does not end it as the rows before do.
fn half_row(view: &SectionView<'_>, findings: &mut Findings) {
    let markdown = view.markdown().trim_end();
    let start = markdown.rfind('\n').map_or(0, |at| at + 1);
    let last = markdown.get(start..).unwrap_or_default();
    let row = last.trim();
    if !row.starts_with('|') || row.len() < 2 {
        return;
    }
    let before = markdown.get(..start).unwrap_or_default().trim_end().lines().next_back();
    let closed = |row: &str| row.trim().ends_with('|');
    let table = before.is_some_and(|line| line.trim().starts_with('|') && closed(line));
    if table && !closed(row) {
        findings.add(Found::at(view, start..markdown.len()).variant("row"));
    }
}
