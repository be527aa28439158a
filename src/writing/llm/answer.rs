//! An answer laid out as its task asked: parts by position, cells by columns.

use crate::domain::{PartAnswer, SectionAnswer};
use crate::packs::{PartKind, PartSpec, SectionSpec};

/// Brings `answer` into the form of `spec` where that loses nothing: parts in the task's order,
/// rows in table parts only, each with as many cells as there are columns. What is missing stays
/// missing, for the gate to see.
pub(super) fn fit(spec: &SectionSpec, mut answer: SectionAnswer) -> SectionAnswer {
    if answer.parts.len() != spec.parts.len() {
        answer.parts = by_heading(&spec.parts, answer.parts);
    }
    for (part, given) in spec.parts.iter().zip(&mut answer.parts) {
        match part.kind {
            PartKind::Text => given.rows.clear(),
            PartKind::Table => settle_rows(part, &mut given.rows),
        }
    }
    answer
}

/// Finds each part by its heading; parts without one take what is left over, in order.
fn by_heading(specs: &[PartSpec], mut given: Vec<PartAnswer>) -> Vec<PartAnswer> {
    let mut fitted: Vec<Option<PartAnswer>> = Vec::with_capacity(specs.len());
    for spec in specs {
        let at = given.iter().position(|answer| names(&answer.heading, &spec.heading));
        fitted.push(at.map(|at| given.remove(at)));
    }
    let mut left = given.into_iter();
    fitted.into_iter().map(|part| part.or_else(|| left.next()).unwrap_or_default()).collect()
}

fn names(given: &str, heading: &str) -> bool {
    let fold = |text: &str| text.trim_start_matches(['#', ' ']).trim().to_lowercase();
    if heading.is_empty() {
        return given.trim().is_empty();
    }
    fold(given).starts_with(&fold(heading))
}

/// Drops a header row that repeats the columns' titles, empty rows, and empty surplus cells.
fn settle_rows(part: &PartSpec, rows: &mut Vec<Vec<String>>) {
    let columns = part.columns.len();
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    let is_header = |row: &Vec<String>| {
        row.len() == columns
            && row
                .iter()
                .zip(&part.columns)
                .all(|(cell, column)| cell.trim().eq_ignore_ascii_case(column.title.trim()))
    };
    if rows.first().is_some_and(is_header) {
        rows.remove(0);
    }
    for row in rows {
        while row.len() > columns && row.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.pop();
        }
        if row.len() > columns && columns > 0 {
            let surplus = row.split_off(columns - 1);
            row.push(surplus.join(", "));
        }
        row.resize(columns, String::new());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::fit;
    use crate::domain::{PartAnswer, SectionAnswer};
    use crate::writing::testing::spec;

    fn part(heading: &str, markdown: &str, rows: &[&[&str]]) -> PartAnswer {
        PartAnswer {
            heading: heading.into(),
            markdown: markdown.into(),
            rows: rows.iter().map(|row| row.iter().map(|c| (*c).into()).collect()).collect(),
        }
    }

    fn answer(parts: Vec<PartAnswer>) -> SectionAnswer {
        SectionAnswer { parts, ..SectionAnswer::default() }
    }

    #[test]
    fn finds_parts_by_position_or_else_by_heading() {
        let spec = spec(&json!([
            {"heading": ""},
            {"heading": "Bucket 1"},
            {"heading": "Bucket 2"},
        ]));
        let whole = answer(vec![part("x", "a", &[]), part("y", "b", &[]), part("z", "c", &[])]);
        assert_eq!(fit(&spec, whole.clone()), whole);
        let short = answer(vec![part("Bucket 2: Proof", "c", &[]), part("Bucket 1", "b", &[])]);
        let texts: Vec<String> = fit(&spec, short).parts.into_iter().map(|p| p.markdown).collect();
        assert_eq!(texts, ["", "b", "c"]);
    }

    #[test]
    fn lays_cells_out_by_columns() {
        let spec = spec(&json!([
            {"heading": "Plan", "kind": "table", "columns": [{"title": "Day"}, {"title": "Hook"}]},
            {"heading": "Note"},
        ]));
        let given = answer(vec![
            part(
                "Plan",
                "",
                &[&["Day", "Hook"], &["1", "a", ""], &["2", "b", "c"], &["3"], &["", " "]],
            ),
            part("Note", "n", &[&["stray"]]),
        ]);
        let fitted = fit(&spec, given);
        assert_eq!(fitted.parts[0].rows, [["1", "a"], ["2", "b, c"], ["3", ""]]);
        assert!(fitted.parts[1].rows.is_empty());
    }
}
