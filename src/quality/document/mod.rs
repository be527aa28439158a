//! A section's Markdown as checks look at it: blocks of prose with their place in the source.

mod align;
mod lines;
mod nesting;
mod parse;

use std::ops::Range;

pub use lines::LineIndex;

use super::origins::Origins;
use super::words::half_words;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading with its level.
    Heading(u8),
    /// A paragraph outside lists, tables and quotes, or a further paragraph of a list item.
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

impl BlockKind {
    /// Whether its text is prose: all but code and HTML.
    #[must_use]
    pub fn is_prose(self) -> bool {
        !matches!(self, Self::Code | Self::Html)
    }

    /// Whether it runs as sentences do: paragraphs, list items and quotes.
    #[must_use]
    pub fn is_running_text(self) -> bool {
        matches!(self, Self::Paragraph | Self::ListItem | Self::Quote)
    }
}

/// A run of text with its place in the Markdown.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its visible prose: inline marks, link targets and code spans taken out.
    pub text: String,
    /// For each byte of `text`, the byte in the Markdown that it comes from.
    pub origin: Origins,
    /// Byte span of the block in the Markdown.
    pub span: Range<usize>,
    /// First line, from 1.
    pub line: u32,
}

/// A table as it stands in the Markdown.
#[derive(Debug, Clone, Default)]
pub struct TableView {
    /// Cells as plain text, code spans included, the header first; short rows stay short.
    pub rows: Vec<Vec<String>>,
    /// Byte span in the Markdown.
    pub span: Range<usize>,
    /// First line, from 1.
    pub line: u32,
}

/// A link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// Where it points.
    pub url: String,
    /// Whether it is an image.
    pub image: bool,
    /// Byte span in the Markdown.
    pub span: Range<usize>,
}

/// A literal piece that is no prose: a code span, a code block or raw HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its text.
    pub text: String,
    /// Byte span in the Markdown.
    pub span: Range<usize>,
    /// Whether it stands in a table cell.
    pub in_cell: bool,
}

/// The view of one section.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Blocks in order.
    pub blocks: Vec<Block>,
    /// Tables in order.
    pub tables: Vec<TableView>,
    /// Links and images in order.
    pub links: Vec<LinkView>,
    /// Raw HTML, inline and blocks, in order.
    pub html: Vec<Literal>,
    /// Code spans and code blocks in order.
    pub code: Vec<Literal>,
    /// List items, ordered or not.
    pub bullets: usize,
}

impl Document {
    /// Reads `markdown` (GFM: tables, strikethrough, task lists).
    #[must_use]
    pub fn parse(markdown: &str) -> Self {
        parse::parse(markdown)
    }

    /// Blocks whose text is prose.
    pub fn prose_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kind.is_prose())
    }

    /// Headings with their level.
    pub fn headings(&self) -> impl Iterator<Item = (u8, &Block)> {
        self.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::Heading(level) => Some((level, block)),
            _ => None,
        })
    }

    /// Visible words: prose and code, Unicode words, CJK characters by halves.
    #[must_use]
    pub fn words(&self) -> usize {
        let halves = self.blocks.iter().map(|block| half_words(&block.text));
        self.words_of(&halves.collect::<Vec<_>>())
    }

    /// The same where `halves` are twice the words of each block.
    pub(super) fn words_of(&self, halves: &[usize]) -> usize {
        let prose = self.blocks.iter().zip(halves).filter(|(block, _)| block.kind.is_prose());
        let prose: usize = prose.map(|(_, halves)| halves).sum();
        let code: usize = self.code.iter().map(|code| half_words(&code.text)).sum();
        (prose + code).div_ceil(2)
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, Document};

    fn texts(markdown: &str) -> Vec<(BlockKind, String)> {
        let document = Document::parse(markdown);
        for block in &document.blocks {
            assert_eq!(block.text.len(), block.origin.len(), "{markdown}");
            let origins: Vec<_> =
                (0..block.text.len()).filter_map(|at| block.origin.get(at)).collect();
            assert!(origins.iter().all(|at| *at <= markdown.len()), "{markdown}");
            assert!(origins.is_sorted(), "{markdown}");
        }
        document.blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn shows_visible_prose_by_kind() {
        let found = texts(
            "## A *b*\n\nText `code` [link](https://x.example).\n\n- item\n  - inner\n\n> quote\n\n```\ncode\n```\n",
        );
        let wanted = [
            (BlockKind::Heading(2), "A b"),
            (BlockKind::Paragraph, "Text  link."),
            (BlockKind::ListItem, "item"),
            (BlockKind::ListItem, "inner"),
            (BlockKind::Quote, "quote"),
            (BlockKind::Code, "code\n"),
        ];
        assert_eq!(found.len(), wanted.len());
        for ((kind, text), (wanted_kind, wanted_text)) in found.iter().zip(wanted) {
            assert_eq!((*kind, text.as_str()), (wanted_kind, wanted_text));
        }
    }

    #[test]
    fn knows_where_words_come_from() {
        for (markdown, word) in [
            ("Plain **bold** target", "target"),
            ("Fish &amp; chips target", "target"),
            ("Escaped \\* and \\| target", "target"),
            ("| a | b |\n|---|---|\n| c \\| d | target |", "target"),
            ("> quoted\n> target here", "target"),
            ("- one\n- [x] two **target**", "target"),
            ("a `target` target", "target"),
            ("Ünïcode 東京 — target", "target"),
            ("[target](https://target.example) x", "target"),
        ] {
            let document = Document::parse(markdown);
            let place = document
                .blocks
                .iter()
                .find_map(|block| block.text.find(word).and_then(|at| block.origin.get(at)));
            let at = place.expect("there");
            assert_eq!(markdown.get(at..at + word.len()), Some(word), "{markdown}");
            if markdown.starts_with("a `") {
                assert_eq!(at, 11);
            }
        }
    }

    #[test]
    fn reads_tables_links_code_and_html() {
        let document = Document::parse(
            "| A | B |\n|---|---|\n| one `x` | two<br>three |\n\n![i](a.png) <b>hi</b>\n",
        );
        let rows = &document.tables.first().expect("a table").rows;
        assert_eq!(rows, &[vec!["A", "B"], vec!["one x", "two three"]]);
        assert_eq!(document.links.len(), 1);
        assert_eq!(document.html.len(), 3);
        assert!(document.html.first().is_some_and(|html| html.in_cell));
        assert_eq!(document.code.len(), 1);
    }

    #[test]
    fn counts_list_items() {
        assert_eq!(Document::parse("1. a\n2. b\n\n- c\n\n  more of c\n- [ ] d\n").bullets, 4);
    }
}
