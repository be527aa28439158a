//! P5: dummy text.

use std::sync::LazyLock;

use crate::quality::checks::matching::{in_prose, phrases};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::Folded;
use crate::quality::lexicon::Lexicon;
use crate::quality::patterns::Patterns;

const FILE: &str = include_str!("../../rules/dummy.toml");

static PHRASES: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::embedded(FILE));
static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns::embedded(FILE));

pub(super) fn dummy_text(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    phrases(&PHRASES, view, context, findings);
    in_prose(&PATTERNS, view, context, findings);
    for link in view.document.links.iter().take(200) {
        let url = Folded::new(&link.url);
        let dummy = PHRASES.find_in(&url).into_iter().find(|hit| hit.entry.phrase.contains('.'));
        if dummy.is_some_and(|hit| !context.brief_says(&hit.entry.phrase)) {
            findings.add(Found::at(view, link.span.clone()).excerpt(&link.url));
        }
    }
}
