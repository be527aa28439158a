//! B6: no other client's brand.

use crate::quality::brand::{BrandNames, is_common_word};
use crate::quality::context::Context;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};

/// A name of one short word is no sure sign of a client.
const SHORTEST: usize = 4;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let own = BrandNames::of(&context.input.brief.brand_name);
    let strange =
        |name: &&String| is_distinctive(name) && !context.brief_says(name) && own.count(name) == 0;
    for name in context.input.recent_brands.iter().filter(strange) {
        for view in &context.sections {
            for (at, _) in view.prose.text.match_indices(name.trim()) {
                let range = at..at + name.trim().len();
                if is_whole_word(&view.prose.text, &range) {
                    let span = view.prose.span(&range);
                    findings.add(Found::at(view, span).with("name", name));
                }
            }
        }
    }
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
        ] {
            kit(text, &[recent]).must_pass("B6");
        }
    }
}
