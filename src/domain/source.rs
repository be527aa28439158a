//! What research brought: sources from the provider's own result list, and claims on them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::text::{is_hidden, normalise};

/// A page that a claim rests on; shown in the report's list of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Source {
    /// `S1`, `S2` …
    pub id: String,
    /// The page's title.
    pub title: String,
    /// Its address, from the provider's result list only.
    pub url: String,
    /// Its date as the provider gave it.
    pub date: Option<String>,
}

/// One sentence with the source that says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim in one sentence.
    pub text: String,
    /// Id of its source.
    pub source: String,
}

/// The result of research; empty where there was none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResearchNotes {
    /// Sources, `S1` first.
    pub sources: Vec<Source>,
    /// Claims on them.
    pub claims: Vec<Claim>,
    /// What could not be found out.
    pub gaps: Vec<String>,
}

/// Longest address that is shown, in bytes.
const MAX_URL: usize = 2_048;
/// Longest title that is shown, in characters.
const MAX_TITLE: usize = 200;

impl Source {
    /// Whether its address can be shown as a link: it is what [`usable_url`] makes of it.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        usable_url(&self.url).is_some_and(|url| url == self.url)
    }
}

/// `url` as a link that means the same to every reader: https to a named host, without user,
/// blanks, controls or look-alike slashes; what Markdown or HTML would take for markup is
/// percent-encoded. `None` where it is no such address.
#[must_use]
pub fn usable_url(url: &str) -> Option<String> {
    let url = url.trim();
    let hidden = |c: char| c.is_whitespace() || c.is_control() || is_hidden(c) || c == '\\';
    if url.len() > MAX_URL || url.contains(hidden) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(h, p)| (h, Some(p)));
    let port_is_good =
        port.is_none_or(|p| matches!(p.len(), 1..=5) && p.bytes().all(|b| b.is_ascii_digit()));
    if !scheme.eq_ignore_ascii_case("https") || !is_public_name(host) || !port_is_good {
        return None;
    }
    Some(format!("https://{}{}", authority.to_lowercase(), encoded(path)))
}

/// A host by name, at least two labels, the last one of letters: no number, no `localhost`.
fn is_public_name(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = |label: &str| {
        label.len() > 1 && (label.starts_with("xn--") || label.chars().all(char::is_alphabetic))
    };
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(label)
        && host.rsplit('.').next().is_some_and(top)
}

fn encoded(path: &str) -> String {
    use std::fmt::Write as _;
    path.chars().fold(String::with_capacity(path.len()), |mut text, c| {
        if matches!(
            c,
            '(' | ')' | '<' | '>' | '"' | '\'' | '`' | '{' | '}' | '|' | '[' | ']' | '^' | '*'
        ) {
            let _ = write!(text, "%{:02X}", u32::from(c));
        } else {
            text.push(c);
        }
        text
    })
}

/// The host of an address that [`usable_url`] made, without `www.`.
#[must_use]
pub fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// Text of a page on one line, without controls and invisible characters; at most 200 characters.
#[must_use]
pub fn one_plain_line(text: &str) -> String {
    let mut plain = String::new();
    for word in normalise(text).split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    if plain.chars().count() > MAX_TITLE {
        plain = plain.chars().take(MAX_TITLE - 1).chain(['…']).collect();
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{host_of, one_plain_line, usable_url};

    #[test]
    fn links_are_https_to_a_name_and_hold_no_markup() {
        for (given, wanted) in [
            ("https://example.org/a", Some("https://example.org/a")),
            ("HTTPS://Example.ORG/A?b=1#c", Some("https://example.org/A?b=1#c")),
            ("https://example.org", Some("https://example.org")),
            ("https://example.org:8443/x", Some("https://example.org:8443/x")),
            (
                "https://en.wikipedia.org/wiki/Tea_(drink)",
                Some("https://en.wikipedia.org/wiki/Tea_%28drink%29"),
            ),
            ("https://a.example/a)b[c](d", Some("https://a.example/a%29b%5Bc%5D%28d")),
            ("https://bücher.example/straße", Some("https://bücher.example/straße")),
            ("https://a.example/<script>", Some("https://a.example/%3Cscript%3E")),
            ("https://a.example/%28x%29", Some("https://a.example/%28x%29")),
            ("https://a.example/a b<script>", None),
            ("https://a:b@evil.example/x", None),
            ("https://evil.example\\@good.example", None),
            ("http://a.example/x", None),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("https://127.0.0.1/admin", None),
            ("https://[::1]/", None),
            ("https://localhost/x", None),
            ("https:///x", None),
            ("https://a..example/x", None),
            ("https://a.example:port/", None),
            ("https://a.example/\u{202e}x", None),
            ("https://a.example/x\ny", None),
            ("//a.example/x", None),
            ("", None),
        ] {
            assert_eq!(usable_url(given).as_deref(), wanted, "{given}");
        }
        let long = format!("https://a.example/{}", "a".repeat(3_000));
        assert_eq!(usable_url(&long), None);
    }

    #[test]
    fn what_is_usable_stays_as_it_is() {
        for url in ["https://a.example/a)b[c](d|e'f\"", "https://A.example/ü?q=(1)"] {
            let once = usable_url(url).unwrap_or_default();
            assert_eq!(usable_url(&once).as_deref(), Some(once.as_str()));
        }
        assert_eq!(host_of("https://www.a.example:8443/x"), "a.example");
    }

    #[test]
    fn titles_are_one_line() {
        assert_eq!(one_plain_line(" Tea\n\n# in\u{200b} \tGalway "), "Tea # in Galway");
        assert_eq!(one_plain_line(&"a".repeat(900)).chars().count(), 200);
    }
}
