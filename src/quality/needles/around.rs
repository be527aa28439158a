//! What stands around the run that needles are found by: it rules most of them out at once.

use super::Needle;

/// The bytes that one of several needles has before and after its run of four.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    before: u32,
    after: u32,
}

/// Bytes of a run.
const RUN: usize = 4;

impl Around {
    /// Whether one of the needles may stand in `text` with its run at `place`.
    pub(super) fn fits(self, place: usize, text: &[u8]) -> bool {
        let there = |at: Option<usize>| bit(at.and_then(|at| text.get(at)).copied().unwrap_or(0));
        self.before & there(place.checked_sub(1)) != 0 && self.after & there(Some(place + RUN)) != 0
    }
}

impl<'n> FromIterator<&'n Needle> for Around {
    fn from_iter<T: IntoIterator<Item = &'n Needle>>(needles: T) -> Self {
        let mut around = Self::default();
        for needle in needles {
            let (own, offset) = (needle.bytes(), usize::from(needle.offset));
            let bits = |at: Option<usize>| {
                // Where a needle has no byte, any will do.
                at.and_then(|at| own.get(at)).map_or(u32::MAX, |byte| bit(*byte))
            };
            around.before |= bits(offset.checked_sub(1));
            around.after |= bits(Some(offset + RUN));
        }
        around
    }
}

/// The bit of a byte; bytes may share one, letters do not.
fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}
