//! Citations (`[S3]`) as links to the pages that they stand for, and back.
//!
//! Addresses come from the list of sources and from nowhere else. A model writes and reads plain
//! ids; only what is delivered has links.

use std::fmt::Write as _;
use std::ops::Range;

use super::Source;

/// A text whose citations are links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The text.
    pub markdown: String,
    /// What was replaced in the old text, and by how many bytes.
    edits: Vec<(Range<usize>, usize)>,
}

impl Linked {
    /// Where a place of the old text is now; the start of its link for one inside a citation.
    #[must_use]
    pub fn moved(&self, at: usize) -> usize {
        let mut moved = at;
        for (old, new) in self.edits.iter().take_while(|(old, _)| old.start < at) {
            if at < old.end {
                return moved - (at - old.start);
            }
            moved = moved + new - old.len();
        }
        moved
    }
}

/// Most bytes between the brackets of a citation.
const MOST_INSIDE: usize = 80;

/// `markdown` with each citation of `sources` as a link: `[S3]` becomes `[S3](https://…)`.
/// Citations of anything else, links and code stay as they are.
#[must_use]
pub fn link_citations(markdown: &str, sources: &[Source]) -> Linked {
    let mut linked = Linked { markdown: String::with_capacity(markdown.len()), edits: vec![] };
    let mut done = 0;
    if !sources.is_empty() {
        for found in citations(markdown) {
            let Some(link) = link(&found, sources) else { continue };
            linked.markdown.push_str(markdown.get(done..found.whole.start).unwrap_or_default());
            linked.markdown.push_str(&link);
            done = found.whole.end;
            linked.edits.push((found.whole, link.len()));
        }
    }
    linked.markdown.push_str(markdown.get(done..).unwrap_or_default());
    linked
}

/// `markdown` with links of citations as plain ids again: those of the source with that address in
/// `sources`. A citation of a page that is not among them goes, for its id may mean another one.
#[must_use]
pub fn unlink_citations(markdown: &str, sources: &[Source]) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, after)) = rest.split_once('[') {
        let link = after.split_once("](").filter(|(id, _)| is_id(id));
        let Some((url, tail)) = link.and_then(|(_, tail)| tail.split_once(')')) else {
            text.push_str(before);
            text.push('[');
            rest = after;
            continue;
        };
        let known = sources.iter().find(|source| destination(&source.url) == url);
        text.push_str(if known.is_some() { before } else { before.trim_end_matches(' ') });
        if let Some(source) = known {
            let _ = write!(text, "[{}]", source.id);
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// `url` as the destination of a link: what would end it is percent-encoded.
#[must_use]
pub fn destination(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_whitespace() || c.is_control() || "()<>|\\\"`[]".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// A citation: all of it with its brackets, and what stands between them.
struct Citation<'a> {
    whole: Range<usize>,
    inside: &'a str,
    round: bool,
}

fn citations(markdown: &str) -> Vec<Citation<'_>> {
    let mut found = vec![];
    let mut code = Code::default();
    let mut end = 0;
    let mut before = '\n';
    for (at, c) in markdown.char_indices() {
        let in_code = code.sees(c, before);
        let opens = match c {
            '[' => !matches!(before, '\\' | '!'),
            '(' => !matches!(before, '\\' | ']'),
            _ => false,
        };
        if opens
            && !in_code
            && at >= end
            && let Some(one) = citation_at(markdown, at, c == '(')
        {
            end = one.whole.end;
            found.push(one);
        }
        before = c;
    }
    found
}

fn citation_at(markdown: &str, at: usize, round: bool) -> Option<Citation<'_>> {
    let rest = markdown.get(at + 1..)?;
    let close =
        rest.bytes().take(MOST_INSIDE).position(|b| b == if round { b')' } else { b']' })?;
    let inside = rest.get(..close)?;
    let is_link = !round && rest.get(close + 1..)?.starts_with('(');
    (!is_link).then_some(Citation { whole: at..at + close + 2, inside, round })
}

/// The citation as links; `None` where it is none, or names a source that there is not.
fn link(citation: &Citation<'_>, sources: &[Source]) -> Option<String> {
    let (label, ids) = parted(citation.inside)?;
    let mut link = label.to_owned();
    let mut rest = ids;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (id, tail) = rest.split_at_checked(end)?;
        let source = sources.iter().find(|source| source.id == id)?;
        let _ = write!(link, "[{id}]({})", destination(&source.url));
        let next = tail.find('S').unwrap_or(tail.len());
        let (between, tail) = tail.split_at_checked(next)?;
        link.push_str(between);
        rest = tail;
    }
    let framed = citation.round || !label.is_empty();
    Some(if framed { format!("({link})") } else { link })
}

/// A label such as `Source: `, if there is one, and the ids behind it.
fn parted(inside: &str) -> Option<(&str, &str)> {
    let (label, ids) = match inside.split_once(' ').filter(|(label, _)| label.ends_with(':')) {
        Some((label, ids)) if label.trim_end_matches(':').chars().all(char::is_alphabetic) => {
            (inside.get(..=label.len())?, ids)
        }
        Some(_) => return None,
        None => ("", inside),
    };
    let mut all = ids.split([',', ';', '–', '-']).map(str::trim);
    all.all(is_id).then_some((label, ids))
}

fn is_id(text: &str) -> bool {
    text.strip_prefix('S').is_some_and(|number| {
        (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a character stands in code: between backticks in a line, or in a fence.
#[derive(Default)]
struct Code {
    ticks: usize,
    span: bool,
    fence: bool,
}

impl Code {
    fn sees(&mut self, c: char, before: char) -> bool {
        if c == '`' {
            self.ticks = if before == '`' { self.ticks + 1 } else { 1 };
            self.span = self.ticks != 3 && !self.span;
            self.fence ^= self.ticks == 3;
        } else if c == '\n' {
            self.span = false;
        }
        self.span || self.fence
    }
}

#[cfg(test)]
mod tests {
    use super::{destination, link_citations, unlink_citations};
    use crate::domain::Source;

    fn sources() -> Vec<Source> {
        let source = |id: &str, url: &str| Source {
            id: id.to_owned(),
            title: "A page".to_owned(),
            url: url.to_owned(),
            date: None,
        };
        vec![source("S1", "https://one.test/a"), source("S12", "https://two.test/b(c)")]
    }

    #[test]
    fn citations_become_links_to_their_own_pages() {
        let (one, two) = ("[S1](https://one.test/a)", "[S12](https://two.test/b%28c%29)");
        for (given, wanted) in [
            ("Sales rise [S1].", format!("Sales rise {one}.")),
            ("Rise [S1][S12].", format!("Rise {one}{two}.")),
            ("Rise [S1, S12].", format!("Rise {one}, {two}.")),
            ("Rise [S1–S12].", format!("Rise {one}–{two}.")),
            ("Rise (S12).", format!("Rise ({two}).")),
            ("Rise [Source: S1].", format!("Rise (Source: {one}).")),
            ("| a [S1] | b |", format!("| a {one} | b |")),
        ] {
            assert_eq!(link_citations(given, &sources()).markdown, wanted, "{given}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "Sales rise [S3].",
            "Rise [S1, S3].",
            "See [S1](https://other.test).",
            "Code `[S1]` and\n```\n[S1]\n```\n",
            "Escaped \\[S1] and ![S1]",
            "[ ] task, [x] done, [SUMMER], (S), [S1",
            "Grüße (Straße) 【S1】",
        ] {
            assert_eq!(link_citations(text, &sources()).markdown, text);
        }
        assert_eq!(link_citations("Rise [S1].", &[]).markdown, "Rise [S1].");
    }

    #[test]
    fn places_move_with_the_text() {
        let text = "Über [S1] und [S12] hinaus";
        let linked = link_citations(text, &sources());
        for word in ["Über", "und", "hinaus"] {
            let at = linked.moved(text.find(word).expect("a word"));
            assert!(linked.markdown.split_at(at).1.starts_with(word), "{word}");
        }
        assert!(linked.markdown.split_at(linked.moved(8)).1.starts_with("[S1]("));
    }

    #[test]
    fn links_become_the_ids_that_their_pages_have_now() {
        let mut now = sources();
        let text = "Rise [S1] and fall [S12]; see [a](https://x.test) [b.";
        let linked = link_citations(text, &now).markdown;
        assert_eq!(unlink_citations(&linked, &now), text);
        now.remove(0);
        now[0].id = "S1".to_owned();
        let wanted = "Rise and fall [S1]; see [a](https://x.test) [b.";
        assert_eq!(unlink_citations(&linked, &now), wanted);
    }

    #[test]
    fn addresses_cannot_end_their_link() {
        assert_eq!(destination("https://a.test/x (y)|<z>"), "https://a.test/x%20%28y%29%7C%3Cz%3E");
    }
}
