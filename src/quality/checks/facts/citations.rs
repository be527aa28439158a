//! F4: citations lead to sources.

use std::sync::LazyLock;

use regex::Regex;

use crate::domain::WriterKind;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

static CITATION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\[(](?:Sources?:? ?|Quelle:? ?)?(S\d{1,3}(?:\s*[,;–-]\s*S\d{1,3})*)[\])]").ok()
});

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let sources = &context.input.research.sources;
    let known: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    let Some(pattern) = CITATION.as_ref() else { return };
    let mut cited = 0;
    for hit in pattern.captures_iter(&view.prose.text) {
        let Some(ids) = hit.get(1) else { continue };
        for id in ids.as_str().split(|c: char| !c.is_alphanumeric()).filter(|id| !id.is_empty()) {
            cited += 1;
            if !known.contains(&id) && !context.brief_says(id) {
                let span = view.prose.span(&ids.range());
                let shown =
                    if known.is_empty() { "no source".to_owned() } else { known.join(", ") };
                findings.add(Found::at(view, span).excerpt(id).with("known", shown));
            }
        }
    }
    let research = view.spec.is_some_and(|spec| spec.evidence) && !known.is_empty();
    let ours = view.draft.provenance.writer != WriterKind::External;
    if research && cited == 0 && ours && !view.draft.handed_over && view.words > 0 {
        findings.add(Found::in_section(view).variant("none").with("known", known.join(", ")));
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Severity, Source};
    use crate::quality::testkit::Kit;

    fn kit(text: &str, sources: usize) -> Kit {
        let mut kit = Kit::new(text);
        kit.research.sources = (1..=sources)
            .map(|n| Source {
                id: format!("S{n}"),
                title: "A page".to_owned(),
                url: "https://example.org".to_owned(),
                date: None,
            })
            .collect();
        kit
    }

    #[test]
    fn f4() {
        for (text, sources) in [
            ("Sales rise [S4].", 3),
            ("Sales rise [S1].", 0),
            ("Sales rise (S9).", 3),
            ("Sales rise [S1, S7].", 3),
            ("Sales rise [S1; S12].", 2),
            ("Sales rise (Source: S5).", 4),
        ] {
            kit(text, sources).must_find("F4");
        }
        for (text, sources) in [
            ("Sales rise [S2].", 3),
            ("Sales rise [S1, S3].", 3),
            ("The Galaxy S9 is a phone.", 3),
            ("Sizes S–XXL.", 0),
            ("Step S1 begins.", 0),
            ("Sales rise (S1).", 1),
        ] {
            kit(text, sources).must_pass("F4");
        }
        let mut silent = kit("Sales rise.", 2);
        silent.spec().evidence = true;
        let found = silent.found("F4");
        assert_eq!(found.first().map(|issue| issue.severity), Some(Severity::Repairable));
    }
}
