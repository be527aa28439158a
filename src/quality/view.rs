//! One section as checks look at it, each of its readings made once.

use std::ops::Range;
use std::sync::OnceLock;

use super::context::Context;
use super::document::{Block, BlockKind, Document, LineIndex};
use super::haystack::{Haystack, Ready};
use super::numbers::{Judged, Ledger, Number, scan};
use super::prose::Prose;
use super::source::SourceText;
use super::tokens::Tokens;
use crate::domain::SectionDraft;
use crate::packs::SectionSpec;

/// One section as checks look at it.
#[derive(Debug)]
pub struct SectionView<'a> {
    /// Position in the input.
    pub index: usize,
    /// The draft.
    pub draft: &'a SectionDraft,
    /// Its spec; `None` for a section that the pack does not have.
    pub spec: Option<&'a SectionSpec>,
    /// Its Markdown, read.
    pub document: Document,
    /// Its prose as one text.
    pub prose: Prose,
    /// Its sentences, headings and cells included.
    pub sentences: Vec<Sentence>,
    /// Its Markdown as a reader of the source sees it, without code.
    pub source: SourceText,
    /// Its visible words.
    pub words: usize,
    /// Whether its blocks are texts of their own, none of which says what another one means.
    pub apart: bool,
    /// Twice the words of each block.
    halves: Vec<usize>,
    lines: LineIndex,
    ready: OnceLock<Ready>,
    tokens: OnceLock<Vec<Tokens>>,
    numbers: OnceLock<Vec<Vec<Number>>>,
    judged: OnceLock<Judged>,
}

impl<'a> SectionView<'a> {
    pub(super) fn new(
        index: usize,
        draft: &'a SectionDraft,
        spec: Option<&'a SectionSpec>,
    ) -> Self {
        let document = Document::parse(&draft.markdown);
        let prose = Prose::new(&document);
        Self::read(index, draft, spec, document, prose)
    }

    /// Short texts of a frame, each a paragraph of `draft`.
    pub(super) fn of_texts(draft: &'a SectionDraft) -> Self {
        let document = Document::parse(&draft.markdown);
        let prose = Prose::of_texts(&document);
        Self { apart: true, ..Self::read(0, draft, None, document, prose) }
    }

    fn read(
        index: usize,
        draft: &'a SectionDraft,
        spec: Option<&'a SectionSpec>,
        document: Document,
        prose: Prose,
    ) -> Self {
        let (sentences, halves) = super::sentences::split(&document);
        let source = SourceText::new(&draft.markdown, &document);
        let words = document.words_of(&halves);
        let lines = LineIndex::new(&draft.markdown);
        Self {
            index,
            draft,
            spec,
            document,
            prose,
            sentences,
            source,
            words,
            halves,
            apart: false,
            lines,
            ready: OnceLock::new(),
            tokens: OnceLock::new(),
            numbers: OnceLock::new(),
            judged: OnceLock::new(),
        }
    }

    /// Words and numbers of each of its blocks, in the order of the document's blocks; code and
    /// HTML have none. Cut once, when first asked for.
    #[must_use]
    pub fn tokens(&self) -> &[Tokens] {
        self.tokens.get_or_init(|| {
            let blocks = self.document.blocks.iter();
            let cut = |block: &Block| {
                if block.kind.is_prose() { Tokens::of(&block.text) } else { Tokens::default() }
            };
            blocks.map(cut).collect()
        })
    }

    /// The numbers of each of its blocks, found once.
    #[must_use]
    pub fn numbers(&self) -> &[Vec<Number>] {
        self.numbers.get_or_init(|| self.tokens().iter().map(scan).collect())
    }

    /// How its numbers stand, judged once; `context` is the one that it belongs to.
    #[must_use]
    pub(super) fn judged_numbers(&self, context: &Context<'_>) -> &Judged {
        self.judged.get_or_init(|| Ledger::judge(self, context))
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.draft.id.as_str()
    }

    /// Its Markdown.
    #[must_use]
    pub fn markdown(&self) -> &'a str {
        &self.draft.markdown
    }

    /// Its Markdown with what searches in it need.
    #[must_use]
    pub fn haystack(&self) -> Haystack<'_> {
        let text = self.markdown();
        Haystack { text, ready: self.ready.get_or_init(|| Ready::of(text)), by_line: self.apart }
    }

    /// [`SectionView::source`] with what searches in it need: mostly the Markdown as it is.
    #[must_use]
    pub fn source_haystack(&self) -> Haystack<'_> {
        if self.source.text == self.markdown() {
            return Haystack { by_line: false, ..self.haystack() };
        }
        self.source.haystack()
    }

    /// Words of block number `block`.
    #[must_use]
    pub fn words_in_block(&self, block: usize) -> usize {
        self.halves.get(block).map_or(0, |halves| halves.div_ceil(2))
    }

    /// The block that column `column` of row `row` of table number `table` is, where it shows
    /// `text` and nothing else.
    #[must_use]
    pub fn block_of_cell(&self, place: [usize; 3], text: &str) -> Option<usize> {
        let [table, row, column] = place;
        let (blocks, whole) = (&self.document.blocks, self.document.tables.get(table)?);
        let first = blocks.partition_point(|block| block.span.start < whole.span.start);
        let at = first + row * whole.rows.first()?.len() + column;
        let is_it = |block: &Block| {
            block.kind == BlockKind::Cell { table, row, column } && block.text == text
        };
        blocks.get(at).filter(|block| is_it(block)).map(|_| at)
    }

    /// Line of byte `at` of its Markdown, from 1.
    #[must_use]
    pub fn line_of(&self, at: usize) -> u32 {
        self.lines.line_of(at)
    }

    /// Bytes of `line` (from 1) of its Markdown.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Range<usize> {
        self.lines.range_of(line)
    }

    /// Byte span in the Markdown of `range` of the text of block number `block`.
    #[must_use]
    pub fn span_in_block(&self, block: usize, range: &Range<usize>) -> Range<usize> {
        let block = self.document.blocks.get(block);
        let span = block.map_or(0..0, |block| block.origin.span(range, block.span.start));
        let length = self.markdown().len();
        span.start.min(length)..span.end.min(length)
    }

    /// Text of `sentence`.
    #[must_use]
    pub fn sentence_text(&self, sentence: &Sentence) -> &str {
        let block = self.document.blocks.get(sentence.block);
        block.and_then(|block| block.text.get(sentence.range.clone())).unwrap_or_default()
    }
}

/// One sentence, or a heading or cell that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Index of its block in the document.
    pub block: usize,
    /// Bytes of the block's text.
    pub range: Range<usize>,
    /// Its words.
    pub words: usize,
}
