//! T2: tables are whole.

use std::ops::Range;

use foldhash::{HashSet, HashSetExt as _};

use crate::packs::{ColumnSpec, SectionSpec};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::{BlockKind, TableView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;

pub(super) fn check(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    for table in &view.document.tables {
        check_widths(view, table, findings);
        check_cells(view, table, findings);
    }
    for block in &view.document.blocks {
        if block.kind == BlockKind::Paragraph && is_broken_table(&block.text) {
            findings.add(Found::at(view, block.span.clone()).variant("broken"));
        }
    }
    check_rows_as_data(view, findings);
}

fn is_broken_table(text: &str) -> bool {
    let rule = ["|---", "| ---", "|:--", "| :--"].iter().any(|rule| text.contains(rule));
    let bars = text.matches('|').count();
    let row = |line: &str| {
        let line = line.trim();
        line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2
    };
    rule && bars >= 4 || text.lines().any(row)
}

/// Each source line of the table against its header.
fn check_widths(view: &SectionView<'_>, table: &TableView, findings: &mut Findings) {
    let source = view.markdown().get(table.span.clone()).unwrap_or_default();
    let mut at = table.span.start;
    let mut wanted = None;
    for (index, line) in source.split_inclusive('\n').enumerate() {
        let span = at..at + line.trim_end().len();
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let width = cells_of(line);
        let expected = *wanted.get_or_insert(width);
        if index != 1 && width != expected {
            let found = Found::at(view, span).with("expected", expected).with("actual", width);
            findings.add(found);
        }
    }
}

/// Cells of a row: bars outside code and not escaped part them.
fn cells_of(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut bars, mut escaped, mut ended) = (0, false, false);
    for c in line.chars() {
        ended = c == '|' && !escaped;
        bars += usize::from(ended);
        escaped = c == '\\' && !escaped;
    }
    bars + usize::from(!ended)
}

fn check_cells(view: &SectionView<'_>, table: &TableView, findings: &mut Findings) {
    let Some((header, rows)) = table.rows.split_first() else { return };
    if rows.len() < findings.rule().count("rows") {
        let found = Found::at(view, table.span.clone()).variant("rows").with("actual", rows.len());
        findings.add(found.excerpt(header.join(" | ")));
    }
    if header.iter().skip(1).any(|title| title.trim().is_empty()) {
        let found = Found::at(view, table.span.clone()).variant("header");
        findings.add(found.excerpt(header.join(" | ")));
    }
    let columns = spec_columns(view.spec, header);
    for (number, row) in rows.iter().enumerate() {
        if is_totals_row(row) {
            continue;
        }
        for (column, cell) in row.iter().enumerate() {
            let optional =
                columns.get(column).copied().flatten().is_some_and(|spec| !spec.required);
            if !says_nothing(cell) || optional && cell.trim().is_empty() {
                continue;
            }
            let title = header.get(column).cloned().unwrap_or_default();
            let name = row.iter().find(|cell| !cell.trim().is_empty()).cloned().unwrap_or_default();
            let span = row_span(view, table, number + 1);
            let found = Found::at(view, span).variant("empty").with("column", title);
            findings.add(found.with("row", name));
        }
    }
    check_unique(view, table, &columns, findings);
}

/// An empty cell, or one of marks that stand for text: `?`, `...`, `---`. A dash alone says that
/// there is nothing to say.
fn says_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    let mark =
        |c: char| matches!(c, '.' | ',' | ';' | ':' | '?' | '!' | '_' | '…' | '"' | '(' | ')');
    cell.is_empty() || cell.chars().all(mark) || cell.len() > 1 && cell.chars().all(|c| c == '-')
}

fn check_unique(
    view: &SectionView<'_>,
    table: &TableView,
    columns: &[Option<&ColumnSpec>],
    findings: &mut Findings,
) {
    for (column, spec) in columns.iter().enumerate() {
        let Some(spec) = spec.filter(|spec| spec.unique) else { continue };
        let mut seen = HashSet::new();
        for (number, row) in table.rows.iter().enumerate().skip(1) {
            let Some(cell) = row.get(column).filter(|cell| !is_void(cell)) else { continue };
            if !seen.insert(fold(cell)) {
                let span = row_span(view, table, number);
                let found = Found::at(view, span).variant("unique").excerpt(cell.as_str());
                findings.add(found.with("column", &spec.title));
            }
        }
    }
}

/// Rows of the draft's own tables against the columns of the pack.
fn check_rows_as_data(view: &SectionView<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec else { return };
    for table in &view.draft.tables {
        let Some(part) = spec.parts.get(table.part) else { continue };
        for row in &table.rows {
            if row.len() != part.columns.len() {
                let found = Found::in_section(view).excerpt(row.join(" | "));
                findings.add(found.with("expected", part.columns.len()).with("actual", row.len()));
                continue;
            }
            let empty =
                part.columns.iter().zip(row).find(|(c, cell)| c.required && cell.trim().is_empty());
            if let Some((column, _)) = empty.filter(|_| !is_totals_row(row)) {
                let name = row.iter().find(|cell| !cell.trim().is_empty()).cloned();
                let found = Found::in_section(view).variant("empty").excerpt(row.join(" | "));
                findings
                    .add(found.with("column", &column.title).with("row", name.unwrap_or_default()));
            }
        }
    }
}

/// The pack's column for each title of `header`, by name.
pub(super) fn spec_columns<'s>(
    spec: Option<&'s SectionSpec>,
    header: &[String],
) -> Vec<Option<&'s ColumnSpec>> {
    let parts = spec.map(|spec| spec.parts.as_slice()).unwrap_or_default();
    let fit = |part: &&crate::packs::PartSpec| {
        let title = |column: &&ColumnSpec| header.iter().any(|t| fold(t) == fold(&column.title));
        part.columns.iter().filter(title).count()
    };
    let best = parts.iter().filter(|part| !part.columns.is_empty()).max_by_key(fit);
    let find = |title: &String| {
        let wanted = fold(title);
        best?.columns.iter().find(|column| fold(&column.title) == wanted)
    };
    header.iter().map(find).collect()
}

/// Whether the first cell with text calls the row a total.
pub(super) fn is_totals_row(row: &[String]) -> bool {
    let first = row.iter().find(|cell| !cell.trim().is_empty());
    first.is_some_and(|cell| {
        let folded = fold(cell);
        [
            "total",
            "sum",
            "gesamt",
            "summe",
            "totale",
            "totaal",
            "somma",
            "overall",
            "कुल",
            "合計",
            "all channels total",
            "subtotal",
            "grand total",
        ]
        .iter()
        .any(|word| {
            let begins = |rest: &str| rest.is_empty() || rest.starts_with(' ');
            folded.strip_prefix(word).is_some_and(begins)
                || folded.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '))
        })
    })
}

/// Whether a cell says that there is nothing.
pub(super) fn is_void(cell: &str) -> bool {
    matches!(cell.trim(), "" | "–" | "-" | "—" | "n/a" | "N/A" | "/")
}

/// Bytes of row `number` (0 for the header) in the Markdown.
pub(super) fn row_span(view: &SectionView<'_>, table: &TableView, number: usize) -> Range<usize> {
    let line = table.line as usize + number + usize::from(number > 0);
    let range = view.line_range(line);
    if range.is_empty() { table.span.clone() } else { range }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::table;

    #[test]
    fn t2() {
        table(
            "T2",
            &[
                "| a | b |\n|---|---|\n| c | d | e |\n| f | g |",
                "| a | b |\n|---|---|\n| c |\n| f | g |",
                "| a | b |\n|---|---|\n| c | d |",
                "| a | b |\n|---|---|\n| c |  |\n| f | g |",
                "| a |  | c |\n|---|---|---|\n| c | d | e |\n| f | g | h |",
                "| a | b | c |\n|---|---|\n| c | d | e |\n| f | g | h |",
                "| a | b |\n|---|---|",
            ],
            &[
                "| a | b |\n|---|---|\n| c | d |\n| f | g |",
                "|  | b |\n|---|---|\n| c | d |\n| f | g |",
                "| a | b |\n|---|---|\n| c | – |\n| f | g |",
                "| a | b | c |\n|---|---|---|\n| x | 1 | y |\n| z | 2 | y |\n| Total | 3 | |",
                "| a | b |\n|:--|--:|\n| c \\| d | e |\n| f | g |",
                "a | b\n---|---\nc | d\ne | f",
                "Either | or, in a sentence.",
            ],
        );
    }
}
