//! S4 and S5: characters that a reader cannot see or that were broken, words of mixed scripts.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::quality::bytes;
use crate::quality::characters::{is_plain, misplaced};
use crate::quality::checks::lists::SOURCE;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

pub(super) fn hidden_and_broken(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let markdown = view.markdown();
    if !is_plain(markdown) {
        for (at, c) in misplaced(markdown).take(50) {
            let shown = format!("U+{:04X}", u32::from(c));
            let found = Found::at(view, at..at + c.len_utf8()).variant("hidden").excerpt(shown);
            findings.add(found);
        }
    }
    let in_code = |at: usize| view.document.code.iter().any(|code| code.span.contains(&at));
    for found in SOURCE.broken_text.find_in(view.haystack()).into_iter().take(100) {
        let text = markdown.get(found.range.clone()).unwrap_or_default();
        if !in_code(found.range.start) && !context.brief_has(text) {
            findings.add(Found::at(view, found.range));
        }
    }
}

pub(super) fn mixed_scripts(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    // Words of Latin letters only are never mixed, and most texts have no others.
    let text = &view.prose.text;
    let letter = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    // The first letter beyond Latin ones begins so; from U+2000 to U+2FFF there is none.
    let mut places = bytes::positions(text.as_bytes(), |byte| byte >= 0xCD && byte != 0xE2);
    if !places.any(|at| letter(at).is_some_and(is_foreign)) {
        return;
    }
    for (at, word) in view.prose.text.unicode_word_indices() {
        let word = word
            .strip_suffix(['s', 'S'])
            .map_or(word, |own| own.strip_suffix(['\'', '\u{2019}']).unwrap_or(word));
        if !word.is_ascii() && is_mixed(word) && !context.brief_has(word) {
            findings.add(Found::at(view, view.prose.span(&(at..at + word.len()))));
        }
    }
}

/// Scripts whose letters are taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
    Mathematical,
    Fullwidth,
}

fn is_mixed(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script_of);
    let Some(first) = scripts.next() else { return false };
    let others: Vec<Script> = scripts.filter(|script| *script != first).collect();
    !others.is_empty() && !is_measure(word)
}

/// A sign of science beside Latin letters: `μm`, `kΩ`, `Δt`.
fn is_measure(word: &str) -> bool {
    let signs = word.chars().filter(|c| matches!(c, 'μ' | 'Ω' | 'Δ' | 'π' | 'Σ' | 'λ')).count();
    let greek = word.chars().filter(|c| script_of(*c) == Some(Script::Greek)).count();
    let foreign = word.chars().any(|c| {
        matches!(script_of(c), Some(script) if script != Script::Greek && script != Script::Latin)
    });
    signs == 1 && greek == 1 && !foreign && word.chars().count() <= 4
}

fn is_foreign(c: char) -> bool {
    !c.is_ascii() && script_of(c).is_some_and(|script| script != Script::Latin)
}

fn script_of(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | 'ª' | 'º' | '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}' => {
            Some(Script::Latin)
        }
        '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' => Some(Script::Greek),
        '\u{0400}'..='\u{052F}' | '\u{1C80}'..='\u{1C8F}' => Some(Script::Cyrillic),
        '\u{0531}'..='\u{058F}' => Some(Script::Armenian),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some(Script::Cherokee),
        '\u{1D400}'..='\u{1D7FF}' => Some(Script::Mathematical),
        '\u{FF21}'..='\u{FF5A}' => Some(Script::Fullwidth),
        _ => None,
    }
}
