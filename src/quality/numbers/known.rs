//! The numbers that a report may state as facts: those of the brief and the sources, and what
//! follows from the brief's by plain arithmetic. The spine gives none: its figures are targets
//! and assumptions, or the brief's own.

use super::arithmetic::{equal, follows_from, implied_step};
use super::scan::{Kind, Number, scan};
use crate::domain::{Brief, BriefField};
use crate::quality::input::GateInput;
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

/// A number that somebody gave us.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The number.
    pub number: Number,
    /// Which piece of text it stands in.
    pub piece: usize,
    /// Content words near it, folded.
    pub near: Vec<String>,
    /// The clause that it stands in, as written.
    pub clause: String,
    /// The words right after it, folded.
    pub after: Vec<String>,
    /// Whether it is the client's budget.
    pub budget: bool,
    /// Whether it belongs to the client's goal.
    pub goal: bool,
}

/// All given numbers.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Numbers of the brief, in order.
    pub brief: Vec<Fact>,
    /// Texts of the brief that name a month; with whether each is its timeline or its
    /// goal.
    pub dated: Vec<(String, bool, bool)>,
    /// Numbers of sources.
    pub others: Vec<Number>,
    /// Worth of what follows from the brief's numbers, with its kind.
    derived: Vec<(f64, Kind)>,
    years: (f64, f64),
}

/// Pairs of numbers beyond this many are not combined.
const MOST_FACTS: usize = 60;

impl Known {
    /// Reads the input.
    #[must_use]
    pub fn of(input: &GateInput<'_>) -> Self {
        let mut known = Self::default();
        for (piece, text) in pieces(input.brief).iter().enumerate() {
            let is = |field: &Option<String>| field.as_ref() == Some(text);
            let (budget, goal) = (is(&input.brief.budget), is(&input.brief.primary_goal));
            known.read_brief(piece, text, [budget, goal, is(&input.brief.timeline)]);
        }
        for text in other_texts(input) {
            known.others.extend(scan(&Tokens::of(&text)));
        }
        known.derive();
        let year = f64::from(input.brief.start_date.year());
        known.years = (year - 1.0, year + 3.0);
        known
    }

    fn read_brief(&mut self, piece: usize, text: &str, [budget, goal, timeline]: [bool; 3]) {
        let tokens = Tokens::of(text);
        if tokens.list.iter().any(|token| token.has(Tag::Month)) {
            self.dated.push((text.to_owned(), timeline, goal));
        }
        for number in scan(&tokens) {
            let near = super::nearby::words_near(&tokens, &number);
            let near = near.into_iter().map(str::to_owned).collect();
            let clause = super::nearby::clause_of(&tokens, &number).to_owned();
            let after = tokens.list.iter().skip(number.last + 1).take(3);
            let after = after.map(|token| token.folded.to_string()).collect();
            self.brief.push(Fact { number, piece, near, clause, after, budget, goal });
        }
    }

    fn derive(&mut self) {
        let facts: Vec<&Fact> = self.brief.iter().take(MOST_FACTS).collect();
        let mut derived = vec![];
        for (at, left) in facts.iter().enumerate() {
            if left.number.kind == Kind::Percent {
                derived.push((100.0 - left.number.value, Kind::Percent));
            }
            for right in facts.iter().skip(at + 1) {
                let near = left.piece == right.piece;
                follows_from(&left.number, &right.number, &mut |value, kind| {
                    let telling = implied_step(value) < value / 50.0;
                    if near && matches!(kind, Kind::Money | Kind::Count)
                        || telling && kind == Kind::Money
                    {
                        derived.push((value, kind));
                    }
                });
            }
        }
        let yearly = |fact: &&&Fact| {
            !facts.iter().any(|other| other.piece == fact.piece && is_yearly(other))
        };
        derived.extend(facts.iter().filter(yearly).filter_map(|fact| by_the_year(fact)));
        derived.extend(sums(&facts));
        self.derived = derived;
    }

    /// Whether `number` is given as it stands.
    #[must_use]
    pub fn holds(&self, number: &Number) -> bool {
        if number.kind == Kind::Year && (self.years.0..=self.years.1).contains(&number.value) {
            return true;
        }
        let given = self.brief.iter().map(|fact| &fact.number).chain(&self.others);
        given.into_iter().any(|fact| same(fact, number))
    }

    /// Whether `number` stands in the brief, or follows from it; years of the plan do.
    #[must_use]
    pub fn is_of_the_brief(&self, number: &Number) -> bool {
        number.kind == Kind::Year && (self.years.0..=self.years.1).contains(&number.value)
            || self.brief.iter().any(|fact| same(&fact.number, number))
            || self.implies(number)
    }

    /// Whether `number` follows from the brief's numbers alone.
    #[must_use]
    pub fn implies(&self, number: &Number) -> bool {
        // Many pairs make many values: rounding has less room than within one sentence.
        let fits = |value: f64| {
            equal(value, number) && (value - number.value).abs() <= number.value * 0.004 + 1e-9
        };
        self.derived.iter().any(|(value, kind)| *kind == number.kind && fits(*value))
    }
}

/// Whether two numbers say the same.
#[must_use]
pub fn same(fact: &Number, number: &Number) -> bool {
    let kinds = match (fact.kind, number.kind) {
        (Kind::Percent, kind) | (kind, Kind::Percent) => {
            kind == Kind::Percent && fact.kind == number.kind
        }
        (Kind::Money, Kind::Money) => {
            fact.currency == number.currency || fact.currency.is_none() || number.currency.is_none()
        }
        (Kind::Year, kind) | (kind, Kind::Year) => kind == Kind::Year,
        // A brief may leave the currency of a budget out, not that of a price.
        (Kind::Money, _) | (_, Kind::Money) => fact.value >= 1_000.0,
        _ => true,
    };
    if !kinds {
        return false;
    }
    let values = |n: &Number| [Some(n.value), n.other];
    values(fact).into_iter().flatten().any(|a| {
        values(number).into_iter().flatten().any(|b| {
            (a - b).abs() <= a.abs().max(b.abs()) * 1e-9
                || number.step >= 1_000.0 && (a - b).abs() <= number.step / 2.0
                || number.marked && number.value >= 1e6 && (a - b).abs() <= number.step / 2.0
        })
    })
}

/// Whether `fact` is an amount for a year.
fn is_yearly(fact: &Fact) -> bool {
    const YEAR: [&str; 8] = ["year", "annum", "jahr", "año", "an", "ano", "anno", "jaar"];
    fact.number.kind == Kind::Money
        && fact.after.iter().take(2).any(|word| YEAR.contains(&word.as_str()))
}

/// An amount for a month, for twelve of them.
fn by_the_year(fact: &Fact) -> Option<(f64, Kind)> {
    const MONTH: [&str; 8] = ["month", "monthly", "monat", "mes", "mois", "mês", "mese", "maand"];
    let monthly = fact.after.iter().take(2).any(|word| MONTH.contains(&word.as_str()));
    (monthly && fact.number.kind == Kind::Money).then_some((fact.number.value * 12.0, Kind::Money))
}

/// Sums of two to five amounts in a row.
fn sums(facts: &[&Fact]) -> Vec<(f64, Kind)> {
    let mut sums = vec![];
    for (at, first) in facts.iter().enumerate() {
        if first.number.kind != Kind::Money {
            continue;
        }
        let mut sum = first.number.value;
        let row = facts.iter().skip(at + 1).filter(|f| f.number.kind != Kind::Plan);
        for next in
            row.take_while(|f| f.piece == first.piece && f.number.kind == Kind::Money).take(4)
        {
            sum += next.number.value;
            sums.push((sum, Kind::Money));
        }
    }
    sums
}

/// The brief's texts apart: what stands in one of them belongs together.
fn pieces(brief: &Brief) -> Vec<String> {
    let lists = [&brief.pain_points, &brief.kpis, &brief.platforms, &brief.competitors];
    let fields = BriefField::ALL.iter().filter(|field| {
        !matches!(
            field,
            BriefField::PainPoints
                | BriefField::Kpis
                | BriefField::Platforms
                | BriefField::Competitors
                | BriefField::StartDate
        )
    });
    let texts = fields.filter_map(|field| brief.text_of(*field));
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.chain(lists.into_iter().flatten().cloned()).collect()
}

fn other_texts(input: &GateInput<'_>) -> Vec<String> {
    let claims = input.research.claims.iter().map(|claim| claim.text.clone());
    let titles = input.research.sources.iter().map(|source| source.title.clone());
    claims.chain(titles).chain(input.assumptions.iter().cloned()).collect()
}
