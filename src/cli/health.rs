//! `aicmo health --url U`: the daily check.

use super::out::{Out, Paint};
use super::target::Access;
use super::{EXIT_CODES, report};
use crate::verification::{Judged, daily_health};

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Address of the deployment
    #[arg(long, value_name = "URL")]
    url: String,
    #[command(flatten)]
    access: Access,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let deployment = args.access.deployment(&args.url)?;
    let found = daily_health(&deployment, &report::progress(args.json, out)).await;
    let passed = report::finish(&found, args.json, out)?;
    if !args.json {
        out.line(&if !passed {
            out.paint(Paint::Red, "❌ Health check failed")
        } else if found.count(Judged::Warned) > 0 {
            out.paint(Paint::Yellow, "⚠️ Healthy, with a quality warning")
        } else {
            out.paint(Paint::Green, "✅ All health checks passed")
        })?;
    }
    Ok(passed)
}
