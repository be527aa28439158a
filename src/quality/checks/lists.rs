//! The lists that are looked for in every section, those for one of its texts together: one search
//! of the text tells what any of them may find in it.

use std::sync::LazyLock;

use super::brand::{Industries, read_industries};
use super::facts::{Claims, read_claims};
use crate::quality::group::Group;
use crate::quality::lexicon::Lexicon;
use crate::quality::patterns::Patterns;

/// Lists for the folded prose, by their files.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) absent: Patterns,
    pub(super) ai_self: Patterns,
    pub(super) chat_closing: Patterns,
    pub(super) chat_opening: Patterns,
    pub(super) cliches: Lexicon,
    pub(super) compliance_notes: Patterns,
    pub(super) dummy: Lexicon,
    pub(super) industries: Industries,
    pub(super) injection: Patterns,
    pub(super) reasoning: Patterns,
    pub(super) stand_ins: Patterns,
    pub(super) stub_marks: Lexicon,
    pub(super) undecided: Patterns,
    pub(super) writer_orders: Patterns,
}

/// Lists for the prose as it is written.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) bracket_forms: Patterns,
    pub(super) citation_marks: Patterns,
    pub(super) claims: Claims,
    pub(super) dummy: Patterns,
    pub(super) markers: Patterns,
    pub(super) program_values: Patterns,
}

/// Lists for the Markdown.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) active_content: Patterns,
    pub(super) broken_text: Patterns,
    pub(super) machine_tokens: Patterns,
    pub(super) secrets: Patterns,
    pub(super) slots: Patterns,
}

/// The file of both phrases and patterns.
const DUMMY: &str = include_str!("../rules/dummy.toml");

pub(super) static FOLDED: LazyLock<Folded> = LazyLock::new(|| Group::read(Folded::read));
pub(super) static WRITTEN: LazyLock<Written> = LazyLock::new(|| Group::read(Written::read));
pub(super) static SOURCE: LazyLock<Source> = LazyLock::new(|| Group::read(Source::read));

impl Folded {
    fn read(group: &mut Group) -> Self {
        let industries = read_industries(group);
        let mut phrases = |file| Lexicon::embedded_within(file, group);
        let cliches = phrases(include_str!("../rules/cliches.toml"));
        let dummy = phrases(DUMMY);
        let stub_marks = phrases(include_str!("../rules/stub_marks.toml"));
        let mut patterns = |file| Patterns::embedded_within(file, group);
        Self {
            absent: patterns(include_str!("../rules/absent.toml")),
            ai_self: patterns(include_str!("../rules/ai_self.toml")),
            chat_closing: patterns(include_str!("../rules/chat_closing.toml")),
            chat_opening: patterns(include_str!("../rules/chat_opening.toml")),
            cliches,
            compliance_notes: patterns(include_str!("../rules/compliance_notes.toml")),
            dummy,
            industries,
            injection: patterns(include_str!("../rules/injection.toml")),
            reasoning: patterns(include_str!("../rules/reasoning.toml")),
            stand_ins: patterns(include_str!("../rules/stand_ins.toml")),
            stub_marks,
            undecided: patterns(include_str!("../rules/undecided.toml")),
            writer_orders: patterns(include_str!("../rules/writer_orders.toml")),
        }
    }
}

impl Written {
    fn read(group: &mut Group) -> Self {
        let claims = read_claims(group);
        let mut patterns = |file| Patterns::embedded_within(file, group);
        Self {
            bracket_forms: patterns(include_str!("../rules/bracket_forms.toml")),
            citation_marks: patterns(include_str!("../rules/citation_marks.toml")),
            claims,
            dummy: patterns(DUMMY),
            markers: patterns(include_str!("../rules/markers.toml")),
            program_values: patterns(include_str!("../rules/program_values.toml")),
        }
    }
}

impl Source {
    fn read(group: &mut Group) -> Self {
        let mut patterns = |file| Patterns::embedded_within(file, group);
        Self {
            active_content: patterns(include_str!("../rules/active_content.toml")),
            broken_text: patterns(include_str!("../rules/broken_text.toml")),
            machine_tokens: patterns(include_str!("../rules/machine_tokens.toml")),
            secrets: patterns(include_str!("../rules/secrets.toml")),
            slots: patterns(include_str!("../rules/slots.toml")),
        }
    }
}
