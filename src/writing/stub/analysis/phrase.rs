//! Short phrases out of clauses: cut at a joint, lower-cased, joined.

use std::borrow::Cow;

use super::clean::squeeze;
use crate::writing::stub::words::WORDS;

pub use super::noun::{is_adjective, is_many, is_participle, is_plural, noun_phrase};

/// What follows `lead`, where `text` begins with it in any case.
pub fn after_lead<'t>(text: &'t str, lead: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(lead.len())?;
    start.eq_ignore_ascii_case(lead).then_some(rest)
}

/// Cuts `clause` to at most `most` words (and six times as many letters in scripts without
/// spaces), at a comma or joint where there is one, and never on a dangling word.
pub fn cut(clause: &str, most: usize) -> String {
    let words: Vec<&str> = clause.split_whitespace().collect();
    let kept = if words.len() <= most { words } else { best_cut(&words, most) };
    let mut text = squeeze(&strip_dangling(kept).join(" "));
    let letters = most * 10;
    if text.chars().count() > letters {
        text = text.chars().take(letters).collect();
        if let Some((head, _)) = text.rsplit_once(' ').filter(|(head, _)| head.len() > letters / 2)
        {
            text = head.to_owned();
        }
        text = squeeze(&text);
    }
    text
}

fn best_cut<'a>(words: &[&'a str], most: usize) -> Vec<&'a str> {
    let window: Vec<&str> = words.iter().take(most).copied().collect();
    let after_comma = window.iter().rposition(|word| word.ends_with([',', ':'])).map(|at| at + 1);
    let joint = words
        .iter()
        .take(most + 1)
        .rposition(|word| WORDS.joints.contains(&bare(word)))
        .filter(|at| *at >= 3);
    let end = match (after_comma.filter(|at| *at >= 3), joint) {
        (Some(comma), Some(joint)) => comma.max(joint),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => most,
    };
    // A relative clause that has lost its end says something else: it goes as a whole.
    let relative = window
        .iter()
        .take(end)
        .rposition(|word| WORDS.relatives.contains(&bare(word)))
        .filter(|at| *at >= 3);
    window.into_iter().take(relative.unwrap_or(end)).collect()
}

fn strip_dangling(mut words: Vec<&str>) -> Vec<&str> {
    while words.len() > 1
        && words.last().is_some_and(|word| WORDS.dangling.contains(&bare(word)) || *word == "&")
        && !ends_in_amount(&words)
    {
        words.pop();
    }
    words
}

/// `text` without a participle at its end that has lost what followed it (`dog food portioned`).
pub fn without_participle(text: &str) -> String {
    let (head, last) = text.rsplit_once(' ').unwrap_or(("", text));
    let last = bare(last);
    let open = head.contains(' ') && !last.ends_with("ing") && is_participle(&last);
    if open { without_participle(head) } else { text.to_owned() }
}

/// Whether the last word belongs to an amount (`£85 each`).
fn ends_in_amount(words: &[&str]) -> bool {
    let before = words.len().checked_sub(2).and_then(|at| words.get(at));
    words.last().is_some_and(|word| bare(word) == "each")
        && before.is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()))
}

/// A word in lower case without signs around it.
pub fn bare(word: &str) -> String {
    bare_word(word).into_owned()
}

/// The same, and the word itself where it has nothing else.
pub fn bare_word(word: &str) -> Cow<'_, str> {
    let edges = [word.as_bytes().first(), word.as_bytes().last()];
    let word = if edges.into_iter().flatten().all(u8::is_ascii_alphanumeric) {
        word
    } else {
        word.trim_matches(|c: char| !c.is_alphanumeric())
    };
    if !word.is_ascii() {
        Cow::Owned(word.to_lowercase())
    } else if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// `text` as it stands inside a sentence: a small first letter, unless the word is a name or one
/// of `names`.
pub fn inside(text: &str, names: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    if keeps_capital(first, words.next().unwrap_or(""), names) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

fn keeps_capital(first: &str, second: &str, names: &str) -> bool {
    let mut letters = first.chars();
    let initial = letters.next().is_some_and(char::is_uppercase);
    let inner = letters.clone().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let single = letters.next().is_none() && first != "A";
    let title = second.chars().next().is_some_and(char::is_uppercase)
        && !second.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let stem = bare(first);
    let stem = stem.trim_end_matches("'s").trim_end_matches("’s");
    // `Undyed Highland yarn` begins with no name.
    let done = stem.len() > 5 && stem.ends_with("ed") && stem != "united";
    let title = title && !done;
    !initial
        || inner
        || single
        || title
        || WORDS.proper_words.contains(stem)
        || is_of_a_people(stem)
        || names.split_whitespace().any(|word| bare(word) == stem)
}

/// Whether an adjective is made from the name of a country or city, as far as its ending tells.
fn is_of_a_people(word: &str) -> bool {
    let common = ["guardian", "vegetarian", "civilian", "pedestrian", "librarian", "custodian"];
    let ending = word.ends_with("ian") && !common.contains(&word);
    word.len() > 5 && (ending || word.ends_with("ese") && !word.ends_with("cheese"))
}

/// Whether most letters are Latin, so that English endings and articles fit.
pub fn is_latin(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    letters > 0 && latin * 2 > letters
}

/// `a`, `a and b`, `a, b and c`.
pub fn join(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn cuts_at_a_joint() {
        for (given, most, wanted) in [
            ("one two three", 5, "one two three"),
            (
                "working adults who live near the river and like tea",
                8,
                "working adults who live near the river",
            ),
            (
                "sell cakes, teach bakers and please everybody in the town",
                7,
                "sell cakes, teach bakers",
            ),
            ("more of the very best of", 5, "more of the very best"),
            ("自家製パンと菓子", 3, "自家製パンと菓子"),
        ] {
            assert_eq!(cut(given, most), wanted);
        }
        assert_eq!(
            cut("a walk for up to six people at £85 each", 12),
            "a walk for up to six people at £85 each"
        );
    }
}
