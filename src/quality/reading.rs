//! What the checks of one section found in it, kept for the report that the section becomes a part
//! of.

use super::findings::{Findings, Placed};
use super::registry;
use crate::domain::SectionDraft;

/// The findings of the checks that see of a section in a report what they see of it alone.
#[derive(Debug, Clone)]
pub struct SectionReading {
    draft: SectionDraft,
    findings: Vec<Placed>,
    brand_mentions: usize,
    forbidden_terms: Vec<String>,
}

impl SectionReading {
    /// What `findings` hold on `draft`, the only section that they are of.
    pub(super) fn of(draft: &SectionDraft, findings: &Findings) -> Self {
        let same =
            |id: &str| registry::all().any(|check| check.id == id && !check.wider_in_reports);
        Self {
            draft: draft.clone(),
            findings: findings.in_sections(same),
            brand_mentions: findings.metrics.brand_mentions.found,
            forbidden_terms: findings.metrics.forbidden_terms.clone(),
        }
    }

    /// Whether it is of a section that stands exactly as `draft` does. Who paid how often for it
    /// is nothing that a check sees.
    pub(super) fn is_of(&self, draft: &SectionDraft) -> bool {
        let SectionDraft {
            id,
            title,
            markdown,
            tables,
            numbers,
            abstract_text,
            provenance,
            finish,
            attempts: _,
            repairs: _,
            handed_over,
        } = &self.draft;
        *id == draft.id
            && *title == draft.title
            && *markdown == draft.markdown
            && *tables == draft.tables
            && *numbers == draft.numbers
            && *abstract_text == draft.abstract_text
            && *provenance == draft.provenance
            && *finish == draft.finish
            && *handed_over == draft.handed_over
    }

    /// Tells `findings` what was found, the section being number `section` of the report.
    pub(super) fn tell(&self, findings: &mut Findings, section: usize) {
        for found in &self.findings {
            findings.add_again(found, section);
        }
        findings.metrics.add(self.brand_mentions, &self.forbidden_terms);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use crate::quality::testkit::Kit;
    use crate::quality::{GateInput, Given, Phase, Scope, gate, gate_report, gate_section};

    /// Text with nothing wrong and with faults of many kinds, some of which need two sections.
    const PIECES: [&str; 16] = [
        "Harbour & Pine opens at six, and guests come for the first cup of the day.",
        "Subscriptions rise from 400 to 600 by June 2027.",
        "Subscriptions rise from 500 to 900 by 2031, says a study by Stanford.",
        "Guests come for the first cup of the day and stay for the second one too, every day.",
        "Post a short reel from the bar on Monday at noon for all members of the club.",
        "Post a short reel from the bar on Tuesday at noon for all members of the club.",
        "Ask [Brand] and {{name}}; TODO. As an AI model, I cannot help.",
        "Harbor & Pine and harbour & pine sell sell coffee,, cheaply (and well.",
        "The forbidden thing is lorem ipsum, twice lorem ipsum.",
        "| Day | Hook |\n|---|---|\n| 1 | one |\n| 3 | one |\n",
        "- Share 40%\n- Share 70%\n- <b>raw</b> [x](http://evil.test)",
        "### Part\n\nDer Plan beginnt mit den Menschen, die den Laden schon kennen, und bittet sie um etwas.",
        "Write two hundred words for this section about the hours of the bar and its guests please.",
        "#### Deep\n\nThe color of our behaviour: call +1 503 555 0133 or mail a@b.test.",
        "Unlock seamless synergy with game-changing, cutting-edge journeys at scale today.",
        "Penalunar does it better, guaranteed: the #1 choice, award-winning since 1999.",
    ];

    fn kit(sections: &[Vec<usize>], assumption: &str) -> Kit {
        let text = |pieces: &Vec<usize>| {
            let pieces: Vec<&str> =
                pieces.iter().filter_map(|at| PIECES.get(*at).copied()).collect();
            pieces.join("\n\n")
        };
        let texts: Vec<String> = sections.iter().map(text).collect();
        let names = [("a", "A"), ("b", "B"), ("c", "C")];
        let sections: Vec<(&str, &str, &str)> = names
            .iter()
            .zip(&texts)
            .map(|((id, title), text)| (*id, *title, text.as_str()))
            .collect();
        let mut kit = Kit::report(&sections);
        kit.pack.sections[1].instruction = PIECES[12].to_owned();
        kit.instructions = vec![PIECES[3].to_owned()];
        kit.recent_brands = vec!["Penalunar".to_owned()];
        kit.assumptions = vec![assumption.to_owned()];
        kit
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn a_report_of_read_sections_is_judged_as_one_of_new_sections(
            sections in prop::collection::vec(prop::collection::vec(0usize..16, 0..7), 3),
            assumption in prop::sample::select(vec!["The budget is open.", "Assumed: 900 guests."]),
            changed in any::<bool>(),
        ) {
            let mut kit = kit(&sections, assumption);
            let readings: Vec<Arc<_>> = kit.with_input(|input| {
                let given = Given::of(input.brief);
                let alone = |draft| {
                    let sections = std::slice::from_ref(draft);
                    let (scope, phase) = (Scope::Section, Phase::Draft);
                    let input =
                        GateInput { scope, phase, sections, title: "", assumptions: &[], ..*input };
                    gate_section(&input, &given).1.map(Arc::new)
                };
                input.sections.iter().filter_map(alone).collect()
            });
            prop_assert_eq!(readings.len(), 3);
            if changed {
                kit.draft().markdown.push_str("\n\nA new end.");
            }
            kit.draft().attempts += 1;
            for phase in [Phase::Draft, Phase::Final] {
                kit.phase = phase;
                let again = kit.with_input(|i| gate_report(i, &Given::of(i.brief), &readings));
                prop_assert_eq!(again, kit.with_input(gate));
            }
        }
    }
}
