//! T3: a calendar that can be worked through day by day.

mod days;

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet, HashSetExt as _};
use serde::Deserialize;

use self::days::{day_of_year, leap, next_day};
use super::calendar_rows::{Row, rows};
use super::tables::is_void;
use crate::quality::bytes;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};

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

#[derive(Debug, Default, Deserialize)]
struct Platforms {
    platform: HashMap<String, Vec<String>>,
}

static PLATFORMS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let file: Platforms =
        crate::embedded::toml("platforms.toml", include_str!("../../rules/platforms.toml"));
    file.platform
});

/// Whether `name`, folded, is a platform's.
pub(crate) fn is_platform(name: &str) -> bool {
    PLATFORMS.contains_key(name)
}

fn names(cell: &str, platform: &str) -> bool {
    bytes::places(cell, platform).any(|at| is_whole_word(cell, &(at..at + platform.len())))
}

#[cfg(test)]
mod tests;
