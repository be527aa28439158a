//! The one place that reads the wall clock.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Now, UTC.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Today, UTC.
#[must_use]
pub fn today() -> Date {
    now().to_zoned(TimeZone::UTC).date()
}
