//! F5: testimonials, awards, clients and studies that nobody gave us.

use super::{Claim, add, claims, is_given, part_of, says};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::Findings;
use crate::quality::sentences;

pub(in super::super) fn check(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for name in ["testimonial", "voice", "award", "client", "study"] {
        for claim in claims(view, name) {
            let excused = match name {
                "testimonial" => is_labelled_sample(view, &claim),
                "voice" => {
                    is_labelled_sample(view, &claim)
                        || is_open(&claim)
                        || is_about_audience(&claim, context)
                }
                _ => {
                    is_open(&claim)
                        || says("calendar", claim.text)
                        || is_about_audience(&claim, context)
                }
            };
            if !excused && !is_about_own(&claim, context) && !is_given(name, &claim, context) {
                add(view, &claim, None, findings);
            }
        }
    }
}

/// The sentence denies it, asks for it or plans it.
fn is_open(claim: &Claim<'_>) -> bool {
    let before = claim.clause_before();
    let nearest = before.rsplit(',').next().unwrap_or_default();
    says("negated", before)
        || says("asked", before)
        || says("request", nearest)
        || claim.is_question()
}

/// What the people whom the client wants to reach find or believe is no expert's word for it.
fn is_about_audience(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let audience = context.input.brief.target_audience.as_deref().unwrap_or_default();
    let first = claim.text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let named =
        audience.split(|c: char| !c.is_alphanumeric()).any(|word| word.to_lowercase() == first);
    named && !first.is_empty() && says("finding", claim.text)
}

/// The brand itself speaks, names or works; a pattern may begin within its name (`Thyme` of
/// `Marrow & Thyme`), which excuses no honour.
fn is_about_own(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let brand = context.input.brief.brand_name.as_str();
    let first = claim.text.split_whitespace().next().unwrap_or_default();
    let within = || brand.split_whitespace().any(|word| word == first);
    claim.text.trim_start().starts_with(brand) || within() && !says("honour", claim.text)
}

/// The section or its part calls its speech sample, paraphrase or suggestion.
fn is_labelled_sample(view: &SectionView<'_>, claim: &Claim<'_>) -> bool {
    if says("real", claim.sentence) {
        return false;
    }
    let intro = view.document.blocks.iter().take(if view.apart { 0 } else { 3 });
    let blocks = part_of(view, claim.block).iter().chain(intro);
    blocks.map(|block| block.text.as_str()).any(labels_speech)
}

/// Words that a label has at most.
const LABEL: usize = 8;

fn labels_speech(text: &str) -> bool {
    let labels = |range: std::ops::Range<usize>| {
        let sentence = text.get(range).unwrap_or_default().to_lowercase();
        let sentence = sentence.replace("for example", "").replace("by example", "");
        says("sample", &sentence)
            && (says("speech", &sentence) || sentence.split_whitespace().count() <= LABEL)
    };
    says("sample", text) && sentences::ranges(text).into_iter().any(labels)
}
