//! Money and time in the client's words.

use std::sync::LazyLock;

use regex::Regex;

static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:(?:US\$|[£$€₹¥]|\b(?:usd|eur|gbp|inr|aed|cad|aud|chf)\s?)\s?\d[\d.,]*(?:\s?(?:k|m|million|bn|crore|lakh))?\b|\d[\d.,]*(?:\s?(?:k|m|million|crore|lakh))?\s?(?:€|£|\$|₹|usd\b|eur\b|gbp\b|euros?\b|pounds\b|dollars\b|chf\b|kr\b))",
    )
    .ok()
});

static LENGTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|sixteen|eighteen|twenty)[ -](days?|weeks?|months?|quarters?|years?)\b",
    )
    .ok()
});

/// The first amount of money in `text`.
pub fn money(text: &str) -> Option<String> {
    let hit = MONEY.as_ref()?.find(text)?;
    Some(hit.as_str().trim_end_matches([',', '.', ' ']).to_owned())
}

/// The first length of time in `text`, in days.
pub fn days(text: &str) -> Option<i64> {
    let found = LENGTH.as_ref()?.captures(text)?;
    let count = match found.get(1)?.as_str().to_lowercase().as_str() {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "sixteen" => 16,
        "eighteen" => 18,
        "twenty" => 20,
        digits => digits.parse().ok()?,
    };
    let unit = match found.get(2)?.as_str().to_lowercase().chars().next()? {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'q' => 91,
        _ => 365,
    };
    Some(count * unit)
}

#[cfg(test)]
mod tests {
    use super::{days, money};

    #[test]
    fn reads_amounts_and_lengths() {
        for (given, wanted) in [
            ("€60,000 over six months", Some("€60,000")),
            ("about 36.000 € for media", Some("36.000 €")),
            ("₹2.4 crore for 12 months", Some("₹2.4 crore")),
            ("US$5k", Some("US$5k")),
            ("tight", None),
        ] {
            assert_eq!(money(given).as_deref(), wanted, "{given}");
        }
        for (given, wanted) in [
            ("Ten weeks from March", Some(70)),
            ("6 months", Some(180)),
            ("90-day sprint", Some(90)),
            ("soon", None),
        ] {
            assert_eq!(days(given), wanted, "{given}");
        }
    }
}
