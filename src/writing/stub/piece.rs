//! What a section is put together of: pieces of prose, and the parts that they stand in.

use std::cell::OnceCell;
use std::ops::Range;

use super::grammar::LineKind;
use super::template::Expansion;
use crate::domain::NumberDecl;
use crate::quality::words::count_plain;

/// A sentence, list item or paragraph break of a part.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What it is.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
    /// Numbers of ours in it.
    pub numbers: Vec<NumberDecl>,
    /// Whether it is used only while the section is short.
    pub extra: bool,
    /// Whether it is used.
    pub on: bool,
    words: OnceCell<usize>,
}

impl Piece {
    /// Words of its text, counted once.
    pub fn words(&self) -> usize {
        *self.words.get_or_init(|| count_plain(&self.text))
    }

    /// Puts `with` in place of the bytes `range` of its text.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        self.text.replace_range(range, with);
        self.words.take();
    }
}

impl Default for Piece {
    fn default() -> Self {
        Self {
            kind: LineKind::Sentence,
            text: String::new(),
            numbers: Vec::new(),
            extra: false,
            on: true,
            words: OnceCell::new(),
        }
    }
}

/// A part on its way to an answer.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Heading as shown.
    pub heading: String,
    /// Prose in order.
    pub pieces: Vec<Piece>,
    /// Rows of its table.
    pub rows: Vec<Vec<String>>,
    /// Words of its rows, once they are to be fitted.
    pub row_words: usize,
    /// Numbers of ours in the rows.
    pub numbers: Vec<NumberDecl>,
}

/// The end of a paragraph.
pub fn gap() -> Piece {
    Piece { kind: LineKind::Break, ..Piece::default() }
}

/// A line that the grammar gave.
pub fn piece(kind: LineKind, found: Expansion) -> Piece {
    Piece { kind, text: found.text, numbers: found.numbers, ..Piece::default() }
}
