//! The checks, one module a family. A check is one small function in its family's list.
//!
//! To add one: its data in `rules/checks/<family>.toml` (texts may name facts as `{found}`), a
//! function `fn(&SectionView, &Context, &mut Findings)` (or `fn(&Context, &mut Findings)` for
//! the report), an entry in the family's `CHECKS`, and a table of cases on `testkit`. Findings
//! are added as `findings.add(Found::at(view, span).with("found", 3))`; thresholds come from
//! `findings.rule().threshold("name")`, other texts or weights from `.variant("name")`.

mod agreement;
mod artefacts;
mod brand;
mod completeness;
mod duplicates;
mod facts;
mod language;
mod lists;
mod matching;
mod safety;
mod slots;
mod structure;

use super::registry::Check;

pub(super) use agreement::window;
pub(super) use artefacts::chat::{is_closing, is_opening};
pub(super) use brand::own_industries;
pub(super) use facts::OfBrief;
pub(super) use language::client_words;

/// Every family, in the order of the documents.
pub(super) const FAMILIES: [&[Check]; 10] = [
    slots::CHECKS,
    artefacts::CHECKS,
    safety::CHECKS,
    completeness::CHECKS,
    structure::CHECKS,
    facts::CHECKS,
    brand::CHECKS,
    language::CHECKS,
    duplicates::CHECKS,
    agreement::CHECKS,
];
