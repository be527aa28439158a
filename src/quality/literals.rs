//! Which of many patterns can occur in a text at all, and where: each needs one of a few literal
//! strings, and the text's index of short runs tells which of those stand in it.
//!
//! A set of patterns as one automaton has too many states for bounded gaps (`[^.]{0,60}`), so it
//! falls back to an engine that is slow on any text.

use std::ops::Range;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::haystack::Ready;
use super::needles::{Hit, Needles};

/// The literals that patterns need.
#[derive(Debug)]
pub struct Literals {
    /// Each with the number of its pattern.
    needles: Needles,
    /// Patterns that need none, in order.
    free: Vec<usize>,
    /// Bytes of a match at most, pattern by pattern.
    reaches: Vec<Option<usize>>,
}

/// A pattern that may occur in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub pattern: usize,
    /// The places of the literals that it needs, in order; none where it needs none.
    pub places: Vec<usize>,
    /// Bytes of a match at most, if there is a bound.
    pub reach: Option<usize>,
}

/// The literals that stand in a text, to ask for those in parts of it.
#[derive(Debug)]
pub struct Present<'l> {
    literals: &'l Literals,
    /// In the order of their places.
    hits: Vec<Hit>,
}

impl Literals {
    /// Reads the sources of patterns, in order.
    #[must_use]
    pub fn of<'p>(sources: impl IntoIterator<Item = &'p str>) -> Self {
        let (mut literals, mut free, mut reaches) = (vec![], vec![], vec![]);
        for (at, source) in sources.into_iter().enumerate() {
            let hir = read(source);
            reaches.push(hir.as_ref().and_then(reach));
            match hir.as_ref().and_then(needed).zip(u16::try_from(at).ok()) {
                Some((found, owner)) => literals.extend(found.into_iter().map(|l| (l, owner))),
                None => free.push(at),
            }
        }
        let needles = literals.iter().map(|(literal, owner)| (literal.as_str(), *owner));
        Self { needles: Needles::of(needles), free, reaches }
    }

    /// Patterns that may occur in `text`, in order.
    #[must_use]
    pub fn candidates(&self, text: &Ready) -> Vec<Candidate> {
        let mut hits = self.needles.hits(text);
        hits.sort_unstable_by_key(|hit| (hit.owner, hit.range.start));
        let candidate = |pattern: usize, hits: &[Hit]| Candidate {
            pattern,
            places: hits.iter().map(|hit| hit.range.start).collect(),
            reach: self.reaches.get(pattern).copied().flatten(),
        };
        let bound = hits.chunk_by(|a, b| a.owner == b.owner);
        let bound = bound.filter_map(|hits| Some(candidate(hits.first()?.owner, hits)));
        let mut all: Vec<Candidate> =
            self.free.iter().map(|pattern| candidate(*pattern, &[])).chain(bound).collect();
        all.sort_unstable_by_key(|candidate| candidate.pattern);
        all
    }

    /// Literals that stand in `text`.
    #[must_use]
    pub fn present(&self, text: &Ready) -> Present<'_> {
        let mut hits = self.needles.hits(text);
        hits.sort_unstable_by_key(|hit| hit.range.start);
        Present { literals: self, hits }
    }
}

impl Present<'_> {
    /// Whether no pattern may occur.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty() && self.literals.free.is_empty()
    }

    /// Patterns that may occur in the bytes `part` of the text, in order.
    #[must_use]
    pub fn candidates(&self, part: &Range<usize>) -> Vec<usize> {
        let first = self.hits.partition_point(|hit| hit.range.start < part.start);
        let within = self.hits.iter().skip(first).take_while(|hit| hit.range.start < part.end);
        let within = within.filter(|hit| hit.range.end <= part.end).map(|hit| hit.owner);
        let mut all: Vec<usize> = self.literals.free.iter().copied().chain(within).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The expression `source`, read without regard to case: the search knows none, and folded
/// classes would hide the literals.
fn read(source: &str) -> Option<Hir> {
    let plain = source.replace("(?i)", "").replace("(?i:", "(?:");
    ParserBuilder::new().multi_line(true).utf8(false).build().parse(&plain).ok()
}

/// Bytes of a match of `hir` at most, however its letters are written.
fn reach(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        // The long s takes a byte more, the sign for Kelvin two.
        HirKind::Literal(literal) => Some(literal.0.len() * 3),
        HirKind::Class(Class::Bytes(_)) => Some(1),
        HirKind::Class(Class::Unicode(_)) => Some(char::MAX.len_utf8()),
        HirKind::Repetition(repetition) => {
            reach(&repetition.sub)?.checked_mul(repetition.max? as usize)
        }
        HirKind::Capture(capture) => reach(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(0, |sum: usize, part| sum.checked_add(reach(part)?))
        }
        HirKind::Alternation(branches) => {
            branches.iter().try_fold(0, |most: usize, branch| Some(most.max(reach(branch)?)))
        }
    }
}

/// Strings without case, or in lower case where they are ASCII, of which each match of `hir` holds
/// one; `None` where there is no such small set.
fn needed(hir: &Hir) -> Option<Vec<String>> {
    let mut literals = of_hir(hir)?;
    literals.sort_unstable();
    // Where one begins another, the other tells nothing more.
    literals.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    Some(literals)
}

fn of_hir(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Vec<String>>> = branches.iter().map(of_hir).collect();
            Some(all?.concat())
        }
        HirKind::Capture(capture) => of_hir(&capture.sub),
        HirKind::Concat(parts) => {
            let from = |at: usize| prefixes(&Hir::concat(parts.get(at..)?.to_vec()));
            let inner = parts.iter().filter_map(|part| match part.kind() {
                HirKind::Alternation(_) | HirKind::Capture(_) => of_hir(part),
                _ => None,
            });
            (0..parts.len()).filter_map(from).chain(inner).max_by_key(|found| worth(found))
        }
        _ => prefixes(hir),
    }
}

/// What each match of `hir` begins with, where that is a small set.
fn prefixes(hir: &Hir) -> Option<Vec<String>> {
    let found = Extractor::new().extract(hir);
    let strings = found.literals()?.iter().map(|literal| longest_caseless(literal.as_bytes()));
    let strings: Option<Vec<String>> = strings.collect();
    strings.filter(|strings| !strings.is_empty())
}

/// The longest run of characters in `bytes` that a search finds however they are written: ASCII,
/// here in lower case, and characters without case.
fn longest_caseless(bytes: &[u8]) -> Option<String> {
    let mut longest = String::new();
    for chunk in bytes.utf8_chunks() {
        for run in chunk.valid().split(has_case_beyond_ascii) {
            if run.len() > longest.len() {
                longest = run.to_ascii_lowercase();
            }
        }
    }
    is_telling(&longest).then_some(longest)
}

fn has_case_beyond_ascii(c: char) -> bool {
    let caseless = || c.to_lowercase().eq([c]) && c.to_uppercase().eq([c]);
    !c.is_ascii() && !caseless()
}

/// One letter, digit, blank or everyday mark stands in every text.
fn is_telling(run: &str) -> bool {
    run.len() >= 2 || run.bytes().any(|byte| RARE.contains(&byte))
}

/// Marks that plain prose does without.
const RARE: &[u8] = b"\\{}[]<>%@$&=_~^`\"#+*|";

/// Long literals are rare, and few are better than many.
fn worth(literals: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    let shortest = literals.iter().map(String::len).min().unwrap_or(0);
    (shortest, std::cmp::Reverse(literals.len()))
}

#[cfg(test)]
mod tests {
    use super::{Literals, needed, reach, read};
    use crate::quality::haystack::Ready;

    #[test]
    fn finds_what_a_pattern_needs() {
        for (pattern, wanted) in [
            (r"(?-u:\b)award[- ]winning", Some(vec!["award winning", "award-winning"])),
            (r"\\+n[A-Z]", Some(vec!["\\"])),
            (r"[^.]{0,40}\s(?:says|wrote)", Some(vec!["says", "wrote"])),
            (r"(?i)lorem", Some(vec!["lorem"])),
            (r"(?i)até que|[●★]x|例", Some(vec!["que", "●x", "★x", "例"])),
            (r"has(?: also)? added", Some(vec!["has added", "has also added"])),
            (r"act as(?: a| an)?(?: man)?", Some(vec!["act as"])),
            (r"studio|é?tude", Some(vec!["studio", "tude"])),
            (r"[a-z]+", None),
            (r"x?", None),
        ] {
            let found = read(pattern).as_ref().and_then(needed);
            let wanted = wanted.map(|w| w.into_iter().map(str::to_owned).collect::<Vec<_>>());
            let short = found.map(|found| {
                let mut found: Vec<String> = found.iter().map(|f| f.trim().to_owned()).collect();
                found.dedup();
                found
            });
            assert_eq!(short, wanted, "{pattern}");
        }
    }

    #[test]
    fn names_each_pattern_that_may_occur_and_those_that_may_anywhere() {
        let literals = Literals::of(["award", r"\d+", "prize|award", "medal"]);
        let named = |text: &str| {
            let found = literals.candidates(&Ready::of(text)).into_iter();
            found.map(|found| (found.pattern, found.places)).collect::<Vec<_>>()
        };
        assert_eq!(named("An AWARD. Award."), [(0, vec![3, 10]), (1, vec![]), (2, vec![3, 10])]);
        assert_eq!(named("Nothing."), [(1, vec![])]);
        let text = Ready::of("An AWARD. Nothing.");
        assert_eq!(Literals::of([]).candidates(&text), []);
        let present = literals.present(&text);
        assert_eq!(present.candidates(&(0..9)), [0, 1, 2]);
        assert_eq!(present.candidates(&(9..18)), [1]);
        assert_eq!(present.candidates(&(0..7)), [1]);
        assert!(!present.is_empty() && Literals::of(["medal"]).present(&text).is_empty());
    }

    #[test]
    fn knows_how_long_a_match_can_be() {
        for (pattern, wanted) in [
            ("ab|c", Some(6)),
            (r"a[^.]{0,10}", Some(43)),
            (r"\bx?(y)$", Some(6)),
            ("a+", None),
            (r"a[^.]*b", None),
        ] {
            assert_eq!(read(pattern).as_ref().and_then(reach), wanted, "{pattern}");
        }
    }
}
