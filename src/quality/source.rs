//! A section's Markdown as a reader of the source sees it: code blanked, escapes resolved. For
//! patterns that must see marks which are no prose (`__NAME__`, `<<NAME>>`).

use std::ops::Range;
use std::sync::OnceLock;

use super::document::Document;
use super::haystack::{Haystack, Ready};
use super::origins::Origins;

/// The source without code, with the way back.
#[derive(Debug, Clone, Default)]
pub struct SourceText {
    /// The text: backslash escapes and the entities `&lt;` `&gt;` `&amp;` resolved.
    pub text: String,
    /// For each byte of `text`, the byte of the Markdown, and its length at the end.
    map: Origins,
    ready: OnceLock<Ready>,
}

impl SourceText {
    /// Reads `markdown`, whose syntax tree is `document`.
    #[must_use]
    pub fn new(markdown: &str, document: &Document) -> Self {
        let mut read = Self { text: String::with_capacity(markdown.len()), ..Self::default() };
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
        read.map.copy(markdown.len(), 1);
        read
    }

    fn copy(&mut self, markdown: &str, range: Range<usize>) {
        let mut rest = markdown.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        while !rest.is_empty() {
            let plain = memchr::memchr2(b'\\', b'&', rest.as_bytes()).unwrap_or(rest.len());
            let (shown, marked) = rest.split_at_checked(plain).unwrap_or_default();
            self.push_plain(shown, at);
            at += plain;
            rest = marked;
            if let Some(c) = rest.chars().next() {
                let (shown, length) = if c == '&' { entity(rest) } else { escaped(rest) };
                self.push(shown, at);
                at += length;
                rest = rest.get(length..).unwrap_or_default();
            }
        }
    }

    /// Adds `text` as it stands from byte `from` on; each letter comes from its first byte.
    fn push_plain(&mut self, text: &str, from: usize) {
        self.text.push_str(text);
        self.map.copy(from, text.len());
    }

    /// What searches in it need.
    #[must_use]
    pub fn haystack(&self) -> Haystack<'_> {
        let ready = self.ready.get_or_init(|| Ready::of(&self.text));
        Haystack { text: &self.text, ready, by_line: false }
    }

    fn push(&mut self, c: char, from: usize) {
        self.text.push(c);
        self.map.stand_for(from, c.len_utf8());
    }

    /// Byte span in the Markdown of `range` of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.map.edges(range)
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
