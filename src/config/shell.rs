//! What the command line reads of the environment beside the configuration.

use secrecy::SecretString;

/// The value of the variable `name`, as a secret: for `--api-key-env` and `--admin-key-env`.
/// `.env` is read when present; the environment wins; blank is absent.
#[must_use]
pub fn named_secret(name: &str) -> Option<SecretString> {
    let from_file = || {
        let lines = super::dotenv::read().ok()?;
        lines.into_iter().flatten().find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let value = std::env::var_os(name).and_then(|value| value.into_string().ok());
    let value = value.or_else(from_file)?;
    let value = value.trim();
    (!value.is_empty()).then(|| SecretString::from(value.to_owned()))
}

/// Whether `NO_COLOR` asks for plain text (<https://no-color.org>).
#[must_use]
pub fn colour_is_unwanted() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
