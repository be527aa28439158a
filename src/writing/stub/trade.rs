//! What the lexicon adds to a brief: its lines with their slots filled, and measures with targets.

use super::analysis::Analysis;
use super::analysis::phrase::{bare, inside, is_adjective, is_latin, join, noun_phrase};
use super::brand::hashtag;
use super::facts::Facts;
use super::hiring;
use super::lexicon::{Industry, LEXICON};
use super::template::{Slots as _, Template};
use super::words::WORDS;
use crate::domain::{Brief, BriefField};

impl Facts {
    /// The trade in the client's own words where the lexicon does not know it.
    pub(super) fn add_trade(&mut self, analysis: &Analysis, industry: &Industry) {
        let own =
            analysis.industry.as_deref().filter(|name| industry.is_general() && is_latin(name));
        self.set(
            "trade",
            own.map_or_else(|| industry.trade.clone(), |name| field_of_work(name, industry)),
        );
        self.set("tradetag", own.map(hashtag).unwrap_or_default());
        self.set("customer", industry.customer.clone());
        self.set("customers", industry.customers.clone());
        let runs = is_establishment(self.get("product"));
        self.set("sells", if runs { "runs".to_owned() } else { industry.sells.clone() });
        self.set("setting", industry.place.clone());
        self.set("team", industry.team.clone());
    }

    /// What the lexicon says, its slots filled; empty where one of them has no value.
    fn filled(&self, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let mut dice = self.seed.child(text).dice();
        Template::parse(text).expand(self, &mut dice).map(|found| found.text).unwrap_or_default()
    }

    fn filled_all(&self, list: &[String]) -> Vec<String> {
        list.iter().map(|text| self.filled(text)).filter(|text| !text.is_empty()).collect()
    }

    pub(super) fn add_lexicon(&mut self, industry: &Industry) {
        for (name, value) in [
            ("step", &industry.step),
            ("step_bare", &bare_noun(&industry.step)),
            ("act", &industry.act),
            ("again", &industry.again),
            ("cycle", &industry.rhythm),
        ] {
            self.set(name, self.filled(value));
        }
        let pick = |label: &str, list: &[String]| {
            let list = self.filled_all(list);
            list.get(self.seed.child(label).below(list.len())).cloned().unwrap_or_default()
        };
        let values = [
            ("pillar1", pick("teach", &industry.teach)),
            ("pillar2", pick("show", &industry.show)),
            ("pillar3", pick("invite", &industry.invite)),
            ("line", pick("line", &industry.lines)),
        ];
        for (name, value) in values {
            self.set(name, value);
        }
        if self.slot("hashtag").is_none() {
            // A name in another script lends its tags to no English word.
            let own = self.get("trade").trim_start_matches("the ");
            let tag = if industry.is_general() { "#Local".to_owned() } else { hashtag(own) };
            self.set("hashtag", tag);
        }
    }

    pub(super) fn add_lists(&mut self, analysis: &Analysis, industry: &Industry) {
        for (name, list) in [
            ("moment", &industry.moments),
            ("doubt", &industry.doubts),
            ("proof", &industry.proofs),
            ("motive", &industry.motives),
            ("topic", &industry.topics),
            ("scene", &industry.scenes),
            ("partner", &industry.partners),
            ("offer", &industry.offers),
            ("look", &industry.look),
            ("cta", &industry.acts),
            ("tag", &industry.tags),
            ("line", &industry.lines),
        ] {
            let order = self.seed.child(name).dice().shuffled(&self.filled_all(list));
            self.counts.insert(name, order.len());
            if name == "doubt" {
                self.counts.insert("ask", order.len());
                self.counts.insert("yours", order.len());
            }
            self.set_list(name, &order);
        }
        let given = !analysis.kpis.is_empty();
        let kpis = if given { &analysis.kpis } else { &industry.measures };
        let kpis: Vec<String> = kpis.iter().map(|kpi| inside(kpi, "")).collect();
        self.set_list("kpi", &kpis);
        self.set("kpis", join(&kpis.iter().take(3).cloned().collect::<Vec<_>>()));
        if given {
            self.set("kpis_given", "yes");
        }
        self.add_targets(kpis.len(), analysis);
    }

    /// `kpi1_target` and so on: the brief's number where the words fit, else a worded target.
    pub(super) fn add_targets(&mut self, count: usize, analysis: &Analysis) {
        let unit = analysis.goal.unit.clone().unwrap_or_default();
        let mut open = analysis.goal.number.as_ref();
        for n in 1..=count {
            let name = self.get(&format!("kpi{n}")).to_lowercase();
            let falls = WORDS.falling_measures.iter().any(|word| name.contains(word.as_str()));
            self.set(&format!("kpi{n}_way"), if falls { "below" } else { "above" });
            let fits = unit
                .split_whitespace()
                .any(|word| word.len() > 3 && name.contains(word.trim_end_matches('s')));
            if let Some(number) = open.take_if(|_| fits) {
                let sign = analysis.goal.change.map(String::from).unwrap_or_default();
                self.set(&format!("kpi{n}_goal"), format!("{sign}{number}"));
            }
        }
    }
}

/// A trade as a noun phrase that can follow `in` (`the regional airline business`): without what
/// only says that it is a firm or a charity, and as a sector where nobody would call it a business.
pub fn field_of_work(name: &str, industry: &Industry) -> String {
    if !industry.is_general() && (name.contains("'s ") || name.contains("’s ")) {
        return industry.trade.clone();
    }
    let kept = name
        .rsplit_once(' ')
        .filter(|(head, last)| {
            let noun = head.split_whitespace().last().map(bare).unwrap_or_default();
            WORDS.kinds_of_firm.contains(&bare(last)) && !is_adjective(&noun)
        })
        .map_or(name, |(head, _)| head);
    if noun_phrase(kept) == kept {
        return kept.to_owned();
    }
    format!("the {kept} {}", if industry.sector { "sector" } else { "business" })
}

/// Whether what is offered is a place or body that one runs and does not sell (`a tea shop`).
fn is_establishment(product: &str) -> bool {
    let words: Vec<String> = product.split_whitespace().map(bare).collect();
    let one = words.first().is_some_and(|word| matches!(word.as_str(), "a" | "an" | "the"));
    let end = words.iter().position(|word| WORDS.head_stops.contains(word));
    let head = end.unwrap_or(words.len()).checked_sub(1).and_then(|at| words.get(at));
    one && head.is_some_and(|word| WORDS.establishments.contains(word))
}

/// What is sold where the brief names no product: the trade's usual offer, or for a trade that
/// the lexicon does not know its own name (`beekeeping supplies`).
pub fn offer(name: Option<&str>, industry: &Industry) -> String {
    match name.filter(|name| industry.is_general() && is_latin(name)) {
        Some(name) if noun_phrase(name) == name || is_ware(name) => name.to_owned(),
        Some(name) => format!("the work of {}", noun_phrase(name)),
        None => industry.offer.clone(),
    }
}

/// Whether one word names what is sold (`gelato`), and nobody who does it (`notary`, `locksmith`).
fn is_ware(name: &str) -> bool {
    let people =
        ["er", "or", "ist", "ary", "ian", "smith", "ant", "eon", "man", "ess", "shop", "firm"];
    !name.contains(' ') && !people.iter().any(|end| name.ends_with(end))
}

/// `a first visit` as it stands after `no` or `each`.
fn bare_noun(phrase: &str) -> String {
    let rest = phrase.strip_prefix("a ").or_else(|| phrase.strip_prefix("an "));
    rest.unwrap_or(phrase).to_owned()
}

/// The trade of `brief`.
pub fn industry(brief: &Brief) -> Industry {
    if hiring::is_meant(brief) {
        return LEXICON.hiring().cloned().unwrap_or_default();
    }
    let text = |field: BriefField| brief.text_of(field).unwrap_or_default();
    let product = format!(
        "{} {}",
        text(BriefField::ProductService),
        if brief.product_service.is_none() {
            text(BriefField::RawBriefText)
        } else {
            String::new()
        }
    );
    LEXICON
        .industry(&text(BriefField::Industry), &product, &text(BriefField::BusinessType))
        .cloned()
        .unwrap_or_default()
}
