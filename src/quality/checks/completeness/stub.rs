//! C8: stub content while a provider is configured.

use crate::domain::WriterKind;
use crate::quality::checks::lists::FOLDED;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::runs::{Runs, Words};

#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
pub(super) fn stub_content(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    if !context.input.provider_configured {
        return;
    }
    if view.draft.provenance.writer == WriterKind::Stub {
        findings.add(Found::in_section(view).variant("provenance"));
    }
    if let Some(hit) = FOLDED.stub_marks.find_in(&view.prose.folded).first() {
        findings.add(Found::at(view, view.prose.span_of_folded(&hit.range)).variant("mark"));
    }
    let Some(stub) = context.input.stub_texts.get(&view.draft.id) else { return };
    let rule = findings.rule();
    let (size, least, share) =
        (rule.count("run_words"), rule.count("least_runs"), rule.threshold("share"));
    let own = runs(&view.prose.folded.text, size, context);
    let shared = own.shared_with(&runs(&fold(stub), size, context));
    if own.len() >= least && shared as f64 >= share * own.len() as f64 {
        let found = Found::in_section(view).with("found", shared * 100 / own.len().max(1));
        findings.add(found);
    }
}

/// Runs of `text` that the brief does not have.
fn runs(text: &str, size: usize, context: &Context<'_>) -> Runs {
    let mut runs = Runs::default();
    runs.add(&Words::of(text), size);
    runs.remove(&Words::of(&context.brief.text), size);
    runs
}
