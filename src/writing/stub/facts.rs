//! Values of slots: what the brief says, filled up by what the lexicon knows.
//!
//! Slots without a number stand for one phrase; `name1`, `name2` … are lists. What the brief
//! does not say has no value, and phrasings that need it are not used. The list of names is in
//! `grammar/README.md`.

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::analysis::Analysis;
use super::analysis::audience::Segment;
use super::analysis::phrase::{bare, bare_word, is_latin, is_many, join};
use super::brand::{escape_brand, hashtag};
use super::channel::{self, Channel};
use super::dates::{Window, as_said, long, medium};
use super::derived::{self, Values};
use super::lexicon::Industry;
use super::names::{self, one_of};
use super::seed::Seed;
use super::template::Slots;
use super::trade::{self, field_of_work};
use crate::domain::{Brief, Services};
use crate::quality::bytes;

/// Everything that sentences can name.
#[derive(Debug)]
pub struct Facts {
    values: HashMap<String, String>,
    pub(super) counts: HashMap<&'static str, usize>,
    /// Channels in order.
    pub channels: Vec<Channel>,
    /// When the plan runs.
    pub window: Window,
    /// The client's own words: of its name, product, audience, place and goal.
    own: HashSet<String>,
    /// Words that must not be used, in lower case.
    pub banned: Vec<String>,
    /// Whether the client has bought no advertising.
    pub unpaid: bool,
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
        let industry = trade::industry(brief);
        let window = Window::new(brief.start_date, analysis.days);
        let mut facts = Self {
            values: HashMap::with_capacity(224),
            counts: HashMap::with_capacity(17),
            channels: channel::channels(&analysis, &industry, services, seed),
            window,
            own: HashSet::new(),
            banned: brief
                .banned_words
                .iter()
                .map(|word| word.trim().to_lowercase())
                .filter(|w| !w.is_empty())
                .collect(),
            unpaid: services.excludes("paid_media"),
            seed,
        };
        facts.add_brand(&brief.brand_name);
        facts.add_brief(&analysis, &industry);
        if industry.is_hiring() {
            facts.add_jobs(brief, &industry);
        }
        facts.add_people(&analysis, &industry);
        facts.add_trade(&analysis, &industry);
        names::add(&mut facts);
        facts.add_lexicon(&industry);
        facts.add_lists(&analysis, &industry);
        facts.add_goal(&analysis, &industry);
        facts.add_channels();
        facts.add_dates();
        derived::add(&mut facts, window);
        facts.own = facts.own_words();
        facts
    }

    fn own_words(&self) -> HashSet<String> {
        let names = [
            "brand",
            "industry",
            "product_given",
            "seg1_given",
            "seg2_given",
            "place",
            "goal_given",
        ];
        let words = names.iter().flat_map(|name| self.get(name).split_whitespace());
        words.map(bare).filter(|word| word.chars().count() > 3).collect()
    }

    /// Whether `text` has a number or one of the client's own words in it.
    pub fn names_client(&self, text: &str) -> bool {
        bytes::holds(text, self.get("brand"))
            || bytes::position(text.as_bytes(), |byte| byte.is_ascii_digit()).is_some()
            // None of the own words is shorter.
            || text.split_whitespace().any(|word| word.len() > 3 && self.own.contains(&*bare_word(word)))
    }

    /// Whether `text` plans advertising that the client has not bought.
    pub fn is_unbought(&self, text: &str) -> bool {
        let plans = |word: &str| {
            let word = bare_word(word);
            matches!(&*word, "ad" | "ads" | "paid" | "retargeting") || word.starts_with("advert")
        };
        self.unpaid && text.split_whitespace().any(plans)
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

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.values.insert(name.to_owned(), value);
        }
    }

    pub(super) fn set_some(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.set(name, value.clone());
        }
    }

    pub(super) fn set_list(&mut self, name: &str, items: &[String]) {
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
        let field = analysis.industry.as_deref().map(|name| field_of_work(name, industry));
        self.set_some("industry", field.as_ref());
        let product = analysis.product.phrase.clone();
        self.set_some("product_given", product.as_ref());
        let full = analysis.product.full.clone().filter(|_| product.is_some());
        let named = product.unwrap_or_else(|| trade::offer(analysis.industry.as_deref(), industry));
        self.add_product(named, full);
        self.set("offer", industry.offer.clone());
        self.set_list("item", &analysis.product.items);
        self.set_some("place", analysis.place.as_ref());
        let apart = analysis.place.as_ref().filter(|place| !self.get("product").contains(*place));
        self.set_some("place_apart", apart.cloned().as_ref());
        self.set_some("budget", analysis.budget.as_ref());
        self.set_some("budget_line", analysis.budget_line.as_ref());
        let timeline = analysis.timeline.as_deref().map(as_said);
        self.set_some("opens", timeline.as_ref().filter(|_| analysis.opens_later));
        self.set_some("timeline", timeline.as_ref());
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
            // Channels of ours fill the list up; the brief has not named them.
            let given = |channel: &&Channel| analysis.platforms.contains(&channel.name);
            let named = self.channels.iter().filter(given).map(|channel| channel.name.clone());
            let named: Vec<String> = named.take(5).collect();
            self.set("platforms", join(&named));
        }
        self.set_list("pain", &analysis.pains);
        self.set_list("limit", &analysis.limits);
        self.set_list("rival", &analysis.competitors);
        self.set("rivals", join(&analysis.competitors.iter().take(3).cloned().collect::<Vec<_>>()));
    }

    pub(super) fn add_product(&mut self, product: String, full: Option<String>) {
        let many = is_many(&product);
        for (name, one, more) in [("is", "is", "are"), ("has", "has", "have"), ("s", "s", "")] {
            self.values.insert(name.to_owned(), if many { more } else { one }.to_owned());
        }
        let full = full.unwrap_or_else(|| product.clone());
        self.values.remove("product_more");
        if full != product {
            self.set("product_more", full.clone());
        }
        self.set("product_full", full);
        self.set("product", product);
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
        self.set("seg1_one", one_of(&name1));
        self.set("seg2_one", one_of(&name2));
        self.set("seg1", name1);
        self.set("seg2", name2);
        self.set_some("seg3", analysis.segments.get(2).map(|s| &s.name));
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
        self.set_some("deadline", goal.deadline.as_deref().map(as_said).as_ref());
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
