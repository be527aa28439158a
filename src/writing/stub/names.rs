//! Short names of the people that a report speaks to and of the thing that is sold.

use super::analysis::phrase::{
    bare, cut, is_adjective, is_latin, is_many, is_participle, is_plural, without_participle,
};
use super::derived::Values;
use super::template::article_for;
use super::words::WORDS;

/// Adds the short names of people and things, which the lexicon's lines may use.
pub fn add(values: &mut dyn Values) {
    add_people(values);
    add_thing(values);
}

/// `people1`, `people2`: the segment's name, without its relative clause where that leaves
/// enough; `audience`: both segments together where they are short.
fn add_people(values: &mut dyn Values) {
    for n in 1..=2 {
        let segment = values.value(&format!("seg{n}"));
        values.put(&format!("people{n}"), short_people(&segment));
    }
    let (one, two) = (values.value("people1"), values.value("people2"));
    let given = !values.value("seg2_given").is_empty();
    let both = format!("{one} and {two}");
    let short = both.split_whitespace().count() <= 10;
    values.put("audience", if given && short { both } else { values.value("seg1") });
}

/// A single person of a group as it follows a name: `one of the parents`, `from one of the
/// families`.
pub fn one_of(segment: &str) -> String {
    let words: Vec<String> = segment.split_whitespace().map(bare).collect();
    let stop = words
        .iter()
        .position(|word| WORDS.audience_stops.contains(word) || WORDS.thing_stops.contains(word))
        .filter(|at| *at > 0)
        .unwrap_or(words.len());
    let head = stop.checked_sub(1).and_then(|at| words.get(at));
    let group = head.is_some_and(|word| WORDS.groups_of_people.contains(word));
    format!("{}one of the {segment}", if group { "from " } else { "" })
}

fn short_people(segment: &str) -> String {
    let words: Vec<&str> = segment.split_whitespace().collect();
    if words.len() <= 5 {
        return segment.to_owned();
    }
    let stop = words
        .iter()
        .position(|word| WORDS.audience_stops.contains(&bare(word)))
        .unwrap_or(words.len());
    let head = words.get(..stop).map(|head| head.join(" ")).unwrap_or_default();
    let vague = stop < 2 && WORDS.vague_people.contains(&bare(&head));
    if head.is_empty() || vague {
        segment.to_owned()
    } else {
        head.trim_end_matches(',').to_owned()
    }
}

/// `thing`: what is sold, in at most six words; `thing_new` where it is named for the first time.
fn add_thing(values: &mut dyn Values) {
    let mut product = values.value("product");
    if !is_latin(&product) {
        product = values.value("offer");
    }
    let words: Vec<&str> = worked_on(without_adjectives(&product));
    let stop = words
        .iter()
        .position(|word| WORDS.thing_stops.contains(&bare(word)))
        .filter(|at| *at >= 2)
        .unwrap_or(words.len());
    let comma = words.iter().position(|word| word.ends_with(',')).filter(|_| stop > 6);
    let end = comma.map_or(stop, |at| stop.min((at + 1).max(2)));
    let of = words.iter().position(|word| *word == "of").filter(|at| *at >= 3);
    let end = of.map_or(end, |at| if end > 6 { end.min(at) } else { end });
    let head = words.get(..end).map(|head| head.join(" ")).unwrap_or_default();
    let thing = without_participle(&cut(first_of_two(head.trim_end_matches(',')), 6));
    let plural = is_many(&thing);
    for (one, many) in VERBS {
        values.put(&format!("thing_{one}"), (if plural { many } else { one }).to_owned());
    }
    // Who is told of a piano again is told of the piano.
    let known = thing.strip_prefix("a ").or_else(|| thing.strip_prefix("an "));
    let known = known.map(|noun| format!("the {noun}"));
    values.put("thing_new", thing.clone());
    values.put("thing", known.unwrap_or(thing));
}

/// The first of two things that are too long to be named together (`picture books` of `picture
/// books and a Saturday story hour`).
fn first_of_two(head: &str) -> &str {
    let long = head.split_whitespace().count() > 6;
    let first = head.split_once(" and ").map(|(first, _)| first).filter(|_| long);
    let stands = |first: &&str| {
        let last = first.split_whitespace().last().map(bare).unwrap_or_default();
        let whole = first.contains(' ') && !is_adjective(&last) && !is_participle(&last);
        !first.contains(',') && (is_plural(&last) || whole)
    };
    first.filter(stands).unwrap_or(head)
}

/// What a list of jobs is done to (`fire extinguishers` of `sale, check and refill of …`).
fn worked_on(words: Vec<&str>) -> Vec<&str> {
    let of = words.iter().position(|word| *word == "of").filter(|at| (3..=6).contains(at));
    let jobs = of.and_then(|at| words.get(..at)).unwrap_or_default();
    let listed = jobs.iter().any(|word| word.ends_with(',')) && jobs.contains(&"and");
    let object = of.filter(|_| listed).and_then(|at| words.get(at + 1..)).unwrap_or_default();
    let plural = object.iter().take(2).any(|word| is_plural(&bare(word)));
    let end = object.iter().position(|word| word.ends_with(',')).map_or(object.len(), |at| at + 1);
    if plural { object.iter().take(end).copied().collect() } else { words }
}

/// The words of a product, without the adjectives before a comma that delay its noun
/// (`an all-inclusive, no-deposit rental` is a no-deposit rental).
fn without_adjectives(product: &str) -> Vec<&str> {
    let words: Vec<&str> = product.split_whitespace().collect();
    let comma = words.iter().take(3).position(|word| word.ends_with(',')).map(|at| at + 1);
    let article = words.first().filter(|word| matches!(**word, "a" | "an")).copied();
    let listed = words.iter().any(|word| matches!(*word, "and" | "&"));
    match (article, comma) {
        (Some(_), Some(comma)) if !listed && words.len() > 6 => {
            let rest = words.get(comma..).unwrap_or_default();
            let article = rest.first().map(|word| article_for(word));
            article.into_iter().chain(rest.iter().copied()).collect()
        }
        _ => words,
    }
}

/// Verbs that follow `thing` and `product` as `{thing_is}`, `{thing_has}` …, in the right number.
const VERBS: [(&str, &str); 19] = [
    ("is", "are"),
    ("does", "do"),
    ("has", "have"),
    ("was", "were"),
    ("stays", "stay"),
    ("ends", "end"),
    ("delivers", "deliver"),
    ("changes", "change"),
    ("fails", "fail"),
    ("makes", "make"),
    ("comes", "come"),
    ("answers", "answer"),
    ("lacks", "lack"),
    ("costs", "cost"),
    ("includes", "include"),
    ("works", "work"),
    ("needs", "need"),
    ("suits", "suit"),
    ("begins", "begin"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Values as _, add, short_people};

    #[test]
    fn long_products_have_short_names() {
        for (product, thing) in [
            (
                "an all-inclusive, no-deposit monthly rental of a straight or curved stairlift",
                "the no-deposit monthly rental",
            ),
            ("ultra-low freezers plus a monitoring service with alarms", "ultra-low freezers"),
            ("leak detection and free household water audits", "leak detection"),
            ("the KA-9", "the KA-9"),
            ("picture books and a Saturday story hour in the shop", "picture books"),
            (
                "sale, check and refill of fire extinguishers, fire safety training",
                "fire extinguishers",
            ),
            ("fresh dog food portioned by weight", "fresh dog food"),
            ("bread, cakes and coffee", "bread, cakes and coffee"),
        ] {
            let mut values = HashMap::new();
            values.put("product", product.to_owned());
            add(&mut values);
            assert_eq!(values.value("thing"), thing);
        }
    }

    #[test]
    fn verbs_stand_in_the_number_of_the_thing() {
        for (product, wanted) in [
            ("records of processing, privacy audits and training", "are"),
            ("guides to the coast", "are"),
            ("a guide to the coast", "is"),
            ("a team of carers", "is"),
            ("nursing staff for hospitals", "are"),
            ("limited and reasonable assurance", "is"),
            ("scheduling and recall software", "is"),
            ("robotics for schools", "is"),
        ] {
            let mut values = HashMap::new();
            values.put("product", product.to_owned());
            add(&mut values);
            assert_eq!(values.value("thing_is"), wanted, "{product}");
        }
    }

    #[test]
    fn people_lose_their_relative_clause() {
        for (given, wanted) in [
            ("parents of young children", "parents of young children"),
            ("people nearby who want to train but have not", "people nearby"),
            ("people who have never heard the name", "people who have never heard the name"),
            (
                "owners and general managers of independent restaurants",
                "owners and general managers",
            ),
            (
                "guests who came once and have not been back",
                "guests who came once and have not been back",
            ),
        ] {
            assert_eq!(short_people(given), wanted);
        }
    }
}
