//! B1: the brand is named often enough; B2: and as the client writes it.

use crate::quality::brand::BrandNames;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let found = count(view, context);
    findings.metrics.brand_mentions.found += found;
    let table = view.spec.is_some_and(|spec| spec.mainly_table);
    if found == 0 && !table && view.words > 0 {
        let brand = &context.input.brief.brand_name;
        findings.add(Found::in_section(view).with("brand", brand));
    }
}

pub(super) fn check_report(context: &Context<'_>, findings: &mut Findings) {
    let required = context.input.pack.benchmark.brand_mentions as usize;
    let found = findings.metrics.brand_mentions.found;
    if found < required {
        let brand = &context.input.brief.brand_name;
        let finding = Found::in_report().variant("report").with("brand", brand);
        findings.add(finding.with("found", found).with("required", required));
    }
}

fn count(view: &SectionView<'_>, context: &Context<'_>) -> usize {
    let names = BrandNames::of(&context.input.brief.brand_name);
    names.mentions(&view.prose.text, &view.prose.folded).len()
}

pub(super) fn check_spelling(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let names = BrandNames::of(&context.input.brief.brand_name);
    for (block, tokens) in view.tokens().iter().enumerate() {
        for miss in names.near_misses(tokens, &context.brief.text) {
            let span = view.span_in_block(block, &miss.range);
            findings.add(Found::at(view, span).with("brand", &miss.name));
        }
    }
}
