//! Where a pattern occurs, sought in the parts of a text that have what it needs.

use std::ops::Range;

use regex::Regex;

/// Occurrences of `regex` in `parts` of `text`, each part a text of its own.
pub(super) fn occurrences<'t>(
    regex: &'t Regex,
    text: &'t str,
    parts: Vec<Range<usize>>,
) -> impl Iterator<Item = Range<usize>> + 't {
    parts.into_iter().flat_map(move |part| {
        let start = part.start;
        let found = regex.find_iter(text.get(part).unwrap_or_default());
        found.map(move |found| start + found.start()..start + found.end())
    })
}
