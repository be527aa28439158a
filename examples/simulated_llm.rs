//! A stand-in for all three providers at once on loopback, so that the whole LLM path can be
//! tried, tested and measured without a key:
//!
//! ```text
//! cargo run --release --example simulated_llm -- --port 8900
//! OPENAI_API_KEY=any OPENAI_BASE_URL=http://127.0.0.1:8900/v1 cargo run --release
//! ```
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code,
    reason = "it serves tests, which use more of it and end by a panic"
)]

#[path = "../tests/support/simulated_llm/mod.rs"]
mod simulated_llm;

use std::time::Duration;

use clap::Parser;
use simulated_llm::{Options, SimulatedLlm};

/// Simulates `OpenAI`, Perplexity and Anthropic on one port of loopback.
#[derive(Parser)]
struct Arguments {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8900)]
    port: u16,
    /// Milliseconds that each answer takes.
    #[arg(long, default_value_t = 0)]
    delay_ms: u64,
    /// Decides which drafts are spoiled and mended.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Answer in one piece even when asked for a stream.
    #[arg(long)]
    whole: bool,
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let options = Options {
        delay: Duration::from_millis(arguments.delay_ms),
        seed: arguments.seed,
        whole: arguments.whole,
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    println!("simulated providers on http://{}", listener.local_addr()?);
    axum::serve(listener, SimulatedLlm::new(options).router()).await
}
