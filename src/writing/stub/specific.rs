//! Sentences about this client for a section that says too little about it.

use super::compose::{Draft, Piece};
use super::grammar::LineKind;
use super::scene::Scene;
use crate::packs::SectionSpec;
use crate::quality::count_words;

/// Sentences that a section gains at most.
const MOST: usize = 4;

/// Adds general sentences with the client's name or words while fewer than a quarter of the
/// section's sentences have any, as far as its words allow.
pub fn add(scene: &Scene<'_>, spec: &SectionSpec, parts: &mut [Draft]) {
    let (mut all, mut named) = counted(scene, parts);
    let mut room = (spec.words.max as usize).saturating_sub(words(parts));
    let mut pool = scene.naming().pool("*", "(more)");
    let start = scene.seed.child("specific").below(pool.len());
    pool.rotate_left(start);
    let said = |text: &str| parts.iter().flat_map(|part| &part.pieces).any(|p| p.text == text);
    pool.retain(|found| scene.facts.names_client(&found.text) && !said(&found.text));
    for found in pool.into_iter().take(MOST) {
        let size = count_words(&found.text);
        let Some(part) = parts.iter_mut().rev().find(|part| part.rows.is_empty()) else { return };
        if named * 4 >= all || size > room {
            return;
        }
        room -= size;
        (all, named) = (all + 1, named + 1);
        let gap = Piece { kind: LineKind::Break, ..Piece::default() };
        let sentence = Piece { text: found.text, numbers: found.numbers, ..Piece::default() };
        part.pieces.extend([gap, sentence]);
    }
}

fn words(parts: &[Draft]) -> usize {
    let pieces = parts.iter().flat_map(|part| part.pieces.iter().filter(|p| p.on));
    let cells = parts.iter().flat_map(|part| part.rows.iter().flatten());
    pieces.map(|p| count_words(&p.text)).chain(cells.map(|cell| count_words(cell))).sum()
}

/// Sentences of a section's prose, and those among them with words of the client's own.
fn counted(scene: &Scene<'_>, parts: &[Draft]) -> (usize, usize) {
    let pieces = parts.iter().flat_map(|part| part.pieces.iter().filter(|p| p.on));
    let sentences = pieces
        .flat_map(|piece| piece.text.split_inclusive(['.', '!', '?', ':']))
        .filter(|sentence| sentence.split_whitespace().count() >= 3);
    sentences.fold((0, 0), |(all, named), sentence| {
        (all + 1, named + usize::from(scene.facts.names_client(sentence)))
    })
}
