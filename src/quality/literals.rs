//! Which of many patterns can occur in a text at all: each needs one of a few literal strings, and
//! the text's map of short runs tells which of those can be there.
//!
//! A set of patterns as one automaton has too many states for bounded gaps (`[^.]{0,60}`), so it
//! falls back to an engine that is slow on any text.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

use super::haystack::Ready;
use super::needles::{Needle, Needles};

/// The literals that patterns need.
#[derive(Debug)]
pub struct Literals {
    /// Each with the number of its pattern.
    needles: Needles,
    /// Patterns that need none.
    free: Vec<usize>,
    patterns: usize,
}

/// The literals that stand in a text, to ask for those in parts of it.
#[derive(Debug)]
pub struct Present<'l> {
    literals: &'l Literals,
    needles: Vec<&'l Needle>,
}

impl Literals {
    /// Reads the sources of patterns, in order.
    #[must_use]
    pub fn of<'p>(sources: impl IntoIterator<Item = &'p str>) -> Self {
        let (mut literals, mut free, mut patterns) = (vec![], vec![], 0);
        for (at, source) in sources.into_iter().enumerate() {
            patterns = at + 1;
            match needed(source).zip(u16::try_from(at).ok()) {
                Some((found, owner)) => literals.extend(found.into_iter().map(|l| (l, owner))),
                None => free.push(at),
            }
        }
        let needles = literals.iter().map(|(literal, owner)| (literal.as_str(), *owner));
        Self { needles: Needles::of(needles), free, patterns }
    }

    /// Patterns that may occur in `text`, in order.
    #[must_use]
    pub fn candidates(&self, text: &Ready) -> Vec<usize> {
        let mut may = self.free();
        for (needle, piece) in self.needles.likely(text) {
            if let Some(flag) = may.get_mut(needle.owner()).filter(|flag| !**flag) {
                *flag = needle.is_in(piece);
            }
        }
        positions(&may)
    }

    /// Literals that stand in `text`.
    #[must_use]
    pub fn present(&self, text: &Ready) -> Present<'_> {
        let mut needles: Vec<&Needle> = vec![];
        for (needle, piece) in self.needles.likely(text) {
            let again = needles.iter().any(|known| std::ptr::eq(*known, needle));
            if !again && needle.is_in(piece) {
                needles.push(needle);
            }
        }
        Present { literals: self, needles }
    }

    /// For each pattern whether it needs no literal.
    fn free(&self) -> Vec<bool> {
        let mut may = vec![false; self.patterns];
        for at in &self.free {
            if let Some(flag) = may.get_mut(*at) {
                *flag = true;
            }
        }
        may
    }
}

impl Present<'_> {
    /// Whether no pattern may occur.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.needles.is_empty() && self.literals.free.is_empty()
    }

    /// Patterns that may occur in `part` of the text (in lower case), in order.
    #[must_use]
    pub fn candidates(&self, part: &[u8]) -> Vec<usize> {
        if self.needles.is_empty() {
            return self.literals.free.clone();
        }
        let mut may = self.literals.free();
        for needle in &self.needles {
            if let Some(flag) = may.get_mut(needle.owner()).filter(|flag| !**flag) {
                *flag = needle.is_in(part);
            }
        }
        positions(&may)
    }
}

fn positions(may: &[bool]) -> Vec<usize> {
    may.iter().enumerate().filter_map(|(at, may)| may.then_some(at)).collect()
}

/// Strings without case, or in lower case where they are ASCII, of which each match of `source`
/// holds one; `None` where there is no such small set.
fn needed(source: &str) -> Option<Vec<String>> {
    // The search knows no case, and folded classes would hide the literals.
    let plain = source.replace("(?i)", "").replace("(?i:", "(?:");
    let mut parser = ParserBuilder::new().multi_line(true).utf8(false).build();
    let hir = parser.parse(&plain).ok()?;
    let mut literals = of_hir(&hir)?;
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
    use super::{Literals, needed};
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
            let found = needed(pattern);
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
        let text = Ready::of("An AWARD. Nothing.");
        assert_eq!(literals.candidates(&text), [0, 1, 2]);
        assert_eq!(literals.candidates(&Ready::of("Nothing.")), [1]);
        assert_eq!(Literals::of([]).candidates(&text), [0usize; 0]);
        let present = literals.present(&text);
        assert_eq!(present.candidates(text.part(0..9)), [0, 1, 2]);
        assert_eq!(present.candidates(text.part(9..18)), [1]);
        assert!(!present.is_empty() && Literals::of(["medal"]).present(&text).is_empty());
    }
}
