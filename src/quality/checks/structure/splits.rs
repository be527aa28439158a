//! T4: shares that lists, headings and sentences give sum to 100.

use std::ops::Range;

use super::share_words::WORDS;
use super::shares::{first_percent, is_near_whole, only_number, percents, shown};
use crate::quality::context::SectionView;
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::numbers::{Kind, Number};

/// The items of one list so far.
#[derive(Default)]
struct List {
    items: Vec<Item>,
    at: Range<usize>,
}

struct Item {
    share: Option<Number>,
    whole: Option<&'static str>,
}

/// Lists under a heading such as "Budget Split", headings that carry their own share, and the
/// shares of one whole with which the texts under headings begin.
pub(super) fn check_lists(view: &SectionView<'_>, findings: &mut Findings) {
    let mut split = false;
    let mut list = List::default();
    let mut headings: Vec<Number> = vec![];
    let mut openings = List::default();
    let mut opens = false;
    for block in &view.document.blocks {
        match block.kind {
            BlockKind::Paragraph if std::mem::take(&mut opens) => {
                close(view, split, &mut list, findings);
                let item = item(first_words(&block.text));
                if item.share.is_some() {
                    openings.at = block.span.clone();
                    openings.items.push(item);
                }
            }
            BlockKind::Heading(level) => {
                close(view, split, &mut list, findings);
                opens = level > 2;
                if level > 2 {
                    headings.extend(only_number(&block.text).filter(|n| n.kind == Kind::Percent));
                    split = WORDS.is_split_title(&block.text);
                    list.at = block.span.clone();
                }
            }
            BlockKind::ListItem => {
                if list.items.is_empty() && !split {
                    list.at = block.span.clone();
                }
                list.items.push(item(&block.text));
            }
            _ => close(view, split, &mut list, findings),
        }
    }
    close(view, split, &mut list, findings);
    // One of them says what they are shares of; the others need not.
    let whole = openings.items.iter().find_map(|item| item.whole);
    openings.items.iter_mut().for_each(|item| item.whole = item.whole.or(whole));
    close(view, false, &mut openings, findings);
    let sum: f64 = headings.iter().map(|number| number.value).sum();
    if headings.len() >= 3 && is_off(sum, findings) {
        let found = Found::in_section(view).with("column", &view.draft.title);
        findings.add(found.with("actual", shown(sum)));
    }
}

/// The first sentence of `text`, where it is as short as a label.
fn first_words(text: &str) -> &str {
    const LABEL: usize = 8;
    let first = text.split(['.', ':', ';', ',']).next().unwrap_or_default();
    if first.split_whitespace().count() <= LABEL { first } else { "" }
}

fn item(text: &str) -> Item {
    if !text.contains('%') {
        return Item { share: None, whole: None };
    }
    Item { share: first_percent(text), whole: WORDS.whole_of(&fold(text)) }
}

fn close(view: &SectionView<'_>, split: bool, list: &mut List, findings: &mut Findings) {
    let items = std::mem::take(&mut list.items);
    let shares: Vec<f64> = items.iter().filter_map(|i| i.share.as_ref()).map(|n| n.value).collect();
    let whole = items.first().and_then(|item| item.whole);
    let of_one = whole.is_some() && items.iter().all(|item| item.whole == whole);
    let sum: f64 = shares.iter().sum();
    let complete = shares.len() >= 3 && shares.len() == items.len();
    if complete && (split || of_one && is_near_whole(sum)) && is_off(sum, findings) {
        let found = Found::at(view, list.at.clone());
        findings.add(found.with("column", "the split").with("actual", shown(sum)));
    }
}

/// Sentences such as `We split the budget 50% search, 30% social and 30% print`.
pub(super) fn check_sentences(view: &SectionView<'_>, findings: &mut Findings) {
    for sentence in &view.sentences {
        let text = view.sentence_text(sentence);
        if text.matches('%').count() < 3 || !WORDS.splits(&fold(text)) {
            continue;
        }
        let shares = percents(text);
        let sum: f64 = shares.iter().map(|number| number.value).sum();
        if shares.len() >= 3 && is_near_whole(sum) && is_off(sum, findings) {
            let found = Found::at(view, view.span_in_block(sentence.block, &sentence.range));
            findings.add(found.with("column", "the split").with("actual", shown(sum)));
        }
    }
}

fn is_off(sum: f64, findings: &Findings) -> bool {
    (sum - 100.0).abs() > findings.rule().threshold("tolerance") + 1e-9
}
