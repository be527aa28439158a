//! The brand in texts: as Markdown, as an owner, as a tag.

use crate::domain::escape_inline;

/// The brand as Markdown text: nothing in it is markup, list or heading.
pub fn escape_brand(brand: &str) -> String {
    let escaped = escape_inline(brand)
        .replace('{', "\\{")
        .replace('}', "\\}")
        .replace("&lt", "\\&lt")
        .replace("&#", "\\&\\#");
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    match escaped.chars().nth(digits) {
        Some(sign @ ('.' | ')')) if digits > 0 => escaped.replacen(sign, &format!("\\{sign}"), 1),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// The brand as a tag, words capitalised; empty where it has no letters.
pub fn hashtag(brand: &str) -> String {
    let words = brand.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let mut tag = String::new();
    for word in words.filter(|word| !word.is_empty()).take(4) {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        super::template::push_capital(&mut tag, &plain);
    }
    let tag: String = tag.chars().take(28).collect();
    if tag.chars().any(char::is_alphabetic) { format!("#{tag}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{escape_brand, hashtag};

    #[test]
    fn brands_are_text_whatever_they_hold() {
        for (given, wanted) in [
            ("Ember & Ease", "Ember & Ease"),
            ("*Star*", "\\*Star\\*"),
            ("{{x}}", "\\{\\{x\\}\\}"),
            ("1. FC Brot", "1\\. FC Brot"),
            ("- dash", "\\- dash"),
            ("A|B", "A\\|B"),
        ] {
            assert_eq!(escape_brand(given), wanted);
        }
        assert_eq!(hashtag("O’Dowd & Larch"), "#ODowdLarch");
        assert_eq!(hashtag("42"), "");
        assert_eq!(hashtag("ember and ease"), "#EmberAndEase");
    }
}
