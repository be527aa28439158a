//! Doubts as the questions that people ask for themselves.

/// `whether they will be judged` as `Will I be judged?`; `None` where the verb cannot be told.
pub fn of(doubt: &str) -> Option<String> {
    let words: Vec<&str> = doubt.strip_prefix("whether ")?.split_whitespace().collect();
    let first = *words.first()?;
    let own = |word: &&str| match *word {
        "they" | "them" => if *word == "they" { "I" } else { "me" }.to_owned(),
        "their" => "my".to_owned(),
        "theirs" => "mine".to_owned(),
        "themselves" => "myself".to_owned(),
        other => other.to_owned(),
    };
    let auxiliary = |word: &&str| {
        matches!(*word, "is" | "are" | "will" | "can" | "could" | "would" | "has" | "was" | "does")
    };
    let at = words.iter().position(auxiliary).filter(|at| *at > 0 && *at <= 5);
    let (verb, subject, rest) = if let Some(at) = at {
        (*words.get(at)?, words.get(..at)?.to_vec(), words.get(at + 1..)?.to_vec())
    } else if matches!(first, "anybody" | "somebody" | "everybody" | "anyone" | "someone") {
        let stem = stem(words.get(1)?)?;
        let mut rest = vec![stem];
        rest.extend(words.get(2..)?);
        ("does", vec![first], rest)
    } else if first == "they" {
        ("do", words.get(..1)?.to_vec(), words.get(1..)?.to_vec())
    } else if first == "it" {
        let stem = stem(words.get(1)?)?;
        let mut rest = vec![stem];
        rest.extend(words.get(2..)?);
        ("does", vec!["it"], rest)
    } else {
        return None;
    };
    let verb = if subject == ["they"] && verb == "are" { "am" } else { verb };
    let tail: Vec<String> = subject.iter().chain(&rest).map(own).collect();
    let mut out = String::new();
    super::template::push_capital(&mut out, verb);
    Some(format!("{out} {}?", tail.join(" ")))
}

/// `whether they will be judged` as it is said to one of them: `whether you will be judged`.
pub fn to_you(doubt: &str) -> String {
    let words = doubt.split(' ').map(|word| match word {
        "they" | "them" => "you",
        "their" => "your",
        "theirs" => "yours",
        "themselves" => "yourself",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The bare form of a verb in the third person.
fn stem(verb: &str) -> Option<&str> {
    let stem = verb.strip_suffix('s').filter(|stem| !stem.ends_with('s'))?;
    Some(if stem == "goe" { "go" } else { stem })
}

#[cfg(test)]
mod tests {
    use super::{of, to_you};

    #[test]
    fn doubts_become_questions() {
        for (doubt, wanted) in [
            ("whether there will be a free table", Some("Will there be a free table?")),
            ("whether they will be judged for waiting", Some("Will I be judged for waiting?")),
            ("whether it fits the room", Some("Does it fit the room?")),
            ("whether the food is worth the trip", Some("Is the food worth the trip?")),
            ("whether they have to dress up", Some("Do I have to dress up?")),
            ("whether they know how to prepare it", Some("Do I know how to prepare it?")),
            ("whether anybody answers after the sale", Some("Does anybody answer after the sale?")),
            ("whether the quote will grow", Some("Will the quote grow?")),
            ("whether old injuries get in the way", None),
        ] {
            assert_eq!(of(doubt).as_deref(), wanted);
        }
        assert_eq!(to_you("whether they can stop"), "whether you can stop");
    }
}
