//! Which verb brings about what a noun phrase names.

use crate::writing::stub::analysis::groups::is_people;
use crate::writing::stub::analysis::phrase::{bare, is_adjective, is_participle, is_plural};
use crate::writing::stub::words::WORDS;

/// Verbs of a change that may have an amount.
const MOVED: [&str; 4] = ["grow", "increase", "reduce", "improve"];

/// How a result is brought about.
#[derive(Debug, PartialEq, Eq)]
pub enum Way {
    /// By a verb before the whole phrase.
    Verb(String),
    /// By a verb before what follows the word (`growth in membership`, `launch of an app`).
    Of(&'static str),
    /// By a verb that takes an amount (`growth of 20%`).
    By(&'static str),
    /// By a verb instead of the word, its object before it (`lead generation`).
    Object(&'static str),
}

impl Way {
    /// The infinitive that it makes of `phrase`.
    pub fn with(&self, phrase: &str) -> String {
        let words: Vec<&str> = phrase.split(' ').collect();
        match self {
            Self::Verb(verb) => format!("{verb} {phrase}"),
            Self::Of(verb) => {
                let at = words.iter().position(|word| matches!(*word, "of" | "in" | "into"));
                let at = at.unwrap_or(0);
                // `growth in membership` is to grow it, `growth in Wales` is to grow there.
                let named =
                    words.get(at + 1).is_some_and(|word| word.starts_with(char::is_uppercase));
                let moved = MOVED.contains(verb);
                let drops = words.get(at) == Some(&"of") || moved && !named;
                let rest = words.get(at + usize::from(drops)..).unwrap_or_default();
                format!("{verb} {}", rest.join(" "))
            }
            Self::By(verb) => {
                let amount = phrase.split_once(" of ").map_or(phrase, |(_, amount)| amount);
                format!("{verb} by {amount}")
            }
            Self::Object(verb) => {
                let is_act = |word: &&str| WORDS.goal_actions.contains_key(&bare(word));
                let at = words.iter().position(is_act).unwrap_or(0);
                let object = words.get(..at).unwrap_or_default().join(" ");
                let counted = WORDS.counted_people.contains(&bare(&object));
                let rest = words.get(at + 1..).unwrap_or_default().join(" ");
                let by = rest.strip_prefix("of ").filter(|rest| has_figure(rest));
                let rest = by.map_or(rest.clone(), |figure| format!("by {figure}"));
                format!("{verb} {object}{} {rest}", if counted { "s" } else { "" })
                    .trim_end()
                    .to_owned()
            }
        }
    }
}

/// Whether `text` opens with a figure.
fn has_figure(text: &str) -> bool {
    text.split(' ').next().is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
}

/// How `phrase` is brought about; `None` where nothing in it tells.
pub fn class(phrase: &str) -> Option<Way> {
    let listed = phrase.split_once(", ").map_or(phrase, |(one, _)| one);
    let words: Vec<String> = phrase.split_whitespace().map(bare).collect();
    let stop = |word: &String| {
        WORDS.head_stops.contains(word) || matches!(word.as_str(), "of" | "into" | "among" | "per")
    };
    let stops = words.iter().position(stop).unwrap_or(words.len());
    let end = stops.min(listed.split_whitespace().count());
    let head = words.get(..end)?;
    let link = words.get(end).map_or("", String::as_str);
    let (first, last) = head.first().zip(head.last())?;
    let way = |verb: &str| Some(Way::Verb(verb.to_owned()));
    // `customers to come back`: somebody is to do something.
    if link == "to" && is_plural(last) {
        return way("get");
    }
    if let Some(verb) = WORDS.goal_actions.get(last) {
        let plain = WORDS.grading.contains(first) || is_adjective(first);
        let alone = head.len() == 1 || head.len() == 2 && (plain || first == "the");
        let figure = phrase.split(' ').nth(end + 1).is_some_and(has_figure);
        let moved = MOVED.contains(&verb.as_str());
        if alone && figure && moved && link == "of" {
            return Some(Way::By(verb));
        }
        if alone && matches!(link, "of" | "in" | "into") {
            return Some(Way::Of(verb));
        }
        if !alone {
            return Some(Way::Object(verb));
        }
    }
    if ["full", "fuller", "busy", "busier", "sold-out", "booked"].contains(&first.as_str()) {
        return way("have");
    }
    if let Some(verb) = WORDS.goal_results.get(last) {
        return way(verb);
    }
    if WORDS.grading.contains(first) {
        let more = matches!(first.as_str(), "more" | "additional" | "new" | "extra" | "further");
        return way(if more { "win" } else { "get" });
    }
    if let Some(verb) = head.iter().rev().find_map(|word| WORDS.goal_results.get(word)) {
        return way(verb);
    }
    if is_people(last) && is_plural(last) {
        return way("win");
    }
    // `spaces let by December`: something is to be done.
    let done = head.len() > 1 && (is_participle(last) || last == "let" || last == "sold");
    if done && is_plural(head.get(head.len().wrapping_sub(2))?) {
        return way("have");
    }
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return way("reach");
    }
    let acronym = phrase.split(' ').next().filter(|word| (2..=4).contains(&word.len()));
    if acronym.is_some_and(|word| word.chars().all(|c| c.is_ascii_uppercase())) && head.len() == 1 {
        return way("improve");
    }
    None
}
