//! The words of providers for what went wrong, read from `codes.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::AttemptKind;

/// The lists of `codes.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Codes {
    code: ByKind,
    phrase: ByKind,
    finish: Finishes,
    spare: Vec<Spare>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ByKind {
    quota_exhausted: Vec<String>,
    rate_limited: Vec<String>,
    overloaded: Vec<String>,
    server_error: Vec<String>,
    auth: Vec<String>,
    model_unavailable: Vec<String>,
    context_length: Vec<String>,
    refused: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Finishes {
    normal: Vec<String>,
    truncated: Vec<String>,
    context_length: Vec<String>,
    refused: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spare {
    what: SparePart,
    names: Vec<String>,
}

/// A part of a request that we can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SparePart {
    StreamOptions,
    Schema,
    Effort,
    Thinking,
    CapName,
    Store,
    ToolChoice,
    Stream,
}

/// The lists that the binary carries.
pub(super) fn codes() -> &'static Codes {
    static CODES: LazyLock<Codes> =
        LazyLock::new(|| crate::embedded::toml("codes.toml", include_str!("codes.toml")));
    &CODES
}

impl ByKind {
    fn lists(&self) -> [(AttemptKind, &[String]); 8] {
        [
            (AttemptKind::QuotaExhausted, &self.quota_exhausted),
            (AttemptKind::ContextLength, &self.context_length),
            (AttemptKind::Refused, &self.refused),
            (AttemptKind::ModelUnavailable, &self.model_unavailable),
            (AttemptKind::Auth, &self.auth),
            (AttemptKind::RateLimited, &self.rate_limited),
            (AttemptKind::Overloaded, &self.overloaded),
            (AttemptKind::ServerError, &self.server_error),
        ]
    }
}

impl Codes {
    /// The kind that one of `tokens` (lower-case) stands for.
    pub(super) fn kind_of_code(&self, tokens: &[String]) -> Option<AttemptKind> {
        self.code
            .lists()
            .into_iter()
            .find(|(_, words)| words.iter().any(|word| tokens.contains(word)))
            .map(|(kind, _)| kind)
    }

    /// The kind that a phrase in `message` (lower-case) stands for.
    pub(super) fn kind_of_phrase(&self, message: &str) -> Option<AttemptKind> {
        self.phrase
            .lists()
            .into_iter()
            .find(|(_, phrases)| phrases.iter().any(|phrase| message.contains(phrase.as_str())))
            .map(|(kind, _)| kind)
    }

    /// The kind that a finish reason stands for; an unknown one is no normal end.
    pub(super) fn kind_of_finish(&self, reason: &str) -> AttemptKind {
        let reason = reason.to_ascii_lowercase();
        let among = |words: &[String]| words.contains(&reason);
        if among(&self.finish.normal) {
            AttemptKind::Ok
        } else if among(&self.finish.truncated) {
            AttemptKind::Truncated
        } else if among(&self.finish.context_length) {
            AttemptKind::ContextLength
        } else if among(&self.finish.refused) {
            AttemptKind::Refused
        } else {
            AttemptKind::InvalidResponse
        }
    }

    /// Parts of a request that `mention` (lower-case) names and that we can do without.
    pub(super) fn spares<'a>(&'a self, mention: &'a str) -> impl Iterator<Item = SparePart> + 'a {
        self.spare
            .iter()
            .filter(move |spare| spare.names.iter().any(|name| names_word(mention, name)))
            .map(|spare| spare.what)
    }
}

/// Whether `word` stands in `text` with no letter, digit or underscore beside it.
fn names_word(text: &str, word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(inner) && !after.is_some_and(inner)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        for (token, kind) in [
            ("insufficient_quota", AttemptKind::QuotaExhausted),
            ("linked_organization_spend_limit_reached", AttemptKind::QuotaExhausted),
            ("ramp_limit_exceeded", AttemptKind::RateLimited),
            ("request_rate_limit_exceeded", AttemptKind::RateLimited),
            ("overloaded_error", AttemptKind::Overloaded),
        ] {
            assert_eq!(codes().kind_of_code(&[token.to_owned()]), Some(kind), "{token}");
        }
    }

    #[test]
    fn finish_reasons() {
        for (reason, kind) in [
            ("stop", AttemptKind::Ok),
            ("end_turn", AttemptKind::Ok),
            ("length", AttemptKind::Truncated),
            ("SAFETY", AttemptKind::Refused),
            ("model_context_window_exceeded", AttemptKind::ContextLength),
            ("tool_calls", AttemptKind::InvalidResponse),
        ] {
            assert_eq!(codes().kind_of_finish(reason), kind, "{reason}");
        }
    }

    #[test]
    fn spare_parts_are_named_as_words() {
        for (mention, part) in [
            ("unsupported parameter: 'reasoning_effort'", Some(SparePart::Effort)),
            ("stream_options is not allowed", Some(SparePart::StreamOptions)),
            ("upstream said no", None),
            ("use max_completion_tokens instead", Some(SparePart::CapName)),
        ] {
            assert_eq!(codes().spares(mention).next(), part, "{mention}");
        }
    }
}
