//! Titles of a pack in the report's language: one small call a pack and language, kept for a
//! week.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{Model, prompt, schema, task::TaskBlock};
use crate::domain::{SectionAnswer, Services, Tier};
use crate::providers::{Call, CallKind, ChainError, Effort};
use crate::writing::ReportContext;

/// Translations by the English title.
pub(super) type Titles = Arc<BTreeMap<String, String>>;
/// Translations by what was asked.
pub(super) type KnownTitles = Cache<[u8; 32], Titles>;

/// Output tokens for one title and its translation.
const TOKENS_A_TITLE: u32 = 60;

/// A store of translations for a week.
pub(super) fn known() -> KnownTitles {
    Cache::builder().max_capacity(500).time_to_live(Duration::from_hours(24 * 7)).build()
}

/// `titles` in the language of the report; those that came back unusable are left out.
pub(super) async fn translate(
    model: &dyn Model,
    known: &KnownTitles,
    context: &ReportContext,
    titles: &[String],
) -> Result<Titles, ChainError> {
    let key = Sha256::digest(json!([context.language, titles]).to_string()).into();
    if let Some(found) = known.get(&key) {
        return Ok(found);
    }
    let completion = model.call(&context.session, call(context, titles)).await?;
    let answer = SectionAnswer::deserialize(&completion.json).unwrap_or_default();
    let found = Arc::new(usable(&answer, titles));
    if !found.is_empty() {
        known.insert(key, Arc::clone(&found));
    }
    Ok(found)
}

fn call(context: &ReportContext, titles: &[String]) -> Call {
    let nothing = Services::default();
    let count = titles.len();
    let column =
        |title: &str| json!({"title": title, "type": "text", "required": true, "unique": false});
    let block = TaskBlock {
        pack: context.pack.key.as_str(),
        language: &context.language,
        brief: json!({}),
        services: &nothing,
        start_date: None,
        spine: None,
        sources: vec![],
        kind: CallKind::Section.as_str(),
        section: Some(json!({
            "id": "titles",
            "title": "Titles",
            "purpose": "Every heading of the report is in its language.",
            "instruction": format!("{}\n{}", prompt::titles_instruction(), titles.join("\n")),
            "words": [count, count * 20],
            "parts": [{
                "heading": "",
                "kind": "table",
                "columns": [column("Line"), column("Translation")],
                "rows": [count, count],
            }],
            "facts": [],
        })),
        abstracts: vec![],
        previous: None,
        failures: vec![],
        feedback: None,
    };
    Call {
        kind: CallKind::Section,
        section: Some("titles".to_owned()),
        system: prompt::system_text(),
        user: block.fenced(&context.nonce),
        schema: schema::section(),
        effort: Effort::Least,
        tier: Tier::Normal,
        max_output_tokens: 600 + TOKENS_A_TITLE * u32::try_from(count).unwrap_or_default(),
        web_search: false,
        only: None,
        avoid: None,
        attempts_per_provider: 1,
        progress: None,
    }
}

/// Rows that repeat a title and give one line of plain text for it, which no other title has.
fn usable(answer: &SectionAnswer, titles: &[String]) -> BTreeMap<String, String> {
    let rows = answer.parts.iter().flat_map(|part| &part.rows);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    rows.filter_map(|row| {
        let [line, translation, ..] = row.as_slice() else { return None };
        let title = titles.iter().find(|title| title.trim() == line.trim())?;
        let translation = translation.trim();
        let plain = !translation.is_empty()
            && translation.chars().count() <= title.chars().count() * 3 + 40
            && !translation.contains(['\n', '|', '<', '>', '[', ']', '{', '}', '#', '`']);
        let is_new = plain && taken.insert(translation.to_lowercase());
        is_new.then(|| (title.clone(), translation.to_owned()))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::usable;
    use crate::domain::{PartAnswer, SectionAnswer};

    #[test]
    fn takes_plain_translations_of_known_titles_only() {
        let rows = [
            ["Overview", "Überblick"],
            ["Invented", "Erfunden"],
            ["Plan", "## Plan"],
            ["Sources", " "],
            ["Budget", "überblick"],
        ];
        let rows = rows.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect();
        let part = PartAnswer { rows, ..PartAnswer::default() };
        let answer = SectionAnswer { parts: vec![part], ..SectionAnswer::default() };
        let titles = ["Overview", "Plan", "Sources", "Budget"].map(str::to_owned);
        let found: Vec<_> = usable(&answer, &titles).into_iter().collect();
        assert_eq!(found, [("Overview".to_owned(), "Überblick".to_owned())]);
    }
}
