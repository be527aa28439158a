//! The strategy that a report rests on: judged before any section is paid for, mended once or
//! twice, and never delivered unjudged.

use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::{ErrorType, NumberKind, ReportError, SpineDate, SpineKpi, WriterKind};
use aicmo::pipeline::{EventSink, Job};
use aicmo::quality::{Gated, GuardPolicy};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{self, FakeWriter, SpoiledSpine};

async fn write(writer: &Arc<FakeWriter>, extra: &Value) -> Result<Gated, ReportError> {
    let job = Job {
        report_id: Uuid::now_v7(),
        request: Arc::new(support::request(extra)),
        recent_brands: vec![],
        time: Duration::from_secs(20),
        cancel: CancellationToken::new(),
        events: EventSink::default(),
        allowance: None,
        key: None,
    };
    support::pipeline(writer.clone()).run(job).await
}

fn body(gated: Gated) -> Value {
    let guard = GuardPolicy { provider_configured: true, allow_stubs: false };
    let report = guard.release(gated).expect("real content");
    serde_json::to_value(report.body(false)).expect("a body")
}

const SLOT: SpoiledSpine = |spine| spine.offer = "A tasting for {{company}}.".into();
const GROWN: SpoiledSpine = |spine| spine.positioning.push_str(" It grew 47% in 2019.");
const REVENUE: SpoiledSpine = |spine| {
    spine.kpis.push(SpineKpi {
        name: "Revenue".into(),
        baseline: Some("€2,400,000".into()),
        target: "€9,999,999".into(),
        kind: NumberKind::Brief,
    });
};

#[tokio::test]
async fn a_strategy_that_does_not_hold_is_asked_for_again() {
    for (spoiled, wanted) in [
        (&[SLOT][..], &["spine", "spine P1"][..]),
        (&[GROWN], &["spine", "spine F6 F1"]),
        (&[SLOT, SLOT], &["spine", "spine P1", "spine elsewhere P1"]),
    ] {
        let writer = FakeWriter::new(WriterKind::Llm);
        writer.spoil_spines(spoiled);
        let body = body(write(&writer, &json!({})).await.expect("a report"));
        let calls = writer.calls();
        let asked: Vec<&String> = calls.iter().filter(|call| call.starts_with("spine")).collect();
        assert_eq!(asked, wanted);
        assert_eq!(body["brand_strategy"]["offer"], "A tasting at the farm gate.");
        assert_eq!((&body["status"], &body["meta"]["warnings"]), (&json!("success"), &json!([])));
    }
}

#[tokio::test]
async fn a_strategy_that_never_holds_costs_no_section() {
    for (spoil, check, excused) in
        [(SLOT, "P1", false), (GROWN, "F1", true), (|spine| spine.segments.clear(), "C7", true)]
            as [(SpoiledSpine, &str, bool); 3]
    {
        let writer = FakeWriter::new(WriterKind::Llm);
        writer.spoil_spines(&[spoil; 3]);
        let error = write(&writer, &json!({})).await.expect_err("refused");
        assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
        let checks = error.quality_issues.expect("issues").checks;
        let found = checks.iter().find(|issue| issue.check == check).expect(check);
        assert_eq!(found.section.as_deref(), Some("brand_strategy"));
        assert_eq!(writer.calls().len(), 3, "three strategies and nothing else");

        writer.spoil_spines(&[spoil; 3]);
        let draft = write(&writer, &json!({"draft_mode": true})).await;
        assert_eq!(draft.is_ok(), excused, "{check}");
        if let Ok(gated) = draft {
            assert!(!gated.verdict().passed);
            assert!(gated.verdict().failures.iter().any(|issue| issue.check == check));
        }
    }
}

#[tokio::test]
async fn what_the_plan_can_do_without_is_left_out_and_said() {
    let date: SpoiledSpine = |spine| {
        let what = "The campaign begins.".into();
        spine.dates.push(SpineDate { date: "1987-02-31".into(), what });
    };
    for (spoil, said) in [(REVENUE, "KPI 2"), (date, "date 1")] as [(SpoiledSpine, &str); 2] {
        let writer = FakeWriter::new(WriterKind::Llm);
        writer.spoil_spines(&[spoil; 3]);
        let body = body(write(&writer, &json!({})).await.expect("a report"));
        let strategy = &body["brand_strategy"];
        assert_eq!(strategy["kpis"].as_array().map(Vec::len), Some(1));
        assert_eq!(strategy["dates"], json!([]));
        let warnings = body["meta"]["warnings"].to_string();
        assert!(warnings.contains(said), "{warnings}");
        assert_eq!(body["quality_passed"], true);
    }
}
