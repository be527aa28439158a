//! A simulation as a Markdown page: pack × brief.

use std::fmt::Write as _;

use super::{CaseResult, CheckReport, Drift, Judged, THIS_BUILD};

/// The page `ALL_PACKS_GOLDEN_SIMULATION_LATEST.md`.
#[must_use]
pub fn matrix(report: &CheckReport, drift: &Drift) -> String {
    let mut page = String::from("# All packs: golden simulation\n\n");
    let verdict = if report.passed { "passed" } else { "FAILED" };
    let _ = writeln!(page, "- Result: **{verdict}**");
    if let Some(reason) = &report.reason {
        let _ = writeln!(page, "- Reason: {reason}");
    }
    let _ = writeln!(page, "- Target: {}", cell(&report.target));
    let _ = writeln!(page, "- Version: {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(page, "- Started: {}", report.started_at);
    let _ = writeln!(page, "- Took: {}", time(report.duration_ms));
    let _ = writeln!(page, "- Cost: {}", cost(report.cost_usd()));
    let _ = writeln!(
        page,
        "- Cases: {} passed, {} failed, {} skipped, {} in all\n",
        report.count(Judged::Passed),
        report.count(Judged::Failed),
        report.count(Judged::Skipped),
        report.cases.len()
    );
    page.push_str(
        "| Pack | Brief | Result | Stub | Words | Brand mentions | Checks with findings | Cost | \
         Time | Drift |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for case in &report.cases {
        row(&mut page, case, drift);
    }
    failures(&mut page, report);
    page
}

fn row(page: &mut String, case: &CaseResult, drift: &Drift) {
    let figures = case.outcome.as_ref().filter(|outcome| outcome.success).map_or_else(
        || "– | – | – | – | – | –".to_owned(),
        |outcome| {
            format!(
                "{} | {} | {} | {} | {} | {}",
                outcome.stub_used,
                outcome.words,
                outcome.brand_mentions,
                list(&outcome.checks_failed),
                cost(outcome.cost_usd),
                time(outcome.duration_ms)
            )
        },
    );
    let _ = writeln!(
        page,
        "| {} | {} | {} | {figures} | {} |",
        cell(&case.pack),
        cell(&case.brief),
        case.judged.mark(),
        cell(&drift.of(case))
    );
}

fn failures(page: &mut String, report: &CheckReport) {
    let failed: Vec<_> = report.cases.iter().filter(|c| c.judged == Judged::Failed).collect();
    if let Some(reason) = report.reason.as_ref().filter(|_| !failed.is_empty()) {
        let _ = writeln!(page, "\n## Failures\n\nNothing was asked for: {reason}");
        return;
    }
    if failed.is_empty() {
        return;
    }
    page.push_str("\n## Failures\n");
    for case in failed {
        let _ = writeln!(page, "\n### {}: {}\n", cell(&case.pack), cell(&case.brief));
        let _ = writeln!(page, "- Why: {}", cell(case.note.as_deref().unwrap_or("no answer")));
        if let Some(outcome) = &case.outcome {
            let _ = writeln!(page, "- Checks: {}", list(&outcome.checks_failed));
            if !outcome.attempts.is_empty() {
                let _ = writeln!(page, "- Attempts: {}", cell(&outcome.attempts.join("; ")));
            } else if !outcome.providers.is_empty() {
                let _ = writeln!(page, "- Written by: {}", list(&outcome.providers));
            }
            if let Some(hint) = &outcome.debug_hint {
                let _ = writeln!(page, "- Hint: {}", cell(hint));
            }
        }
        let _ = writeln!(page, "- Reproduce: `{}`", command(report, &case.pack));
    }
}

/// The command that asks for the cases of `pack` again.
fn command(report: &CheckReport, pack: &str) -> String {
    let ask = format!("aicmo simulate --pack {pack} --require-llm");
    if report.target == THIS_BUILD {
        return format!("AICMO_ALLOW_STUBS=false AICMO_CACHE_ENABLED=false {ask}");
    }
    format!("{ask} --url {}", report.target)
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { cell(&names.join(" ")) }
}

fn cost(usd: Option<f64>) -> String {
    usd.map_or_else(|| "unknown".to_owned(), |usd| format!("${usd:.4}"))
}

fn time(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100)
}

/// Text that may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::matrix;
    use crate::verification::{CaseResult, CheckReport, Drift, Judged, Outcome, junit_xml};

    fn report(judged: Judged, words: usize) -> CheckReport {
        let outcome = Outcome {
            success: judged == Judged::Passed,
            words,
            cost_usd: Some(0.25),
            checks_failed: vec!["C4".into()],
            ..Outcome::default()
        };
        let case = CaseResult {
            pack: "p".into(),
            brief: "a|b <\"&\u{1}".into(),
            judged,
            note: (judged == Judged::Failed).then(|| "runtime_quality_failed: x".into()),
            outcome: Some(outcome),
        };
        CheckReport {
            check: "simulation".into(),
            target: "this build".into(),
            passed: judged == Judged::Passed,
            reason: None,
            force_fallback: false,
            started_at: "2026-11-23T00:00:00Z".into(),
            duration_ms: 1_234,
            cases: vec![case],
        }
    }

    #[test]
    fn shows_figures_failures_and_drift() {
        let drift = Drift::against(Some(report(Judged::Failed, 100)));
        let page = matrix(&report(Judged::Passed, 150), &drift);
        for wanted in ["**passed**", "a\\|b", "| 150 |", "$0.2500", "was failed, words +50 %"] {
            assert!(page.contains(wanted), "{wanted} in {page}");
        }
        let page = matrix(&report(Judged::Failed, 100), &Drift::default());
        for wanted in ["**FAILED**", "first run", "Why: runtime_quality_failed", "--pack p"] {
            assert!(page.contains(wanted), "{wanted} in {page}");
        }
        let mut deployed = report(Judged::Failed, 100);
        deployed.target = "https://a.example".into();
        let page = matrix(&deployed, &Drift::default());
        assert!(page.contains("--require-llm --url https://a.example`"), "{page}");
    }

    #[test]
    fn writes_well_formed_junit() {
        let xml = junit_xml(&report(Judged::Failed, 1));
        assert!(xml.contains("failures=\"1\"") && xml.contains("time=\"1.234\""), "{xml}");
        assert!(xml.contains("name=\"a|b &lt;&quot;&amp;\""), "{xml}");
        assert!(xml.contains("<failure message=\"runtime_quality_failed: x\"/>"), "{xml}");
    }
}
