//! A table that only lacks some rows is asked for those rows alone.

use crate::domain::{Issue, SectionAnswer, Severity};
use crate::packs::{ColumnType, PartKind, PartSpec, SectionSpec};

/// Checks that missing rows explain: structure, length, tables and calendars.
const EXPLAINED: [&str; 5] = ["C4", "C5", "C7", "T2", "T3"];

/// Rows `first` to `last` of the table at `part`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Missing {
    pub part: usize,
    pub first: u32,
    pub last: u32,
}

/// The rows that `answer` lacks, where that is all that `failures` find: one run of rows in one
/// table that has at least half of them.
pub(super) fn missing(
    spec: &SectionSpec,
    answer: &SectionAnswer,
    failures: &[Issue],
) -> Option<Missing> {
    let explained = failures
        .iter()
        .filter(|issue| issue.severity > Severity::Warning)
        .all(|issue| EXPLAINED.contains(&issue.check.as_str()));
    if !explained {
        return None;
    }
    let mut short =
        spec.parts.iter().zip(&answer.parts).enumerate().filter_map(|(at, (part, given))| {
            let least = part.rows.filter(|_| part.kind == PartKind::Table)?.min as usize;
            let lacking = least.checked_sub(given.rows.len()).filter(|lacking| *lacking > 0)?;
            Some((at, part, given, lacking))
        });
    let (at, part, given, lacking) = short.next()?;
    if short.next().is_some() || given.rows.len() < lacking {
        return None;
    }
    let after = gap(part, &given.rows, lacking)?;
    let first = u32::try_from(after + 1).ok()?;
    let last = u32::try_from(after + lacking).ok()?;
    Some(Missing { part: at, first, last })
}

/// How many rows stand before the missing ones: up to the one gap in the day numbers, all of
/// them where there is none.
fn gap(part: &PartSpec, rows: &[Vec<String>], lacking: usize) -> Option<usize> {
    let Some(column) = part.columns.iter().position(|c| c.kind == ColumnType::Day) else {
        return Some(rows.len());
    };
    let days: Option<Vec<usize>> =
        rows.iter().map(|row| row.get(column).and_then(|cell| number(cell))).collect();
    let days = days?;
    let mut after = rows.len();
    for (at, pair) in days.windows(2).enumerate() {
        let [before, next] = pair else { continue };
        let step = next.checked_sub(*before)?;
        match step {
            1 => {}
            step if step == lacking + 1 && after == rows.len() => after = at + 1,
            _ => return None,
        }
    }
    Some(after)
}

fn number(cell: &str) -> Option<usize> {
    let digits: String =
        cell.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The answer with the rows that were asked for in their place.
pub(super) fn merged(
    mut answer: SectionAnswer,
    missing: Missing,
    rows: SectionAnswer,
) -> SectionAnswer {
    let at = missing.first.saturating_sub(1) as usize;
    let wanted = (missing.last - missing.first) as usize + 1;
    if let Some(part) = answer.parts.get_mut(missing.part) {
        let at = at.min(part.rows.len());
        let given = rows.parts.into_iter().flat_map(|part| part.rows).take(wanted);
        part.rows.splice(at..at, given);
        answer.numbers.extend(rows.numbers);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::{Missing, gap, merged};
    use crate::domain::{PartAnswer, SectionAnswer};
    use crate::packs::PartSpec;

    fn calendar() -> PartSpec {
        serde_json::from_value(serde_json::json!({
            "heading": "Plan", "kind": "table", "rows": [6, 6],
            "columns": [{"title": "Day", "type": "day"}, {"title": "Hook"}],
        }))
        .expect("a part")
    }

    fn rows(days: &[u32]) -> Vec<Vec<String>> {
        days.iter().map(|day| vec![format!("{day} Mon"), format!("hook {day}")]).collect()
    }

    #[test]
    fn finds_the_one_gap() {
        for (days, lacking, wanted) in [
            (&[1, 2, 3, 4][..], 2, Some(4)),
            (&[1, 2, 5, 6], 2, Some(2)),
            (&[8, 9, 10, 13], 2, Some(3)),
            (&[1, 3, 5, 6], 2, None),
            (&[1, 2, 2, 3], 2, None),
            (&[4, 3, 2, 1], 2, None),
        ] {
            assert_eq!(gap(&calendar(), &rows(days), lacking), wanted, "{days:?}");
        }
    }

    #[test]
    fn puts_rows_into_the_gap() {
        let part = |days: &[u32]| PartAnswer { rows: rows(days), ..PartAnswer::default() };
        let answer = |days| SectionAnswer { parts: vec![part(days)], ..SectionAnswer::default() };
        let missing = Missing { part: 0, first: 3, last: 4 };
        let whole = merged(answer(&[1, 2, 5, 6]), missing, answer(&[3, 4, 5]));
        assert_eq!(whole.parts[0].rows, rows(&[1, 2, 3, 4, 5, 6]));
    }
}
