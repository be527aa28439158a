//! Shares, multiples and averages in words: "one in three", "half of shoppers", "doubles".
//!
//! They claim as much as a percentage does, and are judged like one.

mod ratio;
mod words;

use foldhash::HashSet;

use self::ratio::ratio;
use self::words::{Role, WORDS};
use super::scan::{Kind, Number};
use crate::quality::tokens::{Token, TokenKind, Tokens};
use crate::quality::vocabulary::Tag;

/// The proportions that `tokens`, with these `numbers`, state in words: shares are per cent, the
/// others factors.
#[must_use]
pub fn proportions(tokens: &Tokens, numbers: &[Number]) -> Vec<Number> {
    let words = &*WORDS;
    let mut found: Vec<Number> = numbers
        .iter()
        .enumerate()
        .filter_map(|(at, right)| ratio(tokens, numbers.get(..at)?, right))
        .collect();
    let foreign = !tokens.text.is_ascii();
    for (at, token) in tokens.list.iter().enumerate() {
        if token.kind == TokenKind::Number {
            continue;
        }
        if let Some(roles) = words.roles.of(token) {
            for role in roles {
                let Some(number) = (Word { tokens, at, token }).read(*role) else { continue };
                let same = |n: &Number| n.first <= number.last && number.first <= n.last;
                if !found.iter().any(same) {
                    found.push(number);
                }
            }
        }
        if foreign
            && !token.folded.is_ascii()
            && words.file.inside.words.iter().any(|word| token.folded.contains(word.as_str()))
        {
            found.push(spelled(tokens, at..=at, 50.0, Kind::Percent));
        }
    }
    found.extend(numbers.iter().filter_map(|number| times(tokens, number)));
    found
}

/// Whether a duration or measure stands as an average that somebody must have measured.
#[must_use]
pub fn is_average(words: &[Token]) -> bool {
    words.iter().any(|token| WORDS.file.average.words.contains(token.folded.as_str()))
}

fn spelled(
    tokens: &Tokens,
    range: std::ops::RangeInclusive<usize>,
    value: f64,
    kind: Kind,
) -> Number {
    let (first, last) = (*range.start(), *range.end());
    let start = tokens.list.get(first).map_or(0, |token| token.start);
    let end = tokens.list.get(last).map_or(start, |token| token.end);
    Number {
        first,
        last,
        span: start..end,
        value,
        other: None,
        kind,
        currency: None,
        step: 1.0,
        spelled: true,
        marked: false,
    }
}

/// Whether `token` names people, firms or what they do.
fn is_market(token: &Token) -> bool {
    token.has(Tag::ClaimNoun) || WORDS.file.people.words.contains(token.folded.as_str())
}

fn is_result(token: &Token) -> bool {
    is_market(token) || WORDS.file.outcome.words.contains(token.folded.as_str())
}

/// `Donors who get a photo give twice as often`: the word of degree stands at `degree`.
fn compares_people(tokens: &Tokens, first: usize, degree: usize) -> bool {
    const BACK: usize = 8;
    let degrees = &WORDS.file.multiple.degree;
    let told = tokens.list.get(degree).is_some_and(|t| degrees.contains(t.folded.as_str()));
    let before = tokens.list.get(first.saturating_sub(BACK)..first).unwrap_or_default();
    told && before.iter().any(is_market)
}

/// `ten times the reach`, `drei Mal so viele`.
fn times(tokens: &Tokens, number: &Number) -> Option<Number> {
    let word = tokens.list.get(number.last + 1)?;
    let next = tokens.list.get(number.last + 2)?;
    let lists = &WORDS.file.multiple;
    let compares = lists.as_much.contains(next.folded.as_str());
    // `costs seven times more than`: the result may stand before.
    let before = tokens.list.get(number.first.saturating_sub(6)..number.first).unwrap_or_default();
    let result = || tokens.list.iter().skip(number.last + 2).take(8).chain(before).any(is_result);
    let people = || compares_people(tokens, number.first, number.last + 3);
    (number.spelled && word.has(Tag::FactorWord) && compares && (result() || people()))
        .then(|| spelled(tokens, number.first..=number.last + 1, number.value, Kind::Factor))
}

/// A word of a proportion and where it stands.
struct Word<'t> {
    tokens: &'t Tokens,
    at: usize,
    token: &'t Token,
}

impl Word<'_> {
    fn read(&self, role: Role) -> Option<Number> {
        match role {
            Role::Nth(share) => self.nth(share),
            Role::Part(share) => self.part(share),
            Role::Multiple => self.multiple(),
            Role::Fold => self.fold(),
            Role::Often => self.often(),
        }
    }

    fn before(&self, back: usize) -> Option<&Token> {
        self.at.checked_sub(back).and_then(|at| self.tokens.list.get(at))
    }

    fn before_is(&self, back: usize, words: &HashSet<String>) -> bool {
        self.before(back).is_some_and(|token| words.contains(token.folded.as_str()))
    }

    fn after(&self) -> impl Iterator<Item = &Token> + Clone {
        self.tokens.list.iter().skip(self.at + 1)
    }

    fn nth(&self, share: f64) -> Option<Number> {
        let every = WORDS.file.nth.get("before")?;
        let before = self.before(1)?;
        let every = every.iter().any(|word| **word == *before.folded);
        let next = self.after().take(2);
        (every && next.clone().any(is_market) && !next.clone().any(|t| t.has(Tag::Duration)))
            .then(|| spelled(self.tokens, self.at - 1..=self.at, share, Kind::Percent))
    }

    /// `two thirds of the members`, `die Hälfte der Kundinnen`, `fell by a fifth`.
    fn part(&self, share: f64) -> Option<Number> {
        let file = &WORDS.file;
        let times = self.before(1).and_then(super::literal::spelled_token);
        let times = times.filter(|times| (1.0..10.0).contains(times) && times * share < 100.0);
        let value = share * times.unwrap_or(1.0);
        let first = self.at - usize::from(times.is_some());
        let found = || spelled(self.tokens, first..=self.at, value, Kind::Percent);
        if self.is_change() {
            return Some(found());
        }
        if self.before_is(1 + usize::from(times.is_some()), &file.multiple.order) {
            return None;
        }
        self.is_of_a_market().then(found)
    }

    /// Whether what follows is the market: the first noun after "of" or "der", up to two words on.
    fn is_of_a_market(&self) -> bool {
        let between = &WORDS.file.between.words;
        let (mut joined, mut others) = (false, 0);
        for (ahead, token) in self.after().take(6).enumerate() {
            let broken = |c: char| !c.is_whitespace() && !matches!(c, '‘' | '’' | '-');
            if self.tokens.gap_before(self.at + 1 + ahead).contains(broken)
                || token.has(Tag::PlanNoun)
                || token.has(Tag::OwnContent)
            {
                return false;
            }
            let market = is_market(token);
            if market && (joined || ahead == 0 && !self.token.folded.is_ascii()) {
                return true;
            }
            let link = between.contains(token.folded.as_str());
            joined |= link;
            others += usize::from(!link);
            if !joined || others > 2 {
                return false;
            }
        }
        false
    }

    /// "by a quarter", "um ein Drittel", "un tercio más", beside a word of change.
    fn is_change(&self) -> bool {
        let lists = &WORDS.file.multiple;
        let by = |first: &Token, second: &Token| {
            lists.by.contains(&format!("{} {}", first.folded, second.folded))
        };
        if !self.before(2).zip(self.before(1)).is_some_and(|(first, second)| by(first, second)) {
            return false;
        }
        let changes =
            |token: &Token| lists.change.contains(token.folded.as_str()) && token.folded.len() > 2;
        self.near(6, 3).iter().any(changes)
    }

    /// `engagement triples`, `see bookings double`, not `double the space`.
    fn multiple(&self) -> Option<Number> {
        let lists = &WORDS.file.multiple;
        let token = self.token.folded.as_str();
        let next = self.after().next();
        let other = next.is_some_and(|next| lists.not_before.contains(next.folded.as_str()));
        let before = self.before(1)?;
        let subject = is_result(before) || lists.modals.contains(before.folded.as_str());
        let ordered = self.opens_sentence() || lists.bare.contains(token) && !subject;
        if other || ordered || lists.not_after.contains(before.folded.as_str()) {
            return None;
        }
        self.near(6, 7)
            .iter()
            .any(is_result)
            .then(|| spelled(self.tokens, self.at..=self.at, 2.0, Kind::Factor))
    }

    fn opens_sentence(&self) -> bool {
        let sentences = &self.tokens.sentences;
        sentences.binary_search_by_key(&self.at, |range| range.start).is_ok()
    }

    /// The words around it.
    fn near(&self, back: usize, ahead: usize) -> &[Token] {
        let range = self.at.saturating_sub(back)..(self.at + ahead).min(self.tokens.list.len());
        self.tokens.list.get(range).unwrap_or_default()
    }

    fn fold(&self) -> Option<Number> {
        let change = &WORDS.file.multiple.change;
        let near = self.near(6, 4);
        let changes = near.iter().any(|token| change.contains(token.folded.as_str()));
        (changes && near.iter().any(is_result))
            .then(|| spelled(self.tokens, self.at..=self.at, 3.0, Kind::Factor))
    }

    /// `twice as many people`, `el doble de ventas`.
    fn often(&self) -> Option<Number> {
        let lists = &WORDS.file.multiple;
        let next = self.after().next()?;
        let as_much = lists.as_much.contains(next.folded.as_str());
        let article = self.before_is(1, &WORDS.file.between.words)
            || !lists.after_article.contains(self.token.folded.as_str());
        let result = || self.after().skip(1).take(6).any(is_result);
        let people = || compares_people(self.tokens, self.at, self.at + 2);
        (as_much && article && (result() || people()))
            .then(|| spelled(self.tokens, self.at..=self.at, 2.0, Kind::Factor))
    }
}
