//! Which numbers of a section are claims that nobody backs (F1).

mod in_words;
mod tables;

use std::borrow::Cow;

use super::arithmetic::is_derived;
use super::around::{Around, following};
use super::nearby::clause;
use super::place::{Place, places};
use super::proportions::is_average;
use super::scan::{Kind, Number};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// More posts than this nobody makes.
const MOST_MADE: f64 = 100_000.0;
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
    /// Shares and multiples in words that nobody backs, with their blocks.
    in_words: Vec<(usize, Number)>,
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
        let numbers = view.numbers();
        let stated = in_words::stated(view);
        if numbers.iter().chain(&stated).all(Vec::is_empty) {
            let standings = vec![vec![]; numbers.len()];
            return Judged { standings, ..Judged::default() };
        }
        let judged = Judged { places: places(view), ..Judged::default() };
        let mut ledger = Ledger { view, context, numbers, judged: Cow::Owned(judged) };
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
        let in_words = ledger.bare_in_words(stated);
        Judged { standings, in_words, ..ledger.judged.into_owned() }
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
        self.standing_unknown((block, tokens), number, false)
    }

    /// How a number that nobody gave us stands; one put into words holds the numbers that it
    /// would follow from.
    fn standing_unknown(
        &self,
        (block, tokens): (usize, &Tokens),
        number: &Number,
        in_words: bool,
    ) -> Standing {
        let around = Around::of(tokens, number);
        let place = self.judged.places.get(block).copied().unwrap_or_default();
        if around.is_worded() {
            return Standing::Worded;
        }
        let derived =
            || self.context.known().implies(number) || self.follows(block, number, &around);
        if !in_words && derived() {
            return Standing::Derived;
        }
        if around.states_a_fact() && !around.is_case() {
            return Standing::Bare;
        }
        let listed = place.list.is_some_and(|list| self.judged.worded_lists.contains(&list));
        if place.worded || place.declared.covers(number.kind) || listed {
            return Standing::Worded;
        }
        let share = number.kind == Kind::Percent
            && (self.judged.sums_to_whole
                || around.is_own_share()
                || self.is_heading_share(block) && !around.is_share_of_people()
                || self.is_part_of_a_column(block));
        if in_words {
            return if around.is_told() { Standing::Decision } else { Standing::Bare };
        }
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
        around.any(&around.clause, Tag::Derivation) || self.adds_up(block, number)
    }

    /// Whether `number` follows from numbers of its sentence or row.
    #[must_use]
    pub fn adds_up(&self, block: usize, number: &Number) -> bool {
        let Some(tokens) = self.view.tokens().get(block) else { return false };
        let around = Around::of(tokens, number);
        let inside = |n: &&Number| n.first != number.first && around.sentence.contains(&n.first);
        let mut here: Vec<&Number> =
            self.numbers_near(block, number).iter().filter(inside).collect();
        let row = self.row_numbers(block);
        here.extend(row.iter());
        here.truncate(OPERANDS);
        is_derived(number, &here, &[], &[])
    }

    /// Whether the text makes `number` of `block` a condition or an order.
    #[must_use]
    pub fn is_told(&self, block: usize, number: &Number) -> bool {
        let tokens = self.view.tokens().get(block);
        tokens.is_none_or(|tokens| {
            let around = Around::of(tokens, number);
            around.is_told() || tokens.sentence_text(&around.sentence).contains('→')
        })
    }

    /// How often the section gives an amount such as `number`.
    #[must_use]
    pub fn occurrences(&self, number: &Number) -> usize {
        let alike = |n: &&Number| n.kind == number.kind && (n.value - number.value).abs() < 1e-9;
        self.numbers.iter().flatten().filter(alike).count()
    }

    /// Whether what stands around `number` calls it a target or an assumption; what the section
    /// declares of all its figures is not looked at.
    #[must_use]
    pub fn is_worded_here(&self, block: usize, number: &Number) -> bool {
        let Some(tokens) = self.view.tokens().get(block) else { return true };
        let place = self.judged.places.get(block).copied().unwrap_or_default();
        place.worded || Around::of(tokens, number).is_worded()
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
            Kind::Plan => Self::is_average_of(tokens, number),
        }
    }

    /// `The average member stays 14 months.`
    fn is_average_of(tokens: &Tokens, number: &Number) -> bool {
        let next = tokens.list.get(number.last + 1);
        let measured = next.is_some_and(|next| next.has(Tag::Duration) || next.has(Tag::Measure));
        let words = || tokens.list.get(clause(tokens, number)).unwrap_or_default();
        measured && is_average(words())
    }

    /// Large numbers are claims; from 10 up, numbers of what a client has or gets are.
    fn is_counted(&self, block: usize, tokens: &Tokens, number: &Number) -> bool {
        let after: Vec<&Token> = following(tokens, number, 4).collect();
        let made = after.iter().take(2).any(|token| token.has(Tag::PlanNoun));
        if made && number.value < MOST_MADE || number.value < 10.0 {
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
}

#[cfg(test)]
mod tests;
