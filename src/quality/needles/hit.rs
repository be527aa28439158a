//! Where a needle was found.

/// A needle found: its owner, where it begins and how long it is, in one number by which hits are
/// put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit(u64);

/// Bits of a [`Hit`] for the length, and for the place above it.
const LENGTH_BITS: u32 = 5;
const START_BITS: u32 = 35;

impl Hit {
    /// A needle of `length` bytes that begins at `start`.
    pub(super) fn new(owner: u32, start: usize, length: u8) -> Self {
        let start = (start as u64) << LENGTH_BITS;
        Self(u64::from(owner) << (LENGTH_BITS + START_BITS) | start | u64::from(length))
    }

    /// Number of what the needle stands for.
    pub fn owner(self) -> usize {
        bits(self.0 >> (LENGTH_BITS + START_BITS), u64::BITS)
    }

    /// Where it begins.
    pub fn start(self) -> usize {
        bits(self.0 >> LENGTH_BITS, START_BITS)
    }

    /// Where it ends.
    pub fn end(self) -> usize {
        self.start() + bits(self.0, LENGTH_BITS)
    }
}

/// The lowest `count` bits of `number`.
#[expect(clippy::cast_possible_truncation, reason = "places fit")]
fn bits(number: u64, count: u32) -> usize {
    (number & (u64::MAX >> (u64::BITS - count))) as usize
}
