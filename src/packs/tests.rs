//! Faults of pack files, each with the key and the line that it must name.

use super::finding::Finding;
use super::load::{Shared, load};

const PACK: &str = r#"schema = 1
key = "demo"
version = "1.0.0"
name = "Demo"
summary = "A pack for tests."

[benchmark]
min_words = 100
brand_mentions = 1
required_terms = [["plan", "strategy"]]
forbidden_terms = [{ term = "lorem ipsum" }]

[[section]]
id = "first"
title = "First"
purpose = "To begin."
instruction = "Begin."
words = [60, 120]
required_headings = ["Goal"]
[[section.parts]]
heading = "Goal"

[[section]]
use = "last"
id = "second"
depends_on = ["first"]

[[sample]]
name = "one"
[sample.brief]
brand_name = "Demo"
industry = "Tests"
"#;

const SHARED: &str = r#"[[section]]
id = "last"
title = "Last"
purpose = "To end."
instruction = "End."
words = [60, 120]
[[section.parts]]
kind = "table"
columns = [{ title = "Day", type = "day", required = true }, { title = "What" }]
rows = [2, 4]
"#;

fn findings(old: &str, new: &str) -> Vec<Finding> {
    assert!(PACK.contains(old), "the case replaces something: {old}");
    let shared = Shared::parse("_shared.toml", SHARED).expect("shared sections are valid");
    load("demo.toml", &PACK.replacen(old, new, 1), &shared).err().unwrap_or_default()
}

#[test]
fn a_valid_pack_takes_what_it_shares() {
    let shared = Shared::parse("_shared.toml", SHARED).expect("shared sections are valid");
    let pack = load("demo.toml", PACK, &shared).expect("the pack is valid");
    let second = &pack.sections[1];
    assert_eq!(second.id.as_str(), "second");
    assert_eq!(second.title, "Last");
    assert_eq!(second.parts[0].columns[0].title, "Day");
    assert_eq!(pack.depth(), 2);
    assert_eq!(pack.content_hash.len(), 16);
}

#[test]
fn every_fault_names_its_key_and_line() {
    for (old, new, key, line) in [
        ("schema = 1", "schema = 2", "schema", 1),
        ("key = \"demo\"", "key = \"other\"", "key", 2),
        ("name = \"Demo\"\n", "name = \" \"\n", "name", 4),
        ("summary =", "sumary =", "sumary", 5),
        ("min_words = 100", "min_words = 900", "benchmark.min_words", 8),
        ("brand_mentions = 1", "brand_mentions = 0", "benchmark.brand_mentions", 9),
        ("[[\"plan\", \"strategy\"]]", "[[\"lorem ipsum\"]]", "benchmark.required_terms", 10),
        ("\"lorem ipsum\" }", "\"goal\" }", "benchmark.forbidden_terms", 11),
        ("words = [60, 120]", "words = [120, 60]", "section.first.words", 18),
        ("purpose = \"To begin.\"\n", "", "section.first.purpose", 13),
        ("[\"Goal\"]", "[\"Aim\"]", "section.first.required_headings", 19),
        ("use = \"last\"", "use = \"lost\"", "section.second.use", 24),
        ("id = \"second\"", "id = \"first\"", "section.first.id", 25),
        ("depends_on = [\"first\"]", "depends_on = [\"third\"]", "section.second.depends_on", 26),
        (
            "words = [60, 120]",
            "words = [60, 120]\ndepends_on = [\"second\"]",
            "section.first.depends_on",
            19,
        ),
        ("heading = \"Goal\"", "heading = \"Goal\"\nrows = [1, 2]", "section.first.parts", 13),
    ] {
        let found = findings(old, new);
        assert!(
            found
                .iter()
                .any(|f| f.key.contains(key) && f.line.is_some_and(|l| l.abs_diff(line) <= 7)),
            "{new:?} must be found at {key}, line {line}: {found:?}"
        );
    }
}

#[test]
fn a_calendar_may_be_cut_into_weeks() {
    let week = "[[section.parts]]\nheading = \"W\"\nkind = \"table\"\nrows = [7, 7]\ncolumns = [{ title = \"Day\", type = \"day\" }, { title = \"What\" }]\n";
    for (days, weeks, valid) in [(14, 2, true), (14, 1, false), (3, 0, true), (30, 2, false)] {
        let text = PACK
            .replacen(
                "brand_mentions = 1",
                &format!("brand_mentions = 1\ncalendar_days = {days}"),
                1,
            )
            .replacen(
                "heading = \"Goal\"\n",
                &format!("heading = \"Goal\"\n{}", week.repeat(weeks)),
                1,
            );
        let shared = Shared::parse("_shared.toml", SHARED).expect("shared sections are valid");
        assert_eq!(load("demo.toml", &text, &shared).is_ok(), valid, "{days} days, {weeks} weeks");
    }
}

#[test]
fn a_missing_benchmark_does_not_load() {
    let shared = Shared::default();
    let text = PACK.replace("[benchmark]", "[limits]");
    assert!(load("demo.toml", &text, &shared).is_err());
}

#[test]
fn checks_that_protect_clients_cannot_be_tolerated() {
    for check in ["P1", "P2", "P5", "S3", "A1", "C8", "B6", "O2"] {
        let found = findings("[benchmark]", &format!("tolerate = [\"{check}\"]\n[benchmark]"));
        assert!(found.iter().any(|f| f.key == "tolerate" && f.line == Some(7)), "{found:?}");
    }
}

#[test]
fn a_check_is_tolerated_or_tuned_with_a_reason() {
    let shared = Shared::parse("_shared.toml", SHARED).expect("shared sections are valid");
    let with =
        |entry: &str| PACK.replace("[benchmark]", &format!("[[gate]]\n{entry}\n[benchmark]"));
    let text = with("check = \"D1\"\nreason = \"Rules recur.\"\ntolerate = true");
    let pack = load("demo.toml", &text, &shared).expect("a pack");
    assert!(pack.tolerate.iter().any(|check| check == "D1"));
    let text = with("check = \"L3\"\nreason = \"Law.\"\nfigures = { most = 60 }");
    let pack = load("demo.toml", &text, &shared).expect("a pack");
    assert!(pack.gate[0].figures["most"] > 59.0);
    for entry in [
        "check = \"L3\"\nfigures = { most = 60 }",
        "check = \"L3\"\nreason = \" \"\nfigures = { most = 60 }",
        "check = \"L3\"\nreason = \"Law.\"",
        "check = \"P1\"\nreason = \"Slots.\"\ntolerate = true",
        "check = \"S6\"\nreason = \"Numbers.\"\nfigures = { share = 1 }",
    ] {
        assert!(load("demo.toml", &with(entry), &shared).is_err(), "{entry}");
    }
}

#[test]
fn the_embedded_packs_are_valid() {
    let packs = match super::Registry::embedded() {
        Ok(packs) => packs,
        Err(findings) => {
            let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"));
        }
    };
    let pack = packs.resolve(" Quick  SOCIAL ").expect("the alias resolves");
    assert_eq!(pack.key.as_str(), "quick_social_basic");
    assert!(packs.resolve("no such pack").is_none());
}
