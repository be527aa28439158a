//! Models: which one a provider is asked for, what it costs, and when it is shut down.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::call::Effort;
use super::settings::{ChainSettings, ProviderSettings};
use crate::domain::{ProviderName, Tier};

/// Why `models.toml` could not be read.
#[derive(Debug, thiserror::Error)]
#[error("models.toml is not valid: {0}")]
pub struct ModelsError(#[from] toml::de::Error);

/// The content of `packs/models.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    /// Day on which the prices were looked up.
    pub as_of: Date,
    /// How many days before its shutdown a configured model is warned about.
    pub shutdown_warning_days: i32,
    default: BTreeMap<ProviderName, Pair>,
    model: BTreeMap<String, ModelFacts>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    model: String,
    quality_model: String,
}

/// What is known about one model.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelFacts {
    /// Its price, where known.
    pub price: Option<Price>,
    /// The day on which its vendor turns it off.
    pub shutdown: Option<Date>,
    /// Its words for reasoning effort; an effort without a word is not sent.
    #[serde(default)]
    pub effort: EffortWords,
    /// The most output tokens that one call may ask for.
    #[serde(default = "most_output_tokens")]
    pub max_output_tokens: u32,
}

fn most_output_tokens() -> u32 {
    32_000
}

/// US dollars per million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Tokens sent.
    pub input: f64,
    /// Tokens sent that the provider had cached.
    pub cached: f64,
    /// Tokens received, reasoning included.
    pub output: f64,
}

/// A model's words for each effort.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EffortWords {
    least: Option<String>,
    low: Option<String>,
    medium: Option<String>,
}

/// A configured model that will be turned off soon, or already is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shutdown {
    /// Who runs it.
    pub provider: ProviderName,
    /// The model.
    pub model: String,
    /// Its last day.
    pub date: Date,
    /// Days until then; negative when it is over.
    pub days_left: i32,
}

impl Models {
    /// Reads the text of a `models.toml`.
    ///
    /// # Errors
    /// [`ModelsError`] with the place of the fault.
    pub fn parse(text: &str) -> Result<Self, ModelsError> {
        Ok(toml::from_str(text)?)
    }

    /// The models that the binary carries.
    ///
    /// # Errors
    /// [`ModelsError`] if the embedded file is at fault, which a test rules out.
    pub fn embedded() -> Result<Self, ModelsError> {
        Self::parse(include_str!("../../packs/models.toml"))
    }

    /// The model that `provider` is asked for on `tier`.
    #[must_use]
    pub fn name_for(&self, provider: &ProviderSettings, tier: Tier) -> String {
        let (own, default): (_, fn(&Pair) -> &String) = match tier {
            Tier::Normal => (&provider.model, |pair| &pair.model),
            Tier::Quality => (&provider.quality_model, |pair| &pair.quality_model),
        };
        own.clone()
            .or_else(|| self.default.get(&provider.name).map(|pair| default(pair).clone()))
            .unwrap_or_default()
    }

    /// What is known about `model`.
    #[must_use]
    pub fn facts(&self, model: &str) -> Option<&ModelFacts> {
        self.model.get(model)
    }

    /// The word of `model` for `effort`.
    #[must_use]
    pub fn effort_word(&self, model: &str, effort: Effort) -> Option<&str> {
        let words = &self.facts(model)?.effort;
        match effort {
            Effort::Least => words.least.as_deref(),
            Effort::Low => words.low.as_deref(),
            Effort::Medium => words.medium.as_deref(),
        }
    }

    /// The price of `model`, where known.
    #[must_use]
    pub fn price(&self, model: &str) -> Option<Price> {
        self.facts(model)?.price
    }

    /// The most output tokens that one call of `model` may ask for.
    #[must_use]
    pub fn output_limit(&self, model: &str) -> u32 {
        self.facts(model).map_or_else(most_output_tokens, |facts| facts.max_output_tokens)
    }

    /// Configured models without a price: with a daily budget they fail the start.
    #[must_use]
    pub fn unpriced(&self, settings: &ChainSettings) -> Vec<String> {
        let mut names: Vec<String> = configured(self, settings)
            .map(|(_, model)| model)
            .filter(|model| self.price(model).is_none())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// Configured models whose last day is near or over, as seen on `today`.
    #[must_use]
    pub fn shutdowns(&self, settings: &ChainSettings, today: Date) -> Vec<Shutdown> {
        let mut found: Vec<Shutdown> = configured(self, settings)
            .filter_map(|(provider, model)| {
                let date = self.facts(&model)?.shutdown?;
                let days_left = (date - today).get_days();
                (days_left <= self.shutdown_warning_days).then_some(Shutdown {
                    provider,
                    model,
                    date,
                    days_left,
                })
            })
            .collect();
        found.dedup();
        found
    }
}

fn configured<'a>(
    models: &'a Models,
    settings: &'a ChainSettings,
) -> impl Iterator<Item = (ProviderName, String)> + 'a {
    settings.providers.iter().flat_map(|provider| {
        [Tier::Normal, Tier::Quality].map(|tier| (provider.name, models.name_for(provider, tier)))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn settings(model: &str) -> ChainSettings {
        let mut provider = ProviderSettings::new(ProviderName::Openai, "key".into());
        provider.model = Some(model.to_owned());
        ChainSettings { providers: vec![provider], ..ChainSettings::default() }
    }

    #[test]
    fn every_default_model_has_a_price_and_no_shutdown() {
        let models = Models::embedded().unwrap();
        let providers = ProviderName::ALL.map(|name| ProviderSettings::new(name, "key".into()));
        let settings = ChainSettings { providers: providers.into(), ..ChainSettings::default() };
        assert_eq!(models.unpriced(&settings), Vec::<String>::new());
        assert_eq!(models.shutdowns(&settings, date(2026, 11, 23)), vec![]);
    }

    #[test]
    fn unknown_models_have_no_price_and_no_effort() {
        let models = Models::embedded().unwrap();
        assert_eq!(models.unpriced(&settings("llama-local")), ["llama-local"]);
        assert_eq!(models.effort_word("llama-local", Effort::Low), None);
    }

    #[test]
    fn warns_sixty_days_ahead() {
        let models = Models::embedded().unwrap();
        for (today, days) in [
            (date(2026, 11, 14), None),
            (date(2026, 11, 15), Some(60)),
            (date(2027, 1, 15), Some(-1)),
        ] {
            let found = models.shutdowns(&settings("gpt-4o"), today);
            assert_eq!(found.first().map(|s| s.days_left), days);
        }
    }
}
