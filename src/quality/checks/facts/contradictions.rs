//! F2: a number that contradicts the brief or the spine.

use crate::quality::context::{Context, SectionView};
use crate::quality::document::BlockKind;
use crate::quality::findings::{Findings, Found};
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::{clause, sentence, words_near};
use crate::quality::numbers::{Fact, Kind, Ledger, Number, Standing, scan};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::Tag;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let ledger = Ledger::of(view, context);
    for (block, number, standing) in ledger.standings() {
        let Some(tokens) = view.tokens().get(block) else { continue };
        let cell =
            matches!(view.document.blocks.get(block).map(|b| b.kind), Some(BlockKind::Cell { .. }));
        let small = cell && number.kind == Kind::Count && standing == Standing::NoClaim;
        if small || !may_contradict(tokens, number, standing) || context.known().holds(number) {
            continue;
        }
        if standing == Standing::NoClaim && ledger.is_derived(block, number) {
            continue;
        }
        let shared = findings.rule().count("shared_words");
        if let Some(fact) = contradicted(tokens, number, context, shared) {
            let span = view.span_in_block(block, &number.span);
            let shown = super::undeclared::shown(view, block, number);
            findings.add(Found::at(view, span).with("number", shown).with("given", &fact.clause));
        }
    }
}

/// In a report the spine is judged too: the KPI of the text against the KPI of the spine.
pub(super) fn check_report(context: &Context<'_>, findings: &mut Findings) {
    let Some(spine) = context.input.spine else { return };
    for view in context.sections.iter().filter(|view| !view.draft.handed_over) {
        for (block, tokens) in view.tokens().iter().enumerate() {
            for kpi in &spine.kpis {
                if let Some(number) = off_target(tokens, kpi) {
                    let span = view.span_in_block(block, &number.span);
                    let shown = super::undeclared::shown(view, block, &number);
                    let found = Found::at(view, span).variant("spine").with("name", &kpi.name);
                    findings.add(found.with("number", shown).with("given", &kpi.target));
                }
            }
        }
    }
}

/// A target for `kpi` in a sentence that names it and gives another value.
fn off_target(tokens: &Tokens, kpi: &crate::domain::SpineKpi) -> Option<Number> {
    let name = Tokens::of(&kpi.name);
    let given = scan(&Tokens::of(&kpi.target));
    let baseline = kpi.baseline.as_deref().map(|text| scan(&Tokens::of(text))).unwrap_or_default();
    let goal = given.iter().find(|number| number.kind != Kind::Plan)?;
    let wanted: Vec<&str> = name.list.iter().map(|token| &*token.folded).collect();
    if wanted.len() < 2 {
        return None;
    }
    tokens.sentences.iter().find_map(|range| {
        let words = tokens.list.get(range.clone())?;
        let folded: Vec<&str> = words.iter().map(|token| &*token.folded).collect();
        let named = folded.windows(wanted.len()).any(|window| window == wanted.as_slice());
        let target = words.iter().any(|t| matches!(&*t.folded, "target" | "goal"));
        if !named || !target {
            return None;
        }
        let numbers = scan(tokens);
        let inside: Vec<Number> = numbers
            .into_iter()
            .filter(|n| range.contains(&n.first) && n.kind == goal.kind)
            .collect();
        let agrees = inside.iter().any(|n| given.iter().chain(&baseline).any(|g| same(g, n)));
        if agrees { None } else { inside.into_iter().next() }
    })
}

/// Numbers that are derived, or worded as target or example, may differ from the brief's.
fn may_contradict(tokens: &Tokens, number: &Number, standing: Standing) -> bool {
    if number.spelled && number.value < 10.0 {
        return false;
    }
    match standing {
        Standing::Bare => true,
        Standing::NoClaim => {
            number.value >= 2.0 && is_comparable(number) && !is_hedged(tokens, number)
        }
        Standing::Worded => {
            is_comparable(number) && is_goal(tokens, number) && !is_hedged(tokens, number)
        }
        Standing::Decision | Standing::Given | Standing::Derived => false,
    }
}

fn is_comparable(number: &Number) -> bool {
    matches!(number.kind, Kind::Percent | Kind::Money | Kind::Count | Kind::Factor | Kind::Year)
}

/// Wording other than "goal": a checkpoint or an example need not be the brief's figure.
fn is_hedged(tokens: &Tokens, number: &Number) -> bool {
    let range = sentence(tokens, number.first);
    let words = tokens.list.get(range).unwrap_or_default();
    let hedges = |t: &Token| t.has(Tag::Wording) && !names_the_goal(&t.folded);
    words.iter().any(|token| hedges(token) || token.has(Tag::Trigger))
}

/// Whether the sentence itself calls the number the goal.
fn is_goal(tokens: &Tokens, number: &Number) -> bool {
    let range = sentence(tokens, number.first);
    let words = tokens.list.get(range).unwrap_or_default();
    words.iter().any(|token| names_the_goal(&token.folded))
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
    )
}

fn contradicted<'c>(
    tokens: &Tokens,
    number: &Number,
    context: &'c Context<'_>,
    shared: usize,
) -> Option<&'c Fact> {
    let near = words_near(tokens, number);
    let range = sentence(tokens, number.first);
    let own_clause = clause(tokens, number);
    let siblings: Vec<Number> = scan(tokens)
        .into_iter()
        .filter(|n| range.contains(&n.first) && n.first != number.first)
        .collect();
    let facts = context.known().brief.iter().filter(|fact| comparable(&fact.number, number));
    let scored = facts.filter_map(|fact| {
        let said = siblings.iter().any(|n| same(&fact.number, n));
        if said {
            return None;
        }
        let overlap = near.iter().filter(|word| fact.near.contains(word)).count();
        let beside = context.known().brief.iter().any(|other| {
            other.piece == fact.piece
                && other.clause == fact.clause
                && other.number.first != fact.number.first
                && siblings.iter().any(|n| {
                    own_clause.contains(&n.first) && n.kind == number.kind && same(&other.number, n)
                })
        });
        let budget = fact.budget && near.iter().any(|word| word.starts_with("budg"));
        let score = overlap + 2 * usize::from(budget) + usize::from(beside && overlap > 0);
        (score >= shared).then_some((score, fact))
    });
    let (_, fact) = scored.max_by_key(|(score, fact)| (*score, std::cmp::Reverse(fact.piece)))?;
    Some(fact)
}

fn comparable(fact: &Number, number: &Number) -> bool {
    fact.kind == number.kind
        && is_comparable(fact)
        && (fact.currency == number.currency || fact.kind != Kind::Money)
}
