//! Where a pattern occurs, sought around the literals that it needs.

use std::ops::Range;

use regex::Regex;

use super::literals::Candidate;

/// Occurrences of `regex` in `text`, as `find_iter` tells them; `candidate` is what is known of it.
pub(super) fn occurrences<'t>(
    regex: &'t Regex,
    text: &'t str,
    candidate: &Candidate,
) -> Box<dyn Iterator<Item = Range<usize>> + 't> {
    match candidate.reach {
        // Where the surroundings are more than the text, one pass costs less.
        Some(reach)
            if !candidate.places.is_empty()
                && candidate.places.len().saturating_mul(2 * reach) < text.len() =>
        {
            let places = candidate.places.clone().into_iter();
            Box::new(Near { regex, text, places, reach, from: 0 })
        }
        _ => Box::new(regex.find_iter(text).map(|found| found.range())),
    }
}

/// Each occurrence holds one of `places` and is no longer than `reach`, so no other part of the
/// text is looked at.
struct Near<'t> {
    regex: &'t Regex,
    text: &'t str,
    places: std::vec::IntoIter<usize>,
    reach: usize,
    /// The end of the occurrence before.
    from: usize,
}

impl Iterator for Near<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let place = self.places.next()?;
            if place < self.from {
                continue;
            }
            let start = self.text.floor_char_boundary(place.saturating_sub(self.reach));
            // What a pattern looks at behind itself is still there.
            let end = self.text.ceil_char_boundary(place + self.reach + char::MAX.len_utf8());
            let around = self.text.get(..end)?;
            let found = self.regex.find_at(around, start.max(self.from));
            // One that begins behind this place belongs to another.
            if let Some(found) = found.filter(|found| found.start() <= place) {
                self.from = found.end();
                return Some(found.range());
            }
        }
    }
}
