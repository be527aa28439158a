//! The one place that maps errors to HTTP: statuses and the body of contract §4.

use std::time::{Duration, Instant};

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Attempt, ErrorType, FieldError, QualityIssues, ReportError, Usage};

/// An error on its way out. The envelope (`envelope.rs`) gives it its body, since only that
/// knows the request's id.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    pub status: StatusCode,
    pub error: Box<ReportError>,
    /// Key of the pack, where it is known.
    pub pack_key: Option<String>,
    /// Closes the connection, since the request's body was not read.
    pub close: bool,
}

impl ApiError {
    pub fn new(error: ReportError) -> Self {
        Self {
            status: status_of(error.error_type),
            error: Box::new(error),
            pack_key: None,
            close: false,
        }
    }

    /// A fault of the request that has a status of its own (404, 405, 413, 415, 400).
    pub fn request(status: StatusCode, message: impl Into<String>) -> Self {
        let error = ReportError::new(
            ErrorType::ValidationError,
            message,
            "The request is at fault; nothing was generated. /docs describes every route.",
        );
        Self { status, error: Box::new(error), pack_key: None, close: false }
    }

    pub fn not_found(message: &str) -> Self {
        Self::request(StatusCode::NOT_FOUND, message)
    }

    pub fn unexpected() -> Self {
        Self::new(ReportError::new(
            ErrorType::UnexpectedError,
            "The service made a mistake. Please report the request's id to its operator.",
            "The log has the cause under this request's id.",
        ))
    }

    pub fn for_pack(mut self, key: Option<String>) -> Self {
        self.pack_key = key;
        self
    }

    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    /// Key of the pack, or `unknown`.
    pub fn pack(&self) -> &str {
        self.pack_key.as_deref().unwrap_or("unknown")
    }

    /// The final response.
    pub fn render(&self, request_id: &str, started: Instant) -> Response {
        let body = ErrorBody::new(&self.error, self.pack(), request_id, millis_since(started));
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.error.retry_after_secs {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.close {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl From<ReportError> for ApiError {
    fn from(error: ReportError) -> Self {
        Self::new(error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The HTTP status of each error type; faults of the framework bring their own.
pub(super) fn status_of(error_type: ErrorType) -> StatusCode {
    match error_type {
        ErrorType::ValidationError => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorType::Unauthorized => StatusCode::UNAUTHORIZED,
        ErrorType::RateLimited | ErrorType::BudgetExceeded => StatusCode::TOO_MANY_REQUESTS,
        ErrorType::AdminDisabled | ErrorType::LlmUnavailable | ErrorType::ShuttingDown => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ErrorType::LlmChainFailed | ErrorType::LlmFailure | ErrorType::RuntimeQualityFailed => {
            StatusCode::BAD_GATEWAY
        }
        ErrorType::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
        ErrorType::Cancelled => StatusCode::CONFLICT,
        ErrorType::StubInProductionForbidden
        | ErrorType::PdfRenderError
        | ErrorType::UnexpectedError => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The error body of every route under `/api`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "success": false, "status": "error", "pack_key": "quick_social_basic", "stub_used": false,
    "quality_passed": false, "error_type": "validation_error", "error": "validation_error",
    "error_message": "The request has to be corrected: client_brief.brand_name: is required",
    "detail": "The request has to be corrected: client_brief.brand_name: is required",
    "debug_hint": "The body breaks the rules of this route; see `fields` and /docs.",
    "markdown": null, "report_markdown": null, "request_id": "0199c0de-0000-7000-8000-000000000000",
    "meta": {"duration_ms": 0},
    "fields": [{"path": "client_brief.brand_name", "message": "is required"}]
}))]
pub(crate) struct ErrorBody<'a> {
    /// Always false.
    success: bool,
    /// Always `error`.
    status: &'static str,
    /// Key of the pack, or `unknown`.
    pack_key: &'a str,
    /// Whether stub content was involved.
    stub_used: bool,
    /// Always false.
    quality_passed: bool,
    /// What went wrong; clients branch on this.
    error_type: ErrorType,
    /// The same word as `error_type`.
    error: ErrorType,
    /// For the client: what to do.
    error_message: &'a str,
    /// The same text as `error_message`.
    detail: &'a str,
    /// For the operator: where to look. Never a secret, never a provider's text.
    debug_hint: &'a str,
    /// Always null: a refused report is not delivered in part.
    #[schema(value_type = Option<String>)]
    markdown: Option<()>,
    /// Always null.
    #[schema(value_type = Option<String>)]
    report_markdown: Option<()>,
    /// The id of the request, as in the header `X-Request-Id`.
    request_id: &'a str,
    /// Facts about the request.
    meta: ErrorMeta,
    /// What the gate found, for `runtime_quality_failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    quality_issues: Option<&'a QualityIssues>,
    /// Attempts at providers in order; a skipped one has the kind `circuit_open`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attempts: &'a [Attempt],
    /// Every violation of the body's rules.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fields: &'a [FieldError],
    /// Seconds after which asking again makes sense, as in the header `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_secs: Option<u64>,
}

/// Facts about a request that failed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorMeta {
    /// Milliseconds from the request to the answer.
    duration_ms: u64,
    /// What was spent on it all the same, where providers were asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    llm: Option<Usage>,
}

impl<'a> ErrorBody<'a> {
    pub fn new(
        error: &'a ReportError,
        pack: &'a str,
        request_id: &'a str,
        duration_ms: u64,
    ) -> Self {
        Self {
            success: false,
            status: "error",
            pack_key: pack,
            stub_used: error.stub_used,
            quality_passed: false,
            error_type: error.error_type,
            error: error.error_type,
            error_message: &error.message,
            detail: &error.message,
            debug_hint: &error.hint,
            markdown: None,
            report_markdown: None,
            request_id,
            meta: ErrorMeta { duration_ms, llm: error.usage.as_deref().cloned() },
            quality_issues: error.quality_issues.as_deref(),
            attempts: &error.attempts,
            fields: &error.fields,
            retry_after_secs: error.retry_after_secs,
        }
    }
}

/// Milliseconds from `started` to now.
pub(super) fn millis_since(started: Instant) -> u64 {
    millis(started.elapsed())
}

/// `time` in whole milliseconds.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
