//! The place of a brief.

use super::clean::clauses;
use super::phrase::{bare, cut};
use crate::writing::stub::words::WORDS;

/// A place named inside a sentence (`a food bank in Dayton, Ohio`).
pub fn place_within(text: &str) -> Option<String> {
    for clause in clauses(text) {
        for (at, _) in clause.match_indices(" in ") {
            let after = clause.get(at + 4..).unwrap_or("");
            let name: Vec<&str> = after
                .split_whitespace()
                .take_while(|word| word.starts_with(char::is_uppercase))
                .take(3)
                .collect();
            let name = name.join(" ");
            let name = name.split(',').next().unwrap_or("").to_owned();
            let first = bare(name.split(' ').next().unwrap_or(""));
            if name.chars().count() > 3
                && !WORDS.proper_words.contains(&first)
                && name.chars().all(|c| c.is_alphabetic() || " -’'".contains(c))
            {
                return place(&name);
            }
        }
    }
    None
}

/// The first place that is one, with `the` where it takes it.
pub fn place(text: &str) -> Option<String> {
    let clause = clauses(text).into_iter().next()?;
    let name = clause.split([',', ':']).next().unwrap_or("");
    let name = name.split(" with ").next().unwrap_or("");
    let name = cut(name, 5);
    let lower = name.to_lowercase();
    let stripped = lower.strip_prefix("the ").unwrap_or(&lower);
    if name.is_empty() || WORDS.no_places.contains(stripped) || !starts_as_name(&name) {
        return None;
    }
    let first = stripped.split(" and ").next().unwrap_or(stripped);
    let articled = WORDS.the_places.contains(first) && stripped == lower;
    let name = name.strip_prefix("The ").map_or(name.clone(), |rest| format!("the {rest}"));
    Some(if articled { format!("the {name}") } else { name })
}

fn starts_as_name(name: &str) -> bool {
    name.split_whitespace()
        .any(|word| word.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places() {
        for (given, wanted) in [
            ("Galway, Ireland", Some("Galway")),
            ("Netherlands, starting with Utrecht", Some("the Netherlands")),
            ("online", None),
            ("Ireland and Great Britain; showrooms in Ennis", Some("Ireland and Great Britain")),
            ("United Kingdom and Ireland", Some("the United Kingdom and Ireland")),
            ("United States, with media weight on Seattle", Some("the United States")),
        ] {
            assert_eq!(place(given).as_deref(), wanted, "{given}");
        }
    }
}
