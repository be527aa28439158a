//! Ends of a plan that are named and not dated (`before Christmas`, `by the end of the second
//! quarter`).

use jiff::civil::Date;

/// The last day before the occasion that `text` (in lower case) names, seen from `start`.
pub fn named(text: &str, start: Date) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let bounded = ["by", "before", "until", "till", "within", "end"].into_iter().any(has);
    if !bounded {
        return None;
    }
    let last = words.windows(2).any(|two| two == ["end", "of"]) || has("until") || has("within");
    if has("christmas") || has("xmas") {
        return first_after(start, |year| Date::new(year, 12, 24).ok());
    }
    if let Some(quarter) = quarter(&words) {
        // `by the third quarter` ends before it, `by the end of it` with it.
        let month = if last { quarter * 3 } else { quarter * 3 - 3 };
        return last_day(start, if month == 0 { 12 } else { month });
    }
    let year = has("year") && (last || has("new") || has("end"));
    if year && has("next") {
        return Date::new(start.year() + 1, 12, 31).ok();
    }
    year.then(|| last_day(start, 12)).flatten()
}

/// The quarter of a year that is named: `q2`, `second quarter`.
fn quarter(words: &[&str]) -> Option<i8> {
    const ORDINALS: [&str; 4] = ["first", "second", "third", "fourth"];
    let short = |word: &&str| matches!(*word, "q1" | "q2" | "q3" | "q4");
    if let Some(word) = words.iter().find(|word| short(word)) {
        return word.get(1..)?.parse().ok();
    }
    let at = words.iter().position(|word| *word == "quarter")?.checked_sub(1)?;
    let ordinal = ORDINALS.iter().position(|ordinal| words.get(at) == Some(ordinal))?;
    i8::try_from(ordinal + 1).ok()
}

/// The first day after `start` that `in_year` names, in its year or the next one.
pub fn first_after(start: Date, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    in_year(start.year()).filter(|date| *date > start).or_else(|| in_year(start.year() + 1))
}

fn last_day(start: Date, month: i8) -> Option<Date> {
    first_after(start, |year| Some(Date::new(year, month, 1).ok()?.last_of_month()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::named;

    #[test]
    fn ends_in_words_have_dates() {
        let start: Date = date(2026, 11, 30);
        for (given, wanted) in [
            ("before christmas", Some(date(2026, 12, 24))),
            ("by the end of the second quarter", Some(date(2027, 6, 30))),
            ("by the end of q1", Some(date(2027, 3, 31))),
            ("by the third quarter", Some(date(2027, 6, 30))),
            ("before q1", Some(date(2026, 12, 31))),
            ("by the end of the year", Some(date(2026, 12, 31))),
            ("by the end of next year", Some(date(2027, 12, 31))),
            ("before the new year", Some(date(2026, 12, 31))),
            ("a christmas shop", None),
            ("a quarter of our guests", None),
            ("soon", None),
        ] {
            assert_eq!(named(given, start), wanted, "{given}");
        }
    }
}
