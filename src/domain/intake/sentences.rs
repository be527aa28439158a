//! What plain sentences of a brief say: who it is for, what is sold, goal, audience, place.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::reading::{Facts, LEXICON};
use crate::domain::BriefField;

/// Sentences that are looked at for the brand.
const BRAND_SENTENCES: usize = 6;

/// Capitalised words in a row, with the small words that names have between them.
const NAME: &str = r"(?:[\p{Lu}\p{Lt}\p{N}]|\p{Ll}+\p{Lu})(?:[\p{L}\p{M}\p{N}'’&+!/-]|\.[\p{L}\p{N}])*(?:\s+(?:(?:&|\+|and|of|the|de|la|du|y|und|et|og|i)\s+)?(?:[\p{Lu}\p{N}]|\p{Ll}+\p{Lu})(?:[\p{L}\p{M}\p{N}'’&+!/-]|\.[\p{L}\p{N}])*){0,5}";
/// What may stand right after a name that is no subject.
const AFTER: &str = r#"["”»’]?(?:\s*[,;:.!?(–—]|\s+-\s|\s+(?:a|an|the|is|are|which|that|who|in|from|based)\b|\s*$)"#;

struct Rules {
    brand: Vec<Regex>,
    quoted: Regex,
    article: Regex,
    /// `, a tea shop`, ` – loose-leaf tea for`: what a brand's line says of it.
    apposition: Regex,
    others: Vec<(BriefField, Regex)>,
}

static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| build().ok());

fn build() -> Result<Rules, regex::Error> {
    let (nouns, verbs) = (LEXICON.nouns.pattern(), LEXICON.verbs.pattern());
    let brand = [
        format!(
            r#"(?i:\b(?:called|named|trading as|known as)\s+)["“«‘']?(?<name>{NAME})(?<rest>.*)"#
        ),
        format!(
            r#"(?i:\b(?:{nouns})(?:'s)?(?:\s+name)?\s+is\s+)["“«‘']?(?<name>{NAME})(?<rest>.*)"#
        ),
        format!(
            r#"^(?i:we are|we['’]re|i am|i['’]m|i run|i own|we run|this is|introducing|meet|here at|at)\s+(?i:at\s+|from\s+)?["“«‘']?(?<name>{NAME}){AFTER}(?<rest>.*)"#
        ),
        format!(
            r#"^["“«‘']?(?<name>{NAME})["”»’]?(?:\s*\([^)]*\))?,?\s+(?<verb>{verbs})\b(?<rest>.*)"#
        ),
        format!(r#"^["“«‘']?(?<name>{NAME})["”»’]?\s*(?:,|[–—-]\s)\s*(?<rest>(?i:an?|the)\s.*)"#),
        format!(
            r#"(?i:\b(?:for|about|promote|promoting|launch|of)\s+)["“«‘']?(?<name>{NAME}){AFTER}(?<rest>.*)"#
        ),
    ];
    let others = [
        (BriefField::PrimaryGoal, r"(?i)\b(?:goals?|aims?|objectives?)\s+(?:is|are)\s+(?:to\s+)?(?<said>.+)".to_owned()),
        (BriefField::PrimaryGoal, r"(?i)\b(?:wants?|needs?|hopes?|plans?|aims?|aiming|looking|would like|trying)\s+to\s+(?<said>.+)".to_owned()),
        (BriefField::TargetAudience, r"(?i)\b(?:audience|customers?|clients|buyers|guests|readers|users)\s+(?:is|are|includes?)\s+(?:mostly\s+|mainly\s+)?(?<said>.+)".to_owned()),
        (BriefField::TargetAudience, r"(?i)\b(?:targeting|targets|aimed at|catering to)\s+(?<said>.+)".to_owned()),
        (BriefField::Budget, r"(?i)\bbudget\s+(?:is|of)\s+(?<said>.+?)(?:,\s|;|\s+(?:and|for|over)\s|$)".to_owned()),
        (BriefField::Timeline, r"(?i)\b(?:within|over|during|in)\s+(?<said>(?:the\s+next\s+)?(?:\d+|two|three|four|six|eight|ten|twelve)\s+(?:days|weeks|months|quarters|years))\b".to_owned()),
        (BriefField::ProductService, r"(?i)\bwe\s+(?:also\s+)?(?:sell|make|offer|provide|build|produce|teach|manufacture|run|design)\s+(?<said>.+)".to_owned()),
        (BriefField::ProductService, r"(?i)^(?:we are|we['’]re)\s+(?:an?|the)\s+(?<said>.+)".to_owned()),
        (BriefField::Geography, format!(r"\b(?:[Bb]ased in|[Ll]ocated in|[Aa]cross|[Ii]n)\s+(?<said>{NAME}(?:,\s+{NAME})?)")),
    ];
    Ok(Rules {
        brand: brand.iter().map(|rule| Regex::new(rule)).collect::<Result<_, _>>()?,
        quoted: Regex::new(r#"["“«](?<name>[^"”»“«]{2,60})["”»]"#)?,
        apposition: Regex::new(
            r"(?i),\s+(?:an?|the|we|which|who|that|is|are)\s|\s[–—-]\s(?:\S+\s+){2}\S",
        )?,
        article: Regex::new(r"(?i)^[\s,:–—-]*(?:is\s+|are\s+)?(?:(?:an?|the|your)\s+)?")?,
        others: others
            .into_iter()
            .map(|(field, rule)| Regex::new(&rule).map(|rule| (field, rule)))
            .collect::<Result<_, _>>()?,
    })
}

/// Facts in the sentences of `prose`.
pub(super) fn read(prose: &str) -> Facts {
    let mut facts = Facts::new();
    let Some(rules) = &*RULES else { return facts };
    let sentences = split(prose);
    if let Some((name, rest)) = rules.brand_in(&sentences) {
        facts.insert(BriefField::BrandName, name);
        let rest = rules.article.replace(&rest, "").trim().to_owned();
        if rest.chars().count() > 3 {
            facts.insert(BriefField::ProductService, rest);
        }
    }
    for sentence in &sentences {
        for (field, rule) in &rules.others {
            let said = rule.captures(sentence).and_then(|found| found.name("said"));
            let said = said.map(|said| said.as_str().trim()).filter(|said| !said.is_empty());
            if let Some(said) =
                said.filter(|said| *field != BriefField::Geography || !is_stop(said))
            {
                facts.entry(*field).or_insert_with(|| said.to_owned());
            }
        }
    }
    facts
}

impl Rules {
    /// The brand and what its sentence says after it.
    fn brand_in(&self, sentences: &[&str]) -> Option<(String, String)> {
        let first = sentences.iter().take(BRAND_SENTENCES);
        let by_rule = self.brand.iter().find_map(|rule| {
            first.clone().find_map(|sentence| rule.captures(sentence).and_then(|c| named(&c)))
        });
        by_rule.or_else(|| {
            let quoted = sentences.first().and_then(|first| self.quoted.captures(first));
            quoted.and_then(|found| named(&found))
        })
    }
}

/// A labelled brand without the sentences that follow it in its line, and those.
pub(super) fn name_alone(said: &str) -> (&str, &str) {
    let ends = said.match_indices(['.', '!', '?']).map(|(at, sign)| (at, at + sign.len()));
    let sentence = ends.filter(|(at, after)| !is_short_form(said, *at) && begins(said, *after));
    let clauses = RULES.iter().flat_map(|rules| rules.apposition.find_iter(said));
    let clauses = clauses.map(|found| (found.start(), found.start() + 1));
    let Some((at, after)) = sentence.chain(clauses).min() else { return (said, "") };
    let rest = said.get(after..).unwrap_or_default();
    (said.get(..at).unwrap_or(said), rest.trim_start_matches([' ', '–', '—', '-']))
}

/// Whether what ends at `at` is an abbreviation such as `Dr.`, or an initial.
fn is_short_form(text: &str, at: usize) -> bool {
    let word = text.get(..at).unwrap_or_default().rsplit([' ', '.']).next().unwrap_or_default();
    let word = word.to_lowercase();
    word.chars().count() < 2 || LEXICON.short_forms.list.contains(&word)
}

/// Whether a sentence begins at `at`: a blank, and at least three words.
fn begins(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.starts_with(char::is_whitespace) && rest.split_whitespace().count() >= 3
}

fn named(found: &Captures<'_>) -> Option<(String, String)> {
    let mut name = found.name("name")?.as_str().trim_end_matches(['\'', '’', '-', '/']);
    if is_stop(name) {
        return None;
    }
    if let Some((head, tail)) = name.split_once(' ')
        && is_stop(head)
        && !head.eq_ignore_ascii_case("the")
    {
        name = tail;
    }
    let rest = found.name("rest").map_or("", |rest| rest.as_str());
    let verb = found.name("verb").map_or("", |verb| verb.as_str());
    let wish = matches!(verb, "wants" | "needs");
    (!is_stop(name)).then(|| (name.to_owned(), if wish { String::new() } else { rest.to_owned() }))
}

fn is_stop(name: &str) -> bool {
    let name = name.to_lowercase();
    LEXICON.stopwords.list.contains(&name) || name.chars().all(|c| !c.is_alphabetic())
}

/// Sentences, without their full stops.
fn split(prose: &str) -> Vec<&str> {
    let mut sentences = vec![];
    for line in prose.lines() {
        let mut rest = line;
        while let Some(at) = end_of_sentence(rest) {
            sentences.extend(rest.get(..at));
            rest = rest.get(at + 1..).unwrap_or_default();
        }
        sentences.push(rest);
    }
    let trimmed = sentences.into_iter().map(|s| s.trim().trim_end_matches(['.', '!', '?', '।']));
    trimmed.filter(|sentence| !sentence.is_empty()).collect()
}

fn end_of_sentence(text: &str) -> Option<usize> {
    text.match_indices(['.', '!', '?'])
        .map(|(at, _)| at)
        .find(|at| text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
}

#[cfg(test)]
pub(super) fn rules_compile() -> bool {
    build().is_ok()
}
