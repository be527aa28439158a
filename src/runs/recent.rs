//! Brands of recent briefs, for each API key: none of them may show in another client's report.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::Caller;

const BRANDS_A_KEY: usize = 100;
const KEYS: usize = 1_000;

#[derive(Default)]
pub(super) struct RecentBrands {
    brands: Mutex<HashMap<Caller, VecDeque<String>>>,
}

impl RecentBrands {
    /// Recent brands of `caller`, the one of `brand` left out.
    pub fn others(&self, caller: &Caller, brand: Option<&str>) -> Vec<String> {
        let brands = self.brands.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |other: &String| brand.is_some_and(|brand| other.eq_ignore_ascii_case(brand));
        brands
            .get(caller)
            .map(|known| known.iter().filter(|other| !same(other)).cloned().collect())
            .unwrap_or_default()
    }

    /// Notes that `caller` sent a brief of `brand`.
    pub fn note(&self, caller: &Caller, brand: &str) {
        let mut brands = self.brands.lock().unwrap_or_else(PoisonError::into_inner);
        if brands.len() >= KEYS && !brands.contains_key(caller) {
            brands.clear();
        }
        let known = brands.entry(caller.clone()).or_default();
        known.retain(|other| other != brand);
        known.push_back(brand.to_owned());
        if known.len() > BRANDS_A_KEY {
            known.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BRANDS_A_KEY, RecentBrands};
    use crate::runs::Caller;

    #[test]
    fn keeps_the_last_brands_of_each_key_apart() {
        let (recent, one, two) = (RecentBrands::default(), Caller::new("one"), Caller::new("two"));
        recent.note(&one, "Dock9");
        recent.note(&one, "Larkins");
        recent.note(&two, "Odmark");
        assert_eq!(recent.others(&one, Some("dock9")), ["Larkins"]);
        assert_eq!(recent.others(&two, None), ["Odmark"]);
        for n in 0..2 * BRANDS_A_KEY {
            recent.note(&one, &format!("Brand {n}"));
        }
        assert_eq!(recent.others(&one, None).len(), BRANDS_A_KEY);
    }
}
