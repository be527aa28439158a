//! The use case with a scripted writer: order, repair, budgets, failures.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aicmo::domain::{ErrorType, RepairKind, ReportError, RunEvent, WriterKind};
use aicmo::pipeline::{EventSink, Job, Pipeline};
use aicmo::quality::{Gated, GuardPolicy, Report};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::support::{self, FakeWriter, Spoiled};

fn job(extra: &Value) -> Job {
    Job {
        report_id: Uuid::now_v7(),
        request: Arc::new(support::request(extra)),
        recent_brands: vec![],
        time: Duration::from_secs(20),
        cancel: CancellationToken::new(),
        events: EventSink::default(),
        key: None,
        allowance: None,
    }
}

async fn write(writer: &Arc<FakeWriter>, extra: Value) -> Result<Gated, ReportError> {
    support::pipeline(writer.clone()).run(job(&extra)).await
}

fn released(gated: Gated) -> Report {
    let guard = GuardPolicy { provider_configured: true, allow_stubs: false };
    guard.release(gated).expect("real content")
}

fn body(gated: Gated) -> Value {
    serde_json::to_value(released(gated).body(false)).expect("a body")
}

#[tokio::test]
async fn writes_all_sections_at_once_and_summaries_last() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let gated = write(&writer, json!({})).await.expect("a report");
    let calls = writer.calls();
    assert_eq!(calls[0], "spine");
    assert_eq!(calls.last().expect("calls"), "section summary");
    assert_eq!(calls.len(), 5);
    let abstracts: Vec<&str> =
        gated.draft().sections.iter().map(|s| s.abstract_text.as_str()).collect();
    assert_eq!(abstracts[3], "What summary decided, knowing overview and plan.");
    let body = body(gated);
    assert_eq!(body["status"], "success");
    assert_eq!(body["meta"]["llm"]["calls"], 5);
    assert_eq!(body["meta"]["llm"]["input_tokens"], 500);
    assert!(body["markdown"].as_str().expect("text").starts_with("# Larkspur Dairy: Tiny Pack\n"));
    assert_eq!(body["brand_strategy"]["pillars"][1]["name"], "Curd");
    assert_eq!(body["meta"]["missing_brief_fields"][0], "budget");
    assert!(body["markdown"].as_str().expect("text").contains("names no budget"));
}

#[tokio::test]
async fn repairs_by_patch_then_resample_and_counts_every_call() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Slot, Spoiled::Slot]);
    let gated = write(&writer, json!({})).await.expect("a report");
    let plan = &gated.draft().sections[1];
    let kinds: Vec<RepairKind> = plan.repairs.iter().map(|repair| repair.kind).collect();
    assert_eq!(kinds, [RepairKind::Patch, RepairKind::Resample]);
    assert_eq!(plan.repairs[0].checks, ["P1"]);
    assert_eq!(plan.attempts, 3);
    assert!(!plan.markdown.contains("client_phone"));
    assert_eq!(gated.facts().usage.calls, 7);
}

#[tokio::test]
async fn a_last_round_mends_what_the_section_budget_could_not() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Slot; 3]);
    let gated = write(&writer, json!({})).await.expect("a report");
    assert_eq!(gated.draft().sections[1].repairs.len(), 3);
    assert_eq!(writer.count("section plan") + writer.count("patch plan"), 2);
    assert_eq!(writer.count("resample plan"), 2);
}

/// Its sections are judged in the whole report alone, and written anew without what was refused.
#[tokio::test]
async fn a_stub_report_is_mended_in_a_few_rounds() {
    let writer = FakeWriter::new(WriterKind::Stub);
    writer.spoil("plan", &[Spoiled::Slot; 3]);
    let gated = write(&writer, json!({})).await.expect("a report");
    assert_eq!(gated.draft().sections[1].repairs.len(), 3);
    assert_eq!(writer.count("patch plan"), 3);
    let writer = FakeWriter::new(WriterKind::Stub);
    writer.spoil("plan", &[Spoiled::Slot; 9]);
    let error = write(&writer, json!({})).await.expect_err("refused");
    assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
}

#[tokio::test]
async fn never_returns_a_worse_later_draft() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Vague, Spoiled::Slot, Spoiled::Slot, Spoiled::Slot]);
    let error = write(&writer, json!({"draft_mode": false})).await.expect_err("refused");
    assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
    let issues = error.quality_issues.expect("issues");
    assert!(issues.checks.iter().all(|issue| issue.check != "P1"), "the vague draft was the best");
    assert!(issues.checks.iter().any(|issue| issue.check == "P7"));
}

#[tokio::test]
async fn the_report_budget_ends_repairs() {
    let writer = FakeWriter::new(WriterKind::Llm);
    for section in ["overview", "plan", "rhythm", "summary"] {
        writer.spoil(section, &[Spoiled::Slot; 9]);
    }
    let error = write(&writer, json!({})).await.expect_err("refused");
    assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
    let repairs = writer.count("patch") + writer.count("resample");
    assert_eq!(repairs, 3, "six tenths of four sections, rounded up");
}

#[tokio::test]
async fn draft_mode_returns_what_it_may_and_never_a_slot() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("rhythm", &[Spoiled::Vague; 9]);
    let gated = write(&writer, json!({"draft_mode": true})).await.expect("a draft");
    let body = body(gated);
    assert_eq!((&body["status"], &body["quality_passed"]), (&json!("warning"), &json!(false)));
    writer.spoil("rhythm", &[Spoiled::Slot; 9]);
    let error = write(&writer, json!({"draft_mode": true})).await.expect_err("refused");
    assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
}

#[tokio::test]
async fn a_failed_repair_leaves_the_best_draft_standing() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Slot, Spoiled::Silent, Spoiled::Silent]);
    let error = write(&writer, json!({})).await.expect_err("refused");
    assert_eq!(error.error_type, ErrorType::RuntimeQualityFailed);
}

#[tokio::test]
async fn a_silent_chain_fails_the_report_and_the_next_one_pays_for_the_rest() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("summary", &[Spoiled::Silent]);
    let pipeline = support::pipeline(writer.clone());
    let job = Job { key: Some([7; 32]), ..job(&json!({})) };
    let error = pipeline.run(job.clone()).await.expect_err("no summary");
    assert_eq!(error.error_type, ErrorType::LlmChainFailed);
    assert_eq!(error.retry_after_secs, Some(7));
    let before = writer.calls().len();
    let gated = pipeline.run(job.clone()).await.expect("a report");
    assert_eq!(writer.calls()[before..], ["section summary"]);
    assert_eq!(gated.facts().usage.calls, 1);
    let before = writer.calls().len();
    pipeline.run(job).await.expect("a report");
    assert_eq!(writer.calls().len() - before, 5, "a good report leaves nothing behind");
}

#[tokio::test]
async fn refused_sections_are_not_kept() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Slot; 4]);
    let pipeline = support::pipeline(writer.clone());
    let job = Job { key: Some([8; 32]), ..job(&json!({})) };
    pipeline.run(job.clone()).await.expect_err("refused");
    let before = writer.calls().len();
    pipeline.run(job).await.expect("a report");
    assert_eq!(writer.calls()[before..], ["section plan"]);
}

#[tokio::test]
async fn deadline_and_cancel_end_a_run_and_keep_what_was_accepted() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let pipeline = support::pipeline(writer.clone());
    pipeline.run(job(&json!({}))).await.expect("a report, and a gate that is warm");
    writer.hold();
    writer.release(2);
    let time = Duration::from_secs(1);
    let late = Job { key: Some([9; 32]), time, ..job(&json!({})) };
    let error = pipeline.run(late.clone()).await.expect_err("late");
    assert_eq!(error.error_type, ErrorType::DeadlineExceeded);
    let cancelled = Job { time: Duration::from_secs(20), ..late };
    cancelled.cancel.cancel();
    let error = pipeline.run(cancelled.clone()).await.expect_err("cancelled");
    assert_eq!(error.error_type, ErrorType::Cancelled);
    writer.release(4);
    let again = Job { cancel: CancellationToken::new(), ..cancelled };
    let before = writer.calls().len();
    pipeline.run(again).await.expect("a report");
    assert_eq!(writer.calls().len() - before, 2, "two of four sections were kept");
}

#[tokio::test]
async fn sections_stay_under_their_limit() {
    let writer = FakeWriter::new(WriterKind::Llm);
    write(&writer, json!({})).await.expect("a report");
    assert!(writer.most_at_once() <= 3);
}

#[tokio::test]
async fn a_service_out_of_scope_leaves_a_hand_over_note() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let gated =
        write(&writer, json!({"services": {"social_content": false}})).await.expect("a report");
    let plan = &gated.draft().sections[1];
    assert!(plan.handed_over);
    assert!(plan.markdown.contains("has not bought this service"));
}

#[tokio::test]
async fn tells_what_happens_in_order() {
    let writer = FakeWriter::new(WriterKind::Llm);
    writer.spoil("plan", &[Spoiled::Slot]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&events);
    let mut job = job(&json!({}));
    job.events = EventSink::new(move |event| told.lock().expect("lock").push(event));
    support::pipeline(writer).run(job).await.expect("a report");
    let events = events.lock().expect("lock");
    assert!(matches!(&events[0], RunEvent::Plan { sections, .. } if sections.len() == 4));
    let about_plan: Vec<&str> = events
        .iter()
        .filter_map(|event| match event {
            RunEvent::SectionStarted { section } if section == "plan" => Some("started"),
            RunEvent::SectionGated { section, .. } if section == "plan" => Some("gated"),
            RunEvent::SectionRepaired { section, kind, .. } if section == "plan" => {
                assert_eq!(kind, "patch");
                Some("repaired")
            }
            RunEvent::SectionDone { section, .. } if section == "plan" => Some("done"),
            _ => None,
        })
        .collect();
    assert_eq!(about_plan, ["started", "gated", "gated", "repaired", "done"]);
    assert!(matches!(events.last(), Some(RunEvent::ReportGated { passed: true, .. })));
}

#[tokio::test]
async fn warns_of_what_it_read_differently() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let extra = json!({"model_preference": "perplexity", "max_tokens": 1024});
    let gated = write(&writer, extra).await.expect("a report");
    let warnings = gated.facts().warnings.join("\n");
    assert!(warnings.contains("`perplexity` is not configured"), "{warnings}");
    let stub = FakeWriter::new(WriterKind::Stub);
    let gated = write(&stub, json!({"language": "de"})).await.expect("a report");
    assert_eq!(gated.draft().language, "en");
    assert!(gated.facts().warnings.join("\n").contains("English only"));
    assert!(gated.stub_used());
}

#[tokio::test]
async fn rewrites_one_section_and_gates_the_whole() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let pipeline: Pipeline = support::pipeline(writer.clone());
    let base = pipeline.run(job(&json!({}))).await.expect("a report");
    let before = writer.calls().len();
    let mut job = job(&json!({"feedback": "Name the herd."}));
    job.report_id = Uuid::now_v7();
    let section = base.draft().sections[2].id.clone();
    let again = pipeline.rewrite(job, base.clone(), section).await.expect("a report");
    assert_eq!(writer.calls()[before..], ["section rhythm"]);
    assert_eq!(again.draft().sections.len(), 4);
    assert_eq!(again.facts().usage.calls, 1);
    assert_ne!(again.facts().report_id, base.facts().report_id);
}

#[tokio::test]
async fn text_without_a_brand_is_the_clients_to_correct() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let brief = "we sell cheese and want more visitors on saturdays";
    let error = write(&writer, json!({"client_brief": brief})).await.expect_err("no brand");
    assert_eq!(error.error_type, ErrorType::ValidationError);
    assert_eq!(error.fields[0].path, "client_brief.raw_brief_text");
    let brief = "Brand: Larkspur Dairy\nIndustry: Farm dairy\nGoal: more visitors on Saturday";
    let gated = write(&writer, json!({"client_brief": brief})).await.expect("a report");
    assert_eq!(gated.draft().brief.brand_name, "Larkspur Dairy");
}

#[tokio::test]
async fn the_probe_tells_flags_only() {
    let writer = FakeWriter::new(WriterKind::Llm);
    let probe =
        support::pipeline(writer).probe(Duration::from_secs(20), CancellationToken::new()).await;
    assert!(!probe.used_stub);
    let stub = FakeWriter::new(WriterKind::Stub);
    let probe =
        support::pipeline(stub).probe(Duration::from_secs(20), CancellationToken::new()).await;
    assert!(probe.used_stub && !probe.is_ok());
}
