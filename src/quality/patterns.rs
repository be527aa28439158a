//! Patterns from data files: those of a file that may occur are found in one pass and located.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::branches::branches;
use super::edges::ascii_edges;
use super::group::Group;
use super::haystack::{Haystack, Ready};
use super::literals::{Candidate, Literals, Present};
use super::occurrences::occurrences;

/// Bytes before and after an occurrence in which a look-alike's marks are sought.
const AROUND: usize = 80;

/// Occurrences of one pattern that are told: nobody looks at more, and hostile text has no end.
const MOST: usize = 200;

/// Patterns that are looked for together.
#[derive(Debug)]
pub struct Patterns {
    literals: Literals,
    /// The branches of all, pattern by pattern.
    branches: Vec<Branch>,
    each: Vec<Pattern>,
}

/// One branch of a pattern. Each is sought by itself: most need what a text does not have.
#[derive(Debug)]
struct Branch {
    /// Number of its pattern.
    pattern: usize,
    find: LazyRegex,
}

/// One pattern.
#[derive(Debug)]
pub struct Pattern {
    /// What kind of thing it finds.
    pub name: String,
    unless: Option<LazyRegex>,
}

/// A regular expression that is compiled when it is first needed: most never are.
#[derive(Debug)]
pub(super) struct LazyRegex {
    source: String,
    compile: fn(&str) -> Result<Regex, regex::Error>,
    compiled: OnceLock<Option<Regex>>,
}

/// An occurrence.
#[derive(Debug, Clone)]
pub struct Match<'p> {
    /// The pattern.
    pub pattern: &'p Pattern,
    /// Where, in bytes of the text.
    pub range: Range<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    /// Pieces that patterns name as `(?&piece)`.
    #[serde(default)]
    piece: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pattern: Vec<Entry>,
    /// Lists of the same file, read as a lexicon.
    #[serde(default, rename = "list")]
    _list: Vec<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    find: String,
    unless: Option<String>,
}

impl Branch {
    fn source(&self) -> &str {
        self.find.source()
    }
}

impl Patterns {
    /// Reads an embedded pattern file: `source`, `licence`, `[piece]`, and `[[pattern]]` with
    /// `name`, `find` and `unless` (a look-alike's mark in the line around the occurrence).
    ///
    /// # Panics
    /// On a file of another form; a test reads every embedded file.
    #[must_use]
    pub fn embedded(toml: &str) -> Self {
        Group::read(|group| Self::embedded_within(toml, group))
    }

    /// The same of a file that is looked for with others of `group`.
    ///
    /// # Panics
    /// As [`Patterns::embedded`].
    #[must_use]
    pub fn embedded_within(toml: &str, group: &mut Group) -> Self {
        let (branches, each) = Self::read(&crate::embedded::toml("a pattern file", toml));
        let literals = Literals::within(branches.iter().map(Branch::source), group);
        Self { literals, branches, each }
    }

    fn read(file: &File) -> (Vec<Branch>, Vec<Pattern>) {
        let each = file.pattern.iter().map(|entry| Pattern {
            name: entry.name.clone(),
            unless: entry
                .unless
                .as_ref()
                .map(|text| LazyRegex::new(prepare(text, &file.piece), compile)),
        });
        let finds = file.pattern.iter().map(|entry| prepare(&entry.find, &file.piece));
        let branches = finds.enumerate().flat_map(|(pattern, find)| {
            let lazy = move |branch| Branch { pattern, find: LazyRegex::new(branch, compile) };
            branches(&find).into_iter().map(lazy)
        });
        (branches.collect(), each.collect())
    }

    /// Occurrences in `text`, pattern by pattern.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Match<'_>> {
        self.find_in(Haystack { text, ready: &Ready::of(text), by_line: false })
    }

    /// The same in a text that many are looked for in.
    #[must_use]
    pub fn find_in(&self, haystack: Haystack<'_>) -> Vec<Match<'_>> {
        let candidates = self.literals.candidates(haystack).into_iter();
        let found = candidates.filter_map(|Candidate { pattern: branch, parts }| {
            let branch = self.branches.get(branch)?;
            let found = occurrences(branch.find.regex()?, haystack.text, parts);
            Some((branch.pattern, found.collect()))
        });
        self.told(found, haystack.text)
    }

    /// Occurrences in `text` that are no look-alikes, of those `found` of branches in order.
    fn told(
        &self,
        found: impl Iterator<Item = (usize, Vec<Range<usize>>)>,
        text: &str,
    ) -> Vec<Match<'_>> {
        let mut of_patterns: Vec<(usize, Vec<Range<usize>>)> = vec![];
        for (pattern, ranges) in found {
            match of_patterns.last_mut().filter(|(last, _)| *last == pattern) {
                Some((_, all)) => all.extend(ranges),
                None => of_patterns.push((pattern, ranges)),
            }
        }
        let mut told = vec![];
        for (pattern, ranges) in of_patterns {
            let Some(pattern) = self.each.get(pattern) else { continue };
            let meant = apart(ranges).filter(|range| !pattern.is_look_alike(text, range));
            told.extend(meant.take(MOST).map(|range| Match { pattern, range }));
        }
        told
    }

    /// Those that may occur in `text`, to be found in parts of it.
    #[must_use]
    pub fn among(&self, text: &Ready) -> Among<'_> {
        Among { patterns: self, present: self.literals.present(text) }
    }
}

/// Patterns that may occur in a text.
#[derive(Debug)]
pub struct Among<'p> {
    patterns: &'p Patterns,
    present: Present<'p>,
}

impl<'p> Among<'p> {
    /// Occurrences in `part`, the bytes `range` of the text, as if there were no more text.
    #[must_use]
    pub fn find(&self, part: &str, range: &Range<usize>) -> Vec<Match<'p>> {
        let candidates = self.present.candidates(range).into_iter();
        let found = candidates.filter_map(|branch| {
            let branch = self.patterns.branches.get(branch)?;
            let found = branch.find.regex()?.find_iter(part).map(|found| found.range());
            Some((branch.pattern, found.collect()))
        });
        self.patterns.told(found, part)
    }
}

/// `ranges` from left to right, of those that overlap the first.
fn apart(mut ranges: Vec<Range<usize>>) -> impl Iterator<Item = Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut end = 0;
    ranges.into_iter().filter(move |range| {
        let is_apart = range.start >= end;
        end = end.max(range.end);
        is_apart
    })
}

impl Pattern {
    fn is_look_alike(&self, text: &str, range: &Range<usize>) -> bool {
        let unless = self.unless.as_ref().and_then(LazyRegex::regex);
        unless.is_some_and(|unless| unless.is_match(around(text, range)))
    }
}

impl LazyRegex {
    /// The expression `source`, to be compiled by `compile`.
    pub(super) fn new(source: String, compile: fn(&str) -> Result<Regex, regex::Error>) -> Self {
        Self { source, compile, compiled: OnceLock::new() }
    }

    /// What it is written as.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The expression; none where it cannot be compiled, which tests rule out.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| (self.compile)(&self.source).ok()).as_ref()
    }
}

/// The sentences that `range` stands in, as far as they are near.
fn around<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    // Some patterns take the end of the sentence before them.
    let found = text.get(range.clone()).unwrap_or_default();
    let edge = |c: char| matches!(c, '.' | '!' | '?' | ' ' | '\n');
    let start = range.end - found.trim_start_matches(edge).len();
    let range = &(start..range.end);
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    // A neighbouring sentence excuses nothing.
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_start = line_start.max(before.rfind(". ").map_or(0, |at| at + 2));
    let line_end = after.find('\n').map_or(text.len(), |at| range.end + at);
    let line_end = line_end.min(after.find(". ").map_or(text.len(), |at| range.end + at + 1));
    let start = (line_start.max(range.start.saturating_sub(AROUND))..=range.start)
        .find(|at| text.is_char_boundary(*at));
    let end =
        (range.end..=line_end.min(range.end + AROUND)).rev().find(|at| text.is_char_boundary(*at));
    start.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or_default()
}

fn compile(find: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(find).multi_line(true).size_limit(64 << 20).dfa_size_limit(16 << 20).build()
}

/// Puts pieces in, and makes `\b`, `\d` and `\w` those of ASCII: the others are slow on text with
/// letters beyond it.
fn prepare(find: &str, pieces: &std::collections::BTreeMap<String, String>) -> String {
    let mut text = find.to_owned();
    for (name, piece) in pieces {
        text = text.replace(&format!("(?&{name})"), &format!("(?:{piece})"));
    }
    ascii_edges(&text).replace(r"\d", "[0-9]").replace(r"\w", "[A-Za-z0-9_]")
}

#[cfg(test)]
mod tests;
