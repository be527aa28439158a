//! Where the bytes of a text come from in the text that it was made of, in as few steps as there
//! are changes: nearly all of it is copied as it stands.

use std::ops::Range;

/// For each byte of a text, the byte that it comes from. It never goes back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    runs: Vec<Run>,
    length: u32,
}

/// Bytes from `at` on, up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    at: u32,
    from: u32,
    /// Whether they were copied one by one; otherwise all come from one byte.
    copied: bool,
}

impl Run {
    fn origin(self, at: u32) -> u32 {
        if self.copied { self.from.saturating_add(at - self.at) } else { self.from }
    }
}

impl Origins {
    /// Of a text of `length` bytes that is the other one.
    #[must_use]
    pub fn whole(length: usize) -> Self {
        let mut whole = Self::default();
        whole.copy(0, length);
        whole
    }

    /// How many bytes have one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length as usize
    }

    /// Whether no byte has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds `count` bytes that were copied from byte `from` on.
    pub fn copy(&mut self, from: usize, count: usize) {
        self.push(to_u32(from), count, true);
    }

    /// Adds `count` bytes that all stand for byte `from`.
    pub fn stand_for(&mut self, from: usize, count: usize) {
        self.push(to_u32(from), count, count == 1);
    }

    /// Adds the bytes of another text made of the same one.
    pub fn append(&mut self, other: &Self) {
        let ends = other.runs.iter().skip(1).map(|run| run.at).chain([other.length]);
        for (run, end) in other.runs.iter().zip(ends) {
            self.push(run.from, (end - run.at) as usize, run.copied);
        }
    }

    fn push(&mut self, from: u32, count: usize, copied: bool) {
        if count == 0 {
            return;
        }
        let at = self.length;
        let goes_on = |run: &Run| {
            if copied {
                run.copied && run.origin(at) == from
            } else {
                !run.copied && run.from == from
            }
        };
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run { at, from, copied });
        }
        self.length = at.saturating_add(to_u32(count));
    }

    /// What byte `at` comes from; none for one behind the end.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<usize> {
        let at = u32::try_from(at).ok().filter(|at| *at < self.length)?;
        let after = self.runs.partition_point(|run| run.at <= at);
        let run = self.runs.get(after.checked_sub(1)?)?;
        Some(run.origin(at) as usize)
    }

    /// What the bytes `range` come from: from the origin of the first one to behind that of the
    /// last one. A byte without one comes from `otherwise`.
    #[must_use]
    pub fn span(&self, range: &Range<usize>, otherwise: usize) -> Range<usize> {
        let at = |index: usize| self.get(index).unwrap_or(otherwise);
        let start = at(range.start);
        let last = range.end.checked_sub(1).filter(|last| range.start <= *last);
        start..last.map_or(start, |last| (at(last) + 1).max(start))
    }

    /// What the edges of `range` come from, those behind the end from the last byte.
    #[must_use]
    pub fn edges(&self, range: &Range<usize>) -> Range<usize> {
        let last = self.len().saturating_sub(1);
        let at = |index: usize| self.get(index.min(last)).unwrap_or(0);
        at(range.start)..at(range.end)
    }

    /// The first byte that comes from byte `from` or a later one; the length where none does.
    #[must_use]
    pub fn first_from(&self, from: usize) -> usize {
        let from = to_u32(from);
        let next = self.runs.partition_point(|run| run.from < from);
        let end = self.runs.get(next).map_or(self.length, |run| run.at);
        let before = next.checked_sub(1).and_then(|before| self.runs.get(before));
        let inside =
            before.filter(|run| run.copied).map(|run| run.at.saturating_add(from - run.from));
        inside.map_or(end, |inside| inside.min(end)) as usize
    }

    /// Whether some byte comes from byte `from`.
    #[must_use]
    pub fn has(&self, from: usize) -> bool {
        self.get(self.first_from(from)) == Some(from)
    }
}

fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Origins;

    proptest::proptest! {
        #[test]
        fn they_tell_what_a_list_of_all_bytes_tells(
            steps in proptest::collection::vec((0usize..4, 0usize..5, proptest::bool::ANY), 0..12),
            cut in 0usize..12,
        ) {
            let (mut all, mut next) = (vec![], 0);
            let mut parts = [Origins::default(), Origins::default()];
            for (number, (skipped, count, copied)) in steps.into_iter().enumerate() {
                next += skipped;
                let part = &mut parts[usize::from(number >= cut)];
                if copied {
                    part.copy(next, count);
                    all.extend(next..next + count);
                    next += count;
                } else {
                    part.stand_for(next, count);
                    all.extend(std::iter::repeat_n(next, count));
                    next += usize::from(count > 0);
                }
            }
            let [mut origins, more] = parts;
            origins.append(&more);
            proptest::prop_assert_eq!(origins.len(), all.len());
            for at in 0..all.len() + 2 {
                proptest::prop_assert_eq!(origins.get(at), all.get(at).copied());
            }
            for from in 0..next + 2 {
                let first = all.iter().position(|own| *own >= from).unwrap_or(all.len());
                proptest::prop_assert_eq!(origins.first_from(from), first);
                proptest::prop_assert_eq!(origins.has(from), all.contains(&from));
            }
        }
    }
}
