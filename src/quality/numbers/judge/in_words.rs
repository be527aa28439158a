//! Shares and multiples in words: which of them nobody backs.

use super::{Ledger, Standing};
use crate::quality::context::SectionView;
use crate::quality::numbers::nearby::{sentence, words_near};
use crate::quality::numbers::proportions::proportions;
use crate::quality::numbers::scan::{Kind, Number};
use crate::quality::tokens::Tokens;
use crate::quality::vocabulary::Tag;

/// Points by which a share in words may miss the figure that it puts into words.
const ROUGHLY: f64 = 5.0;
/// The same after "fewer than", "nearly" and their like.
const ABOUT: f64 = 12.0;
/// Words that the brief's figure and the words must have in common.
const COMMON: usize = 2;

/// The shares and multiples in words of each block of `view`.
pub(super) fn stated(view: &SectionView<'_>) -> Vec<Vec<Number>> {
    let blocks = view.tokens().iter().zip(view.numbers());
    blocks.map(|(tokens, numbers)| proportions(tokens, numbers)).collect()
}

impl Ledger<'_> {
    /// Shares and multiples in words that nobody backs, with their blocks.
    #[must_use]
    pub fn in_words(&self) -> &[(usize, Number)] {
        &self.judged.in_words
    }

    /// Those of `stated`, the shares and multiples in words of each block, that nobody backs.
    pub(super) fn bare_in_words(&self, stated: Vec<Vec<Number>>) -> Vec<(usize, Number)> {
        let blocks = self.view.tokens().iter().zip(stated).enumerate();
        blocks
            .flat_map(|(block, (tokens, stated))| {
                stated.into_iter().filter_map(move |number| {
                    let bare = !self.is_backed(block, tokens, &number)
                        && self.standing_unknown((block, tokens), &number, true) == Standing::Bare;
                    bare.then_some((block, number))
                })
            })
            .collect()
    }

    /// Whether the brief says it in these words, or its figures or those beside it say as much.
    fn is_backed(&self, block: usize, tokens: &Tokens, number: &Number) -> bool {
        let text = tokens.text.get(number.span.clone()).unwrap_or_default();
        if self.context.brief_says(text) {
            return true;
        }
        let range = sentence(tokens, number.first);
        let beside = self.numbers_near(block, number).iter();
        let mut beside = beside.filter(|other| range.contains(&other.first) && !other.spelled);
        if number.kind == Kind::Factor {
            return beside.filter(|other| other.kind != Kind::Plan).count() >= 2;
        }
        let before = number.first.saturating_sub(3)..number.first;
        let mut before = tokens.list.get(before).unwrap_or_default().iter();
        let about = before.any(|t| t.has(Tag::Comparator) || t.has(Tag::Derivation));
        let room = if about { ABOUT } else { ROUGHLY };
        let alike = |other: &Number| {
            other.kind == Kind::Percent
                && [other.value, 100.0 - other.value]
                    .iter()
                    .any(|value| (value - number.value).abs() <= room)
        };
        let near = words_near(tokens, number);
        let told = self.context.known().brief.iter().any(|fact| {
            let common = fact.near.iter().filter(|word| near.contains(&word.as_str()));
            alike(&fact.number) && common.count() >= COMMON
        });
        told || beside.any(alike)
    }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::{Kit, table};

    #[test]
    fn f1_reads_shares_and_multiples_in_words() {
        table(
            "F1",
            &[
                "One in three adults buys beans online.",
                "Nine out of ten guests come back.",
                "Half of shoppers decide at the counter.",
                "Roughly two-thirds of drinkers never brew at home.",
                "Every third visitor asks for oat milk.",
                "Demand fell by a fifth.",
                "Videos earn ten times the reach of photos.",
                "Engagement triples when faces are shown.",
                "Twice as many people book after a tasting.",
                "Retention rises fivefold.",
                "The average visit lasts 47 minutes.",
                "Guests who get a photo come twice as often.",
                "Winning a patient costs five to seven times more than keeping one.",
            ],
            &[
                "One in four posts shows the roastery.",
                "Half of the budget goes to search.",
                "A third of the calendar is filmed at once.",
                "Double-check the opening hours.",
                "Double the white space.",
                "The room doubles as a classroom.",
                "The job is twofold.",
                "If cancellations double, pause the series.",
                "As an assumption, half of the guests return.",
                "Write to the first third of the members.",
                "Two of the three branches open early.",
                "A class lasts 90 minutes.",
                "One post in three shows the bar.",
                "Post twice as often in week two.",
            ],
        );
    }

    #[test]
    fn f1_reads_them_in_other_languages() {
        for (language, bad, good) in [
            ("de", "Jeder dritte Kunde kündigt.", "Jeder dritte Beitrag zeigt die Rösterei."),
            ("de", "Zwei Drittel der Deutschen lesen mit.", "Zwei Drittel des Budgets bleiben."),
            ("es", "La mitad de los compradores duda.", "La mitad de las piezas es corta."),
            ("es", "Uno de cada tres hogares compra.", "Una de cada cuatro piezas es larga."),
            (
                "fr",
                "Un client sur quatre hésite, un Lyonnais sur quatre aussi.",
                "Une porte, deux clés.",
            ),
            ("pt", "Metade dos clientes volta.", "Metade do conteúdo mostra a loja."),
            ("it", "La metà dei clienti torna.", "La metà dei contenuti è breve."),
            ("nl", "De helft van de klanten komt terug.", "De helft van het budget blijft."),
            ("hi", "आधे ग्राहक लौटते हैं।", "आधी बातें साफ़ हैं।"),
            ("ja", "顧客の半数が戻ってきます。", "半年の計画です。"),
        ] {
            for (text, found) in [(bad, true), (good, false)] {
                let mut kit = Kit::new(text);
                language.clone_into(&mut kit.language);
                assert_eq!(!kit.found("F1").is_empty(), found, "{text}");
            }
        }
    }

    #[test]
    fn what_the_brief_says_in_figures_may_stand_in_words() {
        let kit = |text: &str| {
            let mut kit = Kit::new(text);
            kit.brief.pain_points = vec!["41% of new guests finish the first class".to_owned()];
            kit
        };
        kit("Fewer than half of new guests finish their first class.").must_pass("F1");
        kit("Three quarters of new guests finish their first class.").must_find("F1");
    }
}
