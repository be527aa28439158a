//! Slots made from other slots: short names of people and things, problems, stand-ins for
//! rivals, rows of KPI tables and the dates of three phases.

use jiff::civil::Date;

use super::analysis::phrase::{bare, cut, inside};
use super::dates::{Window, medium};
use super::template::capital;

/// Where values are read and written.
pub trait Values {
    /// The value of a slot, empty where it has none.
    fn value(&self, name: &str) -> String;
    /// Sets a slot; an empty value is none.
    fn put(&mut self, name: &str, value: String);
}

/// Adds the other derived slots to `values`.
pub fn add(values: &mut dyn Values, window: Window) {
    add_questions(values);
    add_problems(values);
    add_rivals(values);
    add_measures(values);
    add_phases(values, window);
    if !values.value("position").is_empty() {
        let line = values.value("position");
        values.put("positioning_note", format!("It takes up the client's own line, “{line}”."));
    }
}

/// `ask1` …: the doubts as questions that people ask for themselves; `yours1` …: as said to them.
fn add_questions(values: &mut dyn Values) {
    for n in 1..=8 {
        let doubt = values.value(&format!("doubt{n}"));
        if doubt.is_empty() {
            break;
        }
        values.put(&format!("yours{n}"), super::question::to_you(&doubt));
        if let Some(question) = super::question::of(&doubt) {
            values.put(&format!("ask{n}"), question);
        }
    }
}

/// `problem1` … `problem3`: the brief's pain points, filled up with open questions of the trade;
/// `problem1_is` says where it comes from, `problem1_ref` names it in a sentence.
fn add_problems(values: &mut dyn Values) {
    let mut doubts =
        (3..=5).map(|n| values.value(&format!("doubt{n}"))).collect::<Vec<_>>().into_iter();
    for n in 1..=3 {
        let pain = values.value(&format!("pain{n}"));
        let name = format!("problem{n}");
        if pain.is_empty() {
            let open = format!("the open question {}", doubts.next().unwrap_or_default());
            values.put(
                &format!("{name}_is"),
                "an assumption from the trade, to be checked first".to_owned(),
            );
            values.put(&format!("{name}_ref"), open.clone());
            values.put(&name, open);
        } else {
            values.put(&format!("{name}_is"), "the brief names it".to_owned());
            values.put(&format!("{name}_ref"), format!("the problem “{}”", quoted(&pain)));
            values.put(&name, pain);
        }
    }
}

/// A problem as it is quoted inside a sentence: whole where it is short, else cut at a joint.
fn quoted(pain: &str) -> String {
    if pain.split_whitespace().count() <= 11 { pain.to_owned() } else { cut(pain, 9) }
}

/// `comp1` … `comp3`: named rivals, or what people do without the client.
fn add_rivals(values: &mut dyn Values) {
    let stands_in = ["the usual alternative", "a friend's advice", "the cheapest offer in sight"];
    let none = values.value("rival1").is_empty();
    for (at, spare) in stands_in.iter().enumerate() {
        let n = at + 1;
        let rival = values.value(&format!("rival{n}"));
        let name = format!("comp{n}");
        if !rival.is_empty() {
            values.put(&name, rival);
        } else if none {
            values.put(&name, (*spare).to_owned());
        }
    }
    if !none && values.value("comp2").is_empty() {
        values.put("comp2", "the usual alternative".to_owned());
    }
}

/// `metric`: the first KPI as inside a sentence; baseline, target and origin of each KPI.
fn add_measures(values: &mut dyn Values) {
    values.put("metric", inside(&values.value("kpi1"), ""));
    for n in 1..=8 {
        if values.value(&format!("kpi{n}")).is_empty() {
            break;
        }
        let given = from_to(&values.value("goal_given"), &values.value(&format!("kpi{n}")));
        let goal = values.value(&format!("kpi{n}_goal"));
        let (base, target, origin) = match given {
            Some((from, to)) => (from, to, "The goal in the brief"),
            None if goal.is_empty() => {
                let (base, origin) = OPEN.get(n % OPEN.len()).copied().unwrap_or_default();
                let way = values.value(&format!("kpi{n}_way"));
                (base.to_owned(), format!("{} that count, agreed in week 5", capital(&way)), origin)
            }
            None => ("Not in the brief".to_owned(), goal, "The goal in the brief"),
        };
        let origin = origin.to_owned();
        values.put(&format!("kpi{n}_base"), base);
        values.put(&format!("kpi{n}_target"), target);
        values.put(&format!("kpi{n}_origin"), origin);
    }
    for n in 1..=4 {
        let moment = values.value(&format!("moment{n}"));
        values.put(
            &format!("moment_bare{n}"),
            moment.strip_prefix("when ").unwrap_or(&moment).to_owned(),
        );
    }
}

/// Baseline and origin of a measure that the brief gives no figure for.
const OPEN: [(&str, &str); 3] = [
    ("Not in the brief; counted in weeks 1 to 4", "Proposal, once the baseline is known"),
    ("Unknown; one person counts it for four weeks", "Proposal, agreed when the count is in"),
    ("Taken from the records in week 1", "Proposal, from the client's own records"),
];

/// Both figures of a goal such as `raise paying sites from 180 to 320`, where it speaks of `kpi`.
fn from_to(goal: &str, kpi: &str) -> Option<(String, String)> {
    let lower = goal.to_lowercase();
    let speaks = kpi
        .split_whitespace()
        .map(bare)
        .filter(|word| word.len() > 4)
        .all(|word| lower.contains(word.trim_end_matches('s')));
    let (_, after) = goal.split_once(" from ").filter(|_| speaks && !kpi.is_empty())?;
    let (from, rest) = after.split_once(" to ")?;
    let to = rest.split_whitespace().next()?.trim_end_matches([',', '.', ';']);
    let figure = |text: &str| {
        text.contains(|c: char| c.is_ascii_digit()) && text.split_whitespace().count() <= 2
    };
    (figure(from) && figure(to)).then(|| (from.to_owned(), to.to_owned()))
}

/// Days from which on a week is a small part of a plan.
const LONG_PLAN: i64 = 140;

/// `phase1_start` … `phase3_end`: three phases that follow each other without a gap.
fn add_phases(values: &mut dyn Values, window: Window) {
    let days = window.days.max(3);
    // Phases of a long plan change with the week; in a short one that would move them too far.
    let whole =
        |share: i64| if days >= LONG_PLAN { days * share / 700 * 7 } else { days * share / 100 };
    let cuts = [0, whole(30), whole(65), days];
    // A calendar of two weeks that opens the second phase ends inside the plan.
    values.put("phase2_day", whole(30).min(days - 14).max(0).to_string());
    for (at, (from, until)) in cuts.iter().zip(cuts.iter().skip(1)).enumerate() {
        let show = |date: Date| medium(date);
        values.put(&format!("phase{}_start", at + 1), show(window.day(*from)));
        values.put(&format!("phase{}_end", at + 1), show(window.day(until - 1)));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::civil::date;

    use super::{Values, add, from_to};
    use crate::writing::stub::dates::Window;
    use crate::writing::stub::names;

    impl Values for HashMap<String, String> {
        fn value(&self, name: &str) -> String {
            self.get(name).cloned().unwrap_or_default()
        }

        fn put(&mut self, name: &str, value: String) {
            if !value.is_empty() {
                self.insert(name.to_owned(), value);
            }
        }
    }

    #[test]
    fn a_goal_with_two_figures_gives_baseline_and_target() {
        for (goal, kpi, wanted) in [
            (
                "grow paying restaurants from 180 to 320 within nine months",
                "Paying restaurants",
                Some(("180", "320")),
            ),
            ("raise takings from 54 to 70", "Re-enrolment rate", None),
            (
                "raise the re-enrolment rate from 54% to 70%, by May",
                "Re-enrolment rate",
                Some(("54%", "70%")),
            ),
            ("move from spreadsheets to a plan", "Spreadsheets", None),
            ("sell 40 pianos", "Orders", None),
        ] {
            let wanted = wanted.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(from_to(goal, kpi), wanted, "{goal}");
        }
    }

    #[test]
    fn what_the_brief_lacks_is_said_to_be_assumed() {
        let mut values: HashMap<String, String> = HashMap::new();
        for (name, value) in [
            ("product", "a full-size digital piano that folds into an oak case"),
            ("seg1", "adults in flats"),
            ("doubt3", "whether it stays in tune"),
            ("pain1", "no room for a piano"),
            ("kpi1", "Orders"),
        ] {
            values.put(name, value.to_owned());
        }
        names::add(&mut values);
        add(&mut values, Window::new(date(2027, 2, 1), Some(60)));
        for (name, wanted) in [
            ("thing", "the full-size digital piano"),
            ("problem1_ref", "the problem “no room for a piano”"),
            ("problem2", "the open question whether it stays in tune"),
            ("comp1", "the usual alternative"),
            ("metric", "orders"),
            ("phase1_end", "Thu 18 Feb 2027"),
            ("phase2_start", "Fri 19 Feb 2027"),
            ("phase3_end", "Thu 1 Apr 2027"),
        ] {
            assert_eq!(values.value(name), wanted, "{name}");
        }
    }
}
