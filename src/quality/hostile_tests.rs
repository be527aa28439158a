//! What holds for any text: no panic, no breakdown of a check, the same verdict every time, and
//! time that grows with the text and no faster.

use proptest::prelude::*;

use super::testkit::Kit;

/// Texts that parsers and patterns dislike, about `size` bytes each.
fn hostile(size: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(size / piece.len() + 1);
    vec![
        ("one line", fill("word and word, ")),
        ("one word", fill("a")),
        ("headings", fill("### Heading\n\n")),
        ("wide table", format!("|{}\n|{}\n|{}", fill("a|"), fill("-|"), fill("b|"))),
        ("long table", format!("| A | B |\n|---|---|\n{}", fill("| one | two |\n"))),
        ("quotes", fill(">")),
        ("deep lists", fill("- ")),
        ("deep lists and lines", format!("{}\n{}", fill("- "), fill("\n"))),
        ("quotes and lines", format!("{}a\n{}", fill("> "), fill("a\n"))),
        ("brackets", fill("[")),
        ("links", fill("[a](")),
        ("images", fill("![")),
        ("stars", fill("*a **b ")),
        ("underscores", fill("_a __b ")),
        ("backticks", fill("` `` ")),
        ("slots", fill("{{brand}} [Brand] TODO ")),
        ("quotation marks", fill("“ \" ")),
        ("tags", fill("<b><!-- ")),
        ("entities", fill("&amp; &lt; ")),
        ("escapes", fill("\\n \\u2019 \\\\")),
        ("numbers", fill("1,234 56% $7.8m ")),
        ("combining", format!("a{}", fill("\u{301}"))),
        ("hidden", fill("\u{200B}a")),
        ("sentences", fill("As an AI, I cannot help. ")),
        ("indents", fill("    a\n        b\n")),
        ("japanese", fill("東京の店は六時に開く。")),
    ]
}

#[test]
fn hostile_texts_break_nothing() {
    for (name, text) in hostile(4_000) {
        let kit = Kit::new(&text);
        let verdict = kit.verdict();
        let broken = verdict.failures.iter().find(|issue| issue.actual.ends_with("could not run"));
        assert!(broken.is_none(), "{name}: {broken:?}");
        assert!(!verdict.passed || verdict.score > 0, "{name}");
    }
}

/// Shown by hand: `cargo nextest run --release --run-ignored all -E 'test(time_of_hostile)'
/// --no-capture`.
#[test]
#[ignore = "measures time"]
#[expect(clippy::cast_precision_loss, reason = "sizes are small")]
fn time_of_hostile_texts() {
    Kit::new("warm").verdict();
    for size in [25_000, 100_000, 200_000] {
        for (name, text) in hostile(size) {
            let kit = Kit::new(&text);
            let start = std::time::Instant::now();
            kit.verdict();
            let spent = start.elapsed().as_secs_f64() * 1e6;
            println!("{size:>7} {name:<24} {:>8.0} µs/KB", spent / (text.len() as f64 / 1024.0));
        }
    }
}

/// Shown by hand, as above: what each check costs on 15,000 words.
#[test]
#[ignore = "measures time"]
fn time_by_check() {
    let sentence =
        "Harbour & Pine opens at six because regulars catch the 6:40 train from the quay. ";
    let paragraph =
        |n: usize| format!("Part {n}: {sentence}{sentence}The team reads 40 figures aloud.\n\n");
    let text: String = (0..400).map(paragraph).collect();
    let kit = Kit::new(&text);
    kit.verdict();
    kit.with_input(|input| {
        let start = std::time::Instant::now();
        let given = super::given::Given::of(input.brief);
        let context = super::context::Context::new(input, &given);
        println!("{} words; context {:?}", context.sections[0].words, start.elapsed());
        for check in super::registry::all() {
            let mut findings = super::findings::Findings::new(super::Phase::Final);
            findings.begin(super::rules::rule(check.id));
            let start = std::time::Instant::now();
            if let Some(run) = check.section {
                run(&context.sections[0], &context, &mut findings);
            }
            println!("{:<4} {:?}", check.id, start.elapsed());
        }
        let start = std::time::Instant::now();
        let _ = super::gate(input);
        println!("all  {:?}", start.elapsed());
    });
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Z0-9 .,]{1,20}",
        proptest::sample::select(vec![
            "\n",
            "\n\n",
            "## ",
            "### ",
            "- ",
            "1. ",
            "> ",
            "| a | b |\n|---|---|\n| c |",
            "`",
            "```\n",
            "**",
            "_",
            "[",
            "](",
            ")",
            "{{",
            "}}",
            "<b>",
            "&amp;",
            "\\",
            "“",
            "”",
            "40%",
            "$1,000",
            "é",
            "e\u{301}",
            "東京",
            "Harbour & Pine",
            "As an AI",
            "TODO",
            "https://a.example",
            "\u{200B}",
            "\r\n",
            "\t",
            "|",
            "---",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_judged(pieces in proptest::collection::vec(piece(), 0..60)) {
        let kit = Kit::new(&pieces.concat());
        let verdict = kit.verdict();
        let broken = verdict.failures.iter().find(|issue| issue.actual.ends_with("could not run"));
        prop_assert!(broken.is_none(), "{:?}", broken);
        prop_assert_eq!(&verdict, &kit.verdict());
        for issue in &verdict.failures {
            let [start, end] = issue.span.unwrap_or([0, 0]);
            prop_assert!(start <= end && end <= kit.sections[0].markdown.len(), "{:?}", issue);
            prop_assert!(issue.excerpt.chars().count() <= 160);
        }
    }
}
