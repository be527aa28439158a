//! Failures of a report in the contract's words (§4).

use std::time::Duration;

use super::settings::Unavailable;
use crate::domain::{
    ErrorType, FieldError, PackKey, QualityIssues, ReportError, SectionId, Severity, Usage,
};
use crate::providers::{ChainError, OverBudget};
use crate::quality::{StubForbidden, Verdict};

pub(super) fn unknown_pack(key: &PackKey, known: &[&str]) -> ReportError {
    ReportError::validation(vec![FieldError {
        path: "pack_key".to_owned(),
        message: format!("no pack is called `{key}`; known packs: {}", known.join(", ")),
    }])
}

pub(super) fn no_section(section: &SectionId) -> ReportError {
    ReportError::validation(vec![FieldError {
        path: "section".to_owned(),
        message: format!("the report has no section `{section}`"),
    }])
}

pub(super) fn no_brand() -> ReportError {
    ReportError::validation(vec![FieldError {
        path: "client_brief.raw_brief_text".to_owned(),
        message: "no brand can be found in the text; send `brand_name`, or begin a line with \
                  `Brand:`"
            .to_owned(),
    }])
}

pub(super) fn unavailable(reason: Unavailable) -> ReportError {
    let (message, hint) = match reason {
        Unavailable::NoProvider => (
            "No language model is configured, and sample writing is turned off. Set a provider \
             key, or AICMO_ALLOW_STUBS=true to try the service with sample writing.",
            "Set OPENAI_API_KEY, PERPLEXITY_API_KEY or ANTHROPIC_API_KEY, or AICMO_ALLOW_STUBS=true.",
        ),
        Unavailable::TurnedOff => (
            "The language model is turned off by AICMO_USE_LLM=0, and beside a provider key \
             sample writing is never delivered, whatever AICMO_ALLOW_STUBS says.",
            "Remove AICMO_USE_LLM=0 to write with the configured providers.",
        ),
    };
    ReportError::new(ErrorType::LlmUnavailable, message, hint)
}

/// What a report ends with that nobody waits for any more.
#[must_use]
pub fn cancelled() -> ReportError {
    ReportError::new(
        ErrorType::Cancelled,
        "The run was cancelled before it was done.",
        "Its last caller left, or it was cancelled by DELETE.",
    )
}

pub(super) fn deadline(time: Duration) -> ReportError {
    ReportError::new(
        ErrorType::DeadlineExceeded,
        format!(
            "The report was not done within {} seconds. Ask again: accepted sections are kept \
             for an hour, so only the rest is written.",
            time.as_secs()
        ),
        "AICMO_REPORT_DEADLINE_SECS is the limit; see which provider is slow in the attempts and \
         in aicmo_llm_attempt_duration_seconds.",
    )
}

/// The contract's words for a chain that gave no answer.
pub(super) fn chain(error: ChainError, time: Duration) -> ReportError {
    match error {
        ChainError::NotConfigured => unavailable(Unavailable::NoProvider),
        ChainError::Exhausted { attempts, configured, retry_after_secs } => {
            let mut error = if configured > 1 { all_failed(configured) } else { only_failed() };
            error.attempts = attempts;
            error.retry_after_secs = Some(retry_after_secs.max(1));
            error
        }
        ChainError::Deadline { attempts } => ReportError { attempts, ..deadline(time) },
        ChainError::Cancelled => cancelled(),
        ChainError::Budget { retry_after_secs } => {
            let mut error = ReportError::new(
                ErrorType::BudgetExceeded,
                "The service's budget for today is spent. Ask again after midnight UTC.",
                "AICMO_DAILY_BUDGET_USD is reached; GET /api/aicmo/admin/status shows the spend.",
            );
            error.retry_after_secs = Some(retry_after_secs.max(1));
            error
        }
    }
}

/// A report that the day's budget would not finish: it is not begun.
pub(super) fn over_budget(over: &OverBudget) -> ReportError {
    let mut error = ReportError::new(
        ErrorType::BudgetExceeded,
        "What is left of the service's budget for today would not finish this report, so it was \
         not begun and nothing was spent. Ask again later, or for a smaller pack.",
        format!(
            "AICMO_DAILY_BUDGET_USD: the report is estimated at ${:.4}, and ${:.4} are neither \
             spent nor set aside for reports under way.",
            over.usd, over.left
        ),
    );
    error.retry_after_secs = Some(over.retry_after_secs);
    error
}

fn all_failed(configured: usize) -> ReportError {
    ReportError::new(
        ErrorType::LlmChainFailed,
        format!(
            "None of the {configured} configured language models gave a usable answer. Ask \
             again later: sections that were accepted are kept for an hour."
        ),
        "See `attempts` for each provider's kind of failure; `aicmo doctor` checks keys and models.",
    )
}

fn only_failed() -> ReportError {
    ReportError::new(
        ErrorType::LlmFailure,
        "The only configured language model gave no usable answer. Ask again later: sections \
         that were accepted are kept for an hour.",
        "See `attempts`; configure a second provider so that one failure is not the report's.",
    )
}

/// `runtime_quality_failed` with everything the gate found.
pub(super) fn quality(verdict: &Verdict, stub_used: bool) -> ReportError {
    let mut checks: Vec<&str> = verdict
        .failures
        .iter()
        .filter(|issue| issue.severity > Severity::Warning)
        .map(|issue| issue.check.as_str())
        .collect();
    checks.sort_unstable();
    checks.dedup();
    let first = verdict
        .failures
        .iter()
        .max_by_key(|issue| issue.severity)
        .map_or("the gate could not judge it", |issue| issue.message.as_str());
    let mut error = ReportError::new(
        ErrorType::RuntimeQualityFailed,
        format!(
            "The report did not pass the quality gate, repairs included, and is not delivered. \
             Most serious: {first}"
        ),
        format!(
            "Failed checks: {}. See quality_issues; `aicmo gate --explain CHECK` explains one. \
             Asking again writes the failed sections anew and pays for them.",
            checks.join(", ")
        ),
    );
    error.stub_used = stub_used;
    error.quality_issues = Some(Box::new(QualityIssues {
        missing_terms: verdict.metrics.missing_terms.clone(),
        forbidden_terms: verdict.metrics.forbidden_terms.clone(),
        brand_mentions: verdict.metrics.brand_mentions,
        length: verdict.metrics.characters,
        checks: verdict.failures.clone(),
    }));
    error
}

/// `error` with the books of the report that it ended, where there are any.
pub(super) fn with_usage(mut error: ReportError, usage: Usage) -> ReportError {
    error.usage = (usage.calls > 0).then(|| Box::new(usage));
    error
}

/// The guard's refusal in the contract's words.
#[must_use]
pub fn stub(refusal: &StubForbidden) -> ReportError {
    let mut error = match refusal {
        StubForbidden::InProduction => ReportError::new(
            ErrorType::StubInProductionForbidden,
            "Sample writing was stopped at the last step and is not delivered.",
            "Stub content reached the guard while a provider key is configured. Turn \
             AICMO_STUB_MODE off; if it is off, this is a fault of ours.",
        ),
        StubForbidden::NotAllowed => ReportError::new(
            ErrorType::LlmUnavailable,
            "Sample writing is turned off, so nothing is delivered. Set a provider key, or \
             AICMO_ALLOW_STUBS=true to try the service.",
            "Stub content reached the guard while AICMO_ALLOW_STUBS is off.",
        ),
    };
    error.stub_used = true;
    error
}
