//! Reads the fields of a brief out of its text.

use serde_json::{Map, Value, json};

use super::task::{Task, plain};

/// Fields that a text brief names, line by line.
pub fn brief(task: &Task) -> Value {
    let raw = task.value["brief"]["raw_brief_text"].as_str().unwrap_or_default();
    let line = |names: &[&str]| {
        raw.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            let key = key.trim().to_lowercase();
            names.iter().any(|name| key == *name).then(|| plain(value))
        })
    };
    let one: [(&str, &[&str]); 14] = [
        ("brand_name", &["brand", "brand name", "client", "company"]),
        ("industry", &["industry", "category", "sector"]),
        ("product_service", &["product", "service", "offer"]),
        ("primary_goal", &["goal", "objective", "primary goal"]),
        ("target_audience", &["audience", "target audience", "customers"]),
        ("geography", &["geography", "location", "region"]),
        ("budget", &["budget"]),
        ("timeline", &["timeline", "timing"]),
        ("constraints", &["constraints"]),
        ("voice", &["voice", "tone"]),
        ("positioning_summary", &["positioning"]),
        ("business_type", &["business type"]),
        ("website", &["website"]),
        ("language", &["language"]),
    ];
    let many: [(&str, &[&str]); 5] = [
        ("pain_points", &["pain points"]),
        ("kpis", &["kpis"]),
        ("platforms", &["platforms", "channels"]),
        ("competitors", &["competitors"]),
        ("banned_words", &["banned words"]),
    ];
    let mut fields = Map::new();
    for (field, names) in one {
        let given = line(names).or_else(|| (field == "brand_name").then(|| first_name(raw)));
        fields.insert(field.to_owned(), json!(given.filter(|text| !text.is_empty())));
    }
    for (field, names) in many {
        let items: Option<Vec<String>> =
            line(names).map(|text| text.split(',').map(|item| item.trim().to_owned()).collect());
        fields.insert(field.to_owned(), json!(items));
    }
    fields.insert("start_date".to_owned(), Value::Null);
    fields.insert("done".to_owned(), json!(true));
    Value::Object(fields)
}

/// The first words of the text that are written like a name.
fn first_name(raw: &str) -> String {
    let is_name = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let text = plain(raw);
    text.split_whitespace().take_while(is_name).take(3).collect::<Vec<_>>().join(" ")
}
