//! D1: no paragraph twice.

use foldhash::HashMap;

use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::tokens::Tokens;

pub(super) fn check(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    let mut seen = HashMap::default();
    say_repeated(view, &mut seen, false, findings);
}

/// Across sections: what a section repeats of itself is found there.
pub(super) fn check_report(context: &Context<'_>, findings: &mut Findings) {
    let mut seen = HashMap::default();
    for view in context.sections.iter().filter(|view| !view.draft.handed_over) {
        say_repeated(view, &mut seen, true, findings);
    }
}

fn say_repeated(
    view: &SectionView<'_>,
    seen: &mut HashMap<u64, usize>,
    across: bool,
    findings: &mut Findings,
) {
    let least = findings.rule().count("words");
    for (at, block) in view.document.blocks.iter().enumerate() {
        let Some(tokens) = view.tokens().get(at).filter(|_| block.kind.is_running_text()) else {
            continue;
        };
        if tokens.list.len() < least {
            continue;
        }
        let first = *seen.entry(print(tokens)).or_insert(view.index * 1_000_000 + at);
        let same_section = first / 1_000_000 == view.index;
        if first != view.index * 1_000_000 + at && same_section != across {
            findings.add(Found::at(view, block.span.clone()).excerpt(block.text.as_str()));
        }
    }
}

fn print(tokens: &Tokens) -> u64 {
    tokens
        .list
        .iter()
        .fold(1, |sum, token| (sum ^ token.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(7))
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::{Kit, table};

    const LONG: &str = "Guests come for the first cup of the day and stay for the second one too.";

    #[test]
    fn d1() {
        let folded = LONG.to_uppercase();
        table(
            "D1",
            &[
                &format!("{LONG}\n\n{LONG}"),
                &format!("{LONG}\n\nOther.\n\n{LONG}"),
                &format!("- {LONG}\n- Other.\n- {LONG}"),
                &format!("{LONG}\n\n{folded}"),
                &format!("{LONG}\n\n> {LONG}"),
                &format!(
                    "{LONG}\n\n**Guests** come for the first cup of the day and stay for the second one too."
                ),
            ],
            &[
                LONG,
                "Book now.\n\nBook now.",
                &format!("{LONG}\n\n{LONG} And more."),
                &format!("### {LONG}\n\n{LONG}"),
                "- one\n- two\n- one",
                &format!("| a | b |\n|---|---|\n| {LONG} | {LONG} |\n| c | d |"),
            ],
        );
        Kit::report(&[("a", "A", LONG), ("b", "B", LONG)]).must_find("D1");
    }
}
