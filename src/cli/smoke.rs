//! `aicmo smoke`: every pack with its sample brief.

use super::out::{Out, Paint};
use super::target::Target;
use super::{EXIT_CODES, UsageError, build, packs, report};
use crate::packs::Registry;
use crate::verification::{CheckOptions, Judged, smoke_test};

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// Only this pack; may be given several times
    #[arg(long = "pack", value_name = "PACK")]
    packs: Vec<String>,
    /// Count stub content as a failure
    #[arg(long)]
    require_llm: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let options = CheckOptions {
        require_llm: args.require_llm,
        packs: args.packs.clone(),
        ..CheckOptions::default()
    };
    let progress = report::progress(args.json, out);
    let found = if let Some(deployment) = args.target.deployment()? {
        let packs = packs::registry()?;
        check_names(&packs, &args.packs)?;
        smoke_test(&deployment, &packs, &options, &progress).await
    } else {
        let this = build()?;
        check_names(&this.packs, &args.packs)?;
        smoke_test(&this, &this.packs, &options, &progress).await
    };
    let passed = report::finish(&found, args.json, out)?;
    if !args.json {
        let stubs = found.cases.iter().filter_map(|case| case.outcome.as_ref());
        let stubs = stubs.filter(|outcome| outcome.stub_used).count();
        if stubs > 0 {
            out.line(&out.paint(
                Paint::Yellow,
                &format!("{stubs} report(s) by the stub writer: no model was asked"),
            ))?;
        }
        let (failed, all) = (found.count(Judged::Failed), found.cases.len());
        out.line(&if passed {
            out.paint(Paint::Green, &format!("✅ All {all} packs passed"))
        } else {
            out.paint(Paint::Red, &format!("❌ {failed} of {all} packs failed"))
        })?;
    }
    Ok(passed)
}

/// Every name must be a pack's.
pub(super) fn check_names(packs: &Registry, names: &[String]) -> anyhow::Result<()> {
    match names.iter().find(|name| packs.resolve(name).is_none()) {
        None => Ok(()),
        Some(name) => {
            let known = packs.keys().join(", ");
            Err(UsageError(format!("there is no pack {name:?}; known packs: {known}")).into())
        }
    }
}
