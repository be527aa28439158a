//! `client_brief` → [`BriefInput`]: spellings, limits, required fields.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::values::{self, MAX_TEXT, Problems, Slot, kind_of, one_line};
use super::{MAX_RAW_BRIEF, dates, language, nothing, reading};
use crate::domain::{Brief, BriefField, BriefInput, RawBrief, text::is_hidden};

/// Path of the brief in the body.
const ROOT: &str = "client_brief";
/// Most characters of the brand.
const MAX_BRAND: usize = 100;

/// Other names of fields, beside the contract's own.
const SPELLINGS: [(BriefField, &[&str]); 7] = [
    (BriefField::BrandName, &["client_name", "brand.brand_name", "brand.name"]),
    (BriefField::ProductService, &["product", "brand.description"]),
    (BriefField::PrimaryGoal, &["objectives", "objective", "goal"]),
    (BriefField::TargetAudience, &["primary_customer", "primary_audience", "audience"]),
    (BriefField::Geography, &["location", "region"]),
    (BriefField::Voice, &["tone"]),
    (BriefField::Platforms, &["channels"]),
];

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

/// The fields of a brief under all their spellings.
struct Fields<'a> {
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn nested(&self) -> Option<&'a Map<String, Value>> {
        self.map.get("brand").and_then(Value::as_object)
    }

    fn check_nested(&self, problems: &mut Problems) {
        if let Some(value) = self.map.get("brand")
            && !value.is_object()
            && !value.is_null()
        {
            let message = format!(
                "must be an object with name, industry and description, not {}; the brand's \
                 name alone goes into client_brief.brand_name",
                kind_of(value)
            );
            problems.push("client_brief.brand", message);
        }
    }

    /// Every spelling of `field`, the first one that counts first.
    fn spellings(field: BriefField) -> impl Iterator<Item = String> {
        let others = SPELLINGS.iter().find(|(known, _)| *known == field).map(|(_, names)| *names);
        let names = std::iter::once(field.name().to_owned())
            .chain(others.into_iter().flatten().map(|name| (*name).to_owned()))
            .collect::<Vec<_>>();
        let nested = names
            .iter()
            .filter(|name| !name.contains('.'))
            .map(|name| format!("brand.{name}"))
            .filter(|name| !names.contains(name))
            .collect::<Vec<_>>();
        names.into_iter().chain(nested)
    }

    fn at(&self, spelling: &str) -> Option<&'a Value> {
        match spelling.strip_prefix("brand.") {
            Some(name) => self.nested()?.get(name),
            None => self.map.get(spelling),
        }
    }

    /// The value that counts for `field`, with its path: the first that is neither absent nor
    /// blank.
    fn find(&self, field: BriefField) -> Option<(String, &'a Value)> {
        Self::spellings(field).find_map(|spelling| {
            let value = self.at(&spelling).filter(|value| !is_absent(field, value))?;
            Some((format!("{ROOT}.{spelling}"), value))
        })
    }

    fn bounded(&self, field: BriefField, limit: usize, problems: &mut Problems) -> Slot<String> {
        self.find(field)
            .map_or(Slot::Absent, |(path, value)| values::text(Some(value), &path, limit, problems))
    }

    fn text(&self, field: BriefField, problems: &mut Problems) -> Option<String> {
        self.bounded(field, MAX_TEXT, problems).given()
    }

    fn list(&self, field: BriefField, problems: &mut Problems) -> Vec<String> {
        let found = self.find(field);
        let mut items = found
            .and_then(|(path, value)| values::list(Some(value), &path, problems).given())
            .unwrap_or_default();
        items.retain(|item| !says_nothing(field, item));
        items
    }

    fn brand(&self, problems: &mut Problems) -> Slot<String> {
        match self.bounded(BriefField::BrandName, MAX_BRAND, problems) {
            Slot::Given(brand) if !brand.chars().any(char::is_alphanumeric) => {
                problems.push("client_brief.brand_name", "must hold at least one letter or digit");
                Slot::Invalid
            }
            Slot::Given(brand) => Slot::Given(unescape(&one_line(&brand))),
            other => other,
        }
    }

    fn optional(&self, today: Date, problems: &mut Problems) -> Brief {
        let mut text = |field| self.text(field, problems);
        Brief {
            brand_name: String::new(),
            industry: text(BriefField::Industry),
            product_service: text(BriefField::ProductService),
            primary_goal: text(BriefField::PrimaryGoal),
            target_audience: text(BriefField::TargetAudience),
            geography: text(BriefField::Geography),
            budget: text(BriefField::Budget),
            timeline: text(BriefField::Timeline),
            constraints: text(BriefField::Constraints),
            voice: text(BriefField::Voice),
            positioning_summary: text(BriefField::PositioningSummary),
            business_type: text(BriefField::BusinessType),
            website: text(BriefField::Website).map(|site| one_line(&site)),
            pain_points: self.list(BriefField::PainPoints, problems),
            kpis: self.list(BriefField::Kpis, problems),
            platforms: self.list(BriefField::Platforms, problems),
            competitors: self.list(BriefField::Competitors, problems),
            banned_words: self.list(BriefField::BannedWords, problems),
            start_date: today,
            language: String::new(),
            raw_brief_text: None,
        }
    }

    /// Whether the brief is a text, with no field beside it that says something of the client.
    fn has_text_alone(&self) -> bool {
        BriefField::ALL.iter().all(|field| {
            let beside = !matches!(
                field,
                BriefField::RawBriefText | BriefField::StartDate | BriefField::Language
            );
            !(beside && self.find(*field).is_some())
        }) && self.find(BriefField::RawBriefText).is_some()
    }

    /// Paths of fields without effect: unknown ones, and other spellings of a field that say
    /// something else than the one that counts.
    fn ignored(&self) -> Vec<String> {
        let mut used = BTreeSet::new();
        for field in BriefField::ALL {
            let found = self.find(field).map(|(_, value)| value);
            used.extend(Self::spellings(field).filter(|spelling| {
                self.at(spelling)
                    .is_none_or(|value| is_absent(field, value) || Some(value) == found)
            }));
        }
        let top = self.map.keys().filter(|key| *key != "brand");
        let top = top.filter(|key| key.contains('.') || !used.contains(*key)).cloned();
        let nested =
            self.nested().into_iter().flat_map(Map::keys).map(|key| format!("brand.{key}"));
        top.chain(nested.filter(|path| !used.contains(path)))
            .map(|path| format!("{ROOT}.{path}"))
            .collect()
    }
}

/// Web forms send `AT&amp;T`; nobody's name is written so, and no report would ever match it.
fn unescape(brand: &str) -> String {
    const ENTITIES: [(&str, &str); 6] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#039;", "'"),
        ("&amp;", "&"),
    ];
    ENTITIES.iter().fold(brand.to_owned(), |brand, (entity, sign)| brand.replace(entity, sign))
}

fn is_absent(field: BriefField, value: &Value) -> bool {
    let Value::String(text) = value else { return value.is_null() };
    text.chars().all(|c| c.is_whitespace() || is_hidden(c)) || says_nothing(field, text)
}

/// There are brands called Nothing and None; a sign may well be a banned word.
fn says_nothing(field: BriefField, text: &str) -> bool {
    match field {
        BriefField::BrandName => false,
        BriefField::BannedWords => nothing::is_stand_in(text),
        _ => nothing::says_nothing(text),
    }
}
