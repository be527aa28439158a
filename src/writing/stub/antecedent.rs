//! Whom `they` means: a doubt that says it stands behind somebody who was named.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::template::Slots;

/// Words to which `they` can refer.
const PERSONS: [&str; 14] = [
    "people",
    "somebody",
    "anybody",
    "everybody",
    "nobody",
    "whoever",
    "readers",
    "visitors",
    "others",
    "they",
    "them",
    "their",
    "many",
    "those",
];

/// Slots that name groups of people.
const GROUPS: [&str; 5] = ["seg1", "seg2", "people1", "people2", "customers"];

/// `text`, its doubt said of the customers where nobody was named before it (`the question
/// whether clients have to dress up`).
pub fn named(slots: &dyn Slots, text: String) -> String {
    let Some(at) = FINDER.find(text.as_bytes()) else { return text };
    let before = text.get(..at).unwrap_or_default().to_lowercase();
    let person = |word: &str| PERSONS.contains(&word);
    let group =
        |name: &&str| slots.slot(name).is_some_and(|group| before.contains(&group.to_lowercase()));
    let known =
        GROUPS.iter().any(group) || before.split(|c: char| !c.is_alphanumeric()).any(person);
    match slots.slot("customers").filter(|_| !known) {
        Some(customers) => text.replacen(DOUBT, &format!("whether {customers} "), 1),
        None => text,
    }
}

const DOUBT: &str = "whether they ";
static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(DOUBT));

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::named;

    #[test]
    fn they_are_somebody() {
        let slots = HashMap::from([("seg1", "young nurses"), ("customers", "clients")]);
        for (given, wanted) in [
            (
                "A page answers the question whether they have to dress up.",
                "A page answers the question whether clients have to dress up.",
            ),
            ("Young nurses ask whether they will be seen.", ""),
            ("Whoever wonders whether they have to call reads it.", ""),
            ("A page says whether it lasts.", ""),
            ("Clients ask whether they can stop.", ""),
        ] {
            let wanted = if wanted.is_empty() { given } else { wanted };
            assert_eq!(named(&slots, given.to_owned()), wanted);
        }
    }
}
