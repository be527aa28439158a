//! How the words around a number make it a target, a fact, a share or a decision.

use std::ops::Range;

use super::nearby::{clause, sentence};
use super::scan::{Kind, Number};
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::{Tag, Vocabulary};

/// Tokens after `number`, up to a strong mark.
pub(super) fn following<'t>(
    tokens: &'t Tokens,
    number: &Number,
    most: usize,
) -> impl Iterator<Item = &'t Token> {
    let last = number.last;
    (last + 1..last + 1 + most)
        .take_while(move |at| {
            !tokens.gap_after(at - 1).contains(['.', ';', ':', '(', ',', '→', '|'])
        })
        .filter_map(|at| tokens.list.get(at))
}

/// What stands around a number.
pub(super) struct Around<'t> {
    tokens: &'t Tokens,
    number: &'t Number,
    pub(super) clause: Range<usize>,
    pub(super) sentence: Range<usize>,
}

impl<'t> Around<'t> {
    pub(super) fn of(tokens: &'t Tokens, number: &'t Number) -> Self {
        let clause = clause(tokens, number);
        let sentence = sentence(tokens, number.first);
        Self { tokens, number, clause, sentence }
    }

    pub(super) fn any(&self, range: &Range<usize>, tag: Tag) -> bool {
        self.tokens.list.get(range.clone()).unwrap_or_default().iter().any(|token| token.has(tag))
    }

    pub(super) fn is_worded(&self) -> bool {
        let inside = self.tokens.sentence_text(&self.sentence);
        self.any(&self.clause, Tag::Wording)
            || self.any(&self.sentence, Tag::Wording)
                && (!self.any(&self.clause, Tag::Fact) || self.is_introduced())
            || Vocabulary::shared().worded_inside(inside)
    }

    /// `As a working assumption, 3% of visitors book.`
    fn is_introduced(&self) -> bool {
        let start = self.sentence.start;
        let opening = self.tokens.list.get(start).map(|token| &*token.folded);
        let comma = self.clause.start > start;
        comma
            && matches!(
                opening,
                Some("as" | "for" | "assuming" | "suppose" | "als" | "como" | "comme")
            )
            && self.any(&(start..(start + 5).min(self.clause.start)), Tag::Wording)
    }

    /// Whether the sentence states something about the world.
    pub(super) fn states_a_fact(&self) -> bool {
        self.any(&self.clause, Tag::Fact)
            || self.any(&self.sentence, Tag::Fact) && !self.is_triggered(&self.sentence)
            || self.is_comparison()
    }

    /// `22% more engagement than photos`, `3x more than last year`.
    fn is_comparison(&self) -> bool {
        let degree = following(self.tokens, self.number, 2).any(|token| {
            matches!(
                &*token.folded,
                "more"
                    | "less"
                    | "fewer"
                    | "lower"
                    | "smaller"
                    | "slower"
                    | "better"
                    | "cheaper"
                    | "higher"
                    | "faster"
                    | "larger"
                    | "longer"
                    | "likelier"
            )
        });
        let after = self.number.last + 1..self.clause.end;
        let words = self.tokens.list.get(after).unwrap_or_default();
        degree
            && matches!(self.number.kind, Kind::Percent | Kind::Factor)
            && words.iter().any(|token| &*token.folded == "than")
    }

    /// `35% of posts`, `20 % der Beiträge`.
    pub(super) fn is_own_share(&self) -> bool {
        following(self.tokens, self.number, 4).any(|token| token.has(Tag::OwnContent))
    }

    pub(super) fn is_decision(&self, limits: bool) -> bool {
        self.is_instruction() || self.is_limit(limits) || self.is_offer()
    }

    /// Whether a share or multiple in words is what the team is told, or a condition.
    pub(super) fn is_told(&self) -> bool {
        let before = self.sentence.start..self.number.first;
        let near = self.number.first.saturating_sub(3).max(self.clause.start)..self.number.first;
        self.is_instruction()
            || self.is_triggered(&before)
            || self.any(&near, Tag::Comparator) && self.is_triggered(&self.sentence)
    }

    fn is_offer(&self) -> bool {
        following(self.tokens, self.number, 2).any(|token| {
            matches!(
                &*token.folded,
                "off"
                    | "discount"
                    | "voucher"
                    | "credit"
                    | "coupon"
                    | "bonus"
                    | "rabatt"
                    | "nachlass"
                    | "gutschein"
                    | "descuento"
                    | "remise"
                    | "réduction"
                    | "desconto"
                    | "sconto"
                    | "korting"
                    | "छूट"
            )
        })
    }

    /// The sentence, or what follows its label, tells the team what to do.
    fn is_instruction(&self) -> bool {
        let start = (self.sentence.start + 1..=self.number.first)
            .rev()
            .find(|at| self.tokens.gap_before(*at).contains([':', ';', '→']))
            .unwrap_or(self.sentence.start);
        let head = self.tokens.list.get(start);
        let next = self.tokens.list.get(start + 1);
        let relative = self.tokens.list.get(start..self.number.first).unwrap_or_default();
        let turns = relative.iter().any(|token| {
            matches!(
                &*token.folded,
                "which"
                    | "that"
                    | "because"
                    | "since"
                    | "who"
                    | "where"
                    | "weil"
                    | "porque"
                    | "car"
                    | "perché"
                    | "omdat"
            )
        });
        head.is_some_and(|head| head.has(Tag::Imperative))
            && !turns
            && !next.is_some_and(|next| {
                next.has(Tag::Fact)
                    || matches!(
                        &*next.folded,
                        "is" | "are"
                            | "has"
                            | "have"
                            | "was"
                            | "were"
                            | "will"
                            | "can"
                            | "rates"
                            | "returns"
                            | "brings"
                            | "drives"
                            | "converts"
                            | "earns"
                            | "generates"
                            | "delivers"
                            | "reaches"
                            | "beats"
                            | "gets"
                            | "costs"
                    )
            })
    }

    /// A number that something is to happen at.
    fn is_limit(&self, limits: bool) -> bool {
        let before = self.clause.start..self.number.first;
        let near = self.number.first.saturating_sub(3).max(self.clause.start)
            ..(self.number.last + 4).min(self.sentence.end);
        let triggered = self.is_triggered(&self.sentence)
            || self.tokens.sentence_text(&self.sentence).contains('→');
        let compared =
            self.any(&near, Tag::Comparator) || triggered && self.any(&near, Tag::Moving);
        let opens = self.sentence.start..self.sentence.start + 1;
        let conditional = self.is_triggered(&before) || self.is_triggered(&opens);
        conditional
            || limits
            || self.is_case()
            || compared && (triggered || self.number.kind == Kind::Count && self.is_floor(&near))
            || compared && !self.is_share_of_people()
    }

    /// `A channel that has spent $400 without an order is paused.`
    pub(super) fn is_case(&self) -> bool {
        const ANY: [&str; 9] = ["a", "an", "any", "each", "every", "jede", "jeder", "un", "una"];
        const MEANT: [&str; 6] = ["that", "which", "who", "der", "die", "que"];
        let words = self.tokens.list.get(self.sentence.start..self.number.first);
        let mut words = words.unwrap_or_default().iter();
        words.next().is_some_and(|head| ANY.contains(&&*head.folded))
            && words.any(|word| MEANT.contains(&&*word.folded))
            && self.is_triggered(&(self.number.last + 1..self.sentence.end))
    }

    /// Whether something is to happen: a word that says so, or that says so where a clause begins.
    pub(super) fn is_triggered(&self, range: &Range<usize>) -> bool {
        let opens = |at: usize| {
            at == self.sentence.start
                || at == self.clause.start
                || self.tokens.gap_before(at).contains(',')
        };
        let words = self.tokens.list.get(range.clone()).unwrap_or_default();
        words.iter().enumerate().any(|(at, token)| {
            token.has(Tag::Trigger) || token.has(Tag::OpeningTrigger) && opens(range.start + at)
        })
    }

    fn is_floor(&self, near: &Range<usize>) -> bool {
        let words = self.tokens.list.get(near.clone()).unwrap_or_default();
        words.iter().any(|t| {
            matches!(
                &*t.folded,
                "fewer"
                    | "less"
                    | "least"
                    | "most"
                    | "under"
                    | "below"
                    | "up"
                    | "mindestens"
                    | "höchstens"
                    | "unter"
            )
        })
    }

    /// `More than 70% of shoppers` compares nothing: it claims.
    pub(super) fn is_share_of_people(&self) -> bool {
        let next = self.tokens.list.get(self.number.last + 1);
        next.is_some_and(|next| {
            matches!(
                &*next.folded,
                "of" | "der"
                    | "des"
                    | "de"
                    | "del"
                    | "di"
                    | "dei"
                    | "degli"
                    | "van"
                    | "dos"
                    | "das"
                    | "die"
            )
        }) || self.number.kind == Kind::Count
            || self.number.kind == Kind::Factor
            || self.number.kind == Kind::Money
                && self.tokens.list.get(self.clause.clone()).unwrap_or_default().iter().any(|t| {
                    matches!(
                        &*t.folded,
                        "market"
                            | "revenue"
                            | "sales"
                            | "turnover"
                            | "profit"
                            | "worth"
                            | "industry"
                            | "sector"
                            | "annually"
                            | "markt"
                            | "mercado"
                            | "marché"
                    )
                })
    }
}
