//! The grammar: phrasings for each part of each section, read once from `grammar/*.txt`.
//!
//! A file holds entries. An entry begins with `@ section ids :: headings` (ids split by commas,
//! headings by ` / `; `*` stands for any, an empty heading for a lead-in, `~word` for a heading
//! that holds the word) and goes on with lines that begin with a mark:
//!
//! | mark | means |
//! |---|---|
//! | `= key, key_*` | only for these packs; wins over an entry for all packs |
//! | `. text` | a sentence of the current paragraph |
//! | `- text` | a list item |
//! | `> cell ;; cell` | a row of the part's table |
//! | `! Title ;; Title` | titles of the columns that the rows fill, in their order |
//! | `\| text` | another phrasing of the line above |
//! | an empty line | the next sentence begins a new paragraph |
//!
//! After `.`, `-` or `>` a `+` marks a line that is used only while the section is short, and
//! `[name:4]` repeats the line for the values `name1` … `name4` as `{it}` (and `name1_role` as
//! `{it_role}`). Phrasings are [`Template`]s. A line without a usable phrasing is left out.

use std::sync::LazyLock;

use foldhash::HashMap;
use include_dir::{Dir, include_dir};

use super::template::Template;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/writing/stub/grammar");

/// The grammar of the binary.
pub static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let mut grammar = Grammar::default();
    let mut files: Vec<_> = FILES.files().collect();
    files.sort_by_key(|file| file.path().to_owned());
    for text in files.iter().filter_map(|file| file.contents_utf8()) {
        grammar.read(text);
    }
    grammar
});

/// All entries, by section and heading.
#[derive(Debug, Default)]
pub struct Grammar {
    entries: Vec<Entry>,
    index: HashMap<(String, String), Vec<usize>>,
}

/// Phrasings of one part.
#[derive(Debug, Default)]
pub struct Entry {
    packs: Vec<String>,
    /// Titles of the columns that rows fill.
    pub columns: Vec<String>,
    /// Lines in order.
    pub lines: Vec<Line>,
}

/// What a line becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// A sentence.
    Sentence,
    /// A list item.
    Bullet,
    /// A row of a table.
    Row,
    /// The end of a paragraph.
    Break,
}

/// One line of an entry with its phrasings.
#[derive(Debug)]
pub struct Line {
    /// What it becomes.
    pub kind: LineKind,
    /// Whether it is used only while the section is short.
    pub extra: bool,
    /// Values to repeat it for: name and number at most.
    pub each: Option<(String, usize)>,
    /// Its phrasings; a row's are one template a cell.
    pub ways: Vec<Vec<Template>>,
}

impl Grammar {
    /// Adds the entries of one file.
    pub fn read(&mut self, text: &str) {
        for line in text.lines().map(str::trim_end) {
            if let Some(head) = line.strip_prefix("@ ") {
                self.open(head);
            } else if let Some(entry) = self.entries.last_mut() {
                entry.read(line);
            }
        }
    }

    /// The entry for a part of a section of a pack, the most specific first.
    pub fn part(&self, pack: &str, section: &str, heading: &str) -> Option<&Entry> {
        let heading = heading.to_lowercase();
        self.find(pack, section, &heading)
            .or_else(|| self.find(pack, "*", &heading).filter(|_| !heading.is_empty()))
            .or_else(|| self.by_word(pack, section, &heading))
            .or_else(|| self.by_word(pack, "*", &heading))
    }

    /// The entry with exactly this section and heading.
    pub fn find(&self, pack: &str, section: &str, heading: &str) -> Option<&Entry> {
        let found = self.index.get(&(section.to_owned(), heading.to_owned()))?;
        let entries = || found.iter().filter_map(|at| self.entries.get(*at));
        entries()
            .find(|entry| entry.packs.iter().any(|key| is_for(key, pack)))
            .or_else(|| entries().find(|entry| entry.packs.is_empty()))
    }

    fn by_word(&self, pack: &str, section: &str, heading: &str) -> Option<&Entry> {
        heading
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2)
            .find_map(|word| self.find(pack, section, &format!("~{word}")))
    }

    fn open(&mut self, head: &str) {
        let (ids, headings) = head.split_once("::").unwrap_or((head, "*"));
        let at = self.entries.len();
        for id in ids.split(',') {
            for heading in headings.split(" / ") {
                let key = (id.trim().to_owned(), heading.trim().to_lowercase());
                self.index.entry(key).or_default().push(at);
            }
        }
        self.entries.push(Entry::default());
    }
}

/// Whether a pack is meant by `key`; `strategy_*` means all that begin so.
fn is_for(key: &str, pack: &str) -> bool {
    key == pack || key.strip_suffix('*').is_some_and(|start| pack.starts_with(start))
}

impl Entry {
    fn read(&mut self, line: &str) {
        let mut chars = line.chars();
        let mark = chars.next();
        let rest = chars.as_str();
        match mark {
            None => self.lines.push(Line::of(LineKind::Break)),
            Some('=') => self.packs.extend(rest.split(',').map(|key| key.trim().to_owned())),
            Some('!') => self.columns = rest.split(";;").map(|t| t.trim().to_owned()).collect(),
            Some('.') => self.open(LineKind::Sentence, rest),
            Some('-') => self.open(LineKind::Bullet, rest),
            Some('>') => self.open(LineKind::Row, rest),
            Some('|') => {
                if let Some(last) = self.lines.last_mut() {
                    last.add(rest);
                }
            }
            Some(_) => {}
        }
    }

    fn open(&mut self, kind: LineKind, rest: &str) {
        let mut line = Line::of(kind);
        let mut rest = rest;
        if let Some(after) = rest.strip_prefix('+') {
            line.extra = true;
            rest = after;
        }
        if let Some((name, after)) = rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            let (name, most) = name.split_once(':').unwrap_or((name, "9"));
            line.each = Some((name.to_owned(), most.parse().unwrap_or(9)));
            rest = after;
        }
        line.add(rest);
        self.lines.push(line);
    }
}

impl Line {
    fn of(kind: LineKind) -> Self {
        Self { kind, extra: false, each: None, ways: Vec::new() }
    }

    fn add(&mut self, text: &str) {
        let text = text.trim();
        self.ways.push(if self.kind == LineKind::Row {
            text.split(";;").map(|cell| Template::parse(cell.trim())).collect()
        } else {
            vec![Template::parse(text)]
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{GRAMMAR, Grammar, LineKind, Template};

    #[test]
    fn every_line_has_three_phrasings() {
        let mut few = Vec::new();
        for ((section, heading), entries) in &GRAMMAR.index {
            // Pools are lists to choose from, and headings are names.
            if section.starts_with('(') || heading.starts_with('(') {
                continue;
            }
            let lines = entries.iter().flat_map(|at| &GRAMMAR.entries[*at].lines);
            for line in lines.filter(|l| l.kind != LineKind::Break && l.each.is_none()) {
                let ways =
                    |cells: &Vec<Template>| cells.iter().map(Template::ways).product::<usize>();
                if line.ways.iter().map(ways).sum::<usize>() < 3 {
                    few.push((section, heading, line));
                }
            }
        }
        assert!(few.is_empty(), "{few:#?}");
    }

    #[test]
    fn reads_entries_and_finds_the_most_specific() {
        let mut grammar = Grammar::default();
        grammar.read(
            "# note\n@ one, two :: First / Second\n. A {brand}.\n| B.\n\n-+ x\n>[ch:3] {it} ;; y\n\
             @ one :: First\n= special\n. Special.\n@ * :: ~risk\n- any",
        );
        let entry = grammar.part("p", "two", "second").expect("entry");
        let kinds: Vec<_> = entry.lines.iter().map(|l| (l.kind, l.extra, l.ways.len())).collect();
        assert_eq!(
            kinds,
            [
                (LineKind::Sentence, false, 2),
                (LineKind::Break, false, 0),
                (LineKind::Bullet, true, 1),
                (LineKind::Row, false, 1)
            ]
        );
        assert_eq!(entry.lines[3].each, Some(("ch".to_owned(), 3)));
        assert_eq!(grammar.part("special", "one", "First").map(|e| e.lines.len()), Some(1));
        assert!(grammar.part("p", "new", "Key risks").is_none(), "a word is a whole word");
        assert!(grammar.part("p", "new", "Risk list").is_some());
    }
}
