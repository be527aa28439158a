//! The strings that each match of an expression needs, and where they begin in it.

use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::quality::haystack::BLANKS;
use crate::quality::needles;

/// A set of strings, one of which must occur, in whatever case its ASCII is.
pub(in crate::quality) type Strings = Vec<String>;

/// What each match needs, and where: it begins in a part of the expression.
#[derive(Debug)]
pub(super) struct Clause {
    pub(super) strings: Strings,
    /// What it costs to look for them.
    pub(super) cost: f64,
    /// Number of the part.
    pub(super) part: usize,
    /// Bytes of the part that may stand before it, where there is a limit.
    pub(super) room: Option<usize>,
}

/// Parts of an expression that are read for one clause.
const RUN: usize = 6;

/// Clauses that each match of `hir` needs.
pub(super) fn clauses(hir: &Hir, cased: bool) -> Vec<Clause> {
    let clause = |part: usize, room: Option<usize>, strings: Strings| {
        let strings = shortened(strings);
        Clause { cost: cost(&strings), strings, part, room }
    };
    match hir.kind() {
        HirKind::Capture(capture) => clauses(&capture.sub, cased),
        HirKind::Concat(parts) => {
            let from = |at: usize| {
                let end = parts.len().min(at + RUN);
                let (strings, room) = prefixes(&Hir::concat(parts.get(at..end)?.to_vec()), cased)?;
                Some(clause(at, Some(room), strings))
            };
            // After the last of some that are repeated, the rest follows at once.
            let from_last = |at: usize| {
                let part = parts.get(at)?;
                let last = last(part).filter(|last| last != part)?;
                let rest = parts.get(at + 1..parts.len().min(at + RUN))?;
                let (strings, room) = prefixes(&Hir::concat([&[last], rest].concat()), cased)?;
                Some(clause(
                    at,
                    longest(part).and_then(|longest| longest.checked_add(room)),
                    strings,
                ))
            };
            let inner = parts.iter().enumerate().filter_map(|(at, part)| match part.kind() {
                HirKind::Alternation(_) | HirKind::Capture(_) => {
                    Some(clause(at, longest(part), needed(part, cased)?))
                }
                _ => None,
            });
            let all = 0..parts.len();
            all.clone().filter_map(from).chain(all.filter_map(from_last)).chain(inner).collect()
        }
        _ => {
            needed(hir, cased).map(|strings| clause(0, longest(hir), strings)).into_iter().collect()
        }
    }
}

/// What each match of `hir` ends with: one of what it repeats.
fn last(hir: &Hir) -> Option<Hir> {
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => last(&repetition.sub),
        HirKind::Capture(capture) => last(&capture.sub),
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Hir>> = branches.iter().map(last).collect();
            all.map(Hir::alternation)
        }
        HirKind::Concat(parts) => parts.last().and_then(last),
        HirKind::Literal(_) | HirKind::Class(_) => Some(hir.clone()),
        HirKind::Repetition(_) | HirKind::Look(_) | HirKind::Empty => None,
    }
}

/// The cheapest clause that each match of `hir` needs.
fn needed(hir: &Hir, cased: bool) -> Option<Strings> {
    match hir.kind() {
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Strings>> =
                branches.iter().map(|branch| needed(branch, cased)).collect();
            Some(all?.concat())
        }
        HirKind::Capture(_) | HirKind::Concat(_) => {
            let cheapest = clauses(hir, cased).into_iter().min_by(|a, b| a.cost.total_cmp(&b.cost));
            cheapest.map(|clause| clause.strings)
        }
        _ => prefixes(hir, cased).map(|(strings, _)| strings),
    }
}

/// `clause` without strings that begin with another one: they tell nothing more.
fn shortened(mut clause: Strings) -> Strings {
    if capital(&clause).is_none() {
        for string in &mut clause {
            string.make_ascii_lowercase();
        }
    }
    clause.sort_unstable();
    clause.dedup_by(|longer, shorter| longer.starts_with(shorter.as_str()));
    clause
}

/// The byte at which all of `strings` have a capital of ASCII, if there is one.
pub(super) fn capital(strings: &[String]) -> Option<usize> {
    let is_capital =
        |string: &String, at| string.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
    let first = strings.first()?;
    (0..first.len()).find(|at| strings.iter().all(|string| is_capital(string, *at)))
}

/// What each match of `hir` begins with, where that is a small set, and bytes of the match that may
/// stand before it.
fn prefixes(hir: &Hir, cased: bool) -> Option<(Strings, usize)> {
    let found = Extractor::new().extract(hir);
    let may_differ = |c: char| !cased && has_case_beyond_ascii(c);
    let strings =
        found.literals()?.iter().map(|literal| longest_sought(literal.as_bytes(), may_differ));
    let (strings, starts): (Strings, Vec<usize>) =
        strings.collect::<Option<Vec<_>>>()?.into_iter().unzip();
    Some((strings, starts.into_iter().max()?))
}

/// The longest run of characters in `bytes` that a search finds as they are written: it has none of
/// those that `may_differ`. And where it begins.
fn longest_sought(bytes: &[u8], may_differ: impl Fn(char) -> bool) -> Option<(String, usize)> {
    let mut longest = (String::new(), 0);
    let mut start = 0;
    for chunk in bytes.utf8_chunks() {
        for run in chunk.valid().split_inclusive(&may_differ) {
            let own = run.strip_suffix(&may_differ).unwrap_or(run);
            if own.len() > longest.0.len() {
                longest = (own.to_owned(), start);
            }
            start += run.len();
        }
        start += chunk.invalid().len();
    }
    is_telling(&longest.0).then_some(longest)
}

fn has_case_beyond_ascii(c: char) -> bool {
    let caseless = || c.to_lowercase().eq([c]) && c.to_uppercase().eq([c]);
    !c.is_ascii() && !caseless()
}

/// One letter, digit, blank or everyday mark stands in every text.
fn is_telling(run: &str) -> bool {
    run.len() >= 2 || run.bytes().any(|byte| byte == b':' || RARE.contains(&byte))
}

/// Marks that plain prose does without.
const RARE: &[u8] = b"\\{}[]<>%@$&=_~^`\"#+*|";

/// What it costs to look for `strings` in a section and to follow up each that is there, in
/// nanoseconds or so.
fn cost(strings: &[String]) -> f64 {
    const SECTION: f64 = 3000.0;
    const FOLLOWED: f64 = 400.0;
    const SOUGHT: f64 = 2.0;
    let often = |string: &String| {
        let letters = string.bytes().map(|byte| share(byte.to_ascii_lowercase())).product::<f64>();
        needles::share(string).map_or(letters, |share| share.max(letters / 100.0))
    };
    strings.iter().map(often).sum::<f64>() * SECTION * FOLLOWED
        + SOUGHT * f64::from(u32::try_from(strings.len()).unwrap_or(u32::MAX))
}

/// How often `byte` follows where a word goes on: letters are told by those before them, so each
/// tells less than it would alone.
fn share(byte: u8) -> f64 {
    match byte {
        b' ' | b',' | b'.' | b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 0.25,
        b'-' | b'h' | b'l' | b'd' | b'c' | b'u' | b'm' | b'p' | b'g' => 0.15,
        b'f' | b'w' | b'y' | b'b' | b'v' | b'k' => 0.08,
        mark if RARE.contains(&mark) => 0.003,
        _ => 0.03,
    }
}

/// Bytes of the longest match of `hir`, where there is one, in a text that is not spread.
pub(super) fn longest(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Repetition(repetition)
            if is_blank(&repetition.sub) && repetition.max.is_none() =>
        {
            Some(BLANKS)
        }
        HirKind::Repetition(repetition) => {
            longest(&repetition.sub)?.checked_mul(usize::try_from(repetition.max?).ok()?)
        }
        HirKind::Capture(capture) => longest(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(longest(part)?))
        }
        HirKind::Alternation(branches) => {
            branches.iter().try_fold(0, |most, branch| Some(longest(branch)?.max(most)))
        }
        _ => hir.properties().maximum_len(),
    }
}

/// Whether `hir` is a blank of any kind.
fn is_blank(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).all(char::is_whitespace))
        }
        HirKind::Class(Class::Bytes(class)) => class
            .iter()
            .all(|range| (range.start()..=range.end()).all(|byte| byte.is_ascii_whitespace())),
        HirKind::Literal(literal) => *literal.0 == *b" ",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{needed, shortened};
    use crate::quality::ways::Expression;

    #[test]
    fn finds_what_a_pattern_needs() {
        for (pattern, wanted) in [
            (r"(?-u:\b)award[- ]winning", Some(vec!["winning"])),
            (r"\\+n[A-Z]", Some(vec!["\\n"])),
            (r"(?:X{1,3}|N+)(?:st|nd)", Some(vec!["Nnd", "Nst", "Xnd", "Xst"])),
            (r"[a-z]+(?:ab)+:", Some(vec!["ab:"])),
            (r"[a-z]+:[a-z]+", Some(vec![":"])),
            (r"[^.]{0,40}\s(?:says|wrote)", Some(vec!["says", "wrote"])),
            (r"(?i)lorem", Some(vec!["lorem"])),
            (r"(?i)até que|[●★]x|例", Some(vec!["que", "●x", "★x", "例"])),
            (r"has(?: also)? added", Some(vec!["added"])),
            (r"act as(?: a| an)?(?: man)?", Some(vec!["act as"])),
            (r"studio|é?tude", Some(vec!["studio", "tude"])),
            (r"[a-z]+", None),
            (r"x?", None),
        ] {
            let found = Expression::read(pattern);
            let found = found.and_then(|own| needed(&own.hir, own.cased)).map(shortened);
            let wanted = wanted.map(|w| w.into_iter().map(str::to_owned).collect::<Vec<_>>());
            let short = found.map(|found| {
                let mut found: Vec<String> = found.iter().map(|f| f.trim().to_owned()).collect();
                found.dedup();
                found
            });
            assert_eq!(short, wanted, "{pattern}");
        }
    }
}
