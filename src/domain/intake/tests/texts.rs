use jiff::civil::date;
use serde_json::{Value, json};

use crate::domain::intake::read_text;

fn guess(text: &str) -> Value {
    read_text(text, date(2026, 11, 30), "en")
        .map_or(Value::Null, |brief| serde_json::to_value(brief).unwrap())
}

#[test]
fn reads_labelled_lines() {
    let text = "Client brief\n\n**Brand name:** Café Nord\n- Industry: Specialty coffee\n\
                Target audience – commuters aged 25-40\nGoal = 1,000 sign-ups by March\n\
                ## Platforms\n- Instagram\n- TikTok\n\nKPIs: sign-ups, cost per lead\n\
                Competitors:\n1. Bean There\n2. Roast Co\n| Budget | £5,000 a month |\n\
                Location: Leeds; Timeline: 90 days";
    let brief = guess(text);
    for (field, wanted) in [
        ("brand_name", json!("Café Nord")),
        ("industry", json!("Specialty coffee")),
        ("target_audience", json!("commuters aged 25-40")),
        ("primary_goal", json!("1,000 sign-ups by March")),
        ("platforms", json!(["Instagram", "TikTok"])),
        ("kpis", json!(["sign-ups", "cost per lead"])),
        ("competitors", json!(["Bean There", "Roast Co"])),
        ("budget", json!("£5,000 a month")),
        ("geography", json!("Leeds")),
        ("timeline", json!("90 days")),
        ("raw_brief_text", json!(text)),
    ] {
        assert_eq!(brief[field], wanted, "{field}");
    }
}

#[test]
fn finds_the_brand_in_sentences() {
    for (text, wanted) in [
        (
            "Northwind Coffee is a roaster in Leeds. We want more subscribers.",
            Some("Northwind Coffee"),
        ),
        ("We are Dock9, a co-working space in Cork.", Some("Dock9")),
        ("We're O’Dowd & Larch, solicitors for farmers.", Some("O’Dowd & Larch")),
        ("Please write a social plan for Ember and Ease, a candle studio.", Some("Ember and Ease")),
        ("Our brand is called Séliane and sells skincare.", Some("Séliane")),
        ("The company name is Röstgruß. It roasts.", Some("Röstgruß")),
        ("I run a small bakery named The Daily Loaf in York.", Some("The Daily Loaf")),
        ("\"lantern street\" needs a launch plan.", Some("lantern street")),
        ("iFixit sells repair kits to everyone.", Some("iFixit")),
        ("Padho42 (an app) helps students learn.", Some("Padho42")),
        ("Brand: नमस्ते चाय\nउद्योग: चाय", Some("नमस्ते चाय")),
        ("品牌：星光咖啡\n行业：咖啡", Some("星光咖啡")),
        ("Marke: Müller & Söhne\nZielgruppe: Familien", Some("Müller & Söhne")),
        ("Brand: Acme, Industry: Tea", Some("Acme")),
        ("Brand: \"Acme\".", Some("Acme")),
        ("Brand: Zed Tea. We are a loose-leaf tea shop in Galway. Goal: sell.", Some("Zed Tea")),
        ("Brand: Zed Tea! Everyone in Galway loves it.", Some("Zed Tea")),
        ("Brand: Zed Tea, a loose-leaf tea shop in Galway", Some("Zed Tea")),
        ("Brand: Zed Tea – loose-leaf tea from Galway", Some("Zed Tea")),
        ("Brand: Dr. Martens. We make boots for everyone.", Some("Dr. Martens")),
        ("Brand: St. Ives Skin Care", Some("St. Ives Skin Care")),
        ("Brand: J. Crew Factory Store", Some("J. Crew Factory Store")),
        ("Brand: Yum! Brands", Some("Yum! Brands")),
        ("Brand: Crosse - Blackwell", Some("Crosse - Blackwell")),
        ("Brand name - Zed Tea; industry - tea", Some("Zed Tea")),
        ("Brand = Zed Tea; Industry = tea", Some("Zed Tea")),
        ("Brand: [Brand Name]\nIndustry: tea", None),
        ("Brand: TBD\nIndustry: tea", None),
        ("we sell shoes online and want more sales", None),
        ("We want a plan. It is urgent.", None),
        ("The client is a bakery.", None),
        ("In November we launch.", None),
        ("brand: ???", None),
        ("{{brand}} <script>", None),
        ("🙂", None),
    ] {
        assert_eq!(guess(text)["brand_name"].as_str(), wanted, "{text}");
    }
}

#[test]
fn reads_the_rest_of_what_sentences_say() {
    let brief = guess(
        "Northwind Coffee is a specialty roaster based in Leeds. We want to win 500 subscribers \
         within 6 months. Our customers are office workers. The budget is £5,000 a month.",
    );
    for (field, wanted) in [
        ("product_service", "specialty roaster based in Leeds"),
        ("geography", "Leeds"),
        ("primary_goal", "win 500 subscribers within 6 months"),
        ("target_audience", "office workers"),
        ("budget", "£5,000 a month"),
        ("timeline", "6 months"),
    ] {
        assert_eq!(brief[field].as_str(), Some(wanted), "{field}");
    }
}

#[test]
fn the_word_lists_load() {
    let lexicon: Result<crate::domain::intake::reading::Lexicon, _> =
        toml::from_str(include_str!("../reading.toml"));
    assert!(lexicon.is_ok(), "{lexicon:?}");
    assert!(crate::domain::intake::sentences::rules_compile());
}

#[test]
fn a_line_of_fields_and_sentences_is_read_whole() {
    let brief = guess(
        "Brand: Zed Tea. We are a loose-leaf tea shop in Galway. Goal: 40 new members by June.",
    );
    for (field, wanted) in [
        ("brand_name", "Zed Tea"),
        ("product_service", "loose-leaf tea shop in Galway"),
        ("geography", "Galway"),
        ("primary_goal", "40 new members by June."),
    ] {
        assert_eq!(brief[field].as_str(), Some(wanted), "{field}");
    }
    let brief = guess("Brand name - Zed Tea; industry - tea; budget - €2,000 a month");
    assert_eq!(brief["industry"].as_str(), Some("tea"));
    assert_eq!(brief["budget"].as_str(), Some("€2,000 a month"));
}
