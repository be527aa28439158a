use std::collections::BTreeMap;

use super::{AdminAccess, Config, Mode, VARIABLES};

fn read(pairs: &[(&str, &str)]) -> Result<Config, super::ConfigErrors> {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_map(&pairs.collect::<BTreeMap<_, _>>())
}

#[test]
fn an_empty_environment_is_development_on_loopback() {
    let config = read(&[]).expect("valid");
    assert_eq!(config.mode, Mode::Development);
    assert_eq!(config.server.address.to_string(), "127.0.0.1:8000");
    assert_eq!(config.reports.deadline.as_secs(), 300);
    assert!(config.reports.cache_enabled && !config.llm_ready);
    assert!(matches!(config.access.admin, AdminAccess::Key(_)));
}

#[test]
fn blank_keys_do_not_count() {
    let config = read(&[("OPENAI_API_KEY", "  "), ("AICMO_ALLOW_STUBS", "")]).expect("valid");
    assert_eq!(config.mode, Mode::Development);
    let config = read(&[("PERPLEXITY_API_KEY", " pplx-1 ")]).expect("valid");
    assert_eq!(config.mode, Mode::Production);
    assert!(config.llm_ready);
}

#[test]
fn names_every_fault_at_once_and_no_value() {
    let errors = read(&[
        ("AICMO_USE_LLM", "value-1"),
        ("PORT", "value-2"),
        ("AICMO_BIND", "value-3"),
        ("LOG_FORMAT", "value-4"),
        ("OPENAI_WIRE", "value-5"),
        ("OPENAI_API_KEY", "value 6"),
        ("OPENAI_BASE_URL", "value-7"),
        ("AICMO_DAILY_BUDGET_USD", "value-8"),
        ("AICMO_CORS_ORIGINS", "value-9"),
        ("ANTHROPIC_MODEL", "value 10"),
        ("AICMO_DRAIN_SECS", "-1"),
    ])
    .expect_err("invalid");
    assert_eq!(errors.0.len(), 11);
    let shown = errors.to_string();
    assert!(!shown.contains("value-") && !shown.contains("value 6"), "{shown}");
    for error in &errors.0 {
        assert!(VARIABLES.contains(&error.variable.as_str()), "{}", error.variable);
    }
}

#[test]
fn debug_shows_no_key() {
    let config = read(&[
        ("OPENAI_API_KEY", "sk-hidden-1"),
        ("AICMO_API_KEYS", "hidden-2,hidden-3"),
        ("AICMO_ADMIN_KEY", "hidden-4"),
        ("AICMO_METRICS_TOKEN", "hidden-5"),
    ])
    .expect("valid");
    let shown = format!("{config:?}");
    assert!(!shown.contains("hidden"), "{shown}");
    assert_eq!(config.access.api_keys.len(), 2);
}

#[test]
fn admin_routes_open_by_the_well_known_key_on_a_developers_machine_only() {
    for (pairs, open) in [
        (&[][..], true),
        (&[("AICMO_ADMIN_KEY", "admin123")], true),
        (&[("AICMO_ADMIN_KEY", "admin123"), ("OPENAI_API_KEY", "k")], false),
        (&[("AICMO_BIND", "0.0.0.0")], false),
        (&[("AICMO_BIND", "0.0.0.0"), ("AICMO_ADMIN_KEY", "admin123")], false),
        (&[("AICMO_BIND", "0.0.0.0"), ("AICMO_ADMIN_KEY", "own-one")], true),
    ] {
        let config = read(pairs).expect("valid");
        assert_eq!(matches!(config.access.admin, AdminAccess::Key(_)), open, "{pairs:?}");
    }
}

#[test]
fn warns_of_odd_combinations() {
    let public = [("OPENAI_API_KEY", "k"), ("AICMO_BIND", "0.0.0.0")];
    for (pairs, words) in [
        (&public[..], "ANYONE CAN SPEND"),
        (&[("OPENAI_API_KEY", "k"), ("AICMO_STUB_MODE", "1")], "AICMO_STUB_MODE"),
        (&[("OPENAI_API_KEY", "k"), ("AICMO_ALLOW_STUBS", "true")], "AICMO_ALLOW_STUBS"),
        (&[("OPENAI_API_KEY", "k"), ("AICMO_USE_LLM", "0")], "AICMO_USE_LLM"),
        (&[("AICMO_USE_LLM", "1")], "AICMO_USE_LLM"),
        (&[("AICMO_ENABLE_HTTP_LEARNING", "1")], "AICMO_ENABLE_HTTP_LEARNING"),
        (&[("AICMO_CASHE_ENABLED", "1")], "AICMO_CASHE_ENABLED"),
        (&[("AICMO_METRICS_TOKEN", "t")], "AICMO_METRICS_TOKEN"),
    ] {
        let config = read(pairs).expect("valid");
        assert!(config.warnings.iter().any(|w| w.contains(words)), "{words}");
    }
}
