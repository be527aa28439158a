//! Words of the frame in the report's language, and the rendering that uses them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;

use crate::domain::{Brief, Labels, SectionAnswer, SectionDraft};
use crate::packs::{PackSpec, SectionSpec};
use crate::writing::{RenderNames, Written, render_section};

/// The words of one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    sources: String,
    assumptions: String,
    /// Sentences by the contract name of the brief's field that is missing.
    missing: BTreeMap<String, String>,
}

static WORDS: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| crate::embedded::toml("names.toml", include_str!("names.toml")));

/// How one report names what the pack names.
#[derive(Debug, Default)]
pub(super) struct Names {
    language: String,
    translated: Arc<BTreeMap<String, String>>,
}

impl Names {
    /// Names for `language`; `translated` maps the pack's titles to those of the language.
    pub fn new(language: &str, translated: Arc<BTreeMap<String, String>>) -> Self {
        Self { language: primary(language).to_owned(), translated }
    }

    /// Whether the report is in another language than the pack.
    pub fn is_foreign(&self) -> bool {
        self.language != "en"
    }

    /// The titles of `pack` that a report in `language` needs translated; none in English.
    pub fn wanted(language: &str, pack: &PackSpec) -> Vec<String> {
        let language = primary(language);
        if language == "en" {
            return vec![];
        }
        let columns = pack.sections.iter().flat_map(|section| {
            section.parts.iter().flat_map(|part| part.columns.iter().map(|column| &column.title))
        });
        let sections = pack.sections.iter().map(|section| &section.title);
        let mut titles = vec![pack.name.clone()];
        titles.extend(sections.chain(columns).cloned());
        if !WORDS.contains_key(language) {
            let english = Labels::default();
            titles.extend([english.sources, english.assumptions]);
            let sentences = WORDS.get("en").into_iter().flat_map(|words| words.missing.values());
            titles.extend(sentences.cloned());
        }
        let mut seen = BTreeSet::new();
        titles.retain(|title| seen.insert(title.clone()));
        titles
    }

    /// The name of `title` in the report's language, `title` itself where nobody translated it.
    pub fn of(&self, title: &str) -> String {
        self.translated.get(title).cloned().unwrap_or_else(|| title.to_owned())
    }

    /// Title of the report.
    pub fn report_title(&self, brief: &Brief, pack: &PackSpec) -> String {
        format!("{}: {}", brief.brand_name, self.of(&pack.name))
    }

    /// Headings of the lists at the end.
    pub fn labels(&self) -> Labels {
        let english = Labels::default();
        WORDS.get(&self.language).map_or_else(
            || Labels {
                sources: self.of(&english.sources),
                assumptions: self.of(&english.assumptions),
            },
            |words| Labels {
                sources: words.sources.clone(),
                assumptions: words.assumptions.clone(),
            },
        )
    }

    /// One sentence for each field that the brief left out.
    pub fn assumptions(&self, brief: &Brief) -> Vec<String> {
        let words = WORDS.get(&self.language).or_else(|| WORDS.get("en"));
        let sentence = |field: &&str| {
            words.and_then(|words| words.missing.get(*field)).map(|sentence| self.of(sentence))
        };
        brief.missing_fields().iter().filter_map(sentence).collect()
    }

    /// The section as it will be shown.
    pub fn render(
        &self,
        spec: &SectionSpec,
        written: Written<SectionAnswer>,
        handed_over: bool,
    ) -> SectionDraft {
        let title = self.of(&spec.title);
        let column = |title: &str| self.of(title);
        let names = RenderNames { title: &title, translated: self.is_foreign(), column: &column };
        let rendered = render_section(spec, &written.value, names);
        SectionDraft {
            id: spec.id.clone(),
            title: title.clone(),
            markdown: rendered.markdown,
            tables: rendered.tables,
            numbers: written.value.numbers,
            abstract_text: written.value.abstract_text,
            provenance: written.provenance,
            finish: written.finish,
            attempts: written.attempts,
            repairs: vec![],
            handed_over,
        }
    }
}

/// The primary subtag of a BCP 47 tag, in lower case.
pub(super) fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Names, WORDS};
    use crate::domain::BriefField;

    #[test]
    fn every_language_has_a_sentence_for_every_field_that_can_be_missing() {
        assert!(WORDS.len() >= 4);
        let known: Vec<&str> = BriefField::ALL.iter().map(|field| field.name()).collect();
        let english: Vec<&String> = WORDS["en"].missing.keys().collect();
        for (language, words) in WORDS.iter() {
            assert_eq!(words.missing.keys().collect::<Vec<_>>(), english, "{language}");
            assert!(words.missing.keys().all(|field| known.contains(&field.as_str())));
        }
    }

    #[test]
    fn labels_follow_the_language() {
        assert_eq!(Names::new("de-AT", Arc::default()).labels().sources, "Quellen");
        let translated = [("Sources".to_owned(), "Fonti".to_owned())].into();
        assert_eq!(Names::new("it", Arc::new(translated)).labels().sources, "Fonti");
    }
}
