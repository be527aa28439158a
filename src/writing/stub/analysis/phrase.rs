//! Short phrases out of clauses: cut at a joint, lower-cased, with the right article.

use super::clean::squeeze;
use crate::writing::stub::template::article_for;
use crate::writing::stub::words::WORDS;

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

/// Whether the last word belongs to an amount (`£85 each`).
fn ends_in_amount(words: &[&str]) -> bool {
    let before = words.len().checked_sub(2).and_then(|at| words.get(at));
    words.last().is_some_and(|word| bare(word) == "each")
        && before.is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()))
}

/// A word in lower case without signs around it.
pub fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
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
    let named = second.chars().next().is_some_and(char::is_uppercase)
        && !second.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let stem = bare(first);
    let stem = stem.trim_end_matches("'s").trim_end_matches("’s");
    !initial
        || inner
        || single
        || named
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

/// `text` (already as inside a sentence) as a noun phrase: with `a` or `an` where its head is a
/// single countable thing.
pub fn noun_phrase(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or("");
    let lower = first.to_lowercase();
    let determined = ["a", "an", "the", "our", "my", "your", "their", "its", "all", "this"];
    if lower == "our" || lower == "my" || lower == "your" {
        return format!("the{}", text.get(first.len()..).unwrap_or(""));
    }
    let title = text.split_whitespace().all(|w| !w.starts_with(|c: char| c.is_lowercase()));
    if determined.contains(&lower.as_str()) || title || !is_latin(text) || !head_is_countable(text)
    {
        return text.to_owned();
    }
    format!("{} {text}", article_for(text))
}

/// Whether the head noun is one countable thing, as far as its form tells.
fn head_is_countable(text: &str) -> bool {
    let stops = [
        "in", "for", "with", "of", "from", "at", "to", "by", "that", "on", "who", "which", "made",
        "based", "near", "where", "plus", "and", "&", "or",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.iter().any(|word| matches!(*word, "and" | "&" | "or"));
    let end = words.iter().position(|word| stops.contains(word)).unwrap_or(words.len());
    let comma = words.iter().position(|word| word.ends_with(',')).map_or(end, |at| at + 1);
    let Some(head) = words.get(end.min(comma).saturating_sub(1)).map(|word| bare(word)) else {
        return false;
    };
    // `general and cosmetic dentistry`: the noun stands after both adjectives.
    let prepositions = stops.iter().filter(|stop| !matches!(**stop, "and" | "&" | "or"));
    let prepositions: Vec<&str> = prepositions.copied().collect();
    let sold = |at: usize| {
        let after = at.checked_sub(1).and_then(|before| words.get(before)).map(|word| bare(word));
        words.get(at).is_some_and(|word| is_participle(&bare(word)))
            && after.is_some_and(|word| is_plural(&word))
    };
    let last = (0..words.len())
        .find(|at| words.get(*at).is_some_and(|word| prepositions.contains(word)) || sold(*at))
        .unwrap_or(words.len());
    let last = words.get(last.saturating_sub(1)).map(|word| bare(word)).unwrap_or_default();
    if joined && (is_mass(&last) || is_adjective(&head)) {
        return is_adjective(&head) && !is_mass(&last) && !is_plural(&last);
    }
    let counted = words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    !(counted || is_plural(&head) || is_mass(&head) || joined && is_plural_last(&words))
}

fn is_plural_last(words: &[&str]) -> bool {
    words.last().is_some_and(|word| is_plural(&bare(word)))
}

fn is_mass(head: &str) -> bool {
    let ending = ["ing", "ware", "care", "ics", "ism", "wear", "tech", "ance", "ogy"];
    let exceptions =
        ["building", "wedding", "ring", "clearance", "dance", "alliance", "meeting", "painting"];
    WORDS.mass_nouns.contains(head)
        || (ending.iter().any(|end| head.ends_with(end)) && !exceptions.contains(&head))
}

/// Whether a word is an adjective, as far as its ending tells.
pub fn is_adjective(word: &str) -> bool {
    let endings = ["al", "ic", "ive", "ful", "ous", "ary", "able", "ible", "ish", "less"];
    let nouns = [
        "meal",
        "hospital",
        "rental",
        "animal",
        "journal",
        "portal",
        "capital",
        "metal",
        "approval",
        "ceramic",
        "clinic",
        "fabric",
        "music",
        "public",
        "dairy",
        "library",
        "table",
        "cable",
        "vegetable",
        "fish",
        "dish",
        "archive",
    ];
    word.len() > 4
        && endings.iter().any(|end| word.ends_with(end))
        && !nouns.iter().any(|noun| word.ends_with(noun))
}

/// Whether a noun looks plural.
pub fn is_plural(noun: &str) -> bool {
    let ends = noun.ends_with('s')
        && !noun.ends_with("ss")
        && !noun.ends_with("us")
        && !noun.ends_with("is");
    WORDS.plural_people.contains(noun) || (ends && !WORDS.singular_s.contains(noun))
}

/// Whether a verb after `phrase` stands in the plural: by its head, which ends before the first
/// preposition, relative clause or participle (`boxes opened at the door`).
pub fn is_many(phrase: &str) -> bool {
    let words: Vec<String> = phrase.split_whitespace().map(bare).collect();
    let described = |at: usize| {
        let after_noun = at.checked_sub(1).and_then(|before| words.get(before));
        let participle = words.get(at).is_some_and(|word| is_participle(word));
        participle && after_noun.is_some_and(|word| is_plural(word))
    };
    let end = (0..words.len())
        .find(|at| words.get(*at).is_some_and(|w| WORDS.head_stops.contains(w)) || described(*at));
    let head = words.get(..end.unwrap_or(words.len())).unwrap_or_default();
    let and = phrase
        .split_whitespace()
        .take(head.len())
        .position(|word| matches!(word, "and" | "&"))
        .filter(|at| *at > 0);
    let before = and.and_then(|at| head.get(at - 1));
    before.is_some_and(|word| !is_adjective(word) && !shares_its_noun(head, and))
        || head.last().is_some_and(|word| is_plural(word))
}

/// Whether two single words share the mass noun behind them (`scheduling and recall software`).
fn shares_its_noun(head: &[String], and: Option<usize>) -> bool {
    let first = head.first().is_some_and(|word| word.ends_with("ing") || !is_mass(word));
    let alone = and == Some(1) && head.len() == 4;
    alone && first && head.last().is_some_and(|word| WORDS.shared_nouns.contains(word))
}

/// Whether a word is a participle such as `delivered` or `selling`, as far as its form tells.
pub fn is_participle(word: &str) -> bool {
    let nouns = ["weed", "seed", "feed", "speed", "bed", "shed", "sled"];
    let named = ["bring", "thing", "evening", "morning", "building", "wedding", "clothing"];
    let formed = word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"));
    let known = ["sold", "made", "kept", "won", "lost", "paid", "taken", "given", "sent", "held"];
    let noun = named.contains(&word) || nouns.iter().any(|noun| word.ends_with(noun));
    known.contains(&word) || formed && !noun
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
    use super::{cut, inside, is_latin, is_many, noun_phrase};

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
    }

    #[test]
    fn heads_tell_the_number() {
        for (phrase, many) in [
            ("the price with everything included", false),
            ("boxes opened at the back door", true),
            ("hands making the last adjustment", true),
            ("pairs sold online", true),
            ("freezers plus a monitoring service", true),
            ("scheduling and recall software", false),
            ("bread and wedding cakes", true),
        ] {
            assert_eq!(is_many(phrase), many, "{phrase}");
        }
        assert_eq!(
            cut("a walk for up to six people at £85 each", 12),
            "a walk for up to six people at £85 each"
        );
    }

    #[test]
    fn names_keep_capitals_and_things_get_articles() {
        for (given, wanted) in [
            ("Small-group yoga", "small-group yoga"),
            ("Food bank in Dayton", "a food bank in Dayton"),
            ("Android app for exams", "an Android app for exams"),
            ("Solid oak tables", "solid oak tables"),
            ("Accounting for trades", "accounting for trades"),
            ("General and cosmetic dentistry", "general and cosmetic dentistry"),
            ("Our cloud platform", "the cloud platform"),
            ("Family-run hotel with 20 rooms", "a family-run hotel with 20 rooms"),
            ("Bread, cakes and coffee", "bread, cakes and coffee"),
            (
                "Pacific and native oysters sold to chefs",
                "Pacific and native oysters sold to chefs",
            ),
            ("Ethiopian coffee", "Ethiopian coffee"),
        ] {
            assert_eq!(noun_phrase(&inside(given, "Brand")), wanted);
        }
        assert!(is_latin("Café") && !is_latin("кофе"));
    }
}
