//! The body around the brief → [`ReportRequest`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::values::{self, MAX_ITEMS, Problems, kind_of};
use super::{IntakeContext, brief, language};
use crate::domain::{
    FieldError, ModelPreference, PackKey, ReportRequest, Services, Stage, text::normalise,
};

/// Names of the pack, the first one present counts.
const PACK_FIELDS: [&str; 4] =
    ["pack_key", "wow_package_key", "wow_package_preset", "package_name"];
/// Fields of the body that have an effect, beside those of the pack.
const FIELDS: [&str; 11] = [
    "client_brief",
    "stage",
    "services",
    "model_preference",
    "max_tokens",
    "language",
    "draft_mode",
    "feedback",
    "previous_draft",
    "use_learning",
    "include_pdf",
];
const MAX_NAME: usize = 100;
const MAX_FEEDBACK: usize = 5_000;
const MAX_PREVIOUS_DRAFT: usize = 200_000;
/// Most names in `ignored_fields`.
const MAX_IGNORED: usize = 200;

pub(super) fn read(
    value: &Value,
    context: &IntakeContext<'_>,
) -> Result<ReportRequest, Vec<FieldError>> {
    let mut problems = Problems::default();
    let Value::Object(map) = value else {
        problems.push("body", format!("must be a JSON object, not {}", kind_of(value)));
        return problems.finish(None);
    };
    let request = read_map(map, context, &mut problems);
    problems.finish(request)
}

fn read_map(
    map: &Map<String, Value>,
    context: &IntakeContext<'_>,
    problems: &mut Problems,
) -> Option<ReportRequest> {
    let pack_key = pack(map, context, problems);
    let tag = values::text(map.get("language"), "language", MAX_NAME, problems);
    let tag = language::read(tag, "language", problems).given();
    let given = map.get("client_brief").unwrap_or(&Value::Null);
    let brief = brief::read(given, tag, context.today, problems);
    let mut text = |name, limit| values::text(map.get(name), name, limit, problems);
    let feedback = text("feedback", MAX_FEEDBACK);
    let previous_draft = text("previous_draft", MAX_PREVIOUS_DRAFT);
    let stage = stage(map, problems);
    if stage == Stage::Refine {
        for (name, slot) in [("previous_draft", &previous_draft), ("feedback", &feedback)] {
            if slot.is_absent() {
                problems.push(name, "is required when stage is refine");
            }
        }
    }
    let services = services(map.get("services"), problems);
    let model_preference = model_preference(map, problems);
    let max_tokens = max_tokens(map.get("max_tokens"), problems);
    let mut switch = |name| values::switch(map.get(name), name, problems);
    let draft_mode = switch("draft_mode");
    let use_learning = switch("use_learning");
    let include_pdf = switch("include_pdf");
    let brief = brief?;
    Some(ReportRequest {
        pack_key: pack_key?,
        brief: brief.input,
        stage,
        services,
        model_preference,
        skip_first_provider: false,
        max_tokens,
        language: brief.language,
        draft_mode,
        feedback: feedback.given(),
        previous_draft: previous_draft.given(),
        use_learning,
        include_pdf,
        ignored_fields: ignored(map, brief.ignored),
        warnings: warnings(use_learning, include_pdf),
    })
}

fn pack(
    map: &Map<String, Value>,
    context: &IntakeContext<'_>,
    problems: &mut Problems,
) -> Option<PackKey> {
    let known = || context.known_packs.join(", ");
    for name in PACK_FIELDS {
        match map.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if normalise(text).is_empty() => {}
            Some(Value::String(text)) => {
                let key = (context.resolve_pack)(&normalise(text));
                if key.is_none() {
                    problems.push(name, format!("names no pack; the known packs are {}", known()));
                }
                return key;
            }
            Some(other) => {
                let found = kind_of(other);
                let message =
                    format!("must be a string, not {found}; the known packs are {}", known());
                problems.push(name, message);
                return None;
            }
        }
    }
    problems.push("pack_key", format!("is required; the known packs are {}", known()));
    None
}

/// One word out of `words`, in any case; a problem otherwise.
fn word(
    map: &Map<String, Value>,
    name: &str,
    words: &[&str],
    problems: &mut Problems,
) -> Option<usize> {
    let text = values::text(map.get(name), name, usize::MAX, problems).given()?;
    let at = words.iter().position(|word| word.eq_ignore_ascii_case(&text));
    if at.is_none() {
        problems.push(name, format!("must be one of {}", words.join(", ")));
    }
    at
}

fn stage(map: &Map<String, Value>, problems: &mut Problems) -> Stage {
    match word(map, "stage", &["draft", "strategy", "refine", "final"], problems) {
        Some(1) => Stage::Strategy,
        Some(2) => Stage::Refine,
        Some(3) => Stage::Final,
        _ => Stage::Draft,
    }
}

fn model_preference(map: &Map<String, Value>, problems: &mut Problems) -> ModelPreference {
    let words = ["auto", "openai", "perplexity", "anthropic"];
    match word(map, "model_preference", &words, problems) {
        Some(1) => ModelPreference::Openai,
        Some(2) => ModelPreference::Perplexity,
        Some(3) => ModelPreference::Anthropic,
        _ => ModelPreference::Auto,
    }
}

fn services(value: Option<&Value>, problems: &mut Problems) -> Services {
    let mut services = BTreeMap::new();
    let map = match value {
        None | Some(Value::Null) => return Services::default(),
        Some(Value::Object(map)) => map,
        Some(other) => {
            let message = format!(
                "must be an object of booleans such as {{\"social_content\": true}}, not {}",
                kind_of(other)
            );
            problems.push("services", message);
            return Services::default();
        }
    };
    if map.len() > MAX_ITEMS {
        problems.push("services", format!("has more than {MAX_ITEMS} items"));
        return Services::default();
    }
    for (name, value) in map {
        let shown = clip(&normalise(name));
        let path = format!("services.{shown}");
        if name.chars().count() > MAX_NAME {
            problems.push(&path, format!("a name may have at most {MAX_NAME} characters"));
        }
        if !value.is_null() {
            services.insert(shown, values::switch(Some(value), &path, problems));
        }
    }
    Services(services)
}

fn max_tokens(value: Option<&Value>, problems: &mut Problems) -> Option<u32> {
    let value = value.filter(|value| !value.is_null())?;
    let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
    let number = number.filter(|n| (1_024..=32_000).contains(n));
    if number.is_none() {
        let found =
            if value.is_number() { String::new() } else { format!(", not {}", kind_of(value)) };
        problems.push("max_tokens", format!("must be a whole number from 1024 to 32000{found}"));
    }
    number
}

/// Names without effect, the body's before the brief's.
fn ignored(map: &Map<String, Value>, of_brief: Vec<String>) -> Vec<String> {
    let known = |name: &str| FIELDS.contains(&name) || PACK_FIELDS.contains(&name);
    let own = map.keys().filter(|name| !known(name)).cloned();
    let mut all: Vec<String> = own.chain(of_brief).map(|name| clip(&normalise(&name))).collect();
    let more = all.len().saturating_sub(MAX_IGNORED);
    if more > 0 {
        all.truncate(MAX_IGNORED);
        all.push(format!("… and {more} more"));
    }
    all
}

fn clip(name: &str) -> String {
    name.chars().take(MAX_NAME).collect()
}

fn warnings(use_learning: bool, include_pdf: bool) -> Vec<String> {
    let mut warnings = vec![];
    if use_learning {
        warnings
            .push("use_learning has no effect: this build keeps no store to learn from.".into());
    }
    if include_pdf {
        warnings.push("include_pdf has no effect: this build makes no PDF.".into());
    }
    warnings
}
