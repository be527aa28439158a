//! D5: no two sections alike.

use foldhash::{HashMap, HashSet};

use crate::quality::context::Context;
use crate::quality::findings::{Findings, Found};
use crate::quality::shingles::shingles;

/// Words in a run.
const RUN: usize = 5;

#[expect(clippy::cast_precision_loss, reason = "counts of runs are small")]
pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let sets: Vec<HashSet<u64>> = context
        .sections
        .iter()
        .map(|view| {
            // Hand-over notes say the same of different subjects.
            if view.draft.handed_over {
                return HashSet::default();
            }
            let words = view.tokens().iter().flat_map(|tokens| tokens.list.iter());
            let words: Vec<u64> = words.map(|token| token.hash).collect();
            shingles(&words, RUN)
        })
        .collect();
    let mut owners: HashMap<u64, Vec<usize>> = HashMap::default();
    for (at, set) in sets.iter().enumerate() {
        for run in set {
            owners.entry(*run).or_default().push(at);
        }
    }
    let mut common: HashMap<(usize, usize), usize> = HashMap::default();
    for owners in owners.values().filter(|owners| owners.len() > 1) {
        for (n, a) in owners.iter().enumerate() {
            for b in owners.iter().skip(n + 1).take(40) {
                *common.entry((*a.min(b), *a.max(b))).or_default() += 1;
            }
        }
    }
    let mut common: Vec<_> = common.into_iter().collect();
    common.sort_unstable();
    for ((a, b), shared) in common {
        let size = |at: usize| sets.get(at).map_or(0, HashSet::len);
        let smaller = size(a).min(size(b));
        let share = shared as f64 / smaller.max(1) as f64;
        let views = context.sections.get(a).zip(context.sections.get(b));
        if let Some((first, second)) = views
            && smaller >= findings.rule().count("runs")
            && share >= findings.rule().threshold("share")
        {
            let found = Found::in_section(second).with("other", &first.draft.title);
            findings.add(found.with("actual", format!("{:.0} %", share * 100.0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::Kit;

    #[test]
    fn d5() {
        let text = "Guests come for the first cup of the day and stay for the second one, because the room is warm, the staff know their names and the music never shouts over a conversation between friends who meet before work or after it.";
        let other = "Two classes a week teach people how to brew at home; each ends with a bag of beans, a printed card with the recipe and an open invitation to bring a neighbour along next time, free of charge and without a form to fill in.";
        let half = format!("{text} {other}");
        for (a, b) in [
            (text, text),
            (text, &*half),
            (&*half, other),
            (&*half, &*half),
            (other, other),
            (other, &*half),
        ] {
            Kit::report(&[("a", "A", a), ("b", "B", b)]).must_find("D5");
        }
        for (a, b) in [
            (text, other),
            (other, text),
            ("Short.", "Short."),
            (text, "Guests come for the first cup of the day."),
            (other, "Two classes."),
            (text, ""),
        ] {
            Kit::report(&[("a", "A", a), ("b", "B", b)]).must_pass("D5");
        }
    }
}
