//! The pattern files that are looked for in the folded prose of every section, read together: one
//! search of a section tells which patterns of all of them may occur.

use std::sync::LazyLock;

use crate::quality::patterns::Patterns;

/// The files, by their names.
#[derive(Debug)]
pub(super) struct Folded {
    pub(super) ai_self: Patterns,
    pub(super) reasoning: Patterns,
    pub(super) injection: Patterns,
    pub(super) compliance_notes: Patterns,
    pub(super) writer_orders: Patterns,
    pub(super) undecided: Patterns,
    pub(super) stand_ins: Patterns,
}

pub(super) static FOLDED: LazyLock<Folded> = LazyLock::new(|| {
    let files = [
        include_str!("../rules/ai_self.toml"),
        include_str!("../rules/reasoning.toml"),
        include_str!("../rules/injection.toml"),
        include_str!("../rules/compliance_notes.toml"),
        include_str!("../rules/writer_orders.toml"),
        include_str!("../rules/undecided.toml"),
        include_str!("../rules/stand_ins.toml"),
    ];
    let [ai_self, reasoning, injection, compliance_notes, writer_orders, undecided, stand_ins] =
        Patterns::embedded_together(files);
    Folded { ai_self, reasoning, injection, compliance_notes, writer_orders, undecided, stand_ins }
});
