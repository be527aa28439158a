//! `aicmo simulate`, `check-live` and `smoke` against simulated providers that are healthy,
//! failing over, failing, and not there.

use serde_json::{Value, json};

use crate::support::binary::{Providers, aicmo, borrowed, folder};

const STEM: &str = "ALL_PACKS_GOLDEN_SIMULATION_LATEST";
const SECRETS: [&str; 2] = ["sk-secret-of-OPENAI", "sk-secret-of-PERPLEXITY"];

/// One pack end to end with its sample brief: real writing by a simulated model, the whole gate.
async fn meets_benchmark(pack: &str) {
    let providers = Providers::start().await;
    let vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let arguments = ["smoke", "--require-llm", "--json", "--pack", pack];
    let ran = aicmo(&arguments, &borrowed(&vars)).await.must_exit(0).must_not_print(&SECRETS);
    let report = ran.json();
    assert_eq!(report["cases"].as_array().map(Vec::len), Some(1));
    let outcome = &report["cases"][0]["outcome"];
    assert_eq!((&outcome["stub_used"], &outcome["quality_passed"]), (&json!(false), &json!(true)));
    assert!(outcome["brand_mentions"].as_u64() > Some(4), "{outcome}");
    assert!(outcome["words"].as_u64() > Some(1_000), "{outcome}");
}

macro_rules! pack_meets_benchmark {
    ($($pack:ident),*) => {
        const PACKS: &[&str] = &[$(stringify!($pack)),*];
        mod pack_meets_benchmark {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $pack() {
                super::meets_benchmark(stringify!($pack)).await;
            })*
        }
    };
}

pack_meets_benchmark!(
    brand_turnaround_lab,
    full_funnel_growth_suite,
    launch_gtm_pack,
    performance_audit_revamp,
    quick_social_basic,
    retention_crm_booster,
    strategy_campaign_basic,
    strategy_campaign_enterprise,
    strategy_campaign_premium,
    strategy_campaign_standard
);

#[tokio::test]
async fn no_pack_is_left_out() {
    let packs = aicmo(&["packs", "list", "--json"], &[]).await.must_exit(0).json();
    let keys: Vec<_> = packs["packs"].as_array().expect("packs").iter().collect();
    let keys: Vec<_> = keys.iter().map(|pack| pack["key"].as_str().expect("a key")).collect();
    assert_eq!(keys, PACKS);
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_the_page_the_xml_and_the_json() {
    let providers = Providers::start().await;
    let vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let out = folder("simulation");
    let out_dir = out.to_str().expect("UTF-8");
    let arguments = ["simulate", "--out", out_dir, "--require-llm", "--pack", "quick social"];
    let ran = aicmo(&arguments, &borrowed(&vars)).await;
    ran.must_exit(0).must_print(&["PASSED", "stub_used: False"]).must_not_print(&SECRETS);
    let read = |ending: &str| std::fs::read_to_string(out.join(format!("{STEM}.{ending}")));
    let report: Value = serde_json::from_str(&read("json").expect("JSON")).expect("JSON");
    let cases = report["cases"].as_array().expect("cases");
    assert!(cases.len() >= 2, "all sample briefs of the pack: {}", cases.len());
    let page = read("md").expect("a page");
    assert!(page.contains("**passed**") && page.contains("first run"), "{page}");
    let xml = read("xml").expect("XML");
    assert!(xml.contains(&format!("tests=\"{}\" failures=\"0\"", cases.len())), "{xml}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tells_drift_against_the_last_run() {
    let providers = Providers::start().await;
    let vars = providers.vars(&["OPENAI"]);
    let out = folder("drift");
    let out_dir = out.to_str().expect("UTF-8");
    let arguments = ["simulate", "--out", out_dir, "--pack", "quick_social_basic"];
    aicmo(&arguments, &borrowed(&vars)).await.must_exit(0);
    providers.fail(json!([{"kind": "server_error"}]), 0.0).await;
    aicmo(&arguments, &borrowed(&vars)).await.must_exit(1);
    let page = std::fs::read_to_string(out.join(format!("{STEM}.md"))).expect("a page");
    for wanted in ["**FAILED**", "was passed", "llm_failure", "Reproduce: `AICMO_ALLOW_STUBS=false"]
    {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
}

#[tokio::test]
async fn without_a_key_cases_are_skipped_unless_a_model_is_required() {
    let out = folder("skipped");
    let out_dir = out.to_str().expect("UTF-8");
    let ran = aicmo(&["simulate", "--out", out_dir], &[]).await;
    ran.must_exit(0).must_print(&["skipped", "no provider key is configured"]);
    let ran = aicmo(&["simulate", "--out", out_dir, "--require-llm"], &[]).await;
    ran.must_exit(1).must_print(&["FAILED", "OPENAI_API_KEY"]);
    let ran = aicmo(&["check-live"], &[]).await;
    ran.must_exit(1).must_print(&["no provider key is configured", "❌ Nothing was tested"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_live_check_proves_the_first_provider_and_the_fallback() {
    let providers = Providers::start().await;
    let vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let vars = borrowed(&vars);
    let ran = aicmo(&["check-live"], &vars).await;
    let passed = ["✅ All tests PASSED", "- stub_used: False", "- quality_passed: True"];
    ran.must_exit(0).must_print(&passed).must_print(&["provider: openai"]).must_not_print(&SECRETS);
    let ran = aicmo(&["check-live", "--force-fallback"], &vars).await;
    ran.must_exit(0).must_print(&passed).must_not_print(&["provider: openai"]);
    let one = providers.vars(&["OPENAI"]);
    let ran = aicmo(&["check-live", "--force-fallback"], &borrowed(&one)).await;
    ran.must_exit(1).must_print(&["only one provider is configured"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_first_provider_is_covered_and_told() {
    let providers = Providers::start().await;
    providers.fail(json!([{"provider": "openai", "kind": "server_error"}]), 0.0).await;
    let mut vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    vars.push(("LOG_LEVEL".into(), "info".into()));
    let ran = aicmo(&["check-live"], &borrowed(&vars)).await;
    ran.must_exit(0).must_print(&[
        "LLM_FALLBACK | provider=perplexity | from=openai",
        "AICMO_RUNTIME | stub_used=False | quality_passed=True",
        "✅ All tests PASSED",
    ]);
}

#[tokio::test(flavor = "multi_thread")]
async fn failing_providers_fail_every_check_without_a_stub() {
    let providers = Providers::start().await;
    providers.fail(json!([{"kind": "auth"}]), 0.0).await;
    let vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let vars = borrowed(&vars);
    for arguments in [&["check-live"][..], &["smoke", "--pack", "quick_social_basic"]] {
        let ran = aicmo(arguments, &vars).await.must_exit(1);
        ran.must_print(&["llm_chain_failed", "- asked: openai", ": auth (HTTP 401)"])
            .must_not_print(&SECRETS);
    }
    let arguments = ["generate", "--pack", "quick_social_basic", "--sample"];
    let ran = aicmo(&arguments, &vars).await.must_exit(1);
    assert_eq!(ran.stdout, "", "nothing is delivered in part");
    ran.must_print(&["llm_chain_failed", "openai", "perplexity", "auth"]).must_not_print(&SECRETS);
    let ran = aicmo(&["doctor"], &vars).await.must_exit(1);
    ran.must_not_print(&SECRETS);
}

#[tokio::test]
async fn mistakes_in_a_command_exit_with_2() {
    for arguments in [
        &["nonsense"][..],
        &["generate", "--pack", "quick_social_basic"],
        &["generate", "--pack", "nope", "--sample"],
        &["generate", "--pack", "quick_social_basic", "--sample", "no such sample"],
        &["smoke", "--pack", "nope"],
        &["packs", "show", "nope"],
        &["health"],
        &["health", "--url", "not an address"],
        &["ping", "--timeout", "0"],
        &["smoke", "--url", "http://127.0.0.1:9", "--api-key-env", "NOT_SET_ANYWHERE"],
        &["check-live", "--url", "http://127.0.0.1:9", "--force-fallback"],
    ] {
        let ran = aicmo(arguments, &[]).await;
        assert_eq!(ran.code, 2, "{arguments:?}: {} {}", ran.stdout, ran.stderr);
    }
    let ran =
        aicmo(&["smoke", "--url", "http://127.0.0.1:9", "--api-key-env", "sk-abc"], &[]).await;
    ran.must_exit(2).must_not_print(&["sk-abc"]);
}
