//! A4: instructions to the writer that show in the text.

use crate::quality::checks::lists::FOLDED;
use crate::quality::checks::matching::in_folded;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::runs::Words;

pub(super) fn prompt_leak(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    nonce(view, context, findings);
    shared_runs(view, context, findings);
    for found in in_folded(&FOLDED.writer_orders, view, context, true) {
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
    let (instructions, brief) = (context.instructions(size), context.brief_runs(size));
    let leaked = |run| instructions.have(run) && !brief.has(run);
    let words = Words::of(&view.prose.folded.text);
    let mut from = 0;
    while let Some(run) = words.first_shared(leaked, size, from) {
        findings.add(Found::at(view, view.prose.span_of_folded(&run.range)));
        from = run.next;
    }
}
