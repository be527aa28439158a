//! What makes two words look alike without being so.

/// Whether `a` and `b` differ by a doubled letter or by two letters that changed places.
pub(super) fn is_repeated_or_swapped(a: &str, b: &str) -> bool {
    let once = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.dedup();
        letters
    };
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len() != b.len() && once(a) == once(b) || a.len() == b.len() && sorted(a) == sorted(b)
}

pub(super) fn is_inflection(found: &str, own: &str) -> bool {
    let tail =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|t| matches!(t, "s" | "es" | "er" | "n"));
    tail(found, own) || tail(own, found) && !own.ends_with("ss")
}

/// Whether two short names differ only by signs that are taken for one another: `H2O`, `H20`.
pub(super) fn looks_alike(found: &str, own: &str) -> bool {
    let plain = |text: &str| text.replace('0', "o").replace(['1', 'i'], "l").replace('5', "s");
    own.contains(|c: char| c.is_ascii_digit()) && plain(found) == plain(own)
}

/// Whether the letters and digits of the ASCII text `text` are `own`, or it joins words by `&`.
pub(super) fn has_bare(text: &str, own: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
    text.contains('&') || letters.map(|b| b.to_ascii_lowercase()).eq(own.bytes())
}
