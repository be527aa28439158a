//! A brief taken apart into phrases that sentences can carry.

mod aim;
pub mod audience;
pub mod clean;
mod ends;
pub mod goal;
pub mod groups;
pub mod noun;
pub mod phrase;
mod place;
pub mod product;
pub mod time;

use crate::domain::Brief;
use crate::writing::stub::hiring;
use crate::writing::stub::words::WORDS;

use audience::Segment;
use clean::clauses;
use goal::Goal;
use phrase::{cut, inside, is_latin, join};
use place::{place, place_within};
use product::Product;

/// What a brief says, in short phrases. Absent where it says nothing usable.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    pub industry: Option<String>,
    pub product: Product,
    pub goal: Goal,
    pub segments: Vec<Segment>,
    pub place: Option<String>,
    pub budget: Option<String>,
    pub budget_line: Option<String>,
    pub timeline: Option<String>,
    /// Length of the plan in days.
    pub days: Option<i64>,
    /// Whether the timeline begins after the day on which the work does.
    pub opens_later: bool,
    pub voice: Option<String>,
    pub voice_line: Option<String>,
    pub position: Option<String>,
    pub business: Option<String>,
    pub pains: Vec<String>,
    pub kpis: Vec<String>,
    pub platforms: Vec<String>,
    pub competitors: Vec<String>,
    pub limits: Vec<String>,
}

impl Analysis {
    /// Reads `brief`.
    pub fn of(brief: &Brief) -> Self {
        let proper = names_of(brief);
        let brand = proper.as_str();
        let first = |text: &Option<String>, most| {
            text.as_deref()
                .and_then(|text| clauses(text).first().map(|c| inside(&cut(c, most), brand)))
        };
        let timeline = first(&brief.timeline, 9);
        let goal = brief.primary_goal.as_deref().map(|text| goal::read(text, brand));
        let goal = goal.unwrap_or_default();
        Self {
            industry: first(&brief.industry, 6),
            product: product::read(product_text(brief), &brief.brand_name, brand),
            segments: segments(brief, brand),
            place: match &brief.geography {
                Some(text) => place(text),
                None => [&brief.product_service, &brief.target_audience, &brief.primary_goal]
                    .into_iter()
                    .flatten()
                    .find_map(|text| place_within(text)),
            },
            budget: brief.budget.as_deref().and_then(time::money),
            budget_line: first(&brief.budget, 12),
            days: brief
                .timeline
                .as_deref()
                .and_then(|text| time::days_until(text, brief.start_date))
                .or_else(|| {
                    let texts = [&brief.timeline, &brief.primary_goal, &brief.budget];
                    texts.into_iter().flatten().find_map(|text| time::days(text))
                })
                .or_else(|| time::days_until(goal.deadline.as_deref()?, brief.start_date)),
            goal,
            opens_later: brief
                .timeline
                .as_deref()
                .and_then(|text| time::first_day(text, brief.start_date))
                .is_some_and(|day| day > brief.start_date),
            timeline,
            voice: brief.voice.as_deref().and_then(voice),
            voice_line: first(&brief.voice, 14),
            position: first(&brief.positioning_summary, 24),
            business: first(&brief.business_type, 4),
            pains: without_rivals(phrases(&brief.pain_points, 18, brand), &brief.competitors),
            kpis: names(&brief.kpis, 6),
            platforms: if brief.platforms.is_empty() {
                platforms_within(brief)
            } else {
                names(&brief.platforms, 4)
            },
            competitors: names(&brief.competitors, 5),
            limits: brief
                .constraints
                .as_deref()
                .map(|text| without_rivals(limits(text, brand), &brief.competitors))
                .unwrap_or_default(),
        }
    }
}

/// The words that are names wherever they stand: the first one of the brand, and those of places.
fn names_of(brief: &Brief) -> String {
    let brand = brief.brand_name.split_whitespace().next().unwrap_or("");
    let places = brief.geography.as_deref().unwrap_or("").split_whitespace();
    let names = places.filter(|word| {
        word.chars().count() > 2
            && word.starts_with(char::is_uppercase)
            && !WORDS.common_in_places.contains(&phrase::bare(word))
    });
    std::iter::once(brand).chain(names).collect::<Vec<_>>().join(" ")
}

/// Channels that the brief names without listing them.
fn platforms_within(brief: &Brief) -> Vec<String> {
    let texts = [
        &brief.primary_goal,
        &brief.budget,
        &brief.constraints,
        &brief.product_service,
        &brief.target_audience,
    ];
    let text = texts
        .into_iter()
        .flatten()
        .map(|text| clauses(text).join("; "))
        .collect::<Vec<_>>()
        .join("; ");
    let text = format!(" {} ", text.replace([',', ';', '.'], " "));
    let mut found = Vec::new();
    for name in &WORDS.named_platforms {
        let known = found.iter().any(|known: &String| known.starts_with(name.as_str()));
        if !known && text.contains(&format!(" {name} ")) {
            found.push(name.clone());
        }
    }
    found
}

/// The briefed audience, else the people from whom the goal wants something.
fn segments(brief: &Brief, brand: &str) -> Vec<Segment> {
    if let Some(text) = &brief.target_audience {
        return audience::read(text, brand);
    }
    let goal = brief.primary_goal.as_deref().unwrap_or("");
    if let Some(people) = hiring::sought(goal).filter(|_| hiring::is_meant(brief)) {
        return audience::read(&people, brand);
    }
    let named = clauses(goal).into_iter().find_map(|clause| {
        let (_, people) = clause.split_once(" from ").or_else(|| clause.split_once(" among "))?;
        let first = phrase::bare(people.split_whitespace().next()?);
        let plural =
            people.split_whitespace().take(3).any(|word| phrase::is_plural(&phrase::bare(word)));
        let figure = people.starts_with(|c: char| !c.is_alphabetic()) || people.contains(" to ");
        (plural
            && !figure
            && !WORDS.dangling.contains(&first)
            && !WORDS.proper_words.contains(&first))
        .then(|| people.to_owned())
    });
    named.map(|people| audience::read(&people, brand)).unwrap_or_default()
}

fn product_text(brief: &Brief) -> &str {
    brief.product_service.as_deref().unwrap_or("")
}

fn phrases(items: &[String], most: usize, brand: &str) -> Vec<String> {
    unique(
        items.iter().filter_map(|item| clauses(item).first().map(|c| inside(&cut(c, most), brand))),
    )
}

/// Names keep the case that the client gave them.
fn names(items: &[String], most: usize) -> Vec<String> {
    unique(items.iter().filter_map(|item| {
        let clause = clauses(item).into_iter().next()?;
        let name = clause.split([':', ',']).next().unwrap_or("").to_owned();
        Some(cut(&name, most))
    }))
}

/// What troubles the client, without the names of others, whom few sections may name.
fn without_rivals(mut items: Vec<String>, rivals: &[String]) -> Vec<String> {
    for item in &mut items {
        for rival in rivals.iter().filter(|name| name.starts_with(char::is_uppercase)) {
            let whole = |at: usize| {
                let before = item.get(..at).and_then(|text| text.chars().last());
                let after = item.get(at + rival.len()..).and_then(|text| text.chars().next());
                !before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(char::is_alphanumeric)
            };
            if let Some(at) = item.find(rival.as_str()).filter(|at| whole(*at)) {
                item.replace_range(at..at + rival.len(), "a rival");
            }
        }
    }
    items
}

fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for item in items.filter(|item| !item.is_empty()) {
        if !seen.iter().any(|known| known.eq_ignore_ascii_case(&item)) {
            seen.push(item);
        }
    }
    seen.truncate(8);
    seen
}

fn limits(text: &str, brand: &str) -> Vec<String> {
    // A whole sentence in another script would be a paragraph in another language.
    unique(
        clauses(text)
            .into_iter()
            .filter(|clause| is_latin(clause))
            .map(|clause| inside(&cut(&clause, 16), brand)),
    )
    .into_iter()
    .take(5)
    .fold(Vec::new(), joined)
}

/// Adds a limit to the one before it while both are short enough to be named together.
fn joined(mut limits: Vec<String>, next: String) -> Vec<String> {
    match limits.last_mut() {
        Some(last) if (last.split(' ').count() + next.split(' ').count()) <= TOGETHER => {
            last.push_str("; ");
            last.push_str(&next);
        }
        _ => limits.push(next),
    }
    limits
}

/// Most words of limits that are named together.
const TOGETHER: usize = 18;

/// Up to three adjectives of the voice, joined.
fn voice(text: &str) -> Option<String> {
    if !is_latin(text) {
        return None;
    }
    let clause = clauses(text).into_iter().next()?;
    let parts: Vec<String> = clause
        .replace(" and ", ", ")
        .replace(" but ", ", ")
        .split(", ")
        .map(|part| part.trim().to_lowercase())
        .filter(|part| (1..=3).contains(&part.split_whitespace().count()))
        .filter(|part| !["no", "not", "never", "like", "with"].iter().any(|w| part.starts_with(w)))
        .take(3)
        .collect();
    (!parts.is_empty()).then(|| join(&parts))
}

#[cfg(test)]
mod tests {
    use super::voice;

    #[test]
    fn voices() {
        for (given, wanted) in [
            ("Quiet, precise, kind. Explains", Some("quiet, precise and kind")),
            ("Warm and funny", Some("warm and funny")),
            ("Like an elder sibling who cleared the exam: straight", None),
        ] {
            assert_eq!(voice(given).as_deref(), wanted, "{given}");
        }
    }
}
