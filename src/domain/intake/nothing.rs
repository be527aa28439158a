//! Values that say nothing: `N/A`, `-`, and what templates and programs leave in a field that
//! nobody filled. They count as absent; as a brand they are a fault.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
struct Nothing {
    phrases: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct StandIns {
    values: HashSet<String>,
    brands: HashSet<String>,
    slot_words: HashSet<String>,
    forms: Vec<String>,
}

static NOTHING: LazyLock<Nothing> =
    LazyLock::new(|| crate::embedded::toml("nothing.toml", include_str!("nothing.toml")));
static STAND_INS: LazyLock<StandIns> =
    LazyLock::new(|| crate::embedded::toml("stand_ins.toml", include_str!("stand_ins.toml")));
static FORMS: LazyLock<Option<RegexSet>> = LazyLock::new(|| forms().ok());
/// A value in one pair of brackets, and what stands inside.
static BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\[\s*([^\[\]]*?)\s*\]|\{\s*([^{}]*?)\s*\}|<\s*([^<>]*?)\s*>|\(\s*([^()]*?)\s*\)|_+([^_].*?)_+)$").ok()
});
/// Longest value that is looked at: a longer one says something.
const LONGEST: usize = 120;

fn forms() -> Result<RegexSet, regex::Error> {
    RegexSet::new(STAND_INS.forms.iter().map(|form| format!("^(?s:{form})$")))
}

/// Whether `text` is one of the words that people write where they have nothing to say.
pub(super) fn is_stand_in(text: &str) -> bool {
    NOTHING.phrases.contains(&folded(text)) || is_unfilled(text)
}

/// Whether `text` has no letter and no digit, or is a stand-in.
pub(super) fn says_nothing(text: &str) -> bool {
    // Scripts such as Devanagari write vowels as marks: a letter stands before them.
    !text.chars().any(char::is_alphanumeric) || is_stand_in(text)
}

/// Whether `text` as a whole is what stands where a brand should: a slot, a word of a program,
/// filler. There are brands called Nothing; none is called `{{brand_name}}`.
#[must_use]
pub fn is_no_brand(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
        || STAND_INS.brands.contains(&folded(text))
        || is_unfilled(text)
}

fn folded(text: &str) -> String {
    let is_edge = |c: char| c.is_whitespace() || (!c.is_alphanumeric() && c != '\'');
    text.trim_matches(is_edge).to_lowercase().replace('’', "'")
}

/// A slot of a template, a value that a program prints for nothing, or filler.
fn is_unfilled(text: &str) -> bool {
    let text = text.trim();
    let line = || text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let is_known = |text: &str| STAND_INS.values.contains(text);
    if text.len() > LONGEST * 4 {
        return text.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("lorem ipsum "));
    }
    is_known(&folded(text))
        || is_known(&line())
        || FORMS.as_ref().is_some_and(|forms| forms.is_match(text))
        || is_slot(text)
}

/// `[Brand Name]`, `{client_name}`, `<your company>`: brackets round words of a form alone.
fn is_slot(text: &str) -> bool {
    let Some(found) = BRACKETS.as_ref().and_then(|brackets| brackets.captures(text)) else {
        return false;
    };
    let Some(inside) = found.iter().skip(1).flatten().next() else { return false };
    let spaced: String = inside.as_str().chars().fold(String::new(), |mut spaced, c| {
        if c.is_uppercase() && spaced.ends_with(char::is_lowercase) {
            spaced.push(' ');
        }
        spaced.push(if matches!(c, '_' | '-' | '.' | '/') { ' ' } else { c });
        spaced
    });
    let spaced = spaced.to_lowercase().replace('’', "'");
    let mut words = spaced.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| STAND_INS.slot_words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{STAND_INS, forms, is_no_brand, says_nothing};

    #[test]
    fn the_lists_load() {
        assert!(!STAND_INS.values.is_empty() && !STAND_INS.forms.is_empty());
        assert!(forms().is_ok());
    }

    #[test]
    fn knows_what_is_no_brand() {
        for text in [
            "{{client_name}}",
            "{{ brand }}",
            "{client_name}",
            "[Brand Name]",
            "[INSERT BRAND]",
            "[Your Company Name Here]",
            "<brand>",
            "<Your Brand>",
            "(brand name)",
            "{brandName}",
            "${brand}",
            "<%= name %>",
            "<<Company>>",
            "%BRAND%",
            "%BRAND_NAME%",
            "$BRAND_NAME",
            "__BRAND__",
            "Your Brand",
            "your company name",
            "Company Name",
            "company_name",
            "“Brand Name”",
            "TBD",
            "tbc.",
            "N/A",
            "None",
            "NONE",
            "null",
            "undefined",
            "NaN",
            "[object Object]",
            "Lorem",
            "Lorem ipsum",
            "Lorem ipsum dolor sit amet",
            "asdf",
            "asdfasdf",
            "ASDFGH",
            "qwertyuiop",
            "xxxx",
            "testtest",
            "string",
            "Ihre Marke",
            "ブランド名",
            "-",
        ] {
            assert!(is_no_brand(text), "{text}");
        }
        for text in [
            "None Other",
            "Nothing",
            "Unknown",
            "Acme",
            "Acme Tools",
            "TBD Brewing",
            "Todoist",
            "Code",
            "{Curly}",
            "[solidcore]",
            "<rare>",
            "Brand",
            "Your Super",
            "My Protein",
            "The Company Store",
            "Name & Sons",
            "Null Island Surf",
            "Placeholder Press",
            "A.P.C.",
            "%Arabica",
            "$AVE",
            "A$AP",
            "Foo Fighters",
            "XXL",
            "X",
            "AAA",
            "Test Kitchen",
            "Test Brand",
            "Health Check",
            "Asda",
            "Blah Airlines",
            "Undefined Ltd",
            "Strings & Things",
            "無印",
            "100%",
            "(RED)",
            "_underscore_",
        ] {
            assert!(!is_no_brand(text), "{text}");
        }
    }

    #[test]
    fn knows_words_that_say_nothing() {
        for text in [
            "",
            "-",
            " -- ",
            "…",
            "?",
            "N/A",
            "(n/a)",
            "n.a.",
            "None.",
            "TBD",
            "To be confirmed",
            "Don’t know",
            "keine Angabe",
            "なし",
            "null",
            "{{industry}}",
            "[Your Industry]",
            "your target audience",
            "[object Object]",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "NA",
            "no",
            "0",
            "None of the big chains",
            "Unknown Pleasures Records",
            "x",
            "₹5,000",
            "無印",
            "TBD Bar",
            "No discounts",
            "C++",
            "$5,000",
            "Sell {{first_name}} mugs",
            "More customers",
            "[sic]",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
    }
}
