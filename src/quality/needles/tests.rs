//! The search for many literals against a plain one.

use super::Needles;
use crate::quality::haystack::Ready;

/// Number of what was found, where it begins and where it ends.
type Found = (usize, usize, usize);

proptest::proptest! {
    #[test]
    fn find_what_a_plain_search_finds(
        text in "[abA éß.\n]{0,80}",
        needles in proptest::collection::vec("[abé. ]{1,6}", 1..40),
        more in 0usize..300,
    ) {
        let text = format!("{}{text}", "ab ".repeat(more / 3));
        let lower = text.to_ascii_lowercase();
        let ready = Ready::of(&text);
        let all = Needles::of(needles.iter().map(String::as_str).zip(0..));
        let hits = all.hits(&ready).into_iter();
        let found: Vec<Found> = hits.map(|hit| (hit.owner(), hit.start(), hit.end())).collect();
        let places = |(owner, needle): (usize, &String)| {
            let length = needle.len();
            let starts = (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(needle.as_bytes()));
            starts.map(|at| (owner, at, at + length)).collect::<Vec<_>>()
        };
        let wanted: Vec<Found> = needles.iter().enumerate().flat_map(places).collect();
        proptest::prop_assert_eq!(found, wanted);
    }
}
