//! `aicmo packs list / show / lint`.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::out::{Out, Paint, columns};
use super::{EXIT_CODES, UsageError, configuration};
use crate::app::load_packs;
use crate::domain::SectionId;
use crate::packs::{Finding, PackSpec, PartKind, Range, Registry, SectionSpec};
use crate::quality::unknown_figures;

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List all packs
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one pack with its sections
    Show {
        /// Key, alias or name of the pack
        pack: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check pack files; exit 1 on any finding
    Lint {
        /// Folder of pack files [default: `AICMO_PACKS_DIR`, else the packs of this binary]
        dir: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    match &args.action {
        Action::List { json } => list(&registry()?, *json, out),
        Action::Show { pack, json } => show(&registry()?, pack, *json, out),
        Action::Lint { dir, json } => lint(dir.clone(), *json, out),
    }
}

/// The packs that this process would serve.
pub(super) fn registry() -> anyhow::Result<Registry> {
    load_packs(&configuration()?)
}

pub(super) fn load(dir: Option<PathBuf>) -> Result<Registry, Vec<Finding>> {
    match dir {
        Some(dir) => Registry::from_dir(&dir),
        None => Registry::embedded(),
    }
}

fn list(registry: &Registry, as_json: bool, out: Out) -> anyhow::Result<bool> {
    if as_json {
        let packs: Vec<_> = registry.iter().map(|pack| summary(pack)).collect();
        out.json(&json!({"packs": packs}))?;
        return Ok(true);
    }
    let mut rows =
        vec![["KEY", "SECTIONS", "WORDS", "RESEARCH", "NAME"].map(str::to_owned).to_vec()];
    rows.extend(registry.iter().map(|pack| {
        let words = format!("≥ {}", pack.benchmark.min_words);
        let research = word(&json!(pack.research));
        vec![
            pack.key.to_string(),
            pack.sections.len().to_string(),
            words,
            research,
            pack.name.clone(),
        ]
    }));
    for (at, line) in columns(&rows).into_iter().enumerate() {
        out.line(&if at == 0 { out.paint(Paint::Dim, &line) } else { line })?;
    }
    Ok(true)
}

fn show(registry: &Registry, name: &str, as_json: bool, out: Out) -> anyhow::Result<bool> {
    let Some(pack) = registry.resolve(name) else {
        let known = registry.keys().join(", ");
        return Err(UsageError(format!("there is no pack {name:?}; known packs: {known}")).into());
    };
    if as_json {
        out.json(&*pack)?;
        return Ok(true);
    }
    out.line(&out.paint(Paint::Bold, &format!("{} ({})", pack.name, pack.key)))?;
    out.line(&pack.summary)?;
    let samples: Vec<_> = pack.samples.iter().map(|sample| sample.name.as_str()).collect();
    for (what, value) in [
        ("Version", format!("{} ({})", pack.version, pack.content_hash)),
        ("Also called", or_none(&pack.aliases)),
        ("Research", word(&json!(pack.research))),
        ("Words", format!("at least {}", pack.benchmark.min_words)),
        ("Brand mentions", format!("at least {}", pack.benchmark.brand_mentions)),
        ("Required terms", or_none(&terms(&pack))),
        ("Samples", samples.join(", ")),
    ] {
        out.line(&format!("{:16}{value}", format!("{what}:")))?;
    }
    out.line("")?;
    let mut rows =
        vec![["SECTION", "WORDS", "TABLES", "AFTER", "TITLE"].map(str::to_owned).to_vec()];
    rows.extend(pack.sections.iter().map(section_row));
    for (at, line) in columns(&rows).into_iter().enumerate() {
        out.line(&if at == 0 { out.paint(Paint::Dim, &line) } else { line })?;
    }
    Ok(true)
}

fn section_row(section: &SectionSpec) -> Vec<String> {
    let Range { min, max } = section.words;
    let tables = section.parts.iter().filter(|part| part.kind == PartKind::Table).count();
    let after: Vec<_> = section.depends_on.iter().map(SectionId::as_str).collect();
    vec![
        section.id.to_string(),
        format!("{min}–{max}"),
        tables.to_string(),
        if after.is_empty() { "–".to_owned() } else { after.join(" ") },
        section.title.clone(),
    ]
}

fn summary(pack: &PackSpec) -> Value {
    json!({
        "key": pack.key, "name": pack.name, "aliases": pack.aliases, "summary": pack.summary,
        "version": pack.version, "research": pack.research, "sections": pack.sections.len(),
        "min_words": pack.benchmark.min_words,
    })
}

fn terms(pack: &PackSpec) -> Vec<String> {
    pack.benchmark.required_terms.iter().map(|group| group.join(" / ")).collect()
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "–".to_owned() } else { names.join(", ") }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn lint(dir: Option<PathBuf>, as_json: bool, out: Out) -> anyhow::Result<bool> {
    let dir = match dir {
        Some(dir) => Some(dir),
        None => configuration()?.packs_dir,
    };
    let loaded = load(dir);
    let packs = loaded.as_ref().map_or(0, |registry| registry.iter().count());
    let unknown = |packs: Registry| packs.iter().flat_map(|pack| unknown_figures(pack)).collect();
    let findings = loaded.map_or_else(|findings| findings, unknown);
    if as_json {
        out.json(&json!({"passed": findings.is_empty(), "packs": packs, "findings": findings}))?;
        return Ok(findings.is_empty());
    }
    for finding in &findings {
        let place = finding.line.map_or_else(String::new, |line| format!(":{line}"));
        let place = out.paint(Paint::Bold, &format!("{}{place}", finding.file));
        let key = out.paint(Paint::Cyan, &finding.key);
        out.line(&format!("{place}: {key}: {}", finding.message))?;
    }
    if findings.is_empty() {
        out.line(&out.paint(Paint::Green, &format!("✅ {packs} packs, no findings")))?;
    } else {
        let count = findings.len();
        out.line(&out.paint(Paint::Red, &format!("❌ {count} finding(s)")))?;
    }
    Ok(findings.is_empty())
}
