//! F1: every number comes from somewhere, or is worded as what it is.

use crate::domain::{NumberDecl, NumberKind};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::numbers::known::same;
use crate::quality::numbers::{Ledger, Number, Standing, scan};
use crate::quality::tokens::Tokens;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let ledger = Ledger::of(view, context);
    let mut bare = vec![];
    for (block, number, standing) in ledger.standings() {
        if standing == Standing::Bare {
            bare.push((block, number));
        }
    }
    bare.extend(ledger.in_words().iter().map(|(block, number)| (*block, number)));
    bare.sort_by_key(|(block, number)| (*block, number.first));
    for (block, number) in &bare {
        let span = view.span_in_block(*block, &number.span);
        let shown = shown(view, *block, number);
        findings.add(Found::at(view, span).with("number", shown));
    }
    let evidence = view.spec.is_some_and(|spec| spec.evidence);
    if evidence && bare.len() >= findings.rule().count("evidence_blocks_at") {
        findings.add(Found::in_section(view).variant("several").with("count", bare.len()));
    }
    for declared in &view.draft.numbers {
        if let Some(origin) = falsely_declared(declared, context) {
            let found = Found::in_section(view).variant("declared").excerpt(&declared.value);
            findings.add(found.with("number", &declared.value).with("origin", origin));
        }
    }
}

/// The number as it stands in the text.
pub(super) fn shown(view: &SectionView<'_>, block: usize, number: &Number) -> String {
    let text = view.document.blocks.get(block).map(|block| block.text.as_str());
    text.and_then(|text| text.get(number.span.clone())).unwrap_or_default().to_owned()
}

/// Where a declared number is said to come from, when it does not.
fn falsely_declared(declared: &NumberDecl, context: &Context<'_>) -> Option<&'static str> {
    let numbers = scan(&Tokens::of(&declared.value));
    let number = numbers.first()?;
    let research = &context.input.research;
    match declared.kind {
        NumberKind::Brief => {
            let known = context.known();
            (!known.holds(number) && !known.implies(number)).then_some("brief")
        }
        NumberKind::Source => {
            let id = declared.reference.as_deref()?;
            let mut claims = research.claims.iter().filter(|claim| claim.source == id);
            let says = |text: &str| scan(&Tokens::of(text)).iter().any(|given| same(given, number));
            (!claims.any(|claim| says(&claim.text))).then_some("source")
        }
        NumberKind::Target | NumberKind::Assumption => None,
    }
}
