//! Reads days, weekdays and dates as calendars and timelines write them.

use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use super::numbers::literal::worth;
use super::tokens::{TokenKind, Tokens};

/// What a cell of a calendar says of its day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCell {
    /// Number of the day in the plan.
    pub number: Option<i64>,
    /// 0 for Monday.
    pub weekday: Option<u8>,
    /// Month (1–12) and day of the month.
    pub date: Option<(u8, u8)>,
    /// Year, where the cell gives it.
    pub year: Option<i16>,
}

#[derive(Debug, Default, Deserialize)]
struct Names {
    month: HashMap<String, Vec<String>>,
    weekday: HashMap<String, Vec<String>>,
}

static NAMES: LazyLock<(HashMap<String, u8>, HashMap<String, u8>)> = LazyLock::new(|| {
    let names: Names = crate::embedded::toml("dates.toml", include_str!("rules/dates.toml"));
    let flat = |lists: HashMap<String, Vec<String>>| -> HashMap<String, u8> {
        let numbered = lists.into_iter().filter_map(|(n, words)| Some((n.parse().ok()?, words)));
        numbered.flat_map(|(n, words): (u8, _)| words.into_iter().map(move |w| (w, n))).collect()
    };
    (flat(names.month), flat(names.weekday))
});

/// The month that `word` names, folded.
#[must_use]
pub fn month(word: &str) -> Option<u8> {
    NAMES.0.get(word).copied()
}

/// The weekday that `word` names, folded; 0 is Monday.
#[must_use]
pub fn weekday(word: &str) -> Option<u8> {
    NAMES.1.get(word).copied()
}

/// Reads one cell such as `1`, `Day 3`, `1 Mon`, `Mon 1 Mar`, `1 · vie 15 oct`.
#[must_use]
pub fn day_cell(text: &str) -> DayCell {
    day_in(&Tokens::of(text))
}

/// The same of a cell that is read already.
#[must_use]
pub fn day_in(tokens: &Tokens) -> DayCell {
    let mut cell = DayCell::default();
    let list = &tokens.list;
    let number_at = |at: usize| {
        let token = list.get(at).filter(|token| token.kind == TokenKind::Number)?;
        let digits = tokens.text.get(token.start..token.digits_end)?;
        worth(digits).map(|worth| worth.value).filter(|value| value.fract() == 0.0)
    };
    let named_months = list.iter().filter(|token| month(&token.folded).is_some()).count();
    // `mar` is a Tuesday beside another month: `18 · mar 1 nov`.
    let is_day = |word: &str| weekday(word).is_some() && named_months > 1;
    let month_at = |at: usize| {
        list.get(at).filter(|token| !is_day(&token.folded)).and_then(|token| month(&token.folded))
    };
    for at in 0..list.len() {
        let fits = |word: &str| month(word).is_none() || is_day(word);
        let named = list.get(at).filter(|token| fits(&token.folded));
        if let Some(day) = named.and_then(|token| weekday(&token.folded)) {
            cell.weekday = cell.weekday.or(Some(day));
        }
        let Some(month) = month_at(at) else { continue };
        let skip = |word: usize| {
            usize::from(list.get(word).is_some_and(|t| matches!(&*t.folded, "de" | "of")))
        };
        let tight = matches!(tokens.gap_before(at), " " | ". " | "\u{a0}" | "." | "-" | "");
        let place = at.checked_sub(1).filter(|_| tight).map(|p| p.saturating_sub(skip(p)));
        // With a weekday beside it, `Mar 32` is a date too, one that no month has.
        let most = if cell.weekday.is_some() { 39.0 } else { 31.0 };
        let before = place.and_then(number_at).filter(|d| (1.0..=most).contains(d));
        let after = number_at(at + 1).filter(|d| (1.0..=most).contains(d));
        // `1 · Mon Mar 2`: the day follows the month; `1 · lun 1 mar`: it goes before.
        let day = before.or(after);
        if let (Some(day), None) = (day, cell.date) {
            cell.date = Some((month, narrow(day)));
        }
        let year = number_at(at + 1)
            .filter(|y| *y > 1900.0)
            .or_else(|| number_at(at + 2).filter(|y| *y > 1900.0 && *y < 2200.0));
        cell.year = cell.year.or(year.map(wide));
    }
    let first = (0..list.len()).find_map(|at| number_at(at).map(|value| (at, value)));
    if let Some((at, value)) = first {
        let is_date = cell.date.is_some_and(|(_, day)| f64::from(day).total_cmp(&value).is_eq())
            && numbers_in(tokens) - usize::from(cell.year.is_some()) < 2;
        let lonely = at == 0
            || list.get(at - 1).is_none_or(|t| {
                cell.date.is_none()
                    || weekday(&t.folded).is_none()
                    || month(&t.folded).is_some() && !is_day(&t.folded)
            });
        if !is_date && lonely && value < 1000.0 {
            cell.number = Some(i64::from(wide(value)));
        }
    }
    cell
}

fn numbers_in(tokens: &Tokens) -> usize {
    tokens.list.iter().filter(|token| token.kind == TokenKind::Number).count()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 31")]
fn narrow(value: f64) -> u8 {
    value as u8
}

#[expect(clippy::cast_possible_truncation, reason = "below 2200")]
fn wide(value: f64) -> i16 {
    value as i16
}

/// Every date with a month and a day in `text`, in order, with the year where one follows.
#[must_use]
pub fn dates_in(text: &str) -> Vec<DayCell> {
    let tokens = Tokens::of(text);
    let months = (0..tokens.list.len())
        .filter(|at| tokens.list.get(*at).is_some_and(|t| month(&t.folded).is_some()));
    let around = months.filter_map(|at| {
        let start = tokens.list.get(at.saturating_sub(2))?.start;
        let end = tokens.list.get((at + 2).min(tokens.list.len() - 1))?.end;
        tokens.text.get(start..end).map(day_cell)
    });
    around.filter(|cell| cell.date.is_some()).collect()
}

/// Days in `month` of `year`; 29 for a February of an unknown year.
#[must_use]
pub fn days_in(month: u8, year: Option<i16>) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year) if year % 4 != 0 || year % 100 == 0 && year % 400 != 0 => 28,
            _ => 29,
        },
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{DayCell, dates_in, day_cell, days_in};

    #[test]
    fn reads_cells() {
        for (text, number, weekday, date) in [
            ("1", Some(1), None, None),
            ("Day 3", Some(3), None, None),
            ("7 Sun", Some(7), Some(6), None),
            ("1, Mon 11 Jan", Some(1), Some(0), Some((1, 11))),
            ("1 · vie 15 oct", Some(1), Some(4), Some((10, 15))),
            ("18 · lun 1 nov", Some(18), Some(0), Some((11, 1))),
            ("1 · Mon Mar 2", Some(1), Some(0), Some((3, 2))),
            ("Mon 1 Mar", None, Some(0), Some((3, 1))),
            ("Mon, Apr 12", None, Some(0), Some((4, 12))),
            ("4 Jan", None, None, Some((1, 4))),
            ("18 · mar 1 nov", Some(18), Some(1), Some((11, 1))),
            ("2 | mar. 16 nov.", Some(2), Some(1), Some((11, 16))),
            ("Mar 3", None, None, Some((3, 3))),
            ("30 · Tue Mar 32", Some(30), Some(1), Some((3, 32))),
            ("Wed 33 Mar", None, Some(2), Some((3, 33))),
            ("Di 3. Februar", None, Some(1), Some((2, 3))),
        ] {
            assert_eq!(day_cell(text), DayCell { number, weekday, date, year: None }, "{text}");
        }
        assert_eq!(dates_in("from 4 January to 3 April 2027").len(), 2);
        assert_eq!(dates_in("15 de octubre – 15 de diciembre de 2027").len(), 2);
        assert_eq!(days_in(2, Some(2027)), 28);
    }
}
