//! Nouns: which article a phrase takes, and whether a verb after it stands in the plural.

use super::phrase::{bare, is_latin};
use crate::writing::stub::template::article_for;
use crate::writing::stub::words::WORDS;

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
    if ends_in_name(text) {
        return format!("the {text}");
    }
    format!("{} {text}", article_for(text))
}

/// Whether the head noun is one countable thing, as far as its form tells.
fn head_is_countable(text: &str) -> bool {
    let stops = [
        "in", "for", "with", "of", "from", "at", "to", "by", "that", "on", "who", "which", "made",
        "based", "near", "where", "while", "plus", "and", "&", "or",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let joined = words.iter().any(|word| matches!(*word, "and" | "&" | "or"));
    let end = words.iter().position(|word| stops.contains(word)).unwrap_or(words.len());
    let comma = words.iter().position(|word| word.ends_with(',')).map_or(end, |at| at + 1);
    let mut at = end.min(comma).saturating_sub(1);
    // `dog food portioned by weight`: the noun stands before what was done to it.
    while at > 0
        && words
            .get(at)
            .is_some_and(|word| bare(word).ends_with("ed") && is_participle(&bare(word)))
    {
        at -= 1;
    }
    let Some(head) = words.get(at).map(|word| bare(word)) else { return false };
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
    // `trout and char`, `nitrogen, argon and CO2`: single words in a row name kinds of things.
    let in_a_row =
        joined && (words.first().is_some_and(|word| word.ends_with(',')) || is_pair(&words));
    let counted = words
        .first()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('-'));
    let plural = is_plural(&head) || joined && is_plural(&last);
    !(counted || in_a_row || plural || is_mass(&head))
}

/// Whether a thing stands with its own name behind it (`cargo bike Mulo`, `gas boiler X2`).
fn ends_in_name(text: &str) -> bool {
    let segment = text.split([',', ';', ':']).next().unwrap_or(text);
    let words: Vec<&str> = segment.split_whitespace().collect();
    let named = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && (word.len() > 3 || word.contains(|c: char| c.is_ascii_digit()))
    };
    let noun = |word: &&str| {
        word.starts_with(char::is_lowercase) && word.len() > 3 && !is_adjective(&bare(word))
    };
    if words.iter().any(|word| WORDS.head_stops.contains(&bare(word))) {
        return false;
    }
    match words.as_slice() {
        [.., before, last] => {
            named(last) && noun(before) && !is_plural(&bare(last)) && words.len() <= 4
        }
        _ => false,
    }
}

/// Whether two single words stand alone, `and` between them.
fn is_pair(words: &[&str]) -> bool {
    let after = words.get(2).is_some_and(|word| word.ends_with(','));
    words.get(1).is_some_and(|word| matches!(*word, "and" | "&")) && (words.len() == 3 || after)
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
    WORDS.plural_people.contains(noun)
        || WORDS.irregular_plurals.contains(noun)
        || noun.ends_with("people")
        || (ends && !WORDS.singular_s.contains(noun))
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
    let stop = |word: &String| WORDS.head_stops.contains(word) || word == "of";
    let end = (0..words.len()).find(|at| words.get(*at).is_some_and(stop) || described(*at));
    let head = words.get(..end.unwrap_or(words.len())).unwrap_or_default();
    let and = phrase
        .split_whitespace()
        .take(head.len())
        .position(|word| matches!(word, "and" | "&"))
        .filter(|at| *at > 0);
    let before = and.and_then(|at| head.get(at - 1));
    // `a number of boats` are many, `a set of knives` is one.
    let amount = words.iter().take(3).position(|word| word == "of").and_then(|of| words.get(..of));
    if let Some([.., amount]) = amount.filter(|amount| amount.len() < 3)
        && WORDS.amounts.contains(amount)
    {
        let counted: Vec<&str> = phrase.split_whitespace().skip_while(|w| *w != "of").collect();
        return is_many(&counted.get(1..).unwrap_or_default().join(" "));
    }
    before.is_some_and(|word| !describes(word) && !shares_its_noun(head, and))
        || head.last().is_some_and(|word| is_plural(word))
}

/// Whether a word before `and` shares the noun after it (`limited and reasonable assurance`).
fn describes(word: &str) -> bool {
    is_adjective(word) || word.ends_with("ed") && is_participle(word)
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
    let known = [
        "sold", "made", "kept", "won", "lost", "paid", "taken", "given", "sent", "held", "built",
        "grown", "woven", "drawn", "spun", "bound", "bred", "blown", "sewn", "caught", "brought",
    ];
    let noun = named.contains(&word) || nouns.iter().any(|noun| word.ends_with(noun));
    known.contains(&word) || formed && !noun
}

#[cfg(test)]
mod tests {
    use super::{is_many, noun_phrase};
    use crate::writing::stub::analysis::phrase::{inside, is_latin};

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
            ("records of processing", true),
            ("guides to the coast", true),
            ("the guide to the coast", false),
            ("a team of nurses", false),
            ("a number of workshops", true),
            ("plenty of advice", false),
            ("a couple of boats", true),
            ("nursing staff", true),
            ("the crew", true),
            ("robotics for schools", false),
            ("ceramics from Stoke", true),
            ("a series of talks", false),
            ("mice and other models", true),
            ("data on rents", false),
            ("sheep", true),
        ] {
            assert_eq!(is_many(phrase), many, "{phrase}");
        }
        for (phrase, wanted) in [
            ("34-room hotel by the lake", "a 34-room hotel by the lake"),
            ("12 rooms by the lake", "12 rooms by the lake"),
            ("trout and char, smoked or fresh", "trout and char, smoked or fresh"),
            ("nitrogen, argon and helium in bottles", "nitrogen, argon and helium in bottles"),
            ("metal and polymer parts, from one piece", "metal and polymer parts, from one piece"),
            ("repairs while you wait", "repairs while you wait"),
            ("dance and music school", "a dance and music school"),
            ("cargo e-bike Mulo, carries 200 kg", "the cargo e-bike Mulo, carries 200 kg"),
            ("box from Galway", "a box from Galway"),
            (
                "night shelter and a day centre with advice for people",
                "a night shelter and a day centre with advice for people",
            ),
        ] {
            assert_eq!(noun_phrase(phrase), wanted);
        }
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
            ("Fresh dog food portioned by weight", "fresh dog food portioned by weight"),
        ] {
            assert_eq!(noun_phrase(&inside(given, "Brand")), wanted);
        }
        assert!(is_latin("Café") && !is_latin("кофе"));
    }
}
