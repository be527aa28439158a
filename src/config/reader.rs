//! Reads single variables and gathers what is wrong with them. Messages never hold a value.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;

/// One variable that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Name of the variable.
    pub variable: String,
    /// What would be right; never what was given.
    pub message: String,
}

/// Everything that is wrong with the environment, at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has to be corrected:")?;
        for error in &self.0 {
            write!(f, "\n  {}: {}", error.variable, error.message)?;
        }
        Ok(())
    }
}

/// The environment being read. Blank values count as absent.
pub(super) struct Reader<'a> {
    map: &'a BTreeMap<String, String>,
    errors: Vec<ConfigError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(map: &'a BTreeMap<String, String>) -> Self {
        Self { map, errors: vec![] }
    }

    pub(super) fn into_errors(self) -> Vec<ConfigError> {
        self.errors
    }

    pub(super) fn fault(&mut self, variable: &str, message: impl Into<String>) {
        self.errors.push(ConfigError { variable: variable.to_owned(), message: message.into() });
    }

    /// The trimmed value, where there is one.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.map.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A key. It goes into a header, so that it must be one line of visible ASCII.
    pub(super) fn secret(&mut self, name: &str) -> Option<SecretString> {
        let value = self.text(name)?;
        if value.bytes().all(|b| b.is_ascii_graphic()) {
            return Some(SecretString::from(value.to_owned()));
        }
        self.fault(name, "must be visible ASCII characters without blanks");
        None
    }

    /// Parts between commas, without blanks.
    pub(super) fn list(&self, name: &str) -> Vec<&'a str> {
        let parts = self.text(name).unwrap_or_default().split(',');
        parts.map(str::trim).filter(|part| !part.is_empty()).collect()
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        match self.text(name)?.to_ascii_lowercase().as_str() {
            "1" | "true" | "yes" | "on" => Some(true),
            "0" | "false" | "no" | "off" => Some(false),
            _ => {
                self.fault(name, "must be 1, true, yes or on, or 0, false, no or off");
                None
            }
        }
    }

    pub(super) fn number<T>(&mut self, name: &str, range: RangeInclusive<T>, default: T) -> T
    where
        T: FromStr + PartialOrd + fmt::Display + Copy,
    {
        let Some(value) = self.text(name) else { return default };
        match value.parse::<T>() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let message = format!("must be a number from {} to {}", range.start(), range.end());
                self.fault(name, message);
                default
            }
        }
    }

    /// Seconds, with decimals where wanted.
    pub(super) fn seconds(
        &mut self,
        name: &str,
        range: RangeInclusive<f64>,
        default: f64,
    ) -> Duration {
        Duration::from_secs_f64(self.number(name, range, default))
    }

    /// One of `words`, in any case.
    pub(super) fn choice<T: Copy>(&mut self, name: &str, words: &[(&str, T)], default: T) -> T {
        let Some(value) = self.text(name) else { return default };
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(value));
        found.map_or_else(
            || {
                let listed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                self.fault(name, format!("must be one of {}", listed.join(", ")));
                default
            },
            |(_, meaning)| *meaning,
        )
    }

    /// The address of an HTTP server, without its trailing slash.
    pub(super) fn base_url(&mut self, name: &str) -> Option<String> {
        let value = self.text(name)?;
        if is_http_url(value) {
            return Some(value.trim_end_matches('/').to_owned());
        }
        self.fault(name, "must be an http:// or https:// address without user, query or fragment");
        None
    }
}

fn is_http_url(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    !host.is_empty()
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b))
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
        && rest.bytes().all(|b| b.is_ascii_graphic() && !b"@?#\\".contains(&b))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Reader, is_http_url};

    fn reader_of(value: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("X".to_owned(), value.to_owned())])
    }

    #[test]
    fn reads_booleans_in_any_case() {
        for (value, wanted, faults) in [
            ("1", Some(true), 0),
            (" Yes ", Some(true), 0),
            ("ON", Some(true), 0),
            ("False", Some(false), 0),
            ("off", Some(false), 0),
            ("", None, 0),
            ("2", None, 1),
            ("enabled", None, 1),
        ] {
            let map = reader_of(value);
            let mut reader = Reader::new(&map);
            assert_eq!(reader.flag("X"), wanted, "{value}");
            assert_eq!(reader.into_errors().len(), faults, "{value}");
        }
    }

    #[test]
    fn holds_numbers_to_their_range() {
        for (value, wanted, faults) in
            [("7", 7, 0), ("", 3, 0), ("11", 3, 1), ("-1", 3, 1), ("x", 3, 1), ("1e3", 3, 1)]
        {
            let map = reader_of(value);
            let mut reader = Reader::new(&map);
            assert_eq!(reader.number("X", 0..=10, 3), wanted, "{value}");
            assert_eq!(reader.into_errors().len(), faults, "{value}");
        }
        let map = reader_of("NaN");
        let mut reader = Reader::new(&map);
        assert!((reader.seconds("X", 0.0..=9.0, 2.0).as_secs_f64() - 2.0).abs() < 1e-9);
        assert_eq!(reader.into_errors().len(), 1);
    }

    #[test]
    fn takes_only_plain_http_addresses() {
        for (url, fits) in [
            ("https://api.openai.com/v1", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080/v1/", true),
            ("ftp://host", false),
            ("https://", false),
            ("https://key@host/", false),
            ("https://host/?key=1", false),
            ("https://ho st/", false),
            ("host:80", false),
        ] {
            assert_eq!(is_http_url(url), fits, "{url}");
        }
    }
}
