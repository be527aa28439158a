//! Structured answers become Markdown here: titles, headings, tables and cards are ours, so they
//! cannot be malformed.

use std::fmt::Write as _;

use crate::domain::{PartAnswer, SectionAnswer, TableDraft};
use crate::packs::{ColumnSpec, PartKind, PartSpec, SectionSpec, Show};

/// How to name what the pack names, in the report's language.
#[derive(Clone, Copy)]
pub struct RenderNames<'a> {
    /// Title of the section.
    pub title: &'a str,
    /// Whether headings come from the answer (a report that is not in English).
    pub translated: bool,
    /// Title of a column, from its title in the pack.
    pub column: &'a dyn Fn(&str) -> String,
}

/// A section as Markdown, with its tables as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedSection {
    /// `## Title` and all parts.
    pub markdown: String,
    /// Rows of the table parts.
    pub tables: Vec<TableDraft>,
}

/// Renders `answer` by the parts of `spec`, matched by position; an answer with fewer parts
/// renders what is there, surplus parts are left out.
#[must_use]
pub fn render_section(
    spec: &SectionSpec,
    answer: &SectionAnswer,
    names: RenderNames<'_>,
) -> RenderedSection {
    let mut markdown = format!("## {}\n", one_line(names.title));
    let mut tables = Vec::new();
    for (at, (part, given)) in spec.parts.iter().zip(&answer.parts).enumerate() {
        let heading = heading_of(part, given, names.translated);
        if !heading.is_empty() {
            let _ = write!(markdown, "\n### {heading}\n");
        }
        let prose = settle_prose(&given.markdown, &heading);
        if !prose.is_empty() {
            let _ = write!(markdown, "\n{prose}\n");
        }
        if part.kind == PartKind::Table && !given.rows.is_empty() {
            let rows = fit_rows(&given.rows, part.columns.len());
            match part.show {
                Show::Table => push_table(&mut markdown, &part.columns, &rows, names.column),
                Show::Cards => push_cards(&mut markdown, &part.columns, &rows, names.column),
            }
            tables.push(TableDraft { part: at, rows });
        }
    }
    RenderedSection { markdown, tables }
}

/// The pack's heading; the answer's own where it begins with the pack's words, or where the
/// report is in another language.
fn heading_of(part: &PartSpec, given: &PartAnswer, translated: bool) -> String {
    let own = one_line(given.heading.trim_start_matches(['#', ' ']));
    if part.heading.is_empty() {
        return String::new();
    }
    let begins = own.to_lowercase().starts_with(&part.heading.to_lowercase());
    if !own.is_empty() && (translated || begins) { own } else { part.heading.clone() }
}

/// Trims prose, drops a first line that repeats the heading, and keeps headings inside a part
/// below the part's own.
fn settle_prose(markdown: &str, heading: &str) -> String {
    let mut fenced = false;
    let mut lines: Vec<String> = Vec::new();
    for line in markdown.replace("\r\n", "\n").trim().lines() {
        let line = line.trim_end();
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let hashes = line.chars().take_while(|c| *c == '#').count();
        let text = line.trim_start_matches('#').trim();
        let is_heading =
            !fenced && (1..=6).contains(&hashes) && line.chars().nth(hashes) == Some(' ');
        if is_heading && lines.is_empty() && text.eq_ignore_ascii_case(heading) {
            continue;
        }
        lines.push(if is_heading {
            format!("{} {text}", "#".repeat(hashes.max(4)))
        } else {
            line.to_owned()
        });
    }
    lines.join("\n").trim().to_owned()
}

fn fit_rows(rows: &[Vec<String>], columns: usize) -> Vec<Vec<String>> {
    rows.iter()
        .map(|row| {
            let mut cells: Vec<String> = row.iter().take(columns).map(|c| one_line(c)).collect();
            cells.resize(columns, String::new());
            cells
        })
        .collect()
}

fn push_table(
    markdown: &mut String,
    columns: &[ColumnSpec],
    rows: &[Vec<String>],
    name: &dyn Fn(&str) -> String,
) {
    markdown.push('\n');
    push_row(markdown, columns.iter().map(|column| name(&column.title)));
    push_row(markdown, columns.iter().map(|_| "---".to_owned()));
    for row in rows {
        push_row(markdown, row.iter().cloned());
    }
}

fn push_row(markdown: &mut String, cells: impl Iterator<Item = String>) {
    markdown.push('|');
    for cell in cells {
        let _ = write!(markdown, " {} |", escape_pipes(&cell));
    }
    markdown.push('\n');
}

fn push_cards(
    markdown: &mut String,
    columns: &[ColumnSpec],
    rows: &[Vec<String>],
    name: &dyn Fn(&str) -> String,
) {
    for row in rows {
        let mut cells = row.iter().zip(columns);
        if let Some((title, _)) = cells.next() {
            let _ = write!(markdown, "\n#### {title}\n\n");
        }
        for (cell, column) in cells.filter(|(cell, _)| !cell.is_empty()) {
            let _ = writeln!(markdown, "- **{}:** {cell}", name(&column.title));
        }
    }
}

/// Escapes pipes that are not escaped yet.
fn escape_pipes(cell: &str) -> String {
    let mut escaped = String::with_capacity(cell.len());
    let mut before = ' ';
    for c in cell.chars() {
        if c == '|' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{RenderNames, render_section};
    use crate::domain::{PartAnswer, SectionAnswer};
    use crate::packs::{ColumnSpec, ColumnType, PartKind, PartSpec, SectionSpec, Show};
    use crate::writing::testing;

    fn column(title: &str) -> ColumnSpec {
        ColumnSpec {
            title: title.into(),
            kind: ColumnType::default(),
            required: true,
            unique: false,
        }
    }

    fn part(heading: &str, columns: Vec<ColumnSpec>, show: Show) -> PartSpec {
        let kind = if columns.is_empty() { PartKind::Text } else { PartKind::Table };
        PartSpec { heading: heading.into(), kind, bullets: None, columns, rows: None, show }
    }

    fn spec(parts: Vec<PartSpec>) -> SectionSpec {
        SectionSpec { parts, ..testing::spec(&serde_json::json!([])) }
    }

    fn answer(parts: &[(&str, &str, &[&[&str]])]) -> SectionAnswer {
        let parts = parts.iter().map(|(heading, markdown, rows)| PartAnswer {
            heading: (*heading).into(),
            markdown: (*markdown).into(),
            rows: rows.iter().map(|r| r.iter().map(|c| (*c).into()).collect()).collect(),
        });
        SectionAnswer { parts: parts.collect(), ..SectionAnswer::default() }
    }

    fn render(spec: &SectionSpec, answer: &SectionAnswer, translated: bool) -> String {
        let column = |title: &str| title.to_owned();
        render_section(spec, answer, RenderNames { title: "S", translated, column: &column })
            .markdown
    }

    #[test]
    fn renders_prose_tables_and_cards() {
        let spec = spec(vec![
            part("", vec![], Show::Table),
            part("Bucket", vec![], Show::Table),
            part("Plan", vec![column("Day"), column("Hook")], Show::Table),
            part("People", vec![column("Name"), column("Wants")], Show::Cards),
        ]);
        let given = answer(&[
            ("ignored", "Lead.", &[]),
            ("Bucket 1: Proof", "# Bucket 1: Proof\n\n## Inner\n- a", &[]),
            ("Nonsense", "", &[&["1", "a|b"], &["2"]]),
            ("People", "", &[&["Ann", "calm\nnights"]]),
        ]);
        assert_eq!(
            render(&spec, &given, false),
            "## S\n\nLead.\n\n### Bucket 1: Proof\n\n#### Inner\n- a\n\n### Plan\n\n\
             | Day | Hook |\n| --- | --- |\n| 1 | a\\|b |\n| 2 |  |\n\n### People\n\n\
             #### Ann\n\n- **Wants:** calm nights\n"
        );
    }

    #[test]
    fn translated_headings_come_from_the_answer() {
        let spec = spec(vec![part("Goal", vec![], Show::Table)]);
        let given = answer(&[("Ziel", "Text.", &[])]);
        assert_eq!(render(&spec, &given, true), "## S\n\n### Ziel\n\nText.\n");
        assert_eq!(render(&spec, &given, false), "## S\n\n### Goal\n\nText.\n");
    }
}
