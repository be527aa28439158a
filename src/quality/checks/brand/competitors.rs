//! B5: competitors are neither praised nor advertised.

use std::ops::Range;
use std::sync::LazyLock;

use crate::quality::brand::BrandNames;
use crate::quality::context::{Context, SectionView, Sentence};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::{Folded, fold};
use crate::quality::lexicon::Lexicon;
use crate::quality::patterns::Patterns;

static PRAISE: LazyLock<Lexicon> =
    LazyLock::new(|| Lexicon::embedded(include_str!("../../rules/praise.toml")));

/// Over sentences in which the names are replaced.
static RIVALS: LazyLock<Patterns> =
    LazyLock::new(|| Patterns::embedded(include_str!("../../rules/rivals.toml")));

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let rivals: Vec<(&String, BrandNames)> = rivals(context);
    let allowed = view.spec.is_some_and(|spec| spec.allow_competitors);
    let occurs = |(name, names): &(&String, BrandNames)| {
        !mentions(name, names, &view.prose.text, &view.prose.folded).is_empty()
    };
    let rivals: Vec<_> = rivals.into_iter().filter(occurs).collect();
    if rivals.is_empty() {
        return;
    }
    let mut named: Vec<(&String, &Sentence, Range<usize>)> = vec![];
    for sentence in &view.sentences {
        let text = view.sentence_text(sentence);
        let folded = Folded::new(text);
        for (name, names) in &rivals {
            let Some(at) = mentions(name, names, text, &folded).into_iter().next() else {
                continue;
            };
            let span = view.span_in_block(sentence.block, &sentence.range);
            let said = told_of(names, text, context);
            let praised = is_praised(text, &folded, &at, context) || said.contains(&"praise");
            if praised || !allowed && said.contains(&"edge") {
                findings.add(Found::at(view, span).variant("praise").with("name", name));
            } else if !allowed && is_out_of_place(view, sentence, text, &at) {
                findings.add(Found::at(view, span).with("name", name));
            } else {
                named.push((name, sentence, at));
            }
        }
    }
    let mut blocks: Vec<&Sentence> = named.iter().map(|(_, sentence, _)| *sentence).collect();
    blocks.dedup_by_key(|sentence| (sentence.block, sentence.range.start));
    if allowed || blocks.len() < findings.rule().count("sentences") {
        return;
    }
    for (name, sentence, _) in named {
        let span = view.span_in_block(sentence.block, &sentence.range);
        findings.add(Found::at(view, span).with("name", name));
    }
}

/// Where a rival is named: `Shelter` is no `night shelter`.
fn mentions(name: &str, names: &BrandNames, text: &str, folded: &Folded) -> Vec<Range<usize>> {
    let capital = name.starts_with(char::is_uppercase);
    let written_so = |range: &Range<usize>| {
        !capital
            || text.get(range.clone()).is_some_and(|named| !named.starts_with(char::is_lowercase))
    };
    names.mentions(text, folded).into_iter().filter(written_so).collect()
}

/// Competitors that are names: `local bakeries` is none, nor is a channel that the client uses.
fn rivals<'c>(context: &'c Context<'_>) -> Vec<(&'c String, BrandNames)> {
    let brand = fold(&context.input.brief.brand_name);
    let channels: Vec<String> =
        context.input.brief.platforms.iter().map(|name| fold(name)).collect();
    let is_name = |name: &&String| {
        let words: Vec<&str> = name.split_whitespace().collect();
        let capital = |word: &&&str| word.chars().next().is_some_and(|c| !c.is_lowercase());
        let capitals = words.iter().filter(capital).count();
        !words.is_empty()
            && words.len() <= 4
            && (capitals == words.len() || capitals >= 2)
            && fold(name) != brand
            && !channels.contains(&fold(name))
    };
    context.input.brief.competitors.iter().filter(is_name).map(|n| (n, BrandNames::of(n))).collect()
}

/// What kinds of things the sentence says of the rival.
fn told_of(rival: &BrandNames, text: &str, context: &Context<'_>) -> Vec<&'static str> {
    let named = replaced(text, rival, "_rival_");
    let named = fold(&replaced(&named, context.names, "_own_"));
    RIVALS.find(&named).into_iter().map(|found| found.pattern.name.as_str()).collect()
}

/// `text` with `word` for each mention of `names`.
fn replaced(text: &str, names: &BrandNames, word: &str) -> String {
    let mut replaced = text.to_owned();
    for range in names.mentions(text, &Folded::new(text)).into_iter().rev() {
        replaced.replace_range(range, word);
    }
    replaced
}

fn is_praised(text: &str, folded: &Folded, at: &Range<usize>, context: &Context<'_>) -> bool {
    let before = fold(text.get(..at.start).unwrap_or_default());
    let beside =
        ["against", "versus", "than", "unlike", "beyond", "beat", "beats", "contra", "gegen"];
    if before.split_whitespace().next_back().is_some_and(|last| beside.contains(&last)) {
        return false;
    }
    let brand = context.names;
    let own = brand.mentions(text, folded);
    let negated = [" not ", "n't ", " no ", " than ", " nicht ", " kein", " ne ", " than", "?"];
    PRAISE.find_in(folded).iter().filter(|hit| hit.entry.list == "praise").any(|hit| {
        let before = folded.text.get(..hit.range.start).unwrap_or_default();
        let near: String =
            before.chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
        let about_own = own.iter().any(|range| range.start <= folded.original(&hit.range).start);
        !about_own && !negated.iter().any(|word| near.contains(word))
    })
}

/// In quoted copy, a heading or a call to action, or as a model to follow.
fn is_out_of_place(
    view: &SectionView<'_>,
    sentence: &Sentence,
    text: &str,
    at: &Range<usize>,
) -> bool {
    let kind = view.document.blocks.get(sentence.block).map(|block| block.kind);
    let heading = matches!(kind, Some(BlockKind::Heading(_)));
    let before = text.get(..at.start).unwrap_or_default();
    let opened =
        |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    let quoted = opened('“', '”')
        || opened('„', '“')
        || opened('«', '»')
        || before.matches('"').count() % 2 == 1;
    let folded = fold(before);
    let model = PRAISE.entries().filter(|entry| entry.list == "model").any(|entry| {
        folded == entry.phrase
            || folded.ends_with(&format!(" {}", entry.phrase)) && !folded.ends_with("such as")
    });
    let denied = [" not ", "n't ", "never ", "avoid ", " nicht ", " no ", " pas ", "nunca "];
    let model = model && !denied.iter().any(|word| format!(" {folded}").contains(word));
    heading || quoted || model || is_copy(view, sentence, before)
}

/// In a column of copy, or after a label such as `Hook:`.
fn is_copy(view: &SectionView<'_>, sentence: &Sentence, before: &str) -> bool {
    let blocks = &view.document.blocks;
    let Some(block) = blocks.get(sentence.block) else { return false };
    let labels = |text: &str| {
        let hits = RIVALS.find(&fold(text));
        hits.iter().any(|found| found.pattern.name == "copy")
    };
    let titled = match block.kind {
        BlockKind::Cell { table, row, column } if row > 0 => {
            let rows = view.document.tables.get(table).map(|table| &table.rows);
            rows.and_then(|rows| rows.first()?.get(column)).is_some_and(|title| labels(title))
        }
        _ => false,
    };
    let start = block.text.get(..sentence.range.start).unwrap_or_default();
    let label = format!("{start}{before}");
    titled || label.split_once(':').is_some_and(|(label, _)| labels(label))
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::table;

    #[test]
    fn b5() {
        table(
            "B5",
            &[
                "Northbound Roasters offers the best subscription in town.",
                "We recommend Northbound Roasters for wholesale.",
                "Northbound Roasters is the market leader and it shows.",
                "Headline: “Smoother than Northbound Roasters.”",
                "### Why Northbound Roasters\n\nText.",
                "Sell bags like Northbound Roasters.",
                "Visit Northbound Roasters on Friday.",
                "Few can match Northbound Roasters for quality.",
                "We can learn a lot from Northbound Roasters’ brilliant feed.",
                "**Caption:** Fresher than Northbound Roasters.",
                "Northbound Roasters, for its part, is a delight to order from.",
                "Northbound Roasters never disappoints.",
                "For value, look no further than Northbound Roasters.",
                "Northbound Roasters keeps its word.",
                "Do what Northbound Roasters does with bags.",
                "Compare bags at Northbound Roasters today!",
                "Northbound Roasters shows how it is done, and its label is the one to copy.",
                "Northbound Roasters opens early. Northbound Roasters closes late. Guests of Northbound Roasters wait.",
            ],
            &[
                "Northbound Roasters competes for the same guests.",
                "Rivals such as Northbound Roasters sell by mail.",
                "Some searches go to Northbound Roasters.",
                "Partners have not advertised Northbound Roasters this year.",
                "Harbour & Pine is the best fit against Northbound Roasters.",
                "The northbound train brings roasters.",
                "Hook: “Do you know the northbound roasters on the quay?”",
                "Northbound Roasters is not the best guide here.",
                "Do not copy Northbound Roasters.",
                "Northbound Roasters also sells bags.",
                "Ask guests whether Northbound Roasters keeps its word.",
                "Whether Northbound Roasters is better at gifts is to be asked.",
            ],
        );
    }
}
