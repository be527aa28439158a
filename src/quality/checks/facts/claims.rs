//! F5–F7: proof, past successes and promises that nobody gave us.

mod patterns;
#[cfg(test)]
mod tests;

use std::ops::Range;

use self::patterns::CLAIMS;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::numbers::scan;
use crate::quality::tokens::Tokens;

/// Matches of one list in one section beyond this many say nothing new.
const MOST: usize = 40;

/// A match with its block and sentence.
struct Claim<'v> {
    block: usize,
    range: Range<usize>,
    text: &'v str,
    sentence: &'v str,
}

/// Matches of the list `name`, sentence by sentence.
fn claims<'v>(view: &'v SectionView<'v>, name: &str) -> Vec<Claim<'v>> {
    let Some(patterns) = CLAIMS.get(name) else { return vec![] };
    let mut found: Vec<Claim<'v>> = vec![];
    let prose = view.prose.haystack();
    let present = patterns.literals.present(prose.ready);
    if present.is_empty() {
        return found;
    }
    for (block, range) in view.prose.blocks() {
        let Some(text) = prose.text.get(range.clone()) else { continue };
        for pattern in patterns.at(&present.candidates(prose.ready.part(range))) {
            for hit in pattern.find_iter(text).take(MOST) {
                if found.len() >= MOST {
                    return found;
                }
                let known = |claim: &Claim<'_>| {
                    claim.block == block
                        && claim.range.start < hit.end()
                        && hit.start() < claim.range.end
                };
                if !found.iter().any(known) {
                    let sentence = sentence_around(text, hit.start());
                    found.push(Claim { block, range: hit.range(), text: hit.as_str(), sentence });
                }
            }
        }
    }
    found
}

fn sentence_around(text: &str, at: usize) -> &str {
    let ranges = crate::quality::sentences::ranges(text);
    let own = ranges.into_iter().find(|range| at < range.end);
    own.and_then(|range| text.get(range)).unwrap_or(text)
}

fn says(name: &str, text: &str) -> bool {
    CLAIMS.get(name).is_some_and(|patterns| patterns.occur_in(text))
}

fn add(
    view: &SectionView<'_>,
    claim: &Claim<'_>,
    variant: Option<&'static str>,
    findings: &mut Findings,
) {
    let span = view.span_in_block(claim.block, &claim.range);
    let found = Found::at(view, span).excerpt(claim.text.trim());
    findings.add(match variant {
        Some(variant) => found.variant(variant),
        None => found,
    });
}

pub(super) fn check_proof(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for name in ["testimonial", "award", "client", "study"] {
        for claim in claims(view, name) {
            let speech = name == "testimonial";
            let sampled = speech && (is_labelled_sample(view, claim.block) || is_copy(view));
            let negated = !speech && says("negated", before(&claim));
            let conditional = name == "study" && claim.sentence.contains('?');
            if sampled || negated || conditional || is_given(&claim, context) {
                continue;
            }
            add(view, &claim, None, findings);
        }
    }
}

/// What the sentence says before the claim.
fn before<'v>(claim: &Claim<'v>) -> &'v str {
    let at = claim.sentence.find(claim.text.trim()).unwrap_or(claim.sentence.len());
    claim.sentence.get(..at).unwrap_or_default()
}

/// What the sentence says after the claim.
fn after<'v>(claim: &Claim<'v>) -> &'v str {
    let at = claim.sentence.find(claim.text.trim()).map(|at| at + claim.text.trim().len());
    at.and_then(|at| claim.sentence.get(at..)).unwrap_or_default()
}

/// The section or its part calls its speech sample, paraphrase or suggestion.
fn is_labelled_sample(view: &SectionView<'_>, block: usize) -> bool {
    let heading = |at: &usize| {
        let block = view.document.blocks.get(*at);
        block.is_some_and(|b| matches!(b.kind, crate::quality::document::BlockKind::Heading(_)))
    };
    let start = (0..block).rev().find(heading).unwrap_or(0);
    let end =
        (block + 1..view.document.blocks.len()).find(heading).unwrap_or(view.document.blocks.len());
    let part = view.document.blocks.get(start..end).unwrap_or_default();
    let intro = view.document.blocks.iter().take(3);
    part.iter().chain(intro).any(|block| says("sample", &block.text))
}

/// Sections of ready-made copy hold speech by their nature.
fn is_copy(view: &SectionView<'_>) -> bool {
    view.id().contains("persona")
}

/// The brief or a source says it: the claim as it stands, or the names and figures in it.
fn is_given(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let brand = context.input.brief.brand_name.as_str();
    if context.brief_says(claim.text.trim()) || claim.text.trim_start().starts_with(brand) {
        return true;
    }
    let sentence = claim.sentence;
    let cited = context.input.research.sources.iter().any(|source| {
        sentence.contains(&format!("[{}]", source.id))
            || sentence.contains(&format!("({})", source.id))
    });
    let names = names_in(claim.text);
    let texts = context.input.research.claims.iter().map(|c| c.text.as_str());
    let titles = context.input.research.sources.iter().map(|s| s.title.as_str());
    let sources: Vec<String> = texts.chain(titles).map(crate::quality::fold::fold).collect();
    let known = |name: &String| {
        context.brief_says(name)
            || sources.iter().any(|text| text.contains(&crate::quality::fold::fold(name)))
    };
    cited || !names.is_empty() && names.iter().all(known)
}

/// Capitalised words of `text` after its first word.
fn names_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '&').skip(1);
    let capital = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().count() > 1
            && !matches!(
                *word,
                "The" | "A" | "An" | "In" | "On" | "Der" | "Die" | "El" | "La" | "Le"
            )
    };
    words.filter(capital).map(str::to_owned).collect()
}

pub(super) fn check_past(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    for claim in claims(view, "past") {
        let numbers = scan(&Tokens::of(claim.sentence));
        let figures = numbers.iter().any(|number| !number.spelled && context.known().holds(number));
        let open = says("hypothetical", before(&claim)) || claim.sentence.contains('?');
        if !figures && !open && !is_given(&claim, context) && !is_known_past(&claim, context) {
            add(view, &claim, None, findings);
        }
    }
}

/// The brief tells the same with the same verb.
fn is_known_past(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let tokens = Tokens::of(claim.text);
    let words: Vec<&str> = tokens
        .list
        .iter()
        .filter(|token| crate::quality::numbers::nearby::is_content(token))
        .map(|token| crate::quality::numbers::nearby::stem(&token.folded))
        .collect();
    let shared = words.iter().filter(|stem| context.brief.text.contains(**stem)).count();
    words.len() >= 2 && shared == words.len()
}

pub(super) fn check_superlatives(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let brief = context.input.brief;
    let trades = [&brief.industry, &brief.product_service, &brief.business_type];
    let regulated = trades.into_iter().flatten().any(|text| is_regulated(text));
    for claim in claims(view, "guarantee") {
        let negated = says("negated", before(&claim)) || says("negated", after(&claim));
        if !negated && !context.brief_says(claim.text.trim()) && !claim.sentence.contains('?') {
            add(view, &claim, regulated.then_some("regulated"), findings);
        }
    }
}

fn is_regulated(trade: &str) -> bool {
    let tokens = Tokens::of(trade);
    tokens.list.iter().any(|token| {
        [
            "financ",
            "bank",
            "credit",
            "insur",
            "invest",
            "loan",
            "mortgage",
            "pension",
            "wealth",
            "crypto",
            "fintech",
            "health",
            "medic",
            "dent",
            "clinic",
            "pharma",
            "therap",
            "hospital",
            "doctor",
            "supplement",
            "physio",
            "versicher",
            "gesundheit",
            "finanz",
            "salud",
            "santé",
            "banco",
            "seguro",
            "assur",
            "saúde",
            "salute",
            "gezondheid",
            "zorg",
        ]
        .iter()
        .any(|stem| token.folded.starts_with(stem))
    })
}
