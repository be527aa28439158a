//! Answers a task as a good model would, from nothing but the task.

use serde_json::{Value, json};

use super::prose::{Names, Prose, pick};
use super::reader::brief;
use super::strategist::{research, spine};
use super::table::Tables;
use super::task::{Task, clause};
use super::words::words;

/// The answer to `task`, written in `language`.
pub fn answer(task: &Task, language: &str) -> Value {
    match task.kind() {
        "spine" => spine(task, language),
        "research" => research(task, language),
        "brief" => brief(task),
        _ if task.section() == "titles" => titles(task, language),
        _ => section(task, language),
    }
}

/// A row of its own for each line that is to be translated.
fn titles(task: &Task, language: &str) -> Value {
    let words = words(language);
    let instruction = task.value["section"]["instruction"].as_str().unwrap_or_default();
    let lines = instruction.lines().skip(1);
    let rows: Vec<Value> = lines
        .enumerate()
        .map(|(at, line)| {
            let known = words.headings.get(&line.to_lowercase()).cloned();
            json!([line, known.unwrap_or_else(|| title(&words.verbs, at))])
        })
        .collect();
    let part = json!({"heading": "", "markdown": "", "rows": rows});
    json!({"parts": [part], "numbers": [], "abstract": "", "done": true})
}

/// One word, then two different ones, so that no two titles are alike and none looks like a cell.
fn title(words: &[String], at: usize) -> String {
    let (first, round) = (at % words.len(), at / words.len());
    let second = pick(words, first + round);
    let text = if round == 0 { second } else { format!("{}, {second}", pick(words, first)) };
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |letter| letter.to_uppercase().chain(letters).collect())
}

fn section(task: &Task, language: &str) -> Value {
    let words = words(language);
    let names = Names::of(task, words);
    let mut prose = Prose::new(words, &names, task);
    let parts: Vec<&Value> =
        task.value["section"]["parts"].as_array().into_iter().flatten().collect();
    let mut tables = Tables::new(task, first_row(task));
    prose.topic = topic_of(task, None, language, 0);
    let rows: Vec<Vec<Vec<String>>> = parts
        .iter()
        .map(|part| {
            let is_table = part["kind"].as_str() == Some("table");
            if is_table { tables.rows(part, &mut prose, task) } else { vec![] }
        })
        .collect();
    let mut plan = Plan::of(task, &parts, &rows);
    let mut facts = facts(task);
    let mut answers = vec![];
    for (at, (part, rows)) in parts.iter().zip(rows).enumerate() {
        prose.topic = topic_of(task, Some(part), language, at);
        let heading = heading_of(part, language, at);
        let markdown = if part["kind"].as_str() == Some("table") {
            table_lead(task, &mut prose, &mut plan, &rows)
        } else {
            text(part, &mut prose, &mut plan, &mut facts)
        };
        answers.push(json!({"heading": heading, "markdown": markdown, "rows": rows}));
    }
    let summary = format!("{} {}", prose.brand_sentence(), prose.sentence());
    json!({"parts": answers, "numbers": tables.numbers, "abstract": summary, "done": true})
}

/// How many words go where.
struct Plan {
    /// Words that each text part gets.
    a_text: usize,
    /// Whether the brand was named.
    brand_named: bool,
    texts: usize,
    only_rows: bool,
    /// Ids of sources that are still to be cited.
    sources: Vec<String>,
}

impl Plan {
    fn of(task: &Task, parts: &[&Value], rows: &[Vec<Vec<String>>]) -> Self {
        let range = |i: usize| task.value["section"]["words"][i].as_u64().unwrap_or(100);
        let (least, most) = (range(0), range(1));
        let share = if task.kind() == "probe" { 10 } else { 35 };
        let wanted = usize::try_from(least + (most - least) * share / 100).unwrap_or(100);
        let in_tables: usize = rows.iter().flatten().flatten().map(|cell| count(cell)).sum();
        let texts = parts.iter().filter(|p| p["kind"].as_str() != Some("table")).count();
        let left = wanted.saturating_sub(in_tables);
        let a_text = (left / texts.max(1)).max(26);
        let sources = task.value["sources"].as_array().into_iter().flatten();
        let sources = sources.filter_map(|source| source["id"].as_str()).map(str::to_owned);
        Self {
            a_text,
            brand_named: false,
            texts,
            only_rows: first_row(task) > 1,
            sources: sources.collect(),
        }
    }

    /// The claim with the next source behind it, while there is one.
    fn cite(&mut self, claim: String) -> String {
        if self.sources.is_empty() {
            return claim;
        }
        format!("{} [{}].", claim.trim_end_matches('.'), self.sources.remove(0))
    }
}

fn table_lead(task: &Task, prose: &mut Prose<'_>, plan: &mut Plan, rows: &[Vec<String>]) -> String {
    if plan.only_rows {
        return String::new();
    }
    let counted = rows.iter().flatten().any(|cell| cell.contains('%') || cell.contains('('));
    let mut lead = if plan.brand_named {
        prose.sentence()
    } else {
        plan.brand_named = true;
        prose.brand_sentence()
    };
    lead = plan.cite(lead);
    if plan.texts == 0 {
        let most =
            usize::try_from(task.value["section"]["words"][0].as_u64().unwrap_or(0)).unwrap_or(0);
        let in_rows: usize = rows.iter().flatten().map(|cell| count(cell)).sum();
        while count(&lead) + in_rows < most {
            lead = format!("{lead} {}", prose.sentence());
        }
    }
    if counted {
        let note = prose.words.number_note.clone();
        lead = format!("{lead} {}", prose.fill(&note));
    }
    lead
}

/// Words of a list item that is a full sentence.
const LONG_ITEM: usize = 17;

/// A text part: a paragraph with the facts that are still to be told, then its list.
fn text(part: &Value, prose: &mut Prose<'_>, plan: &mut Plan, facts: &mut Vec<String>) -> String {
    let at = |i: usize| part["bullets"][i].as_u64().and_then(|n| usize::try_from(n).ok());
    let least = at(0).unwrap_or(0);
    let more = at(1).unwrap_or(least).saturating_sub(least) / 3;
    let is_narrow = (least + more) * LONG_ITEM + LONG_ITEM > plan.a_text;
    let items = if is_narrow { least } else { least + more };
    let mut paragraph = vec![plan.cite(prose.brand_sentence())];
    plan.brand_named = true;
    let now = facts.len().div_ceil(plan.texts.max(1)).min(facts.len());
    for fact in facts.drain(..now) {
        paragraph.push(prose.fact_sentence(&fact));
    }
    plan.texts = plan.texts.saturating_sub(1).max(1);
    let mut item = || if is_narrow { prose.short_sentence() } else { prose.sentence() };
    let list: Vec<String> = (0..items).map(|_| format!("- {}", item())).collect();
    let listed: usize = list.iter().map(|item| count(item)).sum();
    while paragraph.iter().map(|s| count(s)).sum::<usize>() + listed + 9 < plan.a_text {
        paragraph.push(prose.sentence());
    }
    let mut text = paragraphs(&paragraph);
    if !list.is_empty() {
        text = format!("{text}\n\n{}", list.join("\n"));
    }
    text
}

fn paragraphs(sentences: &[String]) -> String {
    sentences.chunks(4).map(|few| few.join(" ")).collect::<Vec<_>>().join("\n\n")
}

/// Fields of the brief that the section must show, each as a short clause.
fn facts(task: &Task) -> Vec<String> {
    let fields = task.value["section"]["facts"].as_array().into_iter().flatten();
    fields
        .filter_map(Value::as_str)
        .filter(|field| *field != "brand_name")
        .filter_map(|field| task.brief(field))
        .map(|value| clause(&value, 12).replace(':', ","))
        .collect()
}

/// The row that the task begins with: a long table is asked for in pieces.
fn first_row(task: &Task) -> u32 {
    let instruction = task.value["section"]["instruction"].as_str().unwrap_or_default();
    let piece = instruction.rsplit_once("rows ").map(|(_, rest)| rest);
    let first = piece.and_then(|rest| {
        let (first, rest) = rest.split_once(" to ")?;
        rest.starts_with(|c: char| c.is_ascii_digit()).then(|| first.parse().ok())?
    });
    first.unwrap_or(1)
}

fn heading_of(part: &Value, language: &str, at: usize) -> String {
    let heading = part["heading"].as_str().unwrap_or_default();
    if heading.is_empty() || language.to_lowercase().starts_with("en") {
        return heading.to_owned();
    }
    let words = words(language);
    let numbered = |word: &str, template: &str| {
        let number = heading.to_lowercase().strip_prefix(word)?.trim().parse::<u32>().ok()?;
        Some(template.replace("{n}", &number.to_string()))
    };
    words
        .headings
        .get(&heading.to_lowercase())
        .cloned()
        .or_else(|| numbered("week", &words.week))
        .or_else(|| numbered("phase", &words.phase))
        .unwrap_or_else(|| words.generic_heading.replace("{n}", &(at + 1).to_string()))
}

fn topic_of(task: &Task, part: Option<&Value>, language: &str, at: usize) -> String {
    let heading = part.map(|part| heading_of(part, language, at)).unwrap_or_default();
    let title = task.value["section"]["title"].as_str().unwrap_or_default();
    let english = language.to_lowercase().starts_with("en");
    let topic = if heading.is_empty() && english { title.to_owned() } else { heading };
    let topic = if topic.is_empty() { words(language).default_goal.clone() } else { topic };
    if language.to_lowercase().starts_with("de") { topic } else { topic.to_lowercase() }
}

fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
