//! What the work should achieve: a verb phrase, its number, what is counted and the deadline.

use std::sync::LazyLock;

use regex::Regex;

use super::clean::{clauses, squeeze};
use super::phrase::{bare, cut, inside, is_latin};
use crate::writing::stub::words::WORDS;

/// The goal of a brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// A bare infinitive (`fill the noon classes`), to stand after `to`.
    pub phrase: Option<String>,
    /// The first number that is neither a time, a year nor a duration.
    pub number: Option<String>,
    /// Sign of a number that is a change (`by 25%`): `+`, or `−` where the goal is to have less.
    pub change: Option<char>,
    /// What that number counts.
    pub unit: Option<String>,
    /// When, as the brief says it (`by the end of March 2027`).
    pub deadline: Option<String>,
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(US\$|\p{Sc})?\s?\d[\d.,]*\s?(%|per cent|percent|k\b|m\b|million|bn|billion|crore|lakh)?").ok()
});

static DEADLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(by|within|before|until|in the next|over the next|over|in|between|from) ((?:the |end |of |next |first |early |late |mid-?)*(?:\d{1,4} |one |two |three |four |six |nine |twelve |a )*(?:days?|weeks?|months?|quarters?|years?|Q[1-4]|spring|summer|autumn|winter|christmas|january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)\b(?:[ ,]+(?:and|to|\d{1,2}(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)\b)*)",
    )
    .ok()
});

/// Reads the goal out of `text`.
pub fn read(text: &str, brand: &str) -> Goal {
    let clauses = clauses(text);
    let Some(first) = clauses.first() else { return Goal::default() };
    let (number, unit) = number(first);
    Goal {
        phrase: Some(verb_phrase(first, brand)).filter(|phrase| !phrase.is_empty()),
        change: number.as_deref().and_then(|number| change(first, number)),
        number,
        unit,
        deadline: deadline(first).or_else(|| clauses.iter().find_map(|clause| deadline(clause))),
    }
}

fn verb_phrase(clause: &str, brand: &str) -> String {
    let stripped = strip_lead(clause);
    let short = cut(&stripped, 18);
    if !is_latin(&short) {
        return format!("reach the goal of {short}");
    }
    let first = bare(short.split([' ', '-']).next().unwrap_or(""));
    if WORDS.goal_verbs.contains(&first) && !noun_follows(&short) {
        return lower_first(&short);
    }
    if let Some(verb) = from_gerund(&first) {
        let rest = short.split_once(' ').map_or("", |(_, rest)| rest);
        return format!("{verb} {rest}").trim().to_owned();
    }
    let phrase = inside(&short, brand);
    let verb = match first.as_str() {
        "more" | "additional" | "new" => "win",
        "brand" | "awareness" | "trust" | "loyalty" | "visibility" => "build",
        "less" | "fewer" | "lower" => "get to",
        _ if first.starts_with(|c: char| c.is_ascii_digit()) => "reach",
        _ => "achieve",
    };
    format!("{verb} {phrase}")
}

/// Whether the first word is a noun here (`Lead generation`, `Support for members`).
fn noun_follows(phrase: &str) -> bool {
    let second = phrase.split_whitespace().nth(1).map(bare).unwrap_or_default();
    matches!(
        second.as_str(),
        "generation" | "growth" | "in" | "for" | "of" | "gen" | "acquisition" | "is"
    )
}

fn strip_lead(clause: &str) -> String {
    let mut text = clause.to_owned();
    for lead in [
        "the primary goal is to ",
        "the main goal is to ",
        "the goal is to ",
        "our goal is to ",
        "goal is to ",
        "our main goal is to ",
        "we want to ",
        "we would like to ",
        "we aim to ",
        "we need to ",
        "i want to ",
        "to ",
        "aim to ",
        "help us ",
        "help us to ",
        "the aim is to ",
    ] {
        if text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead)) {
            text = text.get(lead.len()..).unwrap_or("").to_owned();
        }
    }
    squeeze(&text)
}

fn from_gerund(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ing")?;
    let single = stem.get(..stem.len().saturating_sub(1)).unwrap_or("");
    [stem.to_owned(), format!("{stem}e"), single.to_owned()]
        .into_iter()
        .find(|verb| WORDS.goal_verbs.contains(verb))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

fn number(clause: &str) -> (Option<String>, Option<String>) {
    let word_before =
        |at: usize| clause.get(..at).unwrap_or("").split_whitespace().last().map(bare);
    let mut found = NUMBER.as_ref().into_iter().flat_map(|re| re.find_iter(clause)).filter(|hit| {
        let after = clause.get(hit.end()..).unwrap_or("");
        let before = clause.get(..hit.start()).unwrap_or("");
        is_quantity(hit.as_str(), before, after)
    });
    let Some(mut hit) = found.next() else { return (None, None) };
    let from = word_before(hit.start()).is_some_and(|word| word == "from");
    let reached = found
        .next()
        .filter(|next| from && word_before(next.start()).is_some_and(|word| word == "to"));
    hit = reached.unwrap_or(hit);
    let after = clause.get(hit.end()..).unwrap_or("");
    let unit: Vec<&str> = after
        .split_whitespace()
        .take_while(|word| !WORDS.dangling.contains(&bare(word)) && bare(word) != "a")
        .take(4)
        .collect();
    let unit = squeeze(&unit.join(" ").split(',').next().unwrap_or("").to_lowercase());
    let value = hit.as_str().trim().trim_end_matches([',', '.']).to_owned();
    let unit = Some(unit).filter(|unit| unit.chars().count() > 2);
    (Some(value), unit.or_else(|| object(clause.get(..hit.start()).unwrap_or(""))))
}

/// What grows or falls, where the figure follows it (`raise donor retention by …`).
fn object(before: &str) -> Option<String> {
    let words: Vec<String> = before.split_whitespace().map(bare).collect();
    let end = words
        .iter()
        .position(|word| matches!(word.as_str(), "by" | "from" | "to" | "below" | "above"))?;
    let verb = |word: &String| WORDS.goal_verbs.contains(word) || from_gerund(word).is_some();
    let start = usize::from(words.first().is_some_and(verb));
    let named = words.get(start..end)?;
    (1..=5).contains(&named.len()).then(|| named.join(" "))
}

/// Whether the goal is to move something by `number`, and which way.
fn change(clause: &str, number: &str) -> Option<char> {
    let at = clause.find(number)?;
    let by = clause.get(..at)?.split_whitespace().last().is_some_and(|word| word == "by");
    let verb = bare(clause.split_whitespace().next().unwrap_or(""));
    let less = ["cut", "reduce", "lower", "decrease", "shorten", "drop", "shrink", "lessen"];
    let falls = less.iter().any(|word| verb.starts_with(word));
    by.then_some(if falls { '−' } else { '+' })
}

fn is_quantity(value: &str, before: &str, after: &str) -> bool {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let year = digits.len() == 4
        && (digits.starts_with("20") || digits.starts_with("19"))
        && value.trim().len() == 4;
    let next = after.split_whitespace().next().map(bare).unwrap_or_default();
    let last = before.split_whitespace().last().map(bare).unwrap_or_default();
    let time = [
        "am", "pm", "a.m", "p.m", "day", "days", "week", "weeks", "month", "months", "year",
        "years", "minutes", "minute", "hours", "hour", "percent",
    ];
    let apart = value.starts_with(char::is_whitespace);
    let glued = (!apart && before.ends_with(|c: char| c.is_alphanumeric() || c == '-'))
        || (!value.ends_with(char::is_whitespace)
            && after.starts_with(|c: char| c.is_alphabetic() || c == '-' || c == ':'));
    let aged = ["aged", "age", "ages", "top", "q", "day"].contains(&last.as_str());
    !year
        && !glued
        && !aged
        && !time.contains(&next.as_str())
        && !super::time::MONTHS.contains(&next.as_str())
        && !super::time::MONTHS.contains(&last.as_str())
}

fn deadline(clause: &str) -> Option<String> {
    let hit = DEADLINE.as_ref()?.find(clause)?;
    let text = cut(&squeeze(hit.as_str()), 9);
    (text.split_whitespace().count() <= 9).then(|| lower_first(&text))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_verb_number_unit_and_deadline() {
        for (given, phrase, number, unit, deadline) in [
            (
                "Sell 2,400 Quiet Sets between March 2 and May 10",
                "sell 2,400 Quiet Sets between March 2 and May 10",
                Some("2,400"),
                Some("quiet sets"),
                Some("between March 2 and May 10"),
            ),
            (
                "Fill the weekday 6 a.m. and noon classes",
                "fill the weekday 6 a.m. and noon classes",
                None,
                None,
                None,
            ),
            (
                "More bookings from locals by June 2027",
                "win more bookings from locals by June 2027",
                None,
                None,
                Some("by June 2027"),
            ),
            (
                "Increasing sales by 20% within six months",
                "increase sales by 20% within six months",
                Some("20%"),
                Some("sales"),
                Some("within six months"),
            ),
            (
                "Raise donor retention from 45% to 60% within 12 months",
                "raise donor retention from 45% to 60% within 12 months",
                Some("60%"),
                Some("donor retention"),
                Some("within 12 months"),
            ),
            ("Lead generation", "achieve lead generation", None, None, None),
            ("Brand awareness", "build brand awareness", None, None, None),
            (
                "We want to win 40 new members",
                "win 40 new members",
                Some("40"),
                Some("new members"),
                None,
            ),
        ] {
            let goal = read(given, "Arc");
            assert_eq!(goal.phrase.as_deref(), Some(phrase), "{given}");
            assert_eq!(goal.number.as_deref(), number, "{given}");
            assert_eq!(goal.unit.as_deref(), unit, "{given}");
            assert_eq!(goal.deadline.as_deref(), deadline, "{given}");
        }
    }
}
