//! B3: terms that a report of this pack must hold; B4: terms that it must not.

use std::collections::HashSet;

use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};
use crate::quality::tokens::Tokens;

pub(super) fn check_required(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_english() {
        return;
    }
    let judged = context.sections.iter().filter(|view| !view.draft.handed_over);
    let tokens: Vec<&Tokens> = judged.flat_map(SectionView::tokens).collect();
    let words: HashSet<&str> =
        tokens.iter().flat_map(|tokens| tokens.list.iter().map(|token| &*token.folded)).collect();
    for group in &context.input.pack.benchmark.required_terms {
        if group.is_empty() || group.iter().any(|term| is_said(term, &words, &tokens)) {
            continue;
        }
        let first = group.first().cloned().unwrap_or_default();
        findings.metrics.missing_terms.push(first);
        findings.add(Found::in_report().with("terms", group.join(", ")));
    }
}

fn is_said(term: &str, words: &HashSet<&str>, tokens: &[&Tokens]) -> bool {
    let folded = fold(term);
    if folded.contains([' ', '-']) {
        let wanted = Tokens::of(&folded);
        let wanted: Vec<&str> = wanted.list.iter().map(|token| &*token.folded).collect();
        return tokens.iter().any(|tokens| {
            let list: Vec<&str> = tokens.list.iter().map(|token| &*token.folded).collect();
            list.windows(wanted.len().max(1)).any(|window| {
                window.iter().zip(&wanted).all(|(word, wanted)| is_form_of(word, wanted))
            })
        });
    }
    words.iter().any(|word| is_form_of(word, &folded))
}

/// Whether `word` is `term` or a simple inflection of it.
fn is_form_of(word: &str, term: &str) -> bool {
    const ENDINGS: [&str; 9] = ["", "s", "es", "ed", "d", "ing", "'s", "s'", "er"];
    let stem = term.strip_suffix('e').unwrap_or(term);
    let y = term.strip_suffix('y');
    let tail = |stem: &str| word.strip_prefix(stem).is_some_and(|tail| ENDINGS.contains(&tail));
    tail(term)
        || stem != term && word.strip_prefix(stem).is_some_and(|tail| matches!(tail, "ing" | "ed"))
        || y.is_some_and(|stem| {
            word.strip_prefix(stem).is_some_and(|tail| matches!(tail, "ies" | "ied"))
        })
        || term.strip_suffix("ment").is_some_and(|stem| {
            word.strip_prefix(stem)
                .is_some_and(|tail| matches!(tail, "ing" | "ed" | "e" | "es" | "s"))
        })
}

pub(super) fn check_forbidden(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let text = &view.prose.folded.text;
    for forbidden in &context.input.pack.benchmark.forbidden_terms {
        if forbidden.unless_in_brief && in_brief(&forbidden.term, forbidden.case_sensitive, context)
        {
            continue;
        }
        let term = fold(&forbidden.term);
        if term.is_empty() {
            continue;
        }
        for (at, _) in text.match_indices(&term) {
            let range = at..at + term.len();
            let source = view.prose.folded.original(&range);
            let written = view.prose.text.get(source.clone()).unwrap_or_default();
            let same_case = !forbidden.case_sensitive || written == forbidden.term;
            if same_case && is_whole_word(text, &range) {
                let terms = &mut findings.metrics.forbidden_terms;
                if !terms.contains(&forbidden.term) {
                    terms.push(forbidden.term.clone());
                }
                let span = view.prose.span(&source);
                findings.add(Found::at(view, span).with("term", &forbidden.term));
            }
        }
    }
}

fn in_brief(term: &str, case_sensitive: bool, context: &Context<'_>) -> bool {
    let own = || {
        context
            .brief_text
            .match_indices(term)
            .any(|(at, _)| is_whole_word(&context.brief_text, &(at..at + term.len())))
    };
    if case_sensitive { own() } else { context.brief_says(term) }
}
