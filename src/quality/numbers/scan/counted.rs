//! What a number without percent and currency is: a multiple, a year, a count or no claim.

use super::reader::{Reader, is_tight};
use super::{Kind, Number};
use crate::quality::tokens::Token;
use crate::quality::vocabulary::Tag;

impl Reader<'_> {
    /// A number without percent and currency: a multiple, a year, a count or no claim at all.
    pub(super) fn counted(&self, number: &mut Number, suffix: &str) -> Kind {
        let after = self.after(number);
        if suffix.eq_ignore_ascii_case("x") || after.starts_with('×') || after.starts_with(" ×") {
            let times = after.trim_start_matches([' ', '×']);
            let product = times.starts_with(|c: char| c.is_ascii_digit() || "€$£₹".contains(c));
            return if product { Kind::Count } else { Kind::Factor };
        }
        if matches!(suffix, "m" | "b" | "l" | "L") && number.value < 1e5 {
            return Kind::Plan;
        }
        if self.is_dated(number) || self.is_labelled(number) {
            return Kind::Plan;
        }
        let gap = self.tokens.gap_after(number.last);
        if let Some(next) = self.next(number).filter(|_| is_tight(gap)) {
            if next.has(Tag::Duration) {
                return if self.counts_experience(number) { Kind::Count } else { Kind::Plan };
            }
            if next.has(Tag::Measure) && !number.marked {
                return Kind::Plan;
            }
            if next.has(Tag::FactorWord) && !self.is_letter(next) {
                return if self.compares(number) { Kind::Factor } else { Kind::Plan };
            }
        }
        let bare = !number.marked && self.decimals == 0;
        if bare && (1800.0..2100.0).contains(&number.value) {
            return Kind::Year;
        }
        if self.decimals > 0 && !number.marked {
            return if self.is_metric(number) { Kind::Factor } else { Kind::Plan };
        }
        Kind::Count
    }

    /// A capital X on its own is a name, as in `in 2027 X opens`.
    fn is_letter(&self, token: &Token) -> bool {
        self.tokens.text.get(token.start..token.end) == Some("X")
    }

    fn is_dated(&self, number: &Number) -> bool {
        if self.decimals > 0 || !(1.0..=31.0).contains(&number.value) {
            return false;
        }
        let month = |at: usize| self.tokens.list.get(at).is_some_and(|t| t.has(Tag::Month));
        let of = |at: usize| {
            self.tokens
                .list
                .get(at)
                .is_some_and(|t| matches!(&*t.folded, "de" | "of" | "di" | "del"))
        };
        let next = number.last + 1;
        let near = matches!(self.tokens.gap_after(number.last), " " | ". " | "." | "\u{a0}");
        let before = number.first.checked_sub(1).is_some_and(month)
            && matches!(self.tokens.gap_before(number.first), " " | ". " | "\u{a0}");
        before || near && (month(next) || of(next) && month(next + 1))
    }

    fn is_labelled(&self, number: &Number) -> bool {
        let word = number.first.checked_sub(1).and_then(|at| self.tokens.list.get(at));
        let gap = self.tokens.gap_before(number.first);
        word.is_some_and(|word| word.has(Tag::Label))
            && matches!(gap, " " | "-" | "\u{a0}" | ". " | " #")
            && !number.marked
            && (number.value < 1_000.0
                || word.is_some_and(|w| matches!(&*w.folded, "iso" | "din" | "en")))
    }

    /// `15 years of experience`, `over 20 years in business`.
    fn counts_experience(&self, number: &Number) -> bool {
        let words = self.tokens.list.iter().skip(number.last + 1).take(5);
        let words: Vec<&str> = words.map(|token| &*token.folded).collect();
        let year = words.first().is_some_and(|w| {
            w.starts_with("year") || w.starts_with("jahr") || w.starts_with("año") || *w == "ans"
        });
        let told = words.iter().any(|word| {
            matches!(
                *word,
                "experience"
                    | "expertise"
                    | "erfahrung"
                    | "experiencia"
                    | "expérience"
                    | "heritage"
            )
        });
        year && (told || words.get(1..3).is_some_and(|rest| rest == ["in", "business"]))
    }

    /// `3 times more`, not `3 times a week`.
    fn compares(&self, number: &Number) -> bool {
        let word = self.tokens.list.get(number.last + 2).map(|token| &*token.folded);
        !word.is_some_and(|word| {
            matches!(
                word,
                "a" | "an"
                    | "per"
                    | "each"
                    | "every"
                    | "in"
                    | "on"
                    | "during"
                    | "at"
                    | "pro"
                    | "die"
                    | "im"
                    | "par"
                    | "por"
                    | "al"
                    | "a la"
                    | "su"
                    | "daily"
                    | "weekly"
                    | "and"
                    | "with"
                    | "before"
                    | "za"
                    | "die woche"
            )
        }) && self.next(number).is_some_and(|next| {
            &*next.folded != "mal"
                && &*next.folded != "keer"
                && &*next.folded != "fois"
                && &*next.folded != "veces"
                || word.is_some_and(|w| matches!(w, "so" | "mehr" | "plus" | "más" | "zo" | "meer"))
        })
    }

    fn is_metric(&self, number: &Number) -> bool {
        let start = number.first.saturating_sub(5);
        let near = self.tokens.list.iter().skip(start).take(number.last + 3 - start);
        near.clone().any(|token| token.has(Tag::Metric))
    }
}
