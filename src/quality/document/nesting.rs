//! What is made harmless before parsing, byte for byte as long: line breaks and NUL that the
//! parser counts otherwise than we do, and hostile nesting (thousands of open containers would
//! cost it quadratic time).

use std::borrow::Cow;

use crate::quality::bytes;

/// Container marks that a line may begin with; real text has a handful.
const MOST_MARKS: usize = 32;
/// Blanks that a line may begin with.
const MOST_INDENT: usize = 160;

/// `source` with breaks, NUL and over-deep nesting made harmless.
pub(super) fn tame(source: &str) -> Cow<'_, str> {
    if !bytes::holds_any(source, ['\r', '\0']) {
        return flatten(source);
    }
    let crlf = source.replace("\r\n", "\u{1}\n");
    Cow::Owned(flatten(&crlf.replace('\r', "\n").replace(['\0', '\u{1}'], " ")).into_owned())
}

fn flatten(source: &str) -> Cow<'_, str> {
    if source.split('\n').all(|line| excess(line).is_none()) {
        return Cow::Borrowed(source);
    }
    let lines: Vec<Cow<'_, str>> = source
        .split('\n')
        .map(|line| match excess(line) {
            None => Cow::Borrowed(line),
            Some(from) => {
                let kept = line.get(..from).unwrap_or_default();
                let rest = line.get(from..).unwrap_or_default();
                let is_mark = |c: char| is_mark(c) || c == ' ' || c == '\t';
                let text = rest.trim_start_matches(is_mark);
                Cow::Owned(format!("{kept}{}{text}", "x".repeat(rest.len() - text.len())))
            }
        })
        .collect();
    Cow::Owned(lines.join("\n"))
}

/// Where the marks or blanks of `line` exceed what is sane.
fn excess(line: &str) -> Option<usize> {
    let (mut marks, mut blanks) = (0usize, 0usize);
    for (at, c) in line.char_indices() {
        match c {
            ' ' | '\t' => blanks += 1,
            c if is_mark(c) => marks += 1,
            _ => return None,
        }
        if marks > MOST_MARKS && !is_rule(line) || blanks > MOST_INDENT + marks {
            return Some(at);
        }
    }
    None
}

fn is_mark(c: char) -> bool {
    matches!(c, '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
}

/// A thematic break or setext underline: one character repeated.
fn is_rule(line: &str) -> bool {
    let mut marks = line.chars().filter(|c| !c.is_whitespace());
    let first = marks.next();
    matches!(first, Some('-' | '*'))
        && marks.all(|c| Some(c) == first)
        && !line.contains("- -")
        && !line.contains("* *")
}
