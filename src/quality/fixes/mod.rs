//! Lossless fixes of a writer's answer, before it is rendered: never a visible word changed but
//! the one that a fix names. The gate itself edits nothing; the pipeline calls this.

mod characters;
mod chat;
mod markup;
#[cfg(test)]
mod tests;
mod wording;

use std::ops::Range;

use super::bytes;
use super::document::Document;
use crate::domain::SectionAnswer;

/// Rounds after which a text that still changes is taken as it is.
const MOST_ROUNDS: usize = 8;

/// What fixes need to know.
#[derive(Debug, Clone, Copy)]
pub struct FixContext<'a> {
    /// The client's brand as it writes it.
    pub brand: &'a str,
    /// Whether the text is the first of its section, so that a chat's opening may stand in it.
    pub opens: bool,
    /// Whether the text is the last of its section, so that a chat's closing may stand in it.
    pub closes: bool,
}

/// One fix that was made, for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixApplied {
    /// Id of the check that would have complained.
    pub check: &'static str,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
}

/// One replacement on its way.
#[derive(Debug)]
struct Edit {
    check: &'static str,
    range: Range<usize>,
    after: String,
}

impl Edit {
    fn new(check: &'static str, range: Range<usize>, after: impl Into<String>) -> Self {
        Self { check, range, after: after.into() }
    }
}

/// Fixes a part's Markdown. Fixing what was fixed changes nothing.
#[must_use]
pub fn fix_markdown(text: &str, context: &FixContext<'_>) -> (String, Vec<FixApplied>) {
    fix(text, context, false)
}

/// Fixes the plain text of a table cell. Fixing what was fixed changes nothing.
#[must_use]
pub fn fix_cell(text: &str, context: &FixContext<'_>) -> (String, Vec<FixApplied>) {
    fix(text, context, true)
}

/// Fixes every text of an answer; `brand` as the client writes it.
#[must_use]
pub fn fix_answer(mut answer: SectionAnswer, brand: &str) -> (SectionAnswer, Vec<FixApplied>) {
    let mut applied = vec![];
    let last = answer.parts.len().saturating_sub(1);
    for (index, part) in answer.parts.iter_mut().enumerate() {
        let closes = index == last && part.rows.is_empty();
        let context = FixContext { brand, opens: index == 0, closes };
        let inside = FixContext { brand, opens: false, closes: false };
        in_place(&mut part.heading, |text| fix_cell(text, &inside), &mut applied);
        in_place(&mut part.markdown, |text| fix_markdown(text, &context), &mut applied);
        for cell in part.rows.iter_mut().flatten() {
            in_place(cell, |text| fix_cell(text, &inside), &mut applied);
        }
    }
    (answer, applied)
}

fn in_place(
    text: &mut String,
    fix: impl FnOnce(&str) -> (String, Vec<FixApplied>),
    applied: &mut Vec<FixApplied>,
) {
    let (mended, made) = fix(text);
    *text = mended;
    applied.extend(made);
}

fn fix(text: &str, context: &FixContext<'_>, cell: bool) -> (String, Vec<FixApplied>) {
    let mut text = text.to_owned();
    let mut applied = vec![];
    for _ in 0..MOST_ROUNDS {
        let edits = edits(&text, context, cell);
        if edits.is_empty() {
            break;
        }
        text = apply(&text, edits, &mut applied);
    }
    (text, applied)
}

/// The edits of one round; the kinds that later ones build on come alone.
fn edits(text: &str, context: &FixContext<'_>, cell: bool) -> Vec<Edit> {
    let code = if cell { vec![] } else { code_spans(text) };
    let outside = |edits: Vec<Edit>| -> Vec<Edit> {
        let clear = |edit: &Edit| !code.iter().any(|span| overlaps(span, &edit.range));
        edits.into_iter().filter(clear).collect()
    };
    let stages: [&dyn Fn() -> Vec<Edit>; 4] = [
        &|| outside(characters::edits(text, cell)),
        &|| outside(markup::edits(text, cell)),
        &|| if cell { vec![] } else { chat::edits(text, context) },
        &|| outside(wording::edits(text, context.brand)),
    ];
    stages.iter().map(|stage| stage()).find(|edits| !edits.is_empty()).unwrap_or_default()
}

fn code_spans(text: &str) -> Vec<Range<usize>> {
    if !bytes::holds_any(text, ['`', '~']) && !bytes::holds(text, "    ") {
        return vec![];
    }
    Document::parse(text).code.into_iter().map(|code| code.span).collect()
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn apply(text: &str, mut edits: Vec<Edit>, applied: &mut Vec<FixApplied>) -> String {
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.range.start < at {
            continue;
        }
        let before = text.get(edit.range.clone()).unwrap_or_default().to_owned();
        fixed.push_str(text.get(at..edit.range.start).unwrap_or_default());
        fixed.push_str(&edit.after);
        at = edit.range.end;
        applied.push(FixApplied { check: edit.check, before, after: edit.after });
    }
    fixed.push_str(text.get(at..).unwrap_or_default());
    fixed
}
