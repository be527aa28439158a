//! Both ends of a range are of one kind.

use super::{Kind, Number};
use crate::quality::tokens::Tokens;

/// In `8–12 %`, `days 1–10` and `20 to 30 percent` both ends are of one kind.
pub(super) fn share_kinds(tokens: &Tokens, numbers: &mut [Number]) {
    for at in 1..numbers.len() {
        let Some([left, right]) = numbers.get_mut(at - 1..=at) else { continue };
        if !is_range(tokens, left, right) {
            continue;
        }
        match (left.kind, right.kind) {
            (Kind::Count, Kind::Percent | Kind::Money | Kind::Factor | Kind::Plan) => {
                left.kind = right.kind;
                left.currency = right.currency;
                left.marked |= right.marked;
            }
            (Kind::Plan, Kind::Percent) if !left.spelled && left.step < 1.0 => {
                left.kind = right.kind;
            }
            (Kind::Plan, Kind::Count) if !left.spelled && !right.marked => right.kind = Kind::Plan,
            (Kind::Money, Kind::Count) => {
                right.kind = Kind::Money;
                right.currency = left.currency;
            }
            _ => {}
        }
    }
}

fn is_range(tokens: &Tokens, left: &Number, right: &Number) -> bool {
    let between = tokens.text.get(left.span.end..right.span.start).unwrap_or_default().trim();
    right.first == left.last + 1 && matches!(between, "–" | "-" | "—" | "‑" | "," | "&")
        || right.first == left.last + 2
            && matches!(
                between,
                "to" | "and"
                    | "or"
                    | "bis"
                    | "und"
                    | "oder"
                    | "a"
                    | "y"
                    | "o"
                    | "à"
                    | "et"
                    | "ou"
                    | "e"
                    | "en"
                    | "tot"
                    | "of"
                    | "से"
                    | "और"
                    | ", and"
                    | ", or"
            )
            && between != "of"
}
