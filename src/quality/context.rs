//! What every check reads, built once: one view of each section, and the brief's words.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use foldhash::HashSet;

use super::brand::BrandNames;
use super::bytes;
use super::checks::OfBrief;
use super::fold::{Folded, fold, is_whole_word};
use super::given::Given;
use super::input::GateInput;
use super::instructions::Instructions;
use super::numbers::Known;
use super::runs::{Runs, Words};
use super::threads;
pub use super::view::{SectionView, Sentence};

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

    /// What of the brief is compared with the text, read once.
    pub(super) fn compared(&self) -> &OfBrief {
        self.given.compared.get_or_init(|| OfBrief::of(self))
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
        let whole = |at| is_whole_word(text, &(at..at + phrase.len()));
        !phrase.is_empty() && bytes::places(text, phrase).any(whole)
    }

    /// Whether the brief itself says `phrase`, as whole words, however it is spelt.
    #[must_use]
    pub fn brief_says(&self, phrase: &str) -> bool {
        let wanted = fold(phrase);
        let text = &self.brief.text;
        let whole = |at| is_whole_word(text, &(at..at + wanted.len()));
        !wanted.is_empty() && bytes::places(text, &wanted).any(whole)
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
