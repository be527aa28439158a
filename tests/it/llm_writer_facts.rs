//! What the LLM writer asks before it writes: research, titles, the fields of a text brief.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aicmo::domain::{BriefInput, ProviderName, ResearchNotes};
use aicmo::providers::{SearchResult, Session};
use aicmo::writing::llm::LlmWriter;
use aicmo::writing::{RawBriefContext, Writer as _};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::llm_writer::{Scripted, block, context};
use crate::support;

#[tokio::test]
async fn research_tells_five_fields_and_takes_addresses_from_the_results_only() {
    let claims = json!([
        {"text": "Sales rose.", "source": 2},
        {"text": "Out of the list.", "source": 9},
        {"text": "Not a safe address.", "source": 1},
    ]);
    let page = |url: &str| SearchResult { title: "T".into(), url: url.into(), date: None };
    let model = Arc::new(Scripted {
        asked: Mutex::default(),
        answer: json!({"claims": claims, "gaps": [], "done": true}),
        pages: vec![page("http://plain.test/a"), page("https://safe.test/b")],
    });
    let writer = LlmWriter::new(model.clone());
    let brief = json!({
        "brand_name": "Larkspur Dairy", "industry": "Farm dairy", "geography": "Somerset",
        "product_service": "Raw-milk cheese: made by hand, secret recipe 4711",
        "primary_goal": "Secret goal", "budget": "Secret budget", "competitors": ["Rival Farm"],
    });
    let request = support::request(&json!({"client_brief": brief}));
    let context = context(request, "launch_gtm_pack");
    let notes: ResearchNotes = writer.research(&context).await.expect("notes");
    assert_eq!(notes.sources.len(), 1);
    assert_eq!(
        (notes.sources[0].id.as_str(), notes.sources[0].url.as_str()),
        ("S1", "https://safe.test/b")
    );
    assert!(notes.claims.iter().all(|claim| claim.text == "Sales rose." && claim.source == "S1"));
    let asked = model.asked();
    assert_eq!(asked.len(), 3);
    for call in &asked {
        assert!(call.web_search);
        assert_eq!(call.only, Some(ProviderName::Perplexity));
        assert!(!call.user.contains("ecret"), "nothing else leaves");
        let allowed = ["brand_name", "industry", "product_service", "geography", "competitors"];
        let told = block(call)["brief"].as_object().expect("an object").clone();
        assert!(told.keys().all(|key| allowed.contains(&key.as_str())));
    }
    writer.research(&context).await.expect("notes");
    assert_eq!(model.asked().len(), 3, "kept for a week");
}

#[tokio::test]
async fn a_text_brief_is_read_and_an_invented_brand_is_not_believed() {
    let request = support::request(&json!({
        "client_brief": "We are Larkspur Dairy in Somerset and sell cheese to families.",
    }));
    let BriefInput::Text(raw) = &request.brief else { panic!("text") };
    for (brand, found) in [("Larkspur Dairy", true), ("Acme", false)] {
        let answer = json!({"brand_name": brand, "industry": "Farm dairy", "kpis": null,
            "platforms": ["Instagram"], "done": true});
        let model = Scripted::new(answer);
        let writer = LlmWriter::new(model.clone());
        let session = Session::new(vec![], Duration::from_secs(5), CancellationToken::new());
        let context = RawBriefContext {
            raw: Arc::new((**raw).clone()),
            nonce: "0123456789abcdef".into(),
            session: Arc::new(session),
        };
        let brief = writer.read_brief(&context).await.expect("an answer");
        assert_eq!(brief.as_ref().map(|brief| brief.brand_name.as_str()), found.then_some(brand));
        if let Some(brief) = brief {
            assert_eq!(brief.platforms, ["Instagram"]);
            assert_eq!(brief.start_date, raw.start_date);
        }
        assert_eq!(block(&model.asked()[0])["kind"], "brief");
    }
}

#[tokio::test]
async fn titles_are_asked_for_once_a_pack_and_language() {
    let rows = json!([["Client Overview", "Überblick"], ["Day", "Tag"]]);
    let part = json!({"heading": "", "markdown": "", "rows": rows});
    let model =
        Scripted::new(json!({"parts": [part], "numbers": [], "abstract": "", "done": true}));
    let writer = LlmWriter::new(model.clone());
    let context = context(support::request(&json!({"language": "de"})), "quick_social_basic");
    let titles = ["Client Overview".to_owned(), "Day".to_owned(), "Hook".to_owned()];
    for _ in 0..2 {
        let found = writer.titles(&context, &titles).await.expect("titles");
        assert_eq!(found.get("Day").map(String::as_str), Some("Tag"));
        assert_eq!(found.get("Hook"), None);
    }
    assert_eq!(model.asked().len(), 1);
}
