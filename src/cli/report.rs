//! How check reports look on a terminal.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::out::{Out, Paint, say};
use crate::domain::ReportError;
use crate::telemetry::python_bool;
use crate::verification::{CaseResult, CheckReport, Judged, Outcome};

/// Shows a case as soon as it has ended: on stderr when stdout holds JSON.
pub(super) fn progress(as_json: bool, out: Out) -> impl Fn(&CaseResult) + Send + Sync {
    move |case| {
        let text = case_text(case, out);
        if as_json {
            say(&text);
        } else {
            // A reader that has left is noticed by the summary.
            let _ = out.line(&text);
        }
    }
}

/// The summary, or the whole report as JSON.
pub(super) fn finish(report: &CheckReport, as_json: bool, out: Out) -> anyhow::Result<bool> {
    if as_json {
        out.json(report)?;
        return Ok(report.passed);
    }
    if let Some(reason) = &report.reason {
        out.line(&format!("Reason: {reason}"))?;
    }
    let count = |judged| report.count(judged);
    let seconds = report.duration_ms / 1_000;
    let cost = report.cost_usd().map_or_else(|| "unknown".to_owned(), |usd| format!("${usd:.4}"));
    out.line(&format!(
        "{} passed, {} warned, {} failed, {} skipped · {} · {seconds} s · cost {cost}",
        count(Judged::Passed),
        count(Judged::Warned),
        count(Judged::Failed),
        count(Judged::Skipped),
        report.target,
    ))?;
    Ok(report.passed)
}

pub(super) fn case_text(case: &CaseResult, out: Out) -> String {
    let paint = match case.judged {
        Judged::Passed => Paint::Green,
        Judged::Warned | Judged::Skipped => Paint::Yellow,
        Judged::Failed => Paint::Red,
    };
    let head = format!("{} {} · {}", case.judged.mark(), case.pack, case.brief);
    let mut text = out.paint(paint, &head);
    if let Some(outcome) = &case.outcome {
        text.push_str(&figures(outcome));
    }
    if let Some(note) = &case.note {
        text.push_str("\n   ");
        text.push_str(note);
    }
    text
}

fn figures(outcome: &Outcome) -> String {
    let (seconds, tenth) = (outcome.duration_ms / 1_000, outcome.duration_ms % 1_000 / 100);
    let asked = outcome.success || !outcome.providers.is_empty();
    let mut lines = vec![format!("success: {}", python_bool(outcome.success))];
    if asked {
        lines.push(format!("stub_used: {}", python_bool(outcome.stub_used)));
        lines.push(format!("quality_passed: {}", python_bool(outcome.quality_passed)));
    }
    if outcome.success {
        let cost =
            outcome.cost_usd.map_or_else(|| "unknown".to_owned(), |usd| format!("${usd:.4}"));
        let providers = outcome.providers.join(", ");
        let providers = if providers.is_empty() { "none" } else { &providers };
        lines.push(format!("provider: {providers}"));
        lines.push(format!("words: {}", outcome.words));
        lines.push(format!("cost: {cost}"));
    }
    if asked {
        lines.push(format!("time: {seconds}.{tenth} s"));
    }
    lines.extend(outcome.attempts.iter().map(|attempt| format!("asked: {attempt}")));
    if !outcome.checks_failed.is_empty() {
        lines.push(format!("findings: {}", outcome.checks_failed.join(" ")));
    }
    lines.extend(outcome.debug_hint.iter().map(|hint| format!("hint: {hint}")));
    lines.iter().flat_map(|line| ["\n   - ", line]).collect()
}

/// The body of contract §4 for a report that this process could not deliver.
pub(super) fn error_body(error: &ReportError, pack: &str) -> Value {
    json!({
        "success": false,
        "status": "error",
        "pack_key": pack,
        "stub_used": error.stub_used,
        "quality_passed": false,
        "error_type": error.error_type,
        "error": error.error_type,
        "error_message": error.message,
        "detail": error.message,
        "debug_hint": error.hint,
        "markdown": null,
        "report_markdown": null,
        "quality_issues": error.quality_issues,
        "attempts": error.attempts,
        "fields": error.fields,
        "retry_after_secs": error.retry_after_secs,
    })
}

/// Why there is no report, for a person.
pub(super) fn error_text(error: &ReportError) -> String {
    let mut text = format!("{}: {}\n  hint: {}", error.error_type, error.message, error.hint);
    for attempt in Outcome::of_error(error).attempts {
        text.push_str("\n  ");
        text.push_str(&attempt);
    }
    for issue in error.quality_issues.iter().flat_map(|quality| &quality.checks) {
        let section = issue.section.as_deref().unwrap_or("report");
        let _ = write!(text, "\n  {} {section}: {}", issue.check, issue.message);
    }
    text
}
