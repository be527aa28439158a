//! One number out of another: "nine out of ten guests".

use super::{WORDS, is_market, spelled};
use crate::quality::numbers::scan::{Kind, Number};
use crate::quality::tokens::{Token, TokenKind, Tokens};
use crate::quality::vocabulary::Tag;

/// Numbers before a ratio's whole that may be its part.
const OPERANDS: usize = 4;

/// `nine out of ten guests`, `un client sur quatre`, `10 में से 7`: `right` is the later number.
pub(super) fn ratio(tokens: &Tokens, numbers: &[Number], right: &Number) -> Option<Number> {
    let file = &WORDS.file;
    let left = Left::before(tokens, numbers, right)?;
    let reversed = file.reversed.contains(&left.joint);
    let (part, whole) =
        if reversed { (right.value, left.value) } else { (left.value, right.value) };
    let gap = tokens.text.get(tokens.list.get(left.first)?.start..right.span.start)?;
    let plain = matches!(right.kind, Kind::Count | Kind::Plan) && right.step >= 1.0;
    if !plain || gap.contains(['.', ',', ';', ':', '(', '\n']) {
        return None;
    }
    if part < 1.0 || part >= whole || !(2.0..=100.0).contains(&whole) {
        return None;
    }
    let own = |token: &Token| {
        [Tag::PlanNoun, Tag::OwnContent, Tag::Duration].iter().any(|tag| token.has(*tag))
    };
    let after = tokens.list.iter().skip(right.last + 1).take(5);
    let inside = tokens.list.get(left.first + 1..right.first)?;
    let mut near = after.clone().take(3).chain(inside);
    if near.any(|token| own(token) || token.kind == TokenKind::Number && !reversed) {
        return None;
    }
    let counted = || after.clone().chain(inside).any(is_market);
    let at_hand = || left.is_at_hand(tokens) || is_of(&left.joint);
    (!file.loose.contains(&left.joint) || counted() || left.spelled && right.spelled && !at_hand())
        .then(|| spelled(tokens, left.first..=right.last, part / whole * 100.0, Kind::Percent))
}

/// The number, or the article for one, before the joint of a ratio.
struct Left {
    first: usize,
    value: f64,
    spelled: bool,
    joint: String,
}

impl Left {
    fn before(tokens: &Tokens, numbers: &[Number], right: &Number) -> Option<Self> {
        let file = &WORDS.file;
        let last = tokens.list.get(right.first.checked_sub(1)?)?;
        WORDS.joint_ends.of(last)?;
        for length in [3, 2, 1] {
            let Some(start) = right.first.checked_sub(length) else { continue };
            let words = tokens.list.get(start..right.first).unwrap_or_default();
            let joint = words.iter().map(|token| &*token.folded).collect::<Vec<_>>().join(" ");
            if !file.joints.contains(&joint) && !file.reversed.contains(&joint) {
                continue;
            }
            // A noun may stand between: `un client sur quatre`.
            let apart = if file.split.contains(&joint) { 3 } else { 1 };
            for back in 1..=apart {
                let at = start.checked_sub(back)?;
                let ends_here = |n: &&Number| n.last == at;
                let number = numbers.iter().rev().take(OPERANDS).find(ends_here);
                let one = tokens.list.get(at).filter(|t| file.ones.contains(&*t.folded));
                let plain =
                    |n: &&Number| matches!(n.kind, Kind::Count | Kind::Plan) && n.step >= 1.0;
                if let Some(number) = number.filter(plain) {
                    let (first, value) = (number.first, number.value);
                    return Some(Self { first, value, spelled: number.spelled, joint });
                } else if one.is_some() {
                    return Some(Self { first: at, value: 1.0, spelled: true, joint });
                }
            }
        }
        None
    }

    /// "The two of three" are known ones.
    fn is_at_hand(&self, tokens: &Tokens) -> bool {
        let before = self.first.checked_sub(1).and_then(|at| tokens.list.get(at));
        before.is_some_and(|token| WORDS.file.between.words.contains(&*token.folded))
    }
}

/// "Two of three" counts things at hand more often than people.
fn is_of(joint: &str) -> bool {
    matches!(joint, "of" | "von" | "van de" | "uit" | "aus")
}
