//! What `/health/llm` tells the operator. The texts are ours alone: they never hold a key or
//! anything shaped like one, nor the words that alerts take for one.

use super::probe::Finding;
use crate::domain::ErrorType;

/// The hint for `finding`.
pub(super) fn hint(finding: &Finding) -> String {
    match finding.error {
        Some(ErrorType::RuntimeQualityFailed) => format!(
            "What was written did not pass the quality gate: checks {}. `aicmo gate --explain \
             CHECK` explains one.",
            finding.failed_checks.join(", ")
        ),
        Some(error) => of_error(error).to_owned(),
        None if finding.used_stub => "Development mode: the stub writer answered, no model was \
             asked. The README's section on configuration says how a provider is set up."
            .to_owned(),
        None => "Health check completed successfully".to_owned(),
    }
}

fn of_error(error: ErrorType) -> &'static str {
    match error {
        ErrorType::LlmUnavailable => {
            "No writer is available: no provider is configured and AICMO_ALLOW_STUBS is off, or \
             AICMO_USE_LLM is off. See the README's section on configuration."
        }
        ErrorType::LlmChainFailed | ErrorType::LlmFailure => {
            "No provider gave an answer that counts. See last_error_kind and circuit of each \
             provider, then `aicmo doctor`."
        }
        ErrorType::StubInProductionForbidden => {
            "Stub content was refused beside a configured provider: AICMO_STUB_MODE is on, or \
             this is a fault to report. Nothing is delivered to clients."
        }
        ErrorType::DeadlineExceeded => {
            "The check took longer than 60 s. See which provider is slow in the metric \
             aicmo_llm_attempt_duration_seconds."
        }
        ErrorType::BudgetExceeded => {
            "The daily budget is spent: reports are refused until midnight UTC. \
             AICMO_DAILY_BUDGET_USD is the limit."
        }
        ErrorType::ShuttingDown | ErrorType::Cancelled => "The service is shutting down.",
        ErrorType::RuntimeQualityFailed
        | ErrorType::ValidationError
        | ErrorType::Unauthorized
        | ErrorType::AdminDisabled
        | ErrorType::RateLimited
        | ErrorType::PdfRenderError
        | ErrorType::UnexpectedError => {
            "The check itself failed; the log has the cause. If AICMO_PACKS_DIR is set, the pack \
             quick_social_basic must be in it."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Finding, hint};
    use crate::domain::ErrorType;

    #[test]
    fn no_hint_holds_a_word_that_alerts_take_for_a_key() {
        let errors = [
            None,
            Some(ErrorType::LlmUnavailable),
            Some(ErrorType::LlmChainFailed),
            Some(ErrorType::LlmFailure),
            Some(ErrorType::StubInProductionForbidden),
            Some(ErrorType::DeadlineExceeded),
            Some(ErrorType::BudgetExceeded),
            Some(ErrorType::ShuttingDown),
            Some(ErrorType::RuntimeQualityFailed),
            Some(ErrorType::UnexpectedError),
        ];
        for error in errors {
            for (used_stub, quality_passed) in [(true, true), (false, true), (false, false)] {
                let finding = Finding { error, used_stub, quality_passed, ..Finding::now() };
                let text = hint(&finding).to_lowercase();
                for word in ["api_key", "secret", "sk-", "pplx-"] {
                    assert!(!text.contains(word), "{text}");
                }
            }
        }
    }
}
