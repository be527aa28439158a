//! T3: a calendar that can be worked through day by day.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::calendar_rows::{Row, rows};
use super::tables::is_void;
use crate::quality::context::{Context, SectionView};
use crate::quality::dates::days_in;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::numbers::Kind;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let rows = rows(view);
    if rows.len() < 3 {
        return;
    }
    let mut judge = Judge { view, findings };
    judge.count(&rows, context);
    judge.order(&rows);
    judge.dates(&rows, context);
    judge.weekdays(&rows);
    judge.hooks_and_actions(&rows);
    judge.platforms(&rows, context);
}

struct Judge<'f, 'v> {
    view: &'v SectionView<'v>,
    findings: &'f mut Findings,
}

/// The texts of one finding.
struct Text<'t> {
    problem: String,
    expected: String,
    actual: &'t str,
    fix: String,
}

impl Judge<'_, '_> {
    fn say(&mut self, row: Option<&Row>, text: &Text<'_>) {
        let found = match row {
            Some(row) => Found::at(self.view, row.span.clone()),
            None => Found::in_section(self.view),
        };
        let found = found.with("problem", &text.problem).with("expected", &text.expected);
        self.findings.add(found.with("actual", text.actual).with("fix", &text.fix));
    }

    fn count(&mut self, rows: &[Row], context: &Context<'_>) {
        let Some(days) = context.input.pack.benchmark.calendar_days else { return };
        let days = days as usize;
        if rows.len() != days {
            let actual = rows.len().to_string();
            self.say(
                None,
                &Text {
                    problem: format!(
                        "The calendar has {actual} days where the pack asks for {days}"
                    ),
                    expected: format!("{days} days"),
                    actual: &actual,
                    fix: format!("Give the calendar {days} rows, one a day."),
                },
            );
        }
    }

    /// Day numbers, or dates where there are none, go up by one.
    fn order(&mut self, rows: &[Row]) {
        let numbered = rows.iter().filter(|row| row.day.number.is_some()).count() * 2 > rows.len();
        let weekdays = rows.iter().any(|row| row.day.weekday.is_some());
        let mut before: Option<i64> = None;
        let mut seen = HashSet::new();
        for row in rows {
            let dated = row.day.date.map(|(month, day)| day_of_year(month, day));
            let Some(day) = (if numbered { row.day.number } else { dated }) else {
                if numbered || !weekdays {
                    self.say(
                        Some(row),
                        &Text {
                            problem: format!("The row “{}” says no day", row.shown),
                            expected: "a day in each row".to_owned(),
                            actual: &row.shown,
                            fix: "Number the days without a gap.".to_owned(),
                        },
                    );
                }
                continue;
            };
            let expected = before.map(|before| next_day(before, numbered, rows));
            let fits =
                expected.is_none_or(|expected| expected == day || !numbered && leap(expected, day));
            if !seen.insert(day) || !fits {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!("“{}” is not the day after the row before", row.shown),
                        expected: "days without gap or repetition".to_owned(),
                        actual: &row.shown,
                        fix: "Number the days without a gap and without repeating one.".to_owned(),
                    },
                );
            }
            before = Some(day);
        }
        let first = rows.first().and_then(|row| row.day.number);
        if let Some(first) = first.filter(|first| numbered && *first != 1) {
            let shown = first.to_string();
            self.say(
                rows.first(),
                &Text {
                    problem: format!("The calendar begins with day {first}"),
                    expected: "day 1".to_owned(),
                    actual: &shown,
                    fix: "Begin with day 1.".to_owned(),
                },
            );
        }
    }

    /// Dates exist, and fall on the weekday they name where the year is known.
    fn dates(&mut self, rows: &[Row], context: &Context<'_>) {
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
    fn weekdays(&mut self, rows: &[Row]) {
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

    fn hooks_and_actions(&mut self, rows: &[Row]) {
        let mut seen = HashSet::new();
        for row in rows {
            let hook = row.hook.as_ref().filter(|hook| !is_void(hook) && !row.rest);
            if let Some(hook) = hook.filter(|hook| !seen.insert(bare_words(hook))) {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!("The hook “{hook}” stands twice"),
                        expected: "a hook of its own for each day".to_owned(),
                        actual: hook,
                        fix: "Write another hook for this day.".to_owned(),
                    },
                );
            }
            let action = row.cta.as_ref().filter(|cta| is_void(cta) && !row.rest);
            if let Some(cta) = action {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!("“{}” has no call to action", row.shown),
                        expected: "a call to action".to_owned(),
                        actual: cta,
                        fix: "Say what the reader should do.".to_owned(),
                    },
                );
            }
        }
    }

    fn platforms(&mut self, rows: &[Row], context: &Context<'_>) {
        if context.input.brief.platforms.is_empty() {
            return;
        }
        for row in rows {
            let Some(platform) = row.platform.as_ref() else { continue };
            let folded = fold(platform);
            let strange = PLATFORMS.iter().find(|(name, others)| {
                names(&folded, name)
                    && !context.brief_says(name)
                    && !others.iter().any(|other| context.brief_says(other))
            });
            if strange.is_some() {
                self.say(
                    Some(row),
                    &Text {
                        problem: format!(
                            "The client's brief does not name the platform “{platform}”"
                        ),
                        expected: context.input.brief.platforms.join(", "),
                        actual: platform,
                        fix: "Use a platform that the brief names.".to_owned(),
                    },
                );
            }
        }
    }
}

/// The words of a hook, without its quotation marks and stops.
fn bare_words(hook: &str) -> String {
    let letters = fold(hook);
    let words = letters.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[derive(Debug, Default, Deserialize)]
struct Platforms {
    platform: HashMap<String, Vec<String>>,
}

static PLATFORMS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let file: Platforms =
        toml::from_str(include_str!("../../rules/platforms.toml")).unwrap_or_default();
    file.platform
});

/// Whether `name`, folded, is a platform's.
pub(crate) fn is_platform(name: &str) -> bool {
    PLATFORMS.contains_key(name)
}

fn names(cell: &str, platform: &str) -> bool {
    cell.match_indices(platform)
        .any(|(at, found)| crate::quality::fold::is_whole_word(cell, &(at..at + found.len())))
}

fn day_of_year(month: u8, day: u8) -> i64 {
    let before: i64 = (1..month).map(|m| i64::from(days_in(m, Some(2027)))).sum();
    before + i64::from(day)
}

fn next_day(before: i64, numbered: bool, _rows: &[Row]) -> i64 {
    if !numbered && before == 365 { 1 } else { before + 1 }
}

/// 29 February is day 60 as 1 March is in a common year.
fn leap(expected: i64, day: i64) -> bool {
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

#[cfg(test)]
mod tests;
