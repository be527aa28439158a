//! F3: the brief's facts that a section must reflect are there.

use foldhash::HashSet;

use crate::domain::BriefField;
use crate::quality::brand::BrandNames;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::language;
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec else { return };
    let brief = context.input.brief;
    let stems: HashSet<&str> = view.tokens().iter().flat_map(content_stems).collect();
    for field in &spec.facts {
        let Some(text) = brief.text_of(*field) else { continue };
        let shown = *field == BriefField::BrandName
            && BrandNames::of(&text).mentions(&view.prose.text, &view.prose.folded).is_empty();
        let missing = match field {
            BriefField::BrandName => shown,
            BriefField::StartDate
            | BriefField::Language
            | BriefField::BannedWords
            | BriefField::Voice
            | BriefField::Constraints
            | BriefField::RawBriefText => false,
            // Plans write dates and durations in their own way.
            BriefField::Timeline if speaks_of_time(view) => false,
            _ => !reflects(
                &text,
                (&stems, &view.prose.folded.text),
                view.numbers(),
                context,
                findings.rule().count("shared_words"),
            ),
        };
        if missing {
            let name = field.name().replace('_', " ");
            findings.add(Found::in_section(view).with("field", name).excerpt(text));
        }
    }
}

fn speaks_of_time(view: &SectionView<'_>) -> bool {
    let mut tokens = view.tokens().iter().flat_map(|tokens| &tokens.list);
    tokens.any(|token| token.has(Tag::Month) || token.has(Tag::Duration))
}

/// A figure, or a telling word of `text`, stands in the section.
fn reflects(
    text: &str,
    (stems, folded): (&HashSet<&str>, &str),
    numbers: &[Vec<Number>],
    context: &Context<'_>,
    shared: usize,
) -> bool {
    let tokens = Tokens::of(text);
    let own: HashSet<&str> = content_stems(&tokens).collect();
    let figures: Vec<Number> = scan(&tokens).into_iter().filter(|n| n.kind != Kind::Plan).collect();
    let given = |figure: &Number| numbers.iter().flatten().any(|number| same(figure, number));
    let said = figures.iter().any(given);
    // Hashtags join words: `#AceiteDeOliva` says aceite.
    let glued = |stem: &str| stem.chars().count() >= 5 && folded.contains(stem);
    let common = own.iter().filter(|stem| stems.contains(**stem) || glued(stem)).count();
    // What another language says cannot be compared word by word.
    let foreign = || language::guess(text).is_some_and(|tag| tag != context.language());
    let named = if own.is_empty() { figures.is_empty() } else { common >= shared.min(own.len()) };
    said || named || foreign()
}

fn content_stems(tokens: &Tokens) -> impl Iterator<Item = &str> {
    tokens.list.iter().filter(|token| is_content(token)).map(|token| stem(&token.folded))
}

#[cfg(test)]
mod tests {
    use crate::domain::BriefField;
    use crate::quality::testkit::Kit;

    #[test]
    fn f3() {
        let kit = |field, text: &str| {
            let mut kit = Kit::new(text);
            kit.spec().facts = vec![field];
            kit
        };
        for (field, text) in [
            (BriefField::PrimaryGoal, "We will do good work for people."),
            (BriefField::BrandName, "We will do good work for people."),
            (BriefField::ProductService, "We will do good work for people."),
            (BriefField::Budget, "Money is spent with care, $900 of it."),
            (BriefField::TargetAudience, "Everybody is welcome."),
            (BriefField::Geography, "The plan holds everywhere."),
        ] {
            kit(field, text).must_find("F3");
        }
        for (field, text) in [
            (BriefField::PrimaryGoal, "The goal is 600."),
            (BriefField::PrimaryGoal, "More subscriptions are the goal."),
            (BriefField::BrandName, "Harbour & Pine’s plan."),
            (BriefField::ProductService, "Brewing is taught on Saturdays."),
            (BriefField::Budget, "The $4,000 goes far."),
            (BriefField::Geography, "Portland first."),
            (BriefField::Kpis, "Count bookings each week."),
        ] {
            kit(field, text).must_pass("F3");
        }
    }
}
