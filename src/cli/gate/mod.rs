//! `aicmo gate`: the quality gate on Markdown that was written elsewhere.

mod explain;
mod lines;
mod show;

use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::Value;

use super::generate::read_brief;
use super::out::Out;
use super::{UsageError, packs, smoke};
use crate::clock;
use crate::domain::intake::parse_brief;
use crate::domain::{Brief, BriefInput, FieldError, Services, Severity};
use crate::packs::{PackSpec, Registry, SectionSpec};
use crate::quality::Verdict;
use crate::quality::external::ExternalText;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Key, alias or name of the pack
    #[arg(long, value_name = "PACK", required_unless_present_any = ["jsonl", "explain"])]
    pack: Option<String>,
    /// The brief: JSON or plain text
    #[arg(long, value_name = "FILE", required_unless_present_any = ["jsonl", "explain"])]
    brief: Option<PathBuf>,
    /// Judge one section of the pack instead of a whole report
    #[arg(long, value_name = "ID")]
    section: Option<String>,
    /// The Markdown; `-` is stdin
    #[arg(value_name = "FILE", required_unless_present_any = ["jsonl", "explain"])]
    file: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Read lines `{id, pack, section, brief, markdown}` on stdin, write lines
    /// `{id, passed, failures}`
    #[arg(long, conflicts_with_all = ["pack", "brief", "section", "file", "json", "explain"])]
    jsonl: bool,
    /// Say what a check looks for and why; `all` lists them
    #[arg(long, value_name = "CHECK", conflicts_with_all = ["pack", "brief", "section", "file"])]
    explain: Option<String>,
}

const EXAMPLES: &str = "Examples:
  aicmo gate --pack quick_social_basic --brief brief.json report.md
  aicmo gate --pack quick_social_basic --section overview --brief brief.json overview.md --json
  aicmo gate --jsonl < sections.jsonl
  aicmo gate --explain F1

It repairs nothing and reports final severities. Exit codes: 0 nothing blocks, 1 a blocking or
repairable finding, 2 a mistake in the command.";

pub(super) fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    if let Some(check) = &args.explain {
        return explain::run(check, args.json, out);
    }
    let registry = packs::registry()?;
    if args.jsonl {
        return lines::run(&registry, out);
    }
    let (Some(pack), Some(brief), Some(file)) = (&args.pack, &args.brief, &args.file) else {
        return Err(UsageError("--pack, --brief and FILE are needed".to_owned()).into());
    };
    smoke::check_names(&registry, std::slice::from_ref(pack))?;
    let pack = registry.resolve(pack).context("no such pack")?;
    let section = args.section.as_deref().map(|id| find_section(&pack, id)).transpose();
    let section = section.map_err(UsageError)?;
    let brief = brief_of(&brief_value(read_brief(brief)?)).map_err(|e| anyhow::anyhow!(e))?;
    let markdown = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("cannot read stdin")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    let text = external(&markdown, &pack, section);
    let verdict = text.judge(&pack, &brief, &Services::default());
    let name = file.display().to_string();
    show::verdict(&show::Judged { file: &name, text: &text, verdict: &verdict }, args.json, out)?;
    Ok(is_clean(&verdict))
}

fn external(markdown: &str, pack: &PackSpec, section: Option<&SectionSpec>) -> ExternalText {
    match section {
        Some(spec) => ExternalText::section(markdown, spec),
        None => ExternalText::report(markdown, pack),
    }
}

fn find_section<'a>(pack: &'a PackSpec, id: &str) -> Result<&'a SectionSpec, String> {
    let found = pack.sections.iter().find(|spec| spec.id.as_str() == id);
    found.ok_or_else(|| {
        let known: Vec<_> = pack.sections.iter().map(|spec| spec.id.as_str()).collect();
        format!("{} has no section {id:?}; its sections: {}", pack.key, known.join(", "))
    })
}

/// A whole body of the API is as good as its `client_brief`.
fn brief_value(value: Value) -> Value {
    match value {
        Value::Object(mut map) if map.contains_key("client_brief") => {
            map.remove("client_brief").unwrap_or_default()
        }
        other => other,
    }
}

/// The brief in `value`, or all that is wrong with it.
fn brief_of(value: &Value) -> Result<Brief, String> {
    let list = |errors: Vec<FieldError>| {
        let listed = errors.iter().map(|error| format!("{}: {}", error.path, error.message));
        format!("the brief has to be corrected: {}", listed.collect::<Vec<_>>().join("; "))
    };
    match parse_brief(value, clock::today()).map_err(list)? {
        BriefInput::Fields(brief) => Ok(*brief),
        BriefInput::Text(raw) => raw.guess.ok_or_else(|| {
            "the brief has to be corrected: no brand can be found in its text; begin it with \
             `Brand: …`"
                .to_owned()
        }),
    }
}

/// Whether nothing would have to be repaired or refused; warnings are fine.
fn is_clean(verdict: &Verdict) -> bool {
    verdict.checks_run > 0 && verdict.failures.iter().all(|i| i.severity == Severity::Warning)
}

/// The packs of a line, for [`lines`].
fn pack_of(registry: &Registry, name: &str) -> Result<std::sync::Arc<PackSpec>, String> {
    registry.resolve(name).ok_or_else(|| {
        format!("there is no such pack; known packs: {}", registry.keys().join(", "))
    })
}
