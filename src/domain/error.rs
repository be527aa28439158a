//! Every way in which a report can fail, as the contract names it (§4).

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Attempt, Issue, Usage};

/// `error_type` of contract §4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the contract's words")]
pub enum ErrorType {
    ValidationError,
    Unauthorized,
    AdminDisabled,
    RateLimited,
    BudgetExceeded,
    LlmUnavailable,
    LlmChainFailed,
    LlmFailure,
    DeadlineExceeded,
    Cancelled,
    RuntimeQualityFailed,
    StubInProductionForbidden,
    ShuttingDown,
    PdfRenderError,
    UnexpectedError,
}

impl ErrorType {
    /// The contract's word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValidationError => "validation_error",
            Self::Unauthorized => "unauthorized",
            Self::AdminDisabled => "admin_disabled",
            Self::RateLimited => "rate_limited",
            Self::BudgetExceeded => "budget_exceeded",
            Self::LlmUnavailable => "llm_unavailable",
            Self::LlmChainFailed => "llm_chain_failed",
            Self::LlmFailure => "llm_failure",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Cancelled => "cancelled",
            Self::RuntimeQualityFailed => "runtime_quality_failed",
            Self::StubInProductionForbidden => "stub_in_production_forbidden",
            Self::ShuttingDown => "shutting_down",
            Self::PdfRenderError => "pdf_render_error",
            Self::UnexpectedError => "unexpected_error",
        }
    }
}

impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One violation of the body's rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Path in the body, such as `client_brief.kpis[3]`.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// A count against its minimum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TermCounts {
    /// How many there are.
    pub found: usize,
    /// How many there must be.
    pub required: usize,
}

/// What the gate found, in the contract's form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QualityIssues {
    /// Required terms that do not occur.
    pub missing_terms: Vec<String>,
    /// Forbidden terms that occur.
    pub forbidden_terms: Vec<String>,
    /// Brand mentions in the report.
    pub brand_mentions: TermCounts,
    /// Length of the report in characters.
    pub length: TermCounts,
    /// Every finding.
    pub checks: Vec<Issue>,
}

/// A report that could not be delivered: everything the error body of contract §4 needs.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{error_type}: {message}")]
pub struct ReportError {
    /// The contract's error type.
    pub error_type: ErrorType,
    /// For the client; says what to do.
    pub message: String,
    /// For the operator; no secrets, no provider text.
    pub hint: String,
    /// Violations of the body.
    pub fields: Vec<FieldError>,
    /// Attempts at providers, in order.
    pub attempts: Vec<Attempt>,
    /// What the gate found.
    pub quality_issues: Option<Box<QualityIssues>>,
    /// Seconds after which asking again makes sense.
    pub retry_after_secs: Option<u64>,
    /// Whether stub content was involved.
    pub stub_used: bool,
    /// What was spent on it all the same.
    pub usage: Option<Box<Usage>>,
}

impl ReportError {
    /// An error with its two texts and nothing else.
    pub fn new(error_type: ErrorType, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            error_type,
            message: message.into(),
            hint: hint.into(),
            fields: vec![],
            attempts: vec![],
            quality_issues: None,
            retry_after_secs: None,
            stub_used: false,
            usage: None,
        }
    }

    /// A `validation_error` for `fields`, every violation at once.
    #[must_use]
    pub fn validation(fields: Vec<FieldError>) -> Self {
        let listed = fields
            .iter()
            .map(|field| format!("{}: {}", field.path, field.message))
            .collect::<Vec<_>>()
            .join("; ");
        let mut error = Self::new(
            ErrorType::ValidationError,
            format!("The request has to be corrected: {listed}"),
            "The body breaks the rules of this route; see `fields` and /docs.",
        );
        error.fields = fields;
        error
    }
}
