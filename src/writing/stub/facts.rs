//! Values of slots: what the brief says, filled up by what the lexicon knows.
//!
//! Slots without a number stand for one phrase; `name1`, `name2` … are lists. What the brief
//! does not say has no value, and phrasings that need it are not used. The list of names is in
//! `grammar/README.md`.

use std::collections::HashMap;

use super::analysis::Analysis;
use super::analysis::audience::Segment;
use super::analysis::phrase::{inside, is_latin, is_many, join, noun_phrase};
use super::dates::{Window, long, medium};
use super::derived::{self, Values};
use super::lexicon::{Industry, LEXICON, Platform};
use super::seed::Seed;
use super::template::{Slots, Template};
use super::words::WORDS;
use crate::domain::{Brief, BriefField, Services, escape_inline};

/// A channel of the plan.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its name as the client writes it.
    pub name: String,
    /// What it is for; follows `for`.
    pub role: String,
    /// Its kind.
    pub kind: Platform,
}

/// Everything that sentences can name.
#[derive(Debug)]
pub struct Facts {
    values: HashMap<String, String>,
    counts: HashMap<&'static str, usize>,
    /// Channels in order.
    pub channels: Vec<Channel>,
    /// When the plan runs.
    pub window: Window,
    /// Words that must not be used, in lower case.
    pub banned: Vec<String>,
    /// Where all choices start from.
    pub seed: Seed,
}

impl Slots for Facts {
    fn slot(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }
}

impl Values for Facts {
    fn value(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    fn put(&mut self, name: &str, value: String) {
        self.set(name, value);
    }
}

impl Facts {
    /// Facts for `brief`.
    pub fn of(brief: &Brief, services: &Services, seed: Seed) -> Self {
        let analysis = Analysis::of(brief);
        let industry = industry(brief);
        let window = Window::new(brief.start_date, analysis.days);
        let mut facts = Self {
            values: HashMap::with_capacity(224),
            counts: HashMap::with_capacity(16),
            channels: channels(&analysis, &industry, services, seed),
            window,
            banned: brief
                .banned_words
                .iter()
                .map(|word| word.trim().to_lowercase())
                .filter(|w| !w.is_empty())
                .collect(),
            seed,
        };
        facts.add_brand(&brief.brand_name);
        facts.add_brief(&analysis, &industry);
        facts.add_people(&analysis, &industry);
        facts.add_trade(&analysis, &industry);
        derived::add_names(&mut facts);
        facts.add_lexicon(&industry);
        facts.add_lists(&analysis, &industry);
        facts.add_goal(&analysis, &industry);
        facts.add_channels();
        facts.add_dates();
        derived::add(&mut facts, window);
        facts
    }

    /// Number of values `name1`, `name2` … without a gap.
    pub fn count(&self, name: &str) -> usize {
        (1..100).take_while(|n| self.values.contains_key(&format!("{name}{n}"))).count()
    }

    /// How many values the lexicon has for `name`.
    pub fn stock(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or(0)
    }

    /// The value of a slot, empty where it has none.
    pub fn get(&self, name: &str) -> &str {
        self.slot(name).unwrap_or("")
    }

    fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.values.insert(name.to_owned(), value);
        }
    }

    fn set_some(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.set(name, value.clone());
        }
    }

    fn set_list(&mut self, name: &str, items: &[String]) {
        for (at, item) in items.iter().enumerate() {
            self.set(&format!("{name}{}", at + 1), item.clone());
        }
    }

    fn add_brand(&mut self, brand: &str) {
        let escaped = escape_brand(brand);
        let last = brand.chars().last().unwrap_or(' ');
        // Case folding makes two letters of `ß`: an ending behind it would look like another name.
        let owner = if !is_latin(brand) || !last.is_alphanumeric() || last == 'ß' {
            format!("the {escaped}")
        } else if last.eq_ignore_ascii_case(&'s') {
            format!("{escaped}’")
        } else {
            format!("{escaped}’s")
        };
        self.set("brand's", owner);
        self.set("brand", escaped);
        self.set("brandtag", hashtag(brand));
        if is_latin(brand) {
            self.set("hashtag", hashtag(brand));
        }
    }

    fn add_brief(&mut self, analysis: &Analysis, industry: &Industry) {
        self.set_some("industry", analysis.industry.as_deref().map(field_of_work).as_ref());
        let product = analysis.product.phrase.clone();
        self.set_some("product_given", product.as_ref());
        let product = product.unwrap_or_else(|| offer(analysis.industry.as_deref(), industry));
        let many = is_many(&product);
        for (name, one, more) in [("is", "is", "are"), ("has", "has", "have"), ("s", "s", "")] {
            self.values.insert(name.to_owned(), if many { more } else { one }.to_owned());
        }
        self.set(
            "product_full",
            analysis
                .product
                .full
                .clone()
                .filter(|_| analysis.product.phrase.is_some())
                .unwrap_or_else(|| product.clone()),
        );
        self.set("product", product);
        self.set("offer", industry.offer.clone());
        self.set_list("item", &analysis.product.items);
        self.set_some("place", analysis.place.as_ref());
        self.set_some("budget", analysis.budget.as_ref());
        self.set_some("budget_line", analysis.budget_line.as_ref());
        self.set_some("timeline", analysis.timeline.as_ref());
        self.set_some("voice_given", analysis.voice.as_ref());
        self.set_some("voice_line", analysis.voice_line.as_ref());
        self.set(
            "voice",
            analysis.voice.clone().unwrap_or_else(|| "plain, warm and specific".to_owned()),
        );
        self.set_some("position", analysis.position.as_ref());
        self.set_some("business", analysis.business.as_ref());
        if !analysis.platforms.is_empty() {
            self.set("platforms_given", "yes");
        }
        self.set_list("pain", &analysis.pains);
        self.set_list("limit", &analysis.limits);
        self.set_list("rival", &analysis.competitors);
        self.set("rivals", join(&analysis.competitors.iter().take(3).cloned().collect::<Vec<_>>()));
    }

    fn add_people(&mut self, analysis: &Analysis, industry: &Industry) {
        let first = analysis.segments.first();
        let second = analysis.segments.get(1);
        let name = |segment: Option<&Segment>, spare: &str, usual: &str| match segment {
            // A name in another script is quoted once, where the group is described.
            Some(segment) if !is_latin(&segment.name) => format!("{spare} {}", industry.customers),
            Some(segment) => segment.name.clone(),
            None => usual.to_owned(),
        };
        let name1 = name(first, "the intended", &industry.first);
        let name2 = name(second, "other", &industry.second);
        self.set_some("who1", first.map(|s| &s.description).filter(|d| **d != name1));
        self.set_some("who2", second.map(|s| &s.description).filter(|d| **d != name2));
        self.set_some("seg1_given", first.map(|_| &name1));
        self.set_some("seg2_given", second.map(|_| &name2));
        self.set("seg1", name1);
        self.set("seg2", name2);
        self.set_some("seg3", analysis.segments.get(2).map(|s| &s.name));
    }

    /// The trade in the client's own words where the lexicon does not know it.
    fn add_trade(&mut self, analysis: &Analysis, industry: &Industry) {
        let own =
            analysis.industry.as_deref().filter(|name| industry.is_general() && is_latin(name));
        self.set("trade", own.map_or_else(|| industry.trade.clone(), field_of_work));
        self.set("tradetag", own.map(hashtag).unwrap_or_default());
        self.set("customer", industry.customer.clone());
        self.set("customers", industry.customers.clone());
        self.set("sells", industry.sells.clone());
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

    fn add_lexicon(&mut self, industry: &Industry) {
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
            self.set("hashtag", hashtag(self.get("trade").trim_start_matches("the ")));
        }
    }

    fn add_lists(&mut self, analysis: &Analysis, industry: &Industry) {
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
    fn add_targets(&mut self, count: usize, analysis: &Analysis) {
        let unit = analysis.goal.unit.clone().unwrap_or_default();
        for n in 1..=count {
            let name = self.get(&format!("kpi{n}")).to_lowercase();
            let falls = WORDS.falling_measures.iter().any(|word| name.contains(word.as_str()));
            self.set(&format!("kpi{n}_way"), if falls { "below" } else { "above" });
            let fits = unit
                .split_whitespace()
                .any(|word| word.len() > 3 && name.contains(word.trim_end_matches('s')));
            if let Some(number) = analysis.goal.number.as_ref().filter(|_| fits) {
                self.set(&format!("kpi{n}_goal"), number.clone());
            }
        }
    }

    fn add_goal(&mut self, analysis: &Analysis, industry: &Industry) {
        let goal = &analysis.goal;
        self.set_some("goal_given", goal.phrase.as_ref());
        let phrase = goal.phrase.clone().unwrap_or_else(|| industry.goal.clone());
        let deadline =
            goal.deadline.as_ref().filter(|d| !phrase.to_lowercase().contains(&d.to_lowercase()));
        self.set("goal_full", deadline.map_or_else(|| phrase.clone(), |d| format!("{phrase} {d}")));
        self.set("goal", phrase);
        self.set_some("goal_number", goal.number.as_ref());
        self.set_some("goal_unit", goal.unit.as_ref());
        self.set_some("deadline", goal.deadline.as_ref());
    }

    fn add_channels(&mut self) {
        let names: Vec<String> = self.channels.iter().map(|c| c.name.clone()).collect();
        let roles: Vec<String> = self.channels.iter().map(|c| c.role.clone()).collect();
        self.set_list("ch", &names);
        for (at, role) in roles.into_iter().enumerate() {
            self.set(&format!("ch{}_role", at + 1), role);
        }
        self.set("channels", join(&names.iter().take(3).cloned().collect::<Vec<_>>()));
    }

    fn add_dates(&mut self) {
        let window = self.window;
        self.set("start", long(window.start));
        self.set("end", long(window.at(100)));
        for share in (0..=100).step_by(5) {
            self.set(&format!("at{share}"), medium(window.working(window.at(share))));
        }
        for offset in 0..=90 {
            self.set(&format!("day{offset}"), medium(window.day(offset)));
        }
    }
}

/// A trade as a noun phrase that can follow `in` (`the regional airline business`).
fn field_of_work(name: &str) -> String {
    let countable = noun_phrase(name) != name;
    if countable { format!("the {name} business") } else { name.to_owned() }
}

/// What is sold where the brief names no product: the trade's usual offer, or for a trade that
/// the lexicon does not know its own name (`beekeeping supplies`).
fn offer(name: Option<&str>, industry: &Industry) -> String {
    match name.filter(|name| industry.is_general() && is_latin(name)) {
        Some(name) if noun_phrase(name) == name => name.to_owned(),
        Some(name) => format!("the work of {}", noun_phrase(name)),
        None => industry.offer.clone(),
    }
}

/// `a first visit` as it stands after `no` or `each`.
fn bare_noun(phrase: &str) -> String {
    let rest = phrase.strip_prefix("a ").or_else(|| phrase.strip_prefix("an "));
    rest.unwrap_or(phrase).to_owned()
}

fn industry(brief: &Brief) -> Industry {
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

/// The brief's platforms, or the trade's usual ones; filled up to three with owned places.
fn channels(
    analysis: &Analysis,
    industry: &Industry,
    services: &Services,
    seed: Seed,
) -> Vec<Channel> {
    let given = !analysis.platforms.is_empty();
    let mut names = if given { analysis.platforms.clone() } else { industry.channels.clone() };
    for owned in ["Email", "Website"] {
        let there = names.iter().any(|name| kind_of(name) == kind_of(owned));
        if names.len() < 3 && !there {
            names.push(owned.to_owned());
        }
    }
    let excluded = |name: &str| {
        let lower = name.to_lowercase();
        let mail = lower.contains("mail") || lower.contains("newsletter");
        let paid = lower.contains("ads") || lower.contains("adwords");
        let search = lower.contains("seo");
        (mail && services.excludes("email_marketing"))
            || (paid && services.excludes("paid_media"))
            || (search && services.excludes("seo"))
    };
    let mut kept: Vec<String> = names.iter().filter(|name| !excluded(name)).cloned().collect();
    if kept.is_empty() {
        kept.push("Website".to_owned());
    }
    kept.into_iter().map(|name| channel(name, seed)).collect()
}

fn kind_of(name: &str) -> Option<*const Platform> {
    LEXICON.platform(name).map(std::ptr::from_ref)
}

fn channel(name: String, seed: Seed) -> Channel {
    let kind = LEXICON.platform(&name).cloned().unwrap_or_default();
    let role =
        kind.roles.get(seed.child(&name).below(kind.roles.len())).cloned().unwrap_or_default();
    Channel { name, role, kind }
}

/// The brand as Markdown text: nothing in it is markup, list or heading.
fn escape_brand(brand: &str) -> String {
    let escaped = escape_inline(brand)
        .replace('{', "\\{")
        .replace('}', "\\}")
        .replace("&lt", "\\&lt")
        .replace("&#", "\\&\\#");
    let digits = escaped.chars().take_while(char::is_ascii_digit).count();
    match escaped.chars().nth(digits) {
        Some(sign @ ('.' | ')')) if digits > 0 => escaped.replacen(sign, &format!("\\{sign}"), 1),
        Some('-' | '+' | '=') if digits == 0 => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// The brand as a tag, words capitalised; empty where it has no letters.
fn hashtag(brand: &str) -> String {
    let words = brand.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let mut tag = String::new();
    for word in words.filter(|word| !word.is_empty()).take(4) {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        super::template::push_capital(&mut tag, &plain);
    }
    let tag: String = tag.chars().take(28).collect();
    if tag.chars().any(char::is_alphabetic) { format!("#{tag}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::{escape_brand, hashtag};

    #[test]
    fn brands_are_text_whatever_they_hold() {
        for (given, wanted) in [
            ("Ember & Ease", "Ember & Ease"),
            ("*Star*", "\\*Star\\*"),
            ("{{x}}", "\\{\\{x\\}\\}"),
            ("1. FC Brot", "1\\. FC Brot"),
            ("- dash", "\\- dash"),
            ("A|B", "A\\|B"),
        ] {
            assert_eq!(escape_brand(given), wanted);
        }
        assert_eq!(hashtag("O’Dowd & Larch"), "#ODowdLarch");
        assert_eq!(hashtag("42"), "");
        assert_eq!(hashtag("ember and ease"), "#EmberAndEase");
    }
}
