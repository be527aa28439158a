//! What a section has to mention: the brand, facts of the brief, required terms.

use foldhash::HashSet;

use super::analysis::phrase::{bare, cut, join};
use super::compose::Draft;
use super::fit::{gap, piece};
use super::grammar::LineKind;
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

/// A sentence for each fact of the brief that the section must reflect and does not yet.
pub fn facts(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let mut added = Vec::new();
    let mut said = Said::of(parts);
    for (field, slot) in [
        (BriefField::PrimaryGoal, "goal_given"),
        (BriefField::ProductService, "product_given"),
        (BriefField::Industry, "industry"),
        (BriefField::TargetAudience, "audience"),
        (BriefField::Geography, "place"),
        (BriefField::Budget, "budget_line"),
        (BriefField::Kpis, "kpis"),
        (BriefField::PainPoints, "pain1"),
        (BriefField::Competitors, "rivals"),
        (BriefField::Platforms, "platforms"),
        (BriefField::BusinessType, "business"),
        (BriefField::PositioningSummary, "position"),
    ] {
        // Measures of the trade are no fact of the brief.
        if slot == "kpis" && scene.facts.get("kpis_given").is_empty() {
            continue;
        }
        let described = scene.facts.get("who1");
        let people = slot == "audience";
        let value = if people && !described.is_empty() { described } else { scene.facts.get(slot) };
        if !spec.facts.contains(&field) || value.is_empty() {
            continue;
        }
        let told = if slot == "goal_given" { Said::tells } else { Said::reflects };
        if told(&said, value) {
            continue;
        }
        if people && describe(scene, parts, value) {
            said = Said::of(parts);
        } else {
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
            piece.text.replace_range(at..at + form.len(), &with);
            return true;
        }
    }
    false
}

/// The words of a text, bare.
struct Said(HashSet<String>);

impl Said {
    /// All that `parts` say.
    fn of(parts: &[Draft]) -> Self {
        let pieces = parts.iter().flat_map(|part| part.pieces.iter().filter(|p| p.on));
        let cells = parts.iter().flat_map(|part| part.rows.iter().flatten());
        let texts = pieces.map(|piece| piece.text.as_str()).chain(cells.map(String::as_str));
        Self(texts.flat_map(str::split_whitespace).map(bare).collect())
    }

    fn of_text(text: &str) -> Self {
        Self(text.split_whitespace().map(bare).collect())
    }

    /// Whether three telling words of `value`, or all that it has, are among them.
    fn reflects(&self, value: &str) -> bool {
        let telling = value.split_whitespace().map(bare);
        let mut own: Vec<String> = telling.filter(|word| word.chars().count() > 3).collect();
        own.sort_unstable();
        own.dedup();
        let said = own.iter().filter(|word| self.0.contains(word.as_str())).count();
        said >= own.len().min(3)
    }

    /// Whether they tell the goal with its figure, and not only the thing that it is about.
    fn tells(&self, goal: &str) -> bool {
        let figure = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        let own: Vec<String> = goal.split_whitespace().map(bare).collect();
        let figures = own.iter().filter(|word| figure(word)).all(|word| self.0.contains(word));
        let telling = own.iter().filter(|word| word.chars().count() > 3 && !figure(word));
        let (said, missed): (Vec<&String>, Vec<&String>) =
            telling.partition(|word| self.0.contains(word.as_str()));
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
