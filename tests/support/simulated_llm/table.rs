//! Rows of a table part, cell by cell, from the titles and types of its columns.

use std::collections::HashSet;

use aicmo::clock;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::prose::{Prose, pick};
use super::task::{Task, plain};

/// What the tables of one section share: days and dates run on from one to the next.
pub struct Tables {
    start: Date,
    day: u32,
    dated: i64,
    step: i64,
    budget: Option<(u64, String)>,
    taken: usize,
    /// Texts of calendar rows: none comes twice in a section.
    hooks: HashSet<String>,
    pub numbers: Vec<Value>,
}

struct Column<'a> {
    title: String,
    kind: &'a str,
    unique: bool,
}

/// What columns of a list of choices are called.
const CHOICES: [&str; 14] = [
    "call to action",
    "cta",
    "format",
    "asset",
    "owner",
    "who",
    "segment",
    "audience",
    "persona",
    "pillar",
    "theme",
    "bucket",
    "channel",
    "kpi",
];

impl Column<'_> {
    /// Whether its cells are no choice from a list.
    fn is_free_text(&self) -> bool {
        let title = self.title.to_lowercase();
        self.kind == "text" && !CHOICES.iter().any(|choice| title.contains(choice))
    }
}

impl Tables {
    pub fn new(task: &Task, first_day: u32) -> Self {
        let start = task.value["start_date"].as_str().and_then(|date| date.parse().ok());
        let parts = task.value["section"]["parts"].as_array().into_iter().flatten();
        let dated: u64 = parts
            .filter(|part| columns(part).iter().any(|column| column.kind == "date"))
            .map(row_count)
            .sum();
        Self {
            start: start.unwrap_or_else(clock::today),
            day: first_day,
            dated: 0,
            step: i64::try_from(28 / dated.max(1)).unwrap_or(1).max(1),
            budget: task.brief("budget").as_deref().and_then(money_of),
            taken: usize::try_from(task.position() * 17).unwrap_or(0),
            hooks: HashSet::new(),
            numbers: vec![],
        }
    }

    /// The rows of `part`.
    pub fn rows(&mut self, part: &Value, prose: &mut Prose<'_>, task: &Task) -> Vec<Vec<String>> {
        let columns = columns(part);
        let count = row_count(part);
        let shares = shares(count);
        let mut rows: Vec<Vec<String>> = vec![];
        for at in 0..count {
            let share = shares.get(usize::try_from(at).unwrap_or(0)).copied().unwrap_or(0);
            let mut row = vec![];
            let is_calendar = columns.iter().any(|column| column.kind == "day");
            for (place, column) in columns.iter().enumerate() {
                let spot =
                    Spot { at, count, share, heading: part["heading"].as_str().unwrap_or("") };
                let mut cell = self.cell(column, &spot, prose, task);
                if is_calendar && column.is_free_text() {
                    cell = self.hook(prose);
                }
                while column.unique && rows.iter().any(|row| row[place] == cell) {
                    self.taken += 1;
                    cell =
                        format!("{cell}, {}", pick(&prose.words.cells, self.taken).to_lowercase());
                }
                row.push(cell);
            }
            if columns.iter().any(|column| column.kind == "day") {
                self.day += 1;
            }
            if columns.iter().any(|column| column.kind == "date") {
                self.dated += self.step;
            }
            rows.push(row);
        }
        rows
    }

    fn cell(
        &mut self,
        column: &Column<'_>,
        spot: &Spot<'_>,
        prose: &mut Prose<'_>,
        task: &Task,
    ) -> String {
        match column.kind {
            "day" => self.day.to_string(),
            "date" => self.date().to_string(),
            "platform" => {
                let platforms = task.brief_list("platforms");
                let list = if platforms.is_empty() { &prose.names.channels } else { &platforms };
                pick(list, usize::try_from(spot.at).unwrap_or(0))
            }
            "share" => self.number(format!("{}%", spot.share), "assumption"),
            "money" => self.money(spot),
            "metric" => {
                let rise = 5 + 3 * (spot.at % 6);
                let value = self.number(format!("{rise}%"), "target");
                format!("+{value} ({})", prose.words.target)
            }
            "group" => group(&column.title, spot, prose),
            _ => self.text(&column.title, prose, task),
        }
    }

    /// A text of a calendar row.
    fn hook(&mut self, prose: &mut Prose<'_>) -> String {
        loop {
            self.taken += 1;
            let hook = pick(&prose.words.hooks, self.taken);
            let thing = pick(&prose.words.things, self.taken);
            let text = prose.fill(&hook.replace("{thing}", &thing));
            if self.hooks.insert(text.clone()) || self.hooks.len() >= 120 {
                return text;
            }
        }
    }

    fn date(&self) -> Date {
        let days = if self.dated == 0 { i64::from(self.day) - 1 } else { self.dated };
        self.start.checked_add(days.days()).unwrap_or(self.start)
    }

    fn number(&mut self, value: String, kind: &str) -> String {
        self.numbers.push(json!({"value": value, "kind": kind, "ref": null}));
        value
    }

    fn money(&mut self, spot: &Spot<'_>) -> String {
        let (whole, currency) = self.budget.clone().unwrap_or((10_000, "USD ".to_owned()));
        let amount = thousands(whole * spot.share / 100);
        self.number(format!("{currency}{amount}"), "assumption")
    }

    /// A text cell, by what its column's title asks for.
    fn text(&mut self, title: &str, prose: &mut Prose<'_>, task: &Task) -> String {
        self.taken += 1;
        let (at, words, names) = (self.taken, prose.words, prose.names);
        let title = title.to_lowercase();
        let asks = |names: &[&str]| names.iter().any(|name| title.contains(name));
        if asks(&["alternative", "competitor", "rival"]) {
            let rivals = task.brief_list("competitors");
            return if rivals.is_empty() {
                pick(&words.alternatives, at)
            } else {
                pick(&rivals, at)
            };
        }
        let lists: [(&[&str], &[String]); 9] = [
            (&["call to action", "cta"], &words.ctas),
            (&["format", "asset"], &words.formats),
            (&["owner", "who ", "responsib"], &words.owners),
            (&["segment", "audience", "persona"], &names.segments),
            (&["pillar", "theme", "bucket"], &names.pillars),
            (&["channel", "platform", "where we meet"], &names.channels),
            (&["kpi", "metric"], &names.kpis),
            (&["priority", "effort", "impact", "likelihood"], &words.levels),
            (&["when", "timing", "trigger", "delay"], &words.whens),
        ];
        if asks(&["hook", "headline", "subject", "line", "concept", "idea", "post", "message"]) {
            let hook = pick(&words.hooks, at).replace("{thing}", &pick(&words.things, at));
            return prose.fill(&hook);
        }
        let list = lists.iter().find(|(names, _)| asks(names)).map_or(&*words.cells, |(_, l)| *l);
        pick(list, at)
    }
}

struct Spot<'a> {
    at: u64,
    count: u64,
    share: u64,
    heading: &'a str,
}

fn group(title: &str, spot: &Spot<'_>, prose: &Prose<'_>) -> String {
    let title = title.to_lowercase();
    let asks = |names: &[&str]| names.iter().any(|name| title.contains(name));
    let names = prose.names;
    for (titles, list) in [
        (&["pillar", "theme", "bucket"][..], &names.pillars),
        (&["segment", "audience", "persona", "people", "customer"][..], &names.segments),
        (&["channel", "platform"][..], &names.channels),
    ] {
        if asks(titles) {
            return pick(list, usize::try_from(spot.at).unwrap_or(0));
        }
    }
    let weekly = title.contains("week") || spot.heading.to_lowercase().contains("week");
    let number: Option<u64> = spot
        .heading
        .split_whitespace()
        .find_map(|word| word.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok());
    let n =
        number.unwrap_or(if weekly { spot.at / 7 } else { spot.at * 3 / spot.count.max(1) } + 1);
    let template = if weekly { &prose.words.week } else { &prose.words.phase };
    template.replace("{n}", &n.to_string())
}

fn columns(part: &Value) -> Vec<Column<'_>> {
    let all = part["columns"].as_array().into_iter().flatten();
    all.map(|column| Column {
        title: plain(column["title"].as_str().unwrap_or_default()),
        kind: column["type"].as_str().unwrap_or("text"),
        unique: column["unique"].as_bool().unwrap_or(false),
    })
    .collect()
}

/// A number of rows in the range, near its lower end.
fn row_count(part: &Value) -> u64 {
    let at = |i: usize| part["rows"][i].as_u64();
    let least = at(0).unwrap_or(3);
    least + at(1).unwrap_or(least).saturating_sub(least) / 3
}

/// `count` shares that sum to 100, the first the largest.
fn shares(count: u64) -> Vec<u64> {
    let count = count.max(1);
    let mut shares = vec![100 / count; usize::try_from(count).unwrap_or(1)];
    shares[0] += 100 % count;
    shares
}

/// The first amount in a budget, with its currency before it.
fn money_of(text: &str) -> Option<(u64, String)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let end =
        rest.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(rest.len());
    let digits: String = rest[..end].chars().filter(char::is_ascii_digit).collect();
    let thousand = rest[end..].trim_start().to_lowercase().starts_with('k');
    let amount = digits.parse::<u64>().ok()? * if thousand { 1_000 } else { 1 };
    let symbol = text.chars().find(|c| "€$£₹¥".contains(*c)).map(String::from);
    let code = text
        .split(|c: char| !c.is_ascii_alphabetic())
        .find(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()));
    Some((amount, symbol.or(code.map(|c| format!("{c} "))).unwrap_or_default()))
}

fn thousands(amount: u64) -> String {
    if amount < 1_000 {
        return amount.to_string();
    }
    format!("{},{:03}", thousands(amount / 1_000), amount % 1_000)
}
