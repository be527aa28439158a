//! What is known of the matches of a pattern beside its literals.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::haystack::{Line, is_of_numbers};

/// What each match has at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Digits.
    digits: usize,
    /// Bytes in a row that are no blank.
    solid: usize,
    /// Digits with nothing between them but what parts digits.
    cluster: usize,
}

impl Form {
    pub(super) fn of(hir: &Hir) -> Self {
        let digits = digits(hir);
        let cluster = if is_number(hir) { digits } else { 0 };
        Self { digits, solid: run(hir), cluster }
    }

    /// Whether a match can stand in `line`.
    pub(super) fn fits(self, line: &Line) -> bool {
        self.digits <= line.digits && self.solid <= line.solid && self.cluster <= line.cluster
    }

    /// Whether few lines of ordinary text have room for a match.
    pub(super) fn is_telling(self) -> bool {
        /// Longer than words, and more than an amount or a date has.
        const LONG: usize = 24;
        const MANY: usize = 8;
        self.solid >= LONG || self.digits >= MANY
    }
}

/// Whether a match of `hir` may go on in the next line.
pub(super) fn crosses_lines(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => false,
        HirKind::Look(look) => matches!(look, Look::Start | Look::End),
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(class) => holds(class, '\n'),
        HirKind::Repetition(repetition) => crosses_lines(&repetition.sub),
        HirKind::Capture(capture) => crosses_lines(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(crosses_lines),
    }
}

/// Whether matches of `hir` have nothing in them but digits and what parts digits.
fn is_number(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.iter().all(|byte| is_of_numbers(*byte)),
        HirKind::Class(Class::Unicode(class)) => class.iter().all(|range| {
            let own = |c| u8::try_from(c).is_ok_and(is_of_numbers);
            (range.start()..=range.end()).all(own)
        }),
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().all(|range| (range.start()..=range.end()).all(is_of_numbers))
        }
        HirKind::Repetition(repetition) => is_number(&repetition.sub),
        HirKind::Capture(capture) => is_number(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_number),
    }
}

fn holds(class: &Class, wanted: char) -> bool {
    match class {
        Class::Unicode(class) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&wanted))
        }
        Class::Bytes(class) => class
            .iter()
            .any(|range| (char::from(range.start())..=char::from(range.end())).contains(&wanted)),
    }
}

/// Digits that each match of `hir` has at least.
fn digits(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count(),
        HirKind::Class(class) => usize::from(is_digit(class)),
        HirKind::Repetition(repetition) => {
            digits(&repetition.sub).saturating_mul(repetition.min as usize)
        }
        HirKind::Capture(capture) => digits(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().fold(0, |sum, part| sum.saturating_add(digits(part)))
        }
        HirKind::Alternation(branches) => branches.iter().map(digits).min().unwrap_or(0),
    }
}

fn is_digit(class: &Class) -> bool {
    let is_digit = |start: char, end: char| start.is_ascii_digit() && end.is_ascii_digit();
    match class {
        Class::Unicode(class) => class.iter().all(|range| is_digit(range.start(), range.end())),
        Class::Bytes(class) => {
            class.iter().all(|range| is_digit(range.start().into(), range.end().into()))
        }
    }
}

/// Bytes in a row without a blank that each match of `hir` has at least.
fn run(hir: &Hir) -> usize {
    if let Some(solid) = solid(hir) {
        return solid;
    }
    match hir.kind() {
        HirKind::Concat(parts) => {
            let rows = parts.chunk_by(|a, b| solid(a).is_some() && solid(b).is_some());
            let length = |row: &[Hir]| match row {
                [part] => run(part),
                row => row.iter().filter_map(solid).fold(0, usize::saturating_add),
            };
            rows.map(length).max().unwrap_or(0)
        }
        HirKind::Alternation(branches) => branches.iter().map(run).min().unwrap_or(0),
        HirKind::Capture(capture) => run(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => run(&repetition.sub),
        _ => 0,
    }
}

/// Bytes of each match of `hir` at least, where none has a blank.
fn solid(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => {
            let blank = literal.0.iter().any(u8::is_ascii_whitespace);
            (!blank).then_some(literal.0.len())
        }
        HirKind::Class(class) => {
            let blank = [' ', '\t', '\n', '\r', '\u{c}'].iter().any(|blank| holds(class, *blank));
            (!blank).then_some(1)
        }
        HirKind::Repetition(repetition) => {
            Some(solid(&repetition.sub)?.saturating_mul(repetition.min as usize))
        }
        HirKind::Capture(capture) => solid(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(0, |sum: usize, part| Some(sum.saturating_add(solid(part)?)))
        }
        HirKind::Alternation(branches) => {
            let all: Option<Vec<usize>> = branches.iter().map(solid).collect();
            all?.into_iter().min()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, crosses_lines};
    use crate::quality::ways::Expression;

    #[test]
    fn knows_the_form_of_matches() {
        for (pattern, crosses, digits, solid, cluster) in [
            ("ab|c", false, 0, 1, 0),
            (r"a[^.]{0,10}", true, 0, 1, 0),
            (r"^a[^.\n]{0,10}$", false, 0, 1, 0),
            (r"\b[0-9]{3}-?([0-9]|1x)+$", false, 4, 4, 0),
            (r"key [0-9a-f]{8}[.]x", false, 0, 10, 0),
            (r"(?:\d[ -]?){3}|\d{4}", false, 0, 1, 0),
            (r"(?:[0-9][ -]?){3}|[0-9]{4}", false, 3, 1, 3),
            (r"a\s*b", true, 0, 1, 0),
            (r"a\z", true, 0, 1, 0),
            (r"\([0-9]{2,5}\) ?[0-9]{4}\b", false, 6, 4, 6),
        ] {
            let hir = Expression::read(pattern).expect("a pattern").hir;
            assert_eq!(crosses_lines(&hir), crosses, "{pattern}");
            assert_eq!(Form::of(&hir), Form { digits, solid, cluster }, "{pattern}");
        }
    }
}
