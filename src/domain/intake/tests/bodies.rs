use jiff::civil::date;
use serde_json::{Value, json};

use super::{body, fields, paths, read, read_bytes};
use crate::domain::intake::IntakeError;
use crate::domain::{BriefInput, ModelPreference, Stage};

#[test]
fn takes_a_plain_body() {
    let request = read(&body(&json!({}), &json!({}))).unwrap();
    assert_eq!(request.pack_key.as_str(), "quick_social_basic");
    assert_eq!((request.stage, request.language.as_str()), (Stage::Draft, "en"));
    assert_eq!(request.model_preference, ModelPreference::Auto);
    assert!(request.ignored_fields.is_empty() && request.warnings.is_empty());
    let brief = fields(request);
    assert_eq!((brief.brand_name.as_str(), brief.start_date), ("Acme", date(2026, 11, 30)));
}

#[test]
fn takes_every_spelling() {
    for (given, field, wanted) in [
        (json!({"client_name": "B", "brand_name": null}), "brand_name", json!("B")),
        (json!({"brand_name": " ", "brand": {"brand_name": "B"}}), "brand_name", json!("B")),
        (json!({"brand_name": "", "brand": {"name": "B"}}), "brand_name", json!("B")),
        (json!({"industry": null, "brand": {"industry": "tea"}}), "industry", json!("tea")),
        (json!({"brand": {"description": "tea"}}), "product_service", json!("tea")),
        (json!({"product": "tea"}), "product_service", json!("tea")),
        (json!({"objectives": "sell"}), "primary_goal", json!("sell")),
        (json!({"objective": "sell"}), "primary_goal", json!("sell")),
        (json!({"goal": "sell"}), "primary_goal", json!("sell")),
        (json!({"primary_customer": "us"}), "target_audience", json!("us")),
        (json!({"primary_audience": "us"}), "target_audience", json!("us")),
        (json!({"audience": "us"}), "target_audience", json!("us")),
        (json!({"location": "Leeds"}), "geography", json!("Leeds")),
        (json!({"region": "Leeds"}), "geography", json!("Leeds")),
        (json!({"brand": {"location": "Leeds"}}), "geography", json!("Leeds")),
        (json!({"tone": "warm"}), "voice", json!("warm")),
        (json!({"channels": ["X"]}), "platforms", json!(["X"])),
        (json!({"kpis": "a, b\nc"}), "kpis", json!(["a", "b", "c"])),
        (json!({"competitors": ["a", null, " "]}), "competitors", json!(["a"])),
        (json!({"website": "https://a.example"}), "website", json!("https://a.example")),
        (json!({"start_date": "2027-01-04"}), "start_date", json!("2027-01-04")),
        (
            json!({"brand_name": " Cafe\u{301}\u{200B}  du\nNord "}),
            "brand_name",
            json!("Café du Nord"),
        ),
        (json!({"goal": "b", "primary_goal": "a"}), "primary_goal", json!("a")),
        // What a form is filled with where there is nothing to say.
        (json!({"budget": "N/A"}), "budget", json!(null)),
        (json!({"goal": "sell", "primary_goal": "tbd"}), "primary_goal", json!("sell")),
        (json!({"competitors": "none"}), "competitors", json!([])),
        (json!({"competitors": [".", "Larkins", "n/a"]}), "competitors", json!(["Larkins"])),
        (json!({"start_date": "TBC"}), "start_date", json!("2026-11-30")),
        (json!({"banned_words": ["!", "none"]}), "banned_words", json!(["!"])),
        (json!({"brand_name": "Nothing"}), "brand_name", json!("Nothing")),
        (json!({"brand_name": "TBD Brewing"}), "brand_name", json!("TBD Brewing")),
        (json!({"brand_name": "Zed\\nTea"}), "brand_name", json!("Zed Tea")),
        (json!({"brand_name": "Zed\u{2028}Tea"}), "brand_name", json!("Zed Tea")),
        (json!({"objectives": ["sell", " ", "grow"]}), "primary_goal", json!("sell; grow")),
        (json!({"objectives": []}), "primary_goal", json!(null)),
        (json!({"target_audience": ["us", "them"]}), "target_audience", json!("us; them")),
        (json!({"goal": "{{goal}}"}), "primary_goal", json!(null)),
        (json!({"voice": "[Your Tone]"}), "voice", json!(null)),
        (json!({"brand_name": "O&#39;Neil &amp; Sons"}), "brand_name", json!("O'Neil & Sons")),
        (json!({"brand_name": "<h1 class=x>Zed</h1> <3"}), "brand_name", json!("Zed <3")),
    ] {
        let request = read(&body(&json!({}), &given)).unwrap_or_else(|e| panic!("{given}: {e:?}"));
        let brief = serde_json::to_value(fields(request)).unwrap();
        assert_eq!(brief[field], wanted, "{given}");
    }
}

#[test]
fn names_every_violation_with_its_path() {
    let long = |length: usize| "ж".repeat(length);
    for (change, brief, wanted) in [
        (json!({"pack_key": "nope"}), json!({}), &["pack_key"][..]),
        (json!({"pack_key": 3}), json!({}), &["pack_key"]),
        (json!({"pack_key": null}), json!({}), &["pack_key"]),
        (json!({"pack_key": null, "package_name": "no"}), json!({}), &["package_name"]),
        (json!({"client_brief": null}), json!(null), &["client_brief"]),
        (json!({"client_brief": []}), json!(null), &["client_brief"]),
        (json!({"client_brief": "  "}), json!(null), &["client_brief"]),
        (json!({"client_brief": {}}), json!(null), &["client_brief.brand_name", "client_brief"]),
        (json!({}), json!({"brand_name": null}), &["client_brief.brand_name"]),
        (json!({}), json!({"brand_name": "?!"}), &["client_brief.brand_name"]),
        (json!({}), json!({"brand_name": 5}), &["client_brief.brand_name"]),
        (json!({}), json!({"brand_name": long(101)}), &["client_brief.brand_name"]),
        (
            json!({}),
            json!({"client_name": long(101), "brand_name": ""}),
            &["client_brief.client_name"],
        ),
        (json!({}), json!({"industry": null}), &["client_brief"]),
        (json!({}), json!({"industry": 7}), &["client_brief.industry"]),
        (json!({}), json!({"brand": "Acme"}), &["client_brief.brand"]),
        (json!({}), json!({"brand": {"description": 1}}), &["client_brief.brand.description"]),
        (
            json!({}),
            json!({"goal": ["a", 1], "budget": 5}),
            &["client_brief.goal[1]", "client_brief.budget"],
        ),
        (json!({}), json!({"voice": long(2_001)}), &["client_brief.voice"]),
        (json!({}), json!({"raw_brief_text": long(20_001)}), &["client_brief.raw_brief_text"]),
        (
            json!({}),
            json!({"kpis": ["a", 1, "b", {}]}),
            &["client_brief.kpis[1]", "client_brief.kpis[3]"],
        ),
        (json!({}), json!({"kpis": vec!["a"; 51]}), &["client_brief.kpis"]),
        (json!({}), json!({"kpis": vec![1; 5_000]}), &["client_brief.kpis"; 1]),
        (json!({}), json!({"kpis": [long(2_001)]}), &["client_brief.kpis[0]"]),
        (json!({}), json!({"kpis": long(2_001)}), &["client_brief.kpis"]),
        (json!({}), json!({"kpis": "a,".repeat(51)}), &["client_brief.kpis"]),
        (json!({}), json!({"kpis": true}), &["client_brief.kpis"]),
        (json!({}), json!({"start_date": "soon"}), &["client_brief.start_date"]),
        (json!({}), json!({"start_date": 20_261_130}), &["client_brief.start_date"]),
        (json!({}), json!({"language": "english"}), &["client_brief.language"]),
        (json!({}), json!({"language": "xx"}), &["client_brief.language"]),
        (json!({"language": "en_US"}), json!({}), &["language"]),
        (json!({"language": "zz-ZZ"}), json!({}), &["language"]),
        (json!({}), json!({"brand_name": "{{client_name}}"}), &["client_brief.brand_name"]),
        (json!({}), json!({"brand_name": "[object Object]"}), &["client_brief.brand_name"]),
        (json!({}), json!({"brand_name": "None"}), &["client_brief.brand_name"]),
        (
            json!({}),
            json!({"brand_name": null, "client_name": "Your Brand"}),
            &["client_brief.client_name"],
        ),
        (json!({}), json!({"industry": "[Your Industry]"}), &["client_brief"]),
        (json!({}), json!({"banned_words": ["synergy", "acme"]}), &["client_brief.banned_words"]),
        (json!({"stage": "done"}), json!({}), &["stage"]),
        (json!({"stage": 1}), json!({}), &["stage"]),
        (json!({"stage": "refine"}), json!({}), &["previous_draft", "feedback"]),
        (json!({"stage": "refine", "feedback": "x"}), json!({}), &["previous_draft"]),
        (json!({"services": []}), json!({}), &["services"]),
        (json!({"services": {"seo": "yes"}}), json!({}), &["services.seo"]),
        (json!({"model_preference": "gpt"}), json!({}), &["model_preference"]),
        (json!({"max_tokens": 1_023}), json!({}), &["max_tokens"]),
        (json!({"max_tokens": 32_001}), json!({}), &["max_tokens"]),
        (json!({"max_tokens": -1}), json!({}), &["max_tokens"]),
        (json!({"max_tokens": 2048.5}), json!({}), &["max_tokens"]),
        (json!({"max_tokens": "2048"}), json!({}), &["max_tokens"]),
        (json!({"draft_mode": "true"}), json!({}), &["draft_mode"]),
        (
            json!({"use_learning": 1, "include_pdf": "no"}),
            json!({}),
            &["use_learning", "include_pdf"],
        ),
        (json!({"feedback": long(5_001)}), json!({}), &["feedback"]),
        (json!({"previous_draft": long(200_001)}), json!({}), &["previous_draft"]),
    ] {
        let mut found = paths(read(&body(&change, &brief)));
        if brief["kpis"].as_array().is_some_and(|items| items.len() > 60) {
            assert!(found.len() <= 52, "bounded");
            found.truncate(1);
        }
        assert_eq!(found, wanted, "{change} {brief}");
    }
}

#[test]
fn reports_all_violations_at_once_and_says_what_is_right() {
    let given = json!({"stage": 1, "client_brief": {"kpis": 3, "industry": []}});
    let errors = read(&given).unwrap_err();
    let listed: Vec<_> = errors.iter().map(|e| format!("{}: {}", e.path, e.message)).collect();
    let listed = listed.join("\n");
    for wanted in [
        "pack_key: is required; the known packs are quick_social_basic, launch_gtm_pack",
        "client_brief.kpis: must be a list of strings, not a number",
        "client_brief.industry: must be a string, not a list",
        "client_brief.brand_name: is required",
        "stage: must be a string, not a number",
    ] {
        assert!(listed.contains(wanted), "{wanted} in {listed}");
    }
}

#[test]
fn takes_limits_to_the_letter() {
    for brief in [
        json!({"brand_name": "ж".repeat(100)}),
        json!({"voice": "ж".repeat(2_000)}),
        json!({"raw_brief_text": "ж".repeat(20_000)}),
        json!({"kpis": vec!["a"; 50]}),
    ] {
        assert!(read(&body(&json!({}), &brief)).is_ok());
    }
    for change in [
        json!({"max_tokens": 1_024}),
        json!({"max_tokens": 32_000}),
        json!({"max_tokens": null, "stage": null, "services": null, "draft_mode": null}),
        json!({"feedback": "ж".repeat(5_000), "previous_draft": "ж".repeat(200_000)}),
        json!({"stage": "REFINE", "feedback": "x", "previous_draft": "y"}),
        json!({"pack_key": "Quick Social"}),
        json!({"pack_key": null, "wow_package_key": "", "wow_package_preset": "quick_social"}),
    ] {
        assert!(read(&body(&change, &json!({}))).is_ok(), "{change}");
    }
}

#[test]
fn lists_what_has_no_effect() {
    let change = json!({
        "wow_enabled": true, "industry_key": 3, "persona_tolerance": null, "refinement_mode": {},
        "learn_items": [], "constraints": "x", "mystery": [[1]], "use_learning": true,
        "include_pdf": true
    });
    let brief = json!({
        "colour": 1, "brand": {"logo": "x", "industry": "tea"}, "goal": "b", "primary_goal": "a",
        "brand.name": "literal"
    });
    let request = read(&body(&change, &brief)).unwrap();
    assert_eq!(
        request.ignored_fields,
        [
            "wow_enabled",
            "industry_key",
            "persona_tolerance",
            "refinement_mode",
            "learn_items",
            "constraints",
            "mystery",
            "client_brief.colour",
            "client_brief.goal",
            "client_brief.brand.name",
            "client_brief.brand.logo",
            "client_brief.brand.industry",
        ]
    );
    assert_eq!(request.warnings.len(), 2);
    let many: Value = (0..5_000).map(|n| (format!("x{n}"), json!(1))).collect();
    assert_eq!(read(&body(&many, &json!({}))).unwrap().ignored_fields.len(), 201);
}

#[test]
fn passes_services_and_language_on() {
    let change = json!({
        "services": {"seo": false, "weird thing": true, "crm": null, "include_agency_grade": true},
        "language": "DE-at"
    });
    let request = read(&body(&change, &json!({"language": "fr"}))).unwrap();
    assert!(request.services.excludes("seo") && request.services.0["weird thing"]);
    assert_eq!(request.services.0.len(), 3);
    assert_eq!(request.language, "de-AT");
    assert_eq!(fields(request).language, "de-AT");
    let request = read(&body(&json!({}), &json!({"language": "fr"}))).unwrap();
    assert_eq!(request.language, "fr");
}

#[test]
fn tells_bytes_that_are_no_json_from_wrong_fields() {
    for given in ["", "{", "nul", r#"{"client_brief": "\ud800"}"#, "{} {}"] {
        let error = read_bytes(given.as_bytes()).unwrap_err();
        assert!(matches!(error, IntakeError::NotJson(_)), "{given}");
    }
    for given in ["[]", "null", "3", "\"x\"", "{}"] {
        let error = read_bytes(given.as_bytes()).unwrap_err();
        assert!(matches!(error, IntakeError::Fields(_)), "{given}");
    }
}

#[test]
fn never_repeats_the_clients_words() {
    let secret = "zanzibar-9431";
    let given = json!({
        "pack_key": secret, "stage": secret, "language": secret, "model_preference": secret,
        "max_tokens": secret, "client_brief": {"start_date": secret, "language": secret, "brand": secret}
    });
    let errors = read(&given).unwrap_err();
    assert!(errors.len() >= 8 && !format!("{errors:?}").contains(secret));
}

#[test]
fn a_text_alone_is_a_text() {
    let text = json!({"raw_brief_text": "Brand: Acme\nIndustry: tea", "start_date": "2027-01-04"});
    for brief in [text, json!("Brand: Acme\nIndustry: tea")] {
        let request = read(&json!({"pack_key": "quick_social", "client_brief": brief})).unwrap();
        assert!(matches!(request.brief, BriefInput::Text(_)));
        assert_eq!(fields(request).industry.as_deref(), Some("tea"));
    }
}
