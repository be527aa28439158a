//! What a section has to mention: the brand, facts of the brief, required terms.

use std::borrow::Cow;
use std::cell::LazyCell;

use foldhash::HashSet;

use super::analysis::phrase::{bare_word, cut, join};
use super::grammar::LineKind;
use super::piece::{Draft, gap, piece};
use super::scene::Scene;
use super::template::capital;
use crate::domain::BriefField;
use crate::packs::{PackSpec, SectionSpec};

/// A sentence with the brand where a section has none.
pub fn brand(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let brand = scene.facts.get("brand");
    let named = parts.iter().any(|part| {
        part.pieces.iter().any(|p| p.on && p.text.contains(brand))
            || part.rows.iter().flatten().any(|cell| cell.contains(brand))
    });
    let owed = !spec.mainly_table || spec.facts.contains(&BriefField::BrandName);
    if named || !owed {
        return;
    }
    if let (Some(found), Some(part)) = (scene.one("*", "(brand)"), parts.last_mut()) {
        part.pieces.push(gap());
        part.pieces.push(piece(LineKind::Sentence, found));
    }
}

/// Facts that a section may have to reflect, with the slots that tell them.
const FACTS: [(BriefField, &str); 12] = [
    (BriefField::PrimaryGoal, "goal_given"),
    (BriefField::ProductService, "product_given"),
    (BriefField::Industry, "industry"),
    (BriefField::TargetAudience, PEOPLE),
    (BriefField::Geography, "place"),
    (BriefField::Budget, "budget_line"),
    (BriefField::Kpis, "kpis"),
    (BriefField::PainPoints, "pain1"),
    (BriefField::Competitors, "rivals"),
    (BriefField::Platforms, "platforms"),
    (BriefField::BusinessType, "business"),
    (BriefField::PositioningSummary, "position"),
];

/// The slot of the groups of people.
const PEOPLE: &str = "audience";

/// A sentence for each fact of the brief that the section must reflect and does not yet.
pub fn facts(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let mut added = Vec::new();
    let owed = |(field, slot): (BriefField, &'static str)| {
        let value = Some(value_of(scene, slot)).filter(|value| !value.is_empty())?;
        spec.facts.contains(&field).then_some((field, slot, value))
    };
    let mut owed = FACTS.into_iter().filter_map(owed);
    let asked = Asked::of(owed.clone().map(|(_, _, value)| value));
    loop {
        let said = LazyCell::new(|| Said::of(parts, asked));
        let told = |slot: &str, value: &str| match slot {
            "goal_given" => said.tells(value),
            _ => said.reflects(value),
        };
        let untold = owed.find(|(_, slot, value)| !told(slot, value));
        let Some((field, slot, value)) = untold else { break };
        if slot != PEOPLE || !describe(scene, parts, value) {
            added.extend(scene.one("*", &format!("(fact {})", field.name())));
        }
    }
    let place = parts.iter_mut().find_map(|part| {
        let first = part.pieces.iter().position(|p| p.on && p.kind == LineKind::Sentence)?;
        // What a colon announces follows it.
        let announces = part.pieces.get(first).is_some_and(|p| p.text.ends_with(':'));
        Some((part, first + usize::from(!announces)))
    });
    match place {
        Some((part, at)) => {
            part.pieces
                .splice(at..at, added.into_iter().map(|found| piece(LineKind::Sentence, found)));
        }
        None => {
            if let Some(part) = parts.first_mut() {
                let new = added.into_iter().map(|found| piece(LineKind::Sentence, found));
                part.pieces.splice(0..0, new.chain([gap()]));
            }
        }
    }
}

/// What the brief says of `slot`; empty where it says nothing.
fn value_of<'s>(scene: &Scene<'s>, slot: &str) -> &'s str {
    let facts = scene.facts;
    let described = facts.get("who1");
    match slot {
        PEOPLE if !described.is_empty() => described,
        // Measures of the trade are no fact of the brief.
        "kpis" if facts.get("kpis_given").is_empty() => "",
        slot => facts.get(slot),
    }
}

/// Words of a description that a sentence can carry in place of the group's name.
const SHORT_DESCRIPTION: usize = 9;

/// Words from which on a line has no room for a description.
const LONG_PIECE: usize = 45;

/// Puts the first group's description in place of its name, once, where a sentence has room.
fn describe(scene: &Scene<'_>, parts: &mut [Draft], described: &str) -> bool {
    let name = scene.facts.get("seg1");
    let short = cut(described, SHORT_DESCRIPTION);
    let longer = short.len() > name.len() && short.starts_with(name);
    if !longer || !Said::of_text(&short).reflects(described) {
        return false;
    }
    let opening = capital(name);
    let fits = |text: &str, at: usize, form: &str| {
        let after = text.get(at + form.len()..).unwrap_or("");
        let plain = after.starts_with(' ') && !after.starts_with(" and ") || after == ".";
        let headed = text.get(..at).is_some_and(|before| before.ends_with("**"));
        plain && !headed && text.split_whitespace().count() <= LONG_PIECE
    };
    let pieces = parts.iter_mut().flat_map(|part| part.pieces.iter_mut());
    for piece in pieces.filter(|p| p.on && p.kind == LineKind::Sentence) {
        let found = [opening.as_str(), name].into_iter().find_map(|form| {
            let at = piece.text.find(form)?;
            fits(&piece.text, at, form).then_some((at, form))
        });
        if let Some((at, form)) = found {
            let mut with = if form == opening { capital(&short) } else { short };
            // What stands between commas has one on both sides.
            let goes_on =
                piece.text.get(at + form.len()..).is_some_and(|rest| rest.starts_with(' '));
            if with.contains(", ") && goes_on {
                with.push(',');
            }
            piece.replace(at..at + form.len(), &with);
            return true;
        }
    }
    false
}

/// Which words are asked for, as far as their length and first letter tell: few of all are.
#[derive(Debug, Clone, Copy, Default)]
struct Asked(u64);

impl Asked {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let words = texts.flat_map(str::split_whitespace).map(bare_word);
        Self(words.fold(0, |all, word| all | Self::bit(&word)))
    }

    fn may_be(self, word: &str) -> bool {
        self.0 & Self::bit(word) != 0
    }

    fn bit(word: &str) -> u64 {
        let first = word.bytes().next().map_or(0, usize::from);
        1 << ((first * 7 + word.len()) % 64)
    }
}

/// The words of a text, bare.
struct Said<'t>(HashSet<Cow<'t, str>>);

impl<'t> Said<'t> {
    /// What `parts` say of the words that are `asked` for.
    fn of(parts: &'t [Draft], asked: Asked) -> Self {
        let pieces = parts.iter().flat_map(|part| part.pieces.iter().filter(|p| p.on));
        let cells = parts.iter().flat_map(|part| part.rows.iter().flatten());
        let texts = pieces.map(|piece| piece.text.as_str()).chain(cells.map(String::as_str));
        let words = texts.flat_map(str::split_whitespace).map(bare_word);
        Self(words.filter(|word| asked.may_be(word)).collect())
    }

    fn of_text(text: &'t str) -> Self {
        Self(text.split_whitespace().map(bare_word).collect())
    }

    /// Whether three telling words of `value`, or all that it has, are among them.
    fn reflects(&self, value: &str) -> bool {
        let telling = value.split_whitespace().map(bare_word);
        let mut own: Vec<Cow<'_, str>> = telling.filter(|word| word.chars().count() > 3).collect();
        own.sort_unstable();
        own.dedup();
        let said = own.iter().filter(|word| self.0.contains(*word)).count();
        said >= own.len().min(3)
    }

    /// Whether they tell the goal with its figure, and not only the thing that it is about.
    fn tells(&self, goal: &str) -> bool {
        let figure = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        let own: Vec<Cow<'_, str>> = goal.split_whitespace().map(bare_word).collect();
        let figures = own.iter().filter(|word| figure(word)).all(|word| self.0.contains(word));
        let telling = own.iter().filter(|word| word.chars().count() > 3 && !figure(word));
        let (said, missed): (Vec<_>, Vec<_>) = telling.partition(|word| self.0.contains(*word));
        figures && said.len() >= missed.len().max(1)
    }
}

/// The last section names required terms that no heading of the pack and no line of its own
/// brings in: a pack of somebody else's may ask for any.
pub fn terms(scene: &Scene<'_>, pack: &PackSpec, spec: &SectionSpec, parts: &mut [Draft]) {
    if pack.sections.last().is_none_or(|last| last.id != spec.id) {
        return;
    }
    let mut text = String::new();
    for section in &pack.sections {
        text.push_str(&section.title.to_lowercase());
        text.push(' ');
    }
    for part in parts.iter() {
        for piece in part.pieces.iter().filter(|p| p.on) {
            text.push_str(&piece.text.to_lowercase());
            text.push(' ');
        }
    }
    let terms: Vec<String> = pack
        .benchmark
        .required_terms
        .iter()
        .filter(|group| !group.iter().any(|term| text.contains(&term.to_lowercase())))
        .filter_map(|group| group.first().cloned())
        .collect();
    if terms.is_empty() {
        return;
    }
    let scene = scene.with("terms", join(&terms));
    if let (Some(found), Some(part)) = (scene.one("*", "(terms)"), parts.last_mut()) {
        part.pieces.push(gap());
        part.pieces.push(piece(LineKind::Sentence, found));
    }
}
