//! The provider chain: `OpenAI` → Perplexity → Anthropic, per call, then one structured error.
//!
//! The only outbound HTTP of the service. Knows nothing of packs or axum, and never hands on an
//! answer that is not complete.

mod call;
mod models;
mod settings;

pub use call::{Call, CallKind, ChainError, Completion, Effort, Schema, SearchResult, Session};
pub use models::{Models, ModelsError, Price, Shutdown};
pub use settings::{ChainSettings, Jitter, ProviderSettings, Times, Wire, full_jitter};
