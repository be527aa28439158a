//! The patterns of claims, read once from `rules/claims.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::quality::literals::Literals;
use crate::quality::patterns::ascii_edges;

#[derive(Debug, Default, Deserialize)]
pub(super) struct List {
    pub(super) patterns: Vec<String>,
}

/// Patterns of one list, and what tells which of them may occur.
#[derive(Debug)]
pub(super) struct Patterns {
    literals: Literals,
    pub(super) each: Vec<Regex>,
}

pub(super) static CLAIMS: LazyLock<BTreeMap<String, Patterns>> = LazyLock::new(|| {
    let lists: BTreeMap<String, List> =
        toml::from_str(include_str!("../../../rules/claims.toml")).unwrap_or_default();
    lists.into_iter().filter_map(|(name, list)| Some((name, list.compile()?))).collect()
});

impl List {
    fn compile(&self) -> Option<Patterns> {
        let plain: Vec<String> = self.patterns.iter().map(|pattern| plain(pattern)).collect();
        let literals = Literals::of(plain.iter().map(String::as_str));
        let one = |pattern: &String| {
            RegexBuilder::new(pattern).case_insensitive(true).multi_line(true).build()
        };
        let each = plain.iter().map(one).collect::<Result<Vec<Regex>, _>>().ok()?;
        Some(Patterns { literals, each })
    }
}

/// Letters from here on have no case that our languages use.
const CASED: char = '\u{530}';

impl Patterns {
    /// Patterns of which a telling piece stands in `text`.
    pub(super) fn candidates(&self, text: &str) -> impl Iterator<Item = &Regex> {
        self.literals.candidates(text).into_iter().filter_map(|at| self.each.get(at))
    }
}

/// `pattern` with word edges of ASCII and letters of the scripts that we read: those of all of
/// Unicode cost the linear engine its speed.
fn plain(pattern: &str) -> String {
    let upper = class(char::is_uppercase, "");
    let lower = class(char::is_lowercase, "");
    let letter = class(char::is_alphabetic, r"\u{530}-\u{1FFF}\u{3040}-\u{D7FF}");
    ascii_edges(pattern)
        .replace(r"\p{Lu}", &upper)
        .replace(r"\p{Ll}", &lower)
        .replace(r"\p{L}", &letter)
}

/// A class of the characters before [`CASED`] for which `holds`, and of `others`.
fn class(holds: fn(char) -> bool, others: &str) -> String {
    let mut class = String::from("[");
    let mut start: Option<char> = None;
    let mut last = '\0';
    for c in ('\0'..=CASED).filter(|c| *c == CASED || holds(*c)) {
        let follows = start.is_some() && u32::from(c) == u32::from(last) + 1 && c != CASED;
        if !follows {
            if let Some(first) = start {
                class.extend([first, '-', last]);
            }
            start = Some(c);
        }
        last = c;
    }
    class.push_str(others);
    class.push(']');
    class
}
