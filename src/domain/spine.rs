//! The spine: what all sections of a report share (`brand_strategy` of contract §3).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::NumberKind;

/// One strategy for the whole report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Spine {
    /// The positioning in one sentence.
    pub positioning: String,
    /// Named audience segments.
    pub segments: Vec<SpineSegment>,
    /// Three content pillars.
    pub pillars: Vec<SpinePillar>,
    /// What is offered.
    pub offer: String,
    /// Channels and what each is for.
    pub channels: Vec<SpineChannel>,
    /// Targets.
    pub kpis: Vec<SpineKpi>,
    /// How the report and the brand sound.
    pub tone: SpineTone,
    /// Key dates.
    pub dates: Vec<SpineDate>,
    /// One line on what each section covers.
    pub sections: Vec<SpineSection>,
}

/// A named audience segment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineSegment {
    /// Its name, used by every section.
    pub name: String,
    /// Who belongs to it.
    pub description: String,
}

/// A content pillar.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpinePillar {
    /// Its name, used by every section.
    pub name: String,
    /// The idea in one sentence.
    pub idea: String,
}

/// A channel with its role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineChannel {
    /// Its name, used by every section.
    pub name: String,
    /// What it is for.
    pub role: String,
}

/// A KPI with its target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineKpi {
    /// Its name, used by every section.
    pub name: String,
    /// Where the client stands, if the brief says so.
    pub baseline: Option<String>,
    /// Where it should be.
    pub target: String,
    /// Where the target comes from.
    pub kind: NumberKind,
}

/// Tone rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineTone {
    /// What to do.
    #[serde(rename = "do")]
    pub dos: Vec<String>,
    /// What to avoid.
    pub dont: Vec<String>,
}

/// A date that matters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineDate {
    /// ISO date.
    pub date: String,
    /// What happens.
    pub what: String,
}

/// What one section covers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SpineSection {
    /// Section id.
    pub id: String,
    /// One line.
    pub covers: String,
}
