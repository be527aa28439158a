//! Money and time in the client's words.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::ends::{first_after, named};

static MONEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:\b(?:US|AU|CA|NZ|HK|R|A|C|S|J)?\p{Sc}|\p{Sc}|\b[A-Z]{3}\s?|\b(?:Rs\.?|Ksh|KSh|USh|TSh|Fr\.|kr\.?|R|RM|Rp|zł|Kč)\s?)\s?\d[\d.,'’]*(?:[ \u{a0}]\d{3}\b)*(?:\s?(?i:k|m|mio|million|bn|billion|crores?|lakhs?|thousand))?\b|\d[\d.,'’]*(?:[ \u{a0}]\d{3}\b)*(?:\s?(?i:k|m|mio|million|billion|crores?|lakhs?|thousand))?\s?(?:\p{Sc}|(?:[A-Z]{3}|(?i:euros?|pounds|dollars|rupees|francs|kroner|kronor|rand|naira|shillings|pesos|reais|yen|zloty|zł|kr|kč|lei|forint|ft))(?:\b|$)))",
    )
    .ok()
});

static LENGTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|sixteen|eighteen|twenty)[ -](days?|weeks?|months?|quarters?|years?)\b",
    )
    .ok()
});

static END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?(january|february|march|april|may|june|july|august|september|october|november|december)\b(?: (\d{1,2})(?:st|nd|rd|th)?\b)?(?:,? (20\d\d)\b)?",
    )
    .ok()
});

/// The first amount of money in `text`, where it stands for the whole: no range, and not for each
/// month.
pub fn money(text: &str) -> Option<String> {
    let hit = MONEY.as_ref()?.find(text)?;
    let after = text.get(hit.end()..).unwrap_or("").trim_start();
    let first = after.split([' ', ',', '.']).next().unwrap_or("").to_lowercase();
    let part = ["a", "per", "each", "every", "monthly", "weekly", "yearly", "to", "or"];
    let range = after.starts_with(['–', '-', '—', '/']) || after.starts_with('+');
    let partial = range || part.contains(&first.as_str());
    (!partial).then(|| hit.as_str().trim_end_matches([',', '.', ' ']).to_owned())
}

/// Names of the months.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Days from `start` to the last date that `text` names (`until 30 June 2027`, `January to
/// April`); a month stands for its last day.
pub fn days_until(text: &str, start: Date) -> Option<i64> {
    let open = ["until", "till", "to", "by", "through", "before", "end", "–", "-", "and"];
    let lower = text.to_lowercase();
    let ends = lower.split([' ', ',']).any(|word| open.contains(&word.trim_matches('.')))
        || lower.contains(['–', '-']);
    let Some(found) = END.as_ref()?.captures_iter(text).last() else {
        return named(&lower, start).and_then(|end| length(start, end));
    };
    if !ends {
        return None;
    }
    let name = found.get(2)?.as_str().to_lowercase();
    let month = i8::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
    let day = found.get(1).or_else(|| found.get(3)).and_then(|day| day.as_str().parse().ok());
    let date = |year: i16| {
        let first = Date::new(year, month, 1).ok()?;
        Date::new(year, month, day.unwrap_or(first.days_in_month())).ok()
    };
    let whole = found.get(0)?.start();
    let before = lower.get(..whole).is_some_and(|text| text.trim_end().ends_with("before"));
    let end = match found.get(4) {
        Some(year) => date(year.as_str().parse().ok()?)?,
        None => first_after(start, date)?,
    };
    // `before October` ends with September.
    let end = if before && day.is_none() { end.first_of_month().yesterday().ok()? } else { end };
    length(start, end)
}

/// Days of a plan that runs from `start` to `end`, where that is a time to plan for.
fn length(start: Date, end: Date) -> Option<i64> {
    let days = i64::from(start.until(end).ok()?.get_days()) + 1;
    (14..=400).contains(&days).then_some(days)
}

/// The day on which the window in `text` opens (`from March to September 2027`); a month stands
/// for its first day.
pub fn first_day(text: &str, start: Date) -> Option<Date> {
    let found: Vec<_> = END.as_ref()?.captures_iter(text).collect();
    let first = found.first()?;
    let before = text.get(..first.get(0)?.start())?.to_lowercase();
    let opens = ["from", "starting", "start", "starts", "beginning", "begins", "between", "after"];
    let opened = before.split_whitespace().any(|word| opens.contains(&word));
    if found.len() < 2 && !opened {
        return None;
    }
    let name = first.get(2)?.as_str().to_lowercase();
    let month = i8::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
    let day = first.get(1).or_else(|| first.get(3)).and_then(|day| day.as_str().parse().ok());
    let date = |year: i16| Date::new(year, month, day.unwrap_or(1)).ok();
    let year = |at: &regex::Captures<'_>| at.get(4).and_then(|year| year.as_str().parse().ok());
    match year(first) {
        Some(year) => date(year),
        None => match found.last().and_then(year).and_then(date) {
            Some(given) if found.len() > 1 && given.month() > last_month(&found) => {
                date(given.year() - 1)
            }
            Some(given) => Some(given),
            None => {
                date(start.year()).filter(|day| *day >= start).or_else(|| date(start.year() + 1))
            }
        },
    }
}

/// The month of the last date.
fn last_month(found: &[regex::Captures<'_>]) -> i8 {
    let name =
        found.last().and_then(|at| at.get(2)).map_or(String::new(), |m| m.as_str().to_lowercase());
    let at = MONTHS.iter().position(|month| *month == name).unwrap_or(11);
    i8::try_from(at + 1).unwrap_or(12)
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
    use jiff::civil::date;

    use super::{days, days_until, first_day, money};

    #[test]
    fn windows_open_on_their_first_day() {
        let start = date(2026, 11, 30);
        for (given, wanted) in [
            ("from March to September 2027", Some(date(2027, 3, 1))),
            ("January to June 2027", Some(date(2027, 1, 1))),
            ("November 2026 to March 2027", Some(date(2026, 11, 1))),
            ("from 1 February 2027", Some(date(2027, 2, 1))),
            ("October to March", Some(date(2027, 10, 1))),
            ("until August 2027", None),
            ("six months", None),
        ] {
            assert_eq!(first_day(given, start), wanted, "{given}");
        }
    }

    #[test]
    fn reads_amounts_and_lengths() {
        for (given, wanted) in [
            ("€60,000 over six months", Some("€60,000")),
            ("about 36.000 € for media", Some("36.000 €")),
            ("₹2.4 crore for 12 months", Some("₹2.4 crore")),
            ("US$5k", Some("US$5k")),
            ("NOK 1.2 million for media", Some("NOK 1.2 million")),
            ("₦6,500,000", Some("₦6,500,000")),
            ("PLN 30,000 a quarter", None),
            ("CHF 20'000", Some("CHF 20'000")),
            ("R$ 45.000", Some("R$ 45.000")),
            ("R 120 000 over a season", Some("R 120 000")),
            ("about 90 000 kr", Some("90 000 kr")),
            ("KES 400k", Some("KES 400k")),
            ("tight", None),
            ("£2k–£4k per month", None),
            ("€3,000 a month", None),
            ("1.5 million yen", Some("1.5 million yen")),
            ("about 3 thousand euros", Some("3 thousand euros")),
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
        for (given, wanted) in [
            ("until 30 June 2027", Some(178)),
            ("January to April 2027", Some(117)),
            ("February – March", Some(87)),
            ("by May 1, 2027", Some(118)),
            ("starting in March", None),
            ("before May", Some(117)),
            ("before Christmas", Some(355)),
            ("by the end of the second quarter", Some(178)),
            ("soon", None),
        ] {
            assert_eq!(days_until(given, date(2027, 1, 4)), wanted, "{given}");
        }
    }
}
