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
            return match product {
                true if self.is_size(number) => Kind::Plan,
                true => Kind::Count,
                false => Kind::Factor,
            };
        }
        if after.starts_with(" x ") && self.is_size(number) {
            return Kind::Plan;
        }
        if matches!(suffix, "m" | "b" | "l" | "L") && number.value < 1e5 {
            return Kind::Plan;
        }
        if self.is_dated(number)
            || self.is_labelled(number)
            || self.is_name(number)
            || self.ends_a_size(number)
        {
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
                // Nobody does a thing a thousand times a month; people search that often.
                let many = number.value >= 1_000.0;
                return match self.compares(number) {
                    true => Kind::Factor,
                    false if many => Kind::Count,
                    false => Kind::Plan,
                };
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

    /// `1080 × 1350`, `1920 x 1080`: two bare numbers, no third factor and no result.
    fn is_size(&self, number: &Number) -> bool {
        let times = |c: char| matches!(c, ' ' | '×' | 'x' | 'X' | '\u{a0}');
        let after = self.after(number).trim_start_matches(times);
        let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let before = self.tokens.text.get(..self.token.start).unwrap_or_default().trim_end();
        let more = ['×', '=', '%', '+', '€', ',', '.'];
        let goes_on = rest.trim_start().starts_with(more) && !is_end(rest);
        !number.marked && rest.len() < after.len() && !goes_on && !before.ends_with(['×', '=', '+'])
    }

    /// The second number of a size.
    fn ends_a_size(&self, number: &Number) -> bool {
        let before = self.tokens.text.get(..self.token.start).unwrap_or_default().trim_end();
        let Some(before) = before.strip_suffix(['×', 'x', 'X']) else { return false };
        let first = before.trim_end();
        let rest = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let more = ['×', '=', '%', '+', ',', '.', '€', '$', '£', '₹'];
        let after = self.after(number);
        let goes_on = after.trim_start().starts_with(more) && !is_end(after);
        !number.marked && rest.len() < first.len() && !rest.trim_end().ends_with(more) && !goes_on
    }

    /// `RAL 9010`, `1400 Market Street`, `TN 37402`: the number belongs to a name.
    fn is_name(&self, number: &Number) -> bool {
        let plain = !number.marked && self.decimals == 0;
        plain && (self.follows_a_mark(number) || self.is_in_an_address(number))
    }

    /// After two to five capitals that are no currency and no measure.
    fn follows_a_mark(&self, number: &Number) -> bool {
        let Some(word) = number.first.checked_sub(1).and_then(|at| self.tokens.list.get(at)) else {
            return false;
        };
        let text = self.tokens.text.get(word.start..word.end).unwrap_or_default();
        let capitals =
            (2..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase());
        let other = [Tag::Metric, Tag::CurrencyWord, Tag::ClaimNoun, Tag::Comparator, Tag::Wording];
        capitals
            && matches!(self.tokens.gap_before(number.first), " " | "\u{a0}" | "-")
            && !other.iter().any(|tag| word.has(*tag))
    }

    fn is_in_an_address(&self, number: &Number) -> bool {
        let words = self.tokens.list.iter().skip(number.last + 1).take(4);
        let street = words.take_while(|word| {
            let first = self.tokens.text.get(word.start..).and_then(|rest| rest.chars().next());
            first.is_some_and(|first| first.is_uppercase() || first.is_ascii_digit())
        });
        street.skip(1).any(|word| word.has(Tag::Street))
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

/// Whether `text` begins with the end of a sentence or clause.
fn is_end(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('.' | ',')) && chars.next().is_none_or(char::is_whitespace)
}
