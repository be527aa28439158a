use super::patterns::CLAIMS;
use crate::quality::patterns::LazyRegex;
use crate::quality::testkit::table;

#[test]
fn every_pattern_compiles() {
    let lists: Vec<&String> = CLAIMS.keys().collect();
    assert!(lists.len() >= 13, "{lists:?}");
    for (name, patterns) in CLAIMS.iter() {
        assert!(!patterns.each.is_empty(), "{name}");
        let broken = patterns.each.iter().filter(|pattern| pattern.regex().is_none());
        let broken: Vec<&str> = broken.map(LazyRegex::source).collect();
        assert_eq!(broken, [""; 0], "{name}");
    }
}

#[test]
fn f5() {
    table(
        "F5",
        &[
            "“Best coffee in town!” — Sarah M., Portland",
            "“I come every day,” says Tom, a regular.",
            "One happy customer said the beans changed her mornings.",
            "The award-winning roastery opens at six.",
            "Voted best café three years running.",
            "The bar works for clients such as Nike and Adidas.",
            "A study by Stanford shows that scent sells.",
            "According to a recent survey, guests prefer oat milk.",
            "Research shows that smell drives loyalty.",
            "As featured in The Guardian, the bar is known.",
            "Laut einer Studie trinken Gäste mehr.",
            "The team won the Golden Bean award.",
            "The Telegraph called the espresso “the cup of the year”.",
            "A regular told the bar that she had found her coffee.",
            "The National Trust sells our beans in six of its shops.",
            "Psychologists agree that scent triggers memory.",
            "Dr. Anna Meyer, a dietitian in Salem, recommends the decaf.",
        ],
        &[
            "Ask guests for a quote, with consent.",
            "The quotations are our paraphrase of themes in the brief: “I come daily,” says Tom.",
            "No awards are claimed.",
            "Study the survey results in week four.",
            "“I can see if two o’clock is a lie.”",
            "Reviews get an answer within two days.",
            "The first survey among guests runs in March.",
            "Choose partners such as bakers and florists.",
            "Sample speech: “Best in town!” — Sarah M., Portland",
            "Pitch the story to The Guardian and to two local papers.",
            "No stockist is named until it has signed.",
            "Enter the Golden Bean awards in May; until then none is claimed.",
            "Which awards are worth entering is a question for spring.",
            "Look at what dentists say to their patients before the fair.",
            "The series “Made to Stay”, “Material Notes” and “Ask the Bench” alternate.",
        ],
    );
}

#[test]
fn f6() {
    table(
        "F6",
        &[
            "Our last campaign doubled sales.",
            "The team has a proven track record.",
            "Last year, e-mail generated most orders.",
            "Harbour & Pine has already helped many home brewers; it has consistently delivered growth.",
            "Engagement has grown since spring.",
            "Bookings soared after the relaunch.",
            "Past results show that reels work.",
            "A giveaway in May added many followers within a week.",
            "The newsletter has become the bar’s best-selling channel.",
            "Evening classes have been booked solid since opening.",
            "Die letzte Weihnachtsaktion war nach zwei Tagen ausverkauft.",
        ],
        &[
            "If the last campaign increased sales, keep it.",
            "Raise subscriptions from 400 to 600.",
            "The last campaign is not documented.",
            "Sales should grow by June.",
            "Test whether engagement has grown.",
            "Keep a record of what the last quarter brought.",
            "Keep the posts that brought orders, drop the others.",
            "Once 100 bags have sold, order more labels.",
            "What last year’s fair brought is unknown.",
            "The studio may have added and adjusted until the old reason was hard to see.",
            "Harbour & Pine does not need to beat them all.",
        ],
    );
}

#[test]
fn f7() {
    table(
        "F7",
        &[
            "Guaranteed results for every guest.",
            "The #1 roastery in Portland.",
            "The best coffee in the world.",
            "A risk-free subscription.",
            "Instant results with each cup.",
            "We guarantee freshness.",
            "Say goodbye to back pain forever.",
            "A loan with no risk whatsoever.",
            "Nobody beats our car loans.",
        ],
        &[
            "We make no guarantee.",
            "Never write “guaranteed”.",
            "Choose the best photo of the week.",
            "The first cup is free.",
            "Step #12 comes later.",
            "Never promise a rate before the credit check.",
            "The best time to post is before nine.",
            "Which café is the best in town?",
        ],
    );
}
