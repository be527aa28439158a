//! Reads Markdown into a [`Document`] by comrak's syntax tree.

use std::ops::Range;
use std::sync::LazyLock;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use super::align::Aligner;
use super::{Block, BlockKind, Document, LineIndex, LinkView, Literal, TableView, nesting};
use crate::quality::origins::Origins;

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options
});

pub(super) fn parse(markdown: &str) -> Document {
    if is_plain_line(markdown) {
        return plain_line(markdown);
    }
    parse_marked(markdown)
}

/// Whether `text` is one line of words that Markdown leaves as they are.
fn is_plain_line(text: &str) -> bool {
    let ends = text.ends_with(|c: char| !c.is_whitespace());
    let marks = |c: char| {
        c.is_control()
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|')
    };
    text.starts_with(char::is_alphabetic) && ends && !text.contains(marks)
}

/// The paragraph `text`.
fn plain_line(text: &str) -> Document {
    let block = Block {
        kind: BlockKind::Paragraph,
        text: text.to_owned(),
        origin: Origins::whole(text.len()),
        span: 0..text.len(),
        line: 1,
    };
    Document { blocks: vec![block], ..Document::default() }
}

fn parse_marked(markdown: &str) -> Document {
    let source = nesting::tame(markdown);
    let arena = Arena::new();
    let root = parse_document(&arena, &source, &OPTIONS);
    let mut builder = Builder::new(&source);
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => builder.open(node),
            NodeEdge::End(node) => builder.close(node),
        }
    }
    builder.document
}

struct Builder<'s> {
    source: &'s str,
    lines: LineIndex,
    aligner: Aligner<'s>,
    document: Document,
    current: Option<Block>,
    /// Cell text with code spans, for [`TableView`].
    cell: String,
    quotes: usize,
    /// The next paragraph is the own text of a list item.
    item_opens: bool,
    row: usize,
    column: usize,
    in_cell: bool,
}

impl<'s> Builder<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source,
            lines: LineIndex::new(source),
            aligner: Aligner::new(source),
            document: Document::default(),
            current: None,
            cell: String::new(),
            quotes: 0,
            item_opens: false,
            row: 0,
            column: 0,
            in_cell: false,
        }
    }

    fn open<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        let span = self.span(data.sourcepos);
        match &data.value {
            NodeValue::BlockQuote => self.quotes += 1,
            NodeValue::Item(_) | NodeValue::TaskItem(_) => {
                self.document.bullets += 1;
                self.item_opens = true;
            }
            NodeValue::Heading(heading) => self.begin(BlockKind::Heading(heading.level), span),
            NodeValue::Paragraph => {
                let kind = self.paragraph_kind();
                self.begin(kind, span);
            }
            NodeValue::Table(_) => self.begin_table(span),
            NodeValue::TableRow(_) => self.begin_row(),
            NodeValue::TableCell => self.begin_cell(span),
            NodeValue::CodeBlock(code) => self.literal_block(BlockKind::Code, &code.literal, span),
            NodeValue::HtmlBlock(html) => self.literal_block(BlockKind::Html, &html.literal, span),
            value => self.inline(value, span),
        }
    }

    fn inline(&mut self, value: &NodeValue, span: Range<usize>) {
        match value {
            NodeValue::Text(text) => self.push_text(text, span.start),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.push_break(),
            NodeValue::Code(code) => {
                self.cell.push_str(&code.literal);
                self.aligner.advance_to(span.end);
                let text = code.literal.clone();
                self.document.code.push(Literal { text, span, in_cell: self.in_cell });
            }
            NodeValue::HtmlInline(html) => {
                if self.in_cell && html.to_ascii_lowercase().starts_with("<br") {
                    self.push_break();
                }
                self.aligner.advance_to(span.end);
                let text = html.clone();
                self.document.html.push(Literal { text, span, in_cell: self.in_cell });
            }
            NodeValue::Link(link) => {
                self.document.links.push(LinkView { url: link.url.clone(), image: false, span });
            }
            NodeValue::Image(link) => {
                self.document.links.push(LinkView { url: link.url.clone(), image: true, span });
            }
            _ => {}
        }
    }

    fn close<'a>(&mut self, node: &'a AstNode<'a>) {
        let data = node.data();
        match &data.value {
            NodeValue::BlockQuote => self.quotes = self.quotes.saturating_sub(1),
            NodeValue::Item(_) | NodeValue::TaskItem(_) => self.item_opens = false,
            NodeValue::Heading(_) | NodeValue::Paragraph => self.finish(),
            NodeValue::Link(_) | NodeValue::Image(_) => {
                let end = self.span(data.sourcepos).end;
                self.aligner.advance_to(end);
            }
            NodeValue::TableCell => {
                self.finish();
                self.in_cell = false;
                self.column += 1;
                let cell = std::mem::take(&mut self.cell).trim().to_owned();
                if let Some(row) = self.document.tables.last_mut().and_then(|t| t.rows.last_mut()) {
                    row.push(cell);
                }
            }
            _ => {}
        }
    }

    fn paragraph_kind(&mut self) -> BlockKind {
        if std::mem::take(&mut self.item_opens) {
            BlockKind::ListItem
        } else if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Paragraph
        }
    }

    fn begin(&mut self, kind: BlockKind, span: Range<usize>) {
        self.aligner.advance_to(span.start);
        let line = self.lines.line_of(span.start);
        self.current =
            Some(Block { kind, text: String::new(), origin: Origins::default(), span, line });
    }

    fn begin_table(&mut self, span: Range<usize>) {
        let line = self.lines.line_of(span.start);
        self.document.tables.push(TableView { rows: vec![], span, line });
        self.row = 0;
    }

    fn begin_row(&mut self) {
        if let Some(table) = self.document.tables.last_mut() {
            table.rows.push(vec![]);
            self.row = table.rows.len() - 1;
        }
        self.column = 0;
    }

    fn begin_cell(&mut self, span: Range<usize>) {
        let table = self.document.tables.len().saturating_sub(1);
        let (row, column) = (self.row, self.column);
        self.in_cell = true;
        self.cell.clear();
        self.begin(BlockKind::Cell { table, row, column }, span);
    }

    fn literal_block(&mut self, kind: BlockKind, text: &str, span: Range<usize>) {
        let literal = Literal { text: text.to_owned(), span: span.clone(), in_cell: false };
        match kind {
            BlockKind::Html => self.document.html.push(literal),
            _ => self.document.code.push(literal),
        }
        self.item_opens = false;
        self.begin(kind, span.clone());
        if let Some(mut block) = self.current.take() {
            self.aligner.place(text, &mut block.origin);
            text.clone_into(&mut block.text);
            self.document.blocks.push(block);
        }
        self.aligner.advance_to(span.end);
    }

    fn push_text(&mut self, text: &str, start: usize) {
        self.aligner.advance_to(start);
        self.cell.push_str(text);
        if let Some(block) = &mut self.current {
            self.aligner.place(text, &mut block.origin);
            block.text.push_str(text);
        }
    }

    fn push_break(&mut self) {
        self.cell.push(' ');
        if let Some(block) = &mut self.current {
            block.origin.copy(self.aligner.position(), 1);
            block.text.push('\n');
        }
    }

    fn finish(&mut self) {
        if let Some(block) = self.current.take() {
            self.aligner.advance_to(block.span.end);
            self.document.blocks.push(block);
        }
    }

    /// The byte span of a source position, kept inside the source and on character boundaries.
    fn span(&self, position: Sourcepos) -> Range<usize> {
        let start = self.byte(position.start.line, position.start.column.saturating_sub(1));
        let end = self.byte(position.end.line, position.end.column);
        start..end.max(start)
    }

    fn byte(&self, line: usize, column: usize) -> usize {
        let at = (self.lines.start_of(line) + column).min(self.source.len());
        (0..=at).rev().find(|at| self.source.is_char_boundary(*at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{is_plain_line, parse_marked, plain_line};

    proptest::proptest! {
        #[test]
        fn a_plain_line_is_what_the_parser_makes_of_it(
            text in "[A-Za-zé]([A-Za-z0-9 .,:;!?#+=$%@\"'()“”’–é東-]|www\\.|https?://|\u{a0}){0,40}",
        ) {
            if is_plain_line(&text) {
                let (own, read) = (plain_line(&text), parse_marked(&text));
                proptest::prop_assert_eq!(format!("{own:?}"), format!("{read:?}"));
            }
        }
    }

    #[test]
    fn marks_are_not_plain() {
        for text in ["", "# Title", "- item", "1. one", "a *b*", "a\nb", "a ", "a &amp; b", "x\\y"]
        {
            assert!(!is_plain_line(text), "{text}");
        }
        assert!(is_plain_line("Plain words, 20% – “quoted”."));
    }
}
