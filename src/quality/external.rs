//! Markdown that was written elsewhere, read so that the gate can judge it. Rows are read from
//! its tables by the checks themselves; nothing is declared, nothing is repaired.

use std::collections::BTreeMap;

use super::{GateInput, LeakTexts, Phase, Scope, Verdict, gate};
use crate::domain::{
    Brief, Finish, Issue, Labels, Provenance, ResearchNotes, STUB_NOTE, SectionDraft, SectionId,
    Services, Severity, Source, WriterKind,
};
use crate::packs::{PackSpec, SectionSpec};

/// Markdown as sections of a pack.
#[derive(Debug, Clone)]
pub struct ExternalText {
    /// The report's title; empty for a section alone.
    pub title: String,
    /// Sections in the order of the text.
    pub sections: Vec<SectionDraft>,
    /// How many lines of the text stand before each section.
    pub lines_before: Vec<u32>,
    /// The stated assumptions.
    pub assumptions: Vec<String>,
    /// The listed sources.
    pub research: ResearchNotes,
    /// The lists of sources and assumptions, with the lines before them.
    frame: Vec<(SectionDraft, u32)>,
    scope: Scope,
}

impl ExternalText {
    /// One section of a pack, with or without its own `##` title.
    #[must_use]
    pub fn section(markdown: &str, spec: &SectionSpec) -> Self {
        Self {
            title: String::new(),
            sections: vec![draft(spec.id.clone(), &spec.title, markdown)],
            lines_before: vec![0],
            assumptions: vec![],
            research: ResearchNotes::default(),
            frame: vec![],
            scope: Scope::Section,
        }
    }

    /// A whole report: `# title`, sections under `##` headings, sources, assumptions.
    #[must_use]
    pub fn report(markdown: &str, pack: &PackSpec) -> Self {
        let mut pieces = pieces(markdown);
        let preamble = pieces.remove(0);
        let labels = Labels::default();
        let assumptions = take(&mut pieces, pack, &labels.assumptions);
        let sources = take(&mut pieces, pack, &labels.sources);
        let ids = ids(&pieces, pack);
        let (title, before) = split_title(&preamble.text);
        let (mut sections, mut lines_before) = (vec![], vec![]);
        for (at, (piece, id)) in pieces.iter().zip(ids).enumerate() {
            // Words before the first section are judged with it: a chat line may stand there.
            let (text, lines) = match at {
                0 if !before.trim().is_empty() => (format!("{before}{}", piece.text), 0),
                _ => (piece.text.clone(), piece.line),
            };
            sections.push(draft(id, piece.heading, &text));
            lines_before.push(lines);
        }
        let frame = [&sources, &assumptions].into_iter().flatten();
        let frame: Vec<_> = frame.map(|piece| (frame_draft(piece), piece.line)).collect();
        Self {
            title,
            sections,
            lines_before,
            assumptions: assumptions.as_ref().map(|piece| items(&piece.text)).unwrap_or_default(),
            research: ResearchNotes {
                sources: sources
                    .as_ref()
                    .map(|piece| read_sources(&piece.text))
                    .unwrap_or_default(),
                ..ResearchNotes::default()
            },
            frame,
            scope: Scope::Report,
        }
    }

    /// The gate's final judgement of it.
    #[must_use]
    pub fn judge(&self, pack: &PackSpec, brief: &Brief, services: &Services) -> Verdict {
        let mut input = GateInput {
            scope: self.scope,
            phase: Phase::Final,
            pack,
            brief,
            services,
            language: &brief.language,
            spine: None,
            research: &self.research,
            title: &self.title,
            sections: &self.sections,
            assumptions: &self.assumptions,
            leak: LeakTexts::default(),
            recent_brands: &[],
            provider_configured: false,
            stub_texts: &BTreeMap::new(),
        };
        let mut verdict = gate(&input);
        input.scope = Scope::Section;
        for (draft, _) in &self.frame {
            input.sections = std::slice::from_ref(draft);
            // The lists belong to no section of the pack: only what is wrong anywhere counts. A
            // stated assumption says what the brief leaves open; that is no gap of the text (P7).
            let found = gate(&input).failures.into_iter();
            let wrong =
                |issue: &Issue| issue.check.starts_with(['P', 'A', 'S']) && issue.check != "P7";
            verdict.failures.extend(found.filter(wrong));
        }
        if verdict.count(Severity::Blocking) > 0 {
            (verdict.passed, verdict.score) = (false, 0);
        }
        verdict
    }

    /// The line in the whole text of line `line` of the section `id`.
    #[must_use]
    pub fn line_in_text(&self, id: &str, line: u32) -> u32 {
        let all = self.sections.iter().zip(self.lines_before.iter().copied());
        let mut all = all.chain(self.frame.iter().map(|(draft, before)| (draft, *before)));
        let before = all.find(|(draft, _)| draft.id.as_str() == id).map_or(0, |(_, before)| before);
        before.saturating_add(line)
    }
}

/// Takes the last list of the frame with this heading out, where no section of the pack is
/// called so.
fn take<'a>(pieces: &mut Vec<Piece<'a>>, pack: &PackSpec, label: &str) -> Option<Piece<'a>> {
    let is_section = pack.sections.iter().any(|spec| fold(&spec.title) == fold(label));
    let at = pieces.iter().rposition(|piece| fold(piece.heading) == fold(label));
    at.filter(|_| !is_section).map(|at| pieces.remove(at))
}

fn frame_draft(piece: &Piece<'_>) -> SectionDraft {
    draft(SectionId(fold(piece.heading)), piece.heading, &piece.text)
}

fn draft(id: SectionId, title: &str, markdown: &str) -> SectionDraft {
    SectionDraft {
        id,
        title: title.to_owned(),
        markdown: markdown.trim_end().to_owned(),
        tables: vec![],
        numbers: vec![],
        abstract_text: String::new(),
        provenance: Provenance {
            writer: WriterKind::External,
            provider: "external".to_owned(),
            model: "external".to_owned(),
        },
        finish: Finish::Complete,
        attempts: 0,
        repairs: vec![],
        handed_over: false,
    }
}

/// A `##` heading with everything up to the next one.
struct Piece<'a> {
    heading: &'a str,
    /// Lines before it.
    line: u32,
    text: String,
}

/// The text before the first `##` heading, then one piece a heading.
fn pieces(markdown: &str) -> Vec<Piece<'_>> {
    let mut pieces = vec![Piece { heading: "", line: 0, text: String::new() }];
    let mut fence: Option<&str> = None;
    for (line, number) in markdown.split_inclusive('\n').zip(0u32..) {
        let trimmed = line.trim_start();
        match fence {
            Some(open) if trimmed.starts_with(open) => fence = None,
            Some(_) => {}
            None => fence = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark)),
        }
        let heading = line.strip_prefix("## ").filter(|_| fence.is_none());
        if let Some(heading) = heading {
            let heading = heading.trim().trim_end_matches('#').trim();
            pieces.push(Piece { heading, line: number, text: String::new() });
        }
        if let Some(piece) = pieces.last_mut() {
            piece.text.push_str(line);
        }
    }
    pieces
}

/// The `# title`, and what stands before the first section beside it and the stub note.
fn split_title(preamble: &str) -> (String, String) {
    let is_title = |line: &&str| line.starts_with("# ");
    let title = preamble.lines().find(is_title).map(|line| line.trim_start_matches('#').trim());
    let title = title.unwrap_or_default().replace('\\', "");
    let mut seen = false;
    let keep = |line: &&str| {
        let first_title = !seen && line.starts_with("# ");
        seen |= first_title;
        !first_title && line.trim() != STUB_NOTE
    };
    let before: String = preamble.split_inclusive('\n').filter(keep).collect();
    (title, before)
}

/// The section each piece is: by its title or id; where no heading is the pack's (a translated
/// report), by its position.
fn ids(pieces: &[Piece<'_>], pack: &PackSpec) -> Vec<SectionId> {
    let known = |piece: &Piece<'_>| {
        let wanted = fold(piece.heading);
        let fits =
            |spec: &&SectionSpec| [fold(&spec.title), fold(spec.id.as_str())].contains(&wanted);
        pack.sections.iter().find(fits).map(|spec| spec.id.clone())
    };
    let found: Vec<Option<SectionId>> = pieces.iter().map(known).collect();
    if found.iter().all(Option::is_none) && pieces.len() == pack.sections.len() {
        return pack.sections.iter().map(|spec| spec.id.clone()).collect();
    }
    let named = found.into_iter().zip(pieces);
    named.map(|(id, piece)| id.unwrap_or_else(|| SectionId(fold(piece.heading)))).collect()
}

/// Letters and digits alone, in lower case, words joined by `_`.
fn fold(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

fn items(text: &str) -> Vec<String> {
    let items = text.lines().filter_map(|line| line.trim().strip_prefix("- "));
    items.map(|item| item.trim().to_owned()).collect()
}

/// Lines such as `- S1: [Title](https://…) (date)`.
fn read_sources(text: &str) -> Vec<Source> {
    let read = |item: &String| {
        let (id, rest) = item.split_once(": [")?;
        let (title, rest) = rest.rsplit_once("](")?;
        let (url, date) = rest.split_once(')')?;
        let date = date.trim().trim_matches(['(', ')']);
        Some(Source {
            id: id.to_owned(),
            title: title.replace('\\', ""),
            url: url.to_owned(),
            date: (!date.is_empty()).then(|| date.to_owned()),
        })
    };
    items(text).iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::ExternalText;
    use crate::packs::{PackSpec, Registry};

    fn pack() -> std::sync::Arc<PackSpec> {
        Registry::embedded().expect("packs").resolve("quick_social_basic").expect("a pack")
    }

    #[test]
    fn splits_a_report_into_its_sections() {
        let text = "# Plan for A\\*B\n\nSure, here it is:\n\n## Client Overview\n\nOne.\n\n```\n## no\n```\n\
                    ## Mystery part ##\n\nTwo.\n\n## Sources\n\n- S1: [A \\[b\\]](https://a.example) (2026)\n\n\
                    ## Assumptions\n\n- It rains.\n";
        let read = ExternalText::report(text, &pack());
        assert_eq!(read.title, "Plan for A*B");
        let ids: Vec<_> = read.sections.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, ["overview", "mystery_part"]);
        let first = read.sections.first().expect("a section");
        assert!(first.markdown.contains("Sure, here it is:") && first.markdown.contains("## no"));
        assert_eq!(read.line_in_text("mystery_part", 1), 12);
        assert_eq!(read.assumptions, ["It rains."]);
        let source = read.research.sources.first().expect("a source");
        assert_eq!((source.id.as_str(), source.title.as_str()), ("S1", "A [b]"));
        assert_eq!(source.date.as_deref(), Some("2026"));
    }

    #[test]
    fn reads_translated_headings_by_position() {
        let pack = pack();
        let text = "## Abschnitt\n\nText.\n\n".repeat(pack.sections.len());
        let read = ExternalText::report(&text, &pack);
        let ids: Vec<_> = read.sections.iter().map(|section| &section.id).collect();
        assert_eq!(ids, pack.sections.iter().map(|spec| &spec.id).collect::<Vec<_>>());
    }

    #[test]
    fn judges_empty_text_without_a_panic() {
        for text in ["", "\n", "# Only a title", "```\n## open fence"] {
            let read = ExternalText::report(text, &pack());
            assert!(read.sections.is_empty() || !text.starts_with("##"), "{text}");
        }
    }
}
