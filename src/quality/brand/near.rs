//! What comes close to a name of the brand without being one.

use std::cell::LazyCell;
use std::ops::Range;

use super::alike::{has_bare, is_inflection, is_repeated_or_swapped, looks_alike};
use super::distance::distance;
use super::{BrandNames, Name, bare, head_of, is_common_word, overlaps, same_letters};
use crate::quality::bytes;
use crate::quality::fold::{Folded, fold, is_whole_word};
use crate::quality::tokens::{Token, Tokens};

/// Misspellings of a block that are told: nobody looks at more, and hostile text has no end.
const MOST: usize = 200;

/// A text that is nearly a name of the brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The name as it should be.
    pub name: String,
}

impl BrandNames {
    /// Places of `tokens` that misspell a name or write it in the wrong case, unless `brief`
    /// (folded text of the brief) spells it so as well.
    #[must_use]
    pub fn near_misses(&self, tokens: &Tokens, brief: &str) -> Vec<NearMiss> {
        self.near_misses_at(0..tokens.list.len(), tokens, brief)
    }

    /// The same that begin with one of the tokens at `starts`, which are in order.
    pub(super) fn near_misses_at(
        &self,
        starts: impl IntoIterator<Item = usize>,
        tokens: &Tokens,
        brief: &str,
    ) -> Vec<NearMiss> {
        let mut misses: Vec<NearMiss> = vec![];
        let right = LazyCell::new(|| self.right_mentions(&tokens.text));
        for start in starts {
            let Some(first) = tokens.list.get(start).filter(|_| misses.len() < MOST) else { break };
            let head = head_of(&first.folded);
            for name in self.names.iter().filter(|name| name.may_begin(tokens, first, head)) {
                let Some(miss) = name.missed_at(tokens, start, self, brief) else { continue };
                let after = misses.last().is_none_or(|last| last.range.end <= miss.range.start);
                if after && !overlaps(&right, &miss.range) {
                    misses.push(miss);
                }
            }
        }
        misses
    }

    /// Where `text` names the brand letter by letter as the client writes it, marks included.
    fn right_mentions(&self, text: &str) -> Vec<Range<usize>> {
        let as_written =
            |range: &Range<usize>| text.get(range.clone()).is_some_and(|found| self.knows(found));
        self.mentions(text, &Folded::new(text)).into_iter().filter(as_written).collect()
    }

    fn knows(&self, text: &str) -> bool {
        let bare_end = text.strip_suffix(['s', 'S']).unwrap_or(text);
        let bare_end = bare_end.trim_end_matches(['\'', '\u{2019}']);
        self.names.iter().any(|name| {
            let same = |text: &str| same_letters(text, &name.written);
            same(text) || same(bare_end) || same(text.trim_end_matches(['\'', '\u{2019}']))
        })
    }
}

impl Name {
    fn missed_at(
        &self,
        tokens: &Tokens,
        start: usize,
        names: &BrandNames,
        brief: &str,
    ) -> Option<NearMiss> {
        let first = tokens.list.get(start)?;
        let before = tokens.text.get(..first.start).unwrap_or_default();
        if before.ends_with(['#', '@', '/', '.', '_', '-', '‑']) && !before.ends_with("…") {
            return None;
        }
        let whole = tokens.list.get(start + self.tokens - 1);
        let right = whole.and_then(|last| tokens.text.get(first.start..last.end));
        if right.is_some_and(|text| names.knows(text)) {
            return None;
        }
        if self.exact {
            let slipped = right.is_some_and(|text| self.has_slipped(tokens, first, text));
            let in_brief = right.is_some_and(|text| contains_word(brief, &fold(text)));
            let case = right.is_some_and(|text| fold(text) == self.folded);
            let miss = NearMiss { range: first.start..first.end, name: self.written.clone() };
            return (slipped && (case || !in_brief)).then_some(miss);
        }
        let same_head = head_of(&first.folded) == self.head;
        let lengths = [self.tokens, self.tokens + 1, self.tokens.saturating_sub(1)];
        for length in lengths.into_iter().filter(|length| *length > 0) {
            let Some(last) = tokens.list.get(start + length - 1) else { continue };
            let text = tokens.text.get(first.start..last.end)?;
            if text.len() > self.written.len() * 2 + 8 || is_address(&tokens.text, last.end) {
                continue;
            }
            if !self.is_near(text, same_head, length) || names.knows(text) {
                continue;
            }
            let folded = fold(text);
            if !contains_word(brief, &folded) || folded == self.folded {
                return Some(NearMiss { range: first.start..last.end, name: self.written.clone() });
            }
        }
        None
    }

    /// A cheap look at the first word, which begins with `head`, before any comparison.
    fn may_begin(&self, tokens: &Tokens, first: &Token, head: Option<char>) -> bool {
        let long = self.is_long_word();
        if head != self.head && !long || self.tokens == 0 || self.bare.is_empty() {
            return false;
        }
        let starts = |text: &str| text.starts_with(char::is_uppercase);
        let capital = || tokens.text.get(first.start..).is_some_and(starts);
        if self.exact {
            return head == self.head && capital();
        }
        // Without a capital or a digit only the very letters count.
        let small = |c: char| c.is_ascii_lowercase();
        let text = tokens.text.get(first.start..first.end).unwrap_or_default();
        if text.chars().all(small) && !self.bare.starts_with(text) {
            return false;
        }
        head == self.head
            || long && first.folded.len().abs_diff(self.folded.len()) <= 3 && capital()
    }

    /// Whether it is a word so long that its first letter may be wrong too.
    pub(super) fn is_long_word(&self) -> bool {
        self.bare.len() >= 7 && self.tokens == 1
    }

    /// Whether `text`, a word amid a sentence, is a slip of this name that is an everyday word or a
    /// short one: in capitals, without its accent, with a letter doubled or two swapped, and in a
    /// longer one any letter wrong.
    fn has_slipped(&self, tokens: &Tokens, first: &Token, text: &str) -> bool {
        let before = tokens.text.get(..first.start).unwrap_or_default().trim_end();
        let after = tokens.text.get(first.end..).unwrap_or_default().trim_start();
        let amid = before.ends_with(|c: char| c.is_lowercase() || c == ',')
            && after.starts_with(char::is_lowercase);
        let found = bare(text);
        let letters = self.bare.chars().count();
        if self.tokens != 1 || !amid || letters < 3 || !text.chars().all(char::is_alphabetic) {
            return false;
        }
        if found == self.bare {
            return true;
        }
        let edits = distance(&found, &self.bare, 1);
        let small = letters >= 5 || is_repeated_or_swapped(&found, &self.bare);
        edits == 1 && small && !is_common_word(&found) && !is_inflection(&found, &self.bare)
    }

    /// Whether `text` is this name with another case, accent, mark, blank, or a slip of letters.
    fn is_near(&self, text: &str, same_head: bool, length: usize) -> bool {
        let capital = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let own = self.bare.as_str();
        let letters = self.letters;
        if !self.is_as_long_as(text, length) {
            return false;
        }
        // Without a capital only the very letters count.
        if !capital && text.is_ascii() && !has_bare(text, own) {
            return false;
        }
        let found = bare(text);
        if found == own || found.strip_suffix('s') == Some(own) && text.contains('\u{2019}') {
            let spaced = length != self.tokens;
            let ordinary = fold(text) == self.folded && is_ordinary(text, &self.written);
            return !ordinary && (capital || !spaced && self.is_distinctive());
        }
        if !capital {
            return false;
        }
        let most = if letters >= 10 { 2 } else { 1 };
        if self.written.contains('&') {
            let (joined, own) = (found.replace("and", ""), own.replace("and", ""));
            if length == self.tokens && joined == own {
                return true;
            }
            // An "and" written out is a word more.
            if length == self.tokens + 1 {
                let folded = fold(text);
                let joined = [" and ", " en ", " und ", " et ", " y ", " e "]
                    .into_iter()
                    .find(|word| folded.contains(word))
                    .map_or(joined, |word| bare(&folded.replacen(word, " ", 1)));
                if joined.len() < found.len() {
                    return same_head && distance(&joined, &own, most) <= most;
                }
            }
        }
        ((5..=60).contains(&letters) || looks_alike(&found, own))
            && length == self.tokens
            && (same_head || letters >= 7)
            && found.chars().count().abs_diff(letters) <= most
            && !is_inflection(&found, own)
            && !(self.tokens == 1 && is_common_word(&found))
            && self.distance_by_words(text, &found, most) <= most
    }

    /// Whether `text` of `length` words has about as many letters as it must have to be near, as
    /// far as that shows at a glance.
    fn is_as_long_as(&self, text: &str, length: usize) -> bool {
        if !text.is_ascii() || text.contains('&') || self.written.contains('&') {
            return true;
        }
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
        // Of more or fewer words it is the very letters, or those with an `s`.
        letters.abs_diff(self.letters) <= if length == self.tokens { 2 } else { 1 }
    }

    /// Edits between `text` and the name; letters do not move from one word to the next.
    fn distance_by_words(&self, text: &str, found: &str, most: usize) -> usize {
        let whole = distance(found, &self.bare, most);
        if whole > most || self.tokens < 2 {
            return whole;
        }
        let words = |text: &str| -> Vec<String> {
            text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
        };
        let (there, own) = (words(text), words(&self.written));
        if there.len() != own.len() {
            return whole;
        }
        // Another everyday word is another word: `The next` is no slip of `The Nest`.
        let ordinary = |(a, b): (&String, &String)| a != b && is_common_word(a);
        if there.iter().zip(&own).any(ordinary) {
            return most + 1;
        }
        there.iter().zip(&own).map(|(a, b)| distance(a, b, most)).sum()
    }

    fn is_distinctive(&self) -> bool {
        self.tokens == 1
            || self.written.chars().any(|c| c.is_ascii_digit() || !c.is_ascii())
            || self.tokens >= 2
    }
}

/// Lower-case words of a name that consists of a few common words are no misspelling of it.
fn is_ordinary(text: &str, written: &str) -> bool {
    let lower = text.chars().all(|c| !c.is_uppercase());
    let common = |word: &str| {
        let word = fold(word);
        is_common_word(&word) || crate::quality::language::is_never_doubled("en", &word)
    };
    lower && written.split_whitespace().count() < 4 && written.split_whitespace().all(common)
}

/// Whether the folded text `brief` holds `word` as a word of its own.
fn contains_word(brief: &str, word: &str) -> bool {
    bytes::places(brief, word).any(|at| is_whole_word(brief, &(at..at + word.len())))
}

fn is_address(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    rest.starts_with('@')
        || rest.starts_with('.') && rest.chars().nth(1).is_some_and(char::is_lowercase)
}
