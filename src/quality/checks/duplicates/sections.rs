//! D5: no two sections alike.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::shingles::mix;

/// Words in a run.
const RUN: usize = 5;
/// Most sections whose pairs are counted in a table.
const TABLED: usize = 128;

#[expect(clippy::cast_precision_loss, reason = "counts of runs are small")]
pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let views = context.sections.iter().enumerate();
    let mut owned: Vec<(u64, usize)> =
        views.flat_map(|(at, view)| runs(view).into_iter().map(move |run| (run, at))).collect();
    owned.sort_unstable();
    owned.dedup();
    let mut sizes = vec![0_usize; context.sections.len()];
    for (_, at) in &owned {
        if let Some(size) = sizes.get_mut(*at) {
            *size += 1;
        }
    }
    for ((a, b), shared) in shared_runs(&owned, sizes.len()) {
        let size = |at: usize| sizes.get(at).copied().unwrap_or(0);
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

/// For each pair of sections that share runs, how many. `owned` are runs with their sections, in
/// order and each once.
fn shared_runs(owned: &[(u64, usize)], sections: usize) -> BTreeMap<(usize, usize), usize> {
    let mut shared: HashMap<usize, usize> = HashMap::default();
    // A report's few pairs are counted in a table.
    let mut table = vec![0_usize; if sections <= TABLED { sections * sections } else { 0 }];
    for owners in owned.chunk_by(|a, b| a.0 == b.0).filter(|owners| owners.len() > 1) {
        for (n, (_, a)) in owners.iter().enumerate() {
            for (_, b) in owners.iter().skip(n + 1).take(40) {
                let pair = a * sections + b;
                match table.get_mut(pair) {
                    Some(count) => *count += 1,
                    None => *shared.entry(pair).or_default() += 1,
                }
            }
        }
    }
    let tabled = table.into_iter().enumerate().filter(|(_, count)| *count > 0);
    let pair = |(pair, count)| ((pair / sections, pair % sections), count);
    tabled.chain(shared).map(pair).collect()
}

/// Runs of words of a section; none of a hand-over note: they say the same of different
/// subjects.
fn runs(view: &SectionView<'_>) -> Vec<u64> {
    if view.draft.handed_over {
        return vec![];
    }
    let words = view.tokens().iter().flat_map(|tokens| tokens.list.iter());
    let words: Vec<u64> = words.map(|token| token.hash).collect();
    words.windows(RUN).map(mix).collect()
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
