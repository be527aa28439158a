//! C7: every required heading, with something under it.

use crate::domain::WriterKind;
use crate::packs::{PartKind, SectionSpec};
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};

pub(super) fn required(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec.filter(|_| !view.draft.handed_over) else { return };
    let outline = outline(view);
    let (words, bullets) = (findings.rule().count("words"), findings.rule().count("bullets"));
    for wanted in &spec.required_headings {
        let by_name: Vec<&Part> =
            outline.iter().filter(|part| answers(&part.title, wanted)).collect();
        let parts = if by_name.is_empty() && !context.is_english() {
            by_position(spec, wanted, &outline).into_iter().collect()
        } else {
            by_name
        };
        // In another language a column may carry what a heading in that place does not.
        let shown_as_column = || !context.is_english() && is_column(view, spec, wanted, context);
        if parts.is_empty() {
            if !is_column(view, spec, wanted, context) {
                findings.add(Found::in_section(view).variant("missing").with("heading", wanted));
            }
        } else if !parts.iter().any(|p| p.words >= words || p.bullets >= bullets || p.rows > 0)
            && !shown_as_column()
        {
            let found = Found::in_section(view).variant("thin").with("heading", wanted);
            findings.add(found.with("found", parts.iter().map(|p| p.words).max().unwrap_or(0)));
        }
    }
}

/// A heading with what stands under it, lower headings included.
#[derive(Debug, Default)]
struct Part {
    title: String,
    level: u8,
    words: usize,
    bullets: usize,
    rows: usize,
}

fn outline(view: &SectionView<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = vec![];
    let mut open: Vec<usize> = vec![];
    for (number, block) in view.document.blocks.iter().enumerate() {
        if let BlockKind::Heading(level) = block.kind {
            while open.last().and_then(|at| parts.get(*at)).is_some_and(|part| part.level >= level)
            {
                open.pop();
            }
            open.push(parts.len());
            parts.push(Part { title: fold(&block.text), level, ..Part::default() });
            continue;
        }
        let words = view.words_in_block(number);
        for at in &open {
            let Some(part) = parts.get_mut(*at) else { continue };
            part.words += words;
            part.bullets += usize::from(block.kind == BlockKind::ListItem);
            part.rows +=
                usize::from(matches!(block.kind, BlockKind::Cell { row: 1.., column: 0, .. }));
        }
    }
    parts
}

/// Whether a heading begins with the words asked for, numbering and signs before them aside.
fn answers(title: &str, wanted: &str) -> bool {
    let wanted = fold(wanted);
    let bare = title.trim_start_matches(|c: char| !c.is_alphabetic());
    [title, bare].iter().any(|title| {
        title.starts_with(&wanted) && is_whole_word(title, &(0..wanted.len()))
            || title
                .strip_prefix(wanted.as_str())
                .is_some_and(|rest| rest.starts_with('s') && rest.len() < 2)
    })
}

/// The heading in the place that the pack's part of that name has.
fn by_position<'p>(spec: &SectionSpec, wanted: &str, outline: &'p [Part]) -> Option<&'p Part> {
    let named = spec.parts.iter().filter(|part| !part.heading.is_empty());
    let place = named.into_iter().position(|part| answers(&fold(&part.heading), wanted))?;
    let top = outline.iter().map(|part| part.level).filter(|level| *level > 2).min()?;
    outline.iter().filter(|part| part.level == top).nth(place)
}

/// Whether a table shows a column of that name, or in another language has as many columns.
fn is_column(
    view: &SectionView<'_>,
    spec: &SectionSpec,
    wanted: &str,
    context: &Context<'_>,
) -> bool {
    let shown = view.document.tables.iter().filter_map(|table| table.rows.first());
    if shown.flatten().any(|title| answers(&fold(title), wanted)) {
        return true;
    }
    let column = |title: &str| answers(&fold(title), wanted);
    let declared = spec
        .parts
        .iter()
        .any(|part| part.kind == PartKind::Table && part.columns.iter().any(|c| column(&c.title)));
    let rendered = view.draft.provenance.writer != WriterKind::External;
    declared && !view.document.tables.is_empty() && (rendered || !context.is_english())
}
