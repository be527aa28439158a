//! The window of the plan and its dates in words.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};

/// First and last day of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First day.
    pub start: Date,
    /// Length in days, at least a week and at most 366.
    pub days: i64,
}

impl Window {
    /// The window that begins on `start`, for `days` where the brief names a length.
    pub fn new(start: Date, days: Option<i64>) -> Self {
        Self { start, days: days.unwrap_or(84).clamp(7, 366) }
    }

    /// The day `offset` days after the start.
    pub fn day(self, offset: i64) -> Date {
        let span: Span = offset.days();
        self.start.checked_add(span).unwrap_or(self.start)
    }

    /// The day that is `share` per cent into the plan.
    pub fn at(self, share: i64) -> Date {
        self.day((self.days - 1) * share.clamp(0, 100) / 100)
    }

    /// The working day next to `date` inside the plan: nobody reviews on a Sunday.
    pub fn working(self, date: Date) -> Date {
        let (back, on) = match date.weekday() {
            Weekday::Saturday => (1, 2),
            Weekday::Sunday => (2, 1),
            _ => return date,
        };
        let near = |days: i64| date.checked_add(days.days()).unwrap_or(date);
        let inside = |day: &Date| *day >= self.start && *day <= self.at(100);
        let order = if back < on { [-back, on] } else { [on, -back] };
        order.into_iter().map(near).find(inside).unwrap_or(date)
    }
}

/// `Mon 1 Feb`.
pub fn short(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// `Mon 1 Feb 2027`.
pub fn medium(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// `Monday 1 February 2027`.
pub fn long(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// A time as a noun: in quotes where it begins with a preposition (`by October`).
pub fn as_said(time: &str) -> String {
    let first = time.split(' ').next().unwrap_or("").to_lowercase();
    let links =
        ["by", "before", "until", "within", "in", "over", "from", "between", "during", "to"];
    if links.contains(&first.as_str()) { format!("“{time}”") } else { time.to_owned() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Window, as_said, long, medium, short};

    #[test]
    fn times_stand_as_nouns() {
        for (given, wanted) in [
            ("by October", "“by October”"),
            ("six months", "six months"),
            ("January to June 2027", "January to June 2027"),
        ] {
            assert_eq!(as_said(given), wanted);
        }
    }

    #[test]
    fn dates_read_well() {
        let window = Window::new(date(2027, 2, 1), Some(56));
        assert_eq!(short(window.day(0)), "Mon 1 Feb");
        assert_eq!(medium(window.at(100)), "Sun 28 Mar 2027");
        assert_eq!(long(window.at(0)), "Monday 1 February 2027");
        for (day, wanted) in
            [(1, "Tue 2 Feb"), (5, "Fri 5 Feb"), (6, "Mon 8 Feb"), (55, "Fri 26 Mar")]
        {
            assert_eq!(short(window.working(window.day(day))), wanted);
        }
    }
}
