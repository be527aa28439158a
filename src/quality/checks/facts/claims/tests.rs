use crate::quality::checks::lists::WRITTEN;
use crate::quality::patterns::LazyRegex;
use crate::quality::testkit::table;

#[test]
fn every_pattern_compiles() {
    let lists: Vec<&String> = WRITTEN.claims.keys().collect();
    assert!(lists.len() >= 13, "{lists:?}");
    for (name, patterns) in &WRITTEN.claims {
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
            "As Maureen T. from Hull puts it: “I slept better that night.”",
            "Ahead: a repair promise, and the Outdoor Industry Award for repair.",
            "A University of Leeds study of cafés found that light sells.",
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
            "Late starts are forgiven when explained, as a study by the Halton Institute has shown.",
            "Harrow Freight and Pellman Mills already brew this way.",
            "*Ridge & Fell* magazine has called the roast “the last one you need”.",
            "Dr. Helen Maro, a doctor in Denver, tells her followers: “I drink it at home.”",
            "> “That bag got us to Monday.”\n>\n> — Tanya W., mother of two, Dayton",
            "The bar holds the Golden Bean of the Oregon Coffee Guild.",
            "The mayor of Salem praised the bar at its opening.",
            "Five hospitals in the region have adopted the blend.",
            "Die Rösterei trägt das Goldsiegel der Deutschen Röstgilde.",
            "El aceite ganó una medalla de oro en el concurso de Montoro.",
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
            "Ask a local magazine to visit.",
            "If a newspaper calls, the owner answers.",
            "Instagram and TikTok already reach the guests.",
            "What the certificate says, in plain words.",
            "The Chamber of Commerce holds a breakfast in May.",
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
            "Last spring’s letters out-raised every other channel.",
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
            "Lines of that kind have already filled more seats than any offer.",
            "A letter of this sort made the last appeal the most generous in the bar’s history.",
            "Guests get a handwritten card, which has reliably brought people back for years.",
            "Bars already on the plan saw their queues vanish within weeks.",
            "Short clips (the format that sold out the tasting at its debut) come first.",
            "Reminders have been the team’s strongest driver of renewals to date.",
            "Offer the tasting again, just as it did so well in the past.",
            "The card is tried and tested.",
            "Year after year the fair fills the diary and brings regulars.",
            "We repeat last spring’s success with the same cups.",
            "The gift box went down very well with the neighbours.",
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
            "Invite guests who have already brought a friend.",
            "Posts that have already earned replies are worth a second look.",
            "No earlier campaign stands behind these figures, so nothing rests on what has worked before.",
            "If one headline doubles the other’s result, the test stops.",
            "Once the card has reliably brought people back, print more.",
            "Ask which evening has always filled first.",
            "Record sales by channel each week.",
            "The brief says nothing of what has already been tried.",
            "Guests have already chosen a seat when the mail arrives.",
            "Write to people who have switched to another roaster.",
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
            "The #1 roastery in Portland should not need to explain a bill twice.",
            "They need not be warned, only shown the best roastery in Portland.",
            "The bar offers the best coffee in Portland, which is not in doubt, and that matters.",
            "The best coffee in the world.",
            "A risk-free subscription.",
            "Instant results with each cup.",
            "We guarantee freshness.",
            "Say goodbye to back pain forever.",
            "A loan with no risk whatsoever.",
            "Nobody beats our car loans.",
            "No other bar in Portland makes it this easy.",
            "Nobody in Portland roasts it better.",
            "Oregon’s and America’s toughest cup.",
            "It is the safest kettle a family can buy.",
            "The gentlest roast on the market.",
            "No guest of yours will ever wait again.",
            "Beans in two days. We promise.",
            "You will not find a fresher bag.",
            "Nowhere else is it fresher.",
            "Every household that switches to us will pay less.",
            "It calms every sensitive skin without fail.",
            "Practise for a month and you will clear the paper this year.",
            "Porque no hay en España un aceite mejor.",
            "Frischeren Kaffee bekommst du nirgendwo.",
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
            "Only if a sponsor has guaranteed the sum in writing, the week begins.",
            "Nobody should wait more than ten minutes.",
            "The best light falls just after the early class.",
            "The fastest route to the shop is by tram.",
            "Every guest will see the price before ordering.",
            "Use the words of the brief, which promise no more than the certificate does.",
            "The easiest step for a new guest is the first cup.",
            "The strongest posts come first.",
            "Pick the clearest photo of the bar.",
        ],
    );
}
