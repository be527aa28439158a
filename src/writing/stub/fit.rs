//! Fits a section to its ranges: spare lines come in while it is short, the last ones go out
//! while it is long, bullets stay within what each part allows, and the brand is named.

use std::collections::HashSet;

use super::analysis::phrase::bare;
use super::compose::{Draft, Piece};
use super::grammar::LineKind;
use super::scene::Scene;
use super::template::Expansion;
use crate::domain::BriefField;
use crate::packs::{PackSpec, PartKind, PartSpec, SectionSpec};
use crate::quality::words::count_plain;

/// Fits `parts` to `spec`.
pub fn fit(scene: &Scene<'_>, pack: &PackSpec, spec: &SectionSpec, parts: &mut [Draft]) {
    for (part, draft) in spec.parts.iter().zip(parts.iter_mut()) {
        fit_bullets(scene, part, draft);
    }
    let low = spec.words.min;
    let aim = (low + low / 4).min(u32::midpoint(low, spec.words.max));
    lengthen(spec, parts, aim as usize);
    name_brand(scene, spec, parts);
    name_facts(scene, spec, parts);
    add_terms(scene, pack, spec, parts);
    top_up(scene, spec, parts);
    shorten(spec, parts);
}

fn words(parts: &[Draft]) -> usize {
    parts.iter().map(part_words).sum()
}

fn part_words(part: &Draft) -> usize {
    let prose: usize = part.pieces.iter().filter(|p| p.on).map(|p| count_plain(&p.text)).sum();
    let cells: usize = part.rows.iter().flatten().map(|cell| count_plain(cell)).sum();
    prose + cells
}

fn bullets(part: &Draft) -> usize {
    part.pieces.iter().filter(|p| p.on && p.kind == LineKind::Bullet).count()
}

fn most_bullets(part: &PartSpec) -> usize {
    part.bullets.map_or(usize::MAX, |range| range.max as usize)
}

fn fit_bullets(scene: &Scene<'_>, part: &PartSpec, draft: &mut Draft) {
    let Some(range) = part.bullets.filter(|_| part.kind == PartKind::Text) else { return };
    let is_bullet = |p: &Piece| p.kind == LineKind::Bullet;
    while bullets(draft) > range.max as usize {
        let Some(last) = draft.pieces.iter_mut().rfind(|p| p.on && is_bullet(p)) else { break };
        last.on = false;
    }
    while bullets(draft) < range.min as usize {
        let Some(next) = draft.pieces.iter_mut().find(|p| !p.on && is_bullet(p)) else { break };
        next.on = true;
    }
    let missing = (range.min as usize).saturating_sub(bullets(draft));
    if missing > 0 {
        let scene = scene.with("heading", part.heading.to_lowercase());
        draft.pieces.push(gap());
        for found in
            turned(scene.pool("*", "(bullets)"), &scene, &part.heading).into_iter().take(missing)
        {
            draft.pieces.push(piece(LineKind::Bullet, found));
        }
    }
}

/// Switches spare lines on, one a part in turn, until `aim` words are there.
fn lengthen(spec: &SectionSpec, parts: &mut [Draft], aim: usize) {
    let mut total = words(parts);
    let mut moved = true;
    while total < aim && moved {
        moved = false;
        for (part, draft) in spec.parts.iter().zip(parts.iter_mut()) {
            let room = bullets(draft) < most_bullets(part);
            let next = draft
                .pieces
                .iter_mut()
                .find(|p| !p.on && p.extra && (room || p.kind != LineKind::Bullet));
            if let Some(next) = next.filter(|_| total < aim) {
                next.on = true;
                total += count_plain(&next.text);
                moved = true;
            }
        }
    }
}

/// Adds general lines where the grammar has too few words for this pack.
fn top_up(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let floor = spec.words.min as usize;
    let mut total = words(parts);
    if total >= floor || parts.is_empty() {
        return;
    }
    let pool = turned(scene.pool("*", "(more)"), scene, spec.id.as_str());
    let count = parts.len();
    for (at, found) in pool.into_iter().enumerate() {
        if total >= floor {
            break;
        }
        total += count_plain(&found.text);
        if let Some(part) = parts.get_mut(count - 1 - at % count) {
            if part.pieces.last().is_some_and(|p| p.kind == LineKind::Bullet) {
                part.pieces.push(gap());
            }
            part.pieces.push(piece(LineKind::Sentence, found));
        }
    }
}

fn shorten(spec: &SectionSpec, parts: &mut [Draft]) {
    let most = spec.words.max as usize;
    let mut total = words(parts);
    while total > most {
        let Some((at, index)) = next_to_drop(spec, parts) else { break };
        let Some(piece) = parts.get_mut(at).and_then(|part| part.pieces.get_mut(index)) else {
            break;
        };
        piece.on = false;
        total = total.saturating_sub(count_plain(&piece.text));
    }
}

/// The last line that can go: spare ones first, then sentences and bullets that are not the
/// first of their part or needed for its least number of bullets.
fn next_to_drop(spec: &SectionSpec, parts: &[Draft]) -> Option<(usize, usize)> {
    let candidates = |spare: bool| {
        let mut found: Option<(usize, usize, usize)> = None;
        for (at, (part, draft)) in spec.parts.iter().zip(parts).enumerate() {
            let least = part.bullets.map_or(0, |range| range.min as usize);
            let first = draft.pieces.iter().position(|p| p.on && p.kind == LineKind::Sentence);
            let index = draft.pieces.iter().enumerate().rev().find(|(index, p)| {
                p.on && p.kind != LineKind::Break
                    && (!spare || p.extra)
                    && Some(*index) != first
                    && (p.kind != LineKind::Bullet || bullets(draft) > least)
            });
            if let Some((index, _)) = index {
                let size = part_words(draft);
                if found.is_none_or(|(_, _, best)| size > best) {
                    found = Some((at, index, size));
                }
            }
        }
        found.map(|(at, index, _)| (at, index))
    };
    candidates(true).or_else(|| candidates(false))
}

fn name_brand(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
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
fn name_facts(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let mut added = Vec::new();
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
        let value = if slot == "audience" && !described.is_empty() {
            described
        } else {
            scene.facts.get(slot)
        };
        if spec.facts.contains(&field) && !value.is_empty() && !reflects(parts, value) {
            added.extend(scene.one("*", &format!("(fact {})", field.name())));
        }
    }
    let place = parts.iter_mut().find_map(|part| {
        let first = part.pieces.iter().position(|p| p.on && p.kind == LineKind::Sentence)?;
        Some((part, first + 1))
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

/// Whether three telling words of `value`, or all that it has, stand in `parts`.
fn reflects(parts: &[Draft], value: &str) -> bool {
    let pieces =
        parts.iter().flat_map(|part| part.pieces.iter().filter(|p| p.on).map(|p| p.text.as_str()));
    let cells = parts.iter().flat_map(|part| part.rows.iter().flatten().map(String::as_str));
    let text = pieces.chain(cells).collect::<Vec<_>>().join(" ").to_lowercase();
    let mut own: Vec<String> =
        value.split_whitespace().map(bare).filter(|word| word.chars().count() > 3).collect();
    own.sort_unstable();
    own.dedup();
    let words: HashSet<String> = text.split_whitespace().map(bare).collect();
    let said = own.iter().filter(|word| words.contains(word.as_str())).count();
    said >= own.len().min(3)
}

/// The last section names required terms that no heading of the pack and no line of its own
/// brings in: a pack of somebody else's may ask for any.
fn add_terms(scene: &Scene<'_>, pack: &PackSpec, spec: &SectionSpec, parts: &mut [Draft]) {
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
    let scene = scene.with("terms", super::analysis::phrase::join(&terms));
    if let (Some(found), Some(part)) = (scene.one("*", "(terms)"), parts.last_mut()) {
        part.pieces.push(gap());
        part.pieces.push(piece(LineKind::Sentence, found));
    }
}

/// The pool, begun at a place of its own for each section.
fn turned(mut pool: Vec<Expansion>, scene: &Scene<'_>, label: &str) -> Vec<Expansion> {
    let at = scene.seed.child(label).below(pool.len());
    pool.rotate_left(at);
    pool
}

fn gap() -> Piece {
    Piece { kind: LineKind::Break, ..Piece::default() }
}

fn piece(kind: LineKind, found: Expansion) -> Piece {
    Piece { kind, text: found.text, numbers: found.numbers, ..Piece::default() }
}
