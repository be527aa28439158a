//! An earlier draft, cut into its sections, for `stage: refine` and for rewrites.

use crate::domain::{Source, unlink_citations};
use crate::packs::{PackSpec, SectionSpec};

/// Characters of an earlier draft that the spine is shown.
pub const OUTLINE: usize = 12_000;

/// The text of `spec` in `draft`: the section under its title, or in its place where the draft
/// has as many sections as the pack.
pub(super) fn section_of(draft: &str, pack: &PackSpec, spec: &SectionSpec) -> Option<String> {
    let sections = cut(draft);
    let fold = |text: &str| text.trim().to_lowercase();
    let by_title = sections.iter().find(|(title, _)| fold(title) == fold(&spec.title));
    let by_place = || {
        let own = pack.sections.iter().position(|section| section.id == spec.id)?;
        let extra = sections.len().checked_sub(pack.sections.len())?;
        (extra <= LISTS_AT_THE_END).then(|| sections.get(own)).flatten()
    };
    by_title.or_else(by_place).map(|(_, text)| text.clone())
}

/// Sources and assumptions stand behind the sections.
const LISTS_AT_THE_END: usize = 2;

/// The beginning of `draft`, cut at a paragraph; its citations are ids of `sources`.
pub(super) fn outline(draft: &str, sources: &[Source]) -> String {
    unlink_citations(&beginning(draft), sources)
}

fn beginning(draft: &str) -> String {
    let head: String = draft.chars().take(OUTLINE).collect();
    if head.len() == draft.len() {
        return head;
    }
    head.rsplit_once("\n\n").map_or(head.clone(), |(whole, _)| whole.to_owned())
}

/// Sections under `## ` headings, each with its title; fenced code is not looked into.
fn cut(draft: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    let mut fenced = false;
    for line in draft.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if let Some(title) = line.strip_prefix("## ").filter(|_| !fenced) {
            sections.push((title.trim().to_owned(), String::new()));
        }
        if let Some((_, text)) = sections.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    for (_, text) in &mut sections {
        text.truncate(text.trim_end().len());
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::{beginning, cut};

    #[test]
    fn cuts_at_second_level_headings_outside_code() {
        let sections =
            cut("# T\n\nnote\n\n## One\n\na\n\n### In\n\n```\n## no\n```\n\n## Two\nb\n");
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[0].0, "One");
        assert!(sections[0].1.ends_with("```"));
        assert_eq!(sections[1].1, "## Two\nb");
    }

    #[test]
    fn shortens_long_drafts_at_a_paragraph() {
        assert_eq!(beginning("short"), "short");
        let long = format!("{}\n\n{}", "a ".repeat(4_000), "b ".repeat(4_000));
        assert_eq!(beginning(&long), "a ".repeat(4_000));
    }
}
