//! `aicmo generate`: one report as Markdown.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use super::out::{Out, complain, say};
use super::progress::ProgressView;
use super::{UsageError, build, report};
use crate::packs::{PackSpec, Registry};
use crate::runs::{Caller, ReportOutput};
use crate::verification::{ThisBuild, log_delivered, log_refused};

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Key, alias or name of the pack (`aicmo packs list`)
    #[arg(long, value_name = "PACK")]
    pack: String,
    #[command(flatten)]
    brief: BriefSource,
    /// Write the report to this file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// draft, strategy or final
    #[arg(long)]
    stage: Option<String>,
    /// Language of the report, such as `de`
    #[arg(long)]
    language: Option<String>,
    /// Take a report that fails the gate, with its findings
    #[arg(long)]
    draft_mode: bool,
    /// Write the API's JSON body instead of Markdown
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct BriefSource {
    /// The brief: JSON (the body's `client_brief`, or a whole body) or plain text; `-` is stdin
    #[arg(long, value_name = "FILE")]
    brief: Option<PathBuf>,
    /// A sample brief of the pack, the first one unless named
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    sample: Option<String>,
}

const EXAMPLES: &str = "Examples:
  aicmo generate --pack quick_social_basic --sample
  aicmo generate --pack \"Launch & GTM Pack\" --brief brief.json --out report.md
  echo 'Brand: Acme Tea. Goal: 200 subscribers' | aicmo generate --pack quick_social --brief -

Exit codes: 0 a report was written, 1 not, 2 a mistake in the command.";

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let this = build()?;
    let pack = find_pack(&this.packs, &args.pack)?;
    let body = body(args, &pack)?;
    args.out.as_deref().map(check_place).transpose()?;
    let begun = Instant::now();
    let written = write(&this, body).await;
    match &written {
        Ok(output) => {
            log_delivered(output, begun.elapsed(), "cli");
            deliver(args, output, out)?;
            say(&summary(output));
        }
        Err(error) => {
            log_refused(error, pack.key.as_str(), begun.elapsed(), "cli");
            if args.json {
                out.json(&report::error_body(error, pack.key.as_str()))?;
            }
            complain(&report::error_text(error));
        }
    }
    Ok(written.is_ok())
}

/// Writes the report and shows how it goes.
async fn write(this: &ThisBuild, body: Value) -> Result<ReportOutput, crate::domain::ReportError> {
    use futures::StreamExt as _;
    let run = this.runs.start(this.request(&body)?, &Caller::anonymous())?;
    let mut view = ProgressView::new();
    let mut events = std::pin::pin!(run.events_after(0));
    while let Some((_, event)) = events.next().await {
        view.show(&event);
    }
    view.finish();
    run.result().await?.report().cloned().ok_or_else(|| {
        let kind = crate::domain::ErrorType::UnexpectedError;
        crate::domain::ReportError::new(kind, "The run gave no report.", "A fault of ours.")
    })
}

fn find_pack(packs: &Registry, name: &str) -> anyhow::Result<std::sync::Arc<PackSpec>> {
    super::smoke::check_names(packs, &[name.to_owned()])?;
    packs.resolve(name).context("no such pack")
}

fn body(args: &Args, pack: &PackSpec) -> anyhow::Result<Value> {
    let mut body = match (&args.brief.brief, &args.brief.sample) {
        (Some(file), _) => body_of(read_brief(file)?),
        (None, sample) => body_of(sample_brief(pack, sample.as_deref())?),
    };
    for name in ["wow_package_key", "wow_package_preset", "package_name"] {
        body.remove(name);
    }
    body.insert("pack_key".to_owned(), json!(pack.key));
    let given = [("stage", &args.stage), ("language", &args.language)];
    for (name, value) in given.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?)))
    {
        body.insert(name.to_owned(), json!(value));
    }
    if args.draft_mode {
        body.insert("draft_mode".to_owned(), json!(true));
    }
    Ok(Value::Object(body))
}

/// A whole body stays one; anything else is the brief of a new one.
fn body_of(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) if map.contains_key("client_brief") => map,
        brief => Map::from_iter([("client_brief".to_owned(), brief)]),
    }
}

fn sample_brief(pack: &PackSpec, name: Option<&str>) -> anyhow::Result<Value> {
    let sample = match name {
        None | Some("") => pack.samples.first(),
        Some(name) => {
            let name = name.to_lowercase();
            pack.samples.iter().find(|sample| sample.name.to_lowercase().contains(&name))
        }
    };
    let sample = sample.ok_or_else(|| {
        let names: Vec<_> = pack.samples.iter().map(|sample| sample.name.as_str()).collect();
        UsageError(format!("{} has these sample briefs: {}", pack.key, names.join("; ")))
    })?;
    Ok(Value::Object(sample.brief.clone()))
}

/// JSON where the text looks like it, else plain text.
pub(super) fn read_brief(file: &Path) -> anyhow::Result<Value> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).context("cannot read the brief from stdin")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with(['{', '[', '"']) {
        let read = crate::domain::intake::parse_json(text.as_bytes());
        return read.map_err(|error| anyhow::anyhow!("{}: {error}", file.display()));
    }
    Ok(Value::String(text))
}

fn deliver(args: &Args, output: &ReportOutput, out: Out) -> anyhow::Result<()> {
    let text = if args.json {
        let bytes = output.json().map_err(|error| anyhow::anyhow!("{error}"))?;
        let value: Value = serde_json::from_slice(&bytes)?;
        serde_json::to_string_pretty(&value)? + "\n"
    } else {
        output.report.markdown().to_owned()
    };
    match &args.out {
        Some(file) => write_atomically(file, text.as_bytes()),
        None => out.raw(text.trim_end()),
    }
}

/// Whether `file` can be written, told before a report is paid for.
fn check_place(file: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(!file.is_dir(), "--out must name a file; {} is a folder", file.display());
    let beside = part_of(file)?;
    let tried = std::fs::write(&beside, []).and_then(|()| std::fs::remove_file(&beside));
    tried.with_context(|| format!("cannot write {}", file.display()))
}

/// The file beside `file` that becomes it.
fn part_of(file: &Path) -> anyhow::Result<PathBuf> {
    let name = file.file_name().context("--out must name a file")?.to_string_lossy().into_owned();
    Ok(file.with_file_name(format!(".{name}.{}.part", std::process::id())))
}

/// All of `bytes` or nothing: a reader never sees half a file.
pub(super) fn write_atomically(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = part_of(file)?;
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, file));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written.with_context(|| format!("cannot write {}", file.display()))
}

fn summary(output: &ReportOutput) -> String {
    let report = &output.report;
    let facts = report.facts();
    let usage = &facts.usage;
    let cost = usage.cost_usd.map_or_else(|| "unknown".to_owned(), |usd| format!("${usd:.4}"));
    let who =
        if report.stub_used() { "stub writer".to_owned() } else { usage.providers.join(", ") };
    let seconds = facts.duration_ms / 1_000;
    let mark = if report.quality_passed() { "✅" } else { "⚠️ quality gate not passed ·" };
    let mut text = format!(
        "{mark} {} words · {who} · {} calls · cost {cost} · {seconds} s",
        report.words(),
        usage.calls
    );
    for warning in &facts.warnings {
        text.push_str("\nwarning: ");
        text.push_str(warning);
    }
    if report.stub_used() {
        text.push_str(
            "\nnote: sample writing by the stub writer; set a provider key for real reports",
        );
    }
    text
}
