//! Bodies of requests as the description shows them. Intake reads them more kindly: other
//! spellings, text for lists, and unknown fields are taken too.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

/// What is asked for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "pack_key": "quick_social_basic",
    "client_brief": {
        "brand_name": "Harbour Coffee", "industry": "Coffee roastery",
        "product_service": "Single-origin beans by subscription",
        "primary_goal": "Win 200 subscribers by spring",
        "target_audience": "Home baristas in Leeds", "platforms": ["Instagram", "E-mail"]
    },
    "stage": "draft", "services": {"social_content": true, "seo": false}
}))]
pub struct GenerateReport {
    /// Key, alias or name of the pack, in any case. `wow_package_key`, `wow_package_preset` and
    /// `package_name` are taken in its place.
    #[schema(example = "quick_social_basic")]
    pub pack_key: String,
    /// The brief, as fields or as text.
    pub client_brief: ClientBriefInput,
    /// What the report is for; every stage makes the whole pack. `refine` needs `previous_draft`
    /// and `feedback`.
    pub stage: Option<StageName>,
    /// What the client bought; `false` is out of scope. `include_agency_grade: true` asks for the
    /// quality models.
    #[schema(example = json!({"social_content": true, "seo": false}))]
    pub services: Option<BTreeMap<String, bool>>,
    /// Which provider is asked first.
    pub model_preference: Option<PreferenceName>,
    /// Cap on output tokens of one call to a model.
    #[schema(minimum = 1024, maximum = 32000, example = 6000)]
    pub max_tokens: Option<u32>,
    /// BCP 47 tag of the report's language; the brief's, or `en`, if absent.
    #[schema(example = "en")]
    pub language: Option<String>,
    /// Whether a report that the quality gate refuses is returned all the same, marked as such.
    pub draft_mode: Option<bool>,
    /// A wish for the report, or what to change in `previous_draft`.
    #[schema(max_length = 5000)]
    pub feedback: Option<String>,
    /// The earlier draft that `stage: refine` works on.
    #[schema(max_length = 200_000)]
    pub previous_draft: Option<String>,
    /// No effect until there is a store; warned about.
    pub use_learning: Option<bool>,
    /// No effect until there is PDF; warned about.
    pub include_pdf: Option<bool>,
}

/// The brief, as fields or as text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "described, never built: intake reads bodies")]
pub enum ClientBriefInput {
    /// Fields.
    Fields(Box<ClientBrief>),
    /// Text, at most 20,000 characters: taken as `raw_brief_text`.
    Text(String),
}

/// The brief. `brand_name` and one of `industry`, `product_service` and `raw_brief_text` are
/// required; what is missing is stated as an assumption.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "brand_name": "Harbour Coffee", "industry": "Coffee roastery",
    "product_service": "Single-origin beans by subscription",
    "primary_goal": "Win 200 subscribers by spring", "target_audience": "Home baristas in Leeds",
    "geography": "Leeds", "budget": "£1,500 a month", "timeline": "3 months",
    "voice": "Warm and plain", "platforms": ["Instagram", "E-mail"],
    "kpis": ["New subscribers", "Repeat orders"], "competitors": ["Supermarket own brands"],
    "banned_words": ["cheap"], "start_date": "2026-11-30", "language": "en"
}))]
pub struct ClientBrief {
    /// The brand as the client writes it (also `client_name`, `brand.brand_name`, `brand.name`).
    #[schema(max_length = 100, example = "Harbour Coffee")]
    pub brand_name: String,
    /// The industry or category.
    #[schema(max_length = 2000, example = "Coffee roastery")]
    pub industry: Option<String>,
    /// What is sold (also `product`, `brand.description`).
    #[schema(max_length = 2000)]
    pub product_service: Option<String>,
    /// What the work should achieve (also `objectives`, `objective`, `goal`).
    #[schema(max_length = 2000, example = "Win 200 subscribers by spring")]
    pub primary_goal: Option<String>,
    /// Whom it is for (also `primary_customer`, `primary_audience`, `audience`).
    #[schema(max_length = 2000)]
    pub target_audience: Option<String>,
    /// Where the client sells (also `location`, `region`).
    #[schema(max_length = 2000)]
    pub geography: Option<String>,
    /// Money available, in the client's words.
    #[schema(max_length = 2000)]
    pub budget: Option<String>,
    /// Time available, in the client's words.
    #[schema(max_length = 2000)]
    pub timeline: Option<String>,
    /// What must not happen.
    #[schema(max_length = 2000)]
    pub constraints: Option<String>,
    /// How the brand speaks (also `tone`).
    #[schema(max_length = 2000)]
    pub voice: Option<String>,
    /// The client's own positioning line.
    #[schema(max_length = 2000)]
    pub positioning_summary: Option<String>,
    /// B2B, B2C, non-profit and the like.
    #[schema(max_length = 2000)]
    pub business_type: Option<String>,
    /// Problems of the client or its customers.
    #[schema(max_items = 50)]
    pub pain_points: Option<Vec<String>>,
    /// Measures the client watches.
    #[schema(max_items = 50)]
    pub kpis: Option<Vec<String>>,
    /// Channels in use or wanted (also `channels`).
    #[schema(max_items = 50)]
    pub platforms: Option<Vec<String>>,
    /// Named competitors.
    #[schema(max_items = 50)]
    pub competitors: Option<Vec<String>>,
    /// The client's site.
    #[schema(max_length = 2000)]
    pub website: Option<String>,
    /// Words that must not be used.
    #[schema(max_items = 50)]
    pub banned_words: Option<Vec<String>>,
    /// First day of the plan, ISO; the next Monday if absent.
    #[schema(format = Date, example = "2026-11-30")]
    pub start_date: Option<String>,
    /// BCP 47 tag of the report's language.
    #[schema(example = "en")]
    pub language: Option<String>,
    /// The brief as it came, where there is more than the fields say.
    #[schema(max_length = 20_000)]
    pub raw_brief_text: Option<String>,
}

/// What a report is for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "the contract's words, described, never built")]
pub enum StageName {
    Draft,
    Strategy,
    Refine,
    Final,
}

/// Which provider is asked first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "names of vendors, described, never built")]
pub enum PreferenceName {
    Auto,
    Openai,
    Perplexity,
    Anthropic,
}

/// How to rewrite a section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"instruction": "Shorter, and speak to first-time buyers."}))]
pub struct Rewrite {
    /// What to change.
    #[schema(min_length = 1, max_length = 5000)]
    pub instruction: String,
}

/// How to check.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(example = json!({"force_fallback": false}))]
pub struct LiveCheck {
    /// Skips the first provider, so that the fallback is proven too.
    #[serde(default)]
    pub force_fallback: Option<bool>,
}
