//! Cases of the S checks.

use crate::domain::Source;
use crate::quality::testkit::{Kit, table};

#[test]
fn s1_raw_html() {
    table(
        "S1",
        &[
            "<div>The café opens.</div>",
            "The <b>bold</b> café.",
            "One<br>two in a paragraph.",
            "<!-- note to self -->\n\nText.",
            "A <span style=\"color:red\">red</span> cup.",
            "| A | B |\n|---|---|\n| <i>one</i> | two |",
            "<p>Paragraph</p>",
            "Press <kbd>Enter</kbd>.",
        ],
        &[
            "| A | B |\n|---|---|\n| one<br>two | three<BR />four |",
            "Is 5 < 6 and 7 > 6?",
            "Use `<b>` in code.",
            "Cups <3 beans.",
            "Open <-> close.",
            "**Bold** and *italic*.",
        ],
    );
}

#[test]
fn s2_active_content() {
    table(
        "S2",
        &[
            "![logo](https://www.harbourandpine.com/logo.png)",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,AAAA)",
            "[x](vbscript:msgbox)",
            "<img src=x onerror=alert(1)>",
            "Text javascript:void(0) here.",
            "<script>alert(1)</script>",
            "![alt][ref]",
        ],
        &[
            "Our data: text messages and calls.",
            "Learn JavaScript: the good parts.",
            "Great! [Book](https://www.harbourandpine.com) now.",
            "Wow![^1]",
            "Post a picture of the bar.",
            "Data beats guesses.",
        ],
    );
}

#[test]
fn s3_links() {
    table(
        "S3",
        &[
            "See [this](https://market-data.io/report).",
            "See [this](http://www.harbourandpine.com).",
            "See https://bit.ly/3abc now.",
            "See www.market-data.io now.",
            "Write [us](mailto:hi@harbourandpine.com).",
            "Go [up](/top) or [down](#end).",
            "<https://evil.example.io>",
            "See [this][1].\n\n[1]: https://market-data.io",
            "See ftp://files.io/x now.",
        ],
        &[
            "See [classes](https://www.harbourandpine.com/classes).",
            "See https://harbourandpine.com/classes?utm_source=mail.",
            "See www.harbourandpine.com now.",
            "See [shop](https://shop.harbourandpine.com).",
            "Booking.com and Canva are tools.",
            "The ratio is 3://4 or so? No.",
        ],
    );
    let mut sourced = Kit::new("See [S1](https://data.gov/coffee).");
    sourced.must_find("S3");
    sourced.research.sources = vec![Source {
        id: "S1".to_owned(),
        title: "Coffee".to_owned(),
        url: "https://www.data.gov/coffee".to_owned(),
        date: None,
    }];
    sourced.must_pass("S3");
}

#[test]
fn s4_characters() {
    table(
        "S4",
        &[
            "zero\u{200B}width",
            "bidi\u{202E}txt",
            "tag\u{E0041}\u{E0042}",
            "Itâ€™s open.",
            "The cafÃ© opens.",
            "Price: Â£5.",
            "Line one\\nLine two",
            "It\\u2019s open.",
            "Beans &amp; cups",
            "Less &lt;b&gt; more",
            "The caf\u{FFFD} opens.",
            "word\u{3164}word\u{2800}",
            "Fish&#39;n chips",
            "private \u{E000} use",
            "She said \\\\\"hi\\\\\" today.",
        ],
        &[
            "Sunny ☀️ and 👩‍🍳 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿.",
            "Cafés, Straße, São Paulo, NÃO.",
            "क्‍ष and می‌خواهم",
            "Beans & cups; R&D.",
            "A path like C:/new.",
            "Use `&amp;` in code.",
            "Price: £5 or €6.",
            "“Quotes” – dashes — dots…",
        ],
    );
}

#[test]
fn s5_mixed_scripts() {
    table(
        "S5",
        &[
            "The Вrand opens.",
            "The cоffee is hot.",
            "Great ρrice today.",
            "Buy nоw.",
            "The 𝗕rand opens.",
            "Соffee for all.",
        ],
        &[
            "The Brand opens.",
            "Кофе горячий.",
            "Grain of 20 μm.",
            "Ελλάδα and Россия.",
            "東京Tower opens.",
            "SNS에서 보다.",
            "naïve café Straße",
        ],
    );
}

#[test]
fn s6_secrets() {
    table(
        "S6",
        &[
            "Use sk-proj-abcdEFGH1234ijklMNOP5678.",
            "Card 4111 1111 1111 1111 works.",
            "Write to hello@harbourandpine.com.",
            "Call +1 503 555 0134 today.",
            "Call (503) 555-0134 today.",
            "Call 503-555-0134.",
            "Password: hunter2secret",
            "AKIAIOSFODNN7EXAMPLE is here.",
            "IBAN DE89 3704 0044 0532 0130 00",
            "Ruf an: 030 1234567",
            "Write to hello [at] harbour [dot] com.",
            "Ring 98765 43210 now.",
        ],
        &[
            "From 2026-11-30 to 2027-02-28.",
            "From 10,000 to 15,000 cups.",
            "Open 9.30–17.30 daily.",
            "In 2026, 2027 and 2028.",
            "Order 1234567890123 in store.",
            "Follow @harbourandpine on Instagram.",
            "The password is changed monthly.",
            "Raise 400 to 600 by June 2027.",
            "Budget of ₹2,40,00,000 or $1,200,000.",
            "Weeks 1-2, 3-4, 5-6; days 01-30.",
        ],
    );
    let mut known = Kit::new("Call (503) 555-0134 or write hi@harbourandpine.com.");
    known.brief.constraints = Some("Phone 503.555.0134, mail hi@harbourandpine.com".to_owned());
    known.must_pass("S6");
}
