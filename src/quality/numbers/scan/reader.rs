//! Reads what stands around a number literal: scale, currency, percent.

use super::Kind;
use super::Number;
use crate::quality::numbers::literal::{currency, scale};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// A number literal with the text around it.
pub(super) struct Reader<'t> {
    pub(super) tokens: &'t Tokens,
    pub(super) token: &'t Token,
    pub(super) decimals: u32,
}

impl Reader<'_> {
    pub(super) fn classify(&self, number: &mut Number) {
        let suffix = self.suffix();
        if self.is_name_or_order(number, suffix) {
            return;
        }
        self.take_scale(number, suffix);
        self.take_currency_before(number);
        if self.take_percent(number) || self.take_currency_after(number) {
            return;
        }
        if number.currency.is_some() {
            number.kind = Kind::Money;
            return;
        }
        number.kind = self.counted(number, suffix);
    }

    fn suffix(&self) -> &str {
        self.tokens.text.get(self.token.digits_end..self.token.end).unwrap_or_default()
    }

    pub(super) fn after(&self, number: &Number) -> &str {
        self.tokens.text.get(number.span.end..).unwrap_or_default()
    }

    pub(super) fn next(&self, number: &Number) -> Option<&Token> {
        self.tokens.list.get(number.last + 1)
    }

    /// Hashtags, clock times, slashed dates, ordinals, decades, labels such as `3PL`.
    fn is_name_or_order(&self, number: &Number, suffix: &str) -> bool {
        let before = self.tokens.text.get(..self.token.start).unwrap_or_default();
        let after = self.after(number);
        let digit_after = |mark: char| {
            after
                .strip_prefix(mark)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        let digit_before = |mark: char| {
            before
                .strip_suffix(mark)
                .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
        };
        let clock = self.next(number).is_some_and(|next| matches!(&*next.folded, "a" | "p"))
            && self.tokens.list.get(number.last + 2).is_some_and(|next| &*next.folded == "m");
        let lower = suffix.to_ascii_lowercase();
        before.ends_with(['#', '@', '_'])
            || digit_after(':')
            || digit_before(':')
            || digit_after('/')
            || digit_before('/')
            || clock
            || after.starts_with(['º', 'ª'])
            || matches!(
                lower.as_str(),
                "st" | "nd" | "rd" | "th" | "s" | "am" | "pm" | "h" | "er" | "ème" | "e"
            )
            || !matches!(
                lower.as_str(),
                "" | "k" | "m" | "mn" | "mm" | "bn" | "b" | "x" | "cr" | "l" | "mio" | "mrd" | "tn"
            )
    }

    fn take_scale(&self, number: &mut Number, suffix: &str) {
        let glued = match suffix {
            "k" | "K" => 1e3,
            "M" | "mn" | "mm" | "MM" | "mio" => 1e6,
            "m" if self.money_before().is_some() => 1e6,
            "b" | "B" | "bn" | "mrd" => 1e9,
            "tn" => 1e12,
            "cr" | "Cr" => 1e7,
            "L" if self.money_before().is_some() => 1e5,
            _ => 1.0,
        };
        number.value *= glued;
        number.step *= glued;
        number.marked |= glued > 1.0;
        let Some(next) = self.next(number) else { return };
        let gap = self.tokens.gap_after(number.last);
        let Some(factor) =
            scale(&next.folded).filter(|_| matches!(gap, "" | " " | "\u{a0}" | "-" | "\u{202f}"))
        else {
            return;
        };
        if glued > 1.0 || factor < 1e3 || number.value >= 1e5 {
            return;
        }
        // `2.500 millones` and `2.4 crore` are decimals before a scale word.
        if let Some(other) = number.other.take().filter(|_| factor >= 1e6) {
            number.value = other;
            number.step = 0.1f64.powi(3);
        }
        number.value *= factor;
        number.step *= factor;
        number.last += 1;
        number.span.end = next.end;
        number.marked = true;
    }

    fn money_before(&self) -> Option<&'static str> {
        let before = self.tokens.text.get(..self.token.start).unwrap_or_default();
        let tight =
            before.trim_end_matches([' ', '\u{a0}', '~', '−', '-', '+', '<', '>', '≤', '≥']);
        let mark = tight.chars().next_back()?;
        let mut buffer = [0; 4];
        currency(mark.encode_utf8(&mut buffer)).filter(|_| !mark.is_alphabetic())
    }

    fn take_currency_before(&self, number: &mut Number) {
        if let Some(code) = self.money_before() {
            let before = self.tokens.text.get(..self.token.start).unwrap_or_default();
            let at = before.rfind(|c: char| !c.is_whitespace() && !"~−-+<>≤≥".contains(c));
            number.span.start = at.unwrap_or(number.span.start);
            number.currency = Some(code);
            return;
        }
        let Some(word) = number.first.checked_sub(1).and_then(|p| self.tokens.list.get(p)) else {
            return;
        };
        let gap = self.tokens.gap_before(number.first);
        if word.has(Tag::CurrencyWord) && matches!(gap, "" | " " | "." | ". " | "\u{a0}") {
            number.currency = currency(&word.folded).or(Some("OTHER"));
            number.span.start = word.start;
        }
    }

    fn take_percent(&self, number: &mut Number) -> bool {
        let after = self.after(number);
        let tight = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        if tight.starts_with(['%', '％', '٪']) && number.currency.is_none() {
            let mark = tight.chars().next().map_or(0, char::len_utf8);
            number.span.end += after.len() - tight.len() + mark;
            number.kind = Kind::Percent;
            number.marked = true;
            return true;
        }
        let gap = self.tokens.gap_after(number.last);
        let Some(next) = self.next(number).filter(|_| is_tight(gap)) else { return false };
        if next.has(Tag::PercentWord) {
            number.kind = Kind::Percent;
            number.marked = true;
            number.last += 1;
            number.span.end = next.end;
        }
        next.has(Tag::PercentWord)
    }

    fn take_currency_after(&self, number: &mut Number) -> bool {
        let after = self.after(number);
        let tight = after.trim_start_matches([' ', '\u{a0}', '\u{202f}', '.']);
        let mut buffer = [0; 4];
        let mark = tight.chars().next().filter(|c| !c.is_alphabetic());
        let code = mark.and_then(|mark| currency(mark.encode_utf8(&mut buffer)));
        let near = after.len() - tight.len() <= 3;
        // `$` belongs to the number after it.
        let follows = tight.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        if let (Some(code), Some(mark), true, false) = (code, mark, near, follows) {
            if number.currency.is_none() {
                number.span.end += after.len() - tight.len() + mark.len_utf8();
                number.currency = Some(code);
            }
            number.kind = Kind::Money;
            number.marked = true;
            return true;
        }
        let skip = usize::from(
            self.next(number).is_some_and(|next| matches!(&*next.folded, "de" | "d'euros")),
        );
        let Some(word) = self.tokens.list.get(number.last + 1 + skip) else { return false };
        if !word.has(Tag::CurrencyWord) || !is_tight(self.tokens.gap_after(number.last)) {
            return false;
        }
        if number.currency.is_none() {
            number.last += 1 + skip;
            number.span.end = word.end;
            number.currency = currency(&word.folded).or(Some("OTHER"));
        }
        number.kind = Kind::Money;
        number.marked = true;
        true
    }
}

/// Whether what stands between a number and a word lets the word belong to it.
pub(super) fn is_tight(gap: &str) -> bool {
    matches!(gap, "" | " " | "-" | "\u{a0}" | "\u{202f}" | "‑" | ". " | ".")
}
