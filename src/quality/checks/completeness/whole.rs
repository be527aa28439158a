//! C2 and C6: every section of the pack, and enough of a report.

use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

pub(super) fn every_section(context: &Context<'_>, findings: &mut Findings) {
    let wanted = &context.input.pack.sections;
    for spec in wanted {
        let mut views = context.sections.iter().filter(|view| view.draft.id == spec.id);
        match views.next() {
            None => findings.add(Found::in_report().variant("missing").with("title", &spec.title)),
            Some(view) if is_empty(view) => findings.add(Found::in_section(view).variant("empty")),
            Some(_) => {}
        }
        for again in views {
            findings.add(Found::in_section(again).variant("twice"));
        }
    }
    for view in context.sections.iter().filter(|view| view.spec.is_none()) {
        findings.add(Found::in_section(view).variant("stranger"));
    }
    let order: Vec<usize> = context
        .sections
        .iter()
        .filter_map(|view| wanted.iter().position(|spec| spec.id == view.draft.id))
        .collect();
    let strays = context.sections.iter().filter(|view| view.spec.is_some());
    for (view, pair) in strays.skip(1).zip(order.windows(2)) {
        if matches!(pair, [before, after] if after < before) {
            findings.add(Found::in_section(view).variant("order"));
        }
    }
}

/// Nothing beyond its title and headings.
fn is_empty(view: &SectionView<'_>) -> bool {
    let has_text = |text: &str| text.chars().any(char::is_alphanumeric);
    !view.document.blocks.iter().any(|block| {
        !matches!(block.kind, crate::quality::BlockKind::Heading(_)) && has_text(&block.text)
    })
}

/// Least words of the sections that are hand-over notes in this report: nobody wrote them.
fn handed_over_words(context: &Context<'_>) -> u32 {
    let notes = context.sections.iter().filter(|view| view.draft.handed_over);
    notes.filter_map(|view| context.input.pack.section(&view.draft.id)).map(|s| s.words.min).sum()
}

pub(super) fn report_length(context: &Context<'_>, findings: &mut Findings) {
    let benchmark = &context.input.pack.benchmark;
    let metrics = findings.metrics.clone();
    let owed = benchmark.min_words.saturating_sub(handed_over_words(context));
    let (words, characters) = (owed as usize, metrics.characters.required);
    if metrics.words < words {
        let found = Found::in_report().variant("words").with("found", metrics.words);
        findings.add(found.with("needed", words));
    }
    if metrics.characters.found < characters {
        let found =
            Found::in_report().variant("characters").with("found", metrics.characters.found);
        findings.add(found.with("needed", characters));
    }
    let (sections, needed) = (context.sections.len(), context.input.pack.sections.len());
    if sections != needed {
        let found = Found::in_report().variant("sections").with("found", sections);
        findings.add(found.with("needed", needed));
    }
}
