//! What digits and number words are worth, in any of the usual notations.

use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use crate::quality::tokens::{Token, digit_of};
use crate::quality::word_map::WordMap;

/// The worth of a number literal; notations that can be read in two ways have both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// The likelier reading.
    pub value: f64,
    /// The other one (`2.500` is 2500 to a German and 2.5 to an American).
    pub other: Option<f64>,
    /// Digits after the decimal mark.
    pub decimals: u32,
    /// Whether it holds a separator of thousands.
    pub grouped: bool,
}

/// Reads `literal`, digits with separators between them; `None` for dates and versions.
#[must_use]
pub fn worth(literal: &str) -> Option<Worth> {
    if literal.len() <= FEW && literal.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(&[literal], false);
    }
    let mut groups: Vec<(String, Option<char>)> = vec![(String::new(), None)];
    for c in literal.chars() {
        if let Some(digit) = digit_of(c) {
            let digit = char::from_digit(digit, 10)?;
            groups.last_mut()?.0.push(digit);
        } else {
            groups.last_mut()?.1 = Some(unify(c));
            groups.push((String::new(), None));
        }
    }
    if groups.len() > 12 || literal.len() > 40 {
        return None;
    }
    let marks: Vec<char> = groups.iter().filter_map(|(_, mark)| *mark).collect();
    let digits: Vec<&str> = groups.iter().map(|(digits, _)| digits.as_str()).collect();
    match marks.as_slice() {
        [] => whole(&digits, false),
        [mark] => single(&digits, *mark),
        [first, .., last] if first != last => decimal(&digits),
        _ if grouped(&digits) => whole(&digits, true),
        _ => None,
    }
}

/// Digits that are read as they stand, without marks between them.
const FEW: usize = 12;

fn unify(c: char) -> char {
    match c {
        ',' | '\u{066B}' | '\u{FF0C}' => ',',
        '.' | '\u{FF0E}' => '.',
        _ => ' ',
    }
}

/// Groups of two or three digits, as in `1,234,567` and `12,00,000`.
fn grouped(digits: &[&str]) -> bool {
    let inner = digits.get(1..).unwrap_or_default();
    digits.first().is_some_and(|first| (1..=3).contains(&first.len()))
        && inner.last().is_some_and(|last| last.len() == 3)
        && inner.iter().all(|group| matches!(group.len(), 2 | 3))
}

fn whole(digits: &[&str], grouped: bool) -> Option<Worth> {
    let value = match digits {
        [digits] => digits.parse(),
        digits => digits.concat().parse(),
    };
    Some(Worth { value: value.ok()?, other: None, decimals: 0, grouped })
}

fn single(digits: &[&str], mark: char) -> Option<Worth> {
    let (first, last) = (digits.first()?, digits.last()?);
    if mark == ' ' {
        return whole(digits, true);
    }
    let group = last.len() == 3 && (1..=3).contains(&first.len()) && *first != "0";
    let point = decimal(digits)?;
    if !group {
        return Some(point);
    }
    let value = whole(digits, true)?;
    Some(Worth { other: (mark == '.').then_some(point.value), ..value })
}

fn decimal(digits: &[&str]) -> Option<Worth> {
    let (last, before) = digits.split_last()?;
    let value = format!("{}.{last}", before.concat()).parse().ok()?;
    let decimals = u32::try_from(last.len()).ok()?;
    Some(Worth { value, other: None, decimals, grouped: before.len() > 1 })
}

#[derive(Debug, Default, Deserialize)]
struct File {
    spelled: HashMap<String, Vec<String>>,
    scale: HashMap<String, Vec<String>>,
    currency: HashMap<String, Vec<String>>,
}

/// Number words, scales and currencies by word or mark.
#[derive(Debug, Default)]
struct Names {
    spelled: WordMap<f64>,
    scale: HashMap<String, f64>,
    currency: HashMap<String, String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let file: File =
        crate::embedded::toml("number_words.toml", include_str!("../rules/number_words.toml"));
    let flat = |lists: HashMap<String, Vec<String>>| {
        let pairs =
            lists.into_iter().filter_map(|(n, words)| Some((n.parse::<f64>().ok()?, words)));
        pairs.flat_map(|(n, words)| words.into_iter().map(move |word| (word, n)))
    };
    let codes = file.currency.into_iter();
    Names {
        spelled: flat(file.spelled).collect(),
        scale: flat(file.scale).collect(),
        currency: codes
            .flat_map(|(code, words)| words.into_iter().map(move |word| (word, code.clone())))
            .collect(),
    }
});

/// What the folded `word` is worth when it spells a number out.
#[must_use]
pub fn spelled(word: &str) -> Option<f64> {
    NAMES.spelled.of_word(word).copied()
}

/// [`spelled`] of the word that `token` is.
#[must_use]
pub fn spelled_token(token: &Token) -> Option<f64> {
    NAMES.spelled.of(token).copied()
}

/// What the folded `word` multiplies the number before it by.
#[must_use]
pub fn scale(word: &str) -> Option<f64> {
    NAMES.scale.get(word).copied()
}

/// The code of the currency that the folded `word` or mark names.
#[must_use]
pub fn currency(word: &str) -> Option<&'static str> {
    NAMES.currency.get(word).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{currency, scale, spelled, worth};

    #[test]
    fn reads_the_usual_notations() {
        for (literal, value, other) in [
            ("12,00,000", 1_200_000.0, None),
            ("12.900,50", 12_900.5, None),
            ("1,234.5", 1_234.5, None),
            ("2.500", 2_500.0, Some(2.5)),
            ("12,90", 12.9, None),
            ("0.125", 0.125, None),
            ("14 500", 14_500.0, None),
            ("1.234.567", 1_234_567.0, None),
            ("२५", 25.0, None),
            ("1'200", 1_200.0, None),
        ] {
            let found = worth(literal).map(|worth| (worth.value, worth.other));
            assert_eq!(found, Some((value, other)), "{literal}");
        }
        for literal in ["15.10.2027", "1.2.3"] {
            assert_eq!(worth(literal), None, "{literal}");
        }
    }

    #[test]
    fn knows_words_and_marks() {
        assert_eq!(spelled("nineteen"), Some(19.0));
        assert_eq!(scale("lakh"), Some(100_000.0));
        assert_eq!(currency("€"), Some("EUR"));
    }
}
