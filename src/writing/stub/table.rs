//! Rows of tables: from the grammar where it has rows for these columns, else by the type and
//! title of each column.

use super::calendar;
use super::dates::medium;
use super::grammar::{Entry, GRAMMAR, LineKind};
use super::piece::Draft;
use super::scene::Scene;
use super::template::Expansion;
use crate::domain::{NumberDecl, NumberKind};
use crate::packs::{ColumnSpec, ColumnType, PackSpec, PartKind, PartSpec, SectionSpec, Show};

/// Fills the rows of a table part that is no calendar.
pub fn fill(scene: &Scene<'_>, part: &PartSpec, entry: Option<&Entry>, draft: &mut Draft) {
    if is_calendar(part) {
        return;
    }
    let (least, most) = part.rows.map_or((2, 6), |rows| (rows.min as usize, rows.max as usize));
    let mut rows: Vec<Vec<Expansion>> = Vec::new();
    if let Some(entry) = entry {
        for spare in [false, true] {
            if spare && rows.len() >= least {
                break;
            }
            for row in from_grammar(scene, part, entry, spare) {
                push_unique(&part.columns, &mut rows, row);
            }
        }
    }
    let mut tries = 0;
    while rows.len() < least && tries < least * 3 + 6 {
        let row = by_columns(scene, part, tries, least.max(rows.len()));
        push_unique(&part.columns, &mut rows, row);
        tries += 1;
    }
    rows.truncate(most.max(1));
    for row in rows {
        draft.numbers.extend(row.iter().flat_map(|cell| cell.numbers.clone()));
        draft.rows.push(row.into_iter().map(|cell| cell.text).collect());
    }
    share_out(scene, &part.columns, draft);
}

/// Fills all calendars of a section, days running on from one to the next.
pub fn fill_calendar(scene: &Scene<'_>, pack: &PackSpec, spec: &SectionSpec, drafts: &mut [Draft]) {
    let tables: Vec<usize> = spec
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| is_calendar(part))
        .map(|(at, _)| at)
        .collect();
    if !tables.is_empty() {
        calendar::fill(scene, pack, spec, &tables, drafts);
    }
}

fn is_calendar(part: &PartSpec) -> bool {
    part.kind == PartKind::Table && part.columns.iter().any(|c| c.kind == ColumnType::Day)
}

/// Adds a row whose unique cells are new and whose required cells are filled.
fn push_unique(columns: &[ColumnSpec], rows: &mut Vec<Vec<Expansion>>, row: Vec<Expansion>) {
    let clash = columns.iter().enumerate().any(|(at, column)| {
        let text = |row: &Vec<Expansion>| row.get(at).map(|cell| cell.text.to_lowercase());
        let empty = text(&row).is_none_or(|text| text.is_empty());
        (column.required && empty)
            || (column.unique && rows.iter().any(|other| text(other) == text(&row)))
    });
    if !clash {
        rows.push(row);
    }
}

fn from_grammar(
    scene: &Scene<'_>,
    part: &PartSpec,
    entry: &Entry,
    spare: bool,
) -> Vec<Vec<Expansion>> {
    let title = |c: &ColumnSpec| c.title.to_lowercase();
    let order: Option<Vec<usize>> = if entry.columns.is_empty() {
        Some((0..part.columns.len()).collect())
    } else {
        let known: Vec<String> = entry.columns.iter().map(|t| t.to_lowercase()).collect();
        part.columns.iter().map(|c| known.iter().position(|t| *t == title(c))).collect()
    };
    let Some(order) = order else { return Vec::new() };
    // Cards are read as text, tables are looked up.
    let naming = scene.naming();
    let scene = if part.show == Show::Cards { &naming } else { scene };
    let mut rows = Vec::new();
    for (at, line) in entry.lines.iter().enumerate() {
        if line.kind != LineKind::Row || line.extra != spare {
            continue;
        }
        for cells in scene.expand(line, &format!("{}row{at}", part.heading)) {
            let row: Vec<Expansion> =
                order.iter().filter_map(|at| cells.get(*at).cloned()).collect();
            if row.len() == part.columns.len() {
                rows.push(row);
            }
        }
    }
    rows
}

/// A row for columns that the grammar does not know.
pub fn by_columns(scene: &Scene<'_>, part: &PartSpec, at: usize, count: usize) -> Vec<Expansion> {
    part.columns.iter().map(|column| cell(scene, column, at, count)).collect()
}

/// A cell by the column's type, else by the words of its title.
pub fn cell(scene: &Scene<'_>, column: &ColumnSpec, at: usize, count: usize) -> Expansion {
    let plain = |text: String| Expansion { text, numbers: Vec::new() };
    let facts = scene.facts;
    match column.kind {
        ColumnType::Day => plain((at + 1).to_string()),
        ColumnType::Date => {
            let share = i64::try_from(at * 100 / count.max(1)).unwrap_or(0);
            plain(medium(facts.window.at(share)))
        }
        ColumnType::Platform => {
            let channel = facts.channels.get(at % facts.channels.len().max(1));
            plain(channel.map(|c| c.name.clone()).unwrap_or_default())
        }
        ColumnType::Share => plain("–".to_owned()),
        _ => named_cell(scene, &column.title, at),
    }
}

fn named_cell(scene: &Scene<'_>, title: &str, at: usize) -> Expansion {
    let lower = title.to_lowercase();
    let word = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .map(|word| format!("~{word}"))
            .find(|key| GRAMMAR.find(scene.pack, "(column)", key).is_some())
    };
    let key = if GRAMMAR.find(scene.pack, "(column)", &lower).is_some() {
        Some(lower.clone())
    } else {
        word()
    };
    let pool = scene.pool("(column)", key.as_deref().unwrap_or("*"));
    let start = scene.seed.child(title).below(pool.len());
    let count = pool.len().max(1);
    pool.into_iter().nth((start + at) % count).unwrap_or_default()
}

/// Fills share columns with shares that sum to 100, largest first.
fn share_out(scene: &Scene<'_>, columns: &[ColumnSpec], draft: &mut Draft) {
    for (at, _) in columns.iter().enumerate().filter(|(_, c)| c.kind == ColumnType::Share) {
        let shares = shares(draft.rows.len(), scene.seed.child("shares").below(3));
        for (row, share) in draft.rows.iter_mut().zip(shares) {
            let value = format!("{share}%");
            draft.numbers.push(NumberDecl {
                value: value.clone(),
                kind: NumberKind::Assumption,
                reference: None,
            });
            if let Some(cell) = row.get_mut(at) {
                *cell = value;
            }
        }
    }
}

/// `count` falling shares in steps of five (or one, for many) that sum to 100.
fn shares(count: usize, slope: usize) -> Vec<usize> {
    let weights: Vec<usize> = (0..count).map(|at| (count - at) * 2 + slope * 2).collect();
    let sum: usize = weights.iter().sum::<usize>().max(1);
    let step = if count > 8 { 1 } else { 5 };
    let mut shares: Vec<usize> =
        weights.iter().map(|w| (w * 100 / sum / step).max(1) * step).collect();
    let rest = shares.iter().skip(1).sum::<usize>();
    if let Some(first) = shares.first_mut() {
        *first = 100usize.saturating_sub(rest);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn shares_sum_to_one_hundred_and_fall() {
        for count in 1..=12 {
            for slope in 0..3 {
                let shares = shares(count, slope);
                assert_eq!(shares.iter().sum::<usize>(), 100, "{shares:?}");
                assert!(shares.windows(2).all(|pair| pair[0] >= pair[1]), "{shares:?}");
            }
        }
    }
}
