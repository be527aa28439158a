//! L6: doubled words and marks, brackets and quotation marks without a partner.

mod pairs;

use std::ops::Range;

use self::pairs::open_pair;
use crate::quality::bytes;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::language::is_never_doubled;
use crate::quality::tokens::Tokens;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let language = context.language();
    for (at, block) in view.document.blocks.iter().enumerate() {
        if !block.kind.is_prose() {
            continue;
        }
        if let Some(tokens) = view.tokens().get(at) {
            for range in doubled_words(tokens, &language) {
                findings.add(Found::at(view, view.span_in_block(at, &range)));
            }
        }
        let brand = &context.input.brief.brand_name;
        let named = |range: &Range<usize>| {
            let before = block.text.get(..range.start + 1).unwrap_or_default();
            brand.ends_with(['.', '!', '?', ':']) && before.ends_with(brand.as_str())
        };
        if has_odd_marks(&block.text) {
            let loose = loose_marks(&block.text, language == "fr");
            for range in doubled_marks(&block.text).into_iter().chain(loose).filter(|r| !named(r)) {
                findings.add(Found::at(view, view.span_in_block(at, &range)).variant("mark"));
            }
        }
        if let Some(range) = open_pair(block) {
            let found = Found::at(view, view.span_in_block(at, &range)).variant("open");
            findings.add(
                found
                    .excerpt(block.text.as_str())
                    .with("actual", block.text.get(range).unwrap_or_default()),
            );
        }
    }
}

/// `the the`, with nothing but a blank between.
fn doubled_words(tokens: &Tokens, language: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    for (at, pair) in tokens.list.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let blank = matches!(tokens.gap_after(at), " " | "\n" | "\u{a0}" | "  ");
        let written = tokens.text.get(second.start..second.end).unwrap_or_default();
        if first.folded == second.folded
            && blank
            && !written.starts_with(char::is_uppercase)
            && is_never_doubled(language, &first.folded)
            && !is_relative(tokens, at)
        {
            found.push(first.start..second.end);
        }
    }
    found
}

/// `Gäste, die die Tasse kennen` and `what it is is a door`: two clauses meet.
fn is_relative(tokens: &Tokens, at: usize) -> bool {
    let word = tokens.list.get(at).map(|token| &*token.folded).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|at| tokens.list.get(at));
    let before = before.map(|token| &*token.folded).unwrap_or_default();
    match word {
        "der" | "die" | "das" | "den" | "dem" => {
            at > 0 && tokens.gap_before(at).contains(',')
                || matches!(
                    before,
                    "dass" | "ob" | "weil" | "wenn" | "und" | "oder" | "als" | "denn"
                )
        }
        "on" | "in" | "over" | "by" | "up" | "out" | "off" | "down" => {
            // `tune in in May`: the first belongs to the verb.
            PHRASAL.contains(&before)
        }
        "you" | "what" | "there" | "how" | "when" | "where" | "i" => {
            matches!(before, "what" | "if" | "once" | "when" | "know" | "that" | "tells" | "told")
                || tokens.gap_before(at).contains(',')
        }
        "is" => {
            let asked = at.checked_sub(2).and_then(|at| tokens.list.get(at));
            let asks = |word: &str| matches!(word, "what" | "who" | "where" | "how" | "that");
            matches!(before, "it" | "this" | "he" | "she")
                && asked.is_some_and(|token| asks(&token.folded))
        }
        _ => false,
    }
}

/// Verbs that take a particle of their own.
const PHRASAL: [&str; 40] = [
    "come", "comes", "coming", "came", "go", "goes", "going", "log", "logs", "logged", "carry",
    "carries", "move", "moves", "moved", "turn", "switch", "sign", "check", "drop", "drops",
    "tune", "tuned", "opt", "opted", "plug", "join", "hold", "keep", "stay", "stays", "live",
    "walk", "look", "pass", "put", "stop", "call", "run", "stand",
];

/// Whether a mark follows a blank or another mark: most texts have none.
fn has_odd_marks(text: &str) -> bool {
    let odd = |before: u8, here: u8, _| is_mark(here) && (before == b' ' || is_mark(before));
    bytes::count(text.as_bytes(), odd) > 0
}

/// `,,` `;;` `..` `!!` `??` `,.` and a blank before a comma.
fn doubled_marks(text: &str) -> Vec<Range<usize>> {
    let mut found = vec![];
    let bytes = text.as_bytes();
    let at = |n: usize| bytes.get(n).copied().unwrap_or(b' ');
    let mut skip = 0;
    for n in bytes::positions(bytes, is_mark) {
        let again = at(n + 1) == b' ' && at(n + 2) == at(n) && matches!(at(n), b',' | b';');
        if again && n >= skip {
            found.push(n..n + 3);
        }
        if n < skip {
            continue;
        }
        let run = (n..bytes.len()).take_while(|m| is_mark(at(*m))).count();
        skip = n + run;
        let marks = text.get(n..n + run).unwrap_or_default();
        let fine = run < 2
            || matches!(
                marks,
                "..."
                    | "...."
                    | "?!"
                    | "!?"
                    | "...,"
                    | ".,"
                    | ".;"
                    | ".:"
                    | ".?"
                    | ".!"
                    | "....,"
                    | "...?"
                    | "...!"
                    | "?..."
                    | "!..."
                    | "!?!"
            ) && (marks != ".," && marks != ".;" && marks != ".:"
                || is_after_short_form(text, n));
        let harmless = fine || marks.starts_with(':') && marks != "::";
        if !harmless {
            found.push(n..n + run);
        }
    }
    found
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'.' | b',' | b';' | b'!' | b'?' | b':')
}

/// A blank before a comma or a full stop; before `!` and `?` too where the language is not French.
fn loose_marks(text: &str, french: bool) -> Vec<Range<usize>> {
    let mut found = vec![];
    let bytes = text.as_bytes();
    for place in bytes::positions(bytes, is_mark) {
        let Some(at) = place.checked_sub(1).filter(|at| *at > 0) else { continue };
        let Some([b' ', mark]) = bytes.get(at..=place) else { continue };
        let wrong = matches!(mark, b',' | b'.' | b';') || matches!(mark, b'!' | b'?') && !french;
        let word = bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
        let after = bytes.get(at + 2).copied().unwrap_or(b' ');
        let free = matches!(after, b' ' | b'\n') || *mark == b',' && after.is_ascii_alphabetic();
        if wrong && word && free && !(*mark == b';' && french) {
            found.push(at..at + 2);
        }
    }
    found
}

/// `a.m.,` and `etc.,` keep their full stop before a comma.
fn is_after_short_form(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let word = before.chars().rev().take(8).take_while(|c| !matches!(c, ' ' | '\n' | '('));
    let word: String = word.collect();
    word.contains('.') || word.chars().count() <= 5
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::table;

    #[test]
    fn l6() {
        table(
            "L6",
            &[
                "Send the the letter.",
                "It goes to to guests.",
                "Guests come,, and go.",
                "It ends here..",
                "Really!! Yes.",
                "A bracket (that never closes.",
                "“A quotation that never closes.",
                "A bracket) that never opens.",
                "Guests and and friends.",
                "Films, , posts.",
                "One; ; no, one;; two.",
                "A cup,. then more.",
                "„Eins\" und „zwei.",
            ],
            &[
                "That that is, is.",
                "It had had time.",
                "Wait… and then...",
                "At 6 a.m., guests come, etc.",
                "“One,” she said, and “two”.",
                "„Eins“ und „zwei“ (drei).",
                "1) one, 2) two, a) three",
                "Smile :) and go (now).",
                "«Uno» y «dos».",
                "What?! Yes.",
                "A 5\" cup",
                "The “second” cup (of “two”) is free.",
                "„Eins\" und „zwei\".",
                "A 5’10” frame",
                "What it is is a door.",
            ],
        );
    }
}
