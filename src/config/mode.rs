//! Who writes reports: derived here and nowhere else, with the guard's policy.

use std::fmt;

use crate::quality::GuardPolicy;

/// What the variables about writers say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModeInputs {
    /// Whether any provider key is present and not blank.
    pub provider_configured: bool,
    /// `AICMO_USE_LLM`.
    pub use_llm: Option<bool>,
    /// `AICMO_ALLOW_STUBS`.
    pub allow_stubs: Option<bool>,
    /// `AICMO_STUB_MODE`.
    pub stub_mode: bool,
}

/// Who writes reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// No provider key: the stub writer, marked as such.
    Development,
    /// No provider key, and stubs are turned off: nobody writes.
    NoWriter,
    /// Models behind the provider chain.
    Production,
    /// A provider key, but LLM use is turned off: nobody writes.
    LlmOff,
    /// A provider key and `AICMO_STUB_MODE`: the stub writer, whose output the guard refuses.
    Rehearsal,
}

impl Mode {
    /// The mode that follows from `inputs`.
    #[must_use]
    pub fn derive(inputs: ModeInputs) -> Self {
        match (inputs.provider_configured, inputs.stub_mode) {
            (true, true) => Self::Rehearsal,
            (true, false) if inputs.use_llm == Some(false) => Self::LlmOff,
            (true, false) => Self::Production,
            (false, _) if inputs.allow_stubs == Some(false) => Self::NoWriter,
            (false, _) => Self::Development,
        }
    }

    /// Whether a key is configured and LLM use is not turned off (contract §5).
    #[must_use]
    pub fn llm_ready(self, inputs: ModeInputs) -> bool {
        inputs.provider_configured && inputs.use_llm != Some(false)
    }

    /// Whether the stub writer writes.
    #[must_use]
    pub fn uses_stub_writer(self) -> bool {
        matches!(self, Self::Development | Self::Rehearsal)
    }

    /// The guard's policy in this mode.
    #[must_use]
    pub fn guard(self) -> GuardPolicy {
        GuardPolicy {
            provider_configured: matches!(self, Self::Production | Self::LlmOff | Self::Rehearsal),
            allow_stubs: self == Self::Development,
        }
    }

    /// What the console shows behind `LLM Mode:`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Production | Self::LlmOff | Self::Rehearsal => "PRODUCTION",
            Self::Development | Self::NoWriter => "DEV/LOCAL",
        }
    }

    /// One clause for the start and the console.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Development => "development, stub writer: no provider key is configured",
            Self::NoWriter => "no writer: no provider key, and AICMO_ALLOW_STUBS is off",
            Self::Production => "production, real models: stub content is refused",
            Self::LlmOff => "LLM use is turned off by AICMO_USE_LLM: no report can be written",
            Self::Rehearsal => {
                "rehearsal, stub writer beside a key: every report ends in \
                 stub_in_production_forbidden"
            }
        }
    }

    /// What the operator should know of combinations that have no effect or a harsh one.
    pub(super) fn warnings(self, inputs: ModeInputs) -> Vec<String> {
        let ModeInputs { provider_configured, use_llm, allow_stubs, stub_mode } = inputs;
        let found = [
            (
                self == Self::Rehearsal,
                "AICMO_STUB_MODE is on beside a provider key: every report will be refused with \
                 stub_in_production_forbidden. Unset it when the rehearsal is over.",
            ),
            (
                provider_configured && allow_stubs == Some(true),
                "AICMO_ALLOW_STUBS has no effect beside a provider key: stub content is refused.",
            ),
            (
                !provider_configured && use_llm == Some(true),
                "AICMO_USE_LLM is on, but no provider key is configured: no model will be asked.",
            ),
            (
                self == Self::LlmOff,
                "AICMO_USE_LLM is off beside a provider key: every report will be refused with \
                 llm_unavailable.",
            ),
            (
                self == Self::NoWriter && stub_mode,
                "AICMO_STUB_MODE is on, but AICMO_ALLOW_STUBS is off: no report can be written.",
            ),
        ];
        found.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| text.to_owned()).collect()
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Development => "development",
            Self::NoWriter => "no_writer",
            Self::Production => "production",
            Self::LlmOff => "llm_off",
            Self::Rehearsal => "rehearsal",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, ModeInputs};

    #[test]
    fn derives_the_mode_and_never_allows_stubs_beside_a_key() {
        for (key, use_llm, allow_stubs, stub_mode, wanted) in [
            (false, None, None, false, Mode::Development),
            (false, Some(true), Some(true), true, Mode::Development),
            (false, None, Some(false), false, Mode::NoWriter),
            (false, None, Some(false), true, Mode::NoWriter),
            (true, None, None, false, Mode::Production),
            (true, None, Some(true), false, Mode::Production),
            (true, Some(false), Some(true), false, Mode::LlmOff),
            (true, Some(false), None, true, Mode::Rehearsal),
            (true, None, Some(true), true, Mode::Rehearsal),
        ] {
            let inputs = ModeInputs { provider_configured: key, use_llm, allow_stubs, stub_mode };
            let mode = Mode::derive(inputs);
            assert_eq!(mode, wanted, "{inputs:?}");
            assert_eq!(mode.guard().provider_configured, key);
            assert!(!(mode.guard().allow_stubs && key));
        }
    }
}
