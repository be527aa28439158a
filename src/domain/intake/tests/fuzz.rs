use proptest::prelude::*;
use serde_json::{Value, json};

use super::{read, read_bytes};
use crate::domain::intake::read_text;

const KEYS: [&str; 16] = [
    "pack_key",
    "client_brief",
    "stage",
    "services",
    "max_tokens",
    "language",
    "brand",
    "brand_name",
    "kpis",
    "raw_brief_text",
    "start_date",
    "industry",
    "feedback",
    "goal",
    "channels",
    "name",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["quick_social", "refine", "en", "2026-11-30", "Acme"])
            .prop_map(Value::from),
    ];
    let key =
        prop_oneof![prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned), any::<String>()];
    leaf.prop_recursive(4, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..10)
                .prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        let by_value = read(&value);
        let by_bytes = read_bytes(&serde_json::to_vec(&value).unwrap());
        prop_assert_eq!(by_value.is_ok(), by_bytes.is_ok());
        if let Err(errors) = by_value {
            prop_assert!(!errors.is_empty() && errors.iter().all(|e| !e.message.is_empty()));
        }
    }

    #[test]
    fn any_brief_is_read_or_refused(brief in any_json()) {
        let _ = read(&json!({"pack_key": "quick_social", "client_brief": brief}));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}((Brand|Goal|Ziel|- |\\*\\*|: |\n|is a |for |\\. )\\PC{0,20}){0,12}") {
        let brief = read_text(&text, jiff::civil::date(2026, 11, 30), "en");
        if let Some(brief) = brief {
            prop_assert!((1..=100).contains(&brief.brand_name.chars().count()));
            prop_assert!(text.split_whitespace().collect::<String>()
                .contains(&brief.brand_name.split_whitespace().collect::<String>()));
        }
    }
}
