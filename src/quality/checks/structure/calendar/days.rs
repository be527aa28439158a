//! T3: the dates and weekdays of a calendar's rows.

use foldhash::{HashMap, HashMapExt as _};
use jiff::civil::Date;

use super::{Judge, Text};
use crate::quality::checks::structure::calendar_rows::Row;
use crate::quality::context::{Context, SectionView};
use crate::quality::dates::days_in;
use crate::quality::numbers::Kind;

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Judge<'_, '_> {
    /// Dates exist, and fall on the weekday they name where the year is known.
    pub(super) fn dates(&mut self, rows: &[Row], context: &Context<'_>) {
        let year = known_year(self.view, rows, context);
        let first_month = rows.iter().find_map(|row| row.day.date).map(|(month, _)| month);
        for row in rows {
            let Some((month, day)) = row.day.date else { continue };
            let turned = first_month.is_some_and(|first| month + 6 < first);
            let year = row.day.year.or(year.map(|year| year + i16::from(turned)));
            if day == 0 || day > days_in(month, year) {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!("“{}” is no real date", row.shown),
                        expected: "dates that exist".to_owned(),
                        actual: &row.shown,
                        fix: "Write the real date.".to_owned(),
                    },
                );
                continue;
            }
            let named = row.day.weekday;
            let real = year.and_then(|year| weekday_of(year, month, day));
            if let (Some(named), Some(real)) = (named, real)
                && named != real
            {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!("“{}” falls on another weekday", row.shown),
                        expected: WEEKDAYS
                            .get(real as usize)
                            .copied()
                            .unwrap_or_default()
                            .to_owned(),
                        actual: &row.shown,
                        fix: "Correct the weekday or the date.".to_owned(),
                    },
                );
            }
        }
    }

    /// Weekdays follow each other as the days do.
    pub(super) fn weekdays(&mut self, rows: &[Row]) {
        let offset = |row: &Row| {
            let day = row.day.number.or_else(|| row.day.date.map(|(m, d)| day_of_year(m, d)))?;
            Some((i64::from(row.day.weekday?) - day).rem_euclid(7))
        };
        let mut counts: HashMap<i64, usize> = HashMap::new();
        let turns = turns(rows);
        for row in rows {
            // Across the turn of a year only numbers count.
            if row.day.number.is_some() || !turns {
                *counts.entry(offset(row).unwrap_or(-1)).or_default() +=
                    usize::from(offset(row).is_some());
            }
        }
        let Some((usual, votes)) =
            counts.into_iter().filter(|(o, _)| *o >= 0).max_by_key(|(o, n)| (*n, -*o))
        else {
            return;
        };
        for row in rows {
            if votes >= 3
                && offset(row).is_some_and(|own| own != usual)
                && (row.day.number.is_some() || !turns)
            {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!(
                            "The weekday of “{}” does not follow from the rows around it",
                            row.shown
                        ),
                        expected: "weekdays in their order".to_owned(),
                        actual: &row.shown,
                        fix: "Correct the weekday.".to_owned(),
                    },
                );
            }
        }
    }
}

pub(super) fn day_of_year(month: u8, day: u8) -> i64 {
    let before: i64 = (1..month).map(|m| i64::from(days_in(m, Some(2027)))).sum();
    before + i64::from(day)
}

pub(super) fn next_day(before: i64, numbered: bool, _rows: &[Row]) -> i64 {
    if !numbered && before == 365 { 1 } else { before + 1 }
}

/// 29 February is day 60 as 1 March is in a common year.
pub(super) fn leap(expected: i64, day: i64) -> bool {
    expected == 61 && day == 60 || (expected - day).abs() == 1 && (60..=61).contains(&day)
}

fn turns(rows: &[Row]) -> bool {
    let months: Vec<u8> =
        rows.iter().filter_map(|row| row.day.date).map(|(month, _)| month).collect();
    months.windows(2).any(|pair| matches!(pair, [a, b] if b < a))
        || months.contains(&2) && months.contains(&3)
}

/// The year of the first row, if the cells, the text or the brief's start say it.
fn known_year(view: &SectionView<'_>, rows: &[Row], context: &Context<'_>) -> Option<i16> {
    let own = rows.iter().find_map(|row| row.day.year);
    if own.is_some() {
        return own;
    }
    let mut years: Vec<i16> = vec![];
    for numbers in view.numbers() {
        let found = numbers.iter().filter(|number| number.kind == Kind::Year);
        #[expect(clippy::cast_possible_truncation, reason = "1800 to 2100")]
        years
            .extend(found.map(|number| number.value as i16).filter(|year| is_near(*year, context)));
    }
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => Some(*year),
        [] => {
            let start = context.input.brief.start_date;
            let first = rows.iter().find_map(|row| row.day.date)?;
            let same = (i8::try_from(first.0).ok()?, i8::try_from(first.1).ok()?);
            ((start.month(), start.day()) == same).then_some(start.year())
        }
        _ => None,
    }
}

/// A calendar's year is near the client's start; another may be the brand or history.
fn is_near(year: i16, context: &Context<'_>) -> bool {
    year.abs_diff(context.input.brief.start_date.year()) <= 5
}

fn weekday_of(year: i16, month: u8, day: u8) -> Option<u8> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    u8::try_from(date.weekday().to_monday_zero_offset()).ok()
}
