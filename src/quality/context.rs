//! What every check reads, built once: one view of each section, and the brief's words.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::HashSet;

use super::brand::BrandNames;
use super::checks::Priced;
use super::document::{Block, Document, LineIndex};
use super::fold::Folded;
use super::given::Given;
use super::haystack::{Haystack, Ready};
use super::input::GateInput;
use super::instructions::Instructions;
use super::numbers::{Judged, Known, Ledger, Number, scan};
use super::prose::Prose;
use super::runs::{Runs, Words};
use super::source::SourceText;
use super::threads;
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
    pub brief_text: &'a str,
    /// The same, folded: what it says is never a defect.
    pub brief: &'a Folded,
    /// The names that the brand answers to.
    pub names: &'a BrandNames,
    given: &'a Given,
    instructions: OnceLock<Instructions>,
}

impl<'a> Context<'a> {
    /// Reads `input`, which is judged against `given`.
    #[must_use]
    pub fn new(input: &'a GateInput<'a>, given: &'a Given) -> Self {
        let sections = threads::map(input.sections, |index, draft| {
            SectionView::new(index, draft, input.pack.section(&draft.id))
        });
        Self {
            input,
            sections,
            brief_text: &given.brief_text,
            brief: &given.brief,
            names: &given.names,
            given,
            instructions: OnceLock::new(),
        }
    }

    /// What the writers were told, as runs of `size` words, read once.
    pub(super) fn instructions(&self, size: usize) -> &Instructions {
        self.instructions.get_or_init(|| Instructions::of(self.input, size))
    }

    /// The brief as runs of `size` words, read once.
    pub(super) fn brief_runs(&self, size: usize) -> &Runs {
        let read = || {
            let mut runs = Runs::default();
            runs.add(&Words::of(&self.brief.text), size);
            runs
        };
        self.given.brief_runs.get_or_init(read)
    }

    /// Stems of what the brief says of product, audience, place and goal, read once.
    pub(super) fn client_words(&self) -> &HashSet<String> {
        self.given.client_words.get_or_init(|| super::checks::client_words(self))
    }

    /// What the brief names with a price, read once.
    pub(super) fn priced(&self) -> &[Priced] {
        self.given.priced.get_or_init(|| super::checks::priced(self.input.brief))
    }

    /// Industries that the brief belongs to, read once; `None` where it has no words for that.
    pub(super) fn industries(&self) -> Option<&BTreeSet<&'static str>> {
        self.given.industries.get_or_init(|| super::checks::own_industries(self)).as_ref()
    }

    /// Whether the brief has `text` in it, character by character or however it is spelt.
    #[must_use]
    pub fn brief_has(&self, text: &str) -> bool {
        self.brief_text.contains(text) || self.brief_says(text)
    }

    /// Whether the brief has `phrase` letter by letter, as whole words.
    #[must_use]
    pub fn brief_writes(&self, phrase: &str) -> bool {
        let text = self.brief_text;
        let whole = |(at, _)| super::fold::is_whole_word(text, &(at..at + phrase.len()));
        !phrase.is_empty() && text.match_indices(phrase).any(whole)
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

    /// The numbers that the brief and the sources give.
    #[must_use]
    pub fn known(&self) -> &Known {
        self.given.known.get_or_init(|| Known::of(self.input))
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
    /// Whether its blocks are texts of their own, none of which says what another one means.
    pub apart: bool,
    lines: LineIndex,
    ready: OnceLock<Ready>,
    tokens: OnceLock<Vec<Tokens>>,
    numbers: OnceLock<Vec<Vec<Number>>>,
    judged: OnceLock<Judged>,
}

impl<'a> SectionView<'a> {
    fn new(index: usize, draft: &'a SectionDraft, spec: Option<&'a SectionSpec>) -> Self {
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

fn span_in_block(block: &Block, range: &Range<usize>) -> Range<usize> {
    let at = |index: usize| block.origin.get(index).copied().unwrap_or(block.span.start);
    match range.end.checked_sub(1) {
        Some(last) if range.start <= last => at(range.start)..(at(last) + 1).max(at(range.start)),
        _ => at(range.start)..at(range.start),
    }
}
