//! Lines that the console's runs add to the log (contract §8).

use super::LINE_TARGET;

/// The console writes that it generates a report.
pub fn generating(request_id: &str) {
    tracing::info!(target: LINE_TARGET, request_id, "🔄 Generating report...");
}

/// The console got a report.
pub fn got_report(stub_used: bool, quality_passed: bool, request_id: &str) {
    if stub_used {
        tracing::warn!(target: LINE_TARGET, request_id, "❌ LLM Status: STUB");
    } else {
        tracing::info!(target: LINE_TARGET, request_id, "✅ LLM Status: REAL");
    }
    if !quality_passed {
        quality_failed(request_id);
    }
}

/// The gate refused what the console asked for, or the report is a draft that it did not pass.
pub fn quality_failed(request_id: &str) {
    tracing::warn!(target: LINE_TARGET, request_id, "⚠️ Quality Check Failed");
}
