//! Sentences of subject, verb, object, adverb and reason: short pieces, so that hardly five words
//! in a row come twice in a report.

use super::task::{Task, clause, hash, mix};
use super::words::Words;

/// Names that sentences use.
pub struct Names {
    pub brand: String,
    pub product: String,
    pub goal: String,
    pub audience: String,
    pub place: String,
    pub segments: Vec<String>,
    pub pillars: Vec<String>,
    pub channels: Vec<String>,
    pub kpis: Vec<String>,
}

impl Names {
    pub fn of(task: &Task, words: &Words) -> Self {
        // A long field does not fit into a sentence: then its plain name stands there.
        let short = |field: &str, default: &str| {
            let text = task.brief(field).map(|text| clause(&text, 40));
            text.filter(|t| t.split_whitespace().count() <= 7).unwrap_or(default.to_owned())
        };
        let or = |given: Vec<String>, default: Vec<String>| {
            if given.is_empty() { default } else { given }
        };
        let firsts = |pairs: &[[String; 2]]| pairs.iter().map(|[name, _]| name.clone()).collect();
        let platforms = or(task.brief_list("platforms"), words.channels.clone());
        Self {
            brand: task.value["brief"]["brand_name"].as_str().unwrap_or("The client").to_owned(),
            product: short("product_service", &words.default_product),
            goal: short("primary_goal", &words.default_goal),
            audience: short("target_audience", &words.default_audience),
            place: short("geography", &words.default_place),
            segments: or(task.spine_names("segments"), firsts(&words.segments)),
            pillars: or(task.spine_names("pillars"), firsts(&words.pillars)),
            channels: or(task.spine_names("channels"), platforms),
            kpis: or(task.spine_names("kpis"), words.kpis.clone()),
        }
    }
}

/// Writes one sentence after the other.
pub struct Prose<'a> {
    pub words: &'static Words,
    pub names: &'a Names,
    pub topic: String,
    /// Words that the client bans, lower-case.
    banned: Vec<String>,
    next: usize,
    turn: usize,
}

/// Sentences that one section may take: sections do not meet.
const A_SECTION: usize = 64;

impl<'a> Prose<'a> {
    pub fn new(words: &'static Words, names: &'a Names, task: &Task) -> Self {
        let start = usize::try_from(task.position()).unwrap_or(0) * A_SECTION
            + usize::try_from(hash(&names.brand) % 997).unwrap_or(0);
        let banned = task.brief_list("banned_words").iter().map(|w| w.to_lowercase()).collect();
        Self { words, names, topic: String::new(), banned, next: start, turn: start }
    }

    /// The next sentence.
    pub fn sentence(&mut self) -> String {
        // A good text keeps coming back to its client.
        let about_brand = self.next.is_multiple_of(3);
        self.build(about_brand.then_some("{brand}"), true)
    }

    /// The next sentence, about the brand.
    pub fn brand_sentence(&mut self) -> String {
        self.build(Some("{brand}"), true)
    }

    /// The next sentence without its reason, for lists in narrow places.
    pub fn short_sentence(&mut self) -> String {
        self.build(None, false)
    }

    /// The next sentence, with a fact of the brief in front.
    pub fn fact_sentence(&mut self, value: &str) -> String {
        let sentence = self.sentence();
        if self.is_banned(value) {
            return sentence;
        }
        let frame = pick(&self.words.frames, self.next).replace("{value}", value);
        format!("{frame}: {sentence}")
    }

    fn build(&mut self, subject: Option<&str>, with_reason: bool) -> String {
        let mut text = String::new();
        for _ in 0..8 {
            text = self.try_to_build(subject, with_reason);
            if !self.is_banned(&text) {
                break;
            }
        }
        text
    }

    fn try_to_build(&mut self, subject: Option<&str>, with_reason: bool) -> String {
        let at = self.next;
        self.next += 1;
        let words = self.words;
        let subject = subject.map_or_else(|| draw(&words.subjects, at, 1), str::to_owned);
        let mut others = vec![subject];
        // Objects come in turn, so that each shows in every forty sentences.
        for (list, salt) in
            [(&words.verbs, 2), (&words.objects, 0), (&words.adverbs, 3), (&words.reasons, 4)]
        {
            let free = |step: &usize| {
                let piece = draw(list, at + step * 1_009, salt);
                !others.iter().any(|other| meets(other, &piece))
            };
            let step = (0..6).find(free).unwrap_or(0);
            others.push(draw(list, at + step * 1_009, salt));
        }
        let reason = others.pop().unwrap_or_default();
        let mut text = others.join(" ");
        if with_reason {
            text = format!("{text}, {reason}");
        }
        upper_first(&self.fill(&format!("{text}.")))
    }

    fn is_banned(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.banned.iter().any(|word| text.contains(word))
    }

    /// `template` with its names; each mention of a segment, pillar or channel is the next one.
    pub fn fill(&mut self, template: &str) -> String {
        let mut text = template.to_owned();
        for (slot, value) in [
            ("{brand}", &self.names.brand),
            ("{product}", &self.names.product),
            ("{goal}", &self.names.goal),
            ("{audience}", &self.names.audience),
            ("{place}", &self.names.place),
            ("{topic}", &self.topic),
        ] {
            text = text.replace(slot, value);
        }
        for (slot, values) in [
            ("{segment}", &self.names.segments),
            ("{pillar}", &self.names.pillars),
            ("{channel}", &self.names.channels),
        ] {
            while text.contains(slot) {
                self.turn += 1;
                text = text.replacen(slot, &pick(values, self.turn), 1);
            }
        }
        text
    }
}

/// Whether both would name the same thing.
fn meets(one: &str, other: &str) -> bool {
    ["{brand}", "{product}", "{goal}", "{segment}", "{pillar}", "{channel}", "{place}"]
        .iter()
        .any(|slot| one.contains(slot) && other.contains(slot))
}

/// An item drawn for `at`; without salt they come one after the other.
fn draw(list: &[String], at: usize, salt: u64) -> String {
    let drawn = mix(u64::try_from(at).unwrap_or(0).wrapping_mul(8) + salt);
    pick(list, if salt == 0 { at } else { usize::try_from(drawn >> 1).unwrap_or(at) })
}

/// The item at `at`, counted round and round.
pub fn pick(list: &[String], at: usize) -> String {
    list.get(at % list.len().max(1)).cloned().unwrap_or_default()
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
