//! F6: past successes that the brief does not know.

use super::{Claim, add, claims, is_cited, says};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::Findings;
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::tokens::Tokens;

pub(in super::super) fn check(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let language = context.language();
    for claim in claims(view, "past") {
        let excused = has_figures(&claim, context)
            || is_open(&claim, &language)
            || quotes_brief(&claim, context)
            || is_known(&claim, context)
            || is_cited(&claim, context);
        if !excused {
            add(view, &claim, None, findings);
        }
    }
}

/// Its clause gives a figure of the brief.
fn has_figures(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let mark = |c: char| matches!(c, ';' | ':' | '—' | '(' | ')');
    let after = claim.after().split(mark).next().unwrap_or_default();
    let before = claim.before().rsplit(mark).next().unwrap_or_default();
    let numbers = scan(&Tokens::of(&[before, claim.text, after].concat()));
    let tells = |number: &Number| {
        let small = number.kind == Kind::Count && number.value < 10.0;
        !(number.spelled || small || number.kind == Kind::Plan && number.step >= 1.0)
            && context.known().holds(number)
    };
    numbers.iter().any(tells)
}

/// A condition, a question, a plan or a doubt; or it says which people are meant.
fn is_open(claim: &Claim<'_>, language: &str) -> bool {
    let before = claim.clause_before();
    let near = before.rsplit(", ").next().unwrap_or_default();
    let own = match language {
        "de" => "open_de",
        "nl" => "open_nl",
        "es" | "pt" | "it" | "fr" => "open_romance",
        _ => "open_en",
    };
    says("condition", before)
        || says("opens_a_condition", claim.sentence)
        || says("doubt", near)
        || says(own, before)
        || says("meant", before)
        || says("unknown", claim.after())
        || says("relative", claim.text) && !says("dated", claim.text)
        || says("modal", claim.text)
        || says("window", claim.text)
        || says("order", claim.text.trim())
        || claim.is_question()
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
