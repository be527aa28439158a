//! Figures of checks that a pack sets itself (`[[gate]]`).

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::rules::{self, Rule};
use crate::packs::{Finding, GateRule, PackSpec};

/// Rules with figures of packs, by check and figures. They live as long as the process: there are
/// as many as the packs' entries.
static TUNED: LazyLock<Mutex<HashMap<String, &'static Rule>>> = LazyLock::new(Mutex::default);

/// `rule` with the figures that `pack` sets.
pub(super) fn tuned(rule: &'static Rule, pack: &PackSpec) -> &'static Rule {
    let own = |entry: &&GateRule| entry.check == rule.id && !entry.figures.is_empty();
    let Some(entry) = pack.gate.iter().find(own) else { return rule };
    let key = format!("{} {:?}", rule.id, entry.figures);
    let mut all = TUNED.lock().unwrap_or_else(PoisonError::into_inner);
    all.entry(key).or_insert_with(|| {
        let mut own = rule.clone();
        own.thresholds.extend(entry.figures.clone());
        Box::leak(Box::new(own))
    })
}

/// What `pack` sets that the gate does not have: unknown checks and figures.
#[must_use]
pub fn unknown_figures(pack: &PackSpec) -> Vec<Finding> {
    let file = format!("{}.toml", pack.key);
    let found = |message| Finding { file: file.clone(), key: "gate".into(), line: None, message };
    let mut unknown = vec![];
    for entry in &pack.gate {
        let Some(rule) = rules::find(&entry.check).filter(|rule| rule.id == entry.check) else {
            unknown.push(found(format!("there is no check {}", entry.check)));
            continue;
        };
        for name in entry.figures.keys().filter(|name| !rule.thresholds.contains_key(*name)) {
            let known: Vec<&str> = rule.thresholds.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            unknown.push(found(format!("{} has no figure `{name}`; it has {known}", entry.check)));
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::unknown_figures;
    use crate::packs::GateRule;
    use crate::quality::testkit::Kit;

    fn rule(check: &str, figures: &[(&str, f64)]) -> GateRule {
        let figures: BTreeMap<String, f64> =
            figures.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        GateRule { check: check.to_owned(), reason: "A test.".to_owned(), tolerate: false, figures }
    }

    #[test]
    fn a_pack_s_own_figures_hold_for_it_alone() {
        let text = format!("Coffee {}opens the day.", "and more coffee ".repeat(24));
        let kit = || Kit::new(&text);
        kit().must_find("L3");
        let mut lenient = kit();
        lenient.pack.gate = vec![rule("L3", &[("most", 90.0), ("mean", 90.0)])];
        lenient.must_pass("L3");
        kit().must_find("L3");
    }

    #[test]
    fn unknown_checks_and_figures_are_named() {
        let mut kit = Kit::new("Text.");
        kit.pack.gate = vec![
            rule("L3", &[("most", 50.0)]),
            rule("L3", &[("least", 5.0)]),
            rule("Q9", &[]),
            rule("S1", &[("share", 0.1)]),
        ];
        let unknown = unknown_figures(&kit.pack);
        assert_eq!(unknown.len(), 3, "{unknown:?}");
        assert!(unknown[0].message.contains("L3 has no figure `least`"), "{unknown:?}");
        assert!(unknown[1].message.contains("no check Q9"), "{unknown:?}");
    }
}
