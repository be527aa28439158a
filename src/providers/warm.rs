//! Warms what a vendor compiles at its first use.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::call::{Call, CallKind, Effort, Schema, Session};
use super::chain::Chain;
use crate::domain::{ProviderName, Tier};

const WARM_TIME: Duration = Duration::from_mins(1);
/// Too few tokens for an answer: the schema is compiled all the same.
const WARM_TOKENS: u32 = 16;

impl Chain {
    /// Shows each of `schemas` once to Perplexity, which compiles a schema at its first use for
    /// 10 to 30 seconds. A compatible server in its place compiles nothing, and is left alone.
    pub async fn warm_schemas(&self, schemas: &[Schema]) {
        let cold =
            |lane: &&super::lane::Lane| lane.name() == ProviderName::Perplexity && lane.is_vendor();
        if !self.lanes.iter().any(|lane| cold(&lane)) {
            return;
        }
        for schema in schemas {
            let order = vec![ProviderName::Perplexity];
            let session = Session::new(order, WARM_TIME, CancellationToken::new());
            let warmed = self.call(&session, warming(schema.clone())).await;
            tracing::debug!(schema = schema.name, answered = warmed.is_ok(), "schema warmed");
        }
    }
}

fn warming(schema: Schema) -> Call {
    Call {
        kind: CallKind::Probe,
        section: None,
        system: Arc::from("Answer with the shortest object that the schema allows."),
        user: "{}".to_owned(),
        schema,
        effort: Effort::Least,
        tier: Tier::Normal,
        max_output_tokens: WARM_TOKENS,
        web_search: false,
        only: Some(ProviderName::Perplexity),
        avoid: None,
        attempts_per_provider: 1,
        progress: None,
    }
}
