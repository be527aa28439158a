//! Finished runs: how many are kept, and that those in little memory say what they said before.

use std::sync::Arc;

use aicmo::domain::RunEvent;
use aicmo::runs::{Caller, Run, RunHandle, Runs};
use futures::StreamExt as _;
use serde_json::{Value, json};

use crate::runs::{llm, start};
use crate::support;

/// Waits until nothing is under way any more.
async fn settled(runs: &Runs) {
    while runs.in_flight() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn finished_runs_are_bounded_in_number() {
    let runs = support::runs(llm(), |settings| settings.keep_finished = 2);
    let mut ids = vec![];
    for stage in ["draft", "strategy", "final"] {
        let handle = start(&runs, &json!({"stage": stage}));
        handle.result().await.expect("a report");
        let run = Arc::clone(handle.run());
        settled(&runs).await;
        ids.push(run.id());
    }
    let found: Vec<bool> =
        ids.iter().map(|id| runs.find(*id, &Caller::anonymous()).is_some()).collect();
    assert_eq!(found, [false, true, true]);
}

/// What a run says to those who ask after its end; sections come in any order.
async fn said(runs: &Runs, run: &Arc<Run>) -> (Value, Vec<String>) {
    let result = runs.result_of(run).expect("an end").expect("a report");
    let body = result.report().expect("report").json().expect("JSON");
    let events: Vec<(u64, RunEvent)> = run.events_after(0).collect().await;
    let mut told: Vec<String> = events.iter().map(|(_, event)| format!("{event:?}")).collect();
    told.sort();
    (serde_json::from_slice(&body).expect("JSON"), told)
}

#[tokio::test]
async fn runs_in_little_memory_say_what_they_said_before() {
    let wide = support::runs(llm(), |_| {});
    let narrow = support::runs(llm(), |settings| settings.keep_open_bytes = 0);
    let me = Caller::anonymous();
    let mut all = vec![];
    for runs in [&wide, &narrow] {
        let written = start(runs, &json!({}));
        written.result().await.expect("a report");
        settled(runs).await;
        let cached: RunHandle = start(runs, &json!({}));
        let cached = runs.watch(cached, "asked", |_| {});
        let written = runs.find(written.id(), &me).expect("kept");
        let mut both = vec![said(runs, &written).await, said(runs, &cached).await];
        assert_eq!(both[1].0["meta"]["cached"], true);
        for (body, _) in &mut both {
            body["report_id"] = Value::Null;
            body["meta"]["duration_ms"] = Value::Null;
        }
        all.push(both);
        let again = runs.rewrite(&written, "plan", "Name the herd.", &me).expect("a run");
        again.result().await.expect("a report");
        assert_eq!(written.result_event_id(), written.events_after(0).count().await as u64 + 1);
    }
    assert_eq!(all[0], all[1]);
}
