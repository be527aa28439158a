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
