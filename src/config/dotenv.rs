//! `.env` of the working folder, and of no other.

use std::io::ErrorKind;

/// A line's name and value, or `None` for one that is not `NAME=value`.
pub(super) type Line = Option<(String, String)>;

/// The lines of `.env`; none where there is no such file.
///
/// # Errors
/// What is wrong with the file as a whole.
pub(super) fn read() -> Result<Vec<Line>, &'static str> {
    match std::fs::read_to_string(".env") {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(vec![]),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err("must be UTF-8 text"),
        Err(_) => Err("cannot be read"),
    }
}

/// Editors on Windows begin the file with a byte order mark.
fn parse(text: &str) -> Vec<Line> {
    let text = text.trim_start_matches('\u{feff}');
    dotenvy::from_read_iter(text.as_bytes()).map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_what_editors_write() {
        for (text, wanted) in [
            ("A=1\n", vec![Some("1")]),
            ("\u{feff}A=1\r\nA='two words'\r\n", vec![Some("1"), Some("two words")]),
            ("# A=0\nexport A=1 # why\nA=\n", vec![Some("1"), Some("")]),
            ("no pair\nA=1", vec![None, Some("1")]),
            ("\u{feff}", vec![]),
        ] {
            let lines = parse(text);
            let values: Vec<_> = lines
                .iter()
                .map(|line| line.as_ref().map(|(name, value)| (name.as_str(), value.as_str())))
                .collect();
            let wanted: Vec<_> = wanted.iter().map(|value| value.map(|v| ("A", v))).collect();
            assert_eq!(values, wanted, "{text:?}");
        }
    }
}
