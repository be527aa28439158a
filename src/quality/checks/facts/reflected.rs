//! F3: the brief's facts that a section must reflect are there.

mod synonyms;

use foldhash::HashSet;

use self::synonyms::{content_stems, groups_in, groups_of};
use super::mismatch::words::WORDS;
use crate::domain::{Brief, BriefField};
use crate::quality::context::{Context, SectionView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::language;
use crate::quality::numbers::known::same;
use crate::quality::numbers::nearby::stem;
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::rules::Rule;
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

pub(super) fn check(view: &SectionView<'_>, context: &Context<'_>, findings: &mut Findings) {
    let Some(spec) = view.spec else { return };
    let brief = context.input.brief;
    let said = Said::of(view);
    for field in &spec.facts {
        let Some(text) = brief.text_of(*field) else { continue };
        let shown = |given: bool| given || is_foreign(&text, context) || is_marks(&text);
        let there = match field {
            BriefField::BrandName => {
                // A table may do without the name, as it may for B1.
                spec.mainly_table
                    || !context.names.mentions(&view.prose.text, &view.prose.folded).is_empty()
            }
            BriefField::StartDate
            | BriefField::Language
            | BriefField::BannedWords
            | BriefField::Voice
            | BriefField::Constraints
            | BriefField::RawBriefText => true,
            // Plans write dates and durations in their own way.
            BriefField::Timeline if speaks_of_time(view) => true,
            BriefField::Budget if sums(&text).next().is_some() => {
                shown(sums(&text).any(|sum| said.has(&sum)))
            }
            BriefField::PrimaryGoal => {
                shown(said.goal(&text, brief, findings.rule().threshold("goal")))
            }
            BriefField::ProductService | BriefField::TargetAudience => {
                let own = without_brand(&text, &brief.brand_name);
                shown(said.reflects(&own, |own| telling(own, findings.rule())))
            }
            _ => {
                let shared = findings.rule().count("shared_words");
                shown(said.reflects(&text, |own| shared.min(own)))
            }
        };
        if !there {
            let name = field.name().replace('_', " ");
            findings.add(Found::in_section(view).with("field", name).excerpt(text));
        }
    }
}

fn speaks_of_time(view: &SectionView<'_>) -> bool {
    let mut tokens = view.tokens().iter().flat_map(|tokens| &tokens.list);
    tokens.any(|token| token.has(Tag::Month) || token.has(Tag::Duration))
}

/// A section that names the brand does not tell of the product by that.
fn without_brand(text: &str, brand: &str) -> String {
    let brand = Tokens::of(brand);
    let names: HashSet<&str> = content_stems(&brand).collect();
    let tokens = Tokens::of(text);
    let other =
        |word: &&str| !Tokens::of(word).list.iter().any(|t| names.contains(stem(&t.folded)));
    let own: Vec<bool> = content_stems(&tokens).map(|stem| names.contains(stem)).collect();
    if !own.contains(&true) || !own.contains(&false) {
        return text.to_owned();
    }
    text.split_whitespace().filter(other).collect::<Vec<_>>().join(" ")
}

/// What another language says cannot be compared word by word.
fn is_foreign(text: &str, context: &Context<'_>) -> bool {
    language::guess(text).is_some_and(|tag| tag != context.language())
}

/// Slots of a template, or marks with few words between them, tell no fact.
fn is_marks(text: &str) -> bool {
    let words = text.split_whitespace();
    let bare = words.clone().filter(|word| !word.contains(char::is_alphanumeric)).count();
    text.contains("{{") || text.contains("${") || bare * 3 >= words.count().max(1)
}

/// How many of `own` telling words must be there.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "word counts are small"
)]
fn telling(own: usize, rule: &Rule) -> usize {
    let share = (own as f64 * rule.threshold("share") - 1e-9).ceil() as usize;
    share.clamp(rule.count("shared_words").min(own), rule.count("enough"))
}

/// What a section says: its telling words and its figures.
struct Said<'v> {
    stems: HashSet<&'v str>,
    groups: HashSet<usize>,
    folded: &'v str,
    numbers: &'v [Vec<Number>],
    blocks: &'v [Tokens],
}

impl<'v> Said<'v> {
    fn of(view: &'v SectionView<'_>) -> Self {
        let blocks = view.tokens();
        let stems: HashSet<&str> = blocks.iter().flat_map(content_stems).collect();
        let groups = groups_in(&stems);
        Self { stems, groups, folded: &view.prose.folded.text, numbers: view.numbers(), blocks }
    }

    /// A figure of `text`, or as many of its telling words as `wanted` says, stand in the section.
    fn reflects(&self, text: &str, wanted: impl Fn(usize) -> usize) -> bool {
        let tokens = Tokens::of(text);
        let own: HashSet<&str> = content_stems(&tokens).collect();
        let mut figures = scan(&tokens).into_iter().filter(|n| n.kind != Kind::Plan).peekable();
        let bare = figures.peek().is_none();
        figures.any(|figure| self.has(&figure))
            || self.shares_signs(text)
            || if own.is_empty() { bare } else { self.common(&own) >= wanted(own.len()) }
    }

    /// A figure of the goal, enough of the words that only the goal has, or a paragraph that tells
    /// it, stand here.
    fn goal(&self, text: &str, brief: &Brief, share: f64) -> bool {
        let fields = [
            Some(&brief.brand_name),
            brief.product_service.as_ref(),
            brief.industry.as_ref(),
            brief.target_audience.as_ref(),
            brief.geography.as_ref(),
        ];
        let others: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
        let others = Tokens::of(&others.join(".\n"));
        let (elsewhere, known) = (content_stems(&others).collect::<HashSet<_>>(), scan(&others));
        let tokens = Tokens::of(text);
        let all: HashSet<&str> = content_stems(&tokens).collect();
        let own: HashSet<&str> = all.difference(&elsewhere).copied().collect();
        let own = if own.is_empty() { &all } else { &own };
        let telling = |figure: &Number| {
            !matches!(figure.kind, Kind::Plan | Kind::Year)
                && !known.iter().any(|number| same(figure, number))
        };
        let figures: Vec<Number> = aimed_at(&tokens).into_iter().filter(telling).collect();
        let enough = |found: usize, of: usize| of > 0 && found > 0 && at_least(found, of, share);
        own.is_empty() && figures.is_empty()
            || figures.iter().any(|figure| self.has(figure))
            // A word or two are no goal where it has a figure.
            || (own.len() > 2 || figures.is_empty()) && enough(self.common(own), own.len())
            || self.paragraph_tells(&all, share)
            || self.shares_signs(text)
    }

    /// One paragraph says enough of `own` by itself; one that calls it the goal needs half of that.
    fn paragraph_tells(&self, own: &HashSet<&str>, share: f64) -> bool {
        let told = |block: &Tokens| {
            let stems: HashSet<&str> = content_stems(block).collect();
            let groups = groups_in(&stems);
            let meant = |stem: &&&str| {
                stems.contains(**stem) || groups_of(stem).iter().any(|group| groups.contains(group))
            };
            let said = own.iter().filter(meant).count();
            let named = said > 0
                && at_least(said, own.len(), share / 2.0)
                && block.list.iter().any(|token| WORDS.is_goal(token));
            named || own.len() > 2 && at_least(said, own.len(), share)
        };
        self.blocks.iter().any(told)
    }

    fn has(&self, figure: &Number) -> bool {
        self.numbers.iter().flatten().any(|number| same(figure, number))
    }

    /// How many of `own` are said, in the same word or in another for it.
    fn common(&self, own: &HashSet<&str>) -> usize {
        // Hashtags join words: `#AceiteDeOliva` says aceite.
        let glued = |stem: &str| stem.chars().count() >= 5 && self.folded.contains(stem);
        let meant = |stem: &str| groups_of(stem).iter().any(|group| self.groups.contains(group));
        let said = |stem: &&&str| self.stems.contains(**stem) || glued(stem) || meant(stem);
        own.iter().filter(said).count()
    }

    /// Whether pairs of signs of `text`, in a script without blanks, stand here: a third of them.
    fn shares_signs(&self, text: &str) -> bool {
        let folded = fold(text);
        let signs: Vec<char> = folded.chars().filter(|c| *c >= '\u{3400}').collect();
        let pairs: Vec<String> = signs.windows(2).map(|pair| pair.iter().collect()).collect();
        let there = pairs.iter().filter(|pair| self.folded.contains(pair.as_str())).count();
        there > 0 && there * 3 >= pairs.len()
    }
}

/// The amounts of money in `text`.
fn sums(text: &str) -> impl Iterator<Item = Number> + use<> {
    scan(&Tokens::of(text)).into_iter().filter(|number| number.kind == Kind::Money)
}

/// The figures of a goal, without those that it starts from: `from 140 to 210 a month`.
fn aimed_at(tokens: &Tokens) -> Vec<Number> {
    let figures = scan(tokens);
    let from = |word: &str| matches!(word, "from" | "von" | "de" | "desde" | "da" | "van");
    let to = |word: &str| matches!(word, "to" | "auf" | "a" | "à" | "para" | "naar");
    let starts = |at: usize| {
        let (number, next) = (figures.get(at)?, figures.get(at + 1)?);
        let before = tokens.list.get(number.first.checked_sub(1)?)?;
        let between = tokens.list.get(number.last + 1..next.first)?;
        let near = between.len() <= 4 && between.iter().any(|token| to(&token.folded));
        Some(near && from(&before.folded) && next.kind == number.kind)
    };
    let ends = |at: &usize| !starts(*at).unwrap_or(false);
    (0..figures.len()).filter(ends).filter_map(|at| figures.get(at).cloned()).collect()
}

#[expect(clippy::cast_precision_loss, reason = "word counts are small")]
fn at_least(found: usize, of: usize, share: f64) -> bool {
    found as f64 >= of as f64 * share
}

#[cfg(test)]
mod tests {
    use crate::domain::BriefField;
    use crate::quality::testkit::Kit;

    #[test]
    fn f3() {
        let kit = |field, text: &str| {
            let mut kit = Kit::new(text);
            kit.spec().facts = vec![field];
            kit
        };
        for (field, text) in [
            (BriefField::PrimaryGoal, "We will do good work for people."),
            (BriefField::PrimaryGoal, "Be seen by more people online and keep followers talking."),
            (BriefField::BrandName, "We will do good work for people."),
            (BriefField::ProductService, "We will do good work for people."),
            (BriefField::Budget, "Money is spent with care, $900 of it."),
            (BriefField::Budget, "Monthly spending on media and production is kept small."),
            (BriefField::TargetAudience, "Everybody is welcome."),
            (BriefField::Geography, "The plan holds everywhere."),
        ] {
            kit(field, text).must_find("F3");
        }
        for (field, text) in [
            (BriefField::PrimaryGoal, "The goal is 600."),
            (BriefField::PrimaryGoal, "More subscriptions are the goal."),
            (BriefField::BrandName, "Harbour & Pine’s plan."),
            (BriefField::ProductService, "Brewing is taught on Saturdays."),
            (BriefField::Budget, "The $4,000 goes far."),
            (BriefField::Geography, "Portland first."),
            (BriefField::Kpis, "Count bookings each week."),
        ] {
            kit(field, text).must_pass("F3");
        }
    }
}
