//! Which of many patterns can occur in a text at all, and where: each needs one of a few literal
//! strings, and one search tells which of those stand in a text.
//!
//! A set of patterns as one automaton has too many states for bounded gaps (`[^.]{0,60}`), so it
//! falls back to an engine that is slow on any text.

use std::ops::Range;

use super::form::{self, Form};
use super::group::{Group, Sought};
use super::haystack::{Haystack, Ready};
use super::needles::Hit;
use super::ways::{Apart, Expression, Way};

/// The literals that patterns need.
#[derive(Debug, Default)]
pub struct Literals {
    /// Each with the number of its clause: two for each of `needs`.
    sought: Sought,
    needs: Vec<Need>,
    /// Patterns that need none, in order, each with the form of one way to match it.
    free: Vec<(usize, Form)>,
    /// Whether a match of each pattern may go on in the next line.
    crossing: Vec<bool>,
}

/// What one way to match a pattern needs: a literal of its first clause, and of its second.
#[derive(Debug)]
struct Need {
    pattern: usize,
    /// The byte of the first at which there is a capital, where it must be one.
    capital: Option<usize>,
    /// How far the second may stand from the first, where both are needed.
    apart: Option<Apart>,
}

/// A pattern that may occur in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub pattern: usize,
    /// Where, apart from each other.
    pub parts: Vec<Range<usize>>,
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
        Group::read(|group| Self::within(sources, group))
    }

    /// The same of patterns that are looked for with others of `group`.
    #[must_use]
    pub fn within<'p>(sources: impl IntoIterator<Item = &'p str>, group: &mut Group) -> Self {
        let mut own = Self::default();
        let mut literals = vec![];
        for (pattern, source) in sources.into_iter().enumerate() {
            let read = Expression::read(source);
            let crossing = read.as_ref().is_none_or(|read| form::crosses_lines(&read.hir));
            own.crossing.push(crossing);
            for way in read.map_or_else(|| vec![Way::default()], |read| read.ways()) {
                let Some(needed) = way.first else {
                    own.free.push((pattern, way.form));
                    continue;
                };
                let clause = u32::try_from(2 * own.needs.len()).unwrap_or(u32::MAX);
                let (second, apart) = way.second.unzip();
                own.needs.push(Need { pattern, capital: way.capital, apart });
                literals.extend(needed.into_iter().map(|literal| (literal, clause)));
                let second = second.into_iter().flatten();
                literals.extend(second.map(|literal| (literal, clause + 1)));
            }
        }
        let pairs = own.needs.iter().map(|need| need.apart.is_some());
        own.sought = group.add(literals, pairs);
        own
    }

    /// Patterns that may occur in the text of `haystack`, in order.
    #[must_use]
    pub fn candidates(&self, haystack: Haystack<'_>) -> Vec<Candidate> {
        let hits = self.sought.hits(haystack.ready);
        let need_of = |hit: &Hit| self.sought.clause(*hit) / 2;
        let free = self.free.iter().map(|(pattern, form)| self.anywhere(*pattern, *form, haystack));
        let mut all: Vec<Candidate> = free.filter(|free| !free.parts.is_empty()).collect();
        for hits in hits.chunk_by(|a, b| need_of(a) == need_of(b)) {
            let need = hits.first().and_then(|hit| self.needs.get(need_of(hit)));
            let Some(Need { pattern, capital, apart }) = need else { continue };
            let (first, second) = hits.split_at(hits.partition_point(|hit| hit.owner() % 2 == 0));
            let is_capital =
                |at: usize| haystack.text.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
            let places = first.iter().map(|hit| hit.start());
            let places = places.filter(|place| capital.is_none_or(|at| is_capital(place + at)));
            let near = |place: &usize| {
                haystack.ready.is_spread()
                    || apart.is_none_or(|apart| is_near(*place, second, apart))
            };
            let mut parts = parts(places.filter(near), haystack, self.crosses_lines(*pattern));
            if apart.is_some() {
                parts.retain(|part| {
                    let first = second.partition_point(|hit| hit.start() < part.start);
                    second.get(first).is_some_and(|hit| hit.start() < part.end)
                });
            }
            if !parts.is_empty() {
                all.push(Candidate { pattern: *pattern, parts });
            }
        }
        all.sort_by_key(|candidate| candidate.pattern);
        all.dedup_by(|more, kept| more.pattern == kept.pattern && kept.join(more));
        all
    }

    /// Literals that stand in `text`.
    #[must_use]
    pub fn present(&self, text: &Ready) -> Present<'_> {
        let mut hits = self.sought.hits(text).into_owned();
        hits.sort_unstable_by_key(|hit| hit.start());
        Present { literals: self, hits }
    }

    fn crosses_lines(&self, pattern: usize) -> bool {
        self.crossing.get(pattern).copied().unwrap_or(true)
    }

    fn anywhere(&self, pattern: usize, form: Form, haystack: Haystack<'_>) -> Candidate {
        let lines = haystack.ready.lines().iter().filter(|line| form.fits(line));
        let starts = lines.map(|line| line.range.start);
        Candidate { pattern, parts: parts(starts, haystack, self.crosses_lines(pattern)) }
    }
}

impl Candidate {
    /// Takes the parts of `other` in.
    fn join(&mut self, other: &mut Self) -> bool {
        self.parts.append(&mut other.parts);
        self.parts.sort_unstable_by_key(|part| part.start);
        self.parts.dedup_by(|more, kept| {
            let joined = more.start <= kept.end;
            if joined {
                kept.end = kept.end.max(more.end);
            }
            joined
        });
        true
    }
}

/// Whether one of `second`, which are in order, may belong to what stands at `place`.
fn is_near(place: usize, second: &[Hit], apart: Apart) -> bool {
    let first = second.partition_point(|hit| {
        let between = hit.start().wrapping_sub(place).cast_signed();
        between < apart.least
    });
    second.get(first).is_some_and(|hit| apart.holds(place, hit.start()))
}

/// Parts of the text in which a match can stand that holds one of `places`, which are in order.
fn parts(
    places: impl Iterator<Item = usize>,
    haystack: Haystack<'_>,
    crosses_lines: bool,
) -> Vec<Range<usize>> {
    if crosses_lines && !haystack.by_line {
        return places.take(1).map(|_| 0..haystack.text.len()).collect();
    }
    let lines = haystack.ready.lines();
    // What goes on in the next line goes no further.
    let reach = usize::from(crosses_lines);
    let mut parts: Vec<Range<usize>> = vec![];
    for place in places {
        let at = lines.partition_point(|line| line.range.end < place);
        let near = lines.get(at.saturating_sub(reach)..lines.len().min(at + 1 + reach));
        let Some((first, last)) = near.and_then(|near| near.first().zip(near.last())) else {
            continue;
        };
        match parts.last_mut().filter(|part| first.range.start <= part.end) {
            Some(part) => part.end = part.end.max(last.range.end),
            None => parts.push(first.range.start..last.range.end),
        }
    }
    parts
}

impl Present<'_> {
    /// Patterns that may occur in the bytes `part` of the text, in order.
    #[must_use]
    pub fn candidates(&self, part: &Range<usize>) -> Vec<usize> {
        let first = self.hits.partition_point(|hit| hit.start() < part.start);
        let within = self.hits.iter().skip(first).take_while(|hit| hit.start() < part.end);
        let within = within.filter(|hit| hit.end() <= part.end);
        let within = within.map(|hit| self.literals.sought.clause(*hit));
        let mut clauses: Vec<usize> = within.collect();
        clauses.sort_unstable();
        clauses.dedup();
        let met = clauses.iter().filter_map(|clause| {
            let need = self.literals.needs.get(clause / 2).filter(|_| clause % 2 == 0)?;
            let alone = need.apart.is_none();
            let met = alone || clauses.binary_search(&(clause + 1)).is_ok();
            met.then_some(need.pattern)
        });
        let mut all: Vec<usize> =
            self.literals.free.iter().map(|(pattern, _)| *pattern).chain(met).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::Literals;
    use crate::quality::haystack::Haystack;
    use crate::quality::haystack::Ready;

    #[test]
    fn blanks_without_end_hide_nothing() {
        let literals = Literals::of([r"with\s*[:,]\s*when"]);
        for blank in [" ", "\t", "\u{a0}", "\u{3000}"] {
            for count in [1, 20, 100, 900] {
                let text = format!("with,{}when", blank.repeat(count));
                let haystack = Haystack { text: &text, ready: &Ready::of(&text), by_line: true };
                assert_eq!(literals.candidates(haystack).len(), 1, "{count} of {blank:?}");
            }
        }
    }

    #[test]
    fn capitals_are_told_from_small_letters_where_they_count() {
        let literals =
            Literals::of(["[A-Z]+ (?:NAME|CITY)", "[0-9]{3}-[0-9]{2}-[0-9]{4}", "1970-01-01"]);
        let found = |text: &str| {
            let haystack = Haystack { text, ready: &Ready::of(text), by_line: true };
            let found = literals.candidates(haystack).into_iter();
            found.map(|found| found.pattern).collect::<Vec<_>>()
        };
        assert!(found("a name, a city").is_empty());
        assert_eq!(found("a name, a CITY, a name"), [0]);
        assert!(found("(12) and 1,345 and 5678 and (90)").is_empty());
        assert_eq!(found("(12) and 456-78-9012"), [1]);
        assert_eq!(found("on 1970-01-01 at 12"), [2]);
    }

    #[test]
    fn names_each_pattern_that_may_occur_and_those_that_may_anywhere() {
        let literals = Literals::of(["award", r"[0-9]+", "prize|award", "medal", "with[^.]*when"]);
        let named = |text: &str| {
            let haystack = Haystack { text, ready: &Ready::of(text), by_line: true };
            let found = literals.candidates(haystack).into_iter();
            let ends = |part: &Range<usize>| (part.start, part.end);
            found
                .map(|found| (found.pattern, found.parts.iter().map(ends).collect()))
                .collect::<Vec<(usize, Vec<_>)>>()
        };
        assert_eq!(
            named("An AWARD. Award.\nNone.\nPrize"),
            [(0, vec![(0, 16)]), (2, vec![(0, 16), (23, 28)])]
        );
        assert_eq!(named("Nothing 1."), [(1, vec![(0, 10)])]);
        assert_eq!(named("with\nNo\nwhen\n\n"), []);
        assert_eq!(named("With an\nwhen\n\n"), [(4, vec![(0, 13)])]);
        let text = Ready::of("An AWARD. Nothing. With, when");
        let present = literals.present(&text);
        assert_eq!(present.candidates(&(0..9)), [0, 1, 2]);
        assert_eq!(present.candidates(&(9..18)), [1]);
        assert_eq!(present.candidates(&(0..7)), [1]);
        assert_eq!(present.candidates(&(18..23)), [1]);
        assert_eq!(present.candidates(&(18..29)), [1, 4]);
    }
}
