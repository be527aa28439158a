//! Cases of the C checks.

use crate::domain::{Finish, SectionId, Severity, TableDraft, WriterKind};
use crate::packs::{ColumnSpec, ColumnType, PartKind, PartSpec, Range, Show};
use crate::quality::testkit::{Kit, section, table};
use crate::quality::{Phase, Scope};

fn words(count: usize) -> String {
    "coffee ".repeat(count)
}

#[test]
fn c1_cut_answers() {
    let mut kit = Kit::new("## Client Overview\n\nText that looks whole.");
    kit.must_pass("C1");
    kit.draft().finish = Finish::Cut;
    assert_eq!(kit.found("C1")[0].severity, Severity::Repairable);
    kit.phase = Phase::Final;
    assert_eq!(kit.found("C1")[0].severity, Severity::Blocking);
}

#[test]
fn c2_sections_of_the_pack() {
    let whole = Kit::report(&[("a", "One", "## One\n\nText."), ("b", "Two", "## Two\n\nText.")]);
    whole.must_pass("C2");
    let mut missing = whole.clone();
    missing.sections.pop();
    let mut swapped = whole.clone();
    swapped.sections.reverse();
    let mut twice = whole.clone();
    twice.sections.push(section("a", "One", "Text."));
    let mut empty = whole.clone();
    empty.draft().markdown = "## One\n\n### Part\n\n---\n".to_owned();
    let mut stranger = whole.clone();
    stranger.sections[1].id = SectionId("c".to_owned());
    let mut none = whole.clone();
    none.sections.clear();
    for kit in [missing, swapped, twice, empty, stranger, none] {
        kit.must_find("C2");
    }
    let mut alone = whole;
    alone.scope = Scope::Section;
    alone.sections.pop();
    alone.must_pass("C2");
}

#[test]
fn c3_unfinished_ends() {
    table(
        "C3",
        &[
            "The plan rests on three things, and the",
            "Guests come back because they trust the bar and what it",
            "Choose the class (noon or dusk",
            "She said “come back soon",
            "Text.\n\n```\ncode",
            "The **bar opens at six.",
            "| A | B |\n|---|---|\n| one | two |\n| three | fo",
            "| A | B |\n|---|---|\n| one | two |\n| three |",
            "Text.\n\n### Next steps",
            "Do the following:",
            "- one\n- two,",
            "- first\n- second and",
            "The bar opens at six, then at nine —",
            "Text.\n\nThis works because people",
            "Text.\n\nPost the answer in the comm",
            "Text.\n\n1. Film\n2. Post\n3.",
            "- one\n- two\n-",
        ],
        &[
            "The bar opens at six.",
            "- saves\n- shares\n- sends",
            "| A | B |\n|---|---|\n| one | two |",
            "| A | B |\n|---|---|\n| one | two |\n| three | four |",
            "**Book noon at Harbour & Pine**",
            "Text.\n\nThank you, Portland",
            "Text.\n\nNext review: the first Monday of May",
            "Follow the tags: #coffee #portland",
            "She said “come back soon.”",
            "See you at the bar ☕️",
            "```\ncode\n```\n\nText.",
            "Prices end in a star**.",
            "店は六時に開く。",
        ],
    );
}

#[test]
fn c4_words_in_range() {
    for (count, min, max, found) in [
        (100, 100, 200, None),
        (91, 100, 200, None),
        (228, 100, 200, None),
        (88, 100, 200, Some(Severity::Repairable)),
        (240, 100, 200, Some(Severity::Repairable)),
        (49, 100, 200, Some(Severity::Blocking)),
        (1, 0, 200, None),
    ] {
        let mut kit = Kit::new(&words(count));
        kit.spec().words = Range { min, max };
        let issues = kit.found("C4");
        assert_eq!(issues.first().map(|issue| issue.severity), found, "{count}");
    }
    for (count, found) in [(10, true), (17, true), (20, false), (120, false), (150, true)] {
        let mut kit = Kit::new(&words(count));
        kit.spec().words = Range { min: 300, max: 500 };
        kit.draft().handed_over = true;
        assert_eq!(!kit.found("C4").is_empty(), found, "{count}");
    }
}

#[test]
fn c5_bullets_and_headings() {
    let text = "## Client Overview\n\n### One\n\n- a\n- b\n\n### Two\n\n1. c\n2. d\n";
    for (bullets, headings, found) in [
        ((4, 4), (2, 2), false),
        ((3, 8), (1, 3), false),
        ((5, 8), (1, 3), true),
        ((0, 3), (1, 3), true),
        ((3, 8), (3, 5), true),
        ((3, 8), (0, 1), true),
    ] {
        let mut kit = Kit::new(text);
        kit.spec().bullets = Range::from([bullets.0, bullets.1]);
        kit.spec().headings = Range::from([headings.0, headings.1]);
        assert_eq!(!kit.found("C5").is_empty(), found, "{bullets:?} {headings:?}");
        kit.draft().handed_over = true;
        kit.must_pass("C5");
    }
    let mut rows = Kit::new("| A | B |\n|---|---|\n| one | two |\n| three | four |");
    rows.spec().bullets = Range { min: 5, max: 9 };
    rows.must_pass("C5");
}

fn with_table(rows: usize, columns: usize, show: Show) -> Kit {
    let mut kit = Kit::new("## Client Overview\n\nText.");
    let column = |title: &str| ColumnSpec {
        title: title.to_owned(),
        kind: ColumnType::Text,
        required: false,
        unique: false,
    };
    kit.spec().parts = vec![PartSpec {
        heading: "Plan".to_owned(),
        kind: PartKind::Table,
        bullets: None,
        columns: vec![column("A"), column("B")],
        rows: Some(Range { min: 2, max: 4 }),
        show,
    }];
    let row = vec!["x".to_owned(); columns];
    kit.draft().tables = vec![TableDraft { part: 0, rows: vec![row; rows] }];
    kit
}

#[test]
fn c5_rows_and_columns() {
    for (rows, columns, found) in [
        (2, 2, false),
        (4, 2, false),
        (3, 2, false),
        (1, 2, true),
        (5, 2, true),
        (3, 1, true),
        (3, 3, true),
    ] {
        let kit = with_table(rows, columns, Show::Table);
        assert_eq!(!kit.found("C5").is_empty(), found, "{rows} {columns}");
    }
    let mut external = with_table(0, 2, Show::Table);
    external.draft().provenance.writer = WriterKind::External;
    external.spec().mainly_table = true;
    external.draft().markdown = "| A | B |\n|---|---|\n| one | two |".to_owned();
    external.must_find("C5");
    external.draft().markdown.push_str("\n| three | four |\n");
    external.must_pass("C5");
    let mut cards = with_table(2, 2, Show::Cards);
    cards.spec().bullets = Range { min: 2, max: 3 };
    cards.draft().markdown =
        "### Plan\n\n#### x\n\n- **B:** x\n- **C:** x\n\n#### y\n\n- **B:** x\n- **C:** x\n"
            .to_owned();
    cards.must_pass("C5");
}

#[test]
fn c6_length_of_the_report() {
    let mut kit = Kit::report(&[
        ("a", "One", "## One\n\nText of six words here."),
        ("b", "Two", "## Two\n\nText."),
    ]);
    kit.must_pass("C6");
    kit.pack.benchmark.min_words = 9;
    kit.must_find("C6");
    kit.pack.benchmark.min_words = 8;
    kit.must_pass("C6");
    kit.pack.benchmark.min_characters = 1_000;
    kit.must_find("C6");
    kit.pack.benchmark.min_characters = 1;
    kit.sections.pop();
    kit.must_find("C6");
    kit.scope = Scope::Section;
    kit.must_pass("C6");
}

#[test]
fn c7_required_headings() {
    let twenty = words(20);
    for (text, found) in [
        (format!("### Brand\n\n{twenty}"), false),
        (format!("### brand story\n\n{twenty}"), false),
        (format!("#### 1. Brand: who\n\n{twenty}"), false),
        ("### Brand\n\n- a\n- b\n- c".to_owned(), false),
        ("### Brand\n\n| A | B |\n|---|---|\n| one | two |".to_owned(), false),
        (format!("### Brand\n\n#### Who\n\n{twenty}"), false),
        ("| Brand | B |\n|---|---|\n| one | two |".to_owned(), false),
        ("### Brand\n\nToo little.".to_owned(), true),
        (format!("### Branding\n\n{twenty}"), true),
        (format!("### The Brand\n\n{twenty}"), true),
        (format!("**Brand**\n\n{twenty}"), true),
        (format!("{twenty} Brand"), true),
        (format!("### Industry\n\n{twenty}"), true),
        (format!("### Brand\n\nx\n\n### Next\n\n{twenty}"), true),
    ] {
        let mut kit = Kit::new(&text);
        kit.spec().required_headings = vec!["Brand".to_owned()];
        assert_eq!(!kit.found("C7").is_empty(), found, "{text}");
    }
}

#[test]
fn c7_by_position_in_other_languages() {
    let mut kit =
        Kit::new(&format!("## Kunde\n\n### Marke\n\n{0}\n\n### Branche\n\n{0}", words(20)));
    kit.spec().required_headings = vec!["Brand".to_owned(), "Industry".to_owned()];
    for heading in ["Brand", "Industry"] {
        kit.spec().parts.push(PartSpec {
            heading: heading.to_owned(),
            kind: PartKind::Text,
            bullets: None,
            columns: vec![],
            rows: None,
            show: Show::Table,
        });
    }
    kit.must_find("C7");
    kit.language = "de-DE".to_owned();
    kit.must_pass("C7");
    kit.draft().markdown = format!("## Kunde\n\n### Marke\n\n{}", words(20));
    kit.must_find("C7");
}

#[test]
fn c8_stub_content() {
    let numbered = |range: std::ops::Range<u32>| {
        range.map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    };
    let text = numbered(0..60);
    let mut kit = Kit::new(&text);
    kit.provider_configured = true;
    kit.must_pass("C8");
    let mut stub = kit.clone();
    stub.draft().provenance.writer = WriterKind::Stub;
    stub.must_find("C8");
    let mut marked = kit.clone();
    marked.draft().markdown = crate::domain::STUB_NOTE.to_owned();
    marked.must_find("C8");
    let mut copied = kit.clone();
    copied.stub_texts.insert(SectionId("overview".to_owned()), format!("Some lead. {text} More."));
    copied.must_find("C8");
    let mut brief_only = copied.clone();
    brief_only.brief.constraints = Some(text.clone());
    brief_only.must_pass("C8");
    let mut half = copied.clone();
    half.draft().markdown = numbered(30..110);
    half.must_pass("C8");
    for mut free in [stub, marked, copied] {
        free.provider_configured = false;
        free.must_pass("C8");
    }
}
