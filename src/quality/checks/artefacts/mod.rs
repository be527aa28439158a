//! A: traces of the machine that wrote the text.

pub(in crate::quality) mod chat;
mod leak;
mod machine;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod tests;

use crate::quality::context::SectionView;
use crate::quality::patterns::Pattern;
use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[
    Check::section("A1", machine::ai_self_reference),
    Check::section("A2", chat::chat_lines),
    Check::section("A3", machine::machine_tokens),
    Check::section("A4", leak::prompt_leak).wider_in_reports(),
    Check::section("A5", machine::injection_echo),
];

/// Parts of the ids of sections in which people speak: copy, personas, what customers say.
const VOICES: [&str; 12] = [
    "persona",
    "copy",
    "concept",
    "insight",
    "script",
    "ugc",
    "testimonial",
    "influencer",
    "sms",
    "email",
    "messaging",
    "customer",
];

/// Whether the section holds lines that somebody says, in which `I` is no writer.
fn holds_copy(view: &SectionView<'_>) -> bool {
    view.spec.is_some_and(|spec| spec.allow_merge_tags)
        || VOICES.iter().any(|voice| view.id().contains(voice))
}

/// Whether a pattern tells a writer by the mere `I`, which is right only where nobody speaks.
fn is_voice(pattern: &Pattern) -> bool {
    pattern.name.starts_with("voice_")
}
