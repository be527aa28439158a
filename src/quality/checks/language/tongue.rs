//! L1: the report's language; L2: one spelling of it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::LazyLock;

use foldhash::HashMap;
use serde::Deserialize;

use super::is_of_the_pack;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::language::other_than;
use crate::quality::tokens::Tokens;
use crate::quality::word_map::WordMap;
use crate::quality::words::count_plain;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let expected = context.language();
    let confidence = findings.rule().threshold("confidence");
    let least = findings.rule().count("words");
    let (mut all, mut wrong) = (0, 0);
    for (block, tokens) in view.document.blocks.iter().zip(view.tokens()) {
        if !block.kind.is_running_text() || block.text.len() < least {
            continue;
        }
        let tokens = if block.text.contains(OPENING) {
            Cow::Owned(Tokens::of(&without_quotes(&block.text)))
        } else {
            Cow::Borrowed(tokens)
        };
        if count_plain(&tokens.text) < least {
            continue;
        }
        all += 1;
        if let Some(actual) = other_than(&expected, &tokens, confidence) {
            wrong += 1;
            let found = Found::at(view, block.span.clone()).with("actual", actual);
            findings
                .add(found.with("language", context.input.language).excerpt(block.text.as_str()));
        }
    }
    if all == 0 {
        (all, wrong) = check_short_blocks(view, context, findings);
    }
    #[expect(clippy::cast_precision_loss, reason = "paragraph counts are small")]
    let share = wrong as f64 / all.max(1) as f64;
    if wrong > 0 && share > findings.rule().threshold("share") {
        let found = Found::in_section(view).variant("most").with("count", wrong).with("all", all);
        findings.add(found.with("language", context.input.language));
    }
}

/// Where no block is long enough, all items together may be.
fn check_short_blocks(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) -> (usize, usize) {
    let short = |kind: BlockKind| kind.is_running_text();
    let blocks = view.document.blocks.iter().filter(|block| short(block.kind));
    let text: Vec<String> = blocks.map(|block| without_quotes(&block.text)).collect();
    let text = text.join(". ");
    let enough = count_plain(&text) >= 2 * findings.rule().count("words");
    let confidence = findings.rule().threshold("confidence");
    let tokens = Tokens::of(&text);
    let other = other_than(&context.language(), &tokens, confidence).filter(|_| enough);
    if let Some(actual) = other {
        let found = Found::in_section(view).with("actual", actual).excerpt(text);
        findings.add(found.with("language", context.input.language));
    }
    (1, usize::from(other.is_some()))
}

/// Marks that open a quotation.
const OPENING: [char; 5] = ['“', '„', '«', '「', '"'];

/// `text` without what stands in quotation marks.
fn without_quotes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut closing: Option<char> = None;
    for c in text.chars() {
        match (closing, c) {
            (Some(end), c) if c == end || end == '“' && c == '”' => closing = None,
            (Some(_), _) => {}
            (None, '“') => closing = Some('”'),
            (None, '„') => closing = Some('“'),
            (None, '«') => closing = Some('»'),
            (None, '「') => closing = Some('」'),
            (None, '"') => closing = Some('"'),
            (None, c) => kept.push(c),
        }
    }
    kept
}

#[derive(Debug, Default, Deserialize)]
struct Spellings {
    family: Vec<Family>,
    one_side: OneSide,
    pairs: HashMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
struct OneSide {
    american: Vec<String>,
    british: Vec<String>,
}

/// Words of one stem each that differ in their endings alone, American and British.
#[derive(Debug, Default, Deserialize)]
struct Family {
    endings: Vec<[String; 2]>,
    stems: Vec<String>,
}

/// Words that one side alone spells so, with whether it is the American one.
static SPELLINGS: LazyLock<WordMap<bool>> = LazyLock::new(|| {
    let file: Spellings =
        crate::embedded::toml("spelling.toml", include_str!("../../rules/spelling.toml"));
    let families = file.family.iter().flat_map(|family| {
        let inflect = |stem: &'_ String| {
            let word = |ending: &String| format!("{stem}{ending}");
            let each = |[american, british]: &[String; 2]| (word(american), word(british));
            family.endings.iter().map(each).collect::<Vec<_>>()
        };
        family.stems.iter().flat_map(inflect)
    });
    let pairs = families.chain(file.pairs.iter().map(|(a, b)| (a.clone(), b.clone())));
    let both = pairs.flat_map(|(american, british)| [(american, true), (british, false)]);
    let OneSide { american, british } = &file.one_side;
    let american = american.iter().map(|word| (word.clone(), true));
    let british = british.iter().map(|word| (word.clone(), false));
    both.chain(american).chain(british).collect()
});

pub(super) fn check_spelling(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    if !context.is_english() {
        return;
    }
    // Most sections spell no word in a way that only one side does.
    let theirs = OnceCell::new();
    let mut first: [Option<(usize, std::ops::Range<usize>, String)>; 2] = [None, None];
    let blocks = view.document.blocks.iter().zip(view.tokens()).enumerate();
    for (block, (own, tokens)) in blocks {
        let set = matches!(own.kind, BlockKind::Heading(_) | BlockKind::Cell { row: 0, .. })
            && is_of_the_pack(view, fold(&own.text).trim());
        for token in tokens.list.iter().filter(|_| !set) {
            let Some(american) = SPELLINGS.of(token) else { continue };
            let lower =
                tokens.text.get(token.start..token.end) == Some(&*token.folded) || token.start == 0;
            let slot = first.get_mut(usize::from(*american));
            let theirs = || *theirs.get_or_init(|| spelling_of(context.brief_text));
            if let Some(slot) = slot.filter(|slot| slot.is_none() && lower)
                && (theirs() == Some(*american) || !context.brief_says(&token.folded))
            {
                *slot = Some((block, token.start..token.end, token.folded.to_string()));
            }
        }
    }
    if let [Some((block, range, british)), Some((_, _, american))] = first {
        let span = view.span_in_block(block, &range);
        findings.add(Found::at(view, span).with("american", american).with("british", british));
    }
}

/// Whether `text` is spelt the American way; none where it is not plain.
fn spelling_of(text: &str) -> Option<bool> {
    let tokens = Tokens::of(text);
    let sides = tokens.list.iter().filter_map(|token| SPELLINGS.of(token));
    let (american, british): (Vec<bool>, Vec<bool>) = sides.partition(|american| **american);
    match (american.is_empty(), british.is_empty()) {
        (false, true) => Some(true),
        (true, false) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Severity;
    use crate::quality::testkit::{Kit, table};

    const ES: &str = "El plan empieza con las personas que ya conocen la tienda y pide a cada una de ellas una pequeña cosa en la primera semana.";
    const EN: &str = "The plan begins with the people who already know the shop, and it asks each of them for one small thing in the first week.";

    #[test]
    fn l1() {
        let mixed =
            format!("{EN}\n\n{EN} Again.\n\n{EN} More.\n\n{EN} Still.\n\n{EN} Last.\n\n{ES}");
        let mut german = Kit::new(EN);
        german.language = "de".to_owned();
        german.must_find("L1");
        let mut hindi = Kit::new(EN);
        hindi.language = "hi".to_owned();
        hindi.must_find("L1");
        let mut dutch = Kit::new(ES);
        dutch.language = "nl".to_owned();
        dutch.must_find("L1");
        table(
            "L1",
            &[ES, &mixed, &format!("- {ES}"), &format!("> {ES}")],
            &[
                EN,
                "Hola, ¿qué tal? Una frase corta.",
                &format!("{EN}\n\n“{ES}”"),
                "- Reel\n- Carrusel\n- Historia",
                "## Plan\n\n### Por la mañana en el árbol, por la noche aceite y después la mesa de la familia en la finca\n\nText.",
                "| Hook |\n|---|\n| El plan empieza con las personas que ya conocen la tienda y pide a cada una de ellas una cosa |",
            ],
        );
        let found = Kit::new(&mixed).found("L1");
        assert!(found.iter().all(|issue| issue.severity == Severity::Repairable));
        let found = Kit::new(ES).found("L1");
        assert!(found.iter().any(|issue| issue.severity == Severity::Blocking));
    }

    #[test]
    fn l2() {
        table(
            "L2",
            &[
                "The color of our behaviour.",
                "Optimise the program and organize it.",
                "Our neighbour has a favorite cup.",
                "The centre is gray; analyze it.",
                "A catalog of flavours.",
                "They recognise the neighborhood.",
                "The centre has honored each refund.",
                "A canceled class is apologised for.",
                "A coloring page for our favourite guests.",
                "Neutralise the odor in the hall.",
                "Guests savour it; staff analyzes it.",
                "Enrolment opens when the color is chosen.",
            ],
            &[
                "The colour of our behaviour.",
                "The color of our behavior.",
                "Visit Rockefeller Center to analyse the colour.",
                "A catalogue of flavours.",
                "Optimize the program.",
                "Grey tyres.",
                "The parking meter near the grey tyres.",
                "Honour the licensed recipe.",
                "The humorous, laborious work has flavour and colour.",
                "Improvise, exercise, advertise and devise in color.",
                "The size of the prize suits our neighbours, who seize it.",
                "A skeptical neighbor paid in three installments.",
            ],
        );
    }
}
