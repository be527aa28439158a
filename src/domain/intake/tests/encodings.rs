use serde_json::{Value, json};

use super::{fields, paths, read};
use crate::domain::BriefInput;

#[test]
fn an_object_encoded_twice_is_an_object() {
    let brief = json!({"brand_name": "Zed Tea", "industry": "tea", "kpis": ["visits"]});
    let once = brief.to_string();
    let twice = Value::from(once.as_str()).to_string();
    for text in [once.as_str(), twice.as_str(), &format!("  {once}\n")] {
        let request = read(&json!({"pack_key": "quick_social", "client_brief": text})).unwrap();
        assert!(matches!(request.brief, BriefInput::Fields(_)), "{text}");
        assert_eq!(fields(request).kpis, ["visits"]);
    }
    let wrong = json!({"pack_key": "quick_social", "client_brief": "{\"industry\": 3}"});
    assert_eq!(paths(read(&wrong)), ["client_brief.industry", "client_brief.brand_name"]);
    let prose = json!({"pack_key": "quick_social", "client_brief": "{Curly} is a salon in Leeds."});
    assert!(matches!(read(&prose).unwrap().brief, BriefInput::Text(_)));
}

#[test]
fn a_text_with_written_out_line_ends_has_lines() {
    let text = "Brand: Zed Tea\\nIndustry: tea";
    let request = read(&json!({"pack_key": "quick_social", "client_brief": text})).unwrap();
    let brief = fields(request);
    assert_eq!((brief.brand_name.as_str(), brief.industry.as_deref()), ("Zed Tea", Some("tea")));
}
