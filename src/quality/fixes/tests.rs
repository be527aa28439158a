//! Cases of the fixes, and what holds for any text.

use proptest::prelude::*;

use super::{FixContext, fix_answer, fix_cell, fix_markdown};
use crate::domain::{PartAnswer, SectionAnswer};

const CONTEXT: FixContext<'_> = FixContext { brand: "Harbour & Pine", opens: true, closes: true };

#[test]
fn fixes_markdown_without_loss() {
    for (given, wanted, check) in [
        ("zero\u{200B}width", "zerowidth", "S4"),
        ("one\u{3164}two", "one two", "S4"),
        ("Beans &amp; cups", "Beans & cups", "S4"),
        ("It&#8217;s &quot;open&quot;", "It’s \"open\"", "S4"),
        ("a &lt;b&gt; c", "a \\<b\\> c", "S4"),
        ("It\\u2019s open.", "It’s open.", "S4"),
        ("One.\\n\\nTwo.", "One.\n\nTwo.", "S4"),
        ("Itâ€™s a cafÃ©", "It’s a café", "S4"),
        ("The <b>bold</b> bar", "The **bold** bar", "S1"),
        ("One<br>two <!-- note -->", "One\ntwo ", "S1"),
        ("Sure! Here is the section you asked for:\n\nThe bar opens.", "The bar opens.", "A2"),
        ("Certainly! The bar opens at six.", "The bar opens at six.", "A2"),
        ("The bar opens.\n\nLet me know if you’d like changes!", "The bar opens.", "A2"),
        ("The bar opens. I hope this helps!", "The bar opens.", "A2"),
        ("### Bar\n\nSure! Here's the overview:\n\nIt opens.", "### Bar\n\nIt opens.", "A2"),
        ("At harbour & pine we roast.", "At Harbour & Pine we roast.", "B2"),
        ("At the the bar.", "At the bar.", "L6"),
        ("Beans,, cups;; tea.. Now.", "Beans, cups; tea. Now.", "L6"),
    ] {
        let (fixed, applied) = fix_markdown(given, &CONTEXT);
        assert_eq!(fixed, wanted);
        assert!(applied.iter().any(|fix| fix.check == check), "{given}: {applied:?}");
    }
}

#[test]
fn leaves_what_is_right() {
    for text in [
        "Sunny ☀️ and 👩‍🍳 and क्‍ष",
        "A path `&amp;` and `<b>` in code",
        "São Paulo, NÃO, Straße, café",
        "Here is how the bar wins back noon.",
        "Post #harbour&pine or harbour&pine.com",
        "HARBOUR & PINE in capitals",
        "He had had enough; that that is so.",
        "It goes on... and on… What?!",
        "5 < 6 and 7 > 6; a \\<b\\> c",
        "Guests let us know by text.",
        "Let me know if you are in.\n\nText.",
    ] {
        assert_eq!(fix_markdown(text, &CONTEXT).0, text);
    }
    let word = FixContext { brand: "Notion", ..CONTEXT };
    assert_eq!(fix_markdown("The notion of calm.", &word).0, "The notion of calm.");
}

#[test]
fn fixes_cells_as_plain_text() {
    for (given, wanted) in [
        ("one<br>two", "one two"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("one\\ntwo", "one\\ntwo"),
        ("One\\nTwo", "One Two"),
        ("Let me know if you want a seat", "Let me know if you want a seat"),
    ] {
        assert_eq!(fix_cell(given, &CONTEXT).0, wanted);
    }
}

#[test]
fn fixes_a_whole_answer() {
    let part = |markdown: &str, cell: &str| PartAnswer {
        heading: "Plan\u{200B}".to_owned(),
        markdown: markdown.to_owned(),
        rows: vec![vec![cell.to_owned()]],
    };
    let answer = SectionAnswer {
        parts: vec![
            part("Sure! Here is the plan:\n\nOpen at six.", "a &amp; b"),
            part("Fine.", "c"),
        ],
        ..SectionAnswer::default()
    };
    let (fixed, applied) = fix_answer(answer, "Harbour & Pine");
    let first = &fixed.parts[0];
    assert_eq!((first.heading.as_str(), first.markdown.as_str()), ("Plan", "Open at six."));
    assert_eq!(first.rows, vec![vec!["a & b".to_owned()]]);
    assert_eq!(applied.len(), 4);
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<char>().prop_map(String::from),
        "[a-zA-Z ,.;?!]{1,12}",
        proptest::sample::select(vec![
            "&amp;",
            "&lt;b&gt;",
            "<b>",
            "</b>",
            "<br>",
            "\\n",
            "\\u2019",
            "â€™",
            "the the ",
            "harbour & pine",
            "Sure! Here is the section:\n\n",
            "\n\nLet me know!",
            "\u{200B}",
            "`",
            "```\n",
            ",,",
            "..",
            "\n",
            "| a |",
            "<!--",
            "-->",
            "&amp;lt;",
            "\\\\n",
            "**",
            "I hope this helps. ",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn fixing_twice_is_fixing_once(pieces in proptest::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        let once = fix_markdown(&text, &CONTEXT).0;
        prop_assert_eq!(&fix_markdown(&once, &CONTEXT).0, &once);
        let cell = fix_cell(&text, &CONTEXT).0;
        prop_assert_eq!(&fix_cell(&cell, &CONTEXT).0, &cell);
    }

    #[test]
    fn plain_words_are_never_changed(text in "[a-z]{2,8}( [a-z]{2,8}){0,20}\\.") {
        let words: Vec<&str> = text.split(' ').collect();
        prop_assume!(!words.windows(2).any(|pair| pair[0] == pair[1]));
        prop_assert_eq!(fix_markdown(&text, &CONTEXT).0, text);
    }
}
