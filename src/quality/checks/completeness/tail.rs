//! C1 and C3: answers that were cut, by the protocol and by their last words.

use std::sync::LazyLock;

use crate::domain::Finish;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::{Block, BlockKind};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::language::is_never_doubled;
use crate::quality::patterns::Patterns;
use crate::quality::tokens::Tokens;
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
    empty_item(view, findings);
    let mut blocks = view.document.blocks.iter().rev();
    let Some(last) = blocks.find(|block| !block.text.trim().is_empty()) else { return };
    let long = findings.rule().count("paragraph_words");
    let punctuated = others_end_with_a_mark(view, last);
    if let Some(variant) = tail(last, long, &context.language(), punctuated) {
        let from = last.span.end.saturating_sub(120).max(last.span.start);
        findings.add(Found::at(view, from..last.span.end).variant(variant));
    }
}

/// What is wrong with the end of the last block.
fn tail(last: &Block, long: usize, language: &str, punctuated: bool) -> Option<&'static str> {
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
        _ if (!sentence_ends || trails_off(text)) && is_dangling(&folded) => Some("tail"),
        _ if leaves_emphasis_open(last) => Some("emphasis"),
        BlockKind::Paragraph | BlockKind::Quote
            if !sentence_ends
                && (is_sentence(&last.text, long, language)
                    || punctuated && is_plain_line(&last.text)) =>
        {
            Some("tail")
        }
        _ => None,
    }
}

/// Whether it ends with dots, or with the full stop of a short form that wants an example.
fn trails_off(text: &str) -> bool {
    text.ends_with('…') || text.ends_with("...") || text.ends_with('.')
}

/// Whether folded text ends with a word that another must follow.
fn is_dangling(folded: &str) -> bool {
    let wants_more = ["e.g.", "i.e.", "z.b.", "p. ex.", "p.ex.", "bijv.", "por ej."];
    let bare = folded.trim_end_matches(['…', '.', ' ']);
    let dots = folded.ends_with('…') || folded.ends_with("...");
    wants_more.iter().any(|short| folded.ends_with(short))
        || (dots || !folded.ends_with('.')) && !DANGLING.find(bare).is_empty()
}

/// `should confirm *the wor`: a mark before a word that nothing closes.
fn leaves_emphasis_open(last: &Block) -> bool {
    let text = last.text.trim_end();
    let opens = |mark: char| {
        let at = text.rfind(mark)?;
        let before = text.get(..at)?.chars().next_back()?;
        let after = text.get(at + 1..)?.chars().next()?;
        (before == ' ' && after.is_alphabetic()).then_some(())
    };
    text.ends_with(char::is_alphanumeric) && (opens('*').is_some() || opens('_').is_some())
}

/// Long enough to be prose, or short and put together by function words, and not a line of tags,
/// an address or a label.
fn is_sentence(text: &str, long: usize, language: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let names_something = last.starts_with(['#', '@']) || last.contains("://");
    let words = count_plain(text);
    let built = || {
        let tokens = Tokens::of(text);
        let joined = tokens.list.iter().skip(1).filter(|t| is_never_doubled(language, &t.folded));
        joined.count() >= 2 || joined_by_clause(text)
    };
    !names_something && (words >= long || words >= 4 && !text.contains(':') && built())
}

/// Three words or more that are no label, tag, address or signature.
fn is_plain_line(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        && !text.contains([':', '#', '@', '/', '→', '|', '·'])
        && (3..12).contains(&count_plain(text))
}

/// Whether the section has three paragraphs or more beside `last`, and all end with a mark.
fn others_end_with_a_mark(view: &SectionView<'_>, last: &Block) -> bool {
    let markdown = view.markdown().get(last.span.clone()).unwrap_or_default();
    let mut others = view.document.blocks.iter().filter(|block| {
        block.kind == BlockKind::Paragraph && block.span != last.span && !block.text.is_empty()
    });
    let ended = |block: &Block| !block.text.trim_end().ends_with(char::is_alphanumeric);
    !markdown.starts_with(['*', '_', '`']) && others.clone().count() >= 3 && others.all(ended)
}

/// A clause that begins and does not go on: `This works because people`.
fn joined_by_clause(text: &str) -> bool {
    let folded = fold(text);
    let mut words = folded.split([' ', ',']).skip(1);
    words.any(|word| {
        matches!(
            word,
            "because"
                | "which"
                | "that"
                | "we"
                | "they"
                | "who"
                | "should"
                | "will"
                | "must"
                | "weil"
                | "dass"
                | "braucht"
                | "porque"
                | "hace"
                | "parce"
                | "faut"
        )
    })
}

/// A last item that is only its mark.
fn empty_item(view: &SectionView<'_>, findings: &mut Findings) {
    let markdown = view.markdown().trim_end();
    let start = markdown.rfind('\n').map_or(0, |at| at + 1);
    let last = markdown.get(start..).unwrap_or_default().trim();
    let mark = last.strip_suffix(['.', ')']).unwrap_or(last);
    let number = mark != last && !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit());
    if start > 0 && (number || matches!(last, "-" | "*" | "+" | ">" | "|" | "•")) {
        findings.add(Found::at(view, start..markdown.len()).variant("tail"));
    }
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
            let start = block.origin.get(at).unwrap_or(block.span.start);
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
    let cells = |row: &str| row.replace("\\|", "").matches('|').count();
    if table && (!closed(row) || before.is_some_and(|before| cells(row) < cells(before))) {
        findings.add(Found::at(view, start..markdown.len()).variant("row"));
    }
}
