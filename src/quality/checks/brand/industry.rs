//! B7: no vocabulary of another industry.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::quality::checks::lists::FOLDED;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::group::Group;
use crate::quality::lexicon::Lexicon;
use crate::quality::tokens::Tokens;

#[derive(Debug, Default, Deserialize)]
struct Industry {
    own: Vec<String>,
    words: Vec<String>,
    /// Trades and places that others speak of too, as customers or partners: any number of them
    /// counts as one word.
    #[serde(default)]
    people: Vec<String>,
}

/// What is said in each industry.
#[derive(Debug)]
pub(in crate::quality::checks) struct Industries {
    by_name: BTreeMap<String, Industry>,
    lexicon: Lexicon,
}

/// Reads them, their words into `group`.
pub(in crate::quality::checks) fn read_industries(group: &mut Group) -> Industries {
    let by_name: BTreeMap<String, Industry> =
        crate::embedded::toml("industries.toml", include_str!("../../rules/industries.toml"));
    let words = by_name.iter().flat_map(|(name, industry)| {
        let words = industry.words.iter().chain(&industry.people);
        words.map(move |word| (name.as_str(), word.as_str()))
    });
    let lexicon = Lexicon::within(words, group);
    Industries { by_name, lexicon }
}

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let hits = FOLDED.industries.lexicon.find_in(&view.prose.folded);
    if hits.is_empty() {
        return;
    }
    let Some(own) = context.industries() else { return };
    let mut strange: BTreeMap<&str, (BTreeSet<&str>, std::ops::Range<usize>)> = BTreeMap::new();
    for hit in hits {
        let name = hit.entry.list.as_str();
        if own.contains(name) || brief_knows(&hit.entry.phrase, context) {
            continue;
        }
        let entry = strange.entry(name).or_insert_with(|| (BTreeSet::new(), hit.range.clone()));
        // One word in the singular and the plural is one word.
        let phrase = hit.entry.phrase.as_str();
        let people = FOLDED.industries.by_name.get(name).map(|industry| &industry.people);
        let known = entry.0.iter().any(|word| people.is_some_and(|people| is_of(people, word)));
        if known && people.is_some_and(|people| is_of(people, phrase)) {
            continue;
        }
        entry.0.insert(phrase.strip_suffix('s').unwrap_or(phrase));
    }
    for (name, (words, range)) in strange {
        if words.len() >= findings.rule().count("words") {
            let words: Vec<&str> = words.into_iter().collect();
            let span = view.prose.span_of_folded(&range);
            let found = Found::at(view, span).with("industry", name.replace('_', " "));
            findings.add(found.with("words", words.join(", ")));
        }
    }
}

/// Whether `word`, in the singular or the plural, is one of `people`.
fn is_of(people: &[String], word: &str) -> bool {
    people.iter().any(|person| person.strip_suffix('s').unwrap_or(person) == word || person == word)
}

/// The industries that the brief belongs to: by its industry, or else by all that it says of the
/// client's trade. What it sells may name the trades of those who buy it.
pub(in crate::quality) fn own_industries(context: &Context<'_>) -> Option<BTreeSet<&'static str>> {
    let brief = context.input.brief;
    let trade = [&brief.industry, &brief.business_type];
    let all =
        [&brief.industry, &brief.product_service, &brief.business_type, &brief.raw_brief_text];
    let by_trade = named_in(&trade.map(|text| text.as_deref().unwrap_or_default()).join("\n"))?;
    if by_trade.is_empty() {
        return named_in(&all.map(|text| text.as_deref().unwrap_or_default()).join("\n"));
    }
    Some(by_trade)
}

/// The industries whose own words stand in `text`; `None` without words.
fn named_in(text: &str) -> Option<BTreeSet<&'static str>> {
    let tokens = Tokens::of(text);
    let words: Vec<&str> = tokens.list.iter().map(|token| &*token.folded).collect();
    let joined = words.join(" ");
    let names = |industry: &Industry| {
        industry.own.iter().any(|own| match own.strip_suffix('*') {
            Some(stem) => words.iter().any(|word| word.starts_with(stem)),
            None if own.contains([' ', '-', '&']) => joined.contains(&own.replace(['-', '&'], " ")),
            None => words.contains(&own.as_str()),
        })
    };
    let own = FOLDED.industries.by_name.iter().filter(|(_, industry)| names(industry));
    let own = own.map(|(name, _)| name.as_str()).collect();
    (!words.is_empty()).then_some(own)
}

/// Whether the brief uses the phrase, or its last word and its first.
fn brief_knows(phrase: &str, context: &Context<'_>) -> bool {
    let head = phrase.split_whitespace().next_back().unwrap_or(phrase);
    let stem: String = head.chars().take(head.chars().count().saturating_sub(2).max(4)).collect();
    let first = phrase.split_whitespace().next().filter(|first| *first != head);
    context.brief_says(phrase)
        || stem.chars().count() >= 4
            && context.brief.text.contains(&stem)
            && first.is_none_or(|first| context.brief_says(first))
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::table;

    #[test]
    fn b7() {
        table(
            "B7",
            &[
                "Remind each dental patient of oral hygiene; the hygienist and clinicians help.",
                "Offer test drives and show the horsepower to car buyers.",
                "Gym members lift kettlebells with personal trainers.",
                "Realtors hold open houses every Sunday.",
                "Ask policyholders about underwriting.",
                "Developers check the SDK before DevOps deploys it.",
                "Attorneys prepare litigation.",
                "Passengers board the flight after the layover.",
                "The forklift moves the pallets to the loading bay.",
                "The groomer trims the puppy’s paws.",
                "A patient who never comes back for treatment is a cost to the clinic.",
                "Las quejas de los huéspedes sobre las habitaciones se leen cada lunes.",
                "Der Anwalt bereitet die Klage vor dem Gericht vor.",
                "The funeral director offers a casket and a burial plot.",
                "Lift passes sell before the slopes open.",
                "Beekeepers move the hives with the swarm.",
            ],
            &[
                "Guests come as they are, like athletes.",
                "A sommelier tastes; diners stay.",
                "The roastery trains its staff.",
                "Members brew at home.",
                "One hotel nearby sends guests.",
                "Doctors, nurses and surgeons come after their shifts.",
                "As in a hotel, people doubt the front desk first.",
                "Teachers and professors read the menu aloud.",
                "Alumni of the class return.",
                "One hotel sends guests, and two hotels sell bags.",
                "A search engine shows the class, and the dashboard counts clicks.",
            ],
        );
    }
}
