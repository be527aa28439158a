//! Beside a provider key no stub content leaves, whatever else is configured, on every path.

use serde_json::json;

use crate::support::binary::{Providers, Server, aicmo, borrowed, request};

const KEY: (&str, &str) = ("OPENAI_API_KEY", "sk-rehearsal-0000");
const GENERATE: [&str; 4] = ["generate", "--pack", "quick_social_basic", "--sample"];

#[tokio::test]
async fn the_rehearsal_ends_at_the_guard_on_the_command_line() {
    for extra in [None, Some(("AICMO_ALLOW_STUBS", "true")), Some(("AICMO_USE_LLM", "0"))] {
        let mut vars = vec![KEY, ("AICMO_STUB_MODE", "1"), ("LOG_LEVEL", "info")];
        vars.extend(extra);
        let ran = aicmo(&GENERATE, &vars).await.must_exit(1);
        assert_eq!(ran.stdout, "", "nothing is delivered");
        ran.must_print(&[
            "AICMO_RUNTIME | error=stub_in_production_forbidden | pack=quick_social_basic",
            "error: stub_in_production_forbidden",
        ])
        .must_not_print(&["stub_used=True", "sk-rehearsal"]);
    }
    let vars = [KEY, ("AICMO_STUB_MODE", "1")];
    let ran = aicmo(&["smoke", "--pack", "quick_social_basic"], &vars).await.must_exit(1);
    ran.must_print(&["❌", "stub_in_production_forbidden"]).must_not_print(&["PASSED"]);
}

#[tokio::test]
async fn the_rehearsal_ends_at_the_guard_over_http() {
    let vars = [KEY, ("AICMO_STUB_MODE", "1"), ("AICMO_ADMIN_KEY", "admin-of-the-test")];
    let server = Server::start(&vars).await;
    for _ in 0..2 {
        let path = "/api/aicmo/generate_report";
        let (status, body) = server.post(path, &request("quick_social_basic")).await;
        assert_eq!((status, &body["error_type"]), (500, &json!("stub_in_production_forbidden")));
        assert_eq!((&body["stub_used"], &body["success"]), (&json!(true), &json!(false)));
        assert!(body["markdown"].is_null() && body["report_markdown"].is_null());
    }
    let (status, health) = server.fetch("/health/llm").await;
    assert_eq!((status, &health["ok"]), (503, &json!(false)));
    assert_eq!(health["error_type"], "stub_in_production_forbidden");
    let metrics = server.text("/metrics").await;
    let counted = metrics.lines().find(|l| l.starts_with("aicmo_stub_in_production_total"));
    let count = counted.and_then(|line| line.rsplit(' ').next()).and_then(|n| n.parse().ok());
    assert!(count.is_some_and(|count: f64| count >= 2.0), "{counted:?}");
    let log = server.end();
    assert!(log.contains("AICMO_RUNTIME | error=stub_in_production_forbidden"), "{log}");
    assert!(!log.contains("generate_report successful") && !log.contains("sk-rehearsal"), "{log}");
}

#[tokio::test]
async fn without_a_key_stubs_need_leave_and_are_marked() {
    let ran = aicmo(&GENERATE, &[("AICMO_ALLOW_STUBS", "false")]).await.must_exit(1);
    ran.must_print(&["llm_unavailable", "AICMO_ALLOW_STUBS"]);
    let ran = aicmo(&[&GENERATE[..], &["--json"]].concat(), &[]).await.must_exit(0);
    let body = ran.json();
    assert_eq!((&body["stub_used"], &body["success"]), (&json!(true), &json!(true)));
    let text = body["markdown"].as_str().expect("Markdown");
    assert!(text.contains("Sample writing"), "the visible note: {text}");
    let ran = aicmo(&["smoke", "--pack", "quick_social_basic"], &[]).await.must_exit(0);
    ran.must_print(&["stub_used: True", "by the stub writer"]);
    let ran = aicmo(&["smoke", "--pack", "quick_social_basic", "--require-llm"], &[]).await;
    ran.must_exit(1).must_print(&["stub content"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_provider_is_never_replaced_by_the_stub() {
    let providers = Providers::start().await;
    providers.fail(json!([{"kind": "server_error"}]), 0.0).await;
    let mut vars = providers.vars(&["OPENAI"]);
    vars.push(("AICMO_ALLOW_STUBS".into(), "true".into()));
    let ran = aicmo(&[&GENERATE[..], &["--json"]].concat(), &borrowed(&vars)).await.must_exit(1);
    let body = ran.json();
    assert_eq!((&body["error_type"], &body["stub_used"]), (&json!("llm_failure"), &json!(false)));
    let vars = [KEY, ("AICMO_USE_LLM", "0"), ("AICMO_ALLOW_STUBS", "true")];
    let ran = aicmo(&GENERATE, &vars).await.must_exit(1);
    ran.must_print(&["llm_unavailable", "AICMO_USE_LLM"]);
}
