//! The provider chain: `OpenAI` → Perplexity → Anthropic, per call, then one structured error.
//!
//! The only outbound HTTP of the service. Knows nothing of packs or axum, and never hands on an
//! answer that is not complete.

mod allowance;
mod attempt;
mod books;
mod breaker;
mod call;
mod chain;
mod codes;
mod fault;
mod headers;
mod lane;
mod models;
mod pace;
mod retry;
mod run;
mod settings;
mod state;
mod turn;
mod warm;
mod wire;

pub use allowance::Allowance;
pub use books::{OverBudget, Spend};
pub use breaker::Circuit;
pub use call::{
    Avoid, Call, CallKind, ChainError, Completion, Effort, Schema, SearchResult, Session,
};
pub use chain::{Chain, http_client};
pub use models::{Models, ModelsError, Price, Shutdown};
pub use settings::{ChainSettings, Jitter, ProviderSettings, Times, Wire, full_jitter};
pub use state::{CheckedProvider, ModelCheck, ProviderState};
