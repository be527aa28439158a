//! F5–F7: proof, past successes and promises that nobody gave us.

mod past;
mod patterns;
mod promises;
mod proof;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(super) use self::past::check as check_past;
use self::patterns::Patterns;
pub(in crate::quality::checks) use self::patterns::{Claims, read_claims};
pub(super) use self::promises::check as check_superlatives;
pub(super) use self::proof::check as check_proof;
use crate::quality::checks::lists::WRITTEN;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::{Block, BlockKind};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::literals::Candidate;

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
    let Some(patterns) = WRITTEN.claims.get(name) else { return vec![] };
    let mut found: Vec<Claim<'v>> = vec![];
    let most = if view.apart { MOST * view.document.blocks.len() } else { MOST };
    for (block, range, pattern) in candidates(patterns, view) {
        let Some(text) = view.prose.text.get(range) else { continue };
        for pattern in patterns.at([pattern]) {
            for hit in pattern.find_iter(text).take(MOST) {
                if found.len() >= most {
                    return found;
                }
                let known = |claim: &Claim<'_>| {
                    claim.block == block
                        && claim.range.start < hit.end()
                        && hit.start() < claim.range.end
                };
                if !found.iter().any(known) {
                    let sentence = sentence_around(text, &hit.range());
                    found.push(Claim { block, range: hit.range(), text: hit.as_str(), sentence });
                }
            }
        }
    }
    found
}

/// Blocks in which one of `patterns` may occur: number in the document, bytes of the prose, number
/// of the pattern.
fn candidates(
    patterns: &Patterns,
    view: &SectionView<'_>,
) -> impl Iterator<Item = (usize, Range<usize>, usize)> {
    let mut all = vec![];
    for Candidate { pattern, parts } in patterns.literals.candidates(view.prose.haystack()) {
        for part in parts {
            all.extend(view.prose.blocks_in(&part).map(|(block, range)| (block, range, pattern)));
        }
    }
    all.sort_unstable_by_key(|(block, _, pattern)| (*block, *pattern));
    all.dedup_by_key(|(block, _, pattern)| (*block, *pattern));
    all.into_iter()
}

/// The sentence in which most of `range` stands.
fn sentence_around<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let found = text.get(range.clone()).unwrap_or_default();
    let edge = |c: char| c.is_whitespace() || matches!(c, '.' | '!' | '?');
    let at = range.start + (found.len() - found.trim_start_matches(edge).len());
    let ranges = crate::quality::sentences::ranges(text);
    let own = ranges.into_iter().find(|range| at < range.end);
    own.and_then(|range| text.get(range)).unwrap_or(text)
}

fn says(name: &str, text: &str) -> bool {
    WRITTEN.claims.get(name).is_some_and(|patterns| patterns.occur_in(text))
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

impl<'v> Claim<'v> {
    /// What its sentence says before it.
    fn before(&self) -> &'v str {
        let at = self.sentence.find(self.text.trim()).unwrap_or(self.sentence.len());
        self.sentence.get(..at).unwrap_or_default()
    }

    /// What its sentence says before it since the last strong mark.
    fn clause_before(&self) -> &'v str {
        let mark = |c: char| matches!(c, ';' | '!' | '?' | '—' | '–');
        self.before().rsplit(mark).next().unwrap_or_default()
    }

    /// What its sentence says after it.
    fn after(&self) -> &'v str {
        let at = self.sentence.find(self.text.trim()).map(|at| at + self.text.trim().len());
        at.and_then(|at| self.sentence.get(at..)).unwrap_or_default()
    }

    fn is_question(&self) -> bool {
        self.after().contains('?') || self.text.contains('?')
    }
}

/// The blocks under the same heading as `block`, the heading first; a text of its own is alone.
fn part_of<'v>(view: &'v SectionView<'_>, block: usize) -> &'v [Block] {
    let blocks = &view.document.blocks;
    if view.apart {
        return blocks.get(block..=block).unwrap_or_default();
    }
    let heading = |at: &usize| {
        blocks.get(*at).is_some_and(|block| matches!(block.kind, BlockKind::Heading(_)))
    };
    let start = (0..block).rev().find(heading).unwrap_or(0);
    let end = (block + 1..blocks.len()).find(heading).unwrap_or(blocks.len());
    blocks.get(start..end).unwrap_or_default()
}

/// The brief or a source says it: the claim as it stands, or a claim of this kind with its names.
fn is_given(name: &str, claim: &Claim<'_>, context: &Context<'_>) -> bool {
    if context.brief_says(claim.text.trim()) {
        return true;
    }
    let names = names_in(claim.text);
    let texts = context.input.research.claims.iter().map(|c| c.text.as_str());
    let titles = context.input.research.sources.iter().map(|s| s.title.as_str());
    let sources: Vec<String> = texts.chain(titles).map(fold).collect();
    // Names are known as they are written: `App of the Day` is not in a brief for an app.
    let known = |name: &String| {
        context.brief_text.contains(name.as_str())
            || sources.iter().any(|text| text.contains(&fold(name)))
    };
    // `University of Toronto` is none of a brief's names because the client works in Toronto.
    let institution = || {
        let found = says("institution", claim.text);
        found
            && !says("institution", context.brief_text)
            && !says("institution", &sources.join("\n"))
    };
    is_cited(claim, context)
        || !names.is_empty() && names.iter().all(known) && !institution()
        || names.is_empty() && says(name, context.brief_text)
}

fn is_cited(claim: &Claim<'_>, context: &Context<'_>) -> bool {
    let sentence = claim.sentence;
    context.input.research.sources.iter().any(|source| {
        sentence.contains(&format!("[{}]", source.id))
            || sentence.contains(&format!("({})", source.id))
    })
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
