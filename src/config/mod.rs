//! Environment → [`Config`]: every error at once, with the variable's name and never its value.
//!
//! The only place that reads the environment. A `.env` file in the working folder is read when
//! it is there; the environment wins. Blank values count as absent.

mod access;
mod dotenv;
mod mode;
mod providers;
mod reader;
mod shell;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

pub use access::{AccessSettings, AdminAccess};
pub use mode::{Mode, ModeInputs};
use reader::Reader;
pub use reader::{ConfigError, ConfigErrors};
pub use shell::{colour_is_unwanted, named_secret};

use crate::providers::ChainSettings;
use crate::quality::GuardPolicy;
use crate::telemetry::init::{LogFormat, LogSettings};

/// Everything that can be set (contract §7).
#[derive(Debug, Clone)]
pub struct Config {
    /// Who writes reports.
    pub mode: Mode,
    /// Whether a key is configured and LLM use is not turned off.
    pub llm_ready: bool,
    /// The guard's policy, which follows from the mode.
    pub guard: GuardPolicy,
    /// Keys, addresses and models of the providers, and the limits of calls.
    pub chain: ChainSettings,
    /// Address and drain.
    pub server: ServerSettings,
    /// Keys and limits of those who call.
    pub access: AccessSettings,
    /// Limits of reports.
    pub reports: ReportSettings,
    /// How long a result of `/health/llm` is kept when it is ok; a tenth of it when not.
    pub health_ttl: Duration,
    /// A folder that replaces the embedded packs.
    pub packs_dir: Option<PathBuf>,
    /// The log.
    pub log: LogSettings,
    /// What the operator should know at start.
    pub warnings: Vec<String>,
    /// Names of the variables that are set, for admin status; never their values.
    pub set_variables: Vec<&'static str>,
}

/// Address and drain.
#[derive(Debug, Clone, Copy)]
pub struct ServerSettings {
    /// `AICMO_BIND` and `PORT`.
    pub address: SocketAddr,
    /// Time that runs in flight get to finish.
    pub drain: Duration,
}

/// Limits of reports.
#[derive(Debug, Clone, Copy)]
pub struct ReportSettings {
    /// Wall time of one report.
    pub deadline: Duration,
    /// Reports at once; 0 is off.
    pub max_concurrent: usize,
    /// Sections of one report at once.
    pub section_concurrency: usize,
    /// Whether the report cache is read and written.
    pub cache_enabled: bool,
}

/// Every variable that we read.
pub const VARIABLES: [&str; 41] = [
    "OPENAI_API_KEY",
    "PERPLEXITY_API_KEY",
    "ANTHROPIC_API_KEY",
    "OPENAI_BASE_URL",
    "PERPLEXITY_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "OPENAI_MODEL",
    "OPENAI_QUALITY_MODEL",
    "PERPLEXITY_MODEL",
    "PERPLEXITY_QUALITY_MODEL",
    "ANTHROPIC_MODEL",
    "ANTHROPIC_QUALITY_MODEL",
    "OPENAI_WIRE",
    "AICMO_USE_LLM",
    "AICMO_ALLOW_STUBS",
    "AICMO_STUB_MODE",
    "AICMO_CACHE_ENABLED",
    "AICMO_ENABLE_HTTP_LEARNING",
    "AICMO_ADMIN_KEY",
    "AICMO_API_KEYS",
    "AICMO_METRICS_TOKEN",
    "AICMO_CORS_ORIGINS",
    "AICMO_DAILY_BUDGET_USD",
    "AICMO_RATE_LIMIT_PER_MINUTE",
    "AICMO_MAX_CONCURRENT_REPORTS",
    "AICMO_TRUSTED_PROXY_HOPS",
    "AICMO_REPORT_DEADLINE_SECS",
    "AICMO_LLM_TIMEOUT_SECS",
    "AICMO_LLM_FIRST_BYTE_SECS",
    "AICMO_LLM_STALL_SECS",
    "AICMO_SECTION_CONCURRENCY",
    "AICMO_LLM_CONCURRENCY",
    "AICMO_HEALTH_TTL_SECS",
    "AICMO_DRAIN_SECS",
    "AICMO_PACKS_DIR",
    "PORT",
    "AICMO_BIND",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "AICMO_URL",
    "AICMO_API_KEY",
];

impl Config {
    /// Reads the environment of the process and `.env`.
    ///
    /// # Errors
    /// [`ConfigErrors`] with everything that is wrong.
    pub fn from_env() -> Result<Self, ConfigErrors> {
        let mut map = BTreeMap::new();
        let mut faults = vec![];
        read_dotenv(&mut map, &mut faults);
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => drop(map.insert(name, value)),
                Err(_) if is_ours(&name) => faults
                    .push(ConfigError { variable: name, message: "must be UTF-8 text".to_owned() }),
                Err(_) => {}
            }
        }
        match (Self::from_map(&map), faults.is_empty()) {
            (read, true) => read,
            (Ok(_), false) => Err(ConfigErrors(faults)),
            (Err(ConfigErrors(more)), false) => {
                faults.extend(more);
                Err(ConfigErrors(faults))
            }
        }
    }

    /// Reads `map` as if it were the environment.
    ///
    /// # Errors
    /// [`ConfigErrors`] with everything that is wrong.
    pub fn from_map(map: &BTreeMap<String, String>) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(map);
        let mut warnings = unknown_variables(map);
        let chain = providers::read(&mut reader, &mut warnings);
        let inputs = ModeInputs {
            provider_configured: !chain.providers.is_empty(),
            use_llm: reader.flag("AICMO_USE_LLM"),
            allow_stubs: reader.flag("AICMO_ALLOW_STUBS"),
            stub_mode: reader.flag("AICMO_STUB_MODE").unwrap_or(false),
        };
        let mode = Mode::derive(inputs);
        warnings.extend(mode.warnings(inputs));
        if reader.flag("AICMO_ENABLE_HTTP_LEARNING") == Some(true) {
            warnings.push("AICMO_ENABLE_HTTP_LEARNING waits for the store: no effect yet.".into());
        }
        let server = ServerSettings::read(&mut reader);
        let access = AccessSettings::read(
            &mut reader,
            server.address.ip(),
            inputs.provider_configured,
            &mut warnings,
        );
        let config = Self {
            mode,
            llm_ready: mode.llm_ready(inputs),
            guard: mode.guard(),
            chain,
            server,
            access,
            reports: ReportSettings::read(&mut reader),
            health_ttl: reader.seconds("AICMO_HEALTH_TTL_SECS", 0.0..=86_400.0, 300.0),
            packs_dir: reader.owned("AICMO_PACKS_DIR").map(PathBuf::from),
            log: log_settings(&mut reader),
            warnings,
            set_variables: VARIABLES.into_iter().filter(|n| reader.text(n).is_some()).collect(),
        };
        let errors = reader.into_errors();
        if errors.is_empty() { Ok(config) } else { Err(ConfigErrors(errors)) }
    }
}

impl ServerSettings {
    fn read(reader: &mut Reader<'_>) -> Self {
        let ip = match reader.text("AICMO_BIND") {
            None | Some("localhost") => Some(IpAddr::from([127, 0, 0, 1])),
            Some(text) => text.trim_matches(['[', ']']).parse().ok(),
        };
        if ip.is_none() {
            reader.fault("AICMO_BIND", "must be an IP address, such as 127.0.0.1 or 0.0.0.0");
        }
        let port = reader.number("PORT", 0..=u16::MAX, 8000);
        Self {
            address: SocketAddr::new(ip.unwrap_or(IpAddr::from([127, 0, 0, 1])), port),
            drain: reader.seconds("AICMO_DRAIN_SECS", 0.0..=3_600.0, 30.0),
        }
    }
}

impl ReportSettings {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            deadline: reader.seconds("AICMO_REPORT_DEADLINE_SECS", 0.1..=86_400.0, 300.0),
            max_concurrent: reader.number("AICMO_MAX_CONCURRENT_REPORTS", 0..=100_000, 64),
            section_concurrency: reader.number("AICMO_SECTION_CONCURRENCY", 1..=10_000, 40),
            cache_enabled: reader.flag("AICMO_CACHE_ENABLED").unwrap_or(true),
        }
    }
}

fn log_settings(reader: &mut Reader<'_>) -> LogSettings {
    use tracing::Level;
    let levels = [
        ("trace", Some(Level::TRACE)),
        ("debug", Some(Level::DEBUG)),
        ("info", Some(Level::INFO)),
        ("warn", Some(Level::WARN)),
        ("warning", Some(Level::WARN)),
        ("error", Some(Level::ERROR)),
        ("critical", Some(Level::ERROR)),
        ("off", None),
    ];
    let formats = [("text", LogFormat::Text), ("json", LogFormat::Json)];
    LogSettings {
        level: reader.choice("LOG_LEVEL", &levels, Some(Level::INFO)),
        format: reader.choice("LOG_FORMAT", &formats, LogFormat::Text),
    }
}

fn is_ours(name: &str) -> bool {
    VARIABLES.contains(&name)
}

/// A misspelt variable would be passed over in silence otherwise.
fn unknown_variables(map: &BTreeMap<String, String>) -> Vec<String> {
    let unknown = map.keys().filter(|name| name.starts_with("AICMO_") && !is_ours(name));
    unknown.map(|name| format!("{name} is not a variable of this service: no effect.")).collect()
}

/// The error of a line would quote it, and a line may hold a key.
fn read_dotenv(map: &mut BTreeMap<String, String>, faults: &mut Vec<ConfigError>) {
    let mut fault = |message: &str| {
        faults.push(ConfigError { variable: ".env".to_owned(), message: message.to_owned() });
    };
    match dotenv::read() {
        Err(message) => fault(message),
        Ok(lines) => {
            if lines.iter().any(Option::is_none) {
                fault("has a line that is not NAME=value");
            }
            map.extend(lines.into_iter().flatten());
        }
    }
}

#[cfg(test)]
mod tests;
