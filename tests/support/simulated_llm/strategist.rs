//! Answers what comes before the sections: the spine and research.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::prose::{Names, Prose, pick};
use super::task::{Task, clause};
use super::words::words;

/// Pages that a search finds, for research.
pub fn search_results(task: &Task) -> Vec<Value> {
    let topic = task.brief("industry").unwrap_or_else(|| "the market".to_owned());
    (1..=3)
        .map(|n| {
            json!({
                "title": format!("Figures on {topic}, part {n}"),
                "url": format!("https://statistics.test/report-{n}"),
                "date": "2026-03-01",
            })
        })
        .collect()
}

pub fn spine(task: &Task, language: &str) -> Value {
    let words = words(language);
    let names = Names::of(task, words);
    let mut prose = Prose::new(words, &names, task);
    let industry = task.brief("industry").map_or(words.default_industry.clone(), |t| clause(&t, 8));
    let pairs_of = |pairs: &[[String; 2]], second: &str| -> Vec<Value> {
        pairs.iter().map(|[name, text]| json!({"name": name, second: text})).collect()
    };
    let channels: Vec<Value> = names
        .channels
        .iter()
        .take(6)
        .enumerate()
        .map(|(at, name)| json!({"name": name, "role": pick(&words.channel_roles, at)}))
        .collect();
    let measures: Vec<String> = task.brief_list("kpis").iter().map(|k| clause(k, 6)).collect();
    let measures = if measures.is_empty() { words.kpis.clone() } else { measures };
    let kpis: Vec<Value> = measures
        .iter()
        .take(6)
        .enumerate()
        .map(|(at, name)| {
            let target = format!("+{}% ({})", 8 + 2 * at, words.target);
            json!({"name": name, "baseline": null, "target": target, "kind": "target"})
        })
        .collect();
    let numbers: Vec<Value> = (0..kpis.len())
        .map(|at| json!({"value": format!("{}%", 8 + 2 * at), "kind": "target", "ref": null}))
        .collect();
    let sections: Vec<Value> = task.value["abstracts"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|section| {
            let title = section["text"].as_str().and_then(|t| t.split(':').next()).unwrap_or("");
            title.clone_into(&mut prose.topic);
            json!({"id": section["section"], "covers": prose.fill(&words.covers)})
        })
        .collect();
    json!({
        "positioning": prose.fill(&words.positioning).replace("{industry}", &industry),
        "segments": pairs_of(&words.segments, "description"),
        "pillars": pairs_of(&words.pillars, "idea"),
        "offer": prose.fill(&words.offer),
        "channels": channels,
        "kpis": kpis,
        "tone": {"do": words.dos, "dont": words.donts},
        "dates": dates(task, &words.dates),
        "sections": sections,
        "numbers": numbers,
        "done": true,
    })
}

fn dates(task: &Task, names: &[String]) -> Vec<Value> {
    let Some(start) = task.value["start_date"].as_str().and_then(|d| d.parse::<Date>().ok()) else {
        return vec![];
    };
    let day = |days: i64| start.checked_add(days.days()).unwrap_or(start).to_string();
    names
        .iter()
        .zip([0, 14, 28])
        .map(|(what, days)| json!({"date": day(days), "what": what}))
        .collect()
}

pub fn research(task: &Task, language: &str) -> Value {
    let words = words(language);
    let names = Names::of(task, words);
    let mut prose = Prose::new(words, &names, task);
    let claims: Vec<Value> = (1..=search_results(task).len())
        .map(|source| json!({"text": prose.sentence(), "source": source}))
        .collect();
    json!({"claims": claims, "gaps": [prose.sentence()], "done": true})
}
