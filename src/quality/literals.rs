//! Which of many patterns can occur in a text at all: each needs one of a few literal strings, and
//! one pass finds them all.
//!
//! A set of patterns as one automaton has too many states for bounded gaps (`[^.]{0,60}`), so it
//! falls back to an engine that is slow on any text.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

/// The literals that patterns need.
#[derive(Debug)]
pub struct Literals {
    automaton: Option<AhoCorasick>,
    /// For each literal the patterns that need it or one of its siblings.
    owners: Vec<Vec<usize>>,
    /// Patterns that need none.
    free: Vec<usize>,
    patterns: usize,
}

impl Literals {
    /// Reads the sources of patterns, in order.
    #[must_use]
    pub fn of<'p>(sources: impl IntoIterator<Item = &'p str>) -> Self {
        let mut needles: Vec<String> = vec![];
        let mut read = Self { automaton: None, owners: vec![], free: vec![], patterns: 0 };
        for (at, source) in sources.into_iter().enumerate() {
            read.patterns = at + 1;
            let Some(literals) = needed(source) else {
                read.free.push(at);
                continue;
            };
            for literal in literals {
                let known = needles.iter().position(|known| *known == literal);
                let owners = known.and_then(|known| read.owners.get_mut(known));
                if let Some(owners) = owners {
                    owners.push(at);
                } else {
                    needles.push(literal);
                    read.owners.push(vec![at]);
                }
            }
        }
        read.automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&needles)
            .ok();
        read
    }

    /// Patterns that may occur in `text`, in order.
    #[must_use]
    pub fn candidates(&self, text: &str) -> Vec<usize> {
        let Some(automaton) = &self.automaton else { return (0..self.patterns).collect() };
        let mut may = vec![false; self.patterns];
        let found = automaton.find_overlapping_iter(text);
        let owned = found.filter_map(|hit| self.owners.get(hit.pattern().as_usize())).flatten();
        for at in owned.chain(&self.free) {
            if let Some(flag) = may.get_mut(*at) {
                *flag = true;
            }
        }
        may.iter().enumerate().filter_map(|(at, may)| may.then_some(at)).collect()
    }
}

/// Strings of ASCII in lower case of which each match of `source` holds one; `None` where there is
/// no such small set.
fn needed(source: &str) -> Option<Vec<String>> {
    // The automaton knows no case, and folded classes would hide the literals.
    let plain = source.replace("(?i)", "").replace("(?i:", "(?:");
    let mut parser = ParserBuilder::new().multi_line(true).utf8(false).build();
    let hir = parser.parse(&plain).ok()?;
    let mut literals = of_hir(&hir)?;
    literals.sort_unstable();
    literals.dedup();
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
    let strings = found.literals()?.iter().map(|literal| longest_ascii(literal.as_bytes()));
    let strings: Option<Vec<String>> = strings.collect();
    strings.filter(|strings| !strings.is_empty())
}

/// The longest run of ASCII in `bytes`, in lower case.
fn longest_ascii(bytes: &[u8]) -> Option<String> {
    let runs = bytes.split(|byte| !byte.is_ascii());
    let longest = runs.max_by_key(|run| run.len()).filter(|run| is_telling(run))?;
    String::from_utf8(longest.to_ascii_lowercase()).ok()
}

/// One letter, digit, blank or everyday mark stands in every text.
fn is_telling(run: &[u8]) -> bool {
    run.len() >= 2 || run.iter().any(|byte| RARE.contains(byte))
}

/// Marks that plain prose does without.
const RARE: &[u8] = b"\\{}[]<>%@$&=_~^`";

/// Long literals are rare, and few are better than many.
fn worth(literals: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    let shortest = literals.iter().map(String::len).min().unwrap_or(0);
    (shortest, std::cmp::Reverse(literals.len()))
}

#[cfg(test)]
mod tests {
    use super::{Literals, needed};

    #[test]
    fn finds_what_a_pattern_needs() {
        for (pattern, wanted) in [
            (r"(?-u:\b)award[- ]winning", Some(vec!["award winning", "award-winning"])),
            (r"\\+n[A-Z]", Some(vec!["\\"])),
            (r"[^.]{0,40}\s(?:says|wrote)", Some(vec!["says", "wrote"])),
            (r"(?i)lorem", Some(vec!["lorem"])),
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
        assert_eq!(literals.candidates("An AWARD."), [0, 1, 2]);
        assert_eq!(literals.candidates("Nothing."), [1]);
        assert_eq!(Literals::of([]).candidates("Nothing."), [0usize; 0]);
    }
}
