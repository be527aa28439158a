//! Long tables in chunks, and tasks that ask for some rows of one table only.

use crate::domain::SectionAnswer;
use crate::packs::{PartKind, Range, SectionSpec};

use super::prompt;

/// Rows of one table that are asked for in a call of their own; counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk {
    pub part: usize,
    pub first: u32,
    pub last: u32,
}

/// The task for the beginning of every table, and the chunks that are left.
pub(super) fn split(spec: &SectionSpec, per_call: u32) -> (SectionSpec, Vec<Chunk>) {
    let per_call = per_call.max(1);
    let mut head = spec.clone();
    let mut chunks = Vec::new();
    for (at, part) in head.parts.iter_mut().enumerate() {
        let Some(rows) =
            part.rows.filter(|rows| part.kind == PartKind::Table && rows.max > per_call)
        else {
            continue;
        };
        part.rows = Some(Range { min: rows.min.min(per_call), max: per_call });
        let mut first = per_call + 1;
        while first <= rows.max {
            let last = (first + per_call - 1).min(rows.max);
            chunks.push(Chunk { part: at, first, last });
            first = last + 1;
        }
    }
    (head, chunks)
}

/// The task for rows `first` to `last` of the table at `part`, and nothing else.
#[must_use]
pub fn only_rows(spec: &SectionSpec, part: usize, first: u32, last: u32) -> SectionSpec {
    let mut only = spec.clone();
    let rows = last.saturating_sub(first) + 1;
    let all = spec.parts.get(part).and_then(|part| part.rows).map_or(rows, |range| range.max);
    only.parts = spec.parts.get(part).cloned().into_iter().collect();
    for part in &mut only.parts {
        part.rows = Some(Range { min: rows, max: rows });
    }
    let share = |words: u32| words.saturating_mul(rows) / all.max(1);
    only.words = Range { min: share(spec.words.min), max: share(spec.words.max).max(40) };
    only.instruction = format!("{} {}", spec.instruction, prompt::only_rows(first, last));
    only
}

/// Puts the rows of a chunk behind those that are there.
pub(super) fn append(whole: &mut SectionAnswer, chunk: Chunk, rows: SectionAnswer) {
    if let Some(part) = whole.parts.get_mut(chunk.part) {
        part.rows.extend(rows.parts.into_iter().flat_map(|part| part.rows));
        whole.numbers.extend(rows.numbers);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Chunk, only_rows, split};
    use crate::packs::Range;
    use crate::writing::testing::spec;

    #[test]
    fn splits_long_tables_only() {
        let spec = spec(&json!([
            {"heading": "Short", "kind": "table", "columns": [{"title": "A"}], "rows": [3, 5]},
            {"heading": "Long", "kind": "table", "columns": [{"title": "Day"}], "rows": [70, 70]},
        ]));
        let (head, chunks) = split(&spec, 31);
        assert_eq!(head.parts[0].rows, spec.parts[0].rows);
        assert_eq!(head.parts[1].rows, Some(Range { min: 31, max: 31 }));
        let chunk = |first, last| Chunk { part: 1, first, last };
        assert_eq!(chunks, [chunk(32, 62), chunk(63, 70)]);
        let only = only_rows(&spec, 1, 63, 70);
        assert_eq!(only.parts.len(), 1);
        assert_eq!(only.parts[0].rows, Some(Range { min: 8, max: 8 }));
        assert!(only.instruction.contains("63 to 70"));
    }
}
