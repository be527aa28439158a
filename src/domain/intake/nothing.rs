//! Values that say nothing, such as `N/A` or `-`: they count as absent.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
struct Nothing {
    phrases: HashSet<String>,
}

static NOTHING: LazyLock<Nothing> =
    LazyLock::new(|| toml::from_str(include_str!("nothing.toml")).unwrap_or_default());

/// Whether `text` is one of the words that people write where they have nothing to say.
pub(super) fn is_stand_in(text: &str) -> bool {
    let is_edge = |c: char| c.is_whitespace() || (!c.is_alphanumeric() && c != '\'');
    let text = text.trim_matches(is_edge).to_lowercase().replace('’', "'");
    NOTHING.phrases.contains(&text)
}

/// Whether `text` has no letter and no digit, or is a stand-in.
pub(super) fn says_nothing(text: &str) -> bool {
    // Scripts such as Devanagari write vowels as marks: a letter stands before them.
    !text.chars().any(char::is_alphanumeric) || is_stand_in(text)
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn knows_words_that_say_nothing() {
        for text in [
            "",
            "-",
            " -- ",
            "…",
            "?",
            "N/A",
            "(n/a)",
            "n.a.",
            "None.",
            "TBD",
            "To be confirmed",
            "Don’t know",
            "keine Angabe",
            "なし",
            "null",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "NA",
            "no",
            "0",
            "None of the big chains",
            "Unknown Pleasures Records",
            "x",
            "₹5,000",
            "無印",
            "TBD Bar",
            "No discounts",
            "C++",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
