//! The prose of a section as one text, and the way back to the Markdown.

use std::ops::Range;
use std::sync::OnceLock;

use super::document::Document;
use super::fold::Folded;
use super::haystack::{Haystack, Ready};
use super::origins::Origins;

/// All prose of a section as one text, blocks apart by line feeds, and its folded form.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The text.
    pub text: String,
    /// The text folded for matching.
    pub folded: Folded,
    /// For each byte of `text`, the byte of the Markdown.
    origin: Origins,
    /// Index of the block in the document, and its bytes in `text`.
    blocks: Vec<(usize, Range<usize>)>,
    ready: OnceLock<Ready>,
}

impl Prose {
    /// Reads `document`.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Self::of(document, "\n")
    }

    /// Reads `document`, whose blocks are texts of their own: an empty line keeps them apart.
    #[must_use]
    pub fn of_texts(document: &Document) -> Self {
        Self::of(document, "\n\n")
    }

    fn of(document: &Document, gap: &str) -> Self {
        let length: usize = document.blocks.iter().map(|block| block.text.len() + gap.len()).sum();
        let mut prose = Self { text: String::with_capacity(length), ..Self::default() };
        for (index, block) in document.blocks.iter().enumerate() {
            if !block.kind.is_prose() || block.text.is_empty() {
                continue;
            }
            if !prose.text.is_empty() {
                prose.text.push_str(gap);
                prose.origin.stand_for(block.span.start, gap.len());
            }
            let start = prose.text.len();
            prose.text.push_str(&block.text);
            prose.origin.append(&block.origin);
            prose.blocks.push((index, start..prose.text.len()));
        }
        prose.folded = Folded::new(&prose.text);
        prose
    }

    /// The text as written with what searches in it need.
    #[must_use]
    pub fn haystack(&self) -> Haystack<'_> {
        let ready = self.ready.get_or_init(|| Ready::of(&self.text));
        Haystack { text: &self.text, ready, by_line: true }
    }

    /// Byte span in the Markdown of `range` of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.origin.span(range, 0)
    }

    /// Byte span in the Markdown of `range` of the folded text.
    #[must_use]
    pub fn span_of_folded(&self, range: &Range<usize>) -> Range<usize> {
        self.span(&self.folded.original(range))
    }

    /// Index in the document of the block that holds byte `at` of the text, and that block's
    /// bytes in the text.
    #[must_use]
    pub fn block_at(&self, at: usize) -> Option<(usize, Range<usize>)> {
        let after = self.blocks.partition_point(|(_, range)| range.start <= at);
        let (index, range) = self.blocks.get(after.checked_sub(1)?)?;
        (at < range.end).then(|| (*index, range.clone()))
    }

    /// Blocks that have a byte in `part`, in order: index in the document, bytes in the text.
    pub fn blocks_in(&self, part: &Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let first = self.blocks.partition_point(|(_, range)| range.end <= part.start);
        let last = self.blocks.partition_point(|(_, range)| range.start < part.end);
        self.blocks.get(first..last).unwrap_or_default().iter().cloned()
    }

    /// Blocks in order: index in the document, bytes in the text.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.blocks.iter().cloned()
    }
}
