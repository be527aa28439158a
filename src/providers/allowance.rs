//! Money set aside for one report: without it many reports at once would spend the day's budget
//! between them and none would be finished.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::books::{Books, OverBudget};

/// What one report is expected to cost and has not spent yet, in US dollars. Given back when it
/// is dropped. A report may cost more; its calls then ask the day's books one by one.
pub struct Allowance {
    books: Arc<Books>,
    left: Mutex<f64>,
}

impl Allowance {
    /// Sets `usd` aside in `books`.
    ///
    /// # Errors
    /// [`OverBudget`] when the day has no such sum left.
    pub(super) fn of(books: &Arc<Books>, usd: f64, now: Timestamp) -> Result<Self, OverBudget> {
        books.promise(usd, now)?;
        Ok(Self { books: Arc::clone(books), left: Mutex::new(usd) })
    }

    /// Takes what a call has cost out of what is set aside.
    pub(super) fn use_up(&self, usd: f64) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = usd.min(*left).max(0.0);
        *left -= taken;
        self.books.give_back(taken);
    }
}

impl fmt::Debug for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Allowance")
    }
}

impl Drop for Allowance {
    fn drop(&mut self) {
        self.books.give_back(*self.left.get_mut().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_set_aside_used_up_and_given_back() {
        let books = Arc::new(Books::new(Some(1.0)));
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let first = Allowance::of(&books, 0.6, noon).unwrap();
        assert_eq!(Allowance::of(&books, 0.6, noon).unwrap_err().retry_after_secs, 30);
        books.spend(Some(0.5), noon);
        first.use_up(0.5);
        let second = Allowance::of(&books, 0.4, noon).unwrap();
        drop(first);
        drop(second);
        // Half of the day's money is spent for good: only midnight brings so much again.
        assert_eq!(Allowance::of(&books, 0.6, noon).unwrap_err().retry_after_secs, 12 * 3_600);
        assert!(Allowance::of(&books, 0.5, noon).is_ok());
    }

    #[test]
    fn a_report_that_costs_more_than_was_set_aside_takes_nothing_from_others() {
        let books = Arc::new(Books::new(Some(1.0)));
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let dear = Allowance::of(&books, 0.1, noon).unwrap();
        let other = Allowance::of(&books, 0.5, noon).unwrap();
        dear.use_up(0.4);
        assert!(Allowance::of(&books, 0.6, noon).is_err());
        drop((dear, other));
        assert!(Allowance::of(&books, 1.0, noon).is_ok());
    }

    #[test]
    fn without_a_budget_everything_may_be_set_aside() {
        let books = Arc::new(Books::new(None));
        let noon: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        assert!(Allowance::of(&books, 1e9, noon).is_ok());
    }
}
