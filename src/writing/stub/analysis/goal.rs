//! What the work should achieve: a verb phrase, its number, what is counted and the deadline.

use std::sync::LazyLock;

use regex::Regex;

use super::aim::{lower_first, stated, stem_of, verb_phrase, without_lead};
use super::clean::{clauses, squeeze};
use super::phrase::{bare, cut};
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
    const MONTH: &str =
        "january|february|march|april|may|june|july|august|september|october|november|december";
    let lead = "the |of |start of |beginning of |end of |middle of |next |this |coming |first |second |third |fourth |last |early |late |mid-?|financial |school |calendar |summer |holiday |our ";
    let count = r"\d{1,4} |\d{1,2}(?:st|nd|rd|th) (?:of )?|one |two |three |four |five |six |seven |eight |nine |ten |twelve |eighteen |a ";
    let unit = "days?|weeks?|months?|quarters?|years?|Q[1-4]|H[12]|spring|summer|autumn|winter|christmas|easter|new year";
    let ends = "season|term|holidays|fall|ramadan|diwali|tax year";
    Regex::new(&format!(
        r"(?i)\b(by|within|before|until|in the next|over the next|over|in|between|from) ((?:{lead})*(?:{count})*(?:{unit}|year-end|year end|{MONTH}|20\d\d)\b(?:[ ,]+(?:and|to|of|\d{{1,2}}(?:st|nd|rd|th)?|{MONTH}|20\d\d|next year|this year)\b)*)|\b(?:by|before|until) (?:{lead})*(?:{ends})\b"
    ))
    .ok()
});

/// Reads the goal out of `text`.
pub fn read(text: &str, brand: &str) -> Goal {
    let clauses = clauses(text);
    let Some(clause) = stated(&clauses) else { return Goal::default() };
    let first = without_lead(clause);
    let first = if first.is_empty() { clause } else { &first };
    let (number, unit) = number(first);
    Goal {
        phrase: Some(verb_phrase(clause, brand)).filter(|phrase| !phrase.is_empty()),
        change: number.as_deref().and_then(|number| change(first, number)),
        number,
        unit,
        deadline: deadline(first).or_else(|| clauses.iter().find_map(|clause| deadline(clause))),
    }
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
    let verb = |word: &String| WORDS.goal_verbs.contains(word) || stem_of(word).is_some();
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
            ("Lead generation", "generate leads", None, None, None),
            ("Brand awareness", "build brand awareness", None, None, None),
            (
                "Fill 24 places by the end of the second quarter",
                "fill 24 places by the end of the second quarter",
                Some("24"),
                Some("places"),
                Some("by the end of the second quarter"),
            ),
            (
                "Storage spaces let by the first of December",
                "have storage spaces let by the first of December",
                None,
                None,
                Some("by the first of December"),
            ),
            (
                "Sales fell last year. We want to win 30 of them back before Christmas",
                "win 30 of them back before Christmas",
                Some("30"),
                None,
                Some("before Christmas"),
            ),
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
