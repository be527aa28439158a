//! F6: past successes that the brief does not know.

use super::{Claim, add, claims, is_cited, says};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::Findings;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::numbers::scan;
use crate::quality::tokens::Tokens;

pub(in super::super) fn check(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for claim in claims(view, "past") {
        let numbers = scan(&Tokens::of(claim.sentence));
        let figures = numbers.iter().any(|number| !number.spelled && context.known().holds(number));
        let open = says("hypothetical", claim.clause_before())
            || says("unknown", claim.after())
            || says("relative", claim.text)
            || says("modal", claim.text)
            || quotes_brief(&claim, context)
            || claim.is_question();
        if !(figures || open || is_known(&claim, context) || is_cited(&claim, context)) {
            add(view, &claim, None, findings);
        }
    }
}

/// Words from which on a quotation is one.
const QUOTED: usize = 2;

/// What it says of the past stands in quotation marks and is the brief's own.
fn quotes_brief(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let opened = claim.text.rsplit_once(['“', '„', '«', '"']);
    opened.is_some_and(|(_, quoted)| {
        quoted.split_whitespace().count() >= QUOTED && context.brief_says(quoted.trim())
    })
}

/// The brief says it, or tells of a success with the same words.
fn is_known(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let tokens = Tokens::of(claim.text);
    let words: Vec<&str> = tokens
        .list
        .iter()
        .filter(|token| is_content(token))
        .map(|token| stem(&token.folded))
        .collect();
    let shared = words.iter().filter(|stem| context.brief.text.contains(**stem)).count();
    let all = words.len() >= 2 && shared == words.len();
    all || shared >= 2 && says("past", context.brief_text) || context.brief_says(claim.text.trim())
}
