//! The stub guard: the last step on every path, and the only maker of a [`Report`].

use super::report::{Gated, Report};

/// What the guard needs to know of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuardPolicy {
    /// Whether a provider key is configured.
    pub provider_configured: bool,
    /// Whether stub content may be delivered (`AICMO_ALLOW_STUBS`); never beside a key.
    pub allow_stubs: bool,
}

/// Stub content reached the guard where it must not be delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StubForbidden {
    /// A provider key is configured: nothing that a stub wrote may leave.
    #[error("stub content reached the guard while a provider key is configured")]
    InProduction,
    /// No key, and stubs are turned off.
    #[error("stub content reached the guard while AICMO_ALLOW_STUBS is off")]
    NotAllowed,
}

impl GuardPolicy {
    /// Releases `gated` as a [`Report`].
    ///
    /// # Errors
    /// [`StubForbidden`] when any part of it is stub content and the policy forbids that.
    pub fn release(self, gated: Gated) -> Result<Report, StubForbidden> {
        if gated.stub_used() {
            if self.provider_configured {
                return Err(StubForbidden::InProduction);
            }
            if !self.allow_stubs {
                return Err(StubForbidden::NotAllowed);
            }
        }
        Ok(Report::from_guard(gated))
    }
}
