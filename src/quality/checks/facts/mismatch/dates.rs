//! Dates and months that are not the brief's.

use jiff::civil::Date;

use super::Mismatch;
use super::words::WORDS;
use crate::quality::context::{Context, SectionView};
use crate::quality::dates::month;
use crate::quality::document::BlockKind;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::tokens::{Token, TokenKind, Tokens};
use crate::quality::vocabulary::Tag;

/// Words that a date of the text and one of the brief must have in common to be the same.
const COMMON: usize = 2;
/// Words around a date that tell what happens then.
const NEAR: usize = 10;

/// A month, with its day where one stands beside it.
#[derive(Debug)]
struct Named {
    at: usize,
    month: u8,
    day: Option<u8>,
    /// The year that is said with it.
    year: Option<i16>,
    first: usize,
    last: usize,
}

/// The dated texts of the brief.
pub(super) fn given(context: &Context<'_>) -> Vec<Given> {
    context.known().dated.iter().map(Given::of).collect()
}

pub(super) fn mismatches(
    view: &SectionView<'_>,
    (block, tokens): (usize, &Tokens),
    given: &[Given],
    start: Date,
) -> Vec<Mismatch> {
    let cell = view.document.blocks.get(block).map(|block| block.kind);
    if given.is_empty() || matches!(cell, Some(BlockKind::Cell { .. } | BlockKind::Heading(_))) {
        return vec![];
    }
    // The day on which the plan begins was fixed with the brief.
    let begins = |date: &Named| {
        i8::try_from(date.month) == Ok(start.month())
            && date.day.is_some_and(|day| i8::try_from(day) == Ok(start.day()))
            && date.year.is_none_or(|year| year == start.year())
    };
    let all = named(tokens);
    let of_brief = |date: &Named| {
        given.iter().flat_map(|given| &given.dates).any(|other| same_date(other, date))
    };
    let found = all.iter().filter(|date| !begins(date)).filter_map(|date| {
        let range = sentence_of(tokens, date.at);
        let words = tokens.list.get(range.clone())?;
        let open =
            words.iter().any(|t| t.has(Tag::Trigger) || t.has(Tag::Wording) || WORDS.is_interim(t))
                || words.first().is_some_and(|t| t.has(Tag::Imperative) && !WORDS.negates(t));
        if open {
            return None;
        }
        let near = date.at.saturating_sub(NEAR).max(range.start)..(date.at + NEAR).min(range.end);
        let near = tokens.list.get(near)?;
        // A sentence that gives the brief's own date beside this one tells two things.
        let told = all
            .iter()
            .any(|other| other.at != date.at && range.contains(&other.at) && of_brief(other));
        let text = window(date, near, given)
            .or_else(|| same_event(date, near, given).filter(|_| !told))?;
        let start = tokens.list.get(date.first)?.start;
        let end = tokens.list.get(date.last)?.end;
        Some(Mismatch { span: start..end, given: text })
    });
    found.collect()
}

/// A text of the brief with dates.
#[derive(Debug)]
pub(super) struct Given {
    tokens: Tokens,
    dates: Vec<Named>,
    /// Whether it is the brief's timeline.
    timeline: bool,
    /// Whether it is its goal.
    goal: bool,
}

impl Given {
    fn of((text, timeline, goal): &(String, bool, bool)) -> Self {
        let tokens = Tokens::of(text);
        let dates = named(&tokens);
        Self { tokens, dates, timeline: *timeline, goal: *goal }
    }
}

fn sentence_of(tokens: &Tokens, at: usize) -> std::ops::Range<usize> {
    crate::quality::numbers::nearby::sentence(tokens, at)
}

/// The plan begins or ends outside the brief's window.
fn window(date: &Named, words: &[Token], given: &[Given]) -> Option<String> {
    let speaks = words.iter().any(|t| WORDS.is_plan(t)) && words.iter().any(|t| WORDS.runs(t));
    let part = words.iter().any(|t| WORDS.is_part(t) && !matches!(&*t.folded, "for" | "after"));
    let frame =
        |wanted: fn(&Given) -> bool| given.iter().find(|g| wanted(g) && !g.dates.is_empty());
    let timeline = frame(|given| given.timeline)
        .or_else(|| frame(|given| given.goal && given.dates.len() >= 2))?;
    let (first, last) = (timeline.dates.first()?, timeline.dates.last()?);
    if !speaks || part {
        return None;
    }
    let day = |named: &Named, default: u8| {
        u16::from(named.month) * 32 + u16::from(named.day.unwrap_or(default))
    };
    let (start, end) = (day(first, 1), day(last, 31));
    let (low, high) = (day(date, 1), day(date, date.day.unwrap_or(1)));
    if let Some(text) = other_end(date, words, (first, last), timeline) {
        return Some(text);
    }
    let inside =
        |at: u16| if start <= end { (start..=end).contains(&at) } else { at >= start || at <= end };
    let outside = !inside(low) && !inside(high);
    let starts = words.iter().any(|t| WORDS.starts(t));
    let other_start = timeline.dates.len() == 1 && starts && !same_date(first, date);
    (timeline.dates.len() >= 2 && outside || other_start).then(|| timeline.tokens.text.to_string())
}

/// The text tells of an event of the brief, with another month or day.
fn same_event(date: &Named, words: &[Token], given: &[Given]) -> Option<String> {
    let own: Vec<&str> = words
        .iter()
        .filter(|t| is_content(t) && month(&t.folded).is_none())
        .map(|t| stem(&t.folded))
        .collect();
    if given.iter().flat_map(|given| &given.dates).any(|other| is_told_so(date, words, other)) {
        return None;
    }
    let shared = |given: &Given, other: &Named| {
        let range = sentence_of(&given.tokens, other.at);
        let theirs = given.tokens.list.get(range).unwrap_or_default();
        let near = theirs.iter().filter(|t| is_content(t) && month(&t.folded).is_none());
        let both = |says: fn(&Token) -> bool| {
            usize::from(words.iter().any(says) && theirs.iter().any(says))
        };
        let shared = near.filter(|t| own.contains(&stem(&t.folded))).count();
        let alike = both(|t| WORDS.is_until(t)) + both(|t| WORDS.negates(t));
        if shared == 0 { 0 } else { shared + alike }
    };
    let scored = given
        .iter()
        .flat_map(|given| given.dates.iter().map(move |other| (shared(given, other), given)));
    let (score, best) = scored.max_by_key(|(score, _)| *score)?;
    (score > COMMON).then(|| best.tokens.text.to_string())
}

/// `from April to December`, where the brief's plan begins in April too and ends in March.
fn other_end(
    date: &Named,
    words: &[Token],
    (first, last): (&Named, &Named),
    timeline: &Given,
) -> Option<String> {
    let months: Vec<u8> = words.iter().filter_map(|token| month(&token.folded)).collect();
    let [from, to] = months.as_slice() else { return None };
    let begins = *from == first.month && *to != last.month && date.month == *to;
    let ends = *to == last.month && *from != first.month && date.month == *from;
    (timeline.dates.len() == 2 && (begins || ends)).then(|| timeline.tokens.text.to_string())
}

fn same_date(a: &Named, b: &Named) -> bool {
    a.month == b.month && (a.day == b.day || a.day.is_none() || b.day.is_none())
}

/// The same date, or "before November" for the end of October.
fn is_told_so(date: &Named, words: &[Token], other: &Named) -> bool {
    let until = words.iter().any(|t| WORDS.is_until(t));
    let eve = date.day.is_none_or(|day| day == 1) && other.month % 12 + 1 == date.month;
    same_date(date, other) || until && eve
}

/// The months of `tokens` that are dates.
fn named(tokens: &Tokens) -> Vec<Named> {
    let months = tokens.list.iter().enumerate().filter(|(_, token)| token.has(Tag::Month));
    months
        .filter_map(|(at, token)| {
            let month = month(&token.folded)?;
            let capital = tokens.text.get(token.start..)?.starts_with(char::is_uppercase);
            // `may` and `mar` are words, and Romance months are written small.
            if !capital
                && matches!(&*token.folded, "may" | "march" | "mar" | "mai" | "mei" | "mars")
            {
                return None;
            }
            let day = |at: Option<usize>| {
                let token = tokens.list.get(at?).filter(|t| t.kind == TokenKind::Number)?;
                let digits = tokens.text.get(token.start..token.digits_end)?;
                digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
            };
            let of = tokens
                .list
                .get(at.wrapping_sub(1))
                .is_some_and(|t| matches!(&*t.folded, "de" | "of"));
            let before = at.checked_sub(1 + usize::from(of));
            let (first, last, day) = match (day(before), day(Some(at + 1))) {
                (Some(day), _) => (before.unwrap_or(at), at, Some(day)),
                (None, Some(day)) => (at, at + 1, Some(day)),
                (None, None) => (at, at, None),
            };
            let year = tokens.list.get(last + 1).and_then(|token| token.folded.parse().ok());
            let year = year.filter(|year| (1_900..2_200).contains(year));
            Some(Named { at, month, day, year, first, last })
        })
        .collect()
}
