//! L8: words that the client rules out.

use super::is_of_the_pack;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};
use crate::quality::quotes::is_quoted;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let text = &view.prose.folded.text;
    for term in banned(context) {
        let wanted = fold(&term);
        if wanted.is_empty() {
            continue;
        }
        for (at, _) in text.match_indices(&wanted) {
            let mut range = at..at + wanted.len();
            let plural = at..at + wanted.len() + 1;
            if text.get(range.end..).is_some_and(|rest| rest.starts_with('s'))
                && is_whole_word(text, &plural)
            {
                range = plural;
            }
            let stands = is_whole_word(text, &range) && !is_the_packs(view, text, &range);
            if stands && !is_ruled_out(text, &range) {
                let span = view.prose.span_of_folded(&range);
                findings.add(Found::at(view, span).with("term", &term));
            }
        }
    }
}

/// It stands in a title, heading or column of the pack, which no writer chooses.
fn is_the_packs(view: &SectionView<'_>, text: &str, range: &std::ops::Range<usize>) -> bool {
    let start = text.get(..range.start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let end = text.get(range.start..).unwrap_or_default().split('\n').next().unwrap_or_default();
    is_of_the_pack(view, format!("{start}{end}").trim())
}

/// The brief's list, and of the tone's don'ts single words and what stands in quotation marks.
fn banned(context: &Context<'_>) -> Vec<String> {
    let mut of_tone: Vec<String> = vec![];
    for dont in context.input.spine.map(|spine| spine.tone.dont.as_slice()).unwrap_or_default() {
        let quoted: Vec<&str> =
            dont.split(['“', '”', '"', '„', '«', '»']).skip(1).step_by(2).collect();
        if !quoted.is_empty() {
            of_tone.extend(quoted.into_iter().map(str::to_owned));
        } else if dont.split_whitespace().count() == 1 {
            of_tone.push(dont.clone());
        }
    }
    // A brand written with quotation marks is not banned by a rule about its name.
    let brand = fold(&context.input.brief.brand_name);
    let mut terms = context.input.brief.banned_words.clone();
    terms.extend(of_tone.into_iter().filter(|term| !brand.contains(&fold(term))));
    terms.retain(|term| term.chars().count() > 1);
    terms
}

/// "Never say “cheap”" keeps to the ban.
fn is_ruled_out(text: &str, range: &std::ops::Range<usize>) -> bool {
    let from = (range.start.saturating_sub(80)..=range.start).find(|at| text.is_char_boundary(*at));
    let before = text.get(from.unwrap_or(0)..range.start).unwrap_or_default();
    let near = before.rsplit('\n').next().unwrap_or_default();
    let words = [
        "never",
        "not",
        "no",
        "avoid",
        "skip",
        "without",
        "leave out",
        "instead of",
        "drop",
        "ban",
        "banned",
        "nie",
        "nicht",
        "kein",
        "keine",
        "sin",
        "nunca",
        "evita",
        "evitamos",
        "evitar",
        "sans",
        "jamais",
        "niet",
        "geen",
        "mai",
        "non",
        "não",
        "sem",
        "replace",
        "rather than",
        "don't",
    ];
    let says = |word: &&str| {
        near.match_indices(*word).any(|(at, _)| is_whole_word(near, &(at..at + word.len())))
    };
    is_quoted(text, range) && words.iter().any(says)
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::Kit;

    #[test]
    fn l8() {
        let kit = |text: &str| {
            let mut kit = Kit::new(text);
            kit.brief.banned_words =
                vec!["cheap".to_owned(), "life hack".to_owned(), "café".to_owned()];
            kit
        };
        for text in [
            "Our cheap bags.",
            "CHEAP coffee.",
            "A life hack for mornings.",
            "Life hacks for all.",
            "The cafe\u{301} opens.",
            "Call it “cheap” in ads.",
        ] {
            kit(text).must_find("L8");
        }
        for text in [
            "Never say “cheap”.",
            "Cheaper by the dozen.",
            "The hack of a life.",
            "A cheapskate.",
            "We avoid “life hack”.",
            "Plain words.",
        ] {
            kit(text).must_pass("L8");
        }
    }
}
