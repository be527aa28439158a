//! A whole report before the gate has judged it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::citations::{destination, link_citations};
use super::{Brief, ResearchNotes, SectionDraft, Services, Spine, WriterKind};

/// Everything that a report will show, ungated. Only the gate turns it into something more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Draft {
    /// Title of the report, without the `#`.
    pub title: String,
    /// The brief that it answers.
    pub brief: Arc<Brief>,
    /// What the client bought.
    pub services: Services,
    /// BCP 47 tag of the language it is written in.
    pub language: String,
    /// The strategy that its sections share.
    pub spine: Option<Arc<Spine>>,
    /// Sources and claims.
    pub research: Arc<ResearchNotes>,
    /// Sections in pack order.
    pub sections: Vec<SectionDraft>,
    /// Assumptions stated at the end, one sentence each.
    pub assumptions: Vec<String>,
    /// Words of the frame in the report's language.
    pub labels: Labels,
}

/// Words of the frame around the sections, in the report's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// Heading of the list of sources.
    pub sources: String,
    /// Heading of the list of assumptions.
    pub assumptions: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self { sources: "Sources".to_owned(), assumptions: "Assumptions".to_owned() }
    }
}

/// The visible note at the top of every report that the stub writer wrote (contract §3).
pub const STUB_NOTE: &str = "> **Sample writing.** This report was made by AICMO's embedded stub \
     writer, without a language model. Use it to try the service; do not send it to a client.";

impl Draft {
    /// Whether any section was written by the stub writer.
    #[must_use]
    pub fn has_stub(&self) -> bool {
        self.sections.iter().any(|section| section.provenance.writer == WriterKind::Stub)
    }

    /// The whole report as Markdown: title, stub note, sections, sources, assumptions. Citations
    /// are links to their sources.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n", escape_inline(&self.title));
        if self.has_stub() {
            text.push('\n');
            text.push_str(STUB_NOTE);
            text.push('\n');
        }
        for section in &self.sections {
            text.push('\n');
            let linked = link_citations(section.markdown.trim(), &self.research.sources);
            text.push_str(&linked.markdown);
            text.push('\n');
        }
        self.push_list(&mut text);
        text
    }

    fn push_list(&self, text: &mut String) {
        use std::fmt::Write as _;
        if !self.research.sources.is_empty() {
            let _ = write!(text, "\n## {}\n\n", self.labels.sources);
            for source in &self.research.sources {
                let date = source.date.as_deref().map(|d| format!(" ({d})")).unwrap_or_default();
                let _ = writeln!(
                    text,
                    "- {}: [{}]({}){date}",
                    source.id,
                    escape_inline(&source.title),
                    destination(&source.url)
                );
            }
        }
        if !self.assumptions.is_empty() {
            let _ = write!(text, "\n## {}\n\n", self.labels.assumptions);
            for assumption in &self.assumptions {
                let _ = writeln!(text, "- {assumption}");
            }
        }
    }
}

/// Escapes what Markdown or HTML would read as markup in one line of plain text.
#[must_use]
pub fn escape_inline(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\n' | '\r' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
