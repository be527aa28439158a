//! The spine: the strategy that all sections of a stub report share.

use super::dates::Window;
use super::facts::Facts;
use super::scene::Scene;
use super::template::{Slots as _, capital};
use crate::domain::{
    NumberKind, Spine, SpineChannel, SpineDate, SpineKpi, SpinePillar, SpineSection, SpineSegment,
    SpineTone,
};
use crate::packs::{PackSpec, SectionSpec};

/// The spine for `facts` and `pack`.
pub fn spine(facts: &Facts, pack: &PackSpec) -> Spine {
    let scene = Scene::new(facts, pack.key.as_str(), facts.seed.child("spine"));
    let text = |heading: &str| scene.one("(spine)", heading).map(|e| e.text).unwrap_or_default();
    let lines = |heading: &str| {
        scene.pool("(spine)", heading).into_iter().map(|e| e.text).collect::<Vec<_>>()
    };
    Spine {
        positioning: text("positioning"),
        segments: segments(facts, &scene),
        pillars: ["pillar1", "pillar2", "pillar3"]
            .iter()
            .map(|name| SpinePillar { name: facts.get(name).to_owned(), idea: text(name) })
            .collect(),
        offer: capital(facts.get("product")),
        channels: facts
            .channels
            .iter()
            .take(6)
            .map(|channel| SpineChannel {
                name: channel.name.clone(),
                role: capital(&channel.role),
            })
            .collect(),
        kpis: kpis(facts),
        tone: SpineTone { dos: lines("do"), dont: lines("dont") },
        dates: dates(facts.window, &text),
        sections: sections(&scene, pack),
    }
}

fn segments(facts: &Facts, scene: &Scene<'_>) -> Vec<SpineSegment> {
    ["seg1", "seg2"]
        .iter()
        .map(|name| {
            let described = scene.one("(spine)", name).map(|e| e.text).unwrap_or_default();
            SpineSegment { name: capital(facts.get(name)), description: described }
        })
        .collect()
}

/// KPIs with the brief's number where it counts the same thing, else a proposal.
fn kpis(facts: &Facts) -> Vec<SpineKpi> {
    (1..=facts.count("kpi").min(5))
        .map(|n| {
            let name = facts.get(&format!("kpi{n}")).to_owned();
            let way = facts.get(&format!("kpi{n}_way"));
            let given = facts.slot(&format!("kpi{n}_goal")).map(str::to_owned);
            SpineKpi {
                name,
                baseline: None,
                kind: if given.is_some() { NumberKind::Brief } else { NumberKind::Target },
                target: given.unwrap_or_else(|| format!("{way} the level of the first two weeks")),
            }
        })
        .collect()
}

fn dates(window: Window, text: &dyn Fn(&str) -> String) -> Vec<SpineDate> {
    [("start", 0), ("review", 50), ("end", 100)]
        .iter()
        .map(|(what, share)| SpineDate { date: window.at(*share).to_string(), what: text(what) })
        .collect()
}

fn sections(scene: &Scene<'_>, pack: &PackSpec) -> Vec<SpineSection> {
    let covers = |section: &SectionSpec| {
        let mut words = [&section.purpose, &section.title].into_iter();
        let found = words.find(|text| !scene.is_banned(text)).cloned();
        found.unwrap_or_else(|| format!("What {} does here.", scene.facts.get("brand")))
    };
    let section = |section: &SectionSpec| SpineSection {
        id: section.id.to_string(),
        covers: covers(section),
    };
    pack.sections.iter().map(section).collect()
}
