//! The fields of a brief under all their spellings, each in its form.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::values::{self, MAX_TEXT, Problems, Slot, kind_of, one_line};
use super::{brief::ROOT, nothing};
use crate::domain::{Brief, BriefField, text::is_hidden};

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

/// Texts that agencies send as lists of strings too.
const MAY_BE_LISTED: [BriefField; 4] = [
    BriefField::PrimaryGoal,
    BriefField::ProductService,
    BriefField::TargetAudience,
    BriefField::Constraints,
];

/// The fields of a brief under all their spellings.
pub(super) struct Fields<'a> {
    pub(super) map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn nested(&self) -> Option<&'a Map<String, Value>> {
        self.map.get("brand").and_then(Value::as_object)
    }

    pub(super) fn check_nested(&self, problems: &mut Problems) {
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
    pub(super) fn find(&self, field: BriefField) -> Option<(String, &'a Value)> {
        Self::spellings(field).find_map(|spelling| {
            let value = self.at(&spelling).filter(|value| !is_absent(field, value))?;
            Some((format!("{ROOT}.{spelling}"), value))
        })
    }

    pub(super) fn bounded(
        &self,
        field: BriefField,
        limit: usize,
        problems: &mut Problems,
    ) -> Slot<String> {
        self.find(field)
            .map_or(Slot::Absent, |(path, value)| values::text(Some(value), &path, limit, problems))
    }

    fn text(&self, field: BriefField, problems: &mut Problems) -> Option<String> {
        let (path, value) = self.find(field)?;
        if !(value.is_array() && MAY_BE_LISTED.contains(&field)) {
            return values::text(Some(value), &path, MAX_TEXT, problems).given();
        }
        let mut items = values::list(Some(value), &path, problems).given()?;
        items.retain(|item| !says_nothing(field, item));
        let joined = Value::from(items.join("; "));
        values::text(Some(&joined), &path, MAX_TEXT, problems).given()
    }

    fn list(&self, field: BriefField, problems: &mut Problems) -> Vec<String> {
        let found = self.find(field);
        let mut items = found
            .and_then(|(path, value)| values::list(Some(value), &path, problems).given())
            .unwrap_or_default();
        items.retain(|item| !says_nothing(field, item));
        items
    }

    pub(super) fn brand(&self, problems: &mut Problems) -> Slot<String> {
        match self.bounded(BriefField::BrandName, MAX_BRAND, problems) {
            Slot::Given(brand) if !brand.chars().any(char::is_alphanumeric) => {
                problems.push("client_brief.brand_name", "must hold at least one letter or digit");
                Slot::Invalid
            }
            Slot::Given(brand) => self.filled(&brand, problems),
            other => other,
        }
    }

    /// The brand as the client writes it, unless it is what nobody filled in.
    fn filled(&self, brand: &str, problems: &mut Problems) -> Slot<String> {
        let brand = without_tags(unescape(&one_line(&unescape_lines(brand))));
        if nothing::is_no_brand(&brand) {
            let path = self.find(BriefField::BrandName).map(|(path, _)| path);
            problems.push(
                path.as_deref().unwrap_or("client_brief.brand_name"),
                "is a placeholder, not a brand: send the client's brand as it writes it",
            );
            return Slot::Invalid;
        }
        Slot::Given(brand)
    }

    pub(super) fn optional(&self, today: Date, problems: &mut Problems) -> Brief {
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
    pub(super) fn has_text_alone(&self) -> bool {
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
    pub(super) fn ignored(&self) -> Vec<String> {
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

/// Rich text fields send `<b>Acme</b>`; nobody's name has a tag around it.
fn without_tags(brand: String) -> String {
    let mut text = String::with_capacity(brand.len());
    let mut rest = brand.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.find('>').filter(|_| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        text.push_str(before);
        if end.is_none() {
            text.push('<');
        }
        rest = end.map_or(tag, |end| tag.get(end + 1..).unwrap_or_default());
    }
    text.push_str(rest);
    let text = text.trim();
    if text.chars().any(char::is_alphanumeric) { text.to_owned() } else { brand }
}

/// `\n` and the like where a program wrote the sign of a line's end and not its end.
pub(super) fn unescape_lines(text: &str) -> String {
    ["\\r\\n", "\\n", "\\r", "\\t"]
        .iter()
        .fold(text.to_owned(), |text, sign| text.replace(sign, "\n"))
}

fn is_absent(field: BriefField, value: &Value) -> bool {
    if let Value::Array(items) = value {
        return MAY_BE_LISTED.contains(&field)
            && items
                .iter()
                .all(|item| item.is_null() || item.is_string() && is_absent(field, item));
    }
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
