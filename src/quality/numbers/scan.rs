//! Finds the numbers of a text and says what each one is.

use std::ops::Range;

use super::literal::{currency, scale, spelled, worth};
use crate::quality::tokens::{Token, TokenKind, Tokens};
use crate::quality::vocabulary::Tag;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Per cent.
    Percent,
    /// An amount of money.
    Money,
    /// A multiple or a performance ratio (`3.2x`, `ROAS 2.1`).
    Factor,
    /// Anything counted.
    Count,
    /// A calendar year.
    Year,
    /// A date, time, duration, measure, ordinal or place in an order: no claim by itself.
    Plan,
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Bytes of the text, currency and unit included.
    pub span: Range<usize>,
    /// What it is worth.
    pub value: f64,
    /// Its other reading.
    pub other: Option<f64>,
    /// What it is.
    pub kind: Kind,
    /// Code of its currency.
    pub currency: Option<&'static str>,
    /// One unit of its last digit: `0.1` for `3.2`, `1000` for `12k`.
    pub step: f64,
    /// Whether it is spelt out.
    pub spelled: bool,
    /// Whether a mark, scale or thousands separator makes it more than bare digits.
    pub marked: bool,
}

/// The numbers of `tokens`, in order.
#[must_use]
pub fn scan(tokens: &Tokens) -> Vec<Number> {
    let mut numbers: Vec<Number> = vec![];
    let mut at = 0;
    while let Some(token) = tokens.list.get(at) {
        let found = match token.kind {
            TokenKind::Number => figure(tokens, at),
            TokenKind::Word => in_words(tokens, at),
        };
        at = found.as_ref().map_or(at, |number| number.last) + 1;
        numbers.extend(found);
    }
    share_kinds(tokens, &mut numbers);
    numbers
}

/// Reads around token `at`, a number literal.
fn figure(tokens: &Tokens, at: usize) -> Option<Number> {
    let token = tokens.list.get(at)?;
    let literal = tokens.text.get(token.start..token.digits_end)?;
    let Some(worth) = worth(literal) else { return Some(plain(token, at, 0.0)) };
    let mut number = plain(token, at, worth.value);
    number.other = worth.other;
    number.step = 0.1f64.powi(i32::try_from(worth.decimals).unwrap_or(0));
    number.marked = worth.grouped;
    Reader { tokens, token, decimals: worth.decimals }.classify(&mut number);
    Some(number)
}

fn plain(token: &Token, at: usize, value: f64) -> Number {
    Number {
        first: at,
        last: at,
        span: token.start..token.end,
        value,
        other: None,
        kind: Kind::Plan,
        currency: None,
        step: 1.0,
        spelled: false,
        marked: false,
    }
}

struct Reader<'t> {
    tokens: &'t Tokens,
    token: &'t Token,
    decimals: u32,
}

impl Reader<'_> {
    fn classify(&self, number: &mut Number) {
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

    fn after(&self, number: &Number) -> &str {
        self.tokens.text.get(number.span.end..).unwrap_or_default()
    }

    fn next(&self, number: &Number) -> Option<&Token> {
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

    /// A number without percent and currency: a multiple, a year, a count or no claim at all.
    fn counted(&self, number: &mut Number, suffix: &str) -> Kind {
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

fn is_tight(gap: &str) -> bool {
    matches!(gap, "" | " " | "-" | "\u{a0}" | "\u{202f}" | "‑" | ". " | ".")
}

/// A number in words from token `at`: `seventy-three percent`, `two million`, `nineteen`.
fn in_words(tokens: &Tokens, at: usize) -> Option<Number> {
    let token = tokens.list.get(at)?;
    let mut value = spelled(&token.folded)?;
    let mut last = at;
    let word = |at: usize| tokens.list.get(at).map(|token| &*token.folded);
    let joined = value >= 20.0 && matches!(tokens.gap_after(at), "-" | " " | "‑");
    let units = word(at + 1).and_then(spelled).filter(|u| joined && (1.0..10.0).contains(u));
    if let Some(units) = units {
        value += units;
        last += 1;
    }
    let mut scaled = false;
    while let Some(factor) =
        word(last + 1).and_then(scale).filter(|_| tokens.gap_after(last) == " ")
    {
        value *= factor;
        last += 1;
        scaled = true;
    }
    let mut number = plain(token, at, value);
    number.spelled = true;
    let percent = tokens.list.get(last + 1).is_some_and(|next| next.has(Tag::PercentWord));
    if percent && tokens.gap_after(last) == " " {
        number.kind = Kind::Percent;
        last += 1;
    } else if scaled && value >= 1e3 {
        let money = tokens.list.get(last + 1).is_some_and(|next| next.has(Tag::CurrencyWord));
        number.kind = if money { Kind::Money } else { Kind::Count };
        number.marked = true;
        number.step = value;
    }
    number.last = last;
    number.span.end = tokens.list.get(last).map_or(token.end, |token| token.end);
    Some(number)
}

/// In `8–12 %`, `days 1–10` and `20 to 30 percent` both ends are of one kind.
fn share_kinds(tokens: &Tokens, numbers: &mut [Number]) {
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

#[cfg(test)]
mod tests {
    use super::{Kind, scan};
    use crate::quality::tokens::Tokens;

    fn kinds(text: &str) -> Vec<(Kind, f64)> {
        let tokens = Tokens::of(text);
        scan(&tokens).iter().filter(|n| n.kind != Kind::Plan).map(|n| (n.kind, n.value)).collect()
    }

    #[test]
    fn reads_claims() {
        for (text, kind, value) in [
            ("73% of shoppers", Kind::Percent, 73.0),
            ("8,5 % im Monat", Kind::Percent, 8.5),
            ("seventy-three percent agree", Kind::Percent, 73.0),
            ("40 Prozent", Kind::Percent, 40.0),
            ("₹12,00,000 a year", Kind::Money, 1_200_000.0),
            ("₹2.4 crore", Kind::Money, 24_000_000.0),
            ("12.900,50 €", Kind::Money, 12_900.5),
            ("a $1.2M fund", Kind::Money, 1_200_000.0),
            ("£4.5m of sales", Kind::Money, 4_500_000.0),
            ("USD 500 today", Kind::Money, 500.0),
            ("3 millones de euros", Kind::Money, 3_000_000.0),
            ("5k followers", Kind::Count, 5_000.0),
            ("3 lakh students", Kind::Count, 300_000.0),
            ("two million users", Kind::Count, 2_000_000.0),
            ("a 3.2x return", Kind::Factor, 3.2),
            ("3 times more likely", Kind::Factor, 3.0),
            ("blended ROAS of 4.8", Kind::Factor, 4.8),
            ("founded in 1987", Kind::Year, 1987.0),
            ("12 000 clients", Kind::Count, 12_000.0),
            ("20 years of experience", Kind::Count, 20.0),
            ("ग्राहक ४५%", Kind::Percent, 45.0),
            ("売上は30%増", Kind::Percent, 30.0),
        ] {
            assert_eq!(kinds(text).first(), Some(&(kind, value)), "{text}");
        }
    }

    #[test]
    fn leaves_plan_quantities_alone() {
        for text in [
            "on 12 April",
            "April 12 and May 31",
            "15 de octubre",
            "at 07:40",
            "5:51 a.m.",
            "by 6 p.m.",
            "Day 30",
            "Days 11–20",
            "Weeks 9–16",
            "Concepts 1 and 4",
            "3 times a week",
            "20-second clip",
            "within 24 hours",
            "a 38 MB download",
            "2.18 m long",
            "#EmberAt6 and #29DollarWeek",
            "the 14th",
            "a 1960s dresser",
            "GA4 and Dock9",
            "3PL firms",
            "am 3. Februar",
            "8:30 Uhr",
            "12/05/2027",
            "90 Tage",
            "sizes 6–22",
            "aged 24–45",
            "step 2",
            "two or four weeks",
            "15.10.2027",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn ends_of_a_range_are_of_one_kind() {
        assert_eq!(kinds("8–12%"), [(Kind::Percent, 8.0), (Kind::Percent, 12.0)]);
        assert_eq!(kinds("$45,000–$110,000"), [(Kind::Money, 45_000.0), (Kind::Money, 110_000.0)]);
        assert_eq!(kinds("€1,200 to 6,800"), [(Kind::Money, 1_200.0), (Kind::Money, 6_800.0)]);
        assert_eq!(kinds("5, 10 and 20% off").len(), 3);
    }
}
