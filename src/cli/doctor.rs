//! `aicmo doctor`: the launch checklist at once. Says what is missing; pays for nothing.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use super::out::{Out, Paint};
use super::{EXIT_CODES, packs};
use crate::clock;
use crate::config::{AdminAccess, Config, Mode};
use crate::packs::Finding;
use crate::providers::{Chain, CheckedProvider, ModelCheck, Models, http_client};

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Ask no provider for its list of models
    #[arg(long)]
    offline: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How one point of the checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    Warning,
    Missing,
}

#[derive(Debug, Serialize)]
struct Point {
    name: &'static str,
    state: State,
    says: String,
}

#[derive(Debug, Default)]
struct Checklist(Vec<Point>);

impl Checklist {
    fn add(&mut self, name: &'static str, state: State, says: impl Into<String>) {
        self.0.push(Point { name, state, says: says.into() });
    }
}

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let mut list = Checklist::default();
    match Config::from_env() {
        Err(errors) => errors.0.iter().for_each(|error| {
            let says = format!("{}: {}", error.variable, error.message);
            list.add("configuration", State::Missing, says);
        }),
        Ok(config) => {
            list.add("configuration", State::Ok, "every variable that is set can be read");
            examine(&mut list, &config, args.offline).await;
        }
    }
    show(&list, args.json, out)
}

async fn examine(list: &mut Checklist, config: &Config, offline: bool) {
    let state = if config.mode == Mode::Production { State::Ok } else { State::Missing };
    list.add("mode", state, config.mode.explanation());
    check_packs(list, config);
    check_providers(list, config, offline).await;
    check_doors(list, config);
    check_limits(list, config);
    for warning in &config.warnings {
        list.add("start-up warning", State::Warning, warning.clone());
    }
}

fn check_packs(list: &mut Checklist, config: &Config) {
    match packs::load(config.packs_dir.clone()) {
        Ok(registry) => {
            let count = registry.iter().count();
            list.add("packs", State::Ok, format!("{count} packs are valid"));
        }
        Err(findings) => findings.iter().map(Finding::to_string).for_each(|finding| {
            list.add("packs", State::Missing, finding);
        }),
    }
}

async fn check_providers(list: &mut Checklist, config: &Config, offline: bool) {
    let names: Vec<_> = config.chain.providers.iter().map(|p| p.name.as_str()).collect();
    match names.len() {
        0 => list.add(
            "provider keys",
            State::Missing,
            "none is set: set OPENAI_API_KEY, PERPLEXITY_API_KEY or ANTHROPIC_API_KEY",
        ),
        1 => list.add(
            "provider keys",
            State::Warning,
            format!("only {} has a key: there is no fallback", names.join("")),
        ),
        _ => list.add("provider keys", State::Ok, names.join(" → ")),
    }
    let text = packs::load(config.packs_dir.clone());
    let models = text.map_err(|_| ()).and_then(|r| Models::parse(r.models_toml()).map_err(|_| ()));
    let Ok(models) = models else {
        list.add("models", State::Missing, "packs/models.toml cannot be read");
        return;
    };
    check_models(list, config, &models);
    if offline || names.is_empty() {
        return;
    }
    let Ok(client) = http_client(Duration::from_secs(5)) else {
        list.add("models route", State::Missing, "TLS cannot be set up on this machine");
        return;
    };
    for checked in Chain::new(config.chain.clone(), models, client).check_models().await {
        let (state, says) = of_list(&checked);
        list.add("models route", state, format!("{}: {says}", checked.name));
    }
}

fn check_models(list: &mut Checklist, config: &Config, models: &Models) {
    let unpriced = models.unpriced(&config.chain);
    if !unpriced.is_empty() {
        let budget = config.chain.daily_budget_usd.is_some();
        let state = if budget { State::Missing } else { State::Warning };
        list.add("prices", state, format!("no price is known for {}", unpriced.join(", ")));
    }
    for shutdown in models.shutdowns(&config.chain, clock::today()) {
        let says = format!(
            "{} shuts {} down on {} ({} days left)",
            shutdown.provider, shutdown.model, shutdown.date, shutdown.days_left
        );
        list.add("models", State::Warning, says);
    }
}

fn of_list(checked: &CheckedProvider) -> (State, String) {
    match checked.check {
        ModelCheck::Ok => (State::Ok, "the key works, the models are there".to_owned()),
        ModelCheck::ModelMissing => {
            let missing = checked.missing.join(", ");
            (State::Missing, format!("the key works, but it has no model {missing}"))
        }
        ModelCheck::Auth => (State::Missing, "the key is refused".to_owned()),
        ModelCheck::KeyNotChecked => {
            (State::Warning, "the models are there; the key is first tried by a report".to_owned())
        }
        ModelCheck::NotAvailable => {
            (State::Warning, "there is no list of models at this address".to_owned())
        }
        ModelCheck::Unreachable => (State::Missing, "nobody answers".to_owned()),
    }
}

/// Keys of those who call.
fn check_doors(list: &mut Checklist, config: &Config) {
    let access = &config.access;
    match &access.admin {
        AdminAccess::Key(_) if config.set_variables.contains(&"AICMO_ADMIN_KEY") => {
            list.add("admin routes", State::Ok, "open to AICMO_ADMIN_KEY");
        }
        AdminAccess::Key(_) => {
            list.add("admin routes", State::Warning, "open to the well-known development key");
        }
        AdminAccess::Closed => {
            list.add("admin routes", State::Missing, "closed: set AICMO_ADMIN_KEY");
        }
    }
    let public = !config.server.address.ip().is_loopback();
    match access.api_keys.len() {
        0 if public => list.add(
            "API keys",
            State::Missing,
            "anyone who finds the address can spend your budget: set AICMO_API_KEYS",
        ),
        0 => list.add("API keys", State::Warning, "open; fine on this machine alone"),
        count => list.add("API keys", State::Ok, format!("{count} key(s)")),
    }
    if public && access.trusted_proxy_hops == 0 {
        let says = "AICMO_TRUSTED_PROXY_HOPS is 0: behind a proxy all clients look like one";
        list.add("proxy", State::Warning, says);
    }
}

fn check_limits(list: &mut Checklist, config: &Config) {
    match config.chain.daily_budget_usd {
        Some(usd) => list.add("daily budget", State::Ok, format!("${usd:.2} a UTC day")),
        None => list.add("daily budget", State::Warning, "none: set AICMO_DAILY_BUDGET_USD"),
    }
    let off = |value: u64| if value == 0 { "off".to_owned() } else { value.to_string() };
    let (rate, reports) =
        (u64::from(config.access.rate_limit_per_minute), config.reports.max_concurrent);
    let state = if rate == 0 || reports == 0 { State::Warning } else { State::Ok };
    let says = format!(
        "{} requests a minute and client, {} reports at once, {} s a report, {} s to drain",
        off(rate),
        off(u64::try_from(reports).unwrap_or(u64::MAX)),
        config.reports.deadline.as_secs(),
        config.server.drain.as_secs()
    );
    list.add("limits", state, says);
}

fn show(list: &Checklist, as_json: bool, out: Out) -> anyhow::Result<bool> {
    let missing = list.0.iter().filter(|point| point.state == State::Missing).count();
    let warnings = list.0.iter().filter(|point| point.state == State::Warning).count();
    if as_json {
        out.json(&json!({"passed": missing == 0, "points": list.0}))?;
        return Ok(missing == 0);
    }
    for point in &list.0 {
        let (mark, paint) = match point.state {
            State::Ok => ("✅", Paint::Green),
            State::Warning => ("⚠️", Paint::Yellow),
            State::Missing => ("❌", Paint::Red),
        };
        out.line(&format!("{mark} {}: {}", out.paint(paint, point.name), point.says))?;
    }
    out.line(&match missing {
        0 => out.paint(Paint::Green, &format!("✅ Ready to launch, {warnings} warning(s)")),
        _ => {
            out.paint(Paint::Red, &format!("❌ {missing} point(s) missing, {warnings} warning(s)"))
        }
    })?;
    Ok(missing == 0)
}
