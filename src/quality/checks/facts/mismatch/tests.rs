use crate::quality::testkit::Kit;

/// A client with ages, prices, branches, a window of dates and a limit of discounts.
fn kit(text: &str) -> Kit {
    let mut kit = Kit::new(text);
    let brief = &mut kit.brief;
    let some = |text: &str| Some(text.to_owned());
    brief.target_audience = some("Office workers aged 25–40 who brew at home");
    brief.product_service = some(
        "Coffee beans at €24 a month, sold in nine branches; the grinder weighs 12 kg; Mellow Kettle (€48)",
    );
    brief.budget = some("€18,000 over six months");
    brief.primary_goal = some("Win 600 subscribers between 1 March and 31 August 2027");
    brief.timeline = some("1 March to 31 August 2027");
    brief.constraints = some("Legal review takes five working days; no discount deeper than 10%");
    kit
}

#[test]
fn f2_compares_ages_amounts_counts_durations_dates_and_limits() {
    for text in [
        "The people are adults aged 18–35.",
        "The budget is $18,000 over six months.",
        "Beans cost €18,000 a month.",
        "Its eleven branches are easy to reach.",
        "The nine branches sell a grinder of 21 kg, which weighs much.",
        "Legal review takes ten working days.",
        "The plan runs over nine months.",
        "The campaign runs from 15 May to 30 October.",
        "Offer a 20% discount to the first buyers.",
        "The goal is 800 subscribers.",
        "The brief names no budget, so shares stay open.",
        "About half of the €16,000 budget goes to search, as an assumption.",
        "A goal of 900 subscribers equals a small part of the city.",
        "The Mellow Kettle sells at €65.",
    ] {
        kit(text).must_find("F2");
    }
    for text in [
        "Students aged 25–30 come first.",
        "The budget is €18,000 over half a year.",
        "Beans cost €24 a month.",
        "Two of the nine branches open early.",
        "Start with a test in three branches.",
        "The grinder weighs 12 kg.",
        "Legal review takes five working days.",
        "The first phase of the plan runs over six weeks.",
        "The plan runs for 26 weeks.",
        "Phase two runs from 1 May to 30 June.",
        "Offer a 5% discount to the first buyers.",
        "A first step is 300 subscribers, a checkpoint for May.",
        "The brief names no budget for print.",
        "Of the €18,000, about €6,000 goes to search as a working assumption.",
        "The Mellow Kettle sells at €48.",
    ] {
        kit(text).must_pass("F2");
    }
}
