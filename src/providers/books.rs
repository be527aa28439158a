//! What the day has cost so far, and whether it may cost more. In memory: a restart begins anew.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use serde::Serialize;

use super::models::Price;
use super::wire::Tokens;

/// The books of one UTC day, as shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spend {
    /// US dollars so far, calls to models without a price left out.
    pub usd: f64,
    /// Whether every call had a price.
    pub complete: bool,
    /// What may be spent.
    pub budget_usd: Option<f64>,
}

#[derive(Debug)]
struct Day {
    date: Date,
    spent: f64,
    /// Expected cost of the calls under way.
    expected: f64,
    /// Set aside for reports under way and not spent yet.
    promised: f64,
    complete: bool,
}

/// The books.
#[derive(Debug)]
pub(super) struct Books {
    budget: Option<f64>,
    day: Mutex<Day>,
}

/// The day's budget does not hold what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{usd:.4} US dollars are wanted and {left:.4} of the day's budget are left")]
pub struct OverBudget {
    /// US dollars that were asked for.
    pub usd: f64,
    /// US dollars that are neither spent nor set aside.
    pub left: f64,
    /// Seconds after which asking again makes sense: until midnight UTC where the money is
    /// spent, soon where it is only set aside for reports under way.
    pub retry_after_secs: u64,
}

/// Seconds after which money that is set aside may be free again.
const SOON: u64 = 30;

/// A call under way, with its expected cost; dropped when its true cost is known.
pub(super) struct Reservation<'a> {
    books: &'a Books,
    usd: f64,
}

impl Books {
    pub(super) fn new(budget: Option<f64>) -> Self {
        let day =
            Day { date: Date::default(), spent: 0.0, expected: 0.0, promised: 0.0, complete: true };
        Self { budget, day: Mutex::new(day) }
    }

    /// Asks to spend about `usd`. Calls under way count with what they are expected to cost, so
    /// that many at once cannot overspend.
    ///
    /// # Errors
    /// Seconds until the next UTC day.
    pub(super) fn reserve(&self, usd: f64, now: Timestamp) -> Result<Reservation<'_>, u64> {
        let mut day = self.day(now);
        if self.budget.is_some_and(|budget| day.spent + day.expected >= budget) {
            return Err(seconds_to_midnight(now));
        }
        day.expected += usd;
        Ok(Reservation { books: self, usd })
    }

    /// Sets `usd` aside for a report.
    ///
    /// # Errors
    /// [`OverBudget`] when so much is neither spent nor set aside already.
    pub(super) fn promise(&self, usd: f64, now: Timestamp) -> Result<(), OverBudget> {
        let mut day = self.day(now);
        if let Some(budget) = self.budget {
            let left = (budget - day.spent - day.promised).max(0.0);
            if usd > left {
                let spent = day.spent + usd > budget;
                let retry_after_secs = if spent { seconds_to_midnight(now) } else { SOON };
                return Err(OverBudget { usd, left, retry_after_secs });
            }
        }
        day.promised += usd;
        Ok(())
    }

    /// Gives back `usd` of what was set aside.
    pub(super) fn give_back(&self, usd: f64) {
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        day.promised = (day.promised - usd).max(0.0);
    }

    /// Books what an attempt cost; `None` is not known.
    pub(super) fn spend(&self, usd: Option<f64>, now: Timestamp) {
        let mut day = self.day(now);
        match usd {
            Some(usd) => day.spent += usd,
            None => day.complete = false,
        }
    }

    pub(super) fn spend_so_far(&self, now: Timestamp) -> Spend {
        let day = self.day(now);
        Spend { usd: day.spent, complete: day.complete, budget_usd: self.budget }
    }

    fn day(&self, now: Timestamp) -> MutexGuard<'_, Day> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let mut day = self.day.lock().unwrap_or_else(PoisonError::into_inner);
        if day.date != today {
            *day = Day { date: today, spent: 0.0, complete: true, ..*day };
        }
        day
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut day = self.books.day.lock().unwrap_or_else(PoisonError::into_inner);
        day.expected = (day.expected - self.usd).max(0.0);
    }
}

/// What `tokens` cost: the provider's own figure, else by `price`.
pub(super) fn cost(tokens: &Tokens, price: Option<Price>) -> Option<f64> {
    if tokens.cost_usd.is_some() {
        return tokens.cost_usd;
    }
    if tokens.input == 0 && tokens.output == 0 {
        return Some(0.0);
    }
    let price = price?;
    let cached = tokens.cached.min(tokens.input);
    let million = |count: u64, usd: f64| {
        #[expect(clippy::cast_precision_loss, reason = "token counts are small")]
        let count = count as f64;
        count * usd / 1e6
    };
    Some(
        million(tokens.input - cached, price.input)
            + million(cached, price.cached)
            + million(tokens.output, price.output),
    )
}

fn seconds_to_midnight(now: Timestamp) -> u64 {
    let next = now
        .to_zoned(TimeZone::UTC)
        .checked_add(1.day())
        .and_then(|tomorrow| tomorrow.start_of_day())
        .map(|midnight| midnight.timestamp());
    let left = next.map_or(0, |next| next.as_second() - now.as_second());
    u64::try_from(left).unwrap_or(0).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_comes_back_at_midnight() {
        let books = Books::new(Some(1.0));
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        drop(books.reserve(0.5, noon).ok().unwrap());
        books.spend(Some(1.2), noon);
        assert_eq!(books.reserve(0.1, noon).err(), Some(12 * 3_600));
        assert!(books.reserve(0.1, noon + 12.hours()).is_ok());
    }

    #[test]
    fn calls_under_way_count() {
        let books = Books::new(Some(1.0));
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let first = books.reserve(1.0, noon).ok().unwrap();
        assert!(books.reserve(0.1, noon).is_err());
        drop(first);
        assert!(books.reserve(0.1, noon).is_ok());
    }

    #[test]
    fn costs() {
        let price = Some(Price { input: 1.0, cached: 0.1, output: 10.0 });
        let tokens = Tokens {
            counted: true,
            input: 2_000_000,
            cached: 1_000_000,
            output: 100_000,
            cost_usd: None,
        };
        assert!((cost(&tokens, price).unwrap() - 2.1).abs() < 1e-9);
        assert_eq!(cost(&tokens, None), None, "an unknown price is no price");
        let own = Tokens { cost_usd: Some(0.7), ..tokens };
        assert_eq!(cost(&own, price), Some(0.7), "the provider's own figure wins");
    }
}
