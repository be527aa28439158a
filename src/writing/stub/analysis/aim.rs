//! A goal as a bare infinitive, whatever form the client gave it: an imperative, a gerund, a
//! sentence, or a noun phrase that names what should come of the work.

mod way;

use super::clean::squeeze;
use super::phrase::{after_lead, bare, cut, inside, is_latin};
use crate::writing::stub::words::WORDS;
use way::class;

/// Words with which a goal is announced before a verb.
const BEFORE_VERB: [&str; 27] = [
    "the primary goal is to ",
    "the main goal is to ",
    "the goal is to ",
    "the aim is to ",
    "the objective is to ",
    "our goal is to ",
    "our aim is to ",
    "our main goal is to ",
    "our main aim is to ",
    "goal is to ",
    "we want to ",
    "we would like to ",
    "we’d like to ",
    "we'd like to ",
    "we aim to ",
    "we need to ",
    "we hope to ",
    "we are looking to ",
    "we're looking to ",
    "i want to ",
    "want to ",
    "need to ",
    "looking to ",
    "aim to ",
    "help us to ",
    "in order to ",
    "to ",
];

/// Words with which a goal is announced before a noun, a gerund or a sentence.
const BEFORE_NOUN: [&str; 24] = [
    "the primary goal is ",
    "the main goal is ",
    "the goal is ",
    "the aim is ",
    "our goal is ",
    "our aim is ",
    "our main goal is ",
    "our main aim is ",
    "primary goal: ",
    "goal: ",
    "aim: ",
    "primarily ",
    "mainly ",
    "also ",
    "we would like ",
    "we want ",
    "we need ",
    "we are looking for ",
    "we're looking for ",
    "looking for ",
    "want ",
    "need ",
    "help us ",
    "above all ",
];

/// The clause that says the goal: the first one, unless it tells something else and a later one
/// announces it (`Sales fell last year. We want to win them back.`).
pub fn stated(clauses: &[String]) -> Option<&String> {
    let announced = |clause: &&String| {
        BEFORE_VERB.iter().chain(&BEFORE_NOUN).any(|lead| after_lead(clause, lead).is_some())
    };
    let first = clauses.first()?;
    let opening = bare(first.split_whitespace().next().unwrap_or(""));
    let acts = is_verb(first) || stem_of(&opening).is_some();
    clauses.iter().find(announced).filter(|_| !acts).or(Some(first))
}

/// `clause` without the words that only announce a goal.
pub fn without_lead(clause: &str) -> String {
    strip_lead(clause).0
}

/// `clause` as a bare infinitive, to stand after `to`.
pub fn verb_phrase(clause: &str, names: &str) -> String {
    let (text, verb_follows) = strip_lead(clause);
    let text = about_it(&text);
    let short = if text.split_whitespace().count() > LONG { cut(&text, LONG) } else { text };
    if !is_latin(&short) {
        return format!("reach the goal of {short}");
    }
    if let Some(wish) = short.strip_prefix("that ") {
        return format!("make sure that {wish}");
    }
    let first = bare(short.split(' ').next().unwrap_or(""));
    let gerund = stem_of(&first).filter(|_| !names_result(&short));
    if let Some(verb) = gerund.filter(|_| !verb_follows) {
        let rest = short.split_once(' ').map_or("", |(_, rest)| rest);
        return joined_verbs(format!("{verb} {rest}").trim());
    }
    if verb_follows || is_verb(&short) {
        let spelled = short.replacen("ell-out ", "ell out ", 1);
        return joined_verbs(&lower_first(&spelled));
    }
    wanted(&inside(&short, names))
}

/// Most words of a goal.
const LONG: usize = 18;

/// The infinitive of a gerund (`growing`), as far as the verb is known.
pub fn stem_of(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ing")?;
    let single = stem.get(..stem.len().saturating_sub(1)).unwrap_or("");
    [stem.to_owned(), format!("{stem}e"), single.to_owned()]
        .into_iter()
        .find(|verb| WORDS.goal_verbs.contains(verb))
}

/// `text` with a small first letter.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// `clause` without what announces the goal, and whether a verb has to follow.
fn strip_lead(clause: &str) -> (String, bool) {
    let mut text = clause;
    let mut verb_follows = false;
    let labels = BEFORE_NOUN.iter().filter(|lead| lead.ends_with(": "));
    for lead in labels.chain(&BEFORE_VERB) {
        if let Some(rest) = after_lead(text, lead) {
            verb_follows |= lead.ends_with("to ");
            text = rest;
        }
    }
    for lead in BEFORE_NOUN {
        if let Some(rest) = after_lead(text, lead).filter(|_| !verb_follows) {
            let verb = after_lead(rest, "to ");
            verb_follows = verb.is_some();
            text = verb.unwrap_or(rest);
        }
    }
    // `We are opening a shop` says what is done, `We are a bakery` says what they are.
    for lead in ["we are ", "we're ", "we’re "] {
        let rest = after_lead(text, lead).filter(|_| !verb_follows);
        let doing = |rest: &&str| stem_of(&bare(rest.split(' ').next().unwrap_or(""))).is_some();
        text = rest.filter(doing).unwrap_or(text);
    }
    (squeeze(text), verb_follows)
}

/// What the client says of itself, as somebody else says it.
fn about_it(text: &str) -> String {
    let words = text.split(' ').map(|word| match word {
        "our" | "my" | "Our" | "My" => "its",
        "us" => "it",
        "us," => "it,",
        "ourselves" => "itself",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether `phrase` opens with a verb. `Open days` and `Repeat orders` do not.
fn is_verb(phrase: &str) -> bool {
    let first = bare(phrase.split(' ').next().unwrap_or(""));
    let again = first.strip_prefix("re-").is_some_and(|verb| WORDS.goal_verbs.contains(verb));
    (again || WORDS.goal_verbs.contains(&first)) && !names_result(phrase)
}

/// Whether the first word only tells what kind of result is meant (`Lead generation`, `Store
/// visits`, `Support for members`).
fn names_result(phrase: &str) -> bool {
    let words: Vec<String> = phrase.split_whitespace().map(bare).collect();
    let Some((first, second)) = words.first().zip(words.get(1)) else {
        return words.first().is_some_and(|word| WORDS.noun_verbs.contains(word));
    };
    let noun = WORDS.noun_verbs.contains(first);
    let act = WORDS.goal_actions.contains_key(first);
    let result = WORDS.goal_results.contains_key(second) || WORDS.goal_actions.contains_key(second);
    match second.as_str() {
        "of" => noun || act,
        "for" | "is" | "from" => noun,
        "in" => act,
        _ => noun && (result || second == "gen"),
    }
}

/// `grow sales and recruiting staff` as `grow sales and recruit staff`.
fn joined_verbs(phrase: &str) -> String {
    let words: Vec<&str> = phrase.split(' ').collect();
    let put = |(at, word): (usize, &&str)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let joined = before.is_some_and(|word| *word == "and" || word.ends_with(','));
        let last = at + 1 == words.len();
        stem_of(word).filter(|_| joined && !last).unwrap_or_else(|| (*word).to_owned())
    };
    words.iter().enumerate().map(put).collect::<Vec<_>>().join(" ")
}

/// The verb that brings about what a noun phrase names. Two results that take different verbs
/// keep one each.
fn wanted(phrase: &str) -> String {
    let verb = class(phrase);
    let split = phrase.split_once(" and ").or_else(|| phrase.split_once(", "));
    if let Some((one, two)) = split {
        let (first, second) = (class(one), class(two));
        let comma = if one.ends_with(',') { "," } else { "" };
        if let Some((first, second)) =
            first.as_ref().zip(second).filter(|(first, second)| *first != second)
        {
            let one = first.with(one.trim_end_matches(','));
            return format!("{one}{comma} and {}", second.with(two));
        }
        let open = bare(two.split(' ').next().unwrap_or(""));
        if let (Some(verb), true) = (&first, is_verb(two) || stem_of(&open).is_some()) {
            return joined_verbs(&format!("{} and {two}", verb.with(one.trim_end_matches(','))));
        }
    }
    verb.map_or_else(|| format!("achieve {phrase}"), |verb| verb.with(phrase))
}

#[cfg(test)]
mod tests;
