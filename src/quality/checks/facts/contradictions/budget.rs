//! F2: an amount that can only be the client's budget, and is not.

use std::ops::Range;

use super::{comparable, is_slip};
use crate::quality::checks::facts::mismatch::words::WORDS;
use crate::quality::context::Context;
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{clause, sentence, words_near};
use crate::quality::numbers::{Fact, Kind, Ledger, Number};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// Numbers of the brief beyond this many are not compared.
const MOST_FACTS: usize = 80;
/// What is called the budget is of its size.
const SIZE: Range<f64> = 0.2..5.0;

/// The client's budget when `number`, whatever words go with it, can only be a wrong digit of it:
/// more than there is to spend, in a sentence that speaks of spending and states no condition.
pub(super) fn misstated_budget<'c>(
    ledger: &Ledger<'_>,
    (block, tokens): (usize, &Tokens),
    number: &Number,
    context: &'c Context<'_>,
) -> Option<&'c Fact> {
    if number.kind != Kind::Money || context.known().holds(number) {
        return None;
    }
    let budgets = || context.known().brief.iter().take(MOST_FACTS).filter(|fact| fact.budget);
    let whole = |a: &&Fact, b: &&Fact| a.number.value.total_cmp(&b.number.value);
    let fact = budgets().filter(|fact| comparable(&fact.number, number)).max_by(whole)?;
    let said = Said::of(ledger, (block, tokens), number, fact);
    if said.is_the_budget() || said.is_unchanged() {
        return Some(fact);
    }
    if fact.number.value >= number.value || !is_slip(&fact.number, number) {
        return None;
    }
    let range = sentence(tokens, number.first);
    let words = tokens.list.get(range.clone())?;
    let spends = words.iter().any(|token| token.has(Tag::Spending));
    let conditional = words.iter().any(|token| token.has(Tag::Trigger));
    let given = |n: &Number| range.contains(&n.first) && same(&fact.number, n);
    let beside = ledger.numbers_near(block, number).iter().any(given);
    let worked = ledger.is_derived(block, number) && ledger.is_worked_out(block, number);
    (spends && !conditional && !beside && !worked).then_some(fact)
}

/// How the text speaks of an amount that the brief does not give.
struct Said<'s> {
    ledger: &'s Ledger<'s>,
    block: usize,
    tokens: &'s Tokens,
    number: &'s Number,
    fact: &'s Fact,
    clause: &'s [Token],
}

impl<'s> Said<'s> {
    fn of(
        ledger: &'s Ledger<'s>,
        (block, tokens): (usize, &'s Tokens),
        number: &'s Number,
        fact: &'s Fact,
    ) -> Self {
        let clause = tokens.list.get(clause(tokens, number)).unwrap_or_default();
        Self { ledger, block, tokens, number, fact, clause }
    }

    /// `the €380,000 budget`, `the total budget of €380,000`, `half of the €380,000`: no amount of
    /// the plan's own, and no other one of the brief.
    fn is_the_budget(&self) -> bool {
        let before = self.before(4);
        let after = self.tokens.list.get(self.number.last + 1);
        let tight = matches!(self.tokens.gap_after(self.number.last), " " | "-" | "\u{a0}");
        let called = tight && after.is_some_and(|token| WORDS.is_budget(token));
        let definite = before.last().is_some_and(|token| WORDS.is_definite(token));
        let partly = before.len() >= 2
            && before.get(before.len() - 2).is_some_and(|token| WORDS.is_of(token));
        let at = before.iter().rposition(|token| WORDS.is_budget(token));
        let links = at.and_then(|at| before.get(at + 1..)).unwrap_or_default();
        let named = at.is_some_and(|at| {
            let owner = at.checked_sub(1).and_then(|at| before.get(at));
            !links.is_empty()
                && links.iter().all(|token| WORDS.is_of(token) || WORDS.is_definite(token))
                && owner.is_none_or(|token| WORDS.is_definite(token))
        });
        let told = called && definite || partly && definite && !self.is_of_the_plan() || named;
        told && self.is_of_its_size() && !self.is_open()
    }

    /// `Paid-media spend stays at $16,500 a month`: what the client spends, for the same time.
    fn is_unchanged(&self) -> bool {
        let stays = self.clause.iter().any(|token| WORDS.stays(token));
        let spends = self.clause.iter().any(|token| token.has(Tag::Spending));
        let after = self.tokens.list.iter().skip(self.number.last + 1).take(3);
        let own = WORDS.period(after.map(|token| &*token.folded));
        let given = WORDS.period(self.fact.after.iter().map(String::as_str));
        let near = words_near(self.tokens, self.number);
        let near: Vec<&str> = near.iter().flat_map(|word| word.split('-')).collect();
        let shared = self.fact.near.iter().filter(|word| near.contains(&word.as_str())).count();
        stays && spends && own.is_some() && own == given && shared >= 2 && !self.is_open()
    }

    fn is_of_its_size(&self) -> bool {
        SIZE.contains(&(self.number.value / self.fact.number.value))
    }

    /// A condition, or an amount that is worked out.
    fn is_open(&self) -> bool {
        let sentence = sentence(self.tokens, self.number.first);
        let words = self.tokens.list.get(sentence.clone()).unwrap_or_default();
        let given = |n: &Number| sentence.contains(&n.first) && same(&self.fact.number, n);
        words.iter().any(|token| token.has(Tag::Trigger))
            || self.ledger.numbers_near(self.block, self.number).iter().any(given)
            || self.ledger.adds_up(self.block, self.number)
    }

    /// The plan itself gives the amount elsewhere, or works it out.
    fn is_of_the_plan(&self) -> bool {
        self.ledger.occurrences(self.number) > 1 || self.ledger.is_derived(self.block, self.number)
    }

    fn before(&self, most: usize) -> &[Token] {
        let start = sentence(self.tokens, self.number.first).start;
        let start = self.number.first.saturating_sub(most).max(start);
        self.tokens.list.get(start..self.number.first).unwrap_or_default()
    }
}
