//! Fits a section to its ranges: spare lines come in while it is short, the last ones go out
//! while it is long, and bullets stay within what each part allows.

use super::grammar::LineKind;
use super::mention;
use super::piece::{Draft, Piece, gap, piece};
use super::scene::Scene;
use super::template::Expansion;
use crate::packs::{PackSpec, PartKind, PartSpec, SectionSpec};
use crate::quality::words::count_plain;

/// Fits `parts` to `spec`.
pub fn fit(scene: &Scene<'_>, pack: &PackSpec, spec: &SectionSpec, parts: &mut [Draft]) {
    for (part, draft) in spec.parts.iter().zip(parts.iter_mut()) {
        fit_bullets(scene, part, draft);
        draft.row_words = draft.rows.iter().flatten().map(|cell| count_plain(cell)).sum();
    }
    let low = spec.words.min;
    let aim = (low + low / 4).min(u32::midpoint(low, spec.words.max));
    lengthen(spec, parts, aim as usize);
    mention::brand(scene, spec, parts);
    mention::facts(scene, spec, parts);
    mention::terms(scene, pack, spec, parts);
    top_up(scene, spec, parts);
    shorten(spec, parts);
    fill_out(scene, spec, parts);
}

/// Words that a part has at least under its heading, where it has no list or table (C7).
const LEAST: usize = 22;

/// Adds to parts that have next to nothing under their heading.
fn fill_out(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let is_thin = |part: &Draft| {
        !part.heading.is_empty()
            && part.rows.is_empty()
            && bullets(part) < 3
            && part_words(part) < LEAST
    };
    if !parts.iter().any(is_thin) {
        return;
    }
    let said = |parts: &[Draft], text: &str| {
        parts.iter().flat_map(|part| &part.pieces).any(|piece| piece.on && piece.text == text)
    };
    for found in turned(scene.pool("*", "(more)"), scene, spec.id.as_str()) {
        let Some(at) = parts.iter().position(is_thin) else { return };
        if said(parts, &found.text) {
            continue;
        }
        if let Some(part) = parts.get_mut(at) {
            let end = part.pieces.iter().position(|p| p.on && p.kind == LineKind::Bullet);
            let end = end.unwrap_or(part.pieces.len());
            part.pieces.insert(end, piece(LineKind::Sentence, found));
        }
    }
}

fn words(parts: &[Draft]) -> usize {
    parts.iter().map(part_words).sum()
}

fn part_words(part: &Draft) -> usize {
    let prose: usize = part.pieces.iter().filter(|p| p.on).map(Piece::words).sum();
    prose + part.row_words
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
                total += next.words();
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
        let piece = piece(LineKind::Sentence, found);
        total += piece.words();
        if let Some(part) = parts.get_mut(count - 1 - at % count) {
            if part.pieces.last().is_some_and(|p| p.kind == LineKind::Bullet) {
                part.pieces.push(gap());
            }
            part.pieces.push(piece);
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
        total = total.saturating_sub(piece.words());
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

/// The pool, begun at a place of its own for each section.
fn turned(mut pool: Vec<Expansion>, scene: &Scene<'_>, label: &str) -> Vec<Expansion> {
    let at = scene.seed.child(label).below(pool.len());
    pool.rotate_left(at);
    pool
}
