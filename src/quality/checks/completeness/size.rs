//! C4 and C5: words, bullets, headings, rows and columns in range.

use crate::domain::WriterKind;
use crate::packs::{PartKind, PartSpec, Range, SectionSpec, Show};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};

/// Columns that a table written elsewhere may lack at most, and one more: it may join two.
const LACKING: usize = 2;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "counts of words are small"
)]
pub(super) fn words(view: &SectionView<'_>, _: &Context<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec else { return };
    let rule = findings.rule();
    let range = if view.draft.handed_over {
        Range {
            min: rule.count("handed_over_min") as u32,
            max: rule.count("handed_over_max") as u32,
        }
    } else {
        spec.words
    };
    let at_least = (f64::from(range.min) * rule.threshold("low")).floor() as usize;
    let at_most = (f64::from(range.max) * rule.threshold("high")).ceil() as usize;
    let tiny = (view.words as f64) < f64::from(range.min) * rule.threshold("tiny");
    let variant = if tiny {
        "tiny"
    } else if view.words < at_least {
        "short"
    } else if view.words > at_most {
        "long"
    } else {
        return;
    };
    let found = Found::in_section(view).variant(variant).with("found", view.words);
    findings.add(found.with("min", range.min).with("max", range.max));
}

pub(super) fn parts(view: &SectionView<'_>, _: &Context<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec.filter(|_| !view.draft.handed_over) else { return };
    let bullets = view.document.bullets - bullets_of_cards(view, spec);
    let carries_rows = !view.document.tables.is_empty() || has_cards(spec);
    let least = if carries_rows { 0 } else { spec.bullets.min };
    in_range(view, findings, "bullets", bullets, Range { min: least, max: spec.bullets.max });
    in_range(view, findings, "headings", headings(view, spec), spec.headings);
    if view.draft.provenance.writer != WriterKind::External {
        rows_and_columns(view, spec, findings);
        return;
    }
    if spec.mainly_table && !has_cards(spec) {
        shown_rows(view, spec, findings);
    }
    shown_columns(view, spec, findings);
}

/// Markdown alone: a table for each part that is one, none of them much narrower than its part.
fn shown_columns(view: &SectionView<'_>, spec: &SectionSpec, findings: &mut Findings) {
    let tables = spec.parts.iter().filter(|p| p.kind == PartKind::Table && p.show != Show::Cards);
    let parts: Vec<&PartSpec> = tables.collect();
    let shown = &view.document.tables;
    if parts.len() != shown.len() {
        return;
    }
    for (part, table) in parts.into_iter().zip(shown) {
        let width = table.rows.first().map_or(0, Vec::len);
        if width + LACKING <= part.columns.len() {
            let found = Found::in_section(view).variant("columns").with("part", heading(part));
            findings.add(found.with("found", width).with("min", part.columns.len()));
        }
    }
}

fn in_range(
    view: &SectionView<'_>,
    findings: &mut Findings,
    what: &'static str,
    found: usize,
    range: Range,
) {
    if found < range.min as usize || found > range.max as usize {
        let finding = Found::in_section(view).with("what", what).with("found", found);
        findings.add(finding.with("min", range.min).with("max", range.max));
    }
}

/// Headings below the title; those of cards stand for rows.
fn headings(view: &SectionView<'_>, spec: &SectionSpec) -> usize {
    let levels = || view.document.headings().map(|(level, _)| level).filter(|level| *level > 2);
    match levels().min() {
        Some(top) if has_cards(spec) => levels().filter(|level| *level == top).count(),
        Some(_) => levels().filter(|level| *level < 5).count(),
        None => 0,
    }
}

fn has_cards(spec: &SectionSpec) -> bool {
    spec.parts.iter().any(|part| part.kind == PartKind::Table && part.show == Show::Cards)
}

/// List items under a `####` heading: the cells of cards.
fn bullets_of_cards(view: &SectionView<'_>, spec: &SectionSpec) -> usize {
    if !has_cards(spec) {
        return 0;
    }
    let mut in_card = false;
    let mut count = 0;
    for block in &view.document.blocks {
        match block.kind {
            BlockKind::Heading(level) => in_card = level > 3,
            BlockKind::ListItem if in_card => count += 1,
            _ => {}
        }
    }
    count
}

/// The tables as data: rows in range, each with the columns of its part.
fn rows_and_columns(view: &SectionView<'_>, spec: &SectionSpec, findings: &mut Findings) {
    for (index, part) in
        spec.parts.iter().enumerate().filter(|(_, part)| part.kind == PartKind::Table)
    {
        let table = view.draft.tables.iter().find(|table| table.part == index);
        let rows = table.map_or(0, |table| table.rows.len());
        if let Some(range) = part.rows {
            rows_in_range(view, findings, part, rows, range);
        }
        let wide = |row: &&Vec<String>| row.len() != part.columns.len();
        if let Some(row) = table.and_then(|table| table.rows.iter().find(wide)) {
            let found = Found::in_section(view).variant("columns").with("part", heading(part));
            findings.add(found.with("found", row.len()).with("min", part.columns.len()));
        }
    }
}

/// Markdown alone, in a section that is mainly a table: the rows that it shows against all that
/// the pack asks for.
fn shown_rows(view: &SectionView<'_>, spec: &SectionSpec, findings: &mut Findings) {
    let tables = spec.parts.iter().filter(|part| part.kind == PartKind::Table);
    let ranges: Vec<Range> = tables.filter_map(|part| part.rows).collect();
    let Some(part) = spec.parts.iter().find(|part| part.kind == PartKind::Table) else { return };
    if ranges.is_empty() {
        return;
    }
    let rows: usize = view.document.tables.iter().map(|t| t.rows.len().saturating_sub(1)).sum();
    let min = ranges.iter().map(|range| range.min).sum();
    rows_in_range(view, findings, part, rows, Range { min, max: u32::MAX });
}

fn rows_in_range(
    view: &SectionView<'_>,
    findings: &mut Findings,
    part: &PartSpec,
    rows: usize,
    range: Range,
) {
    if rows < range.min as usize || rows > range.max as usize {
        let found = Found::in_section(view).variant("rows").with("part", heading(part));
        findings.add(found.with("found", rows).with("min", range.min).with("max", range.max));
    }
}

fn heading(part: &PartSpec) -> &str {
    if part.heading.is_empty() { "the lead-in" } else { &part.heading }
}
