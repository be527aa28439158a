//! `aicmo gate` in all its forms, on a report that the command line wrote itself.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::support::binary::{Ran, aicmo, command, finish, folder};

const PACK: &str = "quick_social_basic";

/// A folder with `brief.json` and the report for it.
async fn written() -> PathBuf {
    let folder = folder("gate");
    let brief = json!({
        "brand_name": "Harbour Lane Coffee", "industry": "Coffee roastery",
        "product_service": "Single-origin beans by subscription",
        "primary_goal": "Win 200 subscribers by spring",
        "target_audience": "Home baristas in Cork", "geography": "Cork"
    });
    std::fs::write(folder.join("brief.json"), brief.to_string()).expect("written");
    let report = folder.join("report.md");
    let paths = [folder.join("brief.json"), report];
    let [brief, report] = paths.map(|path| path.to_str().expect("UTF-8").to_owned());
    let arguments = ["generate", "--pack", PACK, "--brief", &brief, "--out", &report];
    aicmo(&arguments, &[]).await.must_exit(0).must_print(&["sample writing"]);
    folder
}

async fn gate(folder: &PathBuf, arguments: &[&str]) -> Ran {
    let mut command =
        command(&[&["gate", "--pack", PACK, "--brief", "brief.json"], arguments].concat(), &[]);
    command.current_dir(folder);
    finish(command, "").await
}

#[tokio::test]
async fn passes_a_good_report_and_points_at_defects_by_line() {
    let folder = written().await;
    gate(&folder, &["report.md"]).await.must_exit(0).must_print(&["✅ 0 blocking, 0 repairable"]);
    let text = std::fs::read_to_string(folder.join("report.md")).expect("a report");
    let spoiled = format!("{text}\nVisit [Insert website here] today, dear {{{{first_name}}}}.\n");
    std::fs::write(folder.join("spoiled.md"), &spoiled).expect("written");
    let line = spoiled.lines().position(|l| l.starts_with("Visit [Insert")).expect("there") + 1;
    let ran = gate(&folder, &["spoiled.md"]).await.must_exit(1);
    ran.must_print(&[&format!("spoiled.md:{line}: blocking["), "fix: ", "❌"]);
    let body = gate(&folder, &["spoiled.md", "--json"]).await.must_exit(1).json();
    let checks: Vec<_> = body["failures"].as_array().expect("a list").iter().collect();
    assert!(checks.iter().any(|issue| issue["check"] == "P2"), "{checks:?}");
    assert_eq!((&body["passed"], &body["score"]), (&json!(false), &json!(0)));
}

#[tokio::test]
async fn refuses_what_is_no_report() {
    let folder = written().await;
    for text in ["", "# Title\n", "Just a sentence.\n", "## Client Overview\n"] {
        std::fs::write(folder.join("odd.md"), text).expect("written");
        gate(&folder, &["odd.md"]).await.must_exit(1);
    }
    gate(&folder, &["nowhere.md"]).await.must_exit(1).must_print(&["cannot read nowhere.md"]);
    gate(&folder, &["report.md", "--section", "nope"]).await.must_exit(2).must_print(&["overview"]);
}

#[tokio::test]
async fn judges_lines_in_their_order() {
    let folder = written().await;
    let text = std::fs::read_to_string(folder.join("report.md")).expect("a report");
    let section = text.split("\n## ").find(|s| s.starts_with("Client Overview")).expect("there");
    let good = format!("## {section}");
    let brief: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("brief.json")).expect("a brief"))
            .expect("JSON");
    let line = |id: &str, section: Value, markdown: &str, brief: &Value| json!({"id": id, "pack": PACK, "section": section, "brief": brief, "markdown": markdown});
    let stdin = [
        line("good", json!("overview"), &good, &brief).to_string(),
        line("report", Value::Null, &text, &brief).to_string(),
        String::new(),
        line("bad", json!("overview"), &format!("{good}\n\nLorem ipsum dolor sit amet."), &brief)
            .to_string(),
        "not JSON".to_owned(),
        line("no brief", json!("overview"), &good, &json!({"industry": "tea"})).to_string(),
        json!({"id": 7, "pack": "nope", "brief": {}, "markdown": ""}).to_string(),
    ]
    .join("\n");
    let ran = finish(command(&["gate", "--jsonl"], &[]), &stdin).await.must_exit(1);
    let answers: Vec<Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let ids: Vec<_> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(json!(ids), json!(["good", "report", "bad", null, "no brief", 7]));
    let passed: Vec<_> = answers.iter().map(|answer| answer["passed"] == true).collect();
    assert_eq!(passed, [true, true, false, false, false, false], "{}", ran.stdout);
    assert!(answers[4]["error"].as_str().expect("why").contains("brand_name"));
}

#[tokio::test]
async fn explains_every_check() {
    let list = aicmo(&["gate", "--explain", "all", "--json"], &[]).await.must_exit(0).json();
    let list = list.as_array().expect("checks");
    assert!(list.len() > 30, "{}", list.len());
    for check in list.iter().take(3) {
        let id = check["check"].as_str().expect("an id");
        let ran = aicmo(&["gate", "--explain", &id.to_lowercase()], &[]).await.must_exit(0);
        ran.must_print(&[id, "why:", "fix:", "leaves alone:"]);
    }
    aicmo(&["gate", "--explain", "Z9"], &[]).await.must_exit(2).must_print(&["no check"]);
}
