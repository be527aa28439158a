//! Hosts that a report may link to: those of the brief and of the sources.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::quality::context::Context;

/// An address or a bare domain name in running text.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:https?://)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}").ok()
});

/// Hosts in lower case, without `www.`.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeSet<String>);

impl Hosts {
    /// Hosts that the brief names, and those of the sources.
    pub(super) fn of(context: &Context<'_>) -> Self {
        let mut hosts = BTreeSet::new();
        if let Some(pattern) = ADDRESS.as_ref() {
            for found in pattern.find_iter(context.brief_text) {
                hosts.extend(host_of(found.as_str()));
            }
        }
        let sources = context.input.research.sources.iter();
        hosts.extend(sources.filter_map(|source| host_of(&source.url)));
        Self(hosts)
    }

    /// Whether `url` is https to one of them or below it.
    pub(super) fn allow(&self, url: &str) -> bool {
        let secure = url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
        secure && host_of(url).is_some_and(|host| self.has(&host))
    }

    fn has(&self, host: &str) -> bool {
        let below = |known: &String| {
            host.strip_suffix(known.as_str()).is_some_and(|rest| rest.ends_with('.'))
        };
        self.0.contains(host) || self.0.iter().any(below)
    }
}

/// The host of `url`, whatever stands around it: user, port, path.
fn host_of(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches('.').to_owned();
    host.contains('.').then_some(host)
}

#[cfg(test)]
mod tests {
    use super::{Hosts, host_of};

    #[test]
    fn sees_through_tricks() {
        let hosts = Hosts(["client.com".to_owned()].into());
        for (url, allowed) in [
            ("https://client.com/a", true),
            ("https://www.client.com", true),
            ("HTTPS://shop.client.com?x=1", true),
            ("http://client.com", false),
            ("https://client.com.evil.com", false),
            ("https://client.com@evil.com", false),
            ("https://evilclient.com", false),
            ("https://evil.com/client.com", false),
            ("https://evil.com\\@client.com", false),
            ("mailto:a@client.com", false),
            ("/path", false),
        ] {
            assert_eq!(hosts.allow(url), allowed, "{url} {:?}", host_of(url));
        }
    }
}
