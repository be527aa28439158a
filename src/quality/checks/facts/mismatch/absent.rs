//! Statements that the brief is silent on what it says.

use crate::domain::BriefField;
use crate::quality::checks::lists::FOLDED;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

/// What may follow a statement about the whole brief; `no budget for print` is one about a part.
const JOINS: [&str; 9] = ["so", "and", "but", "or", "at", "which", "nor", "also", "y"];

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let folded = &view.prose.folded;
    for found in FOLDED.absent.find_in(folded.haystack()) {
        let rest = folded.text.get(found.range.end..).unwrap_or_default();
        let next = rest.trim_start_matches(' ').split([' ', '\n']).next().unwrap_or_default();
        let whole = !next.starts_with(char::is_alphanumeric) || JOINS.contains(&next);
        let field = BriefField::ALL.iter().find(|field| field.name() == found.pattern.name);
        let given = field.and_then(|field| context.input.brief.text_of(*field));
        let figure = |text: &String| {
            found.pattern.name != "budget" || text.contains(|c: char| c.is_ascii_digit())
        };
        if let Some(given) = given.filter(figure).filter(|_| whole) {
            let span = view.prose.span_of_folded(&found.range);
            let shown = folded.text.get(found.range.clone()).unwrap_or_default().trim();
            findings.add(Found::at(view, span).with("number", shown).with("given", given));
        }
    }
}
