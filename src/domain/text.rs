//! Normalisation of text that comes from outside (contract §2).

use unicode_normalization::UnicodeNormalization;

/// NFC-normalises `text`, removes control, bidi and zero-width characters and trims it.
///
/// Line feeds and tabs stay, and every other end of a line is a line feed; ZWJ, ZWNJ and U+FE0F
/// stay, since scripts and emoji need them.
#[must_use]
pub fn normalise(text: &str) -> String {
    const ENDS: [char; 6] = ['\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}'];
    let unified = text.replace("\r\n", "\n").replace(ENDS, "\n");
    let kept: String = unified.chars().filter(|c| !is_hidden(*c)).nfc().collect();
    kept.trim().to_owned()
}

/// Whether `c` is invisible and carries no meaning in running text: controls (but `\n` and
/// `\t`), bidi marks, zero-width characters (but ZWJ and ZWNJ), tags, fillers and U+FEFF.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' | '\u{200C}' | '\u{200D}' | '\u{FE0F}' => false,
        '\u{00AD}'
        | '\u{061C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E000}'..='\u{F8FF}'
        | '\u{E0000}'..='\u{E007F}'
        | '\u{F0000}'..='\u{10FFFF}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn normalises_to_nfc_and_keeps_joiners() {
        for (given, wanted) in [
            ("  Cafe\u{301} ", "Café"),
            ("a\u{200B}b\u{202E}c", "abc"),
            ("👩\u{200D}🍳", "👩\u{200D}🍳"),
            ("a\r\nb\u{0}", "a\nb"),
            ("a\u{2028}b\u{2029}c\u{85}d\u{0B}e", "a\nb\nc\nd\ne"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
        ] {
            assert_eq!(normalise(given), wanted);
        }
    }
}
