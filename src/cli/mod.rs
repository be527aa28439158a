//! The command line: one file a command (contract §9).
//!
//! Results go to stdout, progress and logs to stderr. Exit codes: 0 as it should be, 1 not so,
//! 2 a mistake in the command itself. No key is ever printed.

mod check_live;
mod doctor;
mod gate;
mod generate;
mod health;
mod openapi;
mod out;
mod packs;
mod ping;
mod progress;
mod ready;
mod report;
mod serve;
mod simulate;
mod smoke;
mod target;

use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::config::Config;
use crate::telemetry;
use crate::verification::{NO_REQUEST, ThisBuild};
use out::Out;

/// The text behind every command's own help.
const EXIT_CODES: &str = "Exit codes: 0 as it should be, 1 not so, 2 a mistake in the command.";

/// Turns a client's brief into an agency-grade marketing report.
#[derive(Debug, Parser)]
#[command(name = "aicmo", version, after_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    /// What to do; the server without it.
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "Examples:
  aicmo                                                   serve on 127.0.0.1:8000
  aicmo generate --pack quick_social_basic --sample       a report, no set-up needed
  aicmo generate --pack launch_gtm_pack --brief brief.json --out report.md
  aicmo gate --pack quick_social_basic --brief brief.json draft.md
  aicmo doctor                                            what is missing before launch
  aicmo check-live --url https://aicmo.example.com        prove real generation there

Configuration comes from the environment and .env; see .env.example.
Exit codes: 0 as it should be, 1 not so, 2 a mistake in the command.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve HTTP; drains on SIGTERM and SIGINT (what `aicmo` alone does)
    Serve,
    /// Say whether real models can write: `LLM Ready: True` or `False`
    Ready(ready::Args),
    /// Ask a server whether it is up (`/health/live`); the image's health check
    Ping(ping::Args),
    /// Write one report as Markdown
    Generate(generate::Args),
    /// Judge Markdown that was written elsewhere
    Gate(gate::Args),
    /// List, show and lint packs
    Packs(packs::Args),
    /// Write two packs end to end and prove that real models did it
    CheckLive(check_live::Args),
    /// Write every pack with its sample brief
    Smoke(smoke::Args),
    /// Write every pack with all its sample briefs; a page, XML and JSON
    Simulate(simulate::Args),
    /// The daily check of a deployment: its health, then one small report
    Health(health::Args),
    /// The launch checklist at once: what is missing
    Doctor(doctor::Args),
    /// Print the API's description
    Openapi,
}

/// Runs the command in `arguments` and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match dispatch(cli.command.unwrap_or(Command::Serve)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if out::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::complain(&format!("{error:#}"));
            if error.is::<UsageError>() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// `true` when all is as it should be: exit code 0.
fn dispatch(command: Command) -> anyhow::Result<bool> {
    let out = Out::new();
    match command {
        Command::Serve => serve::run(),
        Command::Ready(args) => ready::run(&args, out),
        Command::Ping(args) => wait(ping::run(&args, out)),
        Command::Generate(args) => wait(generate::run(&args, out)),
        Command::Gate(args) => gate::run(&args, out),
        Command::Packs(args) => packs::run(&args, out),
        Command::CheckLive(args) => wait(check_live::run(&args, out)),
        Command::Smoke(args) => wait(smoke::run(&args, out)),
        Command::Simulate(args) => wait(simulate::run(&args, out)),
        Command::Health(args) => wait(health::run(&args, out)),
        Command::Doctor(args) => wait(doctor::run(&args, out)),
        Command::Openapi => openapi::run(out),
    }
}

/// A mistake in the command that the parser cannot see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct UsageError(String);

/// The configuration, or all its errors at once.
fn configuration() -> anyhow::Result<Config> {
    Config::from_env().map_err(|errors| anyhow::anyhow!("{errors}"))
}

/// The log of a command: none, since it says itself how it went, unless `LOG_LEVEL` is set.
fn install_log(config: &Config) {
    let mut settings = config.log;
    if !config.set_variables.contains(&"LOG_LEVEL") {
        settings.level = None;
    }
    telemetry::init::install(settings);
}

/// This process, built from the configuration.
fn build() -> anyhow::Result<ThisBuild> {
    let config = configuration()?;
    install_log(&config);
    let app = App::build(config)?;
    let providers = app.config.chain.providers.len();
    let explain = || match providers {
        0 => "no provider key is configured: set OPENAI_API_KEY, PERPLEXITY_API_KEY or \
              ANTHROPIC_API_KEY"
            .to_owned(),
        _ => app.config.mode.explanation().to_owned(),
    };
    Ok(ThisBuild {
        request_id: NO_REQUEST.to_owned(),
        runs: app.runs.clone(),
        packs: Arc::clone(&app.packs),
        why_not_ready: (!app.config.llm_ready).then(explain),
        providers,
    })
}

fn wait<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        super::Cli::command().debug_assert();
    }
}
