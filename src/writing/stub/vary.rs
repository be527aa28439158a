//! Long names of people, told in full where a section begins and shortly after that.

use super::analysis::phrase::bare;
use super::facts::Facts;
use super::piece::Draft;
use super::template::capital;
use super::words::WORDS;

/// Times that a section names a group in full.
const IN_FULL: usize = 2;

/// Words from which on a name is long.
const LONG: usize = 3;

/// Words after which a group can stand as `these families`.
const BEFORE: [&str; 26] = [
    "to", "for", "with", "from", "among", "that", "what", "because", "if", "when", "where", "by",
    "between", "about", "as", "on", "before", "after", "and", "lets", "let", "help", "helps",
    "shows", "than", "how",
];

/// Names the first and the second group in full twice in a section, and then as `these …`.
pub fn people(facts: &Facts, parts: &mut [Draft]) {
    let shared = head(facts.get("seg1")) == head(facts.get("seg2"));
    for name in ["seg1", "seg2"].into_iter().filter(|_| !shared) {
        let full = facts.get(name);
        let Some(short) = short(full) else { continue };
        let mut seen = 0;
        for part in &mut *parts {
            let mut known = false;
            let pieces = part.pieces.iter_mut().filter(|piece| piece.on);
            for text in pieces.map(|piece| &mut piece.text) {
                shorten(text, full, &short, &mut seen, &mut known);
            }
        }
    }
}

/// The noun of a long name: `families` of `families without a second car`.
fn head(full: &str) -> Option<String> {
    let words: Vec<&str> = full.split_whitespace().collect();
    let stop = words.iter().position(|word| {
        WORDS.audience_stops.contains(&bare(word)) || matches!(*word, "of" | "without" | "from")
    });
    let at = stop.filter(|at| *at > 0 && words.len() > LONG)?;
    words.get(at - 1).map(|word| word.trim_end_matches(',').to_owned())
}

fn short(full: &str) -> Option<String> {
    let noun = head(full).filter(|noun| noun.starts_with(char::is_lowercase))?;
    Some(format!("these {noun}"))
}

/// Puts `short` for `full` once the section has had enough of it, and the part has named it.
fn shorten(text: &mut String, full: &str, short: &str, seen: &mut usize, known: &mut bool) {
    for form in [full.to_owned(), capital(full)] {
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| rest.find(&form)) {
            let at = from + found;
            from = at + form.len();
            *seen += 1;
            let named = std::mem::replace(known, true);
            if *seen <= IN_FULL || !named || !fits(text, at, &form) {
                continue;
            }
            let opens = form.starts_with(char::is_uppercase);
            let with = if opens { capital(short) } else { short.to_owned() };
            text.replace_range(at..at + form.len(), &with);
            from = at + with.len();
        }
    }
}

/// Whether the name stands alone there: at the start of a sentence, or after a word that takes
/// any noun, and not as a heading or in front of what describes it further.
fn fits(text: &str, at: usize, form: &str) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + form.len()..).unwrap_or_default();
    let goes_on = after.starts_with(' ') || after.starts_with(['.', ',', ';', ':', '?']);
    let described = ["who ", "whose ", "in ", "with ", "of ", "and "];
    let described = described.iter().any(|word| after.trim_start().starts_with(word));
    let last = before.split_whitespace().last().unwrap_or_default();
    let opens = form.starts_with(char::is_uppercase)
        && (before.is_empty() || before.ends_with(". ") || before.ends_with("? "));
    goes_on && !described && (opens || BEFORE.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::{short, shorten};

    #[test]
    fn long_names_are_short_after_the_second_time() {
        let full = "families without a second car";
        let noun = short(full).expect("a noun");
        assert_eq!(noun, "these families");
        assert_eq!(short("young parents"), None);
        assert_eq!(short("owners of vineyards"), None);
        let (mut seen, mut known) = (2, true);
        for (given, wanted) in [
            ("Show it to families without a second car.", "Show it to these families."),
            ("Families without a second car ask.", "These families ask."),
            ("Ten families without a second car ask.", "Ten families without a second car ask."),
            (
                "One of the families without a second car, if families without a second car agree.",
                "One of the families without a second car, if these families agree.",
            ),
            (
                "**Families without a second car.** First.",
                "**Families without a second car.** First.",
            ),
        ] {
            let mut text = given.to_owned();
            shorten(&mut text, full, &noun, &mut seen, &mut known);
            assert_eq!(text, wanted);
        }
        let mut text = "Show it to families without a second car.".to_owned();
        shorten(&mut text, full, &noun, &mut seen, &mut false);
        assert_eq!(text, "Show it to families without a second car.", "nobody named before");
    }
}
