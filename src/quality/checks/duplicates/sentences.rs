//! D2: sentences twice; D3: sentences nearly twice.

use foldhash::{HashMap, HashSet};

use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::shingles::{Alike, Print, Seen};

/// Words of a sentence that no reader overlooks when it comes again.
const LONG: usize = 9;
/// Words of the shortest sentence that can be a refrain, and how often it must come; a button's
/// words come as often as there are ads.
const SHORT: usize = 4;
const OFTEN: usize = 5;

/// A sentence of running text with the hashes of its words.
struct Line<'v> {
    view: &'v SectionView<'v>,
    block: usize,
    bytes: std::ops::Range<usize>,
    words: Vec<u64>,
}

fn lines<'v>(view: &'v SectionView<'v>, least: usize) -> Vec<Line<'v>> {
    let mut lines = vec![];
    for (block, tokens) in view.tokens().iter().enumerate() {
        let kind = view.document.blocks.get(block).map(|block| block.kind);
        if !kind.is_some_and(BlockKind::is_running_text) {
            continue;
        }
        for range in &tokens.sentences {
            let list = tokens.list.get(range.clone()).unwrap_or_default();
            if list.len() >= least {
                let words = list.iter().map(|token| token.hash).collect();
                lines.push(Line { view, block, bytes: tokens.sentence_span(range), words });
            }
        }
    }
    lines
}

pub(super) fn check_exact(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    let least = findings.rule().count("words");
    exact(&lines(view, least), false, findings);
    refrain(view, least, findings);
}

pub(super) fn check_exact_report(context: &Context<'_>, findings: &mut Findings) {
    let least = findings.rule().count("words");
    let all = written(context, least);
    exact(&all, true, findings);
}

/// Sentences of all sections but hand-over notes, which say the same of different subjects.
fn written<'v>(context: &'v Context<'_>, least: usize) -> Vec<Line<'v>> {
    let views = context.sections.iter().filter(|view| !view.draft.handed_over);
    views.flat_map(|view| lines(view, least)).collect()
}

/// Short sentences that come again and again, `One person owns it.`, and how many times too often.
fn refrain(view: &SectionView<'_>, least: usize, findings: &mut Findings) {
    let short = lines(view, SHORT);
    let mut times: HashMap<&[u64], Vec<&Line<'_>>> = HashMap::default();
    let labelled = |line: &Line<'_>| {
        let block = view.document.blocks.get(line.block);
        block.and_then(|b| b.text.get(line.bytes.clone())).is_some_and(|text| text.contains(':'))
    };
    for line in short.iter().filter(|line| line.words.len() < least && !labelled(line)) {
        times.entry(&line.words).or_default().push(line);
    }
    let often = times.values().filter(|again| again.len() >= OFTEN);
    let again: Vec<&Line<'_>> = often.flat_map(|again| again.iter().skip(1).copied()).collect();
    weigh(&again, short.len(), false, findings);
}

fn exact(lines: &[Line<'_>], report: bool, findings: &mut Findings) {
    let mut seen = HashSet::default();
    let again: Vec<&Line<'_>> = lines.iter().filter(|line| !seen.insert(&line.words)).collect();
    weigh(&again, lines.len(), report, findings);
}

pub(super) fn check_near(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    near(&lines(view, findings.rule().count("words")), false, findings);
}

pub(super) fn check_near_report(context: &Context<'_>, findings: &mut Findings) {
    let least = findings.rule().count("words");
    let all = written(context, least);
    near(&all, true, findings);
}

fn near(lines: &[Line<'_>], report: bool, findings: &mut Findings) {
    let rule = findings.rule();
    let alike = Alike {
        pairs: rule.threshold("likeness"),
        loose: (rule.threshold("loose_pairs"), rule.threshold("loose_words")),
    };
    let mut exact = HashSet::default();
    let mut seen = Seen::default();
    let mut again = vec![];
    for line in lines {
        if !exact.insert(&line.words) {
            continue;
        }
        if seen.find_and_keep(Print::of(&line.words), alike).is_some() {
            again.push(line);
        }
    }
    weigh(&again, lines.len(), report, findings);
}

#[expect(clippy::cast_precision_loss, reason = "sentence counts are small")]
fn weigh(again: &[&Line<'_>], all: usize, report: bool, findings: &mut Findings) {
    let share = again.len() as f64 / all.max(1) as f64;
    let rule = findings.rule();
    // One pair says little in a short section, unless it is long enough to be noticed.
    let long = again.iter().any(|line| line.words.len() >= LONG);
    let enough = again.len() >= 2 || all <= 12 || report || long;
    let Some(first) = again.first().filter(|_| enough && share > rule.threshold("repair")) else {
        return;
    };
    let span = first.view.span_in_block(first.block, &first.bytes);
    let found = Found::at(first.view, span).with("count", again.len()).with("all", all);
    let block = share > rule.threshold("block") && again.len() >= 3;
    findings.add(if block { found.variant("most") } else { found });
}

#[cfg(test)]
mod tests {
    use crate::domain::Severity;
    use crate::quality::testkit::{Kit, table};

    const A: &str = "Guests come for the first cup of the day.";
    const B: &str = "The bar opens early and closes late on Fridays.";
    const C: &str = "Two classes a week teach people how to brew at home.";

    #[test]
    fn d2() {
        table(
            "D2",
            &[
                &format!("{A} {B} {A}"),
                &format!("{A}\n\n{B}\n\n- {A}"),
                &format!("{A} {B} {A} {B}"),
                &format!("{A} {A}"),
                &format!("- {A}\n- {B}\n- {B}"),
                &format!("{A} {B} {C} {}", A.to_uppercase()),
            ],
            &[
                &format!("{A} {B} {C}"),
                "Book now. Come in. Book now.",
                &format!("### {A}\n\n{A}"),
                &format!("{A} {B} Then guests come for the first cup of the day."),
                "One. One. One.",
                &format!("| a | b |\n|---|---|\n| {A} | {A} |\n| c | d |"),
            ],
        );
        let found = Kit::new(&format!("{A} {B} {A} {B} {A} {B}")).found("D2");
        assert!(found.iter().any(|issue| issue.severity == Severity::Blocking));
    }

    #[test]
    fn d3() {
        let one = "Post a short reel from the bar on Monday at noon for all members.";
        let two = one.replace("Monday", "Tuesday");
        let three = one.replace("noon", "nine");
        table(
            "D3",
            &[
                &format!("{one} {two}"),
                &format!("{one} {B} {two}"),
                &format!("- {one}\n- {two}\n- {three}"),
                &format!("{one}\n\n{B}\n\n{C}\n\n{three}"),
                &format!("{one} {two} {three} {B}"),
                &format!("{B} {C} {one} Then {two}"),
            ],
            &[
                &format!("{one} {B} {C}"),
                &format!("{A} {B}"),
                "Post a reel. Post a story.",
                &format!("{one} Post a long letter to members who have not come in since spring."),
                &format!("### {one}\n\n{two}"),
                &format!("{A} {A}"),
            ],
        );
    }
}
