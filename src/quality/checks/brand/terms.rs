//! B3: terms that a report of this pack must hold; B4: terms that it must not.

use std::ops::Range;

use crate::quality::bytes;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{fold, is_whole_word};
use crate::quality::tokens::Tokens;

pub(super) fn check_required(context: &Context<'_>, findings: &mut Findings) {
    if !context.is_english() {
        return;
    }
    let tokens: Vec<&Tokens> = context.sections.iter().flat_map(SectionView::tokens).collect();
    for group in &context.input.pack.benchmark.required_terms {
        if group.is_empty() || group.iter().any(|term| is_said(term, &tokens)) {
            continue;
        }
        let first = group.first().cloned().unwrap_or_default();
        findings.metrics.missing_terms.push(first);
        findings.add(Found::in_report().with("terms", group.join(", ")));
    }
}

fn is_said(term: &str, tokens: &[&Tokens]) -> bool {
    let folded = fold(term);
    if folded.contains([' ', '-']) {
        let wanted = Tokens::of(&folded);
        let wanted: Vec<&str> = wanted.list.iter().map(|token| &*token.folded).collect();
        return tokens
            .iter()
            .any(|tokens| (0..tokens.list.len()).any(|start| says_at(tokens, start, &wanted)));
    }
    let mut words = tokens.iter().flat_map(|tokens| &tokens.list);
    words.any(|word| is_form_of(&word.folded, &folded))
}

/// Whether the words from token `start` on are `wanted`, in one sentence.
fn says_at(tokens: &Tokens, start: usize, wanted: &[&str]) -> bool {
    wanted.iter().enumerate().all(|(at, wanted)| {
        let joined = at == 0 || !tokens.gap_before(start + at).contains(['.', '!', '?', ';', ':']);
        let word = tokens.list.get(start + at);
        joined && word.is_some_and(|word| is_form_of(&word.folded, wanted))
    })
}

/// Whether `word` is `term` or a simple inflection of it.
fn is_form_of(word: &str, term: &str) -> bool {
    const ENDINGS: [&str; 9] = ["", "s", "es", "ed", "d", "ing", "'s", "s'", "er"];
    // Most words have another first letter.
    if term.len() > "ment".len() && word.as_bytes().first() != term.as_bytes().first() {
        return false;
    }
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
                .is_some_and(|tail| matches!(tail, "" | "d" | "ing" | "ed" | "e" | "es" | "s"))
        })
}

pub(super) fn check_forbidden(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    // A term may go over the end of a line.
    let text = &view.prose.folded.text.replace('\n', " ");
    for forbidden in &context.input.pack.benchmark.forbidden_terms {
        if forbidden.unless_in_brief && in_brief(&forbidden.term, forbidden.case_sensitive, context)
        {
            continue;
        }
        let term = fold(&forbidden.term);
        if term.is_empty() {
            continue;
        }
        for at in bytes::places(text, &term) {
            let range = at..at + term.len();
            let source = view.prose.folded.original(&range);
            let written = view.prose.text.get(source.clone()).unwrap_or_default();
            let same_case = !forbidden.case_sensitive || written == forbidden.term;
            if same_case && is_whole_word(text, &range) && !spans_blocks(view, &source) {
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

fn spans_blocks(view: &SectionView<'_>, range: &Range<usize>) -> bool {
    view.prose.block_at(range.start).is_some_and(|(_, block)| block.end < range.end)
}

fn in_brief(term: &str, case_sensitive: bool, context: &Context<'_>) -> bool {
    if case_sensitive { context.brief_writes(term) } else { context.brief_says(term) }
}

#[cfg(test)]
mod tests {
    use crate::packs::Forbidden;
    use crate::quality::testkit::Kit;

    #[test]
    fn b3() {
        let kit = |group: &[&str], text: &str| {
            let mut kit = Kit::report(&[("overview", "Client Overview", text)]);
            let group = group.iter().map(|term| (*term).to_owned()).collect();
            kit.pack.benchmark.required_terms = vec![group];
            kit
        };
        for (group, text) in [
            (["engagement", "interaction"], "People come and stay."),
            (["call to action", "CTA"], "The call came late; action followed."),
            (["ARR", "revenue"], "The narrative is clear."),
            (["audit", "review"], "The auditorium opens."),
            (["reach", "impressions"], "Peaches are sold here."),
            (["segment", "persona"], "Personal notes win."),
            (["win-back", "reactivation"], "We win. Back home we rest."),
        ] {
            kit(&group, text).must_find("B3");
        }
        for (group, text) in [
            (["engagement", "interaction"], "Interactions count."),
            (["call to action", "CTA"], "One call to action a post."),
            (["call to action", "CTA"], "Every CTA is short."),
            (["measurement", "kpi"], "We measure it weekly."),
            (["strategy", "plan"], "Two strategies meet."),
            (["churn", "retention"], "Churned members return."),
            (["win-back", "reactivation"], "A win-back mail goes out."),
        ] {
            kit(&group, text).must_pass("B3");
        }
        let mut foreign = kit(&["engagement", "interaction"], "Die Leute kommen und bleiben.");
        foreign.language = "de".to_owned();
        foreign.must_pass("B3");
    }

    #[test]
    fn b4() {
        let kit = |term: &str, case_sensitive: bool, text: &str| {
            let mut kit = Kit::new(text);
            let term = term.to_owned();
            kit.pack.benchmark.forbidden_terms =
                vec![Forbidden { term, case_sensitive, unless_in_brief: true }];
            kit
        };
        for (term, cased, text) in [
            ("lorem", false, "Lorem it says."),
            ("growth hacking", false, "GROWTH\nHACKING works."),
            ("don't", false, "Don’t wait."),
            ("SEO", true, "SEO first."),
            ("café culture", false, "Cafe\u{301} culture rules."),
            ("all-in", false, "We go all–in now."),
            ("funnel", false, "- A **funnel** of three steps"),
        ] {
            kit(term, cased, text).must_find("B4");
        }
        for (term, cased, text) in [
            ("lorem", false, "Loremitas sings."),
            ("SEO", true, "Seo is a surname."),
            ("arc", false, "The search narrows."),
            ("classes", false, "Classes are in the brief."),
            ("growth hacking", false, "Growth by hacking."),
            ("funnel", false, "`funnel` is a code."),
            ("", false, "No term at all."),
        ] {
            kit(term, cased, text).must_pass("B4");
        }
    }
}
