//! F2: a number that contradicts the brief or the spine.

mod budget;

use self::budget::misstated_budget;
use crate::domain::SpineKpi;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{clause, sentence, stem, words_near};
use crate::quality::numbers::{Fact, Kind, Known, Ledger, Number, Standing, scan};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

/// Numbers of the brief beyond this many are not compared.
const MOST_FACTS: usize = 80;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let ledger = Ledger::of(view, context);
    let mut reported = vec![];
    for (block, number, standing) in ledger.standings() {
        let Some(tokens) = view.tokens().get(block) else { continue };
        if let Some(fact) = misstated_budget(&ledger, (block, tokens), number, context) {
            let span = view.span_in_block(block, &number.span);
            let shown = super::undeclared::shown(view, block, number);
            findings.add(Found::at(view, span).with("number", shown).with("given", &fact.clause));
            reported.push((block, number.span.clone()));
            continue;
        }
        let cell =
            matches!(view.document.blocks.get(block).map(|b| b.kind), Some(BlockKind::Cell { .. }));
        let small = cell && number.kind == Kind::Count && standing == Standing::NoClaim;
        let shared = findings.rule().count("shared_words");
        let needed = needed(tokens, number, standing, shared).filter(|_| !small);
        let Some(needed) = needed.filter(|_| !context.known().holds(number)) else { continue };
        let derived = standing != Standing::Bare && ledger.is_derived(block, number);
        if derived && ledger.is_worked_out(block, number) {
            continue;
        }
        // What arithmetic on the whole brief can yield needs more to be a mistake.
        let needed = if derived { needed.max(shared + 1) } else { needed };
        let around = ledger.numbers_near(block, number);
        if let Some(fact) = contradicted(tokens, number, context, (standing, needed, around)) {
            let span = view.span_in_block(block, &number.span);
            let shown = super::undeclared::shown(view, block, number);
            findings.add(Found::at(view, span).with("number", shown).with("given", &fact.clause));
            reported.push((block, number.span.clone()));
        }
    }
    super::mismatch::check(view, context, findings, &mut reported);
}

/// In a report the spine is judged too: the KPI of the text against the KPI of the spine.
pub(super) fn check_report(context: &Context<'_>, findings: &mut Findings) {
    let Some(spine) = context.input.spine else { return };
    let kpis: Vec<Kpi<'_>> = spine.kpis.iter().filter_map(Kpi::of).collect();
    for view in context.sections.iter().filter(|view| !view.draft.handed_over) {
        for (block, tokens) in view.tokens().iter().enumerate() {
            let numbers = view.numbers().get(block).map(Vec::as_slice).unwrap_or_default();
            for kpi in &kpis {
                if let Some(number) = kpi.off_target(tokens, numbers) {
                    let span = view.span_in_block(block, &number.span);
                    let shown = super::undeclared::shown(view, block, number);
                    let kpi = kpi.given_as;
                    let found = Found::at(view, span).variant("spine").with("name", &kpi.name);
                    findings.add(found.with("number", shown).with("given", &kpi.target));
                }
            }
        }
    }
}

/// A KPI of the spine, read.
struct Kpi<'s> {
    given_as: &'s SpineKpi,
    name: Tokens,
    goal: Number,
    given: Vec<Number>,
}

impl<'s> Kpi<'s> {
    /// Reads `kpi`; `None` where its name is one word or its target no figure.
    fn of(kpi: &'s SpineKpi) -> Option<Self> {
        let name = Tokens::of(&kpi.name);
        let mut given = scan(&Tokens::of(&kpi.target));
        let goal = given.iter().find(|number| number.kind != Kind::Plan)?.clone();
        given.extend(kpi.baseline.iter().flat_map(|text| scan(&Tokens::of(text))));
        (name.list.len() >= 2).then_some(Self { given_as: kpi, name, goal, given })
    }

    /// A target for it, one of `numbers`, in a sentence that names it and gives another value.
    fn off_target<'n>(&self, tokens: &Tokens, numbers: &'n [Number]) -> Option<&'n Number> {
        if numbers.is_empty() {
            return None;
        }
        tokens.sentences.iter().find_map(|range| {
            let words = tokens.list.get(range.clone())?;
            let wanted = self.name.list.as_slice();
            let alike =
                |window: &[Token]| window.iter().zip(wanted).all(|(a, b)| a.folded == b.folded);
            let named = words.windows(wanted.len()).any(alike);
            let target = || words.iter().any(|t| matches!(&*t.folded, "target" | "goal"));
            if !named || !target() {
                return None;
            }
            let inside =
                || numbers.iter().filter(|n| range.contains(&n.first) && n.kind == self.goal.kind);
            let agrees = inside().any(|n| self.given.iter().any(|given| same(given, n)));
            if agrees { None } else { inside().next() }
        })
    }
}

/// How much must speak for a contradiction: more where the text calls the number its own.
fn needed(tokens: &Tokens, number: &Number, standing: Standing, shared: usize) -> Option<usize> {
    if number.spelled && number.value < 10.0 || !is_comparable(number) || is_hedged(tokens, number)
    {
        return None;
    }
    match standing {
        Standing::Bare => Some(shared),
        Standing::NoClaim => (number.value >= 2.0).then_some(shared),
        Standing::Worded if is_goal(tokens, number) => Some(shared),
        Standing::Worded => Some(shared + 2),
        Standing::Derived => Some(shared + 1),
        Standing::Decision if number.kind == Kind::Percent => Some(shared + 2),
        Standing::Decision | Standing::Given => None,
    }
}

fn is_comparable(number: &Number) -> bool {
    matches!(number.kind, Kind::Percent | Kind::Money | Kind::Count | Kind::Factor | Kind::Year)
}

/// Wording other than "goal" in its clause, or a condition: a checkpoint or an example need not
/// be the brief's figure.
fn is_hedged(tokens: &Tokens, number: &Number) -> bool {
    let words = tokens.list.get(clause(tokens, number)).unwrap_or_default();
    let hedges = |t: &Token| t.has(Tag::Wording) && !names_the_goal(&t.folded);
    let all = tokens.list.get(sentence(tokens, number.first)).unwrap_or_default();
    words.iter().any(|token| hedges(token) || token.has(Tag::Trigger))
        || all.first().is_some_and(|first| first.has(Tag::Trigger))
}

/// Whether the sentence itself calls the number the goal.
fn is_goal(tokens: &Tokens, number: &Number) -> bool {
    let words = tokens.list.get(sentence(tokens, number.first)).unwrap_or_default();
    let other = |t: &Token| t.has(Tag::Wording) && !names_the_goal(&t.folded);
    words.iter().any(|token| names_the_goal(&token.folded)) && !words.iter().any(other)
}

fn names_the_goal(word: &str) -> bool {
    matches!(
        word,
        "goal"
            | "goals"
            | "objective"
            | "objectives"
            | "objetivo"
            | "ziel"
            | "objectif"
            | "obiettivo"
            | "doel"
            | "aim"
            | "aims"
            | "aiming"
            | "success"
    )
}

/// What speaks for `number` standing where the brief says something else.
struct Evidence<'t> {
    number: &'t Number,
    near: Vec<&'t str>,
    after: Vec<&'t str>,
    siblings: Vec<Number>,
    goal: bool,
    bare: bool,
    cites_brief: bool,
}

impl<'t> Evidence<'t> {
    fn of(tokens: &'t Tokens, number: &'t Number, standing: Standing, around: &[Number]) -> Self {
        let range = sentence(tokens, number.first);
        let inside = |n: &Number| range.contains(&n.first) && n.first != number.first;
        let words = tokens.list.get(range.clone()).unwrap_or_default();
        let after = tokens.list.get(number.last + 1..(number.last + 4).min(range.end));
        Self {
            number,
            near: words_near(tokens, number),
            after: after.unwrap_or_default().iter().map(|token| &*token.folded).collect(),
            siblings: around.iter().filter(|n| inside(n)).cloned().collect(),
            goal: is_goal(tokens, number),
            bare: standing == Standing::Bare,
            cites_brief: words
                .iter()
                .any(|t| matches!(&*t.folded, "brief" | "briefed" | "briefing" | "encargo")),
        }
    }

    /// Whether it and a figure beside it make the fact: a tenth of it for ten months, or its rest.
    fn makes(&self, fact: &Fact) -> bool {
        let (own, whole) = (self.number.value, fact.number.value);
        let rest = fact.number.kind == Kind::Percent && (own + whole - 100.0).abs() < 1e-9;
        let times = |n: &Number| (own * n.value - whole).abs() <= whole * 0.01;
        rest || self.siblings.iter().any(times)
    }

    /// Whether words other than those right after the numbers are shared.
    fn shares_more(&self, fact: &Fact) -> bool {
        let unit = |near: &str| self.after.iter().any(|word| stem(word) == near);
        fact.near.iter().any(|near| !unit(near) && self.near.contains(&near.as_str()))
    }

    /// Whether the sentence tells over other figures of the brief.
    fn enumerates(&self, known: &Known) -> bool {
        let told = |n: &&Number| {
            is_comparable(n) && n.value >= 10.0 && known.brief.iter().any(|f| same(&f.number, n))
        };
        self.siblings.iter().filter(told).count() >= 2
    }

    fn is_near(&self, fact: &Fact) -> bool {
        (0.5..=2.0).contains(&(self.number.value / fact.number.value))
    }

    fn score(&self, fact: &Fact, known: &Known) -> usize {
        if self.siblings.iter().any(|n| same(&fact.number, n)) || self.makes(fact) {
            return 0;
        }
        let overlap =
            self.near.iter().filter(|word| fact.near.iter().any(|near| near == *word)).count();
        let piece =
            || known.brief.iter().take(MOST_FACTS).filter(|other| other.piece == fact.piece);
        let beside = piece().any(|other| {
            other.number.first != fact.number.first
                && !matches!(other.number.kind, Kind::Plan | Kind::Year)
                && self.siblings.iter().any(|n| same(&other.number, n))
        });
        let alone = piece().filter(|other| other.number.kind == fact.number.kind).count() == 1;
        let budget = fact.budget && self.near.iter().any(|word| word.starts_with("budg"));
        let both = fact.after.iter().map(String::as_str).zip(self.after.iter().copied());
        let unit = self.after.len() >= 2
            && fact.after.len() >= 2
            && both.take(self.after.len()).all(|(given, own)| given == own);
        let own = [
            overlap,
            usize::from(beside && overlap > 0),
            usize::from(beside && alone) * 2,
            usize::from(beside && overlap > 0 && self.enumerates(known) && self.is_near(fact)) * 2,
            usize::from(budget) * 3,
            usize::from(self.goal && fact.goal && alone) * 2,
            usize::from(unit && self.shares_more(fact)) * 2,
            usize::from(self.bare && self.cites_brief && alone) * 2,
            usize::from(self.bare && is_slip(&fact.number, self.number)) * 2,
        ];
        own.into_iter().sum()
    }
}

/// One digit of three or more is another, as in 18,000 and 28,000, or two changed places.
fn is_slip(fact: &Number, number: &Number) -> bool {
    let digits = |n: &Number| format!("{:.2}", n.value);
    let (a, b) = (digits(fact), digits(number));
    let different: Vec<(char, char)> = a.chars().zip(b.chars()).filter(|(a, b)| a != b).collect();
    let slipped = match different.as_slice() {
        [_] => true,
        [(a, b), (c, d)] => a == d && b == c,
        _ => false,
    };
    let least = if number.step < 1.0 { 5 } else { 6 };
    a.len() == b.len() && a.len() >= least && slipped
}

fn contradicted<'c>(
    tokens: &Tokens,
    number: &Number,
    context: &'c Context<'_>,
    (standing, needed, around): (Standing, usize, &[Number]),
) -> Option<&'c Fact> {
    let evidence = Evidence::of(tokens, number, standing, around);
    let known = context.known();
    let facts = known.brief.iter().take(MOST_FACTS).filter(|fact| comparable(&fact.number, number));
    let scored = facts.map(|fact| (evidence.score(fact, known), fact));
    let (score, fact) =
        scored.max_by_key(|(score, fact)| (*score, std::cmp::Reverse(fact.piece)))?;
    (score >= needed).then_some(fact)
}

fn comparable(fact: &Number, number: &Number) -> bool {
    fact.kind == number.kind
        && is_comparable(fact)
        && (fact.currency == number.currency || fact.kind != Kind::Money)
}
