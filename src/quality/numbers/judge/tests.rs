use crate::quality::testkit::{Kit, table};

#[test]
fn f1_finds_numbers_from_nowhere() {
    table(
        "F1",
        &[
            "Email drives 37% of revenue in this category.",
            "Studies show that 73% of consumers prefer local roasters.",
            "More than 68% of office workers drink three cups a day.",
            "The specialty market is worth $48.2 billion.",
            "Harbour & Pine already serves 12,500 customers.",
            "Our posts reach 3.4x more people than paid ads.",
            "The roastery was founded in 1987 by two brothers.",
            "Instagram engagement averages 4.7% for cafés.",
            "Repeat orders rose by 22% last year.",
            "Our target audience is loyal: 81% of them come back.",
            "Seventy-three percent of guests choose oat milk.",
            "The café sells 340 orders a day to 1,200 members.",
            "With over 15 years of experience, the team knows its beans.",
            "Coffee subscriptions grew to €2.3bn in Europe.",
            "The average basket is $14.50.",
            "Churn stands at 6.2 percent a month.",
            "Over 45,000 people follow the account.",
            "This will lift conversions by 35%.",
            "Since 2009 the bar has roasted on site.",
            "- **Reach:** 18,000 accounts a month today",
            "| Channel | Result |\n|---|---|\n| Email | 42% open rate |\n| Social | low |",
            "Videos convert at 3x the rate of stills.",
            "Two million households brew at home.",
            "Customers who join spend ₹1,20,000 a year.",
            "As an assumption, we start small. Rivals convert 9% of their visitors.",
        ],
        &[
            "We propose a target of 37% of revenue from email.",
            "Raise subscriptions from 400 to 600 by June 2027.",
            "As an example, a basket of $14.50 covers the cost.",
            "Publish 3 posts a week for 12 weeks, at 07:30.",
            "About 35% of posts show the roastery.",
            "If open rates fall under 20% for two weeks, pause the series.",
            "CAC above $40 for two weeks → pause the newest ad set.",
            "The budget of $4,000 a month is $48,000 a year.",
            "That leaves 200 subscriptions to win, from 400 to 600.",
            "All figures below are proposed targets.\n\n- Saves: 2,500 a month\n- Followers: 12,000",
            "| Metric | Target |\n|---|---|\n| Reach | 40,000 |\n| Saves | 5% |",
            "Targets for the first month:\n\n- Reach 40,000 accounts\n- 5% saves",
            "Office workers aged 25–40 brew at home.",
            "Cap frequency at 4% of the list.",
            "Offer 15% off the second bag.",
            "Send the third e-mail on day 14, within 48 hours of the order.",
            "The film runs 60 seconds and is shot in 4K at 25 fps.",
            "We assume that 30% of guests would try a class.",
            "On 12 April 2027 the series starts; 30 posts follow.",
            "One in four guests, a number to validate: about 1,200.",
            "Hold a tasting for 25 guests every Thursday.",
            "### Content Mix\n\n- Roastery 40%\n- Classes 35%\n- Guests 25%",
            "Print 2,000 flyers and 500 postcards.",
            "Working target: 12,000 followers by June.",
        ],
    );
}

#[test]
fn f1_knows_wording_in_other_languages() {
    let cases = [
        (
            "de",
            "Laut einer Umfrage kaufen 64 % der Verbraucher online.",
            "Als Annahme gelten 64 % Wiederkäufe.",
        ),
        (
            "es",
            "El 64 % de los consumidores compra en línea.",
            "Proponemos un objetivo de 64 % de recompra.",
        ),
        (
            "fr",
            "Selon une étude, 64 % des clients achètent en ligne.",
            "Objectif proposé : 64 % de réachat.",
        ),
        (
            "pt",
            "Cerca de 64 % dos clientes compram online.",
            "Estimativa a validar: 64 % de recompra.",
        ),
        ("it", "Il 64 % dei clienti compra online.", "Obiettivo proposto: 64 % di riacquisti."),
        (
            "nl",
            "Volgens onderzoek koopt 64% online.",
            "Als aanname rekenen we met 64% herhaalaankopen.",
        ),
        ("hi", "लगभग 64% उपभोक्ता ऑनलाइन खरीदते हैं।", "हमारा लक्ष्य 64% है।"),
        ("ja", "消費者の64%がオンラインで購入しています。", "目標は64%です。"),
    ];
    for (language, bad, good) in cases {
        for (text, found) in [(bad, true), (good, false)] {
            let mut kit = Kit::new(text);
            language.clone_into(&mut kit.language);
            assert_eq!(!kit.found("F1").is_empty(), found, "{text}");
        }
    }
}

#[test]
fn f1_blocks_three_in_an_audit_and_checks_declarations() {
    let mut kit = Kit::new("CTR is 4.1%, bounce rate 61% and the basket $31.");
    kit.spec().evidence = true;
    let severities: Vec<_> = kit.found("F1").iter().map(|issue| issue.severity).collect();
    assert!(severities.contains(&crate::domain::Severity::Blocking));
    let mut kit = Kit::new("Coffee for people near the harbour.");
    kit.draft().numbers = vec![crate::domain::NumberDecl {
        value: "44%".to_owned(),
        kind: crate::domain::NumberKind::Brief,
        reference: None,
    }];
    kit.must_find("F1");
}

#[test]
fn f2_finds_the_budget_with_a_wrong_digit() {
    let kit = |text: &str| {
        let mut kit = Kit::new(text);
        kit.brief.budget = Some("$18,000 for six months".to_owned());
        kit
    };
    for text in [
        "The plan spends $28,000 over six months.",
        "The cap is $28,000.",
        "Spend stays under $28,000 for six months.",
        "Assume a budget of $28,000 for six months.",
        "With $81,000 to spend, the plan stays small.",
        "| Line | Cost |\n|---|---|\n| Total budget | $28,000 |\n| Term | six months |",
    ] {
        kit(text).must_find("F2");
    }
    for text in [
        "The plan spends $18,000 over six months.",
        "If the budget were $28,000, a second shoot would follow.",
        "Media costs $16,000 of the budget as an assumption.",
        "The $18,000 budget buys what $28,000 bought elsewhere, as an example.",
        "Aim for orders worth $28,000, a target.",
        "Spend $3,000 a month, which makes $18,000.",
    ] {
        kit(text).must_pass("F2");
    }
}

#[test]
fn f2_finds_contradictions() {
    table(
        "F2",
        &[
            "The budget is $6,000 a month.",
            "Raise subscriptions from 400 to 800 by June 2027.",
            "Raise subscriptions from 300 to 600 by June 2027.",
            "The goal: raise subscriptions to 750.",
            "The audience are office workers and home brewers; the $9,000 a month budget covers both.",
            "Harbour & Pine wants 900 subscriptions by June.",
        ],
        &[
            "The budget is $4,000 a month.",
            "Raise subscriptions from 400 to 600 by June 2027.",
            "Checkpoint: 500 subscriptions by March, as a target.",
            "Half of the $4,000 a month, $2,000, goes to search.",
            "Three classes a week suit 12 guests each.",
            "If subscriptions stay below 450, review the offer.",
            "That is 200 subscriptions more than the 400 of today.",
        ],
    );
}
