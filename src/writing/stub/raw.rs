//! A brief that is only bullets or fragments: what each of them says, by its first words and its
//! form. Fields that the client filled stay as they are.

use std::borrow::Cow;

use super::analysis::clean::{clauses, squeeze};
use super::analysis::groups::is_people;
use super::analysis::phrase::{bare, is_plural};
use super::analysis::{goal, time};
use super::words::WORDS;
use crate::domain::Brief;

/// Most words of a fragment.
const SHORT: usize = 9;

/// Fragments of the product that are kept.
const THINGS: usize = 4;

/// `brief` with what its raw text says in fragments.
pub fn filled(brief: &Brief) -> Cow<'_, Brief> {
    let Some(text) = brief.raw_brief_text.as_deref().filter(|text| is_fragments(text)) else {
        return Cow::Borrowed(brief);
    };
    let mut brief = brief.clone();
    let loose = unlabelled(text);
    give_back(&mut brief, &loose);
    let mut things = Vec::new();
    for clause in loose.iter().flat_map(|line| clauses(line)) {
        sort(&mut brief, &clause, &mut things);
    }
    if brief.product_service.is_none() && !things.is_empty() {
        brief.product_service = Some(things.join("; "));
    }
    Cow::Owned(brief)
}

/// Whether a text is a list, or a row of notes without sentences.
fn is_fragments(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let marked = lines.iter().filter(|line| mark(line).is_some()).count();
    if marked >= 2 && marked * 2 > lines.len() {
        return true;
    }
    let clauses = clauses(text);
    let note = |clause: &&String| {
        let words: Vec<String> = clause.split_whitespace().map(bare).collect();
        let told = ["is", "are", "was", "has", "have", "our", "we"];
        words.len() <= SHORT && !words.iter().any(|word| told.contains(&word.as_str()))
    };
    clauses.len() >= 3 && clauses.iter().filter(note).count() * 5 >= clauses.len() * 4
}

/// The list mark of a line with its indent; `None` where it has none.
fn mark(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let sign = text.chars().next().filter(|c| matches!(c, '-' | '*' | '•' | '–' | '+'))?;
    line.get(..line.len() - text.len() + sign.len_utf8())
}

/// The label at the start of a line (`audience` of `- audience: walkers`).
fn label(line: &str) -> Option<&str> {
    let text = line.get(mark(line).map_or(0, str::len)..)?;
    let (label, value) = text.split_once(':').or_else(|| text.split_once(" - "))?;
    let named = label.split_whitespace().count() <= 3 && !value.trim().is_empty();
    named.then(|| label.trim())
}

/// Lines whose label says where they belong are read before; the others are sorted here.
fn unlabelled(text: &str) -> Vec<String> {
    let known = |label: &str| LABELS.contains(&bare(label).as_str());
    let lines = text.lines().filter(|line| !label(line).is_some_and(known));
    let plain = lines.map(|line| line.get(mark(line).map_or(0, str::len)..).unwrap_or("").trim());
    plain.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Labels of fields.
const LABELS: [&str; 26] = [
    "brand",
    "client",
    "name",
    "industry",
    "product",
    "service",
    "goal",
    "aim",
    "audience",
    "target",
    "target audience",
    "geography",
    "location",
    "budget",
    "timeline",
    "constraints",
    "tone",
    "voice",
    "competitor",
    "competitors",
    "platforms",
    "channels",
    "kpis",
    "problem",
    "problems",
    "website",
];

/// Takes lines of their own out of the field that stood above them in the list.
fn give_back(brief: &mut Brief, loose: &[String]) {
    let own = |text: &str| loose.iter().any(|line| line.contains(text.trim()));
    for field in [
        &mut brief.industry,
        &mut brief.product_service,
        &mut brief.primary_goal,
        &mut brief.target_audience,
        &mut brief.geography,
        &mut brief.budget,
        &mut brief.timeline,
        &mut brief.voice,
    ] {
        if let Some((first, rest)) = field.as_deref().and_then(|text| text.split_once('\n')) {
            let kept: Vec<&str> = rest.lines().filter(|line| !own(line)).collect();
            let text = std::iter::once(first).chain(kept).collect::<Vec<_>>().join("\n");
            *field = Some(text);
        }
    }
    for list in
        [&mut brief.pain_points, &mut brief.kpis, &mut brief.platforms, &mut brief.competitors]
    {
        let mut first = true;
        list.retain(|item| std::mem::take(&mut first) || !own(item));
    }
}

/// Puts one fragment where it belongs, else among the things that are sold.
fn sort(brief: &mut Brief, clause: &str, things: &mut Vec<String>) {
    let words: Vec<String> = clause.split_whitespace().map(bare).collect();
    let Some(first) = words.first().map(String::as_str) else { return };
    if clause.eq_ignore_ascii_case(&brief.brand_name) {
        return;
    }
    let after = |lead: usize| {
        squeeze(clause.split_whitespace().skip(lead).collect::<Vec<_>>().join(" ").as_str())
    };
    let channels = channels(clause);
    // `new: evening appointments` has a label of its own.
    let told = clause.split_once(": ").filter(|(label, _)| !label.contains(' '));
    let text = told.map_or(clause, |(_, told)| told).to_owned();
    if wants(&words) || counts(clause) {
        brief.primary_goal.get_or_insert(text);
    } else if first == "budget" || is_sum(clause) {
        brief.budget.get_or_insert(text);
    } else if matches!(first, "no" | "not" | "never" | "don't" | "don’t" | "without" | "must") {
        let limits =
            brief.constraints.take().map_or(text.clone(), |known| format!("{known}. {text}"));
        brief.constraints = Some(limits);
    } else if matches!(first, "tone" | "voice") {
        brief.voice.get_or_insert(after(1));
    } else if matches!(first, "competitor" | "competitors" | "rival" | "rivals") {
        if brief.competitors.is_empty() {
            brief.competitors = after(1).split(", ").map(str::to_owned).collect();
        }
    } else if let Some(channels) = channels {
        if brief.platforms.is_empty() {
            brief.platforms = channels;
        }
    } else if matches!(first, "problem" | "challenge" | "issue" | "empty" | "nobody" | "too") {
        brief.pain_points.push(text);
    } else if matches!(first, "audience" | "target" | "for") && words.len() > 1 {
        brief.target_audience.get_or_insert(after(1));
    } else if are_people(clause) {
        brief.target_audience.get_or_insert(text);
    } else if matches!(first, "by" | "until" | "before" | "within" | "from") {
        brief.timeline.get_or_insert(text);
    } else if !things.is_empty() && is_place(clause) {
        brief.geography.get_or_insert(text);
    } else if things.len() < THINGS {
        things.push(text);
    }
}

/// Whether a fragment opens with a wish.
fn wants(words: &[String]) -> bool {
    let opens = |word: &str| {
        matches!(word, "want" | "wants" | "need" | "needs" | "goal" | "aim" | "hiring" | "looking")
    };
    let own = words.first().is_some_and(|word| matches!(word.as_str(), "we" | "we're" | "we’re"));
    let at = usize::from(own);
    let are = words.get(at).is_some_and(|word| word == "are" && own);
    words.get(at + usize::from(are)).is_some_and(|word| opens(word))
}

/// Whether a fragment gives a number and a time for it (`12 hires before Christmas`).
fn counts(clause: &str) -> bool {
    let read = goal::read(clause, "");
    clause.starts_with(|c: char| c.is_ascii_digit())
        && read.number.is_some()
        && read.deadline.is_some()
}

/// Whether a fragment is a sum for a time and no price.
fn is_sum(clause: &str) -> bool {
    let opens = clause.starts_with(|c: char| !c.is_alphabetic() && !c.is_ascii_digit());
    let price = ["hour", "each", "per", "person", "night"];
    opens
        && time::money(clause).is_some()
        && clause.split_whitespace().count() <= 6
        && !clause.split_whitespace().any(|word| price.contains(&bare(word).as_str()))
}

/// The channels that a fragment consists of (`instagram and email only`).
fn channels(clause: &str) -> Option<Vec<String>> {
    let glue = ["and", "only", "mainly", "mostly", "on", "via", "plus", "also", "&", ""];
    let mut found = Vec::new();
    for word in clause.split_whitespace() {
        let plain = bare(word);
        if glue.contains(&plain.as_str()) {
            continue;
        }
        let known = WORDS.named_platforms.iter().find(|name| name.eq_ignore_ascii_case(&plain));
        let mail = matches!(plain.as_str(), "email" | "e-mail" | "newsletter");
        found.push(known.cloned().or_else(|| mail.then(|| "Email".to_owned()))?);
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a fragment only lists people (`nervous patients, families`).
fn are_people(clause: &str) -> bool {
    let groups: Vec<&str> = clause.split(", ").flat_map(|part| part.split(" and ")).collect();
    let people = |group: &&str| {
        // `Two teachers` are those that the client has.
        let counted = ["one", "two", "three", "four", "five", "six", "eight", "ten", "our"];
        let words: Vec<String> = group.split_whitespace().map(bare).collect();
        (1..=3).contains(&words.len())
            && words.first().is_some_and(|word| {
                !counted.contains(&word.as_str()) && word.starts_with(char::is_alphabetic)
            })
            && words.last().is_some_and(|word| is_people(word) && is_plural(word))
    };
    !groups.is_empty() && groups.iter().all(people)
}

/// Whether a fragment is only a name with capitals (`Stoke-on-Trent`).
fn is_place(clause: &str) -> bool {
    let mut words = clause.split_whitespace();
    (1..=3).contains(&clause.split_whitespace().count())
        && words.all(|word| {
            word.starts_with(char::is_uppercase) && !is_plural(&bare(word)) && word.len() > 3
        })
}

#[cfg(test)]
mod tests;
