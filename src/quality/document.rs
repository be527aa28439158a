//! A section's Markdown as checks look at it: blocks of prose with their place in the source.

use std::ops::Range;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading with its level.
    Heading(u8),
    /// A paragraph outside lists, tables and quotes.
    Paragraph,
    /// A list item's own text (not that of nested items).
    ListItem,
    /// A paragraph in a block quote.
    Quote,
    /// A cell of table `table` (index in [`Document::tables`]); row 0 is the header.
    Cell {
        /// Index of the table.
        table: usize,
        /// Row, 0 for the header.
        row: usize,
        /// Column.
        column: usize,
    },
    /// A fenced or indented code block.
    Code,
    /// An HTML block.
    Html,
}

/// A run of text with its place in the Markdown.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its visible prose: inline marks, link targets and code spans taken out.
    pub text: String,
    /// For each byte of `text`, the byte in the Markdown that it comes from.
    pub origin: Vec<usize>,
    /// Byte span of the block in the Markdown.
    pub span: Range<usize>,
    /// First line, from 1.
    pub line: u32,
}

/// A table as it stands in the Markdown.
#[derive(Debug, Clone, Default)]
pub struct TableView {
    /// Cells as plain text, the header first; short rows stay short.
    pub rows: Vec<Vec<String>>,
    /// Byte span in the Markdown.
    pub span: Range<usize>,
    /// First line, from 1.
    pub line: u32,
}

/// The view of one section.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Tables in order.
    pub tables: Vec<TableView>,
}
