//! A thing of the client at another price than the brief gives it.

use super::words::WORDS;
use super::{Mismatch, Place};
use crate::domain::Brief;
use crate::quality::numbers::nearby::{clause_of, is_content, sentence};
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::tokens::{Token, Tokens};

/// Words of a name at most.
const NAME: usize = 4;
/// Words between a thing and its price, in the brief and in a text.
const LINKS: usize = 3;
const REACH: usize = 8;
/// A price that is misquoted is of the same size.
const SIZE: std::ops::Range<f64> = 0.34..3.0;

/// A thing with its price.
#[derive(Debug)]
pub(super) struct Priced {
    /// The words of its name, folded.
    name: Vec<String>,
    /// Whether the name follows the price: `$29 first-week trial`.
    follows: bool,
    price: Number,
    given: String,
}

/// The things that the brief names with a price.
pub(super) fn given(brief: &Brief) -> Vec<Priced> {
    let texts = [&brief.product_service, &brief.constraints, &brief.raw_brief_text];
    let mut all = vec![];
    for text in texts.into_iter().flatten().chain(&brief.pain_points) {
        let tokens = Tokens::of(text);
        let money = scan(&tokens).into_iter().filter(|number| number.kind == Kind::Money);
        for price in money {
            let given = clause_of(&tokens, &price).to_owned();
            let before = Some(name_before(&tokens, &price)).filter(|name| !name.is_empty());
            let before = before.or_else(|| subject(&tokens, &price)).unwrap_or_default();
            for (name, follows) in [(before, false), (name_after(&tokens, &price), true)] {
                if !name.is_empty() {
                    all.push(Priced { name, follows, price: price.clone(), given: given.clone() });
                }
            }
        }
    }
    all
}

/// Capitalised words before `price`, with a few small ones between.
fn name_before(tokens: &Tokens, price: &Number) -> Vec<String> {
    let start = sentence(tokens, price.first).start;
    let before = tokens.list.get(start..price.first).unwrap_or_default();
    let small = before.iter().rev().take_while(|t| WORDS.joins_price(t)).count();
    let end = before.len() - small;
    if small > LINKS {
        return vec![];
    }
    let named = before.get(..end).unwrap_or_default().iter().rev();
    let capital = |token: &&Token| {
        tokens
            .text
            .get(token.start..token.end)
            .is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let mut name: Vec<String> =
        named.take_while(capital).take(NAME).map(|token| token.folded.to_string()).collect();
    name.reverse();
    let long = name.iter().map(|word| word.chars().count()).sum::<usize>() >= 5;
    if long { name } else { vec![] }
}

/// The name that the sentence begins with and explains: `Buurman, a bike with …, €5,495`.
fn subject(tokens: &Tokens, price: &Number) -> Option<Vec<String>> {
    let start = sentence(tokens, price.first).start;
    let first = tokens.list.get(start)?;
    let named = tokens.text.get(first.start..)?.starts_with(char::is_uppercase);
    let explained = tokens.gap_after(start).starts_with(',') && first.folded.chars().count() >= 5;
    (named && explained && start < price.first).then(|| vec![first.folded.to_string()])
}

/// Two or more words right after `price`, where no small word begins them.
fn name_after(tokens: &Tokens, price: &Number) -> Vec<String> {
    let tight = |at: usize| matches!(tokens.gap_before(at), " " | "-" | "\u{a0}");
    let after = (price.last + 1..price.last + 4).take_while(|at| tight(*at));
    let words = after.filter_map(|at| tokens.list.get(at));
    let content = words.take_while(|token| is_content(token));
    let name: Vec<String> = content.map(|token| token.folded.to_string()).collect();
    if name.len() >= 2 { name } else { vec![] }
}

pub(super) fn mismatch(place: &Place<'_>, priced: &[Priced]) -> Option<Mismatch> {
    let number = place.number;
    if number.kind != Kind::Money || priced.is_empty() {
        return None;
    }
    let found = priced.iter().find(|thing| {
        thing.price.currency == number.currency
            && SIZE.contains(&(number.value / thing.price.value))
            && thing.is_beside(place)
    })?;
    let clause = place.words(place.sentence());
    let other = clause.iter().any(|token| WORDS.is_no_price(token));
    let same = priced.iter().any(|thing| (thing.price.value - number.value).abs() < 1e-9);
    let reduced = place
        .ledger
        .numbers_near(place.block, number)
        .iter()
        .any(|other| place.sentence().contains(&other.first) && other.kind == Kind::Percent);
    let open = place.is_told() || place.ledger.adds_up(place.block, number);
    let wrong = !(other || same || reduced || open || place.known);
    wrong.then(|| Mismatch { span: number.span.clone(), given: found.given.clone() })
}

impl Priced {
    /// Whether the number stands where the thing's price would.
    fn is_beside(&self, place: &Place<'_>) -> bool {
        let (first, last) = (place.number.first, place.number.last);
        let is_name = |at: usize| {
            self.name.iter().enumerate().all(|(n, word)| {
                place.tokens.list.get(at + n).is_some_and(|token| *token.folded == **word)
            })
        };
        if self.follows {
            return is_name(last + 1);
        }
        let start = place.sentence().start.max(first.saturating_sub(REACH + self.name.len()));
        let between = |at: usize| {
            let near = place.ledger.numbers_near(place.block, place.number).iter();
            let mut near = near.filter(|n| n.kind == Kind::Money);
            near.any(|n| (at..first).contains(&n.first))
        };
        (start..first).rev().find(|at| is_name(*at)).is_some_and(|at| !between(at))
    }
}
