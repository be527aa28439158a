//! B1: the brand is named often enough; B2: and as the client writes it.

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
    context.names.mentions(&view.prose.text, &view.prose.folded).len()
}

pub(super) fn check_spelling(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for (block, tokens) in view.tokens().iter().enumerate() {
        for miss in context.names.near_misses(tokens, &context.brief.text) {
            // A client called Plumbing does plumbing: the brief writes the word itself so.
            if tokens.text.get(miss.range.clone()).is_some_and(|text| context.brief_writes(text)) {
                continue;
            }
            let span = view.span_in_block(block, &miss.range);
            findings.add(Found::at(view, span).with("brand", &miss.name));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::Kit;

    #[test]
    fn b1() {
        let kit = |brand: &str, text: &str| {
            let mut kit = Kit::new(text);
            kit.brief.brand_name = brand.to_owned();
            kit
        };
        for (brand, text) in [
            ("Harbour & Pine", "The shop opens at six."),
            ("Arc", "Search the archive for an arc."),
            ("Dock9", "Dock90 is another firm, and dock 9 a door."),
            ("Oasis", "An oasis of calm."),
            ("東京店", "大阪店は六時に開く。"),
            ("Harbour Bank (HB)", "The bank opens at nine."),
            ("Plume", "`Plume` stands in code only."),
        ] {
            kit(brand, text).must_find("B1");
        }
        for (brand, text) in [
            ("Harbour & Pine", "Harbour & Pine’s shop opens at six."),
            ("Arc", "Arc opens."),
            ("Dock9", "The DOCK9 board."),
            ("Harbour Bank (HB)", "HB opens at nine."),
            ("東京店", "私たちの東京店です。"),
            ("Séliane", "**Se\u{301}liane** explains."),
            ("# Hash", "Here is # Hash again."),
        ] {
            kit(brand, text).must_pass("B1");
        }
        let mut table = kit("Arc", "| Day | Hook |\n|---|---|\n| 1 | Open |\n| 2 | Close |");
        table.spec().mainly_table = true;
        table.must_pass("B1");
    }

    #[test]
    fn b1_counts_the_report() {
        let text = "Harbour & Pine opens.";
        for (required, found) in [(1, false), (2, true)] {
            let mut kit = Kit::report(&[("overview", "Client Overview", text)]);
            kit.pack.benchmark.brand_mentions = required;
            assert_eq!(!kit.found("B1").is_empty(), found, "{required}");
        }
    }
}
