//! P2 and P3: text in square brackets that is no link, citation or checkbox.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::quality::bytes;
use crate::quality::checks::lists::WRITTEN;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::lexicon::Lexicon;
use crate::quality::patterns::Patterns;
use crate::quality::quotes::is_quoted;

static WORDS: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::embedded(include_str!("../../rules/bracket_words.toml")));
static CITATIONS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/citations.toml")));
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\[+([^\[\]\n]{0,160})\]+|[【［〔]([^【】［］〔〕\n]{1,80})[】］〕]").ok()
});
static DEFINITIONS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ >*+-]*(\[([^\[\]\n]{1,160})\]):[ \t]*\n?[ \t]*(\S+)").ok()
});
/// Names in brackets that a mail tool fills in, where merge tags are right.
const READER_FIELDS: [&str; 8] = [
    "first name",
    "firstname",
    "fname",
    "first_name",
    "last name",
    "name",
    "customer name",
    "city",
];

/// What stands for a day, month, year or hour until somebody writes the real one.
const DATE_PARTS: [&str; 12] =
    ["DD", "MM", "YY", "YYYY", "TT", "JJ", "JJJJ", "AAAA", "GG", "HH", "dd", "yyyy"];

/// What a bracket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Slot,
    Stray,
    Fine,
}

pub(super) fn bracket_slots(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for range in brackets(view, context, Kind::Slot) {
        findings.add(Found::at(view, view.prose.span(&range)));
    }
    for (range, kind) in swallowed(view, context) {
        if kind == Kind::Slot {
            findings.add(Found::at(view, range));
        }
    }
    for found in WRITTEN.bracket_forms.find_in(view.prose.haystack()).into_iter().take(100) {
        let text = view.prose.text.get(found.range.clone()).unwrap_or_default();
        if !context.brief_has(text) {
            findings.add(Found::at(view, view.prose.span(&found.range)));
        }
    }
}

pub(super) fn stray_brackets(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    for range in brackets(view, context, Kind::Stray) {
        findings.add(Found::at(view, view.prose.span(&range)));
    }
    for (range, kind) in swallowed(view, context) {
        if kind == Kind::Stray {
            findings.add(Found::at(view, range));
        }
    }
}

/// Brackets that Markdown takes for the definition of a link and shows to nobody, `[Slot]: word`,
/// though no address follows; with their bytes in the Markdown.
fn swallowed(view: &SectionView<'_>, context: &Context<'_>) -> Vec<(Range<usize>, Kind)> {
    let text = &view.source.text;
    if !bytes::holds(text, "]:") {
        return vec![];
    }
    let Some(pattern) = DEFINITIONS.as_ref() else { return vec![] };
    let merges = view.spec.is_some_and(|spec| spec.allow_merge_tags);
    let mut found = vec![];
    for captures in pattern.captures_iter(text).take(400) {
        let part = |at| captures.get(at).map_or((0..0, ""), |m| (m.range(), m.as_str()));
        let ((whole, bracket), (_, inner), (_, target)) = (part(1), part(2), part(3));
        let shown = || brackets_at(view, &view.source.span(&whole));
        if !is_address(target) && !context.brief_has(bracket) && !shown() {
            found.push((view.source.span(&whole), classify(inner, merges)));
        }
    }
    found
}

fn is_address(target: &str) -> bool {
    target.contains("://") || target.contains('@') || target.starts_with(['/', '#', '<'])
}

/// Whether the prose shows what stands at `span` of the Markdown.
fn brackets_at(view: &SectionView<'_>, span: &Range<usize>) -> bool {
    let blocks = &view.document.blocks;
    blocks.iter().any(|block| block.kind.is_prose() && block.origin.has(span.start))
}

fn brackets(view: &SectionView<'_>, context: &Context<'_>, wanted: Kind) -> Vec<Range<usize>> {
    let text = &view.prose.text;
    if !bytes::holds_any(text, ['[', '【', '［', '〔']) {
        return vec![];
    }
    let Some(pattern) = BRACKETS.as_ref() else { return vec![] };
    let merges = view.spec.is_some_and(|spec| spec.allow_merge_tags);
    let mut found = vec![];
    for captures in pattern.captures_iter(text).take(400) {
        let (Some(whole), Some(inner)) = (captures.get(0), captures.get(1).or(captures.get(2)))
        else {
            continue;
        };
        let kind = classify(inner.as_str(), merges);
        let folded = &view.prose.folded;
        let quoted_insert = (kind == Kind::Stray || is_titled(inner.as_str()))
            && is_quoted(&folded.text, &folded.folded(&whole.range()));
        if kind == wanted && !quoted_insert && !context.brief_has(whole.as_str()) {
            found.push(whole.range());
        }
    }
    found
}

fn classify(inner: &str, merges: bool) -> Kind {
    let words = fold(&spaced(inner));
    if words.is_empty() || !words.chars().any(char::is_alphanumeric) {
        return if matches!(words.as_str(), "..." | "-" | "?" | "!") {
            Kind::Fine
        } else {
            Kind::Slot
        };
    }
    if merges && READER_FIELDS.contains(&words.as_str()) {
        return Kind::Fine;
    }
    if inner.trim() == "x" {
        return Kind::Fine;
    }
    let cites = CITATIONS.find(inner);
    let by_number = cites.iter().any(|found| found.pattern.name == "by_number");
    if is_slot(&words) && !by_number {
        return Kind::Slot;
    }
    if !cites.is_empty() {
        return Kind::Fine;
    }
    let dated = || inner.split(|c: char| !c.is_alphabetic()).any(|word| DATE_PARTS.contains(&word));
    if is_titled(inner) || words.ends_with(" name") || words.ends_with(" here") || dated() {
        return Kind::Slot;
    }
    Kind::Stray
}

/// Whether it is written as a name is, `[Local Charity]`: a note is written small.
fn is_titled(inner: &str) -> bool {
    let words: Vec<&str> = inner.split_whitespace().collect();
    let small = |word: &&str| matches!(*word, "of" | "the" | "and" | "or" | "for" | "in" | "&");
    let titled = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || "'’-/.#".contains(c))
            && word.chars().any(char::is_lowercase)
    };
    (2..=5).contains(&words.len())
        && words.first().is_some_and(titled)
        && words.iter().all(|word| titled(word) || small(word))
}

/// `BrandName` and `brand_name` as words.
fn spaced(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for c in name.chars() {
        if before.is_lowercase() && c.is_uppercase() {
            words.push(' ');
        }
        words.push(if c == '_' { ' ' } else { c });
        before = c;
    }
    words
}

/// Whether it begins with an order, or is made of names of things to be filled in.
fn is_slot(words: &str) -> bool {
    let hits = WORDS.find(words);
    let ordered = hits.iter().any(|hit| hit.range.start == 0 && hit.entry.list == "order");
    if ordered {
        return true;
    }
    let unfilled = |part: &str| part.chars().any(char::is_alphabetic) && part != "s";
    let mut rest = 0;
    for hit in &hits {
        if words.get(rest..hit.range.start).is_some_and(unfilled) {
            return false;
        }
        rest = hit.range.end;
    }
    let named = hits.iter().any(|hit| hit.entry.list == "name");
    named
        && !words.get(rest..).is_some_and(|tail| {
            tail.chars().any(char::is_alphabetic) && tail.trim().chars().count() > 1
        })
}
