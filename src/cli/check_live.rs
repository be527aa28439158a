//! `aicmo check-live`: two packs end to end, by real models.

use super::out::{Out, Paint, complain};
use super::target::Target;
use super::{EXIT_CODES, UsageError, build, packs, report};
use crate::verification::{CheckOptions, CheckReport, Judged, live_check};

const ADMIN_KEY_NEEDED: &str = "--force-fallback on a deployment takes its admin key: set \
    AICMO_ADMIN_KEY, or name another variable with --admin-key-env";

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// Leave the first provider out, so that the fallback is proven; on a deployment this takes
    /// the admin key
    #[arg(long)]
    force_fallback: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let found = match check(args, out).await? {
        Ok(found) => found,
        Err(why) => {
            complain(&why);
            return Ok(false);
        }
    };
    let passed = report::finish(&found, args.json, out)?;
    if !args.json {
        let (failed, all) = (found.count(Judged::Failed), found.cases.len());
        out.line(&if passed {
            out.paint(Paint::Green, "✅ All tests PASSED")
        } else if failed == 0 {
            out.paint(Paint::Red, "❌ Nothing was tested")
        } else {
            out.paint(Paint::Red, &format!("❌ {failed} of {all} tests FAILED"))
        })?;
    }
    Ok(passed)
}

async fn check(args: &Args, out: Out) -> anyhow::Result<Result<CheckReport, String>> {
    let options = CheckOptions { force_fallback: args.force_fallback, ..CheckOptions::default() };
    let progress = report::progress(args.json, out);
    match args.target.deployment()? {
        Some(deployment) if args.force_fallback => {
            if !deployment.client().has_admin_key() {
                return Err(UsageError(ADMIN_KEY_NEEDED.to_owned()).into());
            }
            let found = deployment.admin_live_check(true).await;
            if let Ok(found) = &found {
                found.cases.iter().for_each(&progress);
            }
            Ok(found.map_err(|error| error.to_string()))
        }
        Some(deployment) => {
            Ok(Ok(live_check(&deployment, &packs::registry()?, &options, &progress).await))
        }
        None => {
            let this = build()?;
            Ok(Ok(live_check(&this, &this.packs, &options, &progress).await))
        }
    }
}
