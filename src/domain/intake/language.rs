//! Language tags (BCP 47), checked for their form and against the languages that there are.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::values::{Problems, Slot};

/// The shortest code of each language, by each of its codes.
static LANGUAGES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("languages.txt").lines().filter(|line| !line.starts_with('#'));
    let codes = |line: &'static str| {
        let shortest = line.split_whitespace().next().unwrap_or_default();
        line.split_whitespace().map(move |code| (code, shortest))
    };
    lines.flat_map(codes).collect()
});

/// `tag` in its usual case and with the shortest code of its language (`pt-BR`, `zh-Hant`, `de`
/// for `deu`), or `None` when it is no tag of a language.
#[must_use]
pub fn canonical_tag(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-');
    let language = LANGUAGES.get(subtags.next()?.to_ascii_lowercase().as_str())?;
    let mut canonical = vec![(*language).to_owned()];
    let mut in_extension = false;
    for subtag in subtags {
        if !(1..=8).contains(&subtag.len()) || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        canonical.push(match subtag.len() {
            4 if is_alpha(subtag) && !in_extension => title_case(subtag),
            2 if is_alpha(subtag) && !in_extension => subtag.to_ascii_uppercase(),
            _ => subtag.to_ascii_lowercase(),
        });
        in_extension |= subtag.len() == 1;
    }
    let ends_well = canonical.last().is_some_and(|last| last.len() > 1);
    let canonical = canonical.join("-");
    (ends_well && canonical.len() <= 35).then_some(canonical)
}

fn is_alpha(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn title_case(subtag: &str) -> String {
    let mut chars = subtag.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect()
    })
}

pub(super) fn read(given: Slot<String>, path: &str, problems: &mut Problems) -> Slot<String> {
    let text = match given {
        Slot::Given(text) => text,
        other => return other,
    };
    canonical_tag(&text).map_or_else(
        || {
            problems.push(
                path,
                "must be a BCP 47 tag of a language that there is, such as en, de or pt-BR",
            );
            Slot::Invalid
        },
        Slot::Given,
    )
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, canonical_tag};

    #[test]
    fn every_language_of_the_briefs_word_list_is_known() {
        assert!(LANGUAGES.len() > 500);
        let named = toml::from_str::<toml::Value>(include_str!("reading.toml")).unwrap();
        for (name, tag) in named["languages"].as_table().unwrap() {
            assert_eq!(canonical_tag(tag.as_str().unwrap()).as_deref(), tag.as_str(), "{name}");
        }
    }

    #[test]
    fn knows_the_form_of_a_tag() {
        for (given, wanted) in [
            ("en", Some("en")),
            ("EN-us", Some("en-US")),
            ("zh-hant-tw", Some("zh-Hant-TW")),
            ("es-419", Some("es-419")),
            ("de-x-abcd", Some("de-x-abcd")),
            ("sl-rozaj", Some("sl-rozaj")),
            ("deu-AT", Some("de-AT")),
            ("ENG", Some("en")),
            ("yue", Some("yue")),
            ("xx", None),
            ("zz", None),
            ("qaa", None),
            ("und", None),
            ("xyz", None),
            ("english", None),
            ("en_US", None),
            ("e", None),
            ("en-", None),
            ("en-u", None),
            ("en--US", None),
            ("12", None),
            ("en US", None),
            ("日本", None),
        ] {
            assert_eq!(canonical_tag(given).as_deref(), wanted, "{given}");
        }
    }
}
