//! What the gate refused of a section: the next writing of it takes other phrasings.

use foldhash::HashSet;

use super::grammar::LineKind;
use super::piece::{Draft, Piece, piece};
use super::template::Expansion;
use crate::domain::{Issue, SectionDraft};

/// Words of a run by which a phrasing is known again, whatever was varied in it.
const RUN: usize = 3;
/// Share of a phrasing's runs that must stand in a refused sentence, in per cent.
const ALIKE: usize = 50;
/// Letters and marks that an excerpt has at least, to tell something.
const EXCERPT: usize = 2;
/// Words of the brief that are quoted at most.
const QUOTED: usize = 40;

/// Refused excerpts and sentences of one section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refused {
    /// In lower case, without marks at the edges.
    excerpts: Vec<String>,
    /// Runs of words of each sentence or line.
    sentences: Vec<HashSet<String>>,
    /// Facts of the brief that were missed.
    missed: Vec<String>,
}

impl Refused {
    /// Adds what `failures` say of `draft`.
    pub fn note(&mut self, draft: &SectionDraft, failures: &[Issue]) {
        for issue in failures {
            if issue.check == "F3" {
                let odd = issue.message.contains("industry") && is_long(&issue.excerpt);
                let longest = || issue.excerpt.split_whitespace().max_by_key(|word| word.len());
                let text = longest().filter(|_| odd).unwrap_or(&issue.excerpt);
                self.missed.push(quoted(text));
                continue;
            }
            if issue.check == "B7" {
                self.excerpts.extend(issue.actual.split(", ").map(str::to_lowercase));
            }
            let excerpt = issue.excerpt.trim().trim_end_matches('…').to_lowercase();
            let line = issue.line.and_then(|line| (line as usize).checked_sub(1));
            let line = line.and_then(|line| draft.markdown.lines().nth(line)).unwrap_or_default();
            self.sentences.push(runs(sentence(line, &excerpt)));
            if excerpt.chars().count() >= EXCERPT && excerpt.split_whitespace().count() <= 12 {
                self.excerpts.push(excerpt);
            }
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether `text` is, or has in it, what was refused.
    pub fn has(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let lower = text.to_lowercase();
        let own = runs(text);
        let alike = |sentence: &HashSet<String>| {
            let shared = own.iter().filter(|run| sentence.contains(*run)).count();
            own.len() > 1 && shared * 100 >= ALIKE * own.len()
        };
        self.excerpts.iter().any(|excerpt| lower.contains(excerpt))
            || self.sentences.iter().any(alike)
    }

    /// Quotes what the section missed of the brief.
    pub fn quote_missed(&self, parts: &mut [Draft]) {
        let in_quotes = |text: &String| {
            let text = format!("In the brief’s own words: “{text}”.");
            piece(LineKind::Sentence, Expansion { text, numbers: vec![] })
        };
        let quotes: Vec<Piece> = self.missed.iter().map(in_quotes).collect();
        let Some(first) = parts.first_mut().filter(|_| !quotes.is_empty()) else { return };
        let at = first.pieces.iter().position(|piece| piece.kind == LineKind::Bullet);
        let at = at.unwrap_or(first.pieces.len());
        first.pieces.splice(at..at, quotes);
    }
}

/// Whether a trade has more words than any has: a sentence that somebody put in its place.
fn is_long(trade: &str) -> bool {
    trade.split_whitespace().count() > 6
}

/// The first words of a text of the brief.
fn quoted(text: &str) -> String {
    text.split_whitespace().take(QUOTED).collect::<Vec<_>>().join(" ").trim_matches('…').to_owned()
}

/// The sentence of `line` that `excerpt` begins in; all of it where that cannot be told, and of a
/// table's row.
fn sentence<'t>(line: &'t str, excerpt: &str) -> &'t str {
    let first = excerpt.split(['|', '\n']).next().unwrap_or_default().trim();
    let lower = line.to_lowercase();
    let at = lower.find(first).filter(|_| !first.is_empty() && lower.len() == line.len());
    let Some(at) = at.filter(|_| !line.trim_start().starts_with('|')) else { return line };
    let start = line.get(..at).and_then(|before| before.rfind(". ")).map_or(0, |end| end + 2);
    let end = line.get(at..).and_then(|rest| rest.find(". ")).map_or(line.len(), |end| at + end);
    line.get(start..end).unwrap_or(line)
}

fn runs(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(RUN).map(|run| run.join(" ")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Draft, Refused};
    use crate::domain::{Finish, Issue, Provenance, SectionDraft, SectionId, Severity, WriterKind};

    fn issue(check: &str, line: Option<u32>, excerpt: &str, actual: &str) -> Issue {
        Issue {
            check: check.to_owned(),
            severity: Severity::Repairable,
            section: None,
            line,
            span: None,
            message: String::new(),
            excerpt: excerpt.to_owned(),
            expected: String::new(),
            actual: actual.to_owned(),
            fix: String::new(),
        }
    }

    #[test]
    fn knows_again_what_was_refused_and_nothing_else() {
        let draft = SectionDraft {
            id: SectionId("plan".to_owned()),
            title: String::new(),
            markdown: "## Plan\n\nThe bench opens at six on Monday. Doctors trust the new clogs \
                       on every ward.\n| a | the guide walks the hall |\n"
                .to_owned(),
            tables: vec![],
            numbers: vec![],
            abstract_text: String::new(),
            provenance: Provenance {
                writer: WriterKind::Stub,
                provider: String::new(),
                model: String::new(),
            },
            finish: Finish::Complete,
            attempts: 1,
            repairs: vec![],
            handed_over: false,
        };
        let mut refused = Refused::default();
        assert!(refused.is_empty() && !refused.has("Doctors trust the new clogs."));
        refused.note(
            &draft,
            &[
                issue("F5", Some(3), "Doctors trust", ""),
                issue("B7", Some(4), "guide", "curator, exhibition"),
                issue("F3", None, "Win 300 members by June", ""),
            ],
        );
        for text in [
            "Here doctors trust it.",
            "The new clogs on every ward are theirs.",
            "A curator speaks.",
            "The guide walks the hall.",
        ] {
            assert!(refused.has(text), "{text}");
        }
        for text in ["The bench opens at six on Monday.", "The clogs are new.", ""] {
            assert!(!refused.has(text), "{text}");
        }
        let mut parts = [Draft::default()];
        refused.quote_missed(&mut parts);
        let quote = "In the brief’s own words: “Win 300 members by June”.";
        assert_eq!(parts[0].pieces[0].text, quote);
    }
}
