//! Finds the names of the brand in a text, and what comes close without being one.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashSet;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

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
    /// Its first letter or digit.
    head: Option<char>,
    tokens: usize,
}

/// A text that is nearly a name of the brand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The name as it should be.
    pub name: String,
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
            for (at, _) in text.match_indices(&name.folded) {
                let range = at..at + name.folded.len();
                let source = folded.original(&range);
                let text = original.get(source.clone()).unwrap_or_default();
                if name.stands(&folded.text, &range, text) && !overlaps(&found, &source) {
                    found.push(source);
                }
            }
        }
        found.sort_by_key(|range| range.start);
        found
    }

    /// How often `text` names the brand.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        self.mentions(text, &Folded::new(text)).len()
    }

    /// Places of `tokens` that misspell a name or write it in the wrong case, unless `brief`
    /// (folded text of the brief) spells it so as well.
    #[must_use]
    pub fn near_misses(&self, tokens: &Tokens, brief: &str) -> Vec<NearMiss> {
        let mut misses: Vec<NearMiss> = vec![];
        let right = LazyCell::new(|| self.right_mentions(&tokens.text));
        for (start, first) in tokens.list.iter().enumerate() {
            for name in self.names.iter().filter(|name| name.may_begin(tokens, first)) {
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
        Self { written, folded, exact, bare, head, tokens }
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
            let mut spellings = brief.match_indices(&folded);
            let in_brief =
                spellings.any(|(at, found)| is_whole_word(brief, &(at..at + found.len())));
            if !in_brief || folded == self.folded {
                return Some(NearMiss { range: first.start..last.end, name: self.written.clone() });
            }
        }
        None
    }

    /// A cheap look at the first word before any comparison.
    fn may_begin(&self, tokens: &Tokens, first: &super::tokens::Token) -> bool {
        if self.exact || self.tokens == 0 || self.bare.is_empty() {
            return false;
        }
        let starts = |text: &str| text.starts_with(char::is_uppercase);
        let capital = || tokens.text.get(first.start..).is_some_and(starts);
        let long = self.bare.len() >= 7 && self.tokens == 1;
        head_of(&first.folded) == self.head
            || long && first.folded.len().abs_diff(self.folded.len()) <= 3 && capital()
    }

    /// Whether `text` is this name with another case, accent, mark, blank, or a slip of letters.
    fn is_near(&self, text: &str, same_head: bool, length: usize) -> bool {
        let capital = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let own = self.bare.as_str();
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
        let letters = own.chars().count();
        let most = if letters >= 10 { 2 } else { 1 };
        if self.written.contains('&') {
            let (joined, own) = (found.replace("and", ""), own.replace("and", ""));
            if length == self.tokens && joined == own {
                return capital;
            }
            // An "and" written out is a word more.
            let folded = fold(text);
            let joined = ["and", "en", "und", "et", "y", "e"]
                .into_iter()
                .find(|word| folded.contains(&format!(" {word} ")))
                .map_or(joined, |word| bare(&folded.replacen(&format!(" {word} "), " ", 1)));
            if capital && length == self.tokens + 1 && joined.len() < found.len() {
                return same_head && distance(&joined, &own, most) <= most;
            }
        }
        capital
            && (5..=60).contains(&letters)
            && length == self.tokens
            && (same_head || letters >= 7)
            && found.chars().count().abs_diff(letters) <= most
            && !is_inflection(&found, own)
            && !(self.tokens == 1 && is_common_word(&found))
            && self.distance_by_words(text, &found, most) <= most
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
        is_common_word(&word) || super::language::is_never_doubled("en", &word)
    };
    lower && written.split_whitespace().count() < 4 && written.split_whitespace().all(common)
}

fn is_inflection(found: &str, own: &str) -> bool {
    let tail =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|t| matches!(t, "s" | "es" | "er" | "n"));
    tail(found, own) || tail(own, found) && !own.ends_with("ss")
}

/// `brand` without the marks that Markdown takes for emphasis, a heading or an item.
fn without_marks(brand: &str) -> String {
    let start = brand.trim_start_matches(['#', '>']);
    let start = if start.starts_with(' ') { start } else { brand };
    let item =
        start.trim_start().strip_prefix(['-', '+', '*']).filter(|rest| rest.starts_with(' '));
    item.unwrap_or(start).replace(['*', '_', '`', '~'], "").trim().to_owned()
}

fn is_address(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    rest.starts_with('@')
        || rest.starts_with('.') && rest.chars().nth(1).is_some_and(char::is_lowercase)
}

fn same_letters(text: &str, written: &str) -> bool {
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

/// Whether the letters and digits of the ASCII text `text` are `own`, or it joins words by `&`.
fn has_bare(text: &str, own: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    text.contains('&') || letters.map(|b| b.to_ascii_lowercase()).eq(own.bytes())
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

fn overlaps(found: &[Range<usize>], range: &Range<usize>) -> bool {
    found.iter().any(|known| known.start < range.end && range.start < known.end)
}

/// Edits (insert, delete, replace, swap) between `a` and `b`, counted up to `most + 1`.
#[must_use]
pub fn distance(a: &str, b: &str, most: usize) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut before: Vec<usize> = vec![];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX / 2);
            let mut cost =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(most + 1)
}

#[cfg(test)]
mod tests {
    use super::{BrandNames, Tokens, distance};

    #[test]
    fn counts_mentions() {
        for (brand, text, count) in [
            ("Arc", "Arc is not in search, nor arc.", 1),
            ("Dock9", "Dock9’s board; dock9 too. Dock90 no.", 2),
            ("Séliane", "Se\u{301}liane and SÉLIANE’s cream", 2),
            ("O’Dowd & Larch", "O'Dowd & Larch, O’Dowd & Larch", 2),
            ("Harbour Bank (HB)", "Harbour Bank (HB) and HB and Harbour Bank; hb", 3),
            ("Yahoo!", "Yahoo! Yahoo!’s page", 2),
            ("東京店", "私たちの東京店は、東京店です。", 2),
            ("Röstgruß", "Röstgruß-Abo, RÖSTGRUß, Röstgrußs Kaffee", 3),
            ("Oasis", "An oasis. Oasis sells.", 1),
            ("42", "Only 42 and 420", 1),
            ("Ember & Ease", "At Ember\n& Ease, and Ember &\nEase", 2),
            ("Larkin's Dental House", "Larkin’s Dental House’s desk", 1),
        ] {
            assert_eq!(BrandNames::of(brand).count(text), count, "{brand}: {text}");
        }
    }

    #[test]
    fn finds_misspelt_names() {
        for (brand, text) in [
            ("Dock9", "We love dock9 here."),
            ("Dock9", "Dock 9 plans doors."),
            ("Dock9", "DOCK9 plans doors."),
            ("Ödmark", "The Odmark shop"),
            ("Ödmark", "The Ödmarck shop"),
            ("Séliane", "Seliane cleanser"),
            ("Ember & Ease", "Ember and Ease opens"),
            ("Ember & Ease", "Ember & Eeas opens"),
            ("Padho42", "Padho24 teaches"),
            ("Padho42", "PadhO42 teaches"),
            ("Larkin's Dental House", "Larkins Dental House"),
            ("Larkin's Dental House", "Larkin’s dental house"),
            ("Peñalunar", "Penalunar vende"),
            ("Lantern Street Food Bank", "Lantern Street Foodbank"),
            ("Coulee Ridge Credit Union", "Coulie Ridge Credit Union"),
            ("Röstgruß", "Röstgruss liefert"),
            ("Röstgruß", "Röstgrus liefert"),
            ("Ember & Ease", "Ember and Eaze opens"),
            ("Lantern Street Food Bank", "the lantern street food bank"),
        ] {
            let misses = BrandNames::of(brand).near_misses(&Tokens::of(text), "");
            assert!(!misses.is_empty(), "{brand}: {text}");
        }
        for (brand, text) in [
            ("Dock9", "Plan dock 9 and dock 7; Dock9’s board; #dock9"),
            ("Ember & Ease", "Ember & Ease’s room, ember and ease of mind, #EmberAndEase"),
            ("Oasis", "an oasis in town"),
            ("Larkin's Dental House", "Larkin’s Dental House’s"),
            ("Lantern Street Food Bank", "a food bank in Lantern Street"),
            ("Ödmark", "Denmark and Ödmark’s shells at shop@odmark.com"),
            ("Séliane", "Se\u{301}liane"),
            ("Padho42", "Padho42 Plus for 42 minutes"),
            ("Harbour Bank (HB)", "Harbour Bank and HB"),
            ("A|B Partners", "A|B Partners agree; A|B Partners’s plan, A|B Partners' desk"),
            ("# Hash", "# Hash opens. # Hash’s desk and # Hash again"),
            ("Yahoo!", "Yahoo! opens, Yahoo!'s desk"),
            ("¡Olé!", "¡Olé! abre"),
            ("*Star* Tea", "Start a list. Star Tea opens."),
            ("Star Tea", "Start a list."),
            ("# Hash", "Hash opens."),
            ("Growth", "The growth of a plant"),
            ("The Plan", "Follow the plan."),
        ] {
            let misses = BrandNames::of(brand).near_misses(&Tokens::of(text), "");
            assert!(misses.is_empty(), "{brand}: {misses:?}");
        }
    }

    #[test]
    fn measures_distance() {
        for (a, b, edits) in
            [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("abc", "ab", 1)]
        {
            assert_eq!(distance(a, b, 2), edits);
        }
    }
}
