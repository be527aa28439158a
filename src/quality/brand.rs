//! Finds the names of the brand in a text, and what comes close without being one.

mod alike;
mod all;
mod distance;
mod near;
#[cfg(test)]
mod tests;

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

pub use self::all::AllNames;
pub use self::distance::distance;
pub use self::near::NearMiss;
use super::bytes;
use super::fold::{Folded, fold, is_whole_word};
use super::tokens::Tokens;

/// The names that a brand answers to.
#[derive(Debug, Clone)]
pub struct BrandNames {
    names: Vec<Name>,
}

#[derive(Debug, Clone)]
struct Name {
    /// As the client writes it, NFC.
    written: String,
    folded: String,
    /// Whether the same letters in another case are another word.
    exact: bool,
    /// Letters and digits only, accents taken off.
    bare: String,
    /// How many those are.
    letters: usize,
    /// Its first letter or digit.
    head: Option<char>,
    tokens: usize,
}

/// Names of letters only, and no longer than this, are matched with their case.
const SHORT: usize = 4;

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("rules/common_words.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Whether `word`, folded, is an everyday word.
#[must_use]
pub fn is_common_word(word: &str) -> bool {
    COMMON.contains(word) || word.strip_suffix('s').is_some_and(|word| COMMON.contains(word))
}

impl BrandNames {
    /// The names of `brand`: the whole, what Markdown makes of it, and for `X (Y)` also X and Y.
    #[must_use]
    pub fn of(brand: &str) -> Self {
        let mut names: Vec<Name> = vec![];
        let mut push = |text: &str| {
            let name = Name::new(text);
            if !name.folded.is_empty() && !names.iter().any(|known| known.written == name.written) {
                names.push(name);
            }
        };
        push(brand);
        push(&without_marks(brand));
        if let Some((outer, rest)) = brand.split_once('(') {
            push(outer);
            if let Some((inner, _)) = rest.split_once(')') {
                push(inner);
            }
        }
        Self { names }
    }

    /// Byte ranges of `original` where the brand is named, `folded` being its folded form.
    #[must_use]
    pub fn mentions(&self, original: &str, folded: &Folded) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = vec![];
        let lines = LazyCell::new(|| folded.text.replace('\n', " "));
        for name in &self.names {
            // A name may go over the end of a line.
            let text = if name.folded.contains(' ') { &*lines } else { &folded.text };
            let mut own: Vec<Range<usize>> = vec![];
            for at in bytes::places(text, &name.folded) {
                let range = at..at + name.folded.len();
                let source = folded.original(&range);
                let text = original.get(source.clone()).unwrap_or_default();
                let apart = own.last().is_none_or(|last| last.end <= source.start);
                if apart && name.stands(&folded.text, &range, text) && !overlaps(&found, &source) {
                    own.push(source);
                }
            }
            found.append(&mut own);
            found.sort_by_key(|range| range.start);
        }
        found
    }

    /// How often `text` names the brand.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        self.mentions(text, &Folded::new(text)).len()
    }
}

impl Name {
    fn new(text: &str) -> Self {
        let written: String = text.trim().nfc().collect();
        let folded = fold(&written);
        let letters = written.chars().all(char::is_alphabetic);
        let cased = written.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        let exact =
            cased && letters && (written.chars().count() <= SHORT || is_common_word(&folded));
        let bare = bare(&written);
        let head = bare.chars().next();
        let tokens = Tokens::of(&written).list.len();
        let letters = bare.chars().count();
        Self { written, folded, exact, bare, letters, head, tokens }
    }

    fn stands(&self, folded: &str, range: &Range<usize>, text: &str) -> bool {
        if self.exact && !same_letters(text, &self.written) {
            return false;
        }
        let plural = range.start..range.end + 1;
        is_whole_word(folded, range)
            || !self.exact
                && folded.get(range.end..).is_some_and(|rest| rest.starts_with('s'))
                && is_whole_word(folded, &plural)
    }
}

/// `brand` without the marks that Markdown takes for emphasis, a heading or an item.
fn without_marks(brand: &str) -> String {
    let start = brand.trim_start_matches(['#', '>']);
    let start = if start.starts_with(' ') { start } else { brand };
    let item =
        start.trim_start().strip_prefix(['-', '+', '*']).filter(|rest| rest.starts_with(' '));
    item.unwrap_or(start).replace(['*', '_', '`', '~'], "").trim().to_owned()
}

fn same_letters(text: &str, written: &str) -> bool {
    let heads = text.bytes().next().zip(written.bytes().next());
    if heads.is_some_and(|(a, b)| a != b && a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric())
        && !text.chars().nth(1).is_some_and(is_combining_mark)
    {
        return false;
    }
    if text.is_ascii() && written.is_ascii() {
        let unify = |byte: &u8| match byte {
            b'`' => b'\'',
            byte if char::from(*byte).is_whitespace() => b' ',
            byte => *byte,
        };
        return text.len() == written.len()
            && text.as_bytes().iter().map(unify).eq(written.as_bytes().iter().map(unify));
    }
    let unify = |c: char| match c {
        c if super::tokens::is_apostrophe(c) => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.nfc().map(unify).eq(written.chars().map(unify))
}

/// First letter or digit of a folded word, its accent taken off.
fn head_of(word: &str) -> Option<char> {
    let head = word.chars().next()?;
    if head.is_ascii() { Some(head) } else { bare(word).chars().next() }
}

/// Letters and digits of `text` in lower case, accents taken off.
fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len() + 2);
    if text.is_ascii() && !text.contains('&') {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        bare.extend(letters.map(|c| c.to_ascii_lowercase()));
        return bare;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => bare.push_str("ss"),
            'ø' => bare.push('o'),
            'æ' => bare.push_str("ae"),
            'ł' => bare.push('l'),
            '&' => bare.push_str("and"),
            c if c.is_alphanumeric() => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// Whether one of `found`, which are in order and apart, has a part of `range`.
fn overlaps(found: &[Range<usize>], range: &Range<usize>) -> bool {
    let at = found.partition_point(|known| known.end <= range.start);
    found.get(at).is_some_and(|known| known.start < range.end)
}
