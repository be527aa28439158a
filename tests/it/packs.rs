//! The ten packs: the figures that clients know, and samples that need no excuse.

use aicmo::packs::{PackSpec, Range, Registry, Research};
use serde_json::json;

use crate::support::binary::Server;

const FIGURES: &str = include_str!("pack_figures.txt");

fn range(range: Range) -> String {
    format!("{}–{}", range.min, range.max)
}

/// A pack as `pack_figures.txt` shows it.
fn shown(pack: &PackSpec) -> Vec<String> {
    let research = match pack.research {
        Research::None => "none",
        Research::Light => "light",
        Research::Full => "full",
    };
    let mentions = pack.benchmark.brand_mentions;
    let aliases = pack.aliases.join(", ");
    let head = format!("{} | {} | {aliases} | {research} | {mentions}", pack.key, pack.name);
    let sections = pack.sections.iter().map(|section| {
        format!(
            "  {} | {} | {} | {} | {} | {}",
            section.id,
            section.title,
            range(section.words),
            range(section.bullets),
            range(section.headings),
            section.required_headings.join("; ")
        )
    });
    std::iter::once(head).chain(sections).map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn packs_hold_the_figures_that_clients_know() {
    let registry = Registry::embedded().expect("packs");
    let lines = FIGURES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut wanted, mut keys): (Vec<Vec<&str>>, Vec<&str>) = (vec![], vec![]);
    for line in lines {
        if let Some(section) = line.strip_prefix("  ") {
            assert!(!section.is_empty());
            wanted.last_mut().expect("a pack before its sections").push(line);
        } else {
            keys.push(line.split(" | ").next().expect("a key"));
            wanted.push(vec![line]);
        }
    }
    assert_eq!(keys.len(), registry.iter().count());
    for (key, wanted) in keys.iter().zip(wanted) {
        let pack = registry.resolve(key).expect("the pack is there");
        assert_eq!(shown(&pack), wanted, "{key}");
    }
}

#[tokio::test]
async fn every_sample_is_a_success_without_findings() {
    let server = Server::start(&[]).await;
    let registry = Registry::embedded().expect("packs");
    let mut wrong = vec![];
    for pack in registry.iter() {
        for sample in &pack.samples {
            let body = json!({"pack_key": pack.key, "client_brief": sample.brief});
            let (_, report) = server.post("/api/aicmo/generate_report", &body).await;
            let clean = report["status"] == "success" && report["quality"]["warnings"] == json!([]);
            if !clean {
                let found = [&report["quality"]["warnings"], &report["error_message"]];
                wrong.push(format!("{} {}: {found:?}", pack.key, sample.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
