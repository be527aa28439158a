//! Sentences: subject, predicate and tail, no pair of which comes twice in a report.

use super::task::{Task, clause, hash};
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
    next: usize,
    turn: usize,
}

/// Sentences that one section may take: sections do not meet.
const A_SECTION: usize = 48;

impl<'a> Prose<'a> {
    pub fn new(words: &'static Words, names: &'a Names, task: &Task) -> Self {
        let start = usize::try_from(task.position()).unwrap_or(0) * A_SECTION
            + usize::try_from(hash(&names.brand) % 997).unwrap_or(0);
        Self { words, names, topic: String::new(), next: start, turn: start }
    }

    /// The next sentence.
    pub fn sentence(&mut self) -> String {
        let at = self.next;
        let subject = pick(&self.words.subjects, at.wrapping_mul(7) / 3);
        self.build(&subject)
    }

    /// The next sentence, about the brand.
    pub fn brand_sentence(&mut self) -> String {
        self.build("{brand}")
    }

    /// The next sentence, with a fact of the brief in front.
    pub fn fact_sentence(&mut self, value: &str) -> String {
        let frame = pick(&self.words.frames, self.next).replace("{value}", value);
        format!("{frame}: {}", self.sentence())
    }

    /// The next sentence without its tail, for lists in narrow places.
    pub fn short_sentence(&mut self) -> String {
        let at = self.next;
        self.next += 1;
        let subject = pick(&self.words.subjects, at.wrapping_mul(5) / 2 + 3);
        let mut predicate = pick(&self.words.predicates, at);
        if meets(&subject, &predicate) {
            predicate = pick(&self.words.predicates, at + 7);
        }
        let text = self.fill(&format!("{subject} {predicate}."));
        upper_first(&text)
    }

    fn build(&mut self, subject: &str) -> String {
        let at = self.next;
        self.next += 1;
        let mut predicate = pick(&self.words.predicates, at);
        let mut tail = pick(&self.words.tails, at);
        for step in 1..6 {
            if meets(subject, &predicate) {
                predicate = pick(&self.words.predicates, at + step * 11);
            } else if meets(subject, &tail) || meets(&predicate, &tail) {
                tail = pick(&self.words.tails, at + step * 13);
            }
        }
        let joint = if tail.starts_with("in ") || tail.starts_with("with ") { " " } else { ", " };
        let text = self.fill(&format!("{subject} {predicate}{joint}{tail}."));
        upper_first(&text)
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

/// The item at `at`, counted round and round.
pub fn pick(list: &[String], at: usize) -> String {
    list.get(at % list.len().max(1)).cloned().unwrap_or_default()
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
