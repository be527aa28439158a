//! Wishes of a brief that no report can fulfil together: told at once, before anything is paid.

use super::values::Problems;
use crate::domain::Brief;

/// Words that are banned stand nowhere in a report; the brand stands in every section.
pub(super) fn check(brief: &Brief, problems: &mut Problems) {
    let brand = words(&brief.brand_name);
    let banned = brief.banned_words.iter();
    if banned.map(|term| words(term)).any(|term| is_inside(&term, &brand)) {
        problems.push(
            "client_brief.banned_words",
            "holds a word of the brand itself, which every section has to name; take it out",
        );
    }
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace('’', "'");
    let parts = lower.split(|c: char| !c.is_alphanumeric() && c != '\'');
    parts.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether `term` stands in `brand` as whole words, as the gate reads them: a plural counts.
fn is_inside(term: &[String], brand: &[String]) -> bool {
    let same = |(at, (word, banned)): (usize, (&String, &String))| {
        let last = at + 1 == term.len();
        word == banned || last && word.strip_suffix('s') == Some(banned)
    };
    !term.is_empty()
        && brand.windows(term.len()).any(|window| window.iter().zip(term).enumerate().all(same))
}

#[cfg(test)]
mod tests {
    use super::{is_inside, words};

    #[test]
    fn finds_words_of_the_brand() {
        for (term, brand, wanted) in [
            ("Zed Tea", "Zed Tea", true),
            ("tea", "Zed Tea", true),
            ("TEA", "Zed Teas", true),
            ("zed", "Zed’s Tea", false),
            ("team", "Zed Tea", false),
            ("ze", "Zed Tea", false),
            ("tea zed", "Zed Tea", false),
            ("!", "Zed Tea", false),
            ("x-ray", "X-Ray Films", true),
        ] {
            assert_eq!(is_inside(&words(term), &words(brand)), wanted, "{term} in {brand}");
        }
    }
}
