//! What is sold: one noun phrase and its single items.

use super::clean::{clauses, squeeze};
use super::phrase::{
    after_lead, bare, cut, inside, is_adjective, is_latin, is_participle, is_plural, noun_phrase,
    without_participle,
};
use crate::writing::stub::words::WORDS;

/// The product of a brief.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// A noun phrase with its article, to stand inside a sentence.
    pub phrase: Option<String>,
    /// The same with what the brief adds to it, for a place where it is introduced.
    pub full: Option<String>,
    /// Single things that are sold, short, without articles.
    pub items: Vec<String>,
}

/// Reads the product out of `text`; `names` keep their capital.
pub fn read(text: &str, brand: &str, names: &str) -> Product {
    let clauses = clauses(text);
    let phrase = clauses.first().map(|clause| head(clause, brand)).filter(|p| !p.is_empty());
    Product {
        phrase: phrase.map(|phrase| noun_phrase(&inside(&phrase, names))),
        full: clauses.first().filter(|clause| is_latin(clause)).map(|clause| {
            let short = cut(clause, 24);
            noun_phrase(&inside(
                short.split_once(": ").map_or(short.as_str(), |(_, list)| list),
                names,
            ))
        }),
        items: items(&clauses, names),
    }
}

/// The part of the first clause that names the thing.
fn head(clause: &str, brand: &str) -> String {
    let mut clause = clause.to_owned();
    if let Some((before, after)) = clause.split_once(": ") {
        let keep = if before.split_whitespace().count() >= 2 { before } else { after };
        clause = keep.to_owned();
    }
    for lead in
        ["We sell ", "We offer ", "We provide ", "We make ", "We are ", "Selling ", "Offering "]
    {
        if let Some(rest) = after_lead(&clause, lead) {
            clause = rest.to_owned();
        }
    }
    if clause.split_whitespace().count() > 8 {
        let named = before_relative(&clause);
        if named.split_whitespace().count() >= 2 {
            clause = named.to_owned();
        }
    }
    if clause.split_whitespace().count() > 8 {
        clause = before_sale(&clause);
    }
    if clause.split_whitespace().count() > 11 {
        let named = clause.split(" for ").next().unwrap_or("");
        if named.split_whitespace().count() >= 5 {
            clause = named.to_owned();
        }
    }
    let segments: Vec<&str> = clause.split(", ").collect();
    let listed = leading_list(&segments, brand);
    let short = cut(&listed, 11);
    if short.len() < listed.len() { without_participle(&short) } else { short }
}

/// The thing without how it reaches people (`oysters sold to restaurants and in boxes`).
fn before_sale(clause: &str) -> String {
    let sale = [" sold ", " delivered ", " shipped ", " supplied ", " served "];
    let at = sale.iter().filter_map(|mark| clause.find(mark)).min();
    let named = at.and_then(|at| clause.get(..at)).unwrap_or(clause);
    let kept = if named.ends_with(',') || named.contains(", ") { clause } else { named };
    kept.to_owned()
}

/// The first segment, with those after it that continue a list.
fn leading_list(segments: &[&str], brand: &str) -> String {
    let Some((first, rest)) = segments.split_first() else { return String::new() };
    if first.eq_ignore_ascii_case(brand) || is_named(first, rest) {
        return leading_list(rest, brand);
    }
    let last = rest.iter().position(|s| s.contains(" and ") || s.starts_with("and "));
    let plain =
        |s: &str| without_tail(s).split_whitespace().count() <= 6 && starts_item(&without_tail(s));
    match last {
        Some(last) if rest.iter().take(last + 1).all(|s| plain(s.trim_start_matches("and "))) => {
            let mut all = vec![*first];
            all.extend(rest.iter().take(last + 1));
            let joined = without_tail(&all.join(", "));
            if joined.split_whitespace().count() <= 12 { joined } else { (*first).to_owned() }
        }
        _ if is_short_list(first, rest) => format!("{first}, {}", rest.join(", ")),
        _ if rest.len() == 1 && ends_open(first) => format!("{first}, {}", rest.join(", ")),
        _ => (*first).to_owned(),
    }
}

/// Whether one word opens a short list whose last thing is long (`Collection, washing and …`).
fn is_short_list(first: &str, rest: &[&str]) -> bool {
    let joined = rest.last().is_some_and(|last| last.contains(" and "));
    let words = first.split_whitespace().count()
        + rest.iter().map(|part| part.split_whitespace().count()).sum::<usize>();
    joined && words <= 11 && !first.contains(' ') && rest.iter().all(|part| starts_item(part))
}

/// Whether the first segment is only a name, which the next one explains (`Buurman, a cargo bike`).
fn is_named(first: &str, rest: &[&str]) -> bool {
    let short = first.split_whitespace().count() <= 3;
    let named = first
        .split_whitespace()
        .all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let explained =
        rest.first().is_some_and(|next| next.starts_with("a ") || next.starts_with("an "));
    short && named && explained
}

/// A list without what follows its last thing (`… and coffee from a harbour café`).
fn without_tail(list: &str) -> String {
    let (before, tail) = list.rsplit_once(" and ").unwrap_or(("", list));
    let words: Vec<&str> = tail.split_whitespace().collect();
    let end = words.iter().position(|w| {
        matches!(*w, "from" | "in" | "with" | "at" | "by" | "on" | "near" | "sold" | "delivered")
    });
    let kept = words
        .iter()
        .take(end.filter(|at| *at > 0).unwrap_or(words.len()))
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    if before.is_empty() { kept } else { format!("{before} and {kept}") }
}

/// Whether a segment ends in the middle of a row of adjectives (`care for sensitive`).
fn ends_open(segment: &str) -> bool {
    let mut words = segment.split_whitespace().rev();
    let open = words
        .next()
        .is_some_and(|word| word.starts_with(char::is_lowercase) && !is_plural(&bare(word)));
    open && words.next().is_some_and(|word| WORDS.dangling.contains(&bare(word)))
}

fn items(clauses: &[String], names: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for clause in clauses {
        let listed = clause.split_once(": ").map_or(clause.as_str(), |(_, list)| list);
        let listed = before_relative(listed);
        let listed = listed
            .split_once(" for ")
            .filter(|(_, tail)| tail.contains(", "))
            .map_or(listed, |(head, _)| head);
        for part in parts(listed) {
            let part = part.as_str();
            let described = part.starts_with("a ") || part.starts_with("an ");
            let part = ["including ", "such as ", "a ", "an ", "the "]
                .iter()
                .fold(part, |part, lead| part.strip_prefix(lead).unwrap_or(part));
            let part = without_participle(&squeeze(&without_tail(part)));
            let words = part.split_whitespace().count();
            // `an all-inclusive, no-deposit rental` holds an adjective and no thing of that name.
            if described && words == 1 && part.contains('-') {
                continue;
            }
            let known = items.iter().any(|item| item.eq_ignore_ascii_case(&noun_phrase(&part)));
            if (1..=6).contains(&words) && starts_item(&part) && !known && part.chars().count() > 2
            {
                items.push(noun_phrase(&inside(&part, names)));
            }
        }
    }
    items.truncate(6);
    items
}

/// The single things of a list; an adjective stays with the one that it shares a noun with
/// (`Pacific and native oysters`).
fn parts(listed: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut open = String::new();
    let listed = listed.replace(" plus ", ", ").replace(" & ", " and ");
    for part in listed.split(", ").flat_map(things) {
        let adjective = !part.contains(' ') && (is_adjective(&bare(part)) || is_compound(part));
        if adjective && open.is_empty() {
            part.clone_into(&mut open);
        } else if open.is_empty() {
            parts.push(part.to_owned());
        } else {
            parts.push(format!("{open} and {part}"));
            open.clear();
        }
    }
    parts
}

/// Whether one word is an adjective with a hyphen (`full-time`).
fn is_compound(word: &str) -> bool {
    ["-time", "-term", "-size", "-season", "-scale", "-day"].iter().any(|end| word.ends_with(end))
}

/// The things that `and` joins; what belongs to one of them stays whole (`lessons for car and
/// motorbike`).
fn things(part: &str) -> Vec<&str> {
    let inside = ["by", "with", "from", "for", "of", "between", "in", "to"];
    let mut found = Vec::new();
    let mut rest = part;
    while let Some((one, more)) = rest.split_once(" and ") {
        if one.split_whitespace().any(|word| inside.contains(&word)) {
            break;
        }
        found.push(one);
        rest = more;
    }
    found.push(rest);
    found
}

/// `text` up to its first relative clause, whose verbs have objects that nobody sells.
fn before_relative(text: &str) -> &str {
    let cut =
        [" that ", " which ", " who ", " where "].iter().filter_map(|mark| text.find(mark)).min();
    cut.and_then(|at| text.get(..at)).unwrap_or(text)
}

fn starts_item(part: &str) -> bool {
    let first = part.split_whitespace().next().unwrap_or("");
    let last = part.split_whitespace().last().unwrap_or("");
    first.starts_with(char::is_alphabetic)
        && !WORDS.not_an_item.contains(&bare(first))
        && (!bare(first).ends_with("ed") || !is_participle(&bare(first)))
        && (first != last || !is_adjective(&bare(first)))
        && !WORDS.dangling.contains(&bare(last))
}

#[cfg(test)]
mod tests;
