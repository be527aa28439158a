//! Which deployment a command talks to, and with which keys.

use std::time::Duration;

use crate::client::{Client, ClientSettings};
use crate::config::named_secret;
use crate::verification::Deployment;

use super::UsageError;

const API_KEY: &str = "AICMO_API_KEY";
const ADMIN_KEY: &str = "AICMO_ADMIN_KEY";

/// How to reach a deployment.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Target {
    /// Address of a deployment; without it this build does the work
    #[arg(long, value_name = "URL")]
    pub(super) url: Option<String>,
    #[command(flatten)]
    pub(super) access: Access,
}

/// Keys and time for a deployment.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Access {
    /// Name of the variable that holds an API key [default: `AICMO_API_KEY`, where set]
    #[arg(long, value_name = "NAME")]
    api_key_env: Option<String>,
    /// Name of the variable that holds the admin key [default: `AICMO_ADMIN_KEY`, where set]
    #[arg(long, value_name = "NAME")]
    admin_key_env: Option<String>,
    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 330, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
}

impl Target {
    /// The deployment, where one is named.
    pub(super) fn deployment(&self) -> anyhow::Result<Option<Deployment>> {
        self.url.as_deref().map(|url| self.access.deployment(url)).transpose()
    }
}

impl Access {
    pub(super) fn deployment(&self, url: &str) -> anyhow::Result<Deployment> {
        let client = self.client(url, Duration::from_secs(self.timeout))?;
        // A check on a deployment asks for several reports.
        Ok(Deployment::new(client, Duration::from_secs(self.timeout.saturating_mul(4))))
    }

    pub(super) fn client(&self, url: &str, timeout: Duration) -> anyhow::Result<Client> {
        let settings = ClientSettings {
            url: url.to_owned(),
            api_key: key(self.api_key_env.as_deref(), API_KEY)?,
            admin_key: key(self.admin_key_env.as_deref(), ADMIN_KEY)?,
            timeout,
        };
        Client::new(settings).map_err(|error| UsageError(error.to_string()).into())
    }
}

/// The key in the variable `named`, which must be set, or in `usual`, which may be.
fn key(named: Option<&str>, usual: &str) -> anyhow::Result<Option<secrecy::SecretString>> {
    match named {
        None => Ok(named_secret(usual)),
        Some(name) => match named_secret(name) {
            Some(key) => Ok(Some(key)),
            None if looks_like_a_key(name) => Err(UsageError(
                "--api-key-env and --admin-key-env take the name of a variable, not a key"
                    .to_owned(),
            )
            .into()),
            None => Err(UsageError(format!("the variable {name} is not set")).into()),
        },
    }
}

fn looks_like_a_key(name: &str) -> bool {
    name.is_empty()
        || !name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}
