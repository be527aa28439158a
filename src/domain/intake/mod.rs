//! Intake: any accepted body becomes a [`ReportRequest`], or a list of all its violations
//! (contract §2). Pure: the pack resolver and today's date come from the caller.
//!
//! Messages never repeat what the client wrote, so that they may be logged.

mod brief;
mod contradictions;
mod dates;
mod fields;
mod json;
mod language;
mod nothing;
mod reading;
mod request;
mod sentences;
mod values;

use std::fmt;

use jiff::civil::Date;
use serde_json::Value;

pub use dates::next_monday;
pub use language::canonical_tag;
pub use nothing::is_no_brand;
pub use reading::read_text;

use super::{BriefInput, ErrorType, FieldError, PackKey, ReportError, ReportRequest};

/// Most characters of `raw_brief_text`, and of a brief given as text.
pub const MAX_RAW_BRIEF: usize = 20_000;

/// What intake has to know of the world.
#[derive(Clone, Copy)]
pub struct IntakeContext<'a> {
    /// Today by the server's clock.
    pub today: Date,
    /// Finds a pack by key, alias or display name.
    pub resolve_pack: &'a dyn Fn(&str) -> Option<PackKey>,
    /// Keys of all packs, for the message about an unknown one.
    pub known_packs: &'a [String],
}

impl fmt::Debug for IntakeContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntakeContext").field("today", &self.today).finish_non_exhaustive()
    }
}

/// Why a body is not a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// It is no JSON that we read: HTTP 400.
    #[error("{0}")]
    NotJson(String),
    /// It breaks the rules of the contract, at these paths: HTTP 422.
    #[error("{} field(s) break the rules", .0.len())]
    Fields(Vec<FieldError>),
}

impl From<IntakeError> for ReportError {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::NotJson(message) => Self::new(
                ErrorType::ValidationError,
                message,
                "The body could not be read as JSON; nothing was generated.",
            ),
            IntakeError::Fields(fields) => Self::validation(fields),
        }
    }
}

/// Reads the body of `POST /api/aicmo/generate_report`.
///
/// # Errors
/// [`IntakeError`]: not JSON, or every violation of the contract at once.
pub fn parse_body(bytes: &[u8], context: &IntakeContext<'_>) -> Result<ReportRequest, IntakeError> {
    let value = parse_json(bytes)?;
    parse_value(&value, context).map_err(IntakeError::Fields)
}

/// Reads bytes as JSON under intake's limits: UTF-8, at most 32 levels deep, nothing after it.
///
/// # Errors
/// [`IntakeError::NotJson`], saying what is wrong and where.
pub fn parse_json(bytes: &[u8]) -> Result<Value, IntakeError> {
    json::parse(bytes).map_err(IntakeError::NotJson)
}

/// Reads a body that is JSON already: samples, and the command line's `--brief` files.
///
/// # Errors
/// Every violation of the contract, with its path.
pub fn parse_value(
    value: &Value,
    context: &IntakeContext<'_>,
) -> Result<ReportRequest, Vec<FieldError>> {
    request::read(value, context)
}

/// Reads a `client_brief` alone (an object, or a string), as `aicmo gate --brief` needs it.
///
/// # Errors
/// Every violation of the contract, with its path.
pub fn parse_brief(value: &Value, today: Date) -> Result<BriefInput, Vec<FieldError>> {
    let mut problems = values::Problems::default();
    let brief = brief::read(value, None, today, &mut problems);
    problems.finish(brief.map(|read| read.input))
}

#[cfg(test)]
mod tests;
