//! `/health/llm` and `aicmo health` against a service that is healthy, failing over, failing,
//! stubbed and silent.

use serde_json::{Value, json};

use crate::support::binary::{Providers, Server, aicmo, borrowed};

const HINT: &str = "Health check completed successfully";

fn facts(body: &Value) -> [&Value; 4] {
    ["ok", "llm_ready", "used_stub", "quality_passed"].map(|name| &body[name])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_service_is_ok() {
    let providers = Providers::start().await;
    let server = Server::start(&borrowed(&providers.vars(&["OPENAI", "PERPLEXITY"]))).await;
    let (status, body) = server.fetch("/health/llm").await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(facts(&body), [&json!(true), &json!(true), &json!(false), &json!(true)]);
    assert_eq!(
        (&body["pack_key"], &body["debug_hint"]),
        (&json!("quick_social_basic"), &json!(HINT))
    );
    let ran = aicmo(&["health", "--url", &server.url], &[]).await.must_exit(0);
    ran.must_print(&["✅ All health checks passed"]);
    let ran = aicmo(&["ping", "--url", &server.url], &[]).await.must_exit(0);
    ran.must_print(&["is up"]);
    aicmo(&["ready"], &borrowed(&providers.vars(&["OPENAI"]))).await.must_exit(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_falls_over_to_the_second_provider_is_ok() {
    let providers = Providers::start().await;
    providers.fail(json!([{"provider": "openai", "kind": "unavailable"}]), 0.0).await;
    let server = Server::start(&borrowed(&providers.vars(&["OPENAI", "PERPLEXITY"]))).await;
    let ran = aicmo(&["health", "--url", &server.url, "--json"], &[]).await.must_exit(0);
    assert_eq!(ran.json()["passed"], true);
    assert!(server.end().contains("LLM_FALLBACK | provider=perplexity | from=openai"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_service_alarms() {
    let providers = Providers::start().await;
    providers.fail(json!([{"kind": "quota"}]), 0.0).await;
    let server = Server::start(&borrowed(&providers.vars(&["OPENAI", "PERPLEXITY"]))).await;
    let (status, body) = server.fetch("/health/llm").await;
    assert_eq!((status, &body["ok"], &body["llm_ready"]), (503, &json!(false), &json!(true)));
    assert_eq!(body["error_type"], "llm_chain_failed");
    let hint = body["debug_hint"].as_str().expect("a hint").to_lowercase();
    assert!(!hint.contains("api_key") && !hint.contains("secret"), "{hint}");
    let ran = aicmo(&["health", "--url", &server.url], &[]).await.must_exit(1);
    ran.must_print(&["llm_chain_failed", "❌ Health check failed"]);
}

#[tokio::test]
async fn a_stubbed_service_is_no_healthy_deployment() {
    let server = Server::start(&[]).await;
    let (status, body) = server.fetch("/health/llm").await;
    assert_eq!(status, 200, "development mode serves by its configuration: {body}");
    assert_eq!(facts(&body)[..3], [&json!(false), &json!(false), &json!(true)]);
    let ran = aicmo(&["health", "--url", &server.url], &[]).await.must_exit(1);
    ran.must_print(&["stub content detected in production"]);
    aicmo(&["ready"], &[]).await.must_exit(1).must_print(&["LLM Ready: False"]);
}

#[tokio::test]
async fn silence_alarms() {
    for command in ["health", "ping"] {
        let ran = aicmo(&[command, "--url", "http://127.0.0.1:9"], &[]).await.must_exit(1);
        ran.must_print(&["cannot be reached"]);
    }
}
