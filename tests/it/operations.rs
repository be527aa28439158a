//! The operators' files: log patterns against real lines, metric names against the service's
//! own, scripts of the workflows as a runner would run them.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::json;

use crate::support::binary::{Providers, Ran, Server, borrowed, finish, folder, request, script};

const PATH: &str = "/api/aicmo/generate_report";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(root(path)).expect("readable")
}

fn all(pattern: &str, text: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    pattern.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn log_patterns_match_real_lines() {
    let providers = Providers::start().await;
    let mut log = String::new();
    let ask = async |vars: &[(&str, &str)]| {
        let server = Server::start(vars).await;
        server.post(PATH, &request("quick_social_basic")).await;
        server.end()
    };
    let both = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let one = providers.vars(&["OPENAI"]);
    log += &ask(&borrowed(&both)).await;
    log += &ask(&[]).await;
    log += &ask(&[("OPENAI_API_KEY", "k"), ("AICMO_STUB_MODE", "1")]).await;
    log += &ask(&[("AICMO_ALLOW_STUBS", "false")]).await;
    providers.fail(json!([{"provider": "openai", "kind": "server_error"}]), 0.0).await;
    log += &ask(&borrowed(&both)).await;
    log += &ask(&borrowed(&one)).await;
    providers.fail(json!([{"kind": "auth"}]), 0.0).await;
    log += &ask(&borrowed(&both)).await;
    providers.fail(json!([]), 1.0).await;
    log += &ask(&borrowed(&one)).await;
    let mut hurried = borrowed(&one);
    hurried.push(("AICMO_REPORT_DEADLINE_SECS", "0.1"));
    log += &ask(&hurried).await;
    // These two need a fault of ours and money that was spent: their form is that of the others.
    for error in ["unexpected_error", "budget_exceeded"] {
        log.push_str("AICMO_RUNTIME | error=");
        log.push_str(error);
        log.push_str(" | pack=x\n");
    }
    let page = read("ops/log-patterns.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    let patterns: Vec<String> = rows.map(|(pattern, _)| pattern.replace("\\|", "|")).collect();
    assert!(patterns.len() >= 12, "{patterns:?}");
    for pattern in patterns {
        assert!(log.contains(&pattern), "{pattern} in\n{log}");
    }
    assert!(!log.contains("Home baristas") && !log.contains("sk-secret"), "no brief, no key");
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_and_the_dashboard_name_metrics_that_exist() {
    let source: String =
        ["report", "llm", "process"].map(|file| read(&format!("src/telemetry/{file}.rs"))).concat();
    let known = all(r#""(?:aicmo|process)_[a-z0-9_]+""#, &source);
    let names = [read("ops/alerts.yml"), read("ops/dashboard.json")].concat();
    let used = all(r"\b(?:aicmo|process)_[a-z0-9_]+", &names);
    for name in &used {
        let base = name.trim_end_matches("_bucket");
        let ours = known.contains(&format!("\"{base}\""));
        assert!(ours || name.starts_with("aicmo_api"), "{name} is no metric of ours");
    }
    assert!(used.len() >= 15, "{used:?}");
    let outcomes = all(r#"outcome="[a-z_]+""#, &names);
    for outcome in outcomes {
        let word = outcome.trim_start_matches("outcome=\"").trim_end_matches('"').to_owned();
        let known = read("src/domain/error.rs").contains(&format!("\"{word}\""));
        assert!(known || ["ok", "warning"].contains(&word.as_str()), "{word}");
    }
}

#[test]
fn every_alert_has_its_place_in_the_runbook() {
    let runbook = read("docs/operations.md");
    let anchors: BTreeSet<String> = runbook
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    for anchor in all(r"operations\.md#[a-z_-]+", &read("ops/alerts.yml")) {
        let name = anchor.trim_start_matches("operations.md#");
        assert!(anchors.contains(name), "{name} in {anchors:?}");
    }
    for error in all(r#"=> "[a-z_]+""#, &read("src/domain/error.rs")) {
        let name = error.trim_start_matches("=> \"").trim_end_matches('"').to_owned();
        assert!(runbook.contains(&name), "{name} is not in the runbook");
    }
}

#[test]
fn actions_are_pinned_and_permissions_are_least() {
    let pinned = Regex::new(r"^[\w./-]+@[0-9a-f]{40} # v\d").expect("a pattern");
    for file in ["ci", "nightly_llm_regression", "daily_health"] {
        let text = read(&format!(".github/workflows/{file}.yml"));
        let uses: Vec<_> = text.lines().filter_map(|line| line.split_once("uses: ")).collect();
        assert!(!uses.is_empty());
        for (_, action) in uses {
            assert!(pinned.is_match(action), "{file}: {action}");
        }
        assert!(text.contains("\npermissions:"), "{file}");
        assert!(!text.contains("write-all"), "{file}");
    }
}

async fn run(name: &str, arguments: &[&str], vars: &[(&str, &str)]) -> Ran {
    finish(script(&root(&format!("ops/{name}.sh")), arguments, vars), "").await
}

#[tokio::test]
async fn the_nightly_run_stops_early_without_secrets() {
    let ran = run("require_secrets", &[], &[]).await.must_exit(1);
    ran.must_print(&["::error::", "OPENAI_API_KEY"]);
    let ran = run("require_secrets", &[], &[("OPENAI_API_KEY", "sk-1")]).await.must_exit(0);
    ran.must_print(&["with OPENAI_API_KEY", "::warning::"]).must_not_print(&["sk-1"]);
    let both = [("OPENAI_API_KEY", "sk-1"), ("PERPLEXITY_API_KEY", "pplx-1")];
    run("require_secrets", &[], &both).await.must_exit(0).must_not_print(&["::warning::"]);
    let deployed = [("AICMO_URL", "https://a.example")];
    run("require_secrets", &[], &deployed).await.must_exit(1).must_print(&["AICMO_ADMIN_KEY"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nightly_run_keeps_outputs_and_exit_codes() {
    let providers = Providers::start().await;
    let vars = providers.vars(&["OPENAI", "PERPLEXITY"]);
    let mut vars = borrowed(&vars);
    vars.extend([("AICMO_ALLOW_STUBS", "false"), ("AICMO_CACHE_ENABLED", "false")]);
    // Two packs are enough to see that the script does what it should.
    let packs = folder("packs");
    for pack in ["quick_social_basic", "strategy_campaign_basic"] {
        let file = format!("packs/{pack}.toml");
        if root(&file).exists() {
            fs::copy(root(&file), packs.join(format!("{pack}.toml"))).expect("copied");
        }
    }
    let packs = packs.to_str().expect("UTF-8").to_owned();
    vars.push(("AICMO_PACKS_DIR", &packs));
    let reports = folder("nightly");
    let arguments = [env!("CARGO_BIN_EXE_aicmo"), reports.to_str().expect("UTF-8")];
    run("nightly", &arguments, &vars).await.must_exit(0);
    let codes = fs::read_to_string(reports.join("exit-codes.txt")).expect("codes");
    assert_eq!(codes.matches("exit code 0").count(), 3, "{codes}");
    providers.fail(json!([{"kind": "auth"}]), 0.0).await;
    run("nightly", &arguments, &vars).await.must_exit(1);
    let codes = fs::read_to_string(reports.join("exit-codes.txt")).expect("codes");
    assert_eq!(codes.matches("exit code 1").count(), 3, "{codes}");
    for file in ["simulation.txt", "llm-live-check.txt", "llm-live-check-fallback.txt"] {
        let text = fs::read_to_string(reports.join(file)).expect("an output");
        assert!(text.contains("FAILED") && !text.contains("sk-secret"), "{file}: {text}");
    }
    report_the_failure(&reports).await;
}

/// One issue a day, later failures as comments, with a stand-in for `gh`.
async fn report_the_failure(reports: &Path) {
    let bin = folder("gh");
    let calls = bin.join("calls.txt");
    let fake = format!(
        "#!/bin/bash\nprintf '%s\\n' \"$*\" >>{0}\n[ \"$1 $2\" = 'issue list' ] && cat {1} 2>/dev/null\n\
         for last; do :; done\n[ \"$1 $2\" = 'issue create' ] && cp \"$last\" {2}\nexit 0\n",
        calls.display(),
        bin.join("open").display(),
        bin.join("body.md").display()
    );
    fs::write(bin.join("gh"), fake).expect("written");
    fs::set_permissions(bin.join("gh"), fs::Permissions::from_mode(0o755)).expect("made runnable");
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
    let vars = [("PATH", path.as_str()), ("GITHUB_REPOSITORY", "o/r"), ("GITHUB_RUN_ID", "42")];
    let title = "🚨 Nightly LLM Regression Failed";
    let arguments = [title, "regression,llm,ci", reports.to_str().expect("UTF-8")];
    run("report_failure", &arguments, &vars).await.must_exit(0);
    let said = fs::read_to_string(&calls).expect("calls");
    let day = aicmo::clock::today();
    assert!(
        said.contains(&format!(
            "issue create --repo o/r --title {title} - {day} --label regression,llm,ci"
        )),
        "{said}"
    );
    let body = fs::read_to_string(bin.join("body.md")).expect("a body");
    for wanted in
        ["actions/runs/42", "simulate: exit code 1", "## Failures", "llm_chain_failed", "Reproduce"]
    {
        assert!(body.contains(wanted), "{wanted} in {body}");
    }
    fs::write(bin.join("open"), "7\n").expect("written");
    run("report_failure", &arguments, &vars).await.must_exit(0);
    let said = fs::read_to_string(&calls).expect("calls");
    assert!(
        said.contains("issue comment 7") && said.matches("issue create").count() == 1,
        "{said}"
    );
}
