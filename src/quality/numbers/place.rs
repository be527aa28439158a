//! Where a block stands, as far as that words its numbers: under which heading, after which
//! lead-in, in which column and row, and what the section says of its figures.

use std::collections::BTreeMap;

use super::scan::Kind;
use crate::quality::context::SectionView;
use crate::quality::document::BlockKind;
use crate::quality::tokens::{Token, Tokens};
use crate::quality::vocabulary::{Tag, Vocabulary};

/// How the place of a block words its numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The section, part, heading, lead-in, column or row calls them targets or assumptions.
    pub worded: bool,
    /// What section and part declare of their figures.
    pub declared: Declared,
    /// The heading or column holds limits that trigger something.
    pub limits: bool,
    /// Which run of list items it belongs to.
    pub list: Option<usize>,
    /// Which part (heading of level 3) it belongs to; 0 before the first.
    pub part: usize,
}

/// The places of all blocks of `view`, in order.
#[must_use]
pub fn places(view: &SectionView<'_>) -> Vec<Place> {
    let mut walk = Walk::default();
    let tokens = view.tokens();
    let blocks = &view.document.blocks;
    let mut places: Vec<Place> = vec![];
    for (at, block) in blocks.iter().enumerate() {
        let Some(words) = tokens.get(at) else { continue };
        places.push(walk.step(block.kind, words));
    }
    spread_declarations(view, &mut places, walk.declared_section);
    word_columns(view, &mut places);
    places
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what the walk has passed so far")]
struct Walk {
    part: usize,
    lists: usize,
    in_list: bool,
    heading_worded: bool,
    heading_limits: bool,
    lead_worded: bool,
    declared_section: Declared,
}

impl Walk {
    fn step(&mut self, kind: BlockKind, words: &Tokens) -> Place {
        let was_list = std::mem::replace(&mut self.in_list, matches!(kind, BlockKind::ListItem));
        match kind {
            BlockKind::Heading(level) => self.enter(level, words),
            BlockKind::Paragraph | BlockKind::Quote => {
                self.lead_worded = last_sentence_is_worded(words);
                if self.part == 0 {
                    self.declared_section.join(declares(words));
                }
            }
            BlockKind::ListItem if !was_list => self.lists += 1,
            _ => {}
        }
        let follows = matches!(kind, BlockKind::ListItem | BlockKind::Cell { .. });
        Place {
            worded: self.heading_worded || follows && self.lead_worded,
            declared: Declared::default(),
            limits: self.heading_limits,
            list: self.in_list.then_some(self.lists),
            part: self.part,
        }
    }

    fn enter(&mut self, level: u8, words: &Tokens) {
        self.lead_worded = false;
        if level <= 2 {
            return;
        }
        self.part += usize::from(level == 3);
        let worded = words.list.iter().any(|word| {
            word.has(Tag::Wording)
                && !matches!(&*word.folded, "goal" | "objective" | "objetivo" | "objectif")
        });
        self.heading_worded = worded || level > 3 && self.heading_worded;
        let limits = words.list.iter().any(|word| word.has(Tag::LimitPlace));
        self.heading_limits = limits || level > 3 && self.heading_limits;
    }
}

fn last_sentence_is_worded(words: &Tokens) -> bool {
    let Some(last) = words.sentences.last() else { return false };
    let tokens = words.list.get(last.clone()).unwrap_or_default();
    tokens.iter().any(|token| token.has(Tag::Wording))
        || Vocabulary::shared().worded_inside(words.sentence_text(last))
}

/// Of which numbers a sentence says that they are targets or assumptions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Declared {
    /// Of amounts of money.
    pub money: bool,
    /// Of shares.
    pub percent: bool,
    /// Of all others.
    pub rest: bool,
}

impl Declared {
    const ALL: Self = Self { money: true, percent: true, rest: true };

    fn join(&mut self, other: Self) {
        self.money |= other.money;
        self.percent |= other.percent;
        self.rest |= other.rest;
    }

    /// Whether it covers numbers of `kind`.
    #[must_use]
    pub fn covers(self, kind: Kind) -> bool {
        match kind {
            Kind::Money => self.money,
            Kind::Percent => self.percent,
            _ => self.rest,
        }
    }
}

/// What `words` say of all their figures: "Shares below are planning assumptions", "Alle Werte
/// sind Annahmen". Of "the week numbers in Reason D" only those are meant.
#[must_use]
pub fn declares(words: &Tokens) -> Declared {
    let mut declared = Declared::default();
    for sentence in &words.sentences {
        let tokens = words.list.get(sentence.clone()).unwrap_or_default();
        let text = words.sentence_text(sentence);
        let inside = !text.is_ascii() && Vocabulary::shared().worded_inside(text);
        if inside && ["すべて", "以下", "数値", "全て"].iter().any(|word| text.contains(word))
        {
            declared.join(Declared::ALL);
        }
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.has(Tag::General)) {
            let after = tokens.get(at + 1..).unwrap_or_default();
            let Some(copula) = after.iter().take(12).position(|t| is_copula(&t.folded)) else {
                continue;
            };
            let between = after.get(..copula).unwrap_or_default();
            let worded = after.iter().skip(copula + 1).take(12).any(|t| t.has(Tag::Wording));
            if worded && !names_something(words, between) {
                declared.join(kinds_of(&token.folded));
                break;
            }
        }
    }
    declared
}

/// English that names a thing between subject and verb speaks of that thing alone.
fn names_something(words: &Tokens, between: &[Token]) -> bool {
    let preposition = between.iter().any(|token| matches!(&*token.folded, "in" | "for"));
    let capital = between.iter().any(|token| {
        words.text.get(token.start..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
    });
    preposition && capital
}

fn kinds_of(general: &str) -> Declared {
    match general {
        "fees" | "prices" | "costs" | "budgets" | "amounts" | "beträge" | "preise" | "montants"
        | "importes" | "importi" | "bedragen" => Declared { money: true, ..Declared::default() },
        "shares" | "percentages" | "split" | "anteile" | "parts" | "reparto" | "porcentajes"
        | "quote" => Declared { percent: true, ..Declared::default() },
        _ => Declared::ALL,
    }
}

fn is_copula(word: &str) -> bool {
    matches!(
        word,
        "are"
            | "is"
            | "as"
            | "remain"
            | "remains"
            | "were"
            | "sind"
            | "ist"
            | "gelten"
            | "dienen"
            | "son"
            | "es"
            | "sont"
            | "est"
            | "são"
            | "é"
            | "sono"
            | "è"
            | "zijn"
            | "हैं"
            | "है"
            | "serve"
            | "represent"
            | "count"
            | "be"
            | "bleiben"
    )
}

/// A declaration covers its part; in the introduction, the section.
fn spread_declarations(view: &SectionView<'_>, places: &mut [Place], section: Declared) {
    let tokens = view.tokens();
    let mut parts: BTreeMap<usize, Declared> = BTreeMap::new();
    for (at, block) in view.document.blocks.iter().enumerate() {
        let place = places.get(at).copied().unwrap_or_default();
        let words = tokens.get(at).filter(|_| block.kind.is_running_text());
        if let Some(words) = words.filter(|_| place.part > 0) {
            parts.entry(place.part).or_default().join(declares(words));
        }
    }
    for place in places.iter_mut() {
        place.declared = section;
        place.declared.join(parts.get(&place.part).copied().unwrap_or_default());
    }
}

/// The title of a column and the first cell of a row word the cells of it.
fn word_columns(view: &SectionView<'_>, places: &mut [Place]) {
    let blocks = &view.document.blocks;
    let tokens = view.tokens();
    let mut titles: Vec<(bool, bool)> = vec![];
    let mut row_worded = false;
    for (at, block) in blocks.iter().enumerate() {
        let BlockKind::Cell { row, column, .. } = block.kind else { continue };
        let words = tokens.get(at).map(|words| words.list.as_slice()).unwrap_or_default();
        let text = &block.text;
        let worded = words.iter().any(|word| word.has(Tag::Wording))
            || Vocabulary::shared().worded_inside(text);
        let limits = words.iter().any(|word| word.has(Tag::LimitPlace));
        if row == 0 {
            titles.truncate(column);
            titles.resize(column, (false, false));
            titles.push((worded, limits));
            continue;
        }
        if column == 0 {
            row_worded = worded;
        }
        let title = titles.get(column).copied().unwrap_or_default();
        if let Some(place) = places.get_mut(at) {
            place.worded |= title.0 || row_worded;
            place.limits |= title.1;
        }
    }
}
