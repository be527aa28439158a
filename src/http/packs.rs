//! The packs routes: what can be asked for, and which fields a brief has.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::PathRejection;
use serde::Serialize;
use utoipa::ToSchema;

use super::access::Caller;
use super::error::{ApiError, ErrorBody};
use super::state::HttpState;
use crate::domain::BriefField;
use crate::packs::{PackSpec, Research};

/// Every pack.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Packs {
    /// The packs, by key.
    packs: Vec<Pack>,
}

/// One pack.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "key": "quick_social_basic", "name": "Quick Social Pack (Basic)",
    "aliases": ["quick_social"], "summary": "A month of social content with its reasons.",
    "version": "1.0.0", "research": "none",
    "sections": [{"id": "overview", "title": "Client Overview", "purpose": "Who the client is.",
                  "words": {"min": 120, "max": 260}}],
    "brief_fields": [{"name": "brand_name", "required": true, "list": false, "used": true}]
}))]
pub(super) struct Pack {
    /// Its key, for `pack_key`.
    key: String,
    /// Its name as shown; `pack_key` takes it too.
    name: String,
    /// Other names that `pack_key` takes.
    aliases: Vec<String>,
    /// What it is.
    summary: String,
    /// Version of its content.
    version: String,
    /// How much research it wants: `none`, `light` or `full`.
    research: &'static str,
    /// Its sections in order.
    sections: Vec<PackSection>,
    /// Fields of `client_brief`.
    brief_fields: Vec<PackBriefField>,
}

/// A section of a pack.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PackSection {
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    /// Why it is there.
    purpose: String,
    /// How long it is.
    words: WordRange,
}

/// A range of words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WordRange {
    /// Least.
    min: u32,
    /// Most.
    max: u32,
}

/// A field of `client_brief`.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PackBriefField {
    /// Its name.
    name: &'static str,
    /// Whether a report cannot be written without it.
    required: bool,
    /// Whether it is a list.
    list: bool,
    /// Whether a section of this pack rests on it.
    used: bool,
}

/// Every pack with its sections and the fields of a brief.
#[utoipa::path(get, path = "/api/aicmo/packs", tag = "packs", responses(
    (status = 200, description = "Every pack", body = Packs),
    (status = 401, description = "A key is configured and none that fits was sent", body = ErrorBody),
))]
pub(super) async fn list(_: Caller, State(state): State<HttpState>) -> Json<Packs> {
    Json(Packs { packs: state.app.packs.iter().map(|pack| shown(pack)).collect() })
}

/// One pack, by its key, an alias or its name.
#[utoipa::path(get, path = "/api/aicmo/packs/{key}", tag = "packs",
    params(("key" = String, Path, description = "Key, alias or name", example = "quick_social_basic")),
    responses(
        (status = 200, description = "The pack", body = Pack),
        (status = 404, description = "There is no such pack", body = ErrorBody),
    ))]
pub(super) async fn show(
    _: Caller,
    State(state): State<HttpState>,
    key: Result<axum::extract::Path<String>, PathRejection>,
) -> Result<Json<Pack>, ApiError> {
    let pack = key.ok().and_then(|key| state.app.packs.resolve(&key));
    pack.map(|pack| Json(shown(&pack))).ok_or_else(|| {
        let known = state.app.packs.keys().join(", ");
        ApiError::not_found(&format!("There is no such pack. Known packs: {known}."))
    })
}

fn shown(pack: &PackSpec) -> Pack {
    Pack {
        key: pack.key.to_string(),
        name: pack.name.clone(),
        aliases: pack.aliases.clone(),
        summary: pack.summary.clone(),
        version: pack.version.clone(),
        research: match pack.research {
            Research::None => "none",
            Research::Light => "light",
            Research::Full => "full",
        },
        sections: pack
            .sections
            .iter()
            .map(|section| PackSection {
                id: section.id.to_string(),
                title: section.title.clone(),
                purpose: section.purpose.clone(),
                words: WordRange { min: section.words.min, max: section.words.max },
            })
            .collect(),
        brief_fields: BriefField::ALL.into_iter().map(|field| brief_field(pack, field)).collect(),
    }
}

fn brief_field(pack: &PackSpec, field: BriefField) -> PackBriefField {
    PackBriefField {
        name: field.name(),
        required: field == BriefField::BrandName,
        list: matches!(
            field,
            BriefField::PainPoints
                | BriefField::Kpis
                | BriefField::Platforms
                | BriefField::Competitors
                | BriefField::BannedWords
        ),
        used: pack.sections.iter().any(|section| section.facts.contains(&field)),
    }
}
