//! F2 beyond single figures: ages, amounts in another currency or for another period, counts of
//! things, durations, measures and dates that are not the brief's.

mod absent;
mod ages;
mod amounts;
mod counts;
mod dates;
mod goals;
mod limits;
mod prices;
#[cfg(test)]
mod tests;
mod units;
pub(super) mod words;

use std::ops::Range;

use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::Folded;
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{sentence, words_near};
use crate::quality::numbers::{Fact, Ledger, Number};
use crate::quality::tokens::{Token, Tokens};

/// Facts of the brief beyond this many are not compared.
pub(super) const MOST_FACTS: usize = 80;

/// What of the brief a text is compared with, beside its numbers.
#[derive(Debug)]
pub(in crate::quality) struct OfBrief {
    dates: Vec<dates::Given>,
    discount: Option<limits::Limit>,
    priced: Vec<prices::Priced>,
}

impl OfBrief {
    /// Reads the brief of `context`.
    pub(in crate::quality) fn of(context: &Context<'_>) -> Self {
        Self {
            dates: dates::given(context),
            discount: limits::discount(context),
            priced: prices::given(context.input.brief),
        }
    }
}

/// A number of a section and where it stands.
struct Place<'v> {
    view: &'v SectionView<'v>,
    ledger: &'v Ledger<'v>,
    block: usize,
    tokens: &'v Tokens,
    number: &'v Number,
    /// Whether the brief or a source gives the number.
    known: bool,
}

/// What the brief says instead, and where the text says otherwise.
struct Mismatch {
    span: Range<usize>,
    given: String,
}

/// Adds what contradicts the brief, unless `known` says that its bytes are reported.
pub(super) fn check(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
    reported: &mut Vec<(usize, Range<usize>)>,
) {
    let ledger = Ledger::of(view, context);
    let OfBrief { dates, discount, priced } = context.compared();
    let facts = || context.known().brief.iter().take(MOST_FACTS);
    absent::check(view, context, findings);
    let start = context.input.brief.start_date;
    for (block, (tokens, numbers)) in view.tokens().iter().zip(view.numbers()).enumerate() {
        let named = brand_in(tokens, context);
        let is_name = |number: &&Number| {
            named.iter().any(|n| n.start <= number.span.start && number.span.end <= n.end)
        };
        for number in numbers.iter().filter(|number| !is_name(number)) {
            let known = context.known().holds(number);
            let place = Place { view, ledger: &ledger, block, tokens, number, known };
            let found = ages::mismatch(&place, context)
                .or_else(|| amounts::mismatch(&place, facts()))
                .or_else(|| counts::mismatch(&place, facts()))
                .or_else(|| units::mismatch(&place, context))
                .or_else(|| prices::mismatch(&place, priced))
                .or_else(|| goals::mismatch(&place, context))
                .or_else(|| limits::mismatch(&place, discount.as_ref()?));
            if let Some(found) = found {
                add(view, (block, tokens), &found, findings, reported);
            }
        }
        for found in dates::mismatches(view, (block, tokens), dates, start) {
            add(view, (block, tokens), &found, findings, reported);
        }
    }
}

/// Where `tokens` name a brand that has a number in it: `42` counts nothing.
fn brand_in(tokens: &Tokens, context: &Context<'_>) -> Vec<Range<usize>> {
    if !context.input.brief.brand_name.contains(char::is_numeric) {
        return vec![];
    }
    context.names.mentions(&tokens.text, &Folded::new(&tokens.text))
}

fn add(
    view: &SectionView<'_>,
    (block, tokens): (usize, &Tokens),
    found: &Mismatch,
    findings: &mut Findings,
    reported: &mut Vec<(usize, Range<usize>)>,
) {
    let known = |(at, span): &(usize, Range<usize>)| {
        *at == block && span.start < found.span.end && found.span.start < span.end
    };
    if reported.iter().any(known) {
        return;
    }
    reported.push((block, found.span.clone()));
    let span = view.span_in_block(block, &found.span);
    let shown = tokens.text.get(found.span.clone()).unwrap_or_default();
    findings.add(Found::at(view, span).with("number", shown).with("given", &found.given));
}

impl Place<'_> {
    fn sentence(&self) -> Range<usize> {
        sentence(self.tokens, self.number.first)
    }

    fn words(&self, range: Range<usize>) -> &[Token] {
        self.tokens.list.get(range).unwrap_or_default()
    }

    /// Words after the number, up to a mark.
    fn after(&self, most: usize) -> &[Token] {
        let start = self.number.last + 1;
        let end = (start..start + most)
            .find(|at| self.tokens.gap_before(*at).contains([',', '.', ';', ':', '(', '|', '–']))
            .unwrap_or(start + most);
        self.words(start..end.min(self.tokens.list.len()))
    }

    fn before(&self, most: usize) -> &[Token] {
        let start = self.number.first.saturating_sub(most).max(self.sentence().start);
        self.words(start..self.number.first)
    }

    /// Whether it is a target, an assumption, a condition or an order.
    fn is_open(&self) -> bool {
        self.is_told() || self.is_worded()
    }

    /// Whether it counts what the client has: `through eleven branches`.
    fn is_existing(&self) -> bool {
        self.before(1).iter().any(|token| words::WORDS.owns(token))
    }

    /// Whether it is a target or an assumption.
    fn is_worded(&self) -> bool {
        self.ledger.is_worded_here(self.block, self.number)
    }

    fn said(&self, fact: &Fact) -> Mismatch {
        Mismatch { span: self.number.span.clone(), given: fact.clause.clone() }
    }

    /// Whether the text makes it a condition or an order.
    fn is_told(&self) -> bool {
        self.ledger.is_told(self.block, self.number)
    }

    /// How many telling words near `fact` stand near the number too.
    fn shared(&self, fact: &Fact) -> usize {
        let own = words_near(self.tokens, self.number);
        let shared =
            |near: &&String| own.contains(&near.as_str()) && !words::WORDS.is_unit_stem(near);
        fact.near.iter().filter(shared).count()
    }

    /// Whether the sentence gives the fact's own figure as well.
    fn gives(&self, fact: &Fact) -> bool {
        let range = self.sentence();
        let mut near = self.ledger.numbers_near(self.block, self.number).iter();
        near.any(|other| range.contains(&other.first) && same(&fact.number, other))
    }

    /// Whether it is the first word of a quotation.
    fn opens_quote(&self) -> bool {
        self.tokens.gap_before(self.number.first).contains(['“', '"', '„', '«'])
    }

    fn is_cell(&self) -> bool {
        let block = self.view.document.blocks.get(self.block);
        matches!(block.map(|block| block.kind), Some(BlockKind::Cell { .. }))
    }
}
