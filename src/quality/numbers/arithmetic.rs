//! Plain arithmetic on numbers: does one follow from others?

use super::scan::{Kind, Number};

/// The unit to which `value` looks rounded: its last digit that is not zero.
#[must_use]
pub fn implied_step(value: f64) -> f64 {
    let mut step = 1.0;
    let whole = value.round();
    if whole <= 0.0 || (value - whole).abs() > 1e-6 {
        return 1.0;
    }
    while (whole / (step * 10.0)).fract().abs() < 1e-9 && step * 10.0 <= whole {
        step *= 10.0;
    }
    step
}

/// Whether `value` is what `number` shows, rounded as it is.
#[must_use]
pub fn equal(value: f64, number: &Number) -> bool {
    let step =
        if number.step < 1.0 { number.step } else { implied_step(number.value).max(number.step) };
    // At least two digits must stand: `1,000` is no rounding of 1,333.
    let step = step.min((number.value / 10.0).max(1.0));
    let fits = |shown: f64, step: f64| (value - shown).abs() <= step / 2.0 + 1e-9;
    fits(number.value, step) || number.other.is_some_and(|other| fits(other, 1e-3))
}

/// Calls `say` with every number that follows from `a` and `b` in one step, and its kind.
pub fn follows_from(a: &Number, b: &Number, say: &mut impl FnMut(f64, Kind)) {
    one_way(a, b, say);
    one_way(b, a, say);
}

fn one_way(a: &Number, b: &Number, say: &mut impl FnMut(f64, Kind)) {
    use Kind::{Count, Factor, Money, Percent, Plan, Year};
    let (x, y) = (a.value, b.value);
    if y <= 0.0 || x <= 0.0 {
        return;
    }
    match (a.kind, b.kind) {
        (Money, Money) => {
            alike(x, y, Money, say);
            say(x / y * 100.0, Percent);
            say((x - y) / y * 100.0, Percent);
            say(x / y, Factor);
            say(x / y, Count);
        }
        (Count, Count) => {
            alike(x, y, Count, say);
            say(x * y, Count);
            say(x / y, Count);
            say(x / y * 100.0, Percent);
            say((x - y) / y * 100.0, Percent);
            say(x / y, Factor);
        }
        (Percent, Percent) => alike(x, y, Percent, say),
        (Money | Count, Percent) => {
            say(x * y / 100.0, a.kind);
            say(x * (100.0 - y) / 100.0, a.kind);
            say(x * (100.0 + y) / 100.0, a.kind);
            say(x / y * 100.0, a.kind);
        }
        (Money, Count | Factor | Plan) => {
            say(x * y, Money);
            say(x / y, Money);
        }
        (Count, Factor | Plan) => {
            say(x * y, Count);
            say(x / y, Count);
            if b.kind == Plan {
                alike(x, y, Count, say);
                say(x / y * 100.0, Percent);
            }
        }
        (Plan, Count | Plan) => say(x / y * 100.0, Percent),
        (Factor, Factor) => {
            alike(x, y, Factor, say);
            say((x - y) / y * 100.0, Percent);
        }
        (Year, Year) => alike(x, y, Count, say),
        _ => {}
    }
}

fn alike(x: f64, y: f64, kind: Kind, say: &mut impl FnMut(f64, Kind)) {
    say(x + y, kind);
    if x > y {
        say(x - y, kind);
    }
}

/// Whether `number` follows from two of `here` (one of which may stand in `beyond`), from the
/// sum of several of them, or completes them to a number of `wholes`.
#[must_use]
pub fn is_derived(
    number: &Number,
    here: &[&Number],
    beyond: &[&Number],
    wholes: &[&Number],
) -> bool {
    let mut found = false;
    let mut say = |value: f64, kind: Kind| {
        found = found || kind == number.kind && equal(value, number);
    };
    for (at, left) in here.iter().enumerate() {
        for right in here.iter().skip(at + 1) {
            follows_from(left, right, &mut say);
        }
        let exact = |right: &&&Number| number.kind != Kind::Percent || right.kind == number.kind;
        let twin = |right: &&&Number| {
            right.kind == left.kind && right.value.total_cmp(&left.value).is_eq()
        };
        for right in beyond.iter().filter(exact).filter(|right| !twin(right)) {
            follows_from(left, right, &mut say);
        }
        if left.kind == Kind::Percent {
            say(100.0 - left.value, Kind::Percent);
        }
        for months in [12.0, 52.0, 1000.0] {
            if matches!(left.kind, Kind::Money | Kind::Count) && left.value >= 100.0 {
                say(left.value / months, left.kind);
                say(left.value * months, left.kind);
            }
        }
    }
    found || sums_up(number, here, wholes) || is_unit_price(number, here)
}

/// `250 g at €12.90, or €5.16 per 100 g`.
fn is_unit_price(number: &Number, here: &[&Number]) -> bool {
    const MOST: usize = 8;
    let here = || here.iter().take(MOST);
    let measures = || here().filter(|other| other.kind == Kind::Plan && other.value > 0.0);
    let price = |paid: &&&Number| {
        let each =
            |of: &&Number| measures().any(|per| equal(paid.value / of.value * per.value, number));
        paid.kind == Kind::Money && measures().any(each)
    };
    number.kind == Kind::Money && number.value < 1_000.0 && here().any(|paid| price(&paid))
}

fn sums_up(number: &Number, here: &[&Number], wholes: &[&Number]) -> bool {
    let alike: Vec<&&Number> = here.iter().filter(|other| other.kind == number.kind).collect();
    let sum: f64 = alike.iter().map(|other| other.value).sum();
    if alike.len() >= 2 && equal(sum, number) {
        return true;
    }
    let whole = sum + number.value;
    alike.len() >= 2
        && wholes
            .iter()
            .any(|fact| fact.kind == number.kind && (fact.value - whole).abs() <= whole * 1e-9)
}

#[cfg(test)]
mod tests {
    use super::{Number, is_derived};
    use crate::quality::numbers::scan::scan;
    use crate::quality::tokens::Tokens;

    /// Whether the last number of `text` follows from the others.
    fn derived(text: &str) -> bool {
        let numbers = scan(&Tokens::of(text));
        let (last, others) = numbers.split_last().unwrap();
        let others: Vec<&Number> = others.iter().collect();
        is_derived(last, &others, &[], &[])
    }

    #[test]
    fn follows_plain_arithmetic() {
        for text in [
            "$18,000 divided by 140 is about $129",
            "9,400 at 38% is about 3,570",
            "from 38,000 to 90,000, so 52,000",
            "£52,000 of £95,000, or 55%",
            "€10,000, €10,800 and €3,200 make €24,000",
            "₹2.4 crore at ₹450 buys about 53,300 customers",
            "£195,000 at a ROAS of 3.2 needs about £61,000",
            "220 bikes over six months is 1,320",
            "4.200 Abos, 8,5 %, rund 357",
            "58% sits there, the other 42%",
            "twelve payments of ₹299 come to ₹3,588",
            "250 g cost €12.90, and 100 g of it €5.16",
        ] {
            assert!(derived(text), "{text}");
        }
        for text in [
            "$18,000 divided by 140 is about $141",
            "from 38,000 to 90,000, so 61,000",
            "£52,000 of £95,000, or 73%",
            "42 minutes a day bring 61% back",
            "€10,000 and €3,200 make €15,000",
            "four weeks, 12,400 users",
        ] {
            assert!(!derived(text), "{text}");
        }
    }
}
