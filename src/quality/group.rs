//! Lists of literals that are looked for in the same texts, so that one search finds what any of
//! them needs.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::haystack::Ready;
use super::needles::{Hit, Needles};

/// Lists on their way into one search.
#[derive(Debug, Default)]
pub struct Group {
    search: Arc<Search>,
    literals: Vec<(String, u32)>,
    /// By half the number of a clause, whether it tells nothing without the other half.
    pairs: Vec<bool>,
    lists: usize,
}

/// The search of a group, once the group is closed.
#[derive(Debug, Default)]
pub(super) struct Search(OnceLock<(Needles, Scope)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    OneList,
    Lists,
}

/// One list of a group.
#[derive(Debug, Default)]
pub(super) struct Sought {
    search: Arc<Search>,
    /// Its clauses among those of the group.
    clauses: Range<usize>,
}

impl Group {
    /// What `read` makes of the lists that it adds to one group.
    pub fn read<T>(read: impl FnOnce(&mut Self) -> T) -> T {
        let mut group = Self::default();
        let lists = read(&mut group);
        group.close();
        lists
    }

    /// Adds a list: its `literals` with the numbers of their clauses, counted from 0. By half the
    /// number of a clause, `pairs` says whether it tells nothing without the other half.
    pub(super) fn add(
        &mut self,
        literals: impl IntoIterator<Item = (String, u32)>,
        pairs: impl IntoIterator<Item = bool>,
    ) -> Sought {
        let first = 2 * self.pairs.len();
        let offset = u32::try_from(first).unwrap_or(u32::MAX);
        let placed = literals.into_iter().map(|(literal, clause)| (literal, offset + clause));
        self.literals.extend(placed);
        self.pairs.extend(pairs);
        self.lists += 1;
        Sought { search: Arc::clone(&self.search), clauses: first..2 * self.pairs.len() }
    }

    /// Makes one search of all that were added; before, the lists find nothing.
    fn close(self) {
        let Self { search, literals, pairs, lists } = self;
        let literals = literals.iter().map(|(literal, clause)| (literal.as_str(), *clause));
        let scope = if lists == 1 { Scope::OneList } else { Scope::Lists };
        search.0.get_or_init(|| (Needles::in_pairs(literals, pairs), scope));
    }
}

impl Search {
    /// Where its literals stand in `text`, by clause and place.
    pub(super) fn hits(&self, text: &Ready) -> Vec<Hit> {
        self.0.get().map(|(needles, _)| needles.hits(text)).unwrap_or_default()
    }
}

impl Sought {
    /// Where the literals of the list stand in `text`, by clause and place; see
    /// [`Sought::clause`].
    pub(super) fn hits<'t>(&self, text: &'t Ready) -> Cow<'t, [Hit]> {
        if self.search.0.get().is_some_and(|(_, scope)| *scope == Scope::OneList) {
            return Cow::Owned(self.search.hits(text));
        }
        let own = |hits: &[Hit]| {
            let before = |end: usize| hits.partition_point(|hit| hit.owner() < end);
            before(self.clauses.start)..before(self.clauses.end)
        };
        match text.hits_of(&self.search) {
            Cow::Borrowed(hits) => Cow::Borrowed(hits.get(own(hits)).unwrap_or_default()),
            Cow::Owned(hits) => Cow::Owned(hits.get(own(&hits)).unwrap_or_default().to_vec()),
        }
    }

    /// The clause of the list that `hit` is one of.
    pub(super) fn clause(&self, hit: Hit) -> usize {
        hit.owner() - self.clauses.start
    }
}
