//! T4: the counts of a funnel fall from stage to stage.

use super::share_words::WORDS;
use super::shares::shown;
use super::tables::row_span;
use crate::quality::context::SectionView;
use crate::quality::document::TableView;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::numbers::{Kind, Number};

pub(super) fn check(
    view: &SectionView<'_>,
    table: &TableView,
    title: &str,
    numbers: &[&Number],
    findings: &mut Findings,
) {
    let counts =
        numbers.iter().all(|number| number.kind == Kind::Count || number.kind == Kind::Year);
    if !counts || numbers.len() < 3 {
        return;
    }
    let first = table.rows.first().and_then(|header| header.first());
    let staged = first.is_some_and(|title| WORDS.is_staged(&fold(title)));
    let folded = fold(title);
    let funnel = || {
        view.id().contains("funnel")
            || fold(&view.draft.title).contains("funnel")
            || is_funnel(table, &folded)
    };
    if !staged || WORDS.is_scored(&folded) || !funnel() {
        return;
    }
    for (row, pair) in numbers.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        if after.value > before.value {
            let span = row_span(view, table, row + 2);
            let found = Found::at(view, span).variant("funnel").with("column", title);
            findings
                .add(found.with("before", shown(before.value)).with("shown", shown(after.value)));
        }
    }
}

/// A table whose rows are the stages that people pass, and whose column counts people or visits, is
/// a funnel wherever it stands.
fn is_funnel(table: &TableView, column: &str) -> bool {
    let stages = table.rows.iter().skip(1).filter_map(|row| row.first());
    let known = stages.filter(|stage| WORDS.is_stage(&fold(stage))).count();
    known >= 2 && !WORDS.is_made(column)
}
