//! A section's Markdown as a reader of the source sees it: code blanked, escapes resolved. For
//! patterns that must see marks which are no prose (`__NAME__`, `<<NAME>>`).

use std::ops::Range;

use super::document::Document;

/// The source without code, with the way back.
#[derive(Debug, Clone, Default)]
pub struct SourceText {
    /// The text: backslash escapes and the entities `&lt;` `&gt;` `&amp;` resolved.
    pub text: String,
    /// For each byte of `text`, the byte of the Markdown, and its length at the end.
    map: Vec<u32>,
}

impl SourceText {
    /// Reads `markdown`, whose syntax tree is `document`.
    #[must_use]
    pub fn new(markdown: &str, document: &Document) -> Self {
        let mut read = Self {
            text: String::with_capacity(markdown.len()),
            map: Vec::with_capacity(markdown.len() + 1),
        };
        let mut at = 0;
        for code in &document.code {
            if code.span.start < at {
                continue;
            }
            read.copy(markdown, at..code.span.start);
            let blanked = markdown.get(code.span.clone()).unwrap_or_default();
            for (offset, c) in blanked.char_indices() {
                read.push(if c == '\n' { '\n' } else { ' ' }, code.span.start + offset);
            }
            at = code.span.end.max(at);
        }
        read.copy(markdown, at..markdown.len());
        read.map.push(u32::try_from(markdown.len()).unwrap_or(u32::MAX));
        read
    }

    fn copy(&mut self, markdown: &str, range: Range<usize>) {
        let mut rest = markdown.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        while let Some(c) = rest.chars().next() {
            let (shown, length) = match c {
                '\\' => escaped(rest),
                '&' => entity(rest),
                c => (c, c.len_utf8()),
            };
            self.push(shown, at);
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    fn push(&mut self, c: char, from: usize) {
        self.text.push(c);
        let from = u32::try_from(from).unwrap_or(u32::MAX);
        self.map.extend(std::iter::repeat_n(from, c.len_utf8()));
    }

    /// Byte span in the Markdown of `range` of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let at =
            |index: usize| self.map.get(index).or(self.map.last()).map_or(0, |from| *from as usize);
        at(range.start)..at(range.end)
    }
}

/// A backslash before ASCII punctuation shows the punctuation.
fn escaped(rest: &str) -> (char, usize) {
    match rest.chars().nth(1) {
        Some(next) if next.is_ascii_punctuation() => (next, 2),
        _ => ('\\', 1),
    }
}

fn entity(rest: &str) -> (char, usize) {
    for (name, shown) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&')] {
        if rest.starts_with(name) {
            return (shown, name.len());
        }
    }
    ('&', 1)
}
