//! `aicmo ready`: whether real models can write, by the configuration alone.

use serde_json::json;

use super::out::{Out, say};
use super::{EXIT_CODES, configuration};
use crate::config::Mode;
use crate::telemetry::python_bool;

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let config = configuration()?;
    if args.json {
        out.json(&json!({"llm_ready": config.llm_ready, "mode": config.mode.to_string()}))?;
    } else {
        out.line(&format!("LLM Ready: {}", python_bool(config.llm_ready)))?;
        if config.mode != Mode::Production {
            say(config.mode.explanation());
        }
    }
    Ok(config.llm_ready)
}
