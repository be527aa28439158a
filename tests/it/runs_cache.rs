//! The report cache: what it answers, what it keeps, and what makes another key.

use aicmo::domain::{BriefField, ErrorType, WriterKind};
use aicmo::pipeline::{Pipeline, PipelineParts};
use aicmo::quality::GuardPolicy;
use aicmo::runs::{Caller, RunStatus, Runs, RunsSettings};
use serde_json::{Value, json};

use crate::runs::{llm, start};
use crate::support::{self, FakeWriter, Spoiled};

#[tokio::test]
async fn a_second_request_is_answered_from_the_cache_with_empty_books() {
    let writer = llm();
    let runs = support::runs(writer.clone(), |_| {});
    start(&runs, &json!({})).result().await.expect("a report");
    let calls = writer.calls().len();
    let hit = start(&runs, &json!({})).result().await.expect("a report");
    let hit = hit.report().expect("report").clone();
    assert!(hit.cached);
    assert_eq!(writer.calls().len(), calls);
    let body: Value = serde_json::from_slice(&hit.json().expect("json")).expect("json");
    assert_eq!(body["meta"]["cached"], true);
    assert_eq!(body["meta"]["llm"]["calls"], 0);
    assert_eq!(body["meta"]["llm"]["cost_usd"], 0.0);
}

/// The end of a failed run is heard by its callers, and by none who ask after it.
#[tokio::test]
async fn without_a_cache_only_requests_under_way_are_shared() {
    let writer = llm();
    let runs = support::runs(writer.clone(), |settings| settings.cache_enabled = false);
    let (one, two) = (start(&runs, &json!({})), start(&runs, &json!({})));
    assert_eq!(one.id(), two.id());
    one.result().await.expect("a report");
    let three = start(&runs, &json!({}));
    assert_ne!(one.id(), three.id());
    three.result().await.expect("a report");
    assert_eq!(writer.count("spine"), 2);
}

#[tokio::test]
async fn failures_and_drafts_that_failed_the_gate_are_not_cached() {
    let writer = llm();
    let runs = support::runs(writer.clone(), |_| {});
    writer.spoil("rhythm", &[Spoiled::Vague; 9]);
    let draft = json!({"draft_mode": true});
    let first = start(&runs, &draft).result().await.expect("a draft");
    assert!(!first.report().expect("report").report.quality_passed());
    let again = start(&runs, &draft).result().await.expect("a draft");
    assert!(!again.report().expect("report").cached);
    writer.spoil("overview", &[Spoiled::Silent]);
    let error = start(&runs, &json!({})).result().await.expect_err("silent");
    assert_eq!(error.error_type, ErrorType::LlmChainFailed);
    writer.spoil("rhythm", &[]);
    start(&runs, &json!({})).result().await.expect("a report");
}

/// Every field that can change the output makes another key.
/// A brief with every field of the contract.
fn full_brief() -> Value {
    let lists = ["pain_points", "kpis", "platforms", "competitors", "banned_words"];
    let mut brief = json!({});
    for field in BriefField::ALL.map(BriefField::name) {
        brief[field] = match field {
            "start_date" => json!("2026-11-30"),
            "language" => json!("en"),
            _ if lists.contains(&field) => json!([format!("a {field}")]),
            _ => json!(format!("Some {field}")),
        };
    }
    brief
}

/// Every field that can change the output makes another key: each of the brief's, each of the
/// body's, and who asks.
#[tokio::test]
async fn each_field_of_the_key_counts() {
    let runs = support::runs(llm(), |_| {});
    let me = Caller::anonymous();
    let key = |extra: &Value| runs.key_of(&support::request(extra), &me).expect("a key");
    let mut seen = vec![key(&json!({"client_brief": full_brief()}))];
    assert_eq!(seen[0], key(&json!({"client_brief": full_brief()})), "the same is the same");
    for field in BriefField::ALL.map(BriefField::name) {
        let mut changed = full_brief();
        changed[field] = match (field, &changed[field]) {
            ("start_date", _) => json!("2026-12-07"),
            ("language", _) => json!("de"),
            (_, Value::Array(_)) => json!(["another"]),
            _ => json!("Another"),
        };
        let mut without = full_brief();
        without.as_object_mut().expect("an object").remove(field);
        seen.push(key(&json!({"client_brief": changed})));
        if !matches!(field, "brand_name" | "start_date" | "language") {
            seen.push(key(&json!({"client_brief": without})));
        }
    }
    for extra in [
        json!({}),
        json!({"stage": "strategy"}),
        json!({"stage": "final"}),
        json!({"stage": "refine", "feedback": "Name the herd.", "previous_draft": "# A\n\nold"}),
        json!({"services": {"seo": false}}),
        json!({"services": {"seo": true}}),
        json!({"services": {"email_marketing": false}}),
        json!({"services": {"include_agency_grade": true}}),
        json!({"language": "fr"}),
        json!({"language": "fr-CA"}),
        json!({"feedback": "Name the herd."}),
        json!({"feedback": "Name the dog."}),
        json!({"feedback": "Name the herd.", "previous_draft": "# A\n\n## Plan\n\nold"}),
        json!({"feedback": "Name the herd.", "previous_draft": "# A\n\n## Plan\n\nolder"}),
        json!({"draft_mode": true}),
        json!({"use_learning": true}),
        json!({"include_pdf": true}),
        json!({"max_tokens": 9_000}),
        json!({"max_tokens": 9_001}),
        json!({"model_preference": "anthropic"}),
        json!({"model_preference": "perplexity"}),
        json!({"learn_items": []}),
        json!({"client_brief": "Brand: Larkspur Dairy\nIndustry: Farm dairy"}),
        json!({"client_brief": "Brand: Larkspur Dairy\nIndustry: Farm Dairy"}),
    ] {
        seen.push(key(&extra));
    }
    let other = runs.key_of(&support::request(&json!({})), &Caller::new("b")).expect("a key");
    seen.push(other);
    for (at, one) in seen.iter().enumerate() {
        let same = seen.iter().position(|other| other == one);
        assert_eq!(same, Some(at), "two different requests, one key");
    }
}

/// What is cached is nobody else's: a request that differs in one field is a run of its own.
#[tokio::test]
async fn a_cached_report_answers_its_own_request_only() {
    let runs = support::runs(llm(), |_| {});
    let brief = |field: &str, value: &str| {
        let mut brief = json!({
            "brand_name": "Larkspur Dairy",
            "industry": "Farm dairy",
            "product_service": "Raw-milk cheese sold at the farm gate",
            "primary_goal": "Bring more families to the shop on Saturday mornings",
            "target_audience": "Families in the village",
            "geography": "Somerset",
            "start_date": "2026-11-30",
        });
        brief[field] = json!(value);
        json!({"client_brief": brief})
    };
    let base = json!({});
    start(&runs, &base).result().await.expect("a report");
    for other in [
        brief("product_service", "Soft cheese by post"),
        brief("geography", "Devon"),
        brief("industry", "Creamery"),
        json!({"stage": "final"}),
        json!({"services": {"seo": false}}),
    ] {
        assert_ne!(start(&runs, &other).status(), RunStatus::Done, "{other}");
    }
    assert_eq!(start(&runs, &base).status(), RunStatus::Done);
    assert_eq!(start(&runs, &brief("geography", "Somerset")).status(), RunStatus::Done);
    let other_key = runs.start(support::request(&base), &Caller::new("b")).expect("a run");
    assert_ne!(other_key.status(), RunStatus::Done);
}

/// What the service is built from counts as well: another pack text, model, order or writer would
/// write another report.
#[tokio::test]
async fn each_part_of_the_service_counts_in_the_key() {
    fn nothing<T>(_: &mut T) {}
    type Change<T> = fn(&mut T);
    let key = |parts: Change<PipelineParts>, settings: Change<RunsSettings>| {
        let mut built = support::parts(llm());
        parts(&mut built);
        let guard = GuardPolicy { provider_configured: true, allow_stubs: false };
        let mut told = RunsSettings::new(guard);
        told.models = vec!["openai=a".to_owned()];
        settings(&mut told);
        let runs = Runs::new(Pipeline::new(built), told);
        runs.key_of(&support::request(&json!({})), &Caller::anonymous()).expect("a key")
    };
    let base = key(nothing, nothing);
    assert_eq!(base, key(nothing, nothing));
    let changes: [(&str, Change<PipelineParts>, Change<RunsSettings>); 6] = [
        ("pack", |parts| parts.packs = vec![support::reworded_pack()], nothing),
        ("models", nothing, |settings| settings.models = vec!["openai=b".to_owned()]),
        ("order", |parts| parts.settings.providers.reverse(), nothing),
        ("fewer providers", |parts| parts.settings.providers.truncate(1), nothing),
        ("a key", |parts| parts.settings.provider_configured = false, nothing),
        ("writer", |parts| parts.writer = Ok(FakeWriter::new(WriterKind::Stub)), nothing),
    ];
    for (what, parts, settings) in changes {
        assert_ne!(key(parts, settings), base, "{what}");
    }
}

#[tokio::test]
async fn the_guard_stands_at_every_read() {
    let stub = FakeWriter::new(WriterKind::Stub);
    let rehearsal = GuardPolicy { provider_configured: true, allow_stubs: false };
    let runs = support::runs(stub.clone(), |settings| settings.guard = rehearsal);
    let handle = start(&runs, &json!({}));
    let error = handle.result().await.expect_err("forbidden");
    assert_eq!(error.error_type, ErrorType::StubInProductionForbidden);
    assert_eq!(handle.status(), RunStatus::Failed);
    let again = start(&runs, &json!({})).result().await.expect_err("forbidden");
    assert_eq!(again.error_type, ErrorType::StubInProductionForbidden);
    assert_eq!(stub.count("spine"), 2, "nothing was cached");
    let development = support::runs(FakeWriter::new(WriterKind::Stub), |_| {});
    let report = start(&development, &json!({})).result().await.expect("a sample");
    assert!(report.report().expect("report").report.stub_used());
}
