//! B6: no other client's brand.

use std::ops::Range;

use crate::quality::brand::is_common_word;
use crate::quality::checks::structure::is_platform;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};

/// A name of one short word is no sure sign of a client.
const SHORTEST: usize = 4;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let own = context.names;
    let strange =
        |name: &&String| is_distinctive(name) && !context.brief_says(name) && own.count(name) == 0;
    for name in context.input.recent_brands.iter().filter(strange) {
        let found = mentions(context, name.trim());
        // Looked up for the few names that occur at all.
        if found.is_empty() || is_our_own_word(context, name.trim()) {
            continue;
        }
        for (view, span) in found {
            findings.add(Found::at(view, span).with("name", name));
        }
    }
}

/// Where `name` stands as a name.
fn mentions<'a>(context: &'a Context<'_>, name: &str) -> Vec<(&'a SectionView<'a>, Range<usize>)> {
    let word = is_capitalised_word(name);
    let mut found = vec![];
    for view in &context.sections {
        let text = &view.prose.text;
        for (at, _) in text.match_indices(name) {
            let range = at..at + name.len();
            if is_whole_word(text, &range) && (!word || stands_in_mid_sentence(text, at)) {
                found.push((view, view.prose.span(&range)));
            }
        }
    }
    found
}

/// A name such as `Start`: any word looks like it where a sentence, a heading or a cell begins.
fn is_capitalised_word(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

fn stands_in_mid_sentence(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
    before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// Whether the report would say `name` without that client: the pack does, it is a platform, or
/// the report itself has it as an ordinary word.
fn is_our_own_word(context: &Context<'_>, name: &str) -> bool {
    let folded = fold(name);
    let says = |text: &str, word: &str| {
        text.match_indices(word).any(|(at, _)| is_whole_word(text, &(at..at + word.len())))
    };
    let ordinary = || {
        let lower = name.to_lowercase();
        is_capitalised_word(name)
            && context.sections.iter().any(|view| says(&view.prose.text, &lower))
    };
    is_platform(&folded)
        || context.input.pack.texts().any(|text| says(&fold(text), &folded))
        || ordinary()
}

/// Whether nobody would write `name` by chance.
fn is_distinctive(name: &str) -> bool {
    let name = name.trim();
    let words: Vec<String> = name.split_whitespace().map(fold).collect();
    let common =
        words.iter().all(|word| is_common_word(word) || is_common_word(word.trim_end_matches('s')));
    let marked = name.chars().any(|c| c.is_ascii_digit() || !c.is_ascii());
    let length = name.chars().count();
    match words.len() {
        0 => false,
        // In small letters only, a word cannot be told from a name.
        1 if name.chars().all(|c| c.is_ascii_lowercase()) => false,
        1 => !common && (length > SHORTEST || marked && length > 2),
        _ => !common || words.len() > 2,
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::Kit;

    fn kit(text: &str, recent: &[&str]) -> Kit {
        let mut kit = Kit::report(&[("overview", "Client Overview", text)]);
        kit.recent_brands = recent.iter().map(|name| (*name).to_owned()).collect();
        kit
    }

    #[test]
    fn finds_other_clients() {
        for (text, recent) in [
            ("Séliane sells cream.", "Séliane"),
            ("Ask Dock9’s founders.", "Dock9"),
            ("As for Lantern Street Food Bank, no.", "Lantern Street Food Bank"),
            ("Padho42 teaches.", "Padho42"),
            ("Coffee from Brightwell & Sons.", "Brightwell & Sons"),
            ("東京珈琲館の店", "東京珈琲館"),
            ("Coffee as Larkins roasts it.", "Larkins"),
            ("Coats like those of VINTED.", "VINTED"),
            ("HubSpot writes so.", "HubSpot"),
        ] {
            kit(text, &[recent]).must_find("B6");
        }
        for (text, recent) in [
            ("The summit is near.", "Summit"),
            ("Summit season begins.", "Summit"),
            ("Harbour & Pine sells.", "Harbour & Pine"),
            ("Northbound Roasters competes.", "Northbound Roasters"),
            ("seliane in lower case", "Seliane"),
            ("Arc", "Arc"),
            ("Dock90 is a number.", "Dock9"),
            // Words that any report has, whoever calls a brand so.
            ("### Start\n\nWe start on Monday. The Start matters.", "Start"),
            ("Carousel, then a reel.", "Carousel"),
            ("- **Brand:** what it is", "Brand"),
            ("Read the Client Overview first.", "Client Overview"),
            ("Read the Overview first.", "Overview"),
            ("Post it on Instagram and LinkedIn.", "Instagram"),
            ("Post it on Instagram and LinkedIn.", "LinkedIn"),
            ("Send the newsletter.", "newsletter"),
        ] {
            kit(text, &[recent]).must_pass("B6");
        }
    }
}
