//! The patterns of claims, read once from `rules/proof.toml`, `past.toml` and `promises.toml`.

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::quality::branches::branches;
use crate::quality::edges::ascii_edges;
use crate::quality::group::Group;
use crate::quality::haystack::{Haystack, Ready};
use crate::quality::literals::Literals;
use crate::quality::patterns::LazyRegex;

/// A file of lists; `piece` holds what patterns name as `(?&piece)`.
#[derive(Debug, Default, Deserialize)]
struct File {
    #[serde(default)]
    piece: BTreeMap<String, String>,
    #[serde(flatten)]
    lists: BTreeMap<String, List>,
}

#[derive(Debug, Default, Deserialize)]
struct List {
    patterns: Vec<String>,
}

/// Patterns of one list, and what tells which of them may occur.
#[derive(Debug)]
pub(in crate::quality::checks) struct Patterns {
    pub(super) literals: Literals,
    pub(super) each: Vec<LazyRegex>,
}

const FILES: [(&str, &str); 3] = [
    ("proof.toml", include_str!("../../../rules/proof.toml")),
    ("past.toml", include_str!("../../../rules/past.toml")),
    ("promises.toml", include_str!("../../../rules/promises.toml")),
];

/// Lists that are looked for in the prose of every section; the others tell more of what those
/// found.
const SOUGHT: [&str; 7] = ["testimonial", "voice", "award", "client", "study", "past", "guarantee"];

/// Patterns of claims, by the names of their lists.
pub(in crate::quality::checks) type Claims = BTreeMap<String, Patterns>;

/// Reads all lists, those for every section into `group`.
pub(in crate::quality::checks) fn read_claims(group: &mut Group) -> Claims {
    let read = |(name, text)| crate::embedded::toml::<File>(name, text).read();
    let lists = FILES.into_iter().flat_map(read);
    let of_list = |(name, each): (String, Vec<LazyRegex>)| {
        let sources = each.iter().map(LazyRegex::source);
        let literals = if SOUGHT.contains(&name.as_str()) {
            Literals::within(sources, group)
        } else {
            Literals::of(sources)
        };
        (name, Patterns { literals, each })
    };
    lists.map(of_list).collect()
}

impl File {
    fn read(self) -> Vec<(String, Vec<LazyRegex>)> {
        let Self { piece, lists } = self;
        let read = |(name, list): (String, List)| {
            let own = list.patterns.iter().map(|pattern| plain(&filled(pattern, &piece)));
            let own = own.flat_map(|pattern| branches(&pattern));
            let any_case = own.map(|branch| format!("(?i){branch}"));
            (name, any_case.map(|branch| LazyRegex::new(branch, compile)).collect())
        };
        lists.into_iter().map(read).collect()
    }
}

fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).multi_line(true).dfa_size_limit(4 << 20).build()
}

/// Letters from here on have no case that our languages use.
const CASED: char = '\u{530}';

impl Patterns {
    /// Whether one of them occurs in `text`.
    pub(super) fn occur_in(&self, text: &str) -> bool {
        let haystack = Haystack { text, ready: &Ready::of(text), by_line: false };
        let candidates = self.literals.candidates(haystack).into_iter();
        self.at(candidates.map(|found| found.pattern)).any(|pattern| pattern.is_match(text))
    }

    /// The patterns at `places`.
    pub(super) fn at(
        &self,
        places: impl IntoIterator<Item = usize>,
    ) -> impl Iterator<Item = &Regex> {
        places.into_iter().filter_map(|at| self.each.get(at)).filter_map(LazyRegex::regex)
    }
}

/// `pattern` with its pieces put in.
fn filled(pattern: &str, pieces: &BTreeMap<String, String>) -> String {
    let mut text = pattern.to_owned();
    for (name, piece) in pieces {
        text = text.replace(&format!("(?&{name})"), piece);
    }
    text
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
