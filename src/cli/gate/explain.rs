//! `aicmo gate --explain CHECK`.

use serde_json::{Value, json};

use super::super::UsageError;
use super::super::out::{Out, Paint, columns};
use crate::quality::rules::{Rule, all, find};

pub(super) fn run(check: &str, as_json: bool, out: Out) -> anyhow::Result<bool> {
    if check.eq_ignore_ascii_case("all") {
        list(as_json, out)?;
        return Ok(true);
    }
    let Some(rule) = find(check) else {
        let known: Vec<_> = all().iter().map(|rule| rule.id.as_str()).collect();
        let known = known.join(", ");
        return Err(UsageError(format!("there is no check {check:?}; checks: {known}")).into());
    };
    if as_json {
        out.json(&value(rule))?;
    } else {
        show(rule, out)?;
    }
    Ok(true)
}

fn list(as_json: bool, out: Out) -> anyhow::Result<()> {
    if as_json {
        return out.json(&all().iter().map(value).collect::<Vec<_>>());
    }
    let row = |rule: &Rule| {
        vec![rule.id.clone(), rule.severity.describe().to_owned(), rule.title.clone()]
    };
    columns(&all().iter().map(row).collect::<Vec<_>>()).iter().try_for_each(|line| out.line(line))
}

fn show(rule: &Rule, out: Out) -> anyhow::Result<()> {
    out.line(&out.paint(Paint::Bold, &format!("{}: {}", rule.id, rule.title)))?;
    let figures: Vec<_> = rule.thresholds.iter().map(|(name, n)| format!("{name} {n}")).collect();
    for (what, text) in [
        ("looks for", rule.what.as_str()),
        ("why", &rule.why),
        ("weighs", rule.severity.describe()),
        ("figures", &figures.join(", ")),
        ("fix", &rule.fix),
        ("finds", &rule.bad),
        ("leaves alone", &rule.good),
    ] {
        if !text.is_empty() {
            let text = text.trim().replace('\n', "\n               ");
            out.line(&format!("  {:13}{text}", format!("{what}:")))?;
        }
    }
    if rule.lossless_fix {
        out.line("  The pipeline mends it by itself, without changing a word.")?;
    }
    Ok(())
}

fn value(rule: &Rule) -> Value {
    json!({
        "check": rule.id, "title": rule.title, "what": rule.what, "why": rule.why,
        "severity": rule.severity.describe(), "thresholds": rule.thresholds, "fix": rule.fix,
        "bad": rule.bad, "good": rule.good, "lossless_fix": rule.lossless_fix,
    })
}
