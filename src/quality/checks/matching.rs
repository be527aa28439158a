//! What checks that look for patterns share: where they look, and what is never a defect.

use std::ops::Range;

use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::lexicon::Lexicon;
use crate::quality::patterns::{Match, Patterns};
use crate::quality::quotes::is_quoted;

/// Occurrences of one kind beyond this number in a section say nothing new.
const MOST: usize = 200;

/// Adds a finding for each match in the prose as written that the brief does not say.
pub(super) fn in_prose(
    patterns: &Patterns,
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for found in patterns.find_in(view.prose.haystack()).into_iter().take(MOST) {
        let range = trimmed(&view.prose.text, &found.range);
        let text = view.prose.text.get(range.clone()).unwrap_or_default();
        if !context.brief_has(text) {
            findings.add(Found::at(view, view.prose.span(&range)));
        }
    }
}

/// Matches in the folded prose that the brief does not say, the quoted ones left out when
/// `unquoted`.
pub(super) fn in_folded<'p>(
    patterns: &'p Patterns,
    view: &SectionView<'_>,
    context: &Context<'_>,
    unquoted: bool,
) -> Vec<Match<'p>> {
    let text = &view.prose.folded.text;
    let kept = |found: &Match<'_>| {
        let range = trimmed(text, &found.range);
        let words = text.get(range.clone()).unwrap_or_default();
        !(context.brief_says(words) || unquoted && is_quoted(text, &range))
    };
    let found = patterns.find_in(view.prose.folded.haystack());
    found.into_iter().take(MOST).filter(kept).collect()
}

/// Adds a finding for each phrase of `lexicon` in the prose that the brief does not say.
pub(super) fn phrases(
    lexicon: &Lexicon,
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for hit in lexicon.find_in(&view.prose.folded).into_iter().take(MOST) {
        if !context.brief_says(&hit.entry.phrase) {
            findings.add(Found::at(view, view.prose.span_of_folded(&hit.range)));
        }
    }
}

/// `range` without the blanks and punctuation that a pattern took for its edges.
pub(super) fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let edge = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | ';' | ':' | '.' | '(' | ')');
    let start = range.start + (part.len() - part.trim_start_matches(edge).len());
    let end = start + part.trim_start_matches(edge).trim_end_matches(edge).len();
    if start < end { start..end } else { range.clone() }
}
