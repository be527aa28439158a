//! A brief given as text → fields, by rules: `Label: value` lines first, then what sentences
//! say. It reads only what stands there; a brand that cannot be found stays unfound.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::language::canonical_tag;
use super::nothing::is_no_brand;
use super::values::{MAX_ITEMS, MAX_TEXT, one_line, split, without_mark};
use super::{dates, sentences, values};
use crate::domain::{Brief, BriefField};

/// Most characters of a brand.
const MAX_BRAND: usize = 100;

/// The word lists of `reading.toml`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Lexicon {
    labels: BTreeMap<BriefField, Vec<String>>,
    pub(super) nouns: WordList,
    pub(super) verbs: WordList,
    pub(super) stopwords: WordList,
    pub(super) short_forms: WordList,
    languages: BTreeMap<String, String>,
}

/// One list of words.
#[derive(Debug, Default, Deserialize)]
pub(super) struct WordList {
    pub(super) list: Vec<String>,
}

impl WordList {
    /// The words as alternatives of a regular expression, longest first.
    pub(super) fn pattern(&self) -> String {
        alternatives(self.list.iter())
    }
}

pub(super) static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| crate::embedded::toml("reading.toml", include_str!("reading.toml")));

/// `Label: value` at the start of a line, with or without Markdown around it.
static AT_START: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = alternatives(LEXICON.labels.values().flatten());
    Regex::new(&format!(
        r"(?i)^[\s>#*_•+|–-]*(?:\d{{1,2}}[.)]\s+)?[*_]*({labels})[*_]*\s*([:：=|]|\s[–—-]\s)[\s*_]*"
    ))
    .ok()
});
/// A further `Label: value` in the same line; one with another sign only where the first has it.
static WITHIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = alternatives(LEXICON.labels.values().flatten());
    Regex::new(&format!(r"(?i)[.;,|]\s+({labels})\s*([:：=]|\s[–—-]\s)\s*")).ok()
});
/// A label alone as a Markdown heading or in bold; its value follows.
static AS_HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let labels = alternatives(LEXICON.labels.values().flatten());
    Regex::new(&format!(r"(?i)^\s*(?:#{{1,6}}\s+|\*\*|__)({labels})(?:\*\*|__)?\s*[:：]?\s*$")).ok()
});

fn alternatives<'a>(words: impl Iterator<Item = &'a String>) -> String {
    let mut words: Vec<_> = words.map(|word| regex::escape(word)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.join("|")
}

/// What the text says, by field, not yet bounded.
pub(super) type Facts = BTreeMap<BriefField, String>;

/// Reads `text` into a brief; `None` where no brand can be found.
#[must_use]
pub fn read_text(text: &str, start_date: Date, language: &str) -> Option<Brief> {
    let brief = Brief {
        brand_name: String::new(),
        industry: None,
        product_service: None,
        primary_goal: None,
        target_audience: None,
        geography: None,
        budget: None,
        timeline: None,
        constraints: None,
        voice: None,
        positioning_summary: None,
        business_type: None,
        pain_points: vec![],
        kpis: vec![],
        platforms: vec![],
        competitors: vec![],
        website: None,
        banned_words: vec![],
        start_date,
        language: language.to_owned(),
        raw_brief_text: Some(text.to_owned()),
    };
    let brief = fill_gaps(brief);
    (!brief.brand_name.is_empty()).then_some(brief)
}

/// Fills fields that the client left out with what its own text says of them.
pub(super) fn fill_gaps(mut brief: Brief) -> Brief {
    let Some(text) = brief.raw_brief_text.clone() else { return brief };
    let facts = facts(&text);
    let said = |field| facts.get(&field).map(|text| clip(text)).filter(|text| !text.is_empty());
    if brief.brand_name.is_empty() {
        brief.brand_name =
            facts.get(&BriefField::BrandName).and_then(|name| brand(name)).unwrap_or_default();
    }
    for (field, slot) in [
        (BriefField::Industry, &mut brief.industry),
        (BriefField::ProductService, &mut brief.product_service),
        (BriefField::PrimaryGoal, &mut brief.primary_goal),
        (BriefField::TargetAudience, &mut brief.target_audience),
        (BriefField::Geography, &mut brief.geography),
        (BriefField::Budget, &mut brief.budget),
        (BriefField::Timeline, &mut brief.timeline),
        (BriefField::Constraints, &mut brief.constraints),
        (BriefField::Voice, &mut brief.voice),
        (BriefField::PositioningSummary, &mut brief.positioning_summary),
        (BriefField::BusinessType, &mut brief.business_type),
        (BriefField::Website, &mut brief.website),
    ] {
        if slot.is_none() {
            *slot = said(field);
        }
    }
    for (field, list) in [
        (BriefField::PainPoints, &mut brief.pain_points),
        (BriefField::Kpis, &mut brief.kpis),
        (BriefField::Platforms, &mut brief.platforms),
        (BriefField::Competitors, &mut brief.competitors),
        (BriefField::BannedWords, &mut brief.banned_words),
    ] {
        if list.is_empty() {
            let items = facts.get(&field).map(|text| split(text)).unwrap_or_default();
            list.extend(items.iter().take(MAX_ITEMS).map(|item| clip(&one_line(item))));
        }
    }
    brief
}

/// The start date and the language that labelled lines of `text` give.
pub(super) fn dated(text: &str) -> (Option<Date>, Option<String>) {
    let (facts, _) = labelled(text);
    let start = facts
        .get(&BriefField::StartDate)
        .cloned()
        .map_or(values::Slot::Absent, values::Slot::Given);
    let start = dates::read(start, "", &mut values::Problems::default()).given();
    let language = facts.get(&BriefField::Language).and_then(|name| {
        let by_name = LEXICON.languages.get(&name.to_lowercase()).cloned();
        by_name.or_else(|| canonical_tag(name))
    });
    (start, language)
}

fn facts(text: &str) -> Facts {
    let (mut facts, prose) = labelled(text);
    for (field, said) in sentences::read(&prose) {
        facts.entry(field).or_insert(said);
    }
    facts
}

/// Facts of labelled lines, and the lines that have no label.
fn labelled(text: &str) -> (Facts, String) {
    let (mut facts, mut prose) = (Facts::new(), String::new());
    let mut open: Option<BriefField> = None;
    for line in text.lines() {
        let found = labels_of(line);
        if let Some((field, _)) = found.last() {
            open = Some(*field);
            for (field, value) in found {
                let (value, rest) = match field {
                    BriefField::BrandName => sentences::name_alone(&value),
                    _ => (value.as_str(), ""),
                };
                if !rest.is_empty() {
                    prose.push_str(rest);
                    prose.push('\n');
                }
                facts.entry(field).or_insert_with(|| value.to_owned());
            }
            continue;
        }
        let value = open.and_then(|field| facts.get_mut(&field));
        match value {
            Some(value) if !line.trim().is_empty() && (value.is_empty() || is_item(line)) => {
                if !value.is_empty() {
                    value.push('\n');
                }
                value.push_str(without_mark(line));
            }
            Some(value) if value.is_empty() => {}
            _ => {
                open = None;
                prose.push_str(line);
                prose.push('\n');
            }
        }
    }
    facts.retain(|_, value| !value.is_empty());
    (facts, prose)
}

fn is_item(line: &str) -> bool {
    without_mark(line).len() < line.trim().len()
}

/// The labels of a line with their values; empty when it starts with none.
fn labels_of(line: &str) -> Vec<(BriefField, String)> {
    let (Some(at_start), Some(within), Some(heading)) = (&*AT_START, &*WITHIN, &*AS_HEADING) else {
        return vec![];
    };
    let Some(first) = at_start.captures(line).or_else(|| heading.captures(line)) else {
        return vec![];
    };
    let mut found: Vec<(BriefField, String)> = vec![];
    let mut from = first.get(0).map_or(0, |whole| whole.end());
    let mut field = first.get(1).and_then(|label| field_of(label.as_str()));
    let sign = first.get(2).map_or(":", |sign| sign.as_str().trim());
    let is_sign = |next: &str| matches!(next, ":" | "：") || next == sign;
    let mut push = |field: Option<BriefField>, value: Option<&str>| {
        if let (Some(field), Some(value)) = (field, value) {
            found.push((field, value.trim().trim_end_matches(['*', '_', '|', ' ']).to_owned()));
        }
    };
    for next in within.captures_iter(line) {
        let Some(whole) = next.get(0).filter(|whole| whole.start() >= from) else { continue };
        if !next.get(2).is_some_and(|next| is_sign(next.as_str().trim())) {
            continue;
        }
        push(field, line.get(from..whole.start()));
        from = whole.end();
        field = next.get(1).and_then(|label| field_of(label.as_str()));
    }
    push(field, line.get(from..));
    found
}

fn field_of(label: &str) -> Option<BriefField> {
    let label = label.to_lowercase();
    LEXICON.labels.iter().find(|(_, labels)| labels.contains(&label)).map(|(field, _)| *field)
}

fn clip(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect::<String>().trim().to_owned()
}

/// A brand out of what stands where a brand should: one line, no quotes, not too long.
fn brand(said: &str) -> Option<String> {
    const QUOTES: [char; 10] = ['"', '“', '”', '„', '«', '»', '‘', '*', '_', '`'];
    let line = said.lines().next().unwrap_or_default();
    let line = one_line(line.trim_matches(|c| QUOTES.contains(&c)));
    let short = if line.chars().count() > MAX_BRAND {
        let cut = line.split([',', ';', '(', '–', '—', '.']).next().unwrap_or_default();
        cut.trim().to_owned()
    } else {
        line.trim_end_matches(['.', ',', ';']).trim_matches(|c| QUOTES.contains(&c)).to_owned()
    };
    let fits = short.chars().count() <= MAX_BRAND && !is_no_brand(&short);
    fits.then_some(short)
}
