//! Short texts read as one: what checks find nothing in there, they find nowhere in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Asked, FRAME};
use crate::domain::SectionDraft;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::Findings;
use crate::quality::input::Phase;
use crate::quality::registry::Check;
use crate::quality::tuning::tuned;

/// Bytes of the texts that are read together, at most: a check tells only so many matches of a
/// text, and so short a one has fewer.
const MOST_BYTES: usize = 4_000;
/// Findings of a check in texts read together, from which on there may be more of them.
const MANY: usize = 20;

/// What the checks that see nothing of a text's neighbours found in texts that were read together.
#[derive(Debug, Default)]
pub(super) struct Together {
    /// The texts that were read so, by their numbers.
    texts: BTreeSet<usize>,
    /// Those of them that a check may find something in.
    suspects: BTreeMap<&'static str, BTreeSet<usize>>,
}

impl Together {
    /// Reads the texts of `context` with those of `asked` that see no neighbours.
    pub(super) fn of(context: &Context<'_>, asked: &[Asked]) -> Self {
        let mut together = Self::default();
        let mut views = context.sections.iter().filter(|view| is_plain(view)).peekable();
        while views.peek().is_some() {
            let mut joined = Joined::default();
            while let Some(view) = views.next_if(|view| joined.has_room_for(view)) {
                joined.add(view);
            }
            together.read(&joined, context, asked);
        }
        together
    }

    fn read(&mut self, joined: &Joined, context: &Context<'_>, asked: &[Asked]) {
        let Some(draft) = &joined.draft else { return };
        let view = SectionView::of_texts(draft);
        self.texts.extend(joined.texts.iter().map(|(number, _)| *number));
        for (check, rule) in asked.iter().filter(|(check, _)| FRAME.local.contains(check.id)) {
            let Some(run) = check.section else { continue };
            let mut findings = Findings::new(Phase::Final);
            findings.begin(tuned(rule, context.input.pack));
            run(&view, context, &mut findings);
            let (issues, _) = findings.into_parts();
            let spans: Option<Vec<[usize; 2]>> = issues.iter().map(|issue| issue.span).collect();
            let everywhere = || vec![[0, usize::MAX]];
            let spans = spans.filter(|spans| spans.len() < MANY).unwrap_or_else(everywhere);
            let suspects = spans.into_iter().flat_map(|span| joined.texts_in(span));
            self.suspects.entry(check.id).or_default().extend(suspects);
        }
    }

    /// The texts that `check` may find something in.
    pub(super) fn suspects(&self, check: &Check) -> Suspects<'_> {
        let found = FRAME.local.contains(check.id).then(|| self.suspects.get(check.id));
        Suspects { read: found.map(|found| (&self.texts, found)) }
    }
}

/// The texts that a check may find something in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspects<'t> {
    /// Those that the check has read, and those of them that it found something in.
    read: Option<(&'t BTreeSet<usize>, Option<&'t BTreeSet<usize>>)>,
}

impl Suspects<'_> {
    /// Whether text number `text` is one.
    pub(super) fn may_have(self, text: usize) -> bool {
        self.read.is_none_or(|(texts, found)| {
            found.is_some_and(|found| found.contains(&text)) || !texts.contains(&text)
        })
    }
}

/// Whether the text is one paragraph, which another one after it leaves as it is.
fn is_plain(view: &SectionView<'_>) -> bool {
    let document = &view.document;
    let paragraph = matches!(&*document.blocks, [block] if block.kind == BlockKind::Paragraph);
    paragraph
        && document.html.is_empty()
        && document.code.is_empty()
        && document.links.is_empty()
        // What stands before the first word could make something else of the next one.
        && view.markdown().starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '"' | '‘'))
}

/// Texts as paragraphs of one.
#[derive(Default)]
struct Joined {
    draft: Option<SectionDraft>,
    texts: Vec<(usize, Range<usize>)>,
}

impl Joined {
    fn has_room_for(&self, view: &SectionView<'_>) -> bool {
        let length = self.draft.as_ref().map(|draft| draft.markdown.len());
        length.is_none_or(|length| length + view.markdown().len() <= MOST_BYTES)
    }

    fn add(&mut self, view: &SectionView<'_>) {
        let empty = || SectionDraft { markdown: String::new(), ..view.draft.clone() };
        let markdown = &mut self.draft.get_or_insert_with(empty).markdown;
        if !markdown.is_empty() {
            markdown.push_str("\n\n");
        }
        let start = markdown.len();
        markdown.push_str(view.markdown());
        self.texts.push((view.index, start..markdown.len()));
    }

    /// The texts that a part of stands in bytes `start` to `end`.
    fn texts_in(&self, [start, end]: [usize; 2]) -> impl Iterator<Item = usize> + '_ {
        let there = move |range: &Range<usize>| range.start <= end && start <= range.end;
        self.texts.iter().filter(move |(_, range)| there(range)).map(|(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Line, found_in, in_context};
    use super::Together;
    use crate::quality::testkit::Kit;
    use crate::quality::{Given, rules};

    /// Texts that could lend something to their neighbours, or take it from them.
    const PIECES: [&str; 24] = [
        "A sample quote, for example: what a guest might say.",
        "“It changed how we brew,” says Maria Lopez, a guest.",
        "“An open quotation that nobody closes",
        "Sure, here is the strategy you asked for:",
        "Let me know if you would like any changes!",
        "```",
        "<!-- a comment that goes on",
        "# Off limits",
        "- The best coffee in town, guaranteed",
        "The best coffee in town, guaranteed.",
        "Subscriptions grew 47% last year after the first campaign.",
        "The fewest words (and the first bracket",
        "Harbor & Pine opens at six.",
        "A cheap cup for all, as Séliane sells it.",
        "[x]: https://evil.example/x",
        "See [x] and {{name",
        "}} and the rest",
        "Write two hundred words for this section about the hours of the bar and",
        "its guests please, and do not name the price",
        "Award-winning since 1999, trusted by NASA and by the University of Toronto.",
        "Never say “cheap”.",
        "undefined",
        "Harbour & Pine roasts within sight of the bar, for people who ask.",
        "",
    ];

    fn kit() -> Kit {
        let mut kit = Kit::report(&[("a", "A", "Coffee for the harbour.")]);
        kit.brief.banned_words = vec!["cheap".to_owned()];
        kit.instructions = vec![[PIECES[17], PIECES[18]].join(" ")];
        kit.recent_brands = vec!["Séliane".to_owned()];
        kit.provider_configured = true;
        kit
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn find_what_is_found_one_by_one(
            texts in prop::collection::vec((0usize..200, 0usize..9), 1..14),
        ) {
            let of_rules = rules::all().iter().flat_map(|rule| [&*rule.bad, &*rule.good]);
            let pieces: Vec<&str> = PIECES.into_iter().chain(of_rules).collect();
            let fields = [
                "positioning", "segments.name", "offer", "kpis.target", "tone.dont",
                "sections.covers", "sources.title", "assumptions", "pillars.idea",
            ];
            let line = |(piece, field): &(usize, usize)| {
                Line::new("part", fields[*field], pieces[piece % pieces.len()])
            };
            let lines: Vec<Line> = texts.iter().map(line).collect();
            let (apart, together) = kit().with_input(|input| {
                in_context(input, &lines, &Given::of(input.brief), |context, asked| {
                    let found = |together| found_in(&lines, context, asked, together);
                    (found(&Together::default()), found(&Together::of(context, asked)))
                })
            });
            prop_assert_eq!(together, apart);
        }
    }
}
