//! X1: segments, pillars, channels and KPIs are named as in the spine.

use crate::domain::Spine;
use crate::quality::brand::AllNames;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::tokens::Tokens;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(spine) = context.input.spine else { return };
    let names = long_names(spine);
    let spelled = AllNames::of(names.iter().map(String::as_str));
    for view in &context.sections {
        check_spelling(view, &spelled, &names, context, findings);
        check_tables(view, spine, findings);
    }
}

/// Names of two words and more: shorter ones are everyday words.
fn long_names(spine: &Spine) -> Vec<String> {
    let segments = spine.segments.iter().map(|segment| &segment.name);
    let pillars = spine.pillars.iter().map(|pillar| &pillar.name);
    let kpis = spine.kpis.iter().map(|kpi| &kpi.name);
    let channels = spine.channels.iter().map(|channel| &channel.name);
    let all = segments.chain(pillars).chain(channels).chain(kpis);
    let mut names: Vec<String> = all
        .filter(|name| name.split_whitespace().count() >= 2 && name.chars().count() >= 8)
        .cloned()
        .collect();
    names.sort();
    names.dedup();
    names
}

fn check_spelling(
    view: &SectionView<'_>,
    spelled: &AllNames<'_>,
    names: &[String],
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for (block, tokens) in view.tokens().iter().enumerate() {
        for (name, miss) in spelled.near_misses(tokens, &context.brief.text) {
            let text = tokens.text.get(miss.range.clone()).unwrap_or_default();
            let other = names.iter().any(|known| fold(known) == fold(text));
            if fold(text) == fold(name) || other || is_inflected(text, name) {
                continue;
            }
            let span = view.span_in_block(block, &miss.range);
            findings.add(Found::at(view, span).with("name", name));
        }
    }
}

/// Singular and plural, hyphen and blank are the same name.
fn is_inflected(text: &str, name: &str) -> bool {
    let plain = |text: &str| {
        let words = fold(text).replace(['-', '&'], " ").replace(" and ", " ");
        words.split_whitespace().map(|w| w.trim_end_matches('s').to_owned()).collect::<String>()
    };
    plain(text) == plain(name)
}

/// A table whose first column lists segments or pillars names those of the spine.
fn check_tables(view: &SectionView<'_>, spine: &Spine, findings: &mut Findings) {
    for table in &view.document.tables {
        let Some((header, rows)) = table.rows.split_first() else { continue };
        let title = header.first().map(|title| fold(title)).unwrap_or_default();
        let names: Vec<&str> = match title.as_str() {
            "segment" | "audience segment" | "segment name" => {
                spine.segments.iter().map(|s| s.name.as_str()).collect()
            }
            "pillar" | "content pillar" | "pillar name" | "messaging pillar" => {
                spine.pillars.iter().map(|p| p.name.as_str()).collect()
            }
            _ => continue,
        };
        let known = |cell: &str| names.iter().any(|name| shares_word(cell, name));
        for cell in rows.iter().filter_map(|row| row.first()) {
            if !names.is_empty() && !cell.trim().is_empty() && !known(cell) {
                let found =
                    Found::at(view, table.span.clone()).variant("other").excerpt(cell.as_str());
                findings.add(found.with("name", names.join(", ")));
            }
        }
    }
}

fn shares_word(cell: &str, name: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let tokens = Tokens::of(text);
        tokens
            .list
            .iter()
            .filter(|t| t.folded.chars().count() > 3)
            .map(|t| t.folded.trim_end_matches('s').to_owned())
            .collect()
    };
    let own = words(name);
    words(cell).iter().any(|word| own.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::domain::{Spine, SpinePillar, SpineSegment};
    use crate::quality::testkit::Kit;

    fn kit(text: &str) -> Kit {
        let mut kit = Kit::report(&[("a", "A", text)]);
        let segment =
            |name: &str| SpineSegment { name: name.to_owned(), description: String::new() };
        let pillar = |name: &str| SpinePillar { name: name.to_owned(), idea: String::new() };
        kit.spine = Some(Spine {
            segments: vec![segment("Weeknight Cooks"), segment("Saturday Browsers")],
            pillars: vec![pillar("From the Roastery"), pillar("Ask the Barista")],
            ..Spine::default()
        });
        kit
    }

    #[test]
    fn x1() {
        for text in [
            "The Weaknight Cooks come first.",
            "The Saturday Browzers come late.",
            "From the Rostery shows beans.",
            "Ask the Barrista on Friday.",
            "| Segment | Need |\n|---|---|\n| Night owls | Tea |\n| Weeknight Cooks | Speed |",
            "| Pillar | Share |\n|---|---|\n| Behind the scenes | a |\n| Ask the Barista | b |",
        ] {
            kit(text).must_find("X1");
        }
        for text in [
            "The Weeknight Cooks come first.",
            "A Weeknight Cook comes first.",
            "Those who cook on a weeknight come first.",
            "From the Roastery shows beans; ask the barista on Friday.",
            "| Segment | Need |\n|---|---|\n| Weeknight Cooks | Speed |\n| Saturday Browsers | Calm |",
            "| Segment | Need |\n|---|---|\n| Weeknight cooks (primary) | Speed |\n| Browsers | Calm |",
        ] {
            kit(text).must_pass("X1");
        }
    }
}
