//! S6: keys, card numbers, addresses and telephone numbers that the brief does not have.

use crate::quality::checks::lists::SOURCE;
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};

pub(super) fn secrets(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let known = digits(context.brief_text);
    let text = &view.source.text;
    for found in SOURCE.secrets.find_in(view.source_haystack()).into_iter().take(200) {
        let shown = text.get(found.range.clone()).unwrap_or_default();
        let kind = found.pattern.name.as_str();
        if is_real(kind, text, &found.range, shown) && !is_known(kind, shown, &known, context) {
            let (variant, hidden) = wording(kind, shown);
            let span = view.source.span(&found.range);
            findings.add(Found::at(view, span).variant(variant).excerpt(hidden));
        }
    }
}

/// Whether `shown` is what its pattern takes it for.
fn is_real(kind: &str, text: &str, range: &std::ops::Range<usize>, shown: &str) -> bool {
    let digits = digits(shown);
    match kind {
        "card" => (13..=19).contains(&digits.len()) && luhn(&digits) && !is_repeated(&digits),
        "iban" => is_iban(shown),
        "phone" => {
            let before = text.get(..range.start).and_then(|t| t.chars().next_back());
            let after = text.get(range.end..).and_then(|t| t.chars().next());
            let joined = |c: Option<char>| {
                c.is_some_and(|c| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '₹' | '%'))
            };
            (7..=15).contains(&digits.len()) && !joined(before) && !joined(after) && !is_date(shown)
        }
        "random" => !shown.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    }
}

fn is_known(kind: &str, shown: &str, known: &str, context: &Context<'_>) -> bool {
    let digits = digits(shown);
    let told = match kind {
        // With the country's code or without it.
        "phone" => known.contains(digits.get(digits.len().saturating_sub(8)..).unwrap_or(&digits)),
        "card" | "iban" | "national_id" => known.contains(&digits),
        _ => false,
    };
    context.brief_has(shown) || told
}

/// Which text the finding takes, and what of the secret it may show.
fn wording(kind: &str, shown: &str) -> (&'static str, String) {
    match kind {
        "email" => ("email", shown.to_owned()),
        "phone" => ("phone", shown.to_owned()),
        "card" | "iban" | "national_id" => ("number", masked(shown)),
        _ => ("key", masked(shown)),
    }
}

/// The first four characters: enough to find it, too little to use it.
fn masked(secret: &str) -> String {
    secret.chars().take(4).chain(['…']).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn is_repeated(digits: &str) -> bool {
    let first = digits.chars().next();
    digits.chars().all(|c| Some(c) == first)
}

/// `2026-11-30` and `30.11.2026` are dates, `2026 2027` and `1000-2000` spans.
fn is_date(shown: &str) -> bool {
    let parts: Vec<&str> =
        shown.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let year = |part: &&&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let years = parts.iter().filter(year).count();
    years > 0 && parts.iter().all(|part| part.len() <= 2 || year(&part)) && !shown.starts_with('+')
}

/// The check digit of cards: every second digit from the right doubled, the sum in tens.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO 13616: moved by four, read as a number, one modulo 97.
fn is_iban(shown: &str) -> bool {
    let code: String = shown.chars().filter(|c| !c.is_whitespace()).collect();
    let (Some(head), Some(tail)) = (code.get(..4), code.get(4..)) else { return false };
    let remainder = tail.chars().chain(head.chars()).try_fold(0u32, |rest, c| {
        let value = c.to_digit(36)?;
        Some(if value > 9 { (rest * 100 + value) % 97 } else { (rest * 10 + value) % 97 })
    });
    remainder == Some(1)
}
