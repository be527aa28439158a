//! F4: citations lead to sources.

use crate::domain::WriterKind;
use crate::quality::checks::lists::WRITTEN;
use crate::quality::checks::matching::trimmed;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::patterns::Match;
use crate::quality::quotes::is_quoted;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let sources = &context.input.research.sources;
    let known: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    let shown = || if known.is_empty() { "no source".to_owned() } else { known.join(", ") };
    let text = &view.prose.text;
    let mut marks = WRITTEN.citation_marks.find_in(view.prose.haystack());
    marks.sort_by_key(|mark| mark.range.start);
    marks.dedup_by(|later, earlier| later.range.start < earlier.range.end);
    let mut cited = 0;
    for mark in marks.into_iter().take(400) {
        let range = trimmed(text, &mark.range);
        let said = text.get(range.clone()).unwrap_or_default();
        if context.brief_has(said) || is_insertion(view, &mark, said) {
            continue;
        }
        let ids = ids_in(said);
        cited += ids.len().max(1);
        let unknown =
            |id: &&String| !known.contains(&id.as_str()) && !context.brief_says(id.as_str());
        let strange: Vec<&String> = ids.iter().filter(unknown).collect();
        let found = || Found::at(view, view.prose.span(&range)).with("known", shown());
        if ids.is_empty() {
            findings.add(found().excerpt(said));
        }
        for id in strange {
            findings.add(found().excerpt(if said.contains(id.as_str()) { id } else { said }));
        }
    }
    let research = view.spec.is_some_and(|spec| spec.evidence) && !known.is_empty();
    let ours = view.draft.provenance.writer != WriterKind::External;
    if research && cited == 0 && ours && !view.draft.handed_over && view.words > 0 {
        findings.add(Found::in_section(view).variant("none").with("known", known.join(", ")));
    }
}

/// The ids of sources in a mark: its numbers up to the place in the source, each as `S4`; none
/// where it names its source by another's name.
fn ids_in(mark: &str) -> Vec<String> {
    let place = [", p", ": ", " p. ", ", s. ", ", Seite", ", pág", ", §", ", ch", ", line"];
    let end = place.into_iter().filter_map(|at| mark.find(at)).filter(|at| {
        mark.get(..*at).is_some_and(|before| before.contains(|c: char| c.is_ascii_digit()))
    });
    let mark = end.min().and_then(|at| mark.get(..at)).unwrap_or(mark);
    let numbers = mark.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let numbers: Vec<&str> = numbers.collect();
    if numbers.iter().any(|digits| digits.len() > 3) {
        return vec![];
    }
    numbers.into_iter().map(|digits| format!("S{digits}")).collect()
}

/// What an editor puts into another's words: `“there were [12] of them”`.
fn is_insertion(view: &SectionView<'_>, mark: &Match<'_>, said: &str) -> bool {
    let bare = !said.contains(|c: char| c.is_alphabetic());
    let folded = &view.prose.folded;
    bare && is_quoted(&folded.text, &folded.folded(&mark.range))
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
            ("Sales rise [4].", 3),
            ("Sales rise [^2].", 0),
            ("Sales rise [Source 3].", 0),
            ("Sales rise [S5, p. 3].", 3),
            ("Sales rise [S1–S4].", 0),
            ("Sales rise (see S5).", 2),
            ("Sales rise (source 2).", 0),
            ("Sales rise [Quelle 2].", 1),
            ("Sales rise.¹", 0),
            ("As source 3 shows, sales rise.", 0),
            ("According to S4, sales rise.", 2),
            ("Sales rise (Smith & Lee, 2021).", 2),
            ("Sales rise (ibid.).", 2),
            ("Sales rise [S3: a yearly report].", 2),
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
            ("Sales rise [2].", 3),
            ("Sales rise [S2, p. 31].", 3),
            ("Sales rise [Source 1].", 3),
            ("The bar is 120 m² and open.", 0),
            ("Step (1) comes before step (2).", 0),
            ("“We served [12] guests,” she wrote.", 0),
            ("- [ ] Ask the roaster.\n- [x] Order bags.", 0),
            ("Shots S1 to S3 show the bar.", 0),
            ("The class (March, 2027) is full.", 0),
            ("Sources for beans are named on the bag.", 0),
        ] {
            kit(text, sources).must_pass("F4");
        }
        let mut silent = kit("Sales rise.", 2);
        silent.spec().evidence = true;
        let found = silent.found("F4");
        assert_eq!(found.first().map(|issue| issue.severity), Some(Severity::Repairable));
    }
}
