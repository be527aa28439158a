//! Whom it is for: one or two named segments out of the client's description.

use super::clean::{clauses, squeeze};
use super::groups::{is_people, is_stop, split};
use super::phrase::{after_lead, bare, cut, inside, is_latin, is_many, is_participle, is_plural};
use crate::writing::stub::words::WORDS;

/// A group of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Short plural name, as inside a sentence (`working adults`).
    pub name: String,
    /// Who they are, as the brief says it.
    pub description: String,
}

/// Up to three segments of `text`.
pub fn read(text: &str, brand: &str) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for clause in clauses(text) {
        for part in split(&strip_lead(&clause)) {
            if !part.split_whitespace().any(|word| names_somebody(&bare(word))) {
                continue;
            }
            let Some(segment) = segment(&part, brand) else { continue };
            if !segments.iter().any(|known| known.name.eq_ignore_ascii_case(&segment.name)) {
                segments.push(segment);
            }
        }
    }
    segments.truncate(3);
    segments
}

/// Whether a word can name people: an age or a unit alone does not (`30-60`, `aged 25+`).
fn names_somebody(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let unit = ["aged", "age", "ages", "years", "over", "under", "and", "plus", "old"];
    letters > 0 && !word.starts_with(|c: char| c.is_ascii_digit()) && !unit.contains(&word)
}

/// `clause` without words that only announce a group.
pub fn strip_lead(clause: &str) -> String {
    let mut text = clause;
    for lead in [
        "primarily ",
        "mainly ",
        "mostly ",
        "our customers are ",
        "primary: ",
        "secondary: ",
        "primary audience: ",
        "secondary audience: ",
        "secondary audience of ",
        "secondary audience ",
        "as a secondary audience ",
        "also ",
        "and ",
        "plus ",
        "then ",
        "secondary ",
        "the ",
    ] {
        text = after_lead(text, lead).unwrap_or(text);
    }
    squeeze(text)
}

fn segment(part: &str, brand: &str) -> Option<Segment> {
    let description = inside(&cut(part, 18), brand);
    // `30-60, foodies` begins with an age.
    let age = |word: &&str| word.ends_with(',') && !names_somebody(&bare(word));
    let words: Vec<&str> = part.split_whitespace().skip_while(age).collect();
    let plain: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let end = words
        .iter()
        .enumerate()
        .position(|(at, word)| {
            at > 0
                && (is_stop(&plain, at, &bare(word))
                    || word.starts_with(|c: char| c.is_ascii_digit()) && !is_grade(&plain, at))
        })
        .unwrap_or(words.len());
    let comma = words.iter().position(|word| word.ends_with(',')).map_or(words.len(), |at| at + 1);
    let listed = words.iter().take(end).skip(comma).any(|word| *word == "and");
    let stop = if listed { end } else { end.min(comma) };
    let head: Vec<&str> = words.iter().take(stop).copied().collect();
    let name = inside(&with_complement(&head.join(" "), &words, stop), brand);
    if name.chars().count() < 2 {
        return None;
    }
    Some(Segment { name: plural_name(&name), description })
}

/// Whether the figure at `at` stands between two words of a name (`class 1 drivers`).
fn is_grade(words: &[String], at: usize) -> bool {
    let graded = ["class", "year", "grade", "level", "key-stage", "tier", "category", "stage"];
    at.checked_sub(1)
        .and_then(|before| words.get(before))
        .is_some_and(|word| graded.contains(&word.as_str()))
        && words.get(at + 1).is_some_and(|word| is_plural(word))
}

/// A noun with what its people do, cut short (`people coming home from hospital`), or with a
/// relative clause that is short enough to stay whole.
fn with_clause(words: &[&str], stop: usize) -> Option<String> {
    let next = bare(words.get(stop)?);
    let doing = next.ends_with("ing") && is_participle(&next);
    // `people` alone names nobody.
    let nobody =
        words.first().is_some_and(|word| matches!(bare(word).as_str(), "people" | "those"));
    let most = if nobody { LONG_CLAUSE } else { SHORT_CLAUSE };
    let whole = WORDS.relatives.contains(&next) && words.len() <= most;
    let kept = if whole { most } else { SHORT_CLAUSE };
    let clause = words.iter().take(kept).copied().collect::<Vec<_>>().join(" ");
    (doing || whole).then(|| cut(&clause, kept))
}

/// Most words of a name that is a noun with a clause (`people coming home from hospital`).
const SHORT_CLAUSE: usize = 6;

/// The same after a noun that says nothing.
const LONG_CLAUSE: usize = 12;

/// A single noun with what tells it apart: its `of …`, or for words such as `adults` the first
/// `in …` or `with …` that follows.
fn with_complement(head: &str, words: &[&str], stop: usize) -> String {
    let alone =
        !head.contains(' ') && words.get(stop.saturating_sub(1)).is_some_and(|w| !w.ends_with(','));
    let vague = WORDS.vague_people.contains(&bare(head));
    let of = words.get(stop).is_some_and(|word| *word == "of").then_some(stop);
    let place = words
        .iter()
        .position(|word| matches!(*word, "in" | "with" | "over" | "under" | "aged"))
        .filter(|_| vague);
    let clause = vague && alone && of.is_none();
    if let Some(name) = clause.then(|| with_clause(words, stop)).flatten() {
        return name;
    }
    let complement = of.or(place).filter(|_| alone).and_then(|at| complement(words, at));
    let name = complement.map_or(head.to_owned(), |complement| format!("{head} {complement}"));
    cut(&name, SHORT_CLAUSE)
}

/// What the joint at `at` adds to the noun before it (`of vineyards`).
fn complement(words: &[&str], at: usize) -> Option<String> {
    let stops = |word: &&str| !WORDS.audience_stops.contains(&bare(word)) && bare(word) != "and";
    let mut rest: Vec<&str> =
        words.iter().skip(at + 1).take(3).copied().take_while(stops).collect();
    if let Some(comma) = rest.iter().position(|word| word.ends_with(',')) {
        rest.truncate(comma + 1);
    }
    let added = rest.join(" ");
    (!added.is_empty())
        .then(|| format!("{} {}", words.get(at).unwrap_or(&"of"), added.trim_end_matches(',')))
}

/// A name that can stand before a plural verb.
fn plural_name(name: &str) -> String {
    let last = name.split_whitespace().last().map(bare).unwrap_or_default();
    if is_plural(&last) || is_many(name) {
        name.to_owned()
    } else if is_people(&format!("{last}s")) || is_acronym(name) {
        format!("{name}s")
    } else if is_latin(name) {
        format!("the {name} audience")
    } else {
        format!("the audience {name}")
    }
}

/// Whether a name is a title in capitals (`CFO`).
fn is_acronym(name: &str) -> bool {
    (2..=4).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn splits_and_names_groups() {
        for (given, wanted) in [
            (
                "Working adults aged 25–44 who live or work in the Southside and want strength and calm",
                vec!["working adults"],
            ),
            (
                "Homeowners aged 38–65 in Ireland furnishing a home, and interior designers ordering for clients",
                vec!["homeowners", "interior designers"],
            ),
            (
                "UK hillwalkers and weekend hikers aged 28–55; secondary audience of all-weather commuters aged 25–40",
                vec!["UK hillwalkers", "weekend hikers", "all-weather commuters"],
            ),
            (
                "Couples going through divorce and first-time home buyers",
                vec!["couples", "first-time home buyers"],
            ),
            (
                "Regular givers aged 35-65 and lapsed donors",
                vec!["regular givers", "lapsed donors"],
            ),
            ("Parents running small cafés and bars", vec!["parents"]),
            ("CFO", vec!["CFOs"]),
            ("People over 70 who want to plan ahead", vec!["people over 70"]),
            (
                "Families, pensioners and shift workers in the city",
                vec!["families", "pensioners", "shift workers"],
            ),
            (
                "Residents, especially renters and large families",
                vec!["residents", "renters and large families"],
            ),
            ("Shops in Norway, Sweden and Germany", vec!["shops"]),
            (
                "Plant heads and environment, health and safety managers",
                vec!["plant heads", "environment, health and safety managers"],
            ),
            ("Gen Z", vec!["the Gen Z audience"]),
            (
                "Individual donors aged 35–70, plus local employers and congregations",
                vec!["individual donors", "local employers and congregations"],
            ),
            ("Facility managers in hospitals", vec!["facility managers"]),
            ("Families who were cared for and want to give something back", vec!["families"]),
            ("People who repair their own bikes", vec!["people who repair their own bikes"]),
            ("HGV class 1 drivers aged 25-60", vec!["HGV class 1 drivers"]),
            ("30-60, foodies, Herefordshire", vec!["foodies"]),
            (
                "People who live or work within five minutes of a station",
                vec!["people who live or work within five minutes of a station"],
            ),
            ("Families with a child in lessons", vec!["families with a child"]),
            (
                "People coming home from hospital after a hip operation",
                vec!["people coming home from hospital"],
            ),
        ] {
            let names: Vec<String> =
                read(given, "Brand").into_iter().map(|s| s.name).take(wanted.len()).collect();
            assert_eq!(names, wanted, "{given}");
        }
    }
}
