use super::verb_phrase;

#[test]
fn any_form_of_goal_becomes_an_infinitive() {
    for (given, wanted) in [
        // Noun phrases.
        ("Franchise enquiries", "win franchise enquiries"),
        ("more bookings", "win more bookings"),
        ("brand awareness in Leeds", "build brand awareness in Leeds"),
        ("More trust among young mothers", "build more trust among young mothers"),
        ("Legacy pledges", "win legacy pledges"),
        ("Applications from HGV drivers", "attract applications from HGV drivers"),
        ("App installs in Lisbon and Porto", "get app installs in Lisbon and Porto"),
        ("Membership growth in warehouses", "grow membership in warehouses"),
        ("Growth in membership", "grow membership"),
        ("Launch of a second brand in May", "launch a second brand in May"),
        ("Expansion into Wales", "expand into Wales"),
        ("Lead generation", "generate leads"),
        ("Customer acquisition in the north", "win customers in the north"),
        ("Staff recruitment", "recruit staff"),
        ("Behaviour change", "bring about behaviour change"),
        ("Thought leadership", "build thought leadership"),
        ("Customer retention", "improve customer retention"),
        ("Fewer no-shows", "get fewer no-shows"),
        ("Better reviews", "get better reviews"),
        ("Full weekday classes", "have full weekday classes"),
        ("100 new members, half of them women", "win 100 new members, half of them women"),
        ("90 admissions for the January intake", "get 90 admissions for the January intake"),
        ("Repeat orders", "win repeat orders"),
        ("Store visits", "get store visits"),
        ("Sales growth of 20%", "grow sales by 20%"),
        ("Growth of 20% in Kent", "grow by 20% in Kent"),
        ("Recruitment of 40 teachers", "recruit 40 teachers"),
        ("Drive growth", "drive growth"),
        ("Grow in Scotland", "grow in Scotland"),
        ("Growth in Scotland", "grow in Scotland"),
        ("Launch in May", "launch in May"),
        ("ROI", "improve ROI"),
        ("Customers to come back in winter", "get customers to come back in winter"),
        // Several at once.
        (
            "demo requests and shorter sales cycles",
            "win demo requests and get shorter sales cycles",
        ),
        (
            "Weekday team bookings and Google reviews",
            "win weekday team bookings and get Google reviews",
        ),
        (
            "Repeat orders, and wholesale accounts with 20 yarn shops",
            "win repeat orders, and wholesale accounts with 20 yarn shops",
        ),
        ("More bookings and reduce no-shows", "win more bookings and reduce no-shows"),
        ("Recruiting 60 volunteers and raising £25,000", "recruit 60 volunteers and raise £25,000"),
        // Gerunds, imperatives, sentences.
        ("growing our retainer base in Hamburg", "grow its retainer base in Hamburg"),
        ("Becoming the default cart", "become the default cart"),
        ("Sell-out weekend courses", "sell out weekend courses"),
        ("Re-open the café", "re-open the café"),
        (
            "We want to file 40 petitions a month and become the name that defenders pass on",
            "file 40 petitions a month and become the name that defenders pass on",
        ),
        ("We need more walk-in customers", "win more walk-in customers"),
        ("We are opening a second shop", "open a second shop"),
        ("To double winter storage", "double winter storage"),
        (
            "Our aim is that every landlord in the north knows us",
            "make sure that every landlord in the north knows it",
        ),
        ("Our goal is growing the choir", "grow the choir"),
        ("Help us win back lapsed donors", "win back lapsed donors"),
    ] {
        assert_eq!(verb_phrase(given, "Arc"), wanted, "{given}");
    }
}
