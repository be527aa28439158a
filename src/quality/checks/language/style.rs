//! L3: sentence length; L4: clichés; L7: specific sentences.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use foldhash::HashSet;

use crate::quality::checks::lists::FOLDED;
use crate::quality::context::{Context, SectionView, Sentence};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::numbers::nearby::{is_content, stem};
use crate::quality::tokens::{Token, TokenKind, Tokens};

pub(super) fn check_length(
    view: &SectionView<'_>,
    _context: &Context<'_>,
    findings: &mut Findings,
) {
    let running = running_sentences(view);
    let most = findings.rule().count("most");
    for sentence in running.iter().filter(|sentence| sentence.words > most) {
        let span = view.span_in_block(sentence.block, &sentence.range);
        let found = Found::at(view, span).with("actual", sentence.words);
        findings.add(found.with("expected", most));
    }
    let words: usize = running.iter().map(|sentence| sentence.words).sum();
    let mean = findings.rule().count("mean");
    if running.len() >= findings.rule().count("sentences") && words > mean * running.len() {
        let found = Found::in_section(view).variant("mean").with("actual", words / running.len());
        findings.add(found.with("expected", mean));
    }
}

fn running_sentences<'v>(view: &'v SectionView<'_>) -> Vec<&'v Sentence> {
    let running = |sentence: &&Sentence| {
        view.document.blocks.get(sentence.block).is_some_and(|b| b.kind.is_running_text())
    };
    view.sentences.iter().filter(running).collect()
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
pub(super) fn check_cliches(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let folded = &view.prose.folded;
    let hits: Vec<_> = FOLDED
        .cliches
        .find_in(folded)
        .into_iter()
        .filter(|hit| !context.brief_says(&hit.entry.phrase))
        .filter(|hit| !crate::quality::quotes::is_quoted(&folded.text, &hit.range))
        .collect();
    let rule = findings.rule();
    let Some(first) = hits.first().filter(|_| hits.len() >= rule.count("least")) else { return };
    let different: BTreeSet<&str> = hits.iter().map(|hit| hit.entry.phrase.as_str()).collect();
    let rate = hits.len() as f64 * 100.0 / view.words.max(1) as f64;
    let many = rate > rule.threshold("repair") && different.len() > 2
        || different.len() >= rule.count("different");
    if !many && rate <= rule.threshold("warn") {
        return;
    }
    let words: Vec<&str> = different.into_iter().take(8).collect();
    let span = view.prose.span_of_folded(&first.range);
    let found = Found::at(view, span).with("words", words.join(", ")).with("count", hits.len());
    let found = found.with("total", view.words);
    findings.add(if many { found.variant("many") } else { found });
}

#[expect(clippy::cast_precision_loss, reason = "sentence counts are small")]
pub(super) fn check_specificity(
    view: &SectionView<'_>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    let rule = findings.rule();
    let brief = context.client_words();
    let german = context.language() == "de";
    let (mut all, mut specific) = (0usize, 0usize);
    for (block, tokens) in view.tokens().iter().enumerate() {
        let kind = view.document.blocks.get(block).map(|block| block.kind);
        if !kind.is_some_and(BlockKind::is_running_text) {
            continue;
        }
        for range in &tokens.sentences {
            let words = tokens.list.get(range.clone()).unwrap_or_default();
            if words.len() < 3 {
                continue;
            }
            all += 1;
            let told =
                words.iter().enumerate().any(|(at, token)| tells(tokens, token, at, brief, german));
            specific += usize::from(told);
        }
    }
    let share = specific as f64 / all.max(1) as f64;
    if all >= rule.count("sentences") && share < rule.threshold("share") {
        let shown = format!("{:.0} %", share * 100.0);
        let wanted = format!("{:.0} %", rule.threshold("share") * 100.0);
        let found = Found::in_section(view).with("actual", shown).with("expected", wanted);
        findings.add(found);
    }
}

/// Stems of words that tell nothing of a client.
static EVERYDAY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/everyday_words.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    words.map(stem).collect()
});

/// A number, a word of the brief, or a name in the middle of the sentence.
fn tells(tokens: &Tokens, token: &Token, at: usize, brief: &HashSet<String>, german: bool) -> bool {
    if token.kind == TokenKind::Number {
        return true;
    }
    let first = tokens.text.get(token.start..).and_then(|rest| rest.chars().next());
    let capital = at > 0 && first.is_some_and(char::is_uppercase) && token.end - token.start > 2;
    let mid = tokens.text.get(..token.start).is_some_and(|before| {
        before.ends_with([' ', '\u{a0}'])
            && !before.trim_end().ends_with(['.', ':', '!', '?', '“', '„', '"'])
    });
    let own = stem(&token.folded);
    capital && mid && !german
        || brief.contains(&*token.folded) && !EVERYDAY.contains(own)
        || is_content(token) && brief.contains(own) && !EVERYDAY.contains(own)
}

/// Stems of what the brief says of product, audience, place and goal.
pub(in crate::quality) fn client_words(context: &Context<'_>) -> HashSet<String> {
    let brief = context.input.brief;
    let texts = [
        &brief.product_service,
        &brief.target_audience,
        &brief.geography,
        &brief.primary_goal,
        &brief.industry,
        &brief.raw_brief_text,
    ];
    let brand = Tokens::of(&brief.brand_name);
    let mut words: HashSet<String> =
        brand.list.iter().map(|token| token.folded.to_string()).collect();
    let lists = [&brief.platforms, &brief.kpis, &brief.competitors, &brief.pain_points];
    let texts = texts.into_iter().flatten().chain(lists.into_iter().flatten());
    for text in texts {
        let tokens = Tokens::of(text);
        words.extend(
            tokens.list.iter().filter(|t| is_content(t)).map(|t| stem(&t.folded).to_owned()),
        );
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::table;

    #[test]
    fn l3() {
        let long = format!("The plan {} ends.", "goes on and ".repeat(21));
        let medium = format!("The plan {} ends here. ", "goes on and ".repeat(11)).repeat(5);
        let wide = format!("{} word.", "and so ".repeat(31));
        let breathless = format!("- The plan {} ends.", "goes on and ".repeat(21));
        let quoted = format!("> The plan {} ends.", "goes on and ".repeat(21));
        let mean = "We do this and that and this and that and this and that and this and that and this and that and this and that and this and that and this and that. ".repeat(4);
        table(
            "L3",
            &[&long, &medium, &wide, &breathless, &quoted, &mean],
            &[
                "Short. And shorter.",
                "- one\n- two",
                "A sentence of a dozen words or so is what most people read.",
                &"word ".repeat(40),
                "| a | b |\n|---|---|\n| c | d |\n| e | f |",
                "One. Two. Three. Four. Five. Six.",
            ],
        );
    }

    #[test]
    fn l4() {
        table(
            "L4",
            &[
                "Unlock your potential with cutting-edge, game-changing synergy.",
                "In today's fast-paced world, we leverage seamless, holistic journeys.",
                "Elevate your brand to the next level with innovative solutions.",
                "A robust, transformative ecosystem of meaningful connections.",
                "Delve into a tapestry of vibrant, captivating stories.",
                "Supercharge results and skyrocket growth with actionable insights.",
            ],
            &[
                "Reels show the bar at six.",
                "The key to the shop hangs by the door.",
                "A robust table of oak stands there, and guests sit at it every morning in rain and sun until the doors close again at night.",
                "Avoid “unlock”, “elevate your” and “game changer”.",
                "Guests bring friends.",
                "A deep breath, then the first sip.",
            ],
        );
    }

    #[test]
    fn l7() {
        let vague = "Content is key. Consistency always matters. Engage people often. Quality builds trust. Stories connect with hearts. Keep improving every day. Great things take time. Focus creates results.";
        let lists = vague.replace(". ", ".\n\n- ");
        let own = "Reels show brewing classes. Guests in Portland see them. Post on Instagram. Two reels a week. Coffee first. Subscriptions follow. Harbour & Pine replies. Kept plain.";
        table(
            "L7",
            &[
                vague,
                &lists,
                &vague.replace("Content", "Planning"),
                &format!("{vague} {vague}"),
                &vague.replace(". ", "! "),
                &vague.replace("often", "warmly"),
            ],
            &[
                own,
                "Content is key. It matters.",
                &own.replace("Portland", "Oregon"),
                "- one\n- two\n- three",
                &format!("{own} Content is key."),
                "| a | b |\n|---|---|\n| c | d |\n| e | f |",
            ],
        );
    }
}
