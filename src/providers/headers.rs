//! What response headers say: how long to wait, how many calls are left, which request it was.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::HeaderMap;

/// How long the provider asks us to wait: `retry-after-ms`, or `Retry-After` as seconds or date.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let millis = text(headers, "retry-after-ms").and_then(|t| t.parse::<f64>().ok());
    if let Some(wait) = millis.and_then(|ms| seconds(ms / 1_000.0)) {
        return Some(wait);
    }
    let given = text(headers, "retry-after")?;
    given.parse().ok().and_then(seconds).or_else(|| span(given)).or_else(|| {
        let at = rfc2822::DateTimeParser::new().parse_timestamp(given).or_else(|_| given.parse());
        at.ok().map(|at| until(at, now))
    })
}

/// Calls or tokens that are left, and the time until there are more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Left {
    pub count: u64,
    pub reset: Duration,
}

/// What `x-ratelimit-remaining-*` and its relatives say of requests and tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct RateLimits {
    pub requests: Option<Left>,
    pub tokens: Option<Left>,
}

pub(super) fn rate_limits(headers: &HeaderMap, now: Timestamp) -> RateLimits {
    let left = |names: &[(&str, &str)]| {
        names.iter().find_map(|(remaining, reset)| {
            let count = text(headers, remaining)?.parse::<f64>().ok().filter(|n| !n.is_nan())?;
            let reset = text(headers, reset).and_then(|given| reset_in(given, now));
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
            let count = count.max(0.0) as u64;
            Some(Left { count, reset: reset.unwrap_or(Duration::from_secs(1)) })
        })
    };
    RateLimits {
        requests: left(&[
            ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
            ("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
            ("x-ratelimit-remaining", "x-ratelimit-reset"),
            ("ratelimit-remaining", "ratelimit-reset"),
        ]),
        tokens: left(&[
            ("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
            ("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
        ]),
    }
}

/// The provider's id of the request, where it is a plain token.
pub(super) fn request_id(headers: &HeaderMap) -> Option<String> {
    let fits = |id: &&str| {
        (1..=128).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
    };
    ["x-request-id", "request-id", "x-amzn-requestid", "cf-ray"]
        .iter()
        .find_map(|name| text(headers, name).filter(fits))
        .map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// A reset as a span (`6m0s`), as seconds, as seconds since 1970, or as a date.
fn reset_in(given: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(number) = given.parse::<f64>() {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
        let since = number - now.as_second() as f64;
        return seconds(if number > 1e9 { since.max(0.0) } else { number });
    }
    span(given).or_else(|| given.parse().ok().map(|at| until(at, now)))
}

fn until(at: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(now)).unwrap_or_default()
}

fn seconds(count: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(count).ok()
}

/// A span such as `1h2m3.5s` or `20ms`.
fn span(given: &str) -> Option<Duration> {
    let mut rest = given;
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(digits)?;
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, tail) = after.split_at_checked(letters)?;
        let factor = match unit {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return None,
        };
        total = total.checked_add(seconds(number.parse::<f64>().ok()? * factor)?)?;
        rest = tail;
    }
    (total > Duration::ZERO || !given.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (name.parse().unwrap(), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn retry_after_in_three_forms() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for (name, value, wanted) in [
            ("retry-after", "7", Some(7_000)),
            ("retry-after", " 1.5 ", Some(1_500)),
            ("Retry-After-Ms", "250", Some(250)),
            ("retry-after", "Mon, 23 Nov 2026 09:00:09 GMT", Some(9_000)),
            ("retry-after", "Mon, 23 Nov 2026 08:00:09 GMT", Some(0)),
            ("retry-after", "1m30s", Some(90_000)),
            ("retry-after", "1e400", None),
            ("retry-after", "18000000000000000000s18000000000000000000s", None),
            ("retry-after-ms", "NaN", None),
            ("retry-after", "soon", None),
            ("retry-after", "-3", None),
            ("x-other", "3", None),
        ] {
            let found = retry_after(&headers(&[(name, value)]), now);
            assert_eq!(found, wanted.map(Duration::from_millis), "{name}: {value}");
        }
    }

    #[test]
    fn what_is_left() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        for (remaining, reset, given, wanted) in [
            ("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests", "6m0s", 360),
            ("X-RateLimit-Remaining", "X-RateLimit-Reset", "12", 12),
            (
                "anthropic-ratelimit-requests-remaining",
                "anthropic-ratelimit-requests-reset",
                "2026-11-23T09:00:30Z",
                30,
            ),
        ] {
            let found = rate_limits(&headers(&[(remaining, "3"), (reset, given)]), now);
            let left = Left { count: 3, reset: Duration::from_secs(wanted) };
            assert_eq!(found.requests, Some(left), "{remaining}");
        }
    }

    #[test]
    fn request_ids_are_plain_tokens() {
        let id = |value| request_id(&headers(&[("x-request-id", value)]));
        assert_eq!(id("req_01-a.b:c").as_deref(), Some("req_01-a.b:c"));
        assert_eq!(id("no such, thing"), None);
    }
}
