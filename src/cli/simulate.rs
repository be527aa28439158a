//! `aicmo simulate`: every pack with all its sample briefs, as a page, `JUnit` XML and JSON.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::generate::write_atomically;
use super::out::{Out, Paint, say};
use super::smoke::check_names;
use super::target::Target;
use super::{build, packs, report};
use crate::verification::{CheckOptions, CheckReport, Drift, Judged, junit_xml, matrix, simulate};

const STEM: &str = "ALL_PACKS_GOLDEN_SIMULATION_LATEST";

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    target: Target,
    /// Folder of the three files; drift is told against the JSON of the last run there
    #[arg(long, value_name = "DIR", default_value = "reports")]
    out: PathBuf,
    /// Only this pack; may be given several times
    #[arg(long = "pack", value_name = "PACK")]
    packs: Vec<String>,
    /// Fail where no real model can write, instead of skipping
    #[arg(long)]
    require_llm: bool,
    /// Print the JSON too
    #[arg(long)]
    json: bool,
}

const EXAMPLES: &str = "Writes DIR/ALL_PACKS_GOLDEN_SIMULATION_LATEST.md, .xml (JUnit) and .json.

Examples:
  aicmo simulate                                    all packs; skipped without a key
  aicmo simulate --require-llm --out reports        as every night
  aicmo simulate --pack launch_gtm_pack --url https://aicmo.example.com

Exit codes: 0 all passed or skipped, 1 not, 2 a mistake in the command.";

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    std::fs::create_dir_all(&args.out)
        .with_context(|| format!("cannot make the folder {}", args.out.display()))?;
    let drift = Drift::against(last(&args.out));
    let found = check(args, out).await?;
    let file = |ending: &str| args.out.join(format!("{STEM}.{ending}"));
    write_atomically(&file("md"), matrix(&found, &drift).as_bytes())?;
    write_atomically(&file("xml"), junit_xml(&found).as_bytes())?;
    write_atomically(&file("json"), &serde_json::to_vec_pretty(&found)?)?;
    let passed = report::finish(&found, args.json, out)?;
    let done = format!("Wrote {}", file("{md,xml,json}").display());
    if args.json {
        say(&done);
        return Ok(passed);
    }
    out.line(&done)?;
    let (failed, skipped) = (found.count(Judged::Failed), found.count(Judged::Skipped));
    out.line(&if !passed {
        out.paint(Paint::Red, &format!("❌ {failed} of {} cases FAILED", found.cases.len()))
    } else if skipped > 0 {
        out.paint(Paint::Yellow, &format!("⏭️ {skipped} cases skipped"))
    } else {
        out.paint(Paint::Green, &format!("✅ All {} cases PASSED", found.cases.len()))
    })?;
    Ok(passed)
}

async fn check(args: &Args, out: Out) -> anyhow::Result<CheckReport> {
    let options = CheckOptions {
        require_llm: args.require_llm,
        packs: args.packs.clone(),
        ..CheckOptions::default()
    };
    let progress = report::progress(args.json, out);
    if let Some(deployment) = args.target.deployment()? {
        let packs = packs::registry()?;
        check_names(&packs, &args.packs)?;
        return Ok(simulate(&deployment, &packs, &options, &progress).await);
    }
    let this = build()?;
    check_names(&this.packs, &args.packs)?;
    Ok(simulate(&this, &this.packs, &options, &progress).await)
}

/// The last run that wrote something real; a skipped one says nothing about drift.
fn last(folder: &Path) -> Option<CheckReport> {
    let bytes = std::fs::read(folder.join(format!("{STEM}.json"))).ok()?;
    let report: CheckReport = serde_json::from_slice(&bytes).ok()?;
    (report.count(Judged::Skipped) < report.cases.len()).then_some(report)
}
