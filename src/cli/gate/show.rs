//! How a verdict is shown: like a good linter's.

use serde_json::json;

use super::super::out::{Out, Paint};
use super::is_clean;
use crate::domain::{Issue, Severity};
use crate::quality::Verdict;
use crate::quality::external::ExternalText;

/// A text with the verdict on it.
pub(super) struct Judged<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a ExternalText,
    pub(super) verdict: &'a Verdict,
}

pub(super) fn verdict(judged: &Judged<'_>, as_json: bool, out: Out) -> anyhow::Result<()> {
    let Verdict { score, checks_run, failures, metrics, .. } = judged.verdict;
    let clean = is_clean(judged.verdict);
    if as_json {
        return out.json(&json!({
            "passed": clean, "score": score, "checks_run": checks_run, "failures": failures,
            "metrics": metrics,
        }));
    }
    for issue in failures {
        show(judged, issue, out)?;
    }
    let count = |severity| judged.verdict.count(severity);
    let (blocking, repairable) = (count(Severity::Blocking), count(Severity::Repairable));
    let figures = format!(
        "{blocking} blocking, {repairable} repairable, {} warnings · score {score} · {} words · \
         {checks_run} checks",
        count(Severity::Warning),
        metrics.words
    );
    out.line(&if clean {
        out.paint(Paint::Green, &format!("✅ {figures}"))
    } else {
        out.paint(Paint::Red, &format!("❌ {figures}"))
    })
}

/// `file:line: severity[check] section: message`, then the text at fault and what to do.
fn show(judged: &Judged<'_>, issue: &Issue, out: Out) -> anyhow::Result<()> {
    let section = issue.section.as_deref();
    let line = issue.line.map(|line| section.map_or(line, |id| judged.text.line_in_text(id, line)));
    let place = line.map_or_else(|| judged.file.to_owned(), |n| format!("{}:{n}", judged.file));
    let (word, paint) = match issue.severity {
        Severity::Blocking => ("blocking", Paint::Red),
        Severity::Repairable => ("repairable", Paint::Yellow),
        Severity::Warning => ("warning", Paint::Cyan),
    };
    let check = out.paint(paint, &format!("{word}[{}]", issue.check));
    let section = section.unwrap_or("report");
    let place = out.paint(Paint::Bold, &place);
    out.line(&format!("{place}: {check} {section}: {}", issue.message))?;
    let notes = [
        ("│ ", issue.excerpt.as_str(), Paint::Bold),
        ("expected: ", &issue.expected, Paint::Dim),
        ("found: ", &issue.actual, Paint::Dim),
        ("fix: ", &issue.fix, Paint::Dim),
    ];
    for (mark, text, paint) in notes.iter().filter(|(_, text, _)| !text.is_empty()) {
        let text = text.replace('\n', "\n    │ ");
        out.line(&format!("    {}", out.paint(*paint, &format!("{mark}{text}"))))?;
    }
    out.line("")
}
