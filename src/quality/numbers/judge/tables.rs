//! What tables and lists tell of the numbers in them.

use super::{Ledger, OPERANDS};
use crate::quality::document::BlockKind;
use crate::quality::numbers::around::Around;
use crate::quality::numbers::scan::{Kind, Number};

impl Ledger<'_> {
    /// Numbers of the other cells of the row, and the sums of the table's columns; no more than
    /// anybody looks at.
    pub(super) fn row_numbers(&self, block: usize) -> Vec<Number> {
        let Some(BlockKind::Cell { table, row, column }) = self.kind_of(block) else {
            return vec![];
        };
        let mut same_row = vec![];
        let mut sums: std::collections::BTreeMap<usize, Vec<&Number>> =
            std::collections::BTreeMap::new();
        let near = block.saturating_sub(200)..(block + 200).min(self.numbers.len());
        for at in near {
            let Some(BlockKind::Cell { table: t, row: r, column: c }) = self.kind_of(at) else {
                continue;
            };
            let first = self.numbers.get(at).and_then(|numbers| numbers.first());
            let Some(first) = first.filter(|_| t == table) else { continue };
            if r == row && c != column {
                same_row.extend(self.numbers.get(at).into_iter().flatten().cloned());
                if same_row.len() >= OPERANDS {
                    return same_row;
                }
            } else if r != row {
                sums.entry(c).or_default().push(first);
            }
            if r == row && c != column {
                sums.entry(c).or_default().push(first);
            }
        }
        same_row.extend(sums.into_values().filter_map(|column| sum_of(&column)));
        same_row
    }

    /// Lists whose items mostly say that their numbers are targets.
    pub(super) fn lists_worded_by_their_items(&self) -> Vec<usize> {
        let mut counts: std::collections::BTreeMap<usize, (usize, usize)> =
            std::collections::BTreeMap::new();
        for (block, numbers) in self.numbers.iter().enumerate() {
            let list = self.judged.places.get(block).and_then(|place| place.list);
            let (Some(list), Some(tokens)) = (list, self.view.tokens().get(block)) else {
                continue;
            };
            let claim = numbers.iter().find(|number| {
                self.is_claim(block, tokens, number) && !self.context.known().holds(number)
            });
            if let Some(number) = claim {
                let entry = counts.entry(list).or_default();
                entry.0 += usize::from(Around::of(tokens, number).is_worded());
                entry.1 += 1;
            }
        }
        let mostly = |(list, (worded, all)): (usize, (usize, usize))| {
            (worded > 0 && worded * 2 >= all).then_some(list)
        };
        counts.into_iter().filter_map(mostly).collect()
    }

    pub(super) fn percents_of_the_brief(&self) -> Vec<f64> {
        let percents = self.numbers.iter().flatten().filter(|n| n.kind == Kind::Percent);
        let given = percents.filter(|n| self.context.known().holds(n)).map(|n| n.value);
        let mut given: Vec<f64> = given.collect();
        given.sort_by(f64::total_cmp);
        given.dedup();
        given
    }

    /// Whether the cells of the block's column are shares that make 100.
    pub(super) fn is_part_of_a_column(&self, block: usize) -> bool {
        let Some(BlockKind::Cell { table, column, .. }) = self.kind_of(block) else {
            return false;
        };
        let near = block.saturating_sub(200)..(block + 200).min(self.numbers.len());
        let same = near.filter(|at| {
            matches!(self.kind_of(*at),
                Some(BlockKind::Cell { table: t, column: c, .. }) if t == table && c == column)
        });
        let shares: Vec<f64> = same
            .filter_map(|at| self.numbers.get(at)?.first())
            .filter(|number| number.kind == Kind::Percent)
            .map(|number| number.value)
            .collect();
        shares.len() >= 2 && (shares.iter().sum::<f64>() - 100.0).abs() <= 1.0
    }

    /// Whether the section's shares, three or more, make 100: a split of the plan's own means.
    pub(super) fn shares_make_a_whole(&self) -> bool {
        let running = |block: usize| !matches!(self.kind_of(block), Some(BlockKind::Cell { .. }));
        let shares: Vec<f64> = self
            .numbers
            .iter()
            .enumerate()
            .filter(|(block, _)| running(*block))
            .flat_map(|(_, numbers)| numbers)
            .filter(|number| number.kind == Kind::Percent && !self.context.known().holds(number))
            .map(|number| number.value)
            .collect();
        let sum: f64 = shares.iter().sum();
        shares.len() >= 3 && (sum - 100.0).abs() <= 1.0
    }
}

fn sum_of(column: &[&Number]) -> Option<Number> {
    let first = column.first()?;
    let alike: Vec<&&Number> = column.iter().filter(|n| n.kind == first.kind).collect();
    let total: f64 = alike.iter().map(|n| n.value).sum();
    let largest = alike.iter().map(|n| n.value).fold(0.0, f64::max);
    // A totals row counts once.
    let total = if (total - 2.0 * largest).abs() < total * 0.02 { largest } else { total };
    matches!(first.kind, Kind::Money | Kind::Count).then(|| Number {
        value: total,
        other: None,
        ..(*first).clone()
    })
}
