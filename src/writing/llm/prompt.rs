//! Prompts are files beside this folder; they are read here and nowhere else.

use std::sync::{Arc, LazyLock};

static SYSTEM: LazyLock<Arc<str>> =
    LazyLock::new(|| include_str!("../prompts/system.md").trim().into());

/// The system text: the same bytes for every call of every report.
#[must_use]
pub fn system_text() -> Arc<str> {
    Arc::clone(&SYSTEM)
}

/// What a section asks for whose services the client did not buy.
#[must_use]
pub fn handover_instruction() -> &'static str {
    include_str!("../prompts/handover.md").trim()
}

/// What a call asks for that writes only some rows of a table.
pub(super) fn only_rows(first: u32, last: u32) -> String {
    include_str!("../prompts/rows.md")
        .trim()
        .replace("{first}", &first.to_string())
        .replace("{last}", &last.to_string())
}

/// What the call asks for that translates titles.
pub(super) fn titles_instruction() -> &'static str {
    include_str!("../prompts/titles.md").trim()
}

/// What a section is asked beside its instruction when it rests on evidence.
pub(super) fn cite() -> &'static str {
    include_str!("../prompts/cite.md").trim()
}
