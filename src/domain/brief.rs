//! The client's brief after intake: every value normalised and within its limits.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A valid brief. `brand_name` is never empty; absent optional fields are `None` or empty lists.
///
/// Field names are those of contract §2; serialisation keeps this order, which is also the
/// order in the task block of `writing.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The client's brand as it writes it, at most 100 characters.
    pub brand_name: String,
    /// The industry or category.
    pub industry: Option<String>,
    /// What is sold.
    pub product_service: Option<String>,
    /// What the work should achieve.
    pub primary_goal: Option<String>,
    /// Whom it is for.
    pub target_audience: Option<String>,
    /// Where the client sells.
    pub geography: Option<String>,
    /// Money available, in the client's words.
    pub budget: Option<String>,
    /// Time available, in the client's words.
    pub timeline: Option<String>,
    /// What must not happen.
    pub constraints: Option<String>,
    /// How the brand speaks.
    pub voice: Option<String>,
    /// The client's own positioning line.
    pub positioning_summary: Option<String>,
    /// B2B, B2C, non-profit and the like.
    pub business_type: Option<String>,
    /// Problems of the client or its customers.
    pub pain_points: Vec<String>,
    /// Measures the client watches.
    pub kpis: Vec<String>,
    /// Channels in use or wanted.
    pub platforms: Vec<String>,
    /// Named competitors.
    pub competitors: Vec<String>,
    /// The client's site.
    pub website: Option<String>,
    /// Words that must not be used.
    pub banned_words: Vec<String>,
    /// First day of the plan, resolved once at intake.
    pub start_date: Date,
    /// BCP 47 tag of the report's language.
    pub language: String,
    /// Free text of the brief, where the client sent any.
    pub raw_brief_text: Option<String>,
}

/// A field of the brief that a pack can ask for; names as in contract §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant is the contract field of the same name")]
pub enum BriefField {
    BrandName,
    Industry,
    ProductService,
    PrimaryGoal,
    TargetAudience,
    Geography,
    Budget,
    Timeline,
    Constraints,
    Voice,
    PositioningSummary,
    BusinessType,
    PainPoints,
    Kpis,
    Platforms,
    Competitors,
    Website,
    BannedWords,
    StartDate,
    Language,
    RawBriefText,
}

impl BriefField {
    /// Every field, in the order of [`Brief`].
    pub const ALL: [Self; 21] = [
        Self::BrandName,
        Self::Industry,
        Self::ProductService,
        Self::PrimaryGoal,
        Self::TargetAudience,
        Self::Geography,
        Self::Budget,
        Self::Timeline,
        Self::Constraints,
        Self::Voice,
        Self::PositioningSummary,
        Self::BusinessType,
        Self::PainPoints,
        Self::Kpis,
        Self::Platforms,
        Self::Competitors,
        Self::Website,
        Self::BannedWords,
        Self::StartDate,
        Self::Language,
        Self::RawBriefText,
    ];

    /// The contract's name of the field.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BrandName => "brand_name",
            Self::Industry => "industry",
            Self::ProductService => "product_service",
            Self::PrimaryGoal => "primary_goal",
            Self::TargetAudience => "target_audience",
            Self::Geography => "geography",
            Self::Budget => "budget",
            Self::Timeline => "timeline",
            Self::Constraints => "constraints",
            Self::Voice => "voice",
            Self::PositioningSummary => "positioning_summary",
            Self::BusinessType => "business_type",
            Self::PainPoints => "pain_points",
            Self::Kpis => "kpis",
            Self::Platforms => "platforms",
            Self::Competitors => "competitors",
            Self::Website => "website",
            Self::BannedWords => "banned_words",
            Self::StartDate => "start_date",
            Self::Language => "language",
            Self::RawBriefText => "raw_brief_text",
        }
    }
}

impl fmt::Display for BriefField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Brief {
    /// The text of `field`: lists joined by `"; "`, `None` where the client gave nothing.
    #[must_use]
    pub fn text_of(&self, field: BriefField) -> Option<String> {
        let list = |items: &[String]| (!items.is_empty()).then(|| items.join("; "));
        match field {
            BriefField::BrandName => Some(self.brand_name.clone()),
            BriefField::Industry => self.industry.clone(),
            BriefField::ProductService => self.product_service.clone(),
            BriefField::PrimaryGoal => self.primary_goal.clone(),
            BriefField::TargetAudience => self.target_audience.clone(),
            BriefField::Geography => self.geography.clone(),
            BriefField::Budget => self.budget.clone(),
            BriefField::Timeline => self.timeline.clone(),
            BriefField::Constraints => self.constraints.clone(),
            BriefField::Voice => self.voice.clone(),
            BriefField::PositioningSummary => self.positioning_summary.clone(),
            BriefField::BusinessType => self.business_type.clone(),
            BriefField::PainPoints => list(&self.pain_points),
            BriefField::Kpis => list(&self.kpis),
            BriefField::Platforms => list(&self.platforms),
            BriefField::Competitors => list(&self.competitors),
            BriefField::Website => self.website.clone(),
            BriefField::BannedWords => list(&self.banned_words),
            BriefField::StartDate => Some(self.start_date.to_string()),
            BriefField::Language => Some(self.language.clone()),
            BriefField::RawBriefText => self.raw_brief_text.clone(),
        }
    }

    /// All the brief's own words, one field a line: what the brief says is never a defect.
    #[must_use]
    pub fn all_text(&self) -> String {
        BriefField::ALL
            .iter()
            .filter_map(|field| self.text_of(*field))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Contract names of the optional fields that the client left out (start date, language,
    /// raw text, website and banned words are never asked for).
    #[must_use]
    pub fn missing_fields(&self) -> Vec<&'static str> {
        BriefField::ALL
            .iter()
            .filter(|field| {
                !matches!(
                    field,
                    BriefField::StartDate
                        | BriefField::Language
                        | BriefField::RawBriefText
                        | BriefField::Website
                        | BriefField::BannedWords
                )
            })
            .filter(|field| self.text_of(**field).is_none())
            .map(|field| field.name())
            .collect()
    }

    /// First 16 hex digits of the SHA-256 of the normalised brief (contract §3).
    #[must_use]
    pub fn hash(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        hex16(&Sha256::digest(bytes))
    }
}

/// A brief that came as text: fields still have to be read out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawBrief {
    /// The text, normalised, at most 20,000 characters.
    pub text: String,
    /// What the rules of intake could read from it; `None` where they found no brand.
    pub guess: Option<Brief>,
    /// First day of the plan.
    pub start_date: Date,
    /// Language asked for, if any.
    pub language: Option<String>,
}

/// What intake hands on: fields, or text that a writer may read better than rules do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BriefInput {
    /// The client sent fields.
    Fields(Box<Brief>),
    /// The client sent text.
    Text(Box<RawBrief>),
}

impl BriefInput {
    /// 16 hex digits that stand for this input; for fields the same as [`Brief::hash`].
    #[must_use]
    pub fn hash(&self) -> String {
        match self {
            Self::Fields(brief) => brief.hash(),
            Self::Text(raw) => {
                let bytes = serde_json::to_vec(raw).unwrap_or_default();
                hex16(&Sha256::digest(bytes))
            }
        }
    }
}

/// The first eight bytes of `digest` as 16 hex digits.
#[must_use]
pub fn hex16(digest: &[u8]) -> String {
    use fmt::Write as _;
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
