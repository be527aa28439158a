//! What a pattern needs of a text that it occurs in: the ways to match it, and for each the
//! literals that it cannot do without.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

use super::form::Form;

/// The expression `source`, read without regard to case: the search knows none, and folded
/// classes would hide the literals.
pub(super) fn read(source: &str) -> Option<Hir> {
    let plain = source.replace("(?i)", "").replace("(?i:", "(?:");
    ParserBuilder::new().multi_line(true).utf8(false).build().parse(&plain).ok()
}

/// A set of strings without case, or in lower case where they are ASCII, one of which must occur.
type Clause = Vec<String>;

/// One way to match a pattern.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// What it needs, if anything.
    pub(super) first: Option<Clause>,
    /// What it needs besides, where the first clause tells little.
    pub(super) second: Option<Clause>,
    /// What else is known of its matches.
    pub(super) form: Form,
}

/// The ways to match `hir`.
pub(super) fn ways(hir: &Hir) -> Vec<Way> {
    /// What may be spent on a section before a second clause is worth its search.
    const CHEAP: f64 = 100.0;
    let essence = |part: &&Hir| !matches!(part.kind(), HirKind::Look(_));
    match hir.kind() {
        HirKind::Alternation(branches) => branches.iter().flat_map(ways).collect(),
        HirKind::Capture(capture) => ways(&capture.sub),
        HirKind::Concat(parts) if parts.iter().filter(essence).count() == 1 => {
            parts.iter().filter(essence).flat_map(ways).collect()
        }
        _ => {
            let form = Form::of(hir);
            let mut all: Vec<(f64, Clause)> =
                clauses(hir).into_iter().map(|clause| (cost(&clause), clause)).collect();
            all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
            let mut all = all.into_iter();
            let Some((spent, first)) = all.next().filter(|_| !form.is_telling()) else {
                return vec![Way { form, ..Way::default() }];
            };
            let other =
                |clause: &Clause| !clause.iter().any(|a| first.iter().any(|b| overlap(a, b)));
            let second = all.find(|(_, clause)| other(clause)).filter(|_| spent > CHEAP);
            vec![Way { second: second.map(|(_, second)| second), first: Some(first), form }]
        }
    }
}

/// Whether one string has the beginning or the end of the other in it.
fn overlap(a: &str, b: &str) -> bool {
    a.contains(b) || b.contains(a)
}

/// Parts of an expression that are read for one clause.
const RUN: usize = 6;

/// Clauses that each match of `hir` needs.
fn clauses(hir: &Hir) -> Vec<Clause> {
    match hir.kind() {
        HirKind::Capture(capture) => clauses(&capture.sub),
        HirKind::Concat(parts) => {
            let from = |at: usize| {
                let end = parts.len().min(at + RUN);
                prefixes(&Hir::concat(parts.get(at..end)?.to_vec()))
            };
            let inner = parts.iter().filter_map(|part| match part.kind() {
                HirKind::Alternation(_) | HirKind::Capture(_) => needed(part),
                _ => None,
            });
            (0..parts.len()).filter_map(from).chain(inner).map(shortened).collect()
        }
        _ => needed(hir).into_iter().map(shortened).collect(),
    }
}

/// The cheapest clause that each match of `hir` needs.
fn needed(hir: &Hir) -> Option<Clause> {
    match hir.kind() {
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Clause>> = branches.iter().map(needed).collect();
            Some(all?.concat())
        }
        HirKind::Capture(_) | HirKind::Concat(_) => {
            let costs = clauses(hir).into_iter().map(|clause| (cost(&clause), clause));
            costs.min_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, clause)| clause)
        }
        _ => prefixes(hir),
    }
}

/// `clause` without strings that begin with another one: they tell nothing more.
fn shortened(mut clause: Clause) -> Clause {
    clause.sort_unstable();
    clause.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    clause
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

/// What it costs to look for `literals` in a section and to follow up each that is there, in
/// nanoseconds or so.
fn cost(literals: &[String]) -> f64 {
    const SECTION: f64 = 3000.0;
    const FOLLOWED: f64 = 400.0;
    const SOUGHT: f64 = 2.0;
    literals.iter().map(|literal| literal.bytes().map(share).product::<f64>()).sum::<f64>()
        * SECTION
        * FOLLOWED
        + SOUGHT * f64::from(u32::try_from(literals.len()).unwrap_or(u32::MAX))
}

/// How often `byte` follows where a word goes on: letters are told by those before them, so each
/// tells less than it would alone.
fn share(byte: u8) -> f64 {
    match byte {
        b' ' | b',' | b'.' | b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 0.25,
        b'-' | b'h' | b'l' | b'd' | b'c' | b'u' | b'm' | b'p' | b'g' => 0.15,
        b'f' | b'w' | b'y' | b'b' | b'v' | b'k' => 0.08,
        _ => 0.03,
    }
}

#[cfg(test)]
mod tests {
    use super::{needed, read, shortened, ways};

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
            let found = read(pattern).as_ref().and_then(needed).map(shortened);
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
    fn a_way_that_tells_little_needs_a_second_clause() {
        for (pattern, wanted) in [
            ("award", vec![(Some("award"), None)]),
            (r"\b(?:award|[a-z])$", vec![(Some("award"), None), (None, None)]),
            (" of [^.]*award-winning", vec![(Some("award-winning"), None)]),
            (r" of [^.]*\d[^.]*, by", vec![(Some(", by"), Some(" of "))]),
            ("[a-z0-9]{32}x", vec![(None, None)]),
        ] {
            let found = ways(&read(pattern).expect("a pattern"));
            let first =
                |clause: Option<Vec<String>>| clause.and_then(|clause| clause.first().cloned());
            let found: Vec<_> =
                found.into_iter().map(|way| (first(way.first), first(way.second))).collect();
            let own = |text: Option<&str>| text.map(str::to_owned);
            let wanted: Vec<_> = wanted.into_iter().map(|(a, b)| (own(a), own(b))).collect();
            assert_eq!(found, wanted, "{pattern}");
        }
    }
}
