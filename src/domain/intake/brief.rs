//! `client_brief` → [`BriefInput`]: spellings, limits, required fields.

use jiff::civil::Date;
use serde_json::Value;

use super::fields::{Fields, unescape_lines};
use super::values::{self, MAX_TEXT, Problems, Slot, kind_of};
use super::{MAX_RAW_BRIEF, contradictions, dates, json, language, reading};
use crate::domain::{Brief, BriefField, BriefInput, RawBrief};

/// Path of the brief in the body.
pub(super) const ROOT: &str = "client_brief";

/// A brief with what the body's language field and `meta` need.
pub(super) struct ReadBrief {
    pub(super) input: BriefInput,
    pub(super) language: String,
    pub(super) ignored: Vec<String>,
}

/// Reads `client_brief`; `language` is the body's own, which goes before the brief's.
pub(super) fn read(
    value: &Value,
    language: Option<String>,
    today: Date,
    problems: &mut Problems,
) -> Option<ReadBrief> {
    match value {
        Value::Object(map) => read_object(&Fields { map }, language, today, problems),
        Value::String(text) if let Some(map) = json::object_in(text) => {
            read_object(&Fields { map: &map }, language, today, problems)
        }
        Value::String(_) => {
            let text = values::text(Some(value), ROOT, MAX_RAW_BRIEF, problems);
            if text.is_absent() {
                problems.push(ROOT, "is required: an object of fields, or the brief as text");
            }
            let raw = raw_brief(text.given()?, None, language, today);
            Some(ReadBrief::text(raw, vec![]))
        }
        Value::Null => {
            problems.push(ROOT, "is required: an object of fields, or the brief as text");
            None
        }
        other => {
            problems.push(ROOT, format!("must be an object or a string, not {}", kind_of(other)));
            None
        }
    }
}

fn raw_brief(text: String, start: Option<Date>, language: Option<String>, today: Date) -> RawBrief {
    let text = if text.contains('\n') { text } else { unescape_lines(&text) };
    let (said_start, said_language) = reading::dated(&text);
    let start_date = start.or(said_start).unwrap_or_else(|| dates::next_monday(today));
    let language = language.or(said_language);
    let tag = language.clone().unwrap_or_else(|| "en".to_owned());
    RawBrief { guess: reading::read_text(&text, start_date, &tag), text, start_date, language }
}

impl ReadBrief {
    fn text(raw: RawBrief, ignored: Vec<String>) -> Self {
        let language = raw.language.clone().unwrap_or_else(|| "en".to_owned());
        Self { input: BriefInput::Text(Box::new(raw)), language, ignored }
    }
}

fn read_object(
    fields: &Fields<'_>,
    language: Option<String>,
    today: Date,
    problems: &mut Problems,
) -> Option<ReadBrief> {
    fields.check_nested(problems);
    let brand = fields.brand(problems);
    let raw_text = fields.bounded(BriefField::RawBriefText, MAX_RAW_BRIEF, problems);
    let start = fields.bounded(BriefField::StartDate, MAX_TEXT, problems);
    let start = dates::read(start, "client_brief.start_date", problems);
    let own = fields.bounded(BriefField::Language, MAX_TEXT, problems);
    let own = language::read(own, "client_brief.language", problems);
    let language = language.or(own.given());
    let brief = Brief {
        brand_name: brand.clone().given().unwrap_or_default(),
        start_date: start.clone().given().unwrap_or_else(|| dates::next_monday(today)),
        language: language.clone().unwrap_or_else(|| "en".to_owned()),
        raw_brief_text: raw_text.clone().given(),
        ..fields.optional(today, problems)
    };
    let ignored = fields.ignored();
    if brand.is_absent() && fields.has_text_alone() {
        let raw = raw_brief(raw_text.given()?, start.given(), language, today);
        return Some(ReadBrief::text(raw, ignored));
    }
    require(&brand, &brief, fields, problems);
    let brief = reading::fill_gaps(brief);
    contradictions::check(&brief, problems);
    let language = brief.language.clone();
    Some(ReadBrief { input: BriefInput::Fields(Box::new(brief)), language, ignored })
}

fn require(brand: &Slot<String>, brief: &Brief, fields: &Fields<'_>, problems: &mut Problems) {
    if brand.is_absent() {
        problems.push(
            "client_brief.brand_name",
            "is required: the client's brand as it writes it, 1 to 100 characters",
        );
    }
    let subjects = [BriefField::Industry, BriefField::ProductService, BriefField::RawBriefText];
    let is_said = subjects.iter().any(|field| fields.find(*field).is_some());
    if !is_said && brief.raw_brief_text.is_none() {
        problems.push(
            ROOT,
            "needs at least one of industry, product_service and raw_brief_text, so that the \
             report has a subject",
        );
    }
}
