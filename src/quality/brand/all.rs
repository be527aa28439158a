//! Misspellings of many names, found in one pass over a text.

use foldhash::HashMap;

use super::{BrandNames, Name, NearMiss, head_of};
use crate::quality::tokens::Tokens;

/// Several things with a name each, looked for together.
#[derive(Debug)]
pub struct AllNames<'n> {
    each: Vec<(&'n str, BrandNames)>,
    /// By the letter that a misspelling begins with, the numbers of those that may be meant.
    by_head: HashMap<char, Vec<usize>>,
    /// Those that any word may be meant for.
    by_any: Vec<usize>,
}

impl<'n> AllNames<'n> {
    /// Reads `names`.
    #[must_use]
    pub fn of(names: impl IntoIterator<Item = &'n str>) -> Self {
        let each: Vec<_> = names.into_iter().map(|name| (name, BrandNames::of(name))).collect();
        let (mut by_head, mut by_any) = (HashMap::<char, Vec<usize>>::default(), vec![]);
        for (at, (_, names)) in each.iter().enumerate() {
            if names.names.iter().any(Name::is_long_word) {
                by_any.push(at);
                continue;
            }
            let mut heads: Vec<char> = names.names.iter().filter_map(|name| name.head).collect();
            heads.sort_unstable();
            heads.dedup();
            for head in heads {
                by_head.entry(head).or_default().push(at);
            }
        }
        Self { each, by_head, by_any }
    }

    /// [`BrandNames::near_misses`] of each, with the name, in the order of the names.
    #[must_use]
    pub fn near_misses(&self, tokens: &Tokens, brief: &str) -> Vec<(&'n str, NearMiss)> {
        let mut starts: Vec<(usize, usize)> = vec![];
        for (start, first) in tokens.list.iter().enumerate() {
            let own = head_of(&first.folded).and_then(|head| self.by_head.get(&head));
            let meant = own.into_iter().flatten().chain(&self.by_any);
            starts.extend(meant.map(|name| (*name, start)));
        }
        starts.sort_unstable();
        let of_name = |starts: &[(usize, usize)]| {
            let (name, names) = self.each.get(starts.first()?.0)?;
            let starts = starts.iter().map(|(_, start)| *start);
            Some(names.near_misses_at(starts, tokens, brief).into_iter().map(|miss| (*name, miss)))
        };
        starts.chunk_by(|a, b| a.0 == b.0).filter_map(of_name).flatten().collect()
    }
}
