//! Runs: joins, leavers, cancels, replays, drains.

use std::sync::Arc;
use std::time::Duration;

use aicmo::domain::{ErrorType, ReportRequest, RunEvent, WriterKind};
use aicmo::runs::{Caller, RunHandle, RunStatus, Runs};
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::support::{self, FakeWriter, Spoiled};

pub fn llm() -> Arc<FakeWriter> {
    FakeWriter::new(WriterKind::Llm)
}

pub fn start(runs: &Runs, extra: &Value) -> RunHandle {
    runs.start(support::request(extra), &Caller::anonymous()).expect("a run")
}

/// Waits until `writer` has begun `calls` calls.
async fn begun(writer: &FakeWriter, calls: usize) {
    while writer.calls().len() < calls {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn identical_requests_join_and_different_ones_do_not() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let first = start(&runs, &json!({}));
    let second = start(&runs, &json!({}));
    let other = start(&runs, &json!({"stage": "final"}));
    assert_eq!(first.id(), second.id());
    assert_ne!(first.id(), other.id());
    writer.release(8);
    let (one, two) = tokio::join!(first.result(), second.result());
    let (one, two) = (one.expect("a report"), two.expect("a report"));
    let (one, two) = (one.report().expect("report").clone(), two.report().expect("report").clone());
    assert_eq!(one.json().expect("json"), two.json().expect("json"));
    other.result().await.expect("a report");
    assert_eq!(writer.count("spine"), 2);
}

#[tokio::test]
async fn the_last_to_leave_cancels() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let first = start(&runs, &json!({}));
    let run = Arc::clone(first.run());
    let second = start(&runs, &json!({}));
    begun(&writer, 4).await;
    drop(first);
    assert_eq!(run.status(), RunStatus::Running);
    drop(second);
    let waited: Vec<_> = run.events_after(0).collect().await;
    assert!(!waited.is_empty());
    assert_eq!(run.status(), RunStatus::Cancelled);
    let error = runs.result_of(&run).expect("an end").expect_err("cancelled");
    assert_eq!(error.error_type, ErrorType::Cancelled);
    writer.release(8);
    let again = start(&runs, &json!({}));
    assert_ne!(again.id(), run.id());
    let again = again.result().await.expect("a report");
    assert!(!again.report().expect("report").cached);
}

#[tokio::test]
async fn a_watched_run_goes_on_alone_until_it_is_deleted() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let (tell, mut told) = tokio::sync::mpsc::channel(4);
    let on_end = |tell: tokio::sync::mpsc::Sender<bool>| {
        move |result: &aicmo::runs::RunResult| tell.try_send(result.is_ok()).expect("room")
    };
    let run = runs.watch(start(&runs, &json!({})), "r-1", on_end(tell.clone()));
    begun(&writer, 4).await;
    assert_eq!(run.status(), RunStatus::Running);
    assert_eq!(run.progress().sections, 4);
    runs.cancel(&run);
    assert_eq!(told.recv().await, Some(false));
    assert_eq!(run.status(), RunStatus::Cancelled);
    writer.release(8);
    let run = runs.watch(start(&runs, &json!({})), "r-1", on_end(tell.clone()));
    assert_eq!(told.recv().await, Some(true));
    assert_eq!(run.status(), RunStatus::Done);
    assert_eq!((run.progress().done, run.progress().sections), (4, 4));
    runs.cancel(&run);
    assert_eq!(run.status(), RunStatus::Done, "a finished run stays what it is");
    let cached = runs.watch(start(&runs, &json!({})), "r-1", on_end(tell));
    assert_eq!(told.recv().await, Some(true));
    let found = runs.find(cached.id(), &Caller::anonymous()).expect("findable");
    let result = runs.result_of(&found).expect("an end").expect("a report");
    assert!(result.report().expect("report").cached);
}

#[tokio::test]
async fn another_key_finds_nothing_and_a_token_opens_events() {
    let runs = support::runs(llm(), |_| {});
    let (one, two) = (Caller::new("one"), Caller::new("two"));
    let handle = runs.start(support::request(&json!({})), &one).expect("a run");
    handle.result().await.expect("a report");
    assert!(runs.find(handle.id(), &one).is_some());
    assert!(runs.find(handle.id(), &two).is_none());
    assert!(runs.find_by_token(handle.id(), handle.token()).is_some());
    assert!(runs.find_by_token(handle.id(), "guess").is_none());
}

#[tokio::test]
async fn events_count_from_one_and_replay_from_anywhere() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let handle = start(&runs, &json!({}));
    let live = handle.events_after(0);
    writer.release(8);
    let live: Vec<(u64, RunEvent)> = live.collect().await;
    let ids: Vec<u64> = live.iter().map(|(id, _)| *id).collect();
    let wanted: Vec<u64> = (1..handle.result_event_id()).collect();
    assert_eq!(ids, wanted);
    let replay: Vec<_> = handle.events_after(0).collect().await;
    assert_eq!(live, replay);
    let rest: Vec<_> = handle.events_after(3).collect().await;
    assert_eq!(live[3..], rest);
    assert_eq!(handle.events_after(u64::MAX).count().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_again_after_a_failure_gets_a_run_of_its_own() {
    let writer = llm();
    let runs = support::runs(writer.clone(), |_| {});
    for _ in 0..200 {
        writer.spoil("overview", &[Spoiled::Silent]);
        let first = start(&runs, &json!({}));
        let (tell, told) = std::sync::mpsc::channel();
        let (again, run) = (runs.clone(), Arc::clone(first.run()));
        runs.watch(first, "r-1", move |_| {
            // As soon as anybody can: in the very moment of its end.
            let second = start(&again, &json!({}));
            tell.send((second.id(), second.status())).expect("somebody waits");
        });
        let (second, status) = told.recv().expect("the end is told");
        assert_ne!(second, run.id());
        assert_ne!(status, RunStatus::Failed);
    }
}

#[tokio::test]
async fn a_panic_is_an_unexpected_error_and_nothing_more() {
    let writer = llm();
    writer.spoil("plan", &[Spoiled::Panics]);
    let runs = support::runs(writer, |_| {});
    let error = start(&runs, &json!({})).result().await.expect_err("panicked");
    assert_eq!(error.error_type, ErrorType::UnexpectedError);
    start(&runs, &json!({})).result().await.expect("a report");
}

#[tokio::test]
async fn a_drain_lets_runs_end_then_ends_them() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let handle = start(&runs, &json!({}));
    begun(&writer, 4).await;
    writer.release(8);
    runs.drain(Duration::from_secs(20)).await;
    handle.result().await.expect("finished in time");
    let refused = runs.start(support::request(&json!({})), &Caller::anonymous());
    assert_eq!(refused.err().map(|e| e.error_type), Some(ErrorType::ShuttingDown));

    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |_| {});
    let handle = start(&runs, &json!({}));
    begun(&writer, 4).await;
    runs.drain(Duration::ZERO).await;
    let error = handle.result().await.expect_err("ended");
    assert_eq!(error.error_type, ErrorType::ShuttingDown);
    assert_eq!(runs.in_flight(), 0);
}

#[tokio::test]
async fn the_queue_has_places_and_an_end() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |settings| {
        settings.max_concurrent = 1;
        settings.queue = Duration::from_millis(50);
    });
    let first = start(&runs, &json!({}));
    begun(&writer, 4).await;
    let second = start(&runs, &json!({"stage": "final"}));
    assert_eq!(second.status(), RunStatus::Queued);
    let error = second.result().await.expect_err("no place");
    assert_eq!(error.error_type, ErrorType::RateLimited);
    assert_eq!(runs.in_flight(), 1);
    writer.release(8);
    first.result().await.expect("a report");
}

#[tokio::test]
async fn a_section_is_rewritten_in_a_run_of_its_own() {
    let writer = llm();
    let runs = support::runs(writer.clone(), |_| {});
    let base = start(&runs, &json!({}));
    base.result().await.expect("a report");
    let me = Caller::anonymous();
    let again = runs.rewrite(&base, "plan", "Name the herd.", &me).expect("a run");
    assert_ne!(again.id(), base.id());
    let result = again.result().await.expect("a report");
    assert_eq!(result.report().expect("report").report.facts().usage.calls, 1);
    assert_eq!(writer.calls().last().map(String::as_str), Some("section plan"));
    for (section, instruction) in [("nowhere", "x"), ("plan", " ")] {
        let error = runs.rewrite(&base, section, instruction, &me).err().expect("refused");
        assert_eq!(error.error_type, ErrorType::ValidationError);
    }
}

#[tokio::test]
async fn checks_run_like_reports() {
    let runs = support::runs(llm(), |_| {});
    let me = Caller::anonymous();
    let check = runs.start_check(&me, |_| async { Ok(json!({"passed": true})) }).expect("a run");
    let result = check.result().await.expect("a value");
    assert!(matches!(result, aicmo::runs::RunOutput::Check(value) if value["passed"] == true));
    let forever = runs.start_check(&me, |_| std::future::pending()).expect("a run");
    let run = Arc::clone(forever.run());
    drop(forever);
    run.events_after(0).count().await;
    assert_eq!(run.status(), RunStatus::Cancelled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_runs_at_once_lose_none() {
    let writer = llm();
    writer.hold();
    let runs = support::runs(writer.clone(), |settings| settings.cache_enabled = false);
    let request = |n: usize| -> ReportRequest {
        support::request(&json!({"feedback": format!("Wish number {n} of many.")}))
    };
    let me = Caller::anonymous();
    let handles: Vec<RunHandle> =
        (0..1_000).map(|n| runs.start(request(n), &me).expect("a run")).collect();
    begun(&writer, 4_000).await;
    assert_eq!(runs.in_flight(), 1_000);
    writer.release(4_000);
    let results = futures::future::join_all(handles.iter().map(RunHandle::result)).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(writer.calls().len(), 5_000);
}
