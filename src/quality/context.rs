//! What every check reads, built once: one view of each section, and the brief's words.

use std::ops::Range;
use std::sync::OnceLock;

use foldhash::HashSet;

use super::brand::BrandNames;
use super::document::{Block, Document, LineIndex};
use super::fold::Folded;
use super::input::GateInput;
use super::numbers::{Judged, Known, Ledger, Number, scan};
use super::runs::Runs;
use super::source::SourceText;
use super::tokens::Tokens;
use crate::domain::SectionDraft;
use crate::packs::SectionSpec;

/// The input with everything that is derived from it.
#[derive(Debug)]
pub struct Context<'a> {
    /// The input.
    pub input: &'a GateInput<'a>,
    /// One view for each of the input's sections, in the same order.
    pub sections: Vec<SectionView<'a>>,
    /// All the brief's words, as the client wrote them.
    pub brief_text: String,
    /// The same, folded: what it says is never a defect.
    pub brief: Folded,
    /// The names that the brand answers to.
    pub names: BrandNames,
    known: OnceLock<Known>,
    instruction_runs: OnceLock<Runs>,
    client_words: OnceLock<HashSet<String>>,
}

impl<'a> Context<'a> {
    /// Reads `input`.
    #[must_use]
    pub fn new(input: &'a GateInput<'a>) -> Self {
        let brief_text = input.brief.all_text();
        let brief = Folded::new(&brief_text);
        let view = |(index, draft)| SectionView::new(index, draft, input.pack.section(&draft.id));
        let sections = input.sections.iter().enumerate().map(view).collect();
        Self {
            input,
            sections,
            brief_text,
            brief,
            names: BrandNames::of(&input.brief.brand_name),
            known: OnceLock::new(),
            instruction_runs: OnceLock::new(),
            client_words: OnceLock::new(),
        }
    }

    /// Runs of `size` words of the writer's instructions, read once.
    pub(super) fn instruction_runs(&self, size: usize) -> &Runs {
        self.instruction_runs.get_or_init(|| super::checks::instruction_runs(self, size))
    }

    /// Stems of what the brief says of product, audience, place and goal, read once.
    pub(super) fn client_words(&self) -> &HashSet<String> {
        self.client_words.get_or_init(|| super::checks::client_words(self))
    }

    /// Whether the brief has `text` in it, character by character or however it is spelt.
    #[must_use]
    pub fn brief_has(&self, text: &str) -> bool {
        self.brief_text.contains(text) || self.brief_says(text)
    }

    /// Whether the brief itself says `phrase`, as whole words, however it is spelt.
    #[must_use]
    pub fn brief_says(&self, phrase: &str) -> bool {
        let wanted = super::fold::fold(phrase);
        let text = &self.brief.text;
        !wanted.is_empty()
            && text
                .match_indices(&wanted)
                .any(|(at, _)| super::fold::is_whole_word(text, &(at..at + wanted.len())))
    }

    /// The numbers that the brief, the sources and the spine give.
    #[must_use]
    pub fn known(&self) -> &Known {
        self.known.get_or_init(|| Known::of(self.input))
    }

    /// Whether the report is in English.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.language() == "en"
    }

    /// Primary subtag of the report's language, in lower case.
    #[must_use]
    pub fn language(&self) -> String {
        let tag = self.input.language;
        tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase()
    }
}

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
    lines: LineIndex,
    tokens: OnceLock<Vec<Tokens>>,
    numbers: OnceLock<Vec<Vec<Number>>>,
    judged: OnceLock<Judged>,
}

impl<'a> SectionView<'a> {
    fn new(index: usize, draft: &'a SectionDraft, spec: Option<&'a SectionSpec>) -> Self {
        let document = Document::parse(&draft.markdown);
        let prose = Prose::new(&document);
        let sentences = super::sentences::split(&document);
        let source = SourceText::new(&draft.markdown, &document);
        let words = document.words();
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
            lines,
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
        let span =
            self.document.blocks.get(block).map_or(0..0, |block| span_in_block(block, range));
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

/// All prose of a section as one text, blocks apart by line feeds, and its folded form.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The text.
    pub text: String,
    /// The text folded for matching.
    pub folded: Folded,
    /// For each byte of `text`, the byte of the Markdown.
    origin: Vec<u32>,
    /// Index of the block in the document, and its bytes in `text`.
    blocks: Vec<(usize, Range<usize>)>,
}

impl Prose {
    fn new(document: &Document) -> Self {
        let mut prose = Self::default();
        for (index, block) in document.blocks.iter().enumerate() {
            if !block.kind.is_prose() || block.text.is_empty() {
                continue;
            }
            if !prose.text.is_empty() {
                prose.text.push('\n');
                prose.origin.push(to_u32(block.span.start));
            }
            let start = prose.text.len();
            prose.text.push_str(&block.text);
            prose.origin.extend(block.origin.iter().map(|at| to_u32(*at)));
            prose.blocks.push((index, start..prose.text.len()));
        }
        prose.folded = Folded::new(&prose.text);
        prose
    }

    /// Byte span in the Markdown of `range` of the text.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let at = |index: usize| self.origin.get(index).map_or(0, |from| *from as usize);
        match range.end.checked_sub(1) {
            Some(last) if range.start <= last => {
                at(range.start)..(at(last) + 1).max(at(range.start))
            }
            _ => at(range.start)..at(range.start),
        }
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

    /// Blocks in order: index in the document, bytes in the text.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.blocks.iter().cloned()
    }
}

fn span_in_block(block: &Block, range: &Range<usize>) -> Range<usize> {
    let at = |index: usize| block.origin.get(index).copied().unwrap_or(block.span.start);
    match range.end.checked_sub(1) {
        Some(last) if range.start <= last => at(range.start)..(at(last) + 1).max(at(range.start)),
        _ => at(range.start)..at(range.start),
    }
}

fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
