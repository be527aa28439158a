//! The writer that asks models: task blocks in, checked answers out.
//!
//! It decides what to ask and how to read the answer. Which provider answers, and what happens
//! when one does not, is the chain's business.

mod answer;
mod brief;
mod field;
mod previous;
mod prompt;
mod research;
mod rows;
mod schema;
mod size;
mod task;
mod titles;
mod writer;

use async_trait::async_trait;

use crate::providers::{Call, Chain, ChainError, Completion, Schema, Session};

pub use previous::OUTLINE;
pub use prompt::{handover_instruction, system_text};
pub use research::calls as research_calls;
pub use rows::only_rows;
pub use size::least_tokens;
pub use writer::LlmWriter;

/// Every form of answer that this writer asks for, so that a provider can be warmed up.
#[must_use]
pub fn schemas() -> [Schema; 4] {
    schema::all()
}

/// What answers calls: the provider chain, or a script in tests.
#[async_trait]
pub trait Model: Send + Sync {
    /// Answers one call.
    ///
    /// # Errors
    /// [`ChainError`] when nobody gave a usable answer.
    async fn call(&self, session: &Session, call: Call) -> Result<Completion, ChainError>;
}

#[async_trait]
impl Model for Chain {
    async fn call(&self, session: &Session, call: Call) -> Result<Completion, ChainError> {
        Self::call(self, session, call).await
    }
}
