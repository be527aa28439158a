//! Characters that carry no meaning for a reader, told from those that scripts and emoji need.

use super::bytes;
use crate::domain::text::is_hidden;

/// Byte positions in `text` of characters that should not be there: controls, bidi and
/// zero-width marks, fillers, private use, U+FFFD, joiners and variation selectors out of place.
pub fn misplaced(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut flag = false;
    let mut end = 0;
    // Nearly all else is plain.
    let starts = bytes::positions(text.as_bytes(), |byte| !is_plain_byte(byte) && !is_inner(byte));
    starts.filter_map(move |at| {
        let c = text.get(at..)?.chars().next()?;
        flag = c == '\u{1F3F4}' || flag && end == at && is_tag(c);
        end = at + c.len_utf8();
        let next = text.get(end..)?.chars().next();
        let crlf = c == '\r' && next == Some('\n');
        let previous = text.get(..at)?.chars().next_back();
        (!(crlf || flag && is_tag(c)) && is_misplaced(previous, c, next)).then_some((at, c))
    })
}

/// Whether `byte` is a character that is always in its place.
fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_control() || byte == b'\n'
}

/// Whether `byte` stands within a character.
fn is_inner(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// Whether `text` has nothing that could be misplaced: a quick look before the slow one.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    bytes::position(text.as_bytes(), |byte| !is_plain_byte(byte)).is_none()
}

fn is_misplaced(before: Option<char>, c: char, after: Option<char>) -> bool {
    match c {
        '\t' => false,
        '\u{FFFD}'
        | '\u{FFFE}'
        | '\u{FFFF}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{034F}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{FFFC}'
        | '\u{1D173}'..='\u{1D17A}' => true,
        '\u{200C}' | '\u{200D}' => !joins(before, after),
        '\u{FE00}'..='\u{FE0F}' => !before.is_some_and(takes_selector),
        '\u{E0100}'..='\u{E01EF}' => !before.is_some_and(super::words::is_cjk),
        c => is_hidden(c),
    }
}

/// Joiners belong between emoji, and between letters of Indic and Arabic scripts.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let script = |c: Option<char>| c.is_some_and(is_joining_script);
    let picture = |c: Option<char>| c.is_some_and(|c| is_pictograph(c) || c == '\u{FE0F}');
    script(before) || picture(before) && picture(after)
}

fn is_joining_script(c: char) -> bool {
    matches!(c,
        '\u{0600}'..='\u{08FF}' | '\u{0900}'..='\u{0DFF}' | '\u{0F00}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}' | '\u{1800}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFE}' | '\u{A8E0}'..='\u{A8FF}')
}

fn takes_selector(c: char) -> bool {
    is_pictograph(c) || matches!(c, '#' | '*' | '0'..='9') || super::words::is_cjk(c)
}

/// Emoji, their modifiers, and the signs that become emoji by a selector.
#[must_use]
pub fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{00A9}' | '\u{00AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}'
        | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::misplaced;

    #[test]
    fn tells_hidden_from_needed() {
        for (text, count) in [
            ("plain text\n", 0),
            ("zero\u{200B}width", 1),
            ("bidi\u{202E}x", 1),
            ("soft\u{AD}hyphen", 1),
            ("👩\u{200D}🍳 ☀\u{FE0F} ❤\u{FE0F}", 0),
            ("क्\u{200D}ष", 0),
            ("می\u{200C}خواهم", 0),
            ("a\u{200D}b", 1),
            ("a\u{FE0F}b", 1),
            ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 0),
            ("hi\u{E0041}\u{E0042}", 2),
            ("x\u{3164}y\u{FFFD}\u{2800}", 3),
            ("line\r\nend", 0),
            ("bell\u{7}", 1),
            ("1\u{FE0F}\u{20E3}", 0),
        ] {
            assert_eq!(misplaced(text).count(), count, "{text:?}");
        }
    }
}
