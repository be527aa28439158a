//! Where a description of people names several groups.

use super::audience::strip_lead;
use super::phrase::{bare, is_plural};
use crate::writing::stub::words::WORDS;

/// Words that single a group out of the one before (`residents, especially renters`).
const EMPHASIS: [&str; 7] = [
    ", especially ",
    ", particularly ",
    ", above all ",
    ", including ",
    ", notably ",
    ", such as ",
    ", e.g. ",
];

/// Splits the groups that stand in one clause.
pub fn split(clause: &str) -> Vec<String> {
    let singled = EMPHASIS.iter().find_map(|mark| clause.split_once(mark));
    if let Some((all, some)) = singled {
        let grouped = starts_group(some) && names_people(some);
        return if grouped { vec![all.to_owned(), some.to_owned()] } else { vec![all.to_owned()] };
    }
    if let Some(groups) = list_of_groups(clause) {
        return groups;
    }
    for mark in [", and ", ", plus ", " as well as ", " plus ", ", as well as "] {
        let parts = clause.split_once(mark);
        let fits = |two: &str| starts_group(two) && two.split_whitespace().count() >= 2;
        if let Some((one, two)) = parts.filter(|(_, two)| fits(two)) {
            return vec![one.to_owned(), strip_lead(two)];
        }
    }
    let words: Vec<&str> = clause.split_whitespace().collect();
    let and = words.iter().position(|word| *word == "and" || *word == "&");
    let stop = words.iter().position(|word| WORDS.audience_stops.contains(&bare(word)));
    match (and, stop.unwrap_or(words.len())) {
        (Some(and), stop)
            if and > 0
                && and < stop
                && two_groups(clause).is_none()
                && !words.iter().take(and).any(|w| w.ends_with(',')) =>
        {
            let one = words.iter().take(and).copied().collect::<Vec<_>>().join(" ");
            let two = words.iter().skip(and + 1).copied().collect::<Vec<_>>().join(" ");
            let plural = one.split_whitespace().last().is_some_and(|word| is_plural(&bare(word)));
            if plural { vec![one, two] } else { vec![clause.to_owned()] }
        }
        _ => two_groups(clause).unwrap_or_else(|| vec![clause.to_owned()]),
    }
}

/// Three or more groups in a list (`families, pensioners and shift workers in the city`).
fn list_of_groups(clause: &str) -> Option<Vec<String>> {
    let mut parts: Vec<&str> = clause.split(", ").collect();
    let last = parts.pop().filter(|_| !parts.is_empty())?;
    let (one, two) = last.split_once(" and ").or_else(|| last.split_once(" or "))?;
    let open = one.trim_start_matches("and ");
    let plain = |part: &str| {
        let words: Vec<String> = part.split_whitespace().map(bare).collect();
        (1..=4).contains(&words.len())
            && !words.iter().any(|word| WORDS.audience_stops.contains(word))
            && words.last().is_some_and(|word| is_plural(word))
            && starts_group(part)
    };
    if !parts.iter().all(|part| plain(part)) || !plain(open) || !names_people(two) {
        return None;
    }
    parts.extend([open, two]);
    Some(parts.into_iter().map(str::to_owned).collect())
}

/// Whether a plural noun stands at the end of a group's name.
fn names_people(text: &str) -> bool {
    let words: Vec<String> = text.split_whitespace().map(bare).collect();
    let stop = (1..words.len())
        .find(|at| words.get(*at).is_some_and(|word| is_stop(&words, *at, word) || word == "and"))
        .unwrap_or(words.len());
    stop.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| is_plural(word))
}

/// Two groups, the first with a description (`regular givers aged 35 and lapsed donors`).
fn two_groups(clause: &str) -> Option<Vec<String>> {
    let (one, two) = clause.rsplit_once(" and ")?;
    let words: Vec<String> = one.split_whitespace().map(bare).collect();
    let described = words
        .iter()
        .enumerate()
        .skip(1)
        .any(|(at, word)| is_stop(&words, at, word) && !WORDS.relatives.contains(word));
    let named: Vec<String> = two.split_whitespace().map(bare).collect();
    let people = named.iter().position(|word| is_people(word)).is_some_and(|at| at <= 3);
    (described && people && named.len() >= 2 && starts_group(two))
        .then(|| vec![one.to_owned(), two.to_owned()])
}

/// Whether the word at `at` ends the name of a group: `aged`, `who`, or what the group is doing.
pub fn is_stop(words: &[String], at: usize, word: &str) -> bool {
    let doing = word.len() >= 5 && word.ends_with("ing");
    let after_people =
        at.checked_sub(1).and_then(|before| words.get(before)).is_some_and(|word| is_plural(word));
    WORDS.audience_stops.contains(word) || (doing && after_people)
}

/// Whether a noun names people in the plural, as far as its form tells.
pub fn is_people(word: &str) -> bool {
    let endings = ["ers", "ors", "ists", "ants", "ents", "ees", "ians", "als", "ives", "eurs"];
    let others = [
        "families",
        "couples",
        "households",
        "teams",
        "firms",
        "companies",
        "businesses",
        "schools",
        "women",
        "men",
        "people",
        "parents",
        "friends",
    ];
    others.contains(&word)
        || !["ments", "vents"].iter().any(|end| word.ends_with(end))
            && endings.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
}

fn starts_group(text: &str) -> bool {
    let first = bare(text.split_whitespace().next().unwrap_or(""));
    !WORDS.dangling.contains(&first)
        && !WORDS.audience_stops.contains(&first)
        && !["have", "feel", "love", "need", "like", "use", "value", "buy"]
            .contains(&first.as_str())
}
