//! Which numbers of a section are claims that nobody backs (F1).

use std::borrow::Cow;

use super::arithmetic::is_derived;
use super::around::{Around, following};
use super::place::{Place, places};
use super::scan::{Kind, Number};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// Numbers near enough to be worked with.
const OPERANDS: usize = 16;

/// The numbers of a section with what is needed to judge them.
#[derive(Debug)]
pub struct Ledger<'v> {
    view: &'v SectionView<'v>,
    context: &'v Context<'v>,
    /// The numbers of each block.
    numbers: &'v [Vec<Number>],
    judged: Cow<'v, Judged>,
}

/// What all judgements of a section's numbers rest on, and those judgements.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    places: Vec<Place>,
    worded_lists: Vec<usize>,
    sums_to_whole: bool,
    given_percents: Vec<f64>,
    /// How each number of each block stands.
    standings: Vec<Vec<Standing>>,
}

/// How a number that the brief does not hold may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is no claim.
    NoClaim,
    /// The brief or a source gives it.
    Given,
    /// It follows from given numbers.
    Derived,
    /// It is worded as target, assumption or example.
    Worded,
    /// It is a decision of the plan.
    Decision,
    /// Nobody backs it.
    Bare,
}

impl<'v> Ledger<'v> {
    /// Reads the numbers of `view`.
    #[must_use]
    pub fn of(view: &'v SectionView<'v>, context: &'v Context<'v>) -> Self {
        let judged = Cow::Borrowed(view.judged_numbers(context));
        Self { view, context, numbers: view.numbers(), judged }
    }

    /// Judges every number of `view`.
    #[must_use]
    pub fn judge(view: &SectionView<'_>, context: &Context<'_>) -> Judged {
        let judged = Judged { places: places(view), ..Judged::default() };
        let mut ledger =
            Ledger { view, context, numbers: view.numbers(), judged: Cow::Owned(judged) };
        let given_percents = ledger.percents_of_the_brief();
        let worded_lists = ledger.lists_worded_by_their_items();
        let sums_to_whole = ledger.shares_make_a_whole();
        let judged = ledger.judged.to_mut();
        judged.given_percents = given_percents;
        judged.worded_lists = worded_lists;
        judged.sums_to_whole = sums_to_whole;
        let stand = |(block, numbers): (usize, &Vec<Number>)| {
            numbers.iter().map(|number| ledger.standing(block, number)).collect()
        };
        let standings = ledger.numbers.iter().enumerate().map(stand).collect();
        Judged { standings, ..ledger.judged.into_owned() }
    }

    /// Every number with its block and how it stands.
    pub fn standings(&self) -> impl Iterator<Item = (usize, &Number, Standing)> + '_ {
        let blocks = self.numbers.iter().zip(&self.judged.standings).enumerate();
        blocks.flat_map(|(block, (numbers, standings))| {
            numbers.iter().zip(standings).map(move |(number, standing)| (block, number, *standing))
        })
    }

    fn standing(&self, block: usize, number: &Number) -> Standing {
        let Some(tokens) = self.view.tokens().get(block) else { return Standing::NoClaim };
        if !self.is_claim(block, tokens, number) {
            return Standing::NoClaim;
        }
        if self.context.known().holds(number) {
            return Standing::Given;
        }
        let around = Around::of(tokens, number);
        let place = self.judged.places.get(block).copied().unwrap_or_default();
        if around.is_worded() {
            return Standing::Worded;
        }
        if self.context.known().implies(number) || self.follows(block, number, &around) {
            return Standing::Derived;
        }
        if around.states_a_fact() {
            return Standing::Bare;
        }
        let listed = place.list.is_some_and(|list| self.judged.worded_lists.contains(&list));
        if place.worded || place.declared.covers(number.kind) || listed {
            return Standing::Worded;
        }
        let share = number.kind == Kind::Percent
            && (self.judged.sums_to_whole
                || around.is_own_share()
                || self.is_heading_share(block)
                || self.is_part_of_a_column(block));
        if around.is_decision(place.limits) || share && !self.is_evidence() {
            return Standing::Decision;
        }
        Standing::Bare
    }

    /// Whether `number` of `block` follows from given numbers, claim or not.
    #[must_use]
    pub fn is_derived(&self, block: usize, number: &Number) -> bool {
        self.view.tokens().get(block).is_some_and(|tokens| {
            self.context.known().implies(number)
                || self.follows(block, number, &Around::of(tokens, number))
        })
    }

    /// Whether `number` is worked out before the reader's eyes: from numbers of its sentence or row,
    /// or with a word such as "works out".
    #[must_use]
    pub fn is_worked_out(&self, block: usize, number: &Number) -> bool {
        let Some(tokens) = self.view.tokens().get(block) else { return false };
        let around = Around::of(tokens, number);
        let inside = |n: &&Number| n.first != number.first && around.sentence.contains(&n.first);
        let mut here: Vec<&Number> =
            self.numbers_near(block, number).iter().filter(inside).collect();
        let row = self.row_numbers(block);
        here.extend(row.iter());
        here.truncate(OPERANDS);
        around.any(&around.clause, Tag::Derivation) || is_derived(number, &here, &[], &[])
    }

    fn is_evidence(&self) -> bool {
        self.view.spec.is_some_and(|spec| spec.evidence)
    }

    fn kind_of(&self, block: usize) -> Option<BlockKind> {
        self.view.document.blocks.get(block).map(|block| block.kind)
    }

    fn is_heading_share(&self, block: usize) -> bool {
        matches!(self.kind_of(block), Some(BlockKind::Heading(_)))
    }

    fn is_claim(&self, block: usize, tokens: &Tokens, number: &Number) -> bool {
        match number.kind {
            Kind::Percent => (number.value - 100.0).abs() > 1e-9 && number.value > 1e-9,
            Kind::Money => number.value > 0.0,
            Kind::Factor | Kind::Year => !number.spelled,
            Kind::Count => self.is_counted(block, tokens, number),
            Kind::Plan => false,
        }
    }

    /// Large numbers are claims; from 10 up, numbers of what a client has or gets are.
    fn is_counted(&self, block: usize, tokens: &Tokens, number: &Number) -> bool {
        let after: Vec<&Token> = following(tokens, number, 4).collect();
        if after.iter().take(2).any(|token| token.has(Tag::PlanNoun)) || number.value < 10.0 {
            return false;
        }
        if number.value >= 1_000.0 {
            return true;
        }
        let cell = matches!(self.kind_of(block), Some(BlockKind::Cell { .. }));
        let heading = matches!(self.kind_of(block), Some(BlockKind::Heading(_)));
        !heading
            && (!cell || self.is_evidence())
            && after.iter().any(|token| token.has(Tag::ClaimNoun))
    }

    fn follows(&self, block: usize, number: &Number, around: &Around<'_>) -> bool {
        let own = self.numbers_near(block, number);
        let other = |n: &&Number| n.first != number.first;
        let inside = |n: &&Number| around.sentence.contains(&n.first);
        let mut here: Vec<&Number> = own.iter().filter(other).filter(inside).collect();
        here.sort_by_key(|n| n.first.abs_diff(number.first));
        let mut beyond: Vec<&Number> =
            own.iter().filter(other).filter(|n| !inside(n)).take(OPERANDS).collect();
        let row = self.row_numbers(block);
        here.extend(row.iter());
        here.truncate(OPERANDS);
        let given = self.context.known().brief.iter().map(|fact| &fact.number);
        let wholes: Vec<&Number> = given.clone().take(40).collect();
        beyond.extend(given.take(40));
        if number.kind == Kind::Percent {
            beyond.clear();
        }
        is_derived(number, &here, &beyond, &wholes)
            || number.kind == Kind::Percent && self.complements_given(number)
    }

    fn complements_given(&self, number: &Number) -> bool {
        self.judged.given_percents.iter().any(|given| (given + number.value - 100.0).abs() < 1e-9)
    }

    /// The numbers of `block` around `number`, itself included.
    #[must_use]
    pub fn numbers_near(&self, block: usize, number: &Number) -> &[Number] {
        let own = self.numbers.get(block).map(Vec::as_slice).unwrap_or_default();
        let at = own.partition_point(|n| n.first < number.first);
        let range = at.saturating_sub(OPERANDS)..(at + OPERANDS + 1).min(own.len());
        own.get(range).unwrap_or_default()
    }

    /// Numbers of the other cells of the row, and the sums of the table's columns.
    fn row_numbers(&self, block: usize) -> Vec<Number> {
        let Some(BlockKind::Cell { table, row, column }) = self.kind_of(block) else {
            return vec![];
        };
        let mut same_row = vec![];
        let mut sums: std::collections::BTreeMap<usize, Vec<&Number>> =
            std::collections::BTreeMap::new();
        let near = block.saturating_sub(200)..(block + 200).min(self.numbers.len());
        for at in near {
            let Some(BlockKind::Cell { table: t, row: r, column: c }) = self.kind_of(at) else {
                continue;
            };
            let first = self.numbers.get(at).and_then(|numbers| numbers.first());
            let Some(first) = first.filter(|_| t == table) else { continue };
            if r == row && c != column {
                same_row.extend(self.numbers.get(at).into_iter().flatten().cloned());
            } else if r != row {
                sums.entry(c).or_default().push(first);
            }
            if r == row && c != column {
                sums.entry(c).or_default().push(first);
            }
        }
        same_row.extend(sums.into_values().filter_map(|column| sum_of(&column)));
        same_row
    }

    /// Lists whose items mostly say that their numbers are targets.
    fn lists_worded_by_their_items(&self) -> Vec<usize> {
        let mut counts: std::collections::BTreeMap<usize, (usize, usize)> =
            std::collections::BTreeMap::new();
        for (block, numbers) in self.numbers.iter().enumerate() {
            let list = self.judged.places.get(block).and_then(|place| place.list);
            let (Some(list), Some(tokens)) = (list, self.view.tokens().get(block)) else {
                continue;
            };
            let claim = numbers.iter().find(|number| {
                self.is_claim(block, tokens, number) && !self.context.known().holds(number)
            });
            if let Some(number) = claim {
                let entry = counts.entry(list).or_default();
                entry.0 += usize::from(Around::of(tokens, number).is_worded());
                entry.1 += 1;
            }
        }
        let mostly = |(list, (worded, all)): (usize, (usize, usize))| {
            (worded > 0 && worded * 2 >= all).then_some(list)
        };
        counts.into_iter().filter_map(mostly).collect()
    }

    fn percents_of_the_brief(&self) -> Vec<f64> {
        let percents = self.numbers.iter().flatten().filter(|n| n.kind == Kind::Percent);
        let given = percents.filter(|n| self.context.known().holds(n)).map(|n| n.value);
        let mut given: Vec<f64> = given.collect();
        given.sort_by(f64::total_cmp);
        given.dedup();
        given
    }

    /// Whether the cells of the block's column are shares that make 100.
    fn is_part_of_a_column(&self, block: usize) -> bool {
        let Some(BlockKind::Cell { table, column, .. }) = self.kind_of(block) else {
            return false;
        };
        let near = block.saturating_sub(200)..(block + 200).min(self.numbers.len());
        let same = near.filter(|at| {
            matches!(self.kind_of(*at),
                Some(BlockKind::Cell { table: t, column: c, .. }) if t == table && c == column)
        });
        let shares: Vec<f64> = same
            .filter_map(|at| self.numbers.get(at)?.first())
            .filter(|number| number.kind == Kind::Percent)
            .map(|number| number.value)
            .collect();
        shares.len() >= 2 && (shares.iter().sum::<f64>() - 100.0).abs() <= 1.0
    }

    /// Whether the section's shares, three or more, make 100: a split of the plan's own means.
    fn shares_make_a_whole(&self) -> bool {
        let running = |block: usize| !matches!(self.kind_of(block), Some(BlockKind::Cell { .. }));
        let shares: Vec<f64> = self
            .numbers
            .iter()
            .enumerate()
            .filter(|(block, _)| running(*block))
            .flat_map(|(_, numbers)| numbers)
            .filter(|number| number.kind == Kind::Percent && !self.context.known().holds(number))
            .map(|number| number.value)
            .collect();
        let sum: f64 = shares.iter().sum();
        shares.len() >= 3 && (sum - 100.0).abs() <= 1.0
    }
}

fn sum_of(column: &[&Number]) -> Option<Number> {
    let first = column.first()?;
    let alike: Vec<&&Number> = column.iter().filter(|n| n.kind == first.kind).collect();
    let total: f64 = alike.iter().map(|n| n.value).sum();
    let largest = alike.iter().map(|n| n.value).fold(0.0, f64::max);
    // A totals row counts once.
    let total = if (total - 2.0 * largest).abs() < total * 0.02 { largest } else { total };
    matches!(first.kind, Kind::Money | Kind::Count).then(|| Number {
        value: total,
        other: None,
        ..(*first).clone()
    })
}

#[cfg(test)]
mod tests;
