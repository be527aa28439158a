//! Quoted speech: what a persona or an advert says is not what the report says.

use std::ops::Range;

/// How far back an opening mark may stand, in bytes.
const REACH: usize = 800;

/// Whether `range` of folded text (one kind of double quotation mark) is quoted within its line.
#[must_use]
pub fn is_quoted(folded: &str, range: &Range<usize>) -> bool {
    let from = (range.start.saturating_sub(REACH)..=range.start)
        .find(|at| folded.is_char_boundary(*at))
        .unwrap_or(0);
    let before = folded.get(from..range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let to = (range.end..=(range.end + REACH).min(folded.len()))
        .rev()
        .find(|at| folded.is_char_boundary(*at))
        .unwrap_or(range.end);
    let after = folded.get(range.end..to).unwrap_or_default();
    let rest = after.split('\n').next().unwrap_or_default();
    line.matches('"').count() % 2 == 1 && rest.contains('"')
}

#[cfg(test)]
mod tests {
    use super::is_quoted;

    #[test]
    fn knows_quoted_speech() {
        for (text, quoted) in [
            ("she said \"x marks\" it", true),
            ("x marks \"it\"", false),
            ("\"a\" x \"b\"", false),
            ("\"open\nx\" here", false),
            ("an inch 5\" x", false),
        ] {
            let at = text.find('x').expect("there");
            assert_eq!(is_quoted(text, &(at..at + 1)), quoted, "{text}");
        }
    }
}
