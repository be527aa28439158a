//! Lines of a text: from byte to line and back.

use std::ops::Range;

/// Where each line of a text begins.
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
    length: usize,
}

impl LineIndex {
    /// Indexes `text`; lines end at `\n`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(after_breaks).collect(), length: text.len() }
    }

    /// The line of byte `at`, from 1.
    #[must_use]
    pub fn line_of(&self, at: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    /// First byte of `line` (from 1); the text's end for a line after the last.
    #[must_use]
    pub fn start_of(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or(self.length)
    }

    /// Bytes of `line` (from 1), its line feed included.
    #[must_use]
    pub fn range_of(&self, line: usize) -> Range<usize> {
        self.start_of(line)..self.start_of(line + 1)
    }
}
