//! A4: instructions to the writer that show in the text.

use std::sync::LazyLock;

use crate::packs::SectionSpec;
use crate::quality::checks::matching::in_folded;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::input::Scope;
use crate::quality::patterns::Patterns;
use crate::quality::runs::{Runs, Words};

static ORDERS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/writer_orders.toml")));

pub(super) fn prompt_leak(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    nonce(view, context, findings);
    shared_runs(view, context, findings);
    for found in in_folded(&ORDERS, view, context, true) {
        let span = view.prose.span_of_folded(&found.range);
        findings.add(Found::at(view, span).variant("order"));
    }
}

fn nonce(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let nonce = context.input.leak.nonce.filter(|nonce| nonce.len() >= 6);
    if let Some((nonce, at)) = nonce.and_then(|n| view.markdown().find(n).map(|at| (n, at))) {
        findings
            .add(Found::at(view, at..at + nonce.len()).variant("nonce").excerpt("the task's mark"));
    }
}

/// Runs of words that the text shares with our instructions and not with the brief.
fn shared_runs(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let size = findings.rule().count("run_words");
    let instructions = context.instruction_runs(size);
    let words = Words::of(&view.prose.folded.text);
    let mut from = 0;
    while let Some(run) = words.first_shared(instructions, size, from) {
        findings.add(Found::at(view, view.prose.span_of_folded(&run.range)));
        from = run.next;
    }
}

/// Runs of `size` words of the instructions that a report must not show: the `general` ones and
/// those of its sections; those that the brief has too are left out.
pub(in crate::quality) fn instruction_runs(
    context: &Context<'_>,
    general: &Runs,
    size: usize,
) -> Runs {
    let input = context.input;
    // A section's writer sees the instruction of no other section.
    let shown = |spec: &&SectionSpec| {
        input.scope == Scope::Report || input.sections.iter().any(|draft| draft.id == spec.id)
    };
    let pack = input.pack.sections.iter().filter(shown);
    let own = pack.flat_map(|section| [section.instruction.as_str(), section.purpose.as_str()]);
    runs_of(own, context, general.clone(), size)
}

/// Runs of `size` words of the instructions that every writer sees, but for those that the brief
/// has too.
pub(in crate::quality) fn general_runs(context: &Context<'_>, size: usize) -> Runs {
    let texts = context.input.leak.instructions.iter().copied();
    runs_of(texts, context, Runs::default(), size)
}

fn runs_of<'t>(
    texts: impl Iterator<Item = &'t str>,
    context: &Context<'_>,
    mut runs: Runs,
    size: usize,
) -> Runs {
    for text in texts {
        runs.add(&Words::of(&crate::quality::fold::fold(text)), size);
    }
    runs.remove(&Words::of(&context.brief.text), size);
    runs
}
