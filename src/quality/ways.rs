//! What a pattern needs of a text that it occurs in: the ways to match it, and for each the
//! literals that it cannot do without.

mod clauses;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Hir, HirKind};

use self::clauses::{Clause, Strings, capital, clauses, longest};
use super::form::Form;

/// An expression, read without regard to case: the search knows none, and folded classes would
/// hide the literals.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) hir: Hir,
    /// Whether its letters beyond ASCII stand for themselves alone.
    cased: bool,
}

impl Expression {
    /// Reads `source`; none where it is none.
    pub(super) fn read(source: &str) -> Option<Self> {
        let plain = source.replace("(?i)", "").replace("(?i:", "(?:");
        let cased = plain == source;
        let hir = ParserBuilder::new().multi_line(true).utf8(false).build().parse(&plain).ok()?;
        Some(Self { hir, cased })
    }

    /// The ways to match it.
    pub(super) fn ways(&self) -> Vec<Way> {
        ways(&self.hir, self.cased)
    }
}

/// One way to match a pattern.
#[derive(Debug, Default)]
pub(super) struct Way {
    /// What it needs, if anything.
    pub(super) first: Option<Strings>,
    /// The byte of that at which there is a capital, where no small letter will do.
    pub(super) capital: Option<usize>,
    /// What it needs besides, where the first tells little, and how far from it.
    pub(super) second: Option<(Strings, Apart)>,
    /// What else is known of its matches.
    pub(super) form: Form,
}

/// How many bytes one string may stand after another; before it, where negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Apart {
    pub(super) least: isize,
    pub(super) most: isize,
}

/// The ways to match `hir`; `cased` as in [`Expression`].
fn ways(hir: &Hir, cased: bool) -> Vec<Way> {
    /// What may be spent on a section before a second clause is worth its search.
    const CHEAP: f64 = 30.0;
    /// How many times as dear as the first the second may be: to look for one more string costs
    /// far less than to follow up what the first finds alone.
    const DEARER: f64 = 20.0;
    /// What may be spent on the second: what stands everywhere tells nothing.
    const DEAR: f64 = 40_000.0;
    let essence = |part: &&Hir| !matches!(part.kind(), HirKind::Look(_));
    match hir.kind() {
        HirKind::Alternation(branches) => {
            branches.iter().flat_map(|branch| ways(branch, cased)).collect()
        }
        HirKind::Capture(capture) => ways(&capture.sub, cased),
        HirKind::Concat(parts) if parts.iter().filter(essence).count() == 1 => {
            parts.iter().filter(essence).flat_map(|part| ways(part, cased)).collect()
        }
        _ => {
            let form = Form::of(hir);
            let mut all = clauses(hir, cased);
            all.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            let mut all = all.into_iter();
            let cheap = |first: &Clause| !form.is_telling() || first.cost < CHEAP;
            let Some(first) = all.next().filter(cheap) else {
                return vec![Way { form, ..Way::default() }];
            };
            let capital = capital(&first.strings).filter(|_| cased);
            let other = |clause: &Clause| {
                clause.cost < DEAR.min(DEARER * first.cost)
                    && !clause.strings.iter().any(|a| first.strings.iter().any(|b| overlap(a, b)))
            };
            let second = all.find(other).filter(|_| first.cost > CHEAP);
            let second = second.map(|second| {
                let apart = Apart::between(hir, &first, &second);
                (second.strings, apart)
            });
            vec![Way { second, first: Some(first.strings), capital, form }]
        }
    }
}

impl Apart {
    /// How far `second` begins after `first`, two clauses of `hir`.
    fn between(hir: &Hir, first: &Clause, second: &Clause) -> Self {
        let swapped = second.part < first.part;
        let (a, b) = if swapped { (second, first) } else { (first, second) };
        let parts = match hir.kind() {
            HirKind::Concat(parts) => parts.get(a.part..b.part).unwrap_or_default(),
            _ => &[],
        };
        let signed = |bytes: usize| isize::try_from(bytes).ok();
        let shortest: usize = parts.iter().filter_map(|p| p.properties().minimum_len()).sum();
        let longest = parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(longest(part)?));
        let least = a.room.and_then(signed).zip(signed(shortest)).map(|(room, min)| min - room);
        let most = b.room.zip(longest).and_then(|(room, max)| signed(room.checked_add(max)?));
        let (least, most) = (least.unwrap_or(isize::MIN), most.unwrap_or(isize::MAX));
        if swapped {
            let turned = |bytes: isize| bytes.checked_neg().unwrap_or(isize::MAX);
            Self { least: turned(most), most: turned(least) }
        } else {
            Self { least, most }
        }
    }

    /// Whether a string at byte `second` may belong to one at byte `first`.
    pub(super) fn holds(self, first: usize, second: usize) -> bool {
        let between = second.wrapping_sub(first).cast_signed();
        (self.least..=self.most).contains(&between)
    }
}

/// Whether one string has the beginning or the end of the other in it.
fn overlap(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    a.contains(&b) || b.contains(&a)
}

#[cfg(test)]
mod tests {
    use super::Expression;

    #[test]
    fn two_clauses_stand_as_far_apart_as_the_pattern_lets_them() {
        for (pattern, least, most) in [
            ("with[a-z]{2,3} and ", 6, 7),
            ("with[a-z]? and ", 4, 5),
            (r"with\s* and ", 4, 4 + 64),
            ("with[a-z]+ and ", 5, isize::MAX),
            // What comes first is also what is looked for first.
            (" and [a-z]{2} with ", -7, -7),
            ("(?i)É?with[a-z]{2} and ", 4, 8),
        ] {
            let way = Expression::read(pattern).expect("a pattern").ways().pop().expect("a way");
            let (_, apart) = way.second.expect("two clauses");
            assert_eq!((apart.least, apart.most), (least, most), "{pattern} {:?}", way.first);
        }
    }

    #[test]
    fn a_way_that_tells_little_needs_a_second_clause() {
        for (pattern, wanted) in [
            ("award", vec![(Some("award"), None)]),
            (r"\b(?:award|[a-z])$", vec![(Some("award"), None), (None, None)]),
            (" of [^.]*award-winning", vec![(Some("award-winning"), None)]),
            (r" of [^.]*\d[^.]*, and ", vec![(Some(", and "), Some(" of "))]),
            ("[a-z0-9]{32}x", vec![(None, None)]),
        ] {
            let found = Expression::read(pattern).expect("a pattern").ways();
            let first =
                |clause: Option<Vec<String>>| clause.and_then(|clause| clause.first().cloned());
            let found: Vec<_> = found
                .into_iter()
                .map(|way| (first(way.first), first(way.second.map(|(second, _)| second))))
                .collect();
            let own = |text: Option<&str>| text.map(str::to_owned);
            let wanted: Vec<_> = wanted.into_iter().map(|(a, b)| (own(a), own(b))).collect();
            assert_eq!(found, wanted, "{pattern}");
        }
    }
}
