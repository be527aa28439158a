//! One JSON value → one typed value, or a problem with its path.

use serde_json::Value;

use crate::domain::{FieldError, text::normalise};

/// Most items of a list.
pub(super) const MAX_ITEMS: usize = 50;
/// Most characters of a field, where nothing else is said.
pub(super) const MAX_TEXT: usize = 2_000;

/// All violations so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<FieldError>);

impl Problems {
    pub(super) fn push(&mut self, path: &str, message: impl Into<String>) {
        self.0.push(FieldError { path: path.to_owned(), message: message.into() });
    }

    fn wrong_type(&mut self, path: &str, wanted: &str, found: &Value) {
        self.push(path, format!("must be {wanted}, not {}", kind_of(found)));
    }

    /// The value when there was no problem, else all problems.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}

/// What became of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slot<T> {
    /// Not sent, `null` or blank.
    Absent,
    /// Sent, and reported as a problem.
    Invalid,
    /// Sent and good.
    Given(T),
}

impl<T> Slot<T> {
    pub(super) fn given(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Invalid => None,
        }
    }

    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// The name of a JSON type, for messages.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A normalised text of at most `limit` characters; blank is absent.
pub(super) fn text(
    value: Option<&Value>,
    path: &str,
    limit: usize,
    problems: &mut Problems,
) -> Slot<String> {
    match value {
        None | Some(Value::Null) => Slot::Absent,
        Some(Value::String(given)) => bounded(normalise(given), path, limit, problems),
        Some(other) => {
            problems.wrong_type(path, "a string", other);
            Slot::Invalid
        }
    }
}

fn bounded(text: String, path: &str, limit: usize, problems: &mut Problems) -> Slot<String> {
    let length = text.chars().count();
    if text.is_empty() {
        Slot::Absent
    } else if length > limit {
        problems.push(path, format!("has {length} characters; at most {limit} are allowed"));
        Slot::Invalid
    } else {
        Slot::Given(text)
    }
}

/// The same text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list of texts; a string is split at commas or newlines. Blank items fall away.
pub(super) fn list(
    value: Option<&Value>,
    path: &str,
    problems: &mut Problems,
) -> Slot<Vec<String>> {
    match value {
        None | Some(Value::Null) => Slot::Absent,
        Some(Value::String(given)) => {
            let items = split(&normalise(given));
            let items = items
                .into_iter()
                .map(|item| bounded(item, path, MAX_TEXT, &mut Problems::default()));
            let read = collect(items, path, problems);
            if read == Slot::Invalid && problems.0.last().is_none_or(|last| last.path != path) {
                problems.push(path, format!("has an item of more than {MAX_TEXT} characters"));
            }
            read
        }
        Some(Value::Array(items)) => {
            let mut found = Problems::default();
            let items = items
                .iter()
                .enumerate()
                .map(|(at, item)| text(Some(item), &format!("{path}[{at}]"), MAX_TEXT, &mut found));
            let read = collect(items, path, problems);
            problems.0.append(&mut found.0);
            read
        }
        Some(other) => {
            problems.wrong_type(path, "a list of strings", other);
            Slot::Invalid
        }
    }
}

/// Gathers items, each on one line, and stops at the first one too many.
fn collect(
    items: impl Iterator<Item = Slot<String>>,
    path: &str,
    problems: &mut Problems,
) -> Slot<Vec<String>> {
    let (mut kept, mut invalid) = (vec![], 0usize);
    for item in items {
        match item {
            Slot::Given(item) => kept.push(one_line(&item)),
            Slot::Invalid => invalid += 1,
            Slot::Absent => {}
        }
        if kept.len() + invalid > MAX_ITEMS {
            problems.push(path, format!("has more than {MAX_ITEMS} items"));
            return Slot::Invalid;
        }
    }
    match (invalid, kept.is_empty()) {
        (0, true) => Slot::Absent,
        (0, false) => Slot::Given(kept),
        _ => Slot::Invalid,
    }
}

/// Splits a list given as text. A comma inside a number (`1,000`) separates nothing.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut chars = text.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        let in_number =
            c == ',' && previous.is_numeric() && chars.peek().is_some_and(|next| next.is_numeric());
        if matches!(c, ',' | '\n' | '，' | '、' | '،') && !in_number {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push(c);
        }
        previous = c;
    }
    items.iter().map(|item| without_mark(item).to_owned()).filter(|i| !i.is_empty()).collect()
}

/// The line without the mark of a list item (`- `, `* `, `• `, `1. `).
pub(super) fn without_mark(line: &str) -> &str {
    let line = line.trim();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "));
    if rest.len() < line.len() && numbered.is_some() {
        return numbered.unwrap_or(line).trim();
    }
    ["- ", "* ", "• ", "– ", "+ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .map_or(line.strip_prefix('•').unwrap_or(line), str::trim)
}

/// A switch; absent is `false`.
pub(super) fn switch(value: Option<&Value>, path: &str, problems: &mut Problems) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Bool(given)) => *given,
        Some(other) => {
            problems.wrong_type(path, "true or false", other);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_lists_given_as_text() {
        for (given, wanted) in [
            ("a, b,c", &["a", "b", "c"][..]),
            ("- a\n- b", &["a", "b"]),
            ("1. a\n2) b", &["a", "b"]),
            ("1,000 leads, 20% off", &["1,000 leads", "20% off"]),
            ("微信、抖音", &["微信", "抖音"]),
            (" , ,\n", &[]),
            ("-5% churn", &["-5% churn"]),
            ("2.5 stars", &["2.5 stars"]),
        ] {
            assert_eq!(split(given), wanted, "{given}");
        }
    }
}
