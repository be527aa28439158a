//! The API as a client sees it, by the binary: the schema of answers, and the commands that
//! talk to a deployment.

use serde_json::{Value, json};

use crate::support::binary::{Providers, Server, aicmo, borrowed, request};

const PATH: &str = "/api/aicmo/generate_report";
const API_KEYS: (&str, &str) = ("AICMO_API_KEYS", "key-one,key-two");

fn names(value: &Value) -> Vec<&str> {
    let mut names: Vec<_> =
        value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn standardized_response_schema() {
    let providers = Providers::start().await;
    let server = Server::start(&borrowed(&providers.vars(&["OPENAI"]))).await;
    let (status, body) = server.post(PATH, &request("quick_social_basic")).await;
    assert_eq!((status, &body["success"], &body["stub_used"]), (200, &json!(true), &json!(false)));
    for name in [
        "status",
        "pack_key",
        "report_id",
        "quality_passed",
        "markdown",
        "report_markdown",
        "sections",
        "sources",
        "quality",
        "meta",
    ] {
        assert!(body.get(name).is_some(), "{name}");
    }
    assert_eq!(body["meta"]["stage"], "strategy");
    let wrong = json!({"pack_key": "nope", "client_brief": {"brand_name": 1}});
    let (status, body) = server.post(PATH, &wrong).await;
    assert_eq!((status, &body["error_type"]), (422, &json!("validation_error")));
    let paths: Vec<_> = body["fields"].as_array().expect("fields").iter().collect();
    assert!(paths.len() >= 3, "all violations at once: {paths:?}");
    for name in [
        "success",
        "status",
        "pack_key",
        "stub_used",
        "quality_passed",
        "error_type",
        "error",
        "error_message",
        "detail",
        "debug_hint",
        "markdown",
        "report_markdown",
        "request_id",
        "meta",
    ] {
        assert!(names(&body).contains(&name), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_against_a_deployment() {
    let providers = Providers::start().await;
    let mut vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    vars.push((API_KEYS.0.into(), API_KEYS.1.into()));
    vars.push(("AICMO_ADMIN_KEY".into(), "admin-of-the-test".into()));
    let server = Server::start(&borrowed(&vars)).await;
    let url = ["--url", server.url.as_str()];
    let keys = [("AICMO_API_KEY", "key-two"), ("AICMO_ADMIN_KEY", "admin-of-the-test")];
    let secret = ["key-two", "admin-of-the-test", "sk-secret-of"];
    let run = async |arguments: &[&str], vars: &[(&str, &str)]| {
        aicmo(&[arguments, &url].concat(), vars).await.must_not_print(&secret)
    };
    run(&["check-live"], &keys).await.must_exit(0).must_print(&["✅ All tests PASSED"]);
    let forced = run(&["check-live", "--force-fallback"], &keys).await.must_exit(0);
    forced.must_print(&["✅ All tests PASSED", "provider: perplexity", &server.url]);
    let smoke = ["smoke", "--pack", "quick_social_basic", "--require-llm", "--json"];
    let report = run(&smoke, &keys).await.must_exit(0).json();
    assert_eq!(
        (&report["passed"], &report["cases"][0]["outcome"]["stub_used"]),
        (&json!(true), &json!(false))
    );
    let named = [("MY_KEY", "key-one")];
    run(&["health", "--api-key-env", "MY_KEY"], &named).await.must_exit(0);
    // An admin key has the health asked anew; one that does not fit changes nothing.
    let fresh = run(&["health", "--json"], &keys).await.must_exit(0).json();
    assert_eq!(fresh["cases"][0]["judged"], "passed");
    let unfit = [keys[0], ("AICMO_ADMIN_KEY", "wrong")];
    run(&["health"], &unfit).await.must_exit(0);
    let stranger = run(&["smoke", "--pack", "quick_social_basic"], &[]).await.must_exit(1);
    stranger.must_print(&["unauthorized", "Set AICMO_API_KEY"]);
    let wrong = [keys[0], ("AICMO_ADMIN_KEY", "wrong")];
    let refused = run(&["check-live", "--force-fallback"], &wrong).await.must_exit(1);
    refused.must_print(&["401", "Set AICMO_ADMIN_KEY"]).must_not_print(&["wrong\n"]);
    let none = run(&["check-live", "--force-fallback"], &keys[..1]).await.must_exit(2);
    none.must_print(&["--admin-key-env"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_that_fails_fails_the_commands() {
    let providers = Providers::start().await;
    let mut vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    vars.push(("AICMO_ADMIN_KEY".into(), "admin-of-the-test".into()));
    let server = Server::start(&borrowed(&vars)).await;
    providers.fail(json!([{"provider": "perplexity", "kind": "auth"}]), 0.0).await;
    let admin = [("AICMO_ADMIN_KEY", "admin-of-the-test")];
    let arguments = ["check-live", "--force-fallback", "--url", &server.url];
    let ran = aicmo(&arguments, &admin).await.must_exit(1);
    ran.must_print(&["FAILED", "llm_"]);
    providers.fail(json!([{"kind": "auth"}]), 0.0).await;
    let ran = aicmo(&["check-live", "--url", &server.url], &[]).await.must_exit(1);
    ran.must_print(&["llm_chain_failed", "2 of 2 tests FAILED", "- asked: perplexity"]);
}
