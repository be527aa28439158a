//! P5: dummy text.

use crate::quality::checks::lists::{FOLDED, WRITTEN};
use crate::quality::checks::matching::{in_prose, phrases};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::Folded;

pub(super) fn dummy_text(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    phrases(&FOLDED.dummy, view, context, findings);
    in_prose(&WRITTEN.dummy, view, context, findings);
    for link in view.document.links.iter().take(200) {
        let url = Folded::new(&link.url);
        let dummy =
            FOLDED.dummy.find_in(&url).into_iter().find(|hit| hit.entry.phrase.contains('.'));
        if dummy.is_some_and(|hit| !context.brief_says(&hit.entry.phrase)) {
            findings.add(Found::at(view, link.span.clone()).excerpt(&link.url));
        }
    }
}
