//! The first day of the plan.

use jiff::civil::{Date, Weekday};

use super::values::{Problems, Slot};

/// The Monday after `today`, never `today` itself.
#[must_use]
pub fn next_monday(today: Date) -> Date {
    today.nth_weekday(1, Weekday::Monday).unwrap_or(today)
}

/// An ISO date within this century, so that a plan of any length has dates.
pub(super) fn read(given: Slot<String>, path: &str, problems: &mut Problems) -> Slot<Date> {
    let text = match given {
        Slot::Given(text) => text,
        Slot::Absent => return Slot::Absent,
        Slot::Invalid => return Slot::Invalid,
    };
    let date = has_form(&text).then(|| text.parse::<Date>().ok()).flatten();
    match date {
        Some(date) if (2000..=2099).contains(&date.year()) => Slot::Given(date),
        Some(_) => {
            problems.push(path, "must be a date of the years 2000 to 2099");
            Slot::Invalid
        }
        None => {
            problems.push(path, "must be an ISO date that exists, such as 2026-11-30");
            Slot::Invalid
        }
    }
}

fn has_form(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Problems, Slot, next_monday, read};

    #[test]
    fn starts_on_the_monday_after_today() {
        for (today, wanted) in [
            (date(2026, 11, 23), date(2026, 11, 30)),
            (date(2026, 11, 29), date(2026, 11, 30)),
            (date(2026, 11, 24), date(2026, 11, 30)),
            (date(2027, 12, 31), date(2028, 1, 3)),
        ] {
            assert_eq!(next_monday(today), wanted);
        }
    }

    #[test]
    fn takes_iso_dates_only() {
        for (given, good) in [
            ("2026-11-30", true),
            ("2028-02-29", true),
            ("2026-02-29", false),
            ("30.11.2026", false),
            ("2026-11-30T10:00", false),
            ("9999-12-31", false),
            ("1999-12-31", false),
            ("soon", false),
            ("２０２６-11-30", false),
        ] {
            let read = read(Slot::Given(given.into()), "d", &mut Problems::default());
            assert_eq!(matches!(read, Slot::Given(_)), good, "{given}");
        }
    }
}
