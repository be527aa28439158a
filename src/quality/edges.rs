//! Edges of words in patterns.

/// Makes each `\b` one of ASCII. Where it is plain which side the word is on, only the other side
/// is looked at, so that a word may begin or end with a letter beyond ASCII (`über`, `está`).
pub(super) fn ascii_edges(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len() * 2);
    for (at, piece) in pattern.split(r"\b").enumerate() {
        if at > 0 {
            text.push_str(match text.chars().next_back() {
                None | Some('^' | '|' | ':' | ' ') => r"(?-u:\b{start-half})",
                Some('}') if ends_with_gap(&text) => r"(?-u:\b{start-half})",
                Some('(') if !text.ends_with(r"\(") => r"(?-u:\b{start-half})",
                Some(')') if is_flag(&text) => r"(?-u:\b{start-half})",
                Some(')') if !text.ends_with(r"\)") => r"(?-u:\b{end-half})",
                Some(last) if last.is_alphanumeric() => r"(?-u:\b{end-half})",
                _ => r"(?-u:\b)",
            });
        }
        text.push_str(piece);
    }
    text
}

/// Whether `pattern` ends with flags, such as `(?i)`.
fn is_flag(pattern: &str) -> bool {
    let flags = pattern.rfind("(?").and_then(|at| pattern.get(at + 2..pattern.len() - 1));
    flags.is_some_and(|flags| flags.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
}

/// Whether `pattern` ends with a run of other characters, such as `[^.\n]{0,40}`.
fn ends_with_gap(pattern: &str) -> bool {
    let class = pattern.rfind('{').and_then(|at| pattern.get(..at));
    class.is_some_and(|class| {
        class.ends_with(']')
            && class
                .rfind('[')
                .is_some_and(|at| class.get(at..).is_some_and(|class| class.starts_with("[^")))
    })
}
