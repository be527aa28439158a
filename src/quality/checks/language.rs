//! L: language and style.

mod banned;
mod slips;
mod style;
mod tongue;

use crate::quality::context::SectionView;
use crate::quality::fold::fold;
use crate::quality::registry::Check;

pub(in crate::quality) use style::client_words;

pub(super) const CHECKS: &[Check] = &[
    Check::section("L1", tongue::check),
    Check::section("L2", tongue::check_spelling),
    Check::section("L3", style::check_length),
    Check::section("L4", style::check_cliches),
    Check::section("L6", slips::check),
    Check::section("L7", style::check_specificity),
    Check::section("L8", banned::check),
];

/// Whether `line`, folded, is a title, heading or column of the pack, which no writer chooses.
fn is_of_the_pack(view: &SectionView<'_>, line: &str) -> bool {
    let Some(spec) = view.spec else { return false };
    let of_parts = spec.parts.iter().flat_map(|part| {
        let columns = part.columns.iter().map(|column| column.title.as_str());
        std::iter::once(part.heading.as_str()).chain(columns)
    });
    std::iter::once(spec.title.as_str()).chain(of_parts).any(|own| fold(own) == line)
}
