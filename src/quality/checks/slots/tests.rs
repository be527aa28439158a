//! Cases of the P checks.

use crate::quality::testkit::{Kit, table};

#[test]
fn p1_template_slots() {
    table(
        "P1",
        &[
            "Welcome to {{brand_name}}.",
            "Ask {{ client.name }} today.",
            "Sold in ${city} only.",
            "By <%= brand %> with care.",
            "For <<AUDIENCE>> in town.",
            "For \\<\\<AUDIENCE\\>\\> in town.",
            "Hello {NAME}, come in.",
            "Hello {brand name}, come in.",
            "From __BRAND__ with love.",
            "From __brand_name__ with love.",
            "Visit %BRAND% now.",
            "Visit %brand_name% now.",
            "Hi *|FNAME|*, welcome.",
            "{% if brand %} Yes {% endif %}",
            "Dear %s, welcome.",
            "The {0} club opens.",
            "Name: ______ and more.",
            "The BRAND_NAME promise.",
            "Ours is <BRAND NAME> now.",
            "| Day | Hook |\n|---|---|\n| 1 | {{hook}} |",
            "The {{brand sentence goes on",
            "Made for <target_audience> here.",
        ],
        &[
            "Coffee `{{first_name}}` in a code span is shown as an example.",
            "Save 20% on cups and 30% on beans.",
            "**Bold** and __also bold__ text.",
            "The set {1, 2, 3} of sizes.",
            "A price under $40 or over $100.",
            "Is 5 < 6 and 7 > 6? Yes.",
            "Cups → beans → classes :}",
            "---\n\nText after a rule.\n\n____\n\nMore.",
            "__CTA__: book a class.",
            "50%/50% split, 100% arabica.",
        ],
    );
}

#[test]
fn p1_knows_merge_tags_from_slots() {
    let mut kit = Kit::new("Hi {{first_name}}, your {{ order.number }} is ready, %FIRSTNAME%.");
    kit.must_find("P1");
    kit.spec().allow_merge_tags = true;
    kit.must_pass("P1");
    for slot in ["{{brand_name}}", "{{insert offer}}", "{{industry}}", "{YOUR BRAND}", "${name}"] {
        kit.draft().markdown = format!("Hi from {slot} to all.");
        kit.must_find("P1");
    }
    let mut told = Kit::new("Write {{deal}} in the CRM.");
    told.brief.constraints = Some("Use {{deal}} as it is".to_owned());
    told.must_pass("P1");
}

#[test]
fn p2_bracket_slots() {
    table(
        "P2",
        &[
            "[Brand] is here.",
            "[Offer]: word",
            "Coffee is here.\n\n[Client name]: to follow\n",
            "Welcome to [Insert city here].",
            "We grew by [X]% in a year.",
            "Reach [●] people.",
            "[Your Company Name] delivers.",
            "Talk to [Target Audience] now.",
            "Start on [Start Date].",
            "[Client's brand name] and more.",
            "By [Founder Name], [Job Title].",
            "| A | B |\n|---|---|\n| [Product 1] | x |",
            "Use (insert brand here) often.",
            "Call INSERT NAME HERE today.",
            "\\[Competitor A\\] is bigger.",
            "Save [discount]% with [code].",
            "Ask [Stadt] for more.",
            "Beat [Competitor Name 2] on price.",
            "[link to website]",
            "**[CTA]**",
            "Use 【Brand】 everywhere.",
            "[[company]] and friends.",
        ],
        &[
            "Sales rose [S1].",
            "As shown [1] and [2, 3].",
            "- [ ] open\n- [x] done",
            "A [link](https://www.harbourandpine.com) works.",
            "“We [the bakers] start at four.”",
            "He wrote “their [sic] coffee”.",
            "Quoted […] and shortened.",
            "Coffee (an insert of the week) is a leaflet.",
            "Add sugar (a little).",
            "[Reel] Behind the roaster at dawn",
        ],
    );
}

#[test]
fn p3_stray_brackets() {
    table(
        "P3",
        &[
            "[check with the studio first] Post it.",
            "The launch [needs a lawyer's view] is near.",
            "We open early [I would move this up].",
            "| A | B |\n|---|---|\n| one | [two sips of tea] |",
            "Great coffee [unclear which roast].",
            "[A longer thought about mornings] ends here.",
        ],
        &[
            "Sales rose [S1].",
            "Sales rose [S1, S2].",
            "As shown [12].",
            "- [ ] open\n- [x] done",
            "“We [the bakers] start at four,” she says.",
            "He wrote [sic] that.",
            "A [link](https://www.harbourandpine.com) works.",
            "It goes on […] for long.",
        ],
    );
    let mut told = Kit::new("The [Pine] mark stays.");
    told.brief.constraints = Some("Never drop the [Pine] mark".to_owned());
    told.must_pass("P3");
}

#[test]
fn p4_unfinished_marks() {
    table(
        "P4",
        &[
            "TODO: write this part.",
            "Budget: TBD.",
            "Venue TBC by May.",
            "FIXME later.",
            "Grow by XX% this year.",
            "Spend $X on ads.",
            "Spend $X,XXX a month.",
            "Raise €XX from guests.",
            "Reach X,XXX people.",
            "Cost of £XXX each.",
            "Up by ##% in June.",
            "Reach XX customers a day.",
            "| A | B |\n|---|---|\n| one | ??? |",
            "Since 20XX we roast.",
            "Grow by X% a month.",
            "Budget: $____ a month.",
        ],
        &[
            "Keep a to-do list for the day.",
            "Everyone has a TODO list.",
            "Todo empieza con el café.",
            "Post on X and Instagram.",
            "Size XXL sells out.",
            "El siglo XX fue otro.",
            "Generation X drinks more.",
            "Does it work? Yes!",
            "Malcolm X Boulevard, at $4.",
            "Save 20% or $10.",
        ],
    );
}

#[test]
fn p5_dummy_text() {
    table(
        "P5",
        &[
            "Lorem ipsum dolor sit amet.",
            "Visit www.example.com now.",
            "Write to [us](https://example.org/contact).",
            "Use foo and bar here.",
            "The foobar plan.",
            "Acme Corporation sells it.",
            "Ask John Doe.",
            "Then asdf asdf.",
            "Placeholder text to replace.",
            "Go to yourwebsite.com today.",
            "Tag @yourbrand in stories.",
            "XYZ Company grew.",
            "Consectetur adipiscing elit, sed.",
            "Max Mustermann trinkt Kaffee.",
        ],
        &[
            "For example, coffee at dawn.",
            "The coffee bar opens at six.",
            "Foo Fighters play in June.",
            "The acme of good taste.",
            "Dolores sits by the window.",
            "A test of two blends.",
            "Jane Dole runs the bar.",
            "Raise the bar, lower the noise.",
        ],
    );
    let mut client = Kit::new("Acme Bikes opens at nine.");
    client.brief.brand_name = "Acme Bikes".to_owned();
    client.must_pass("P5");
    let mut owner = Kit::new("Acme’s shop opens at nine, and ACME's doors stay open.");
    owner.brief.brand_name = "Acme".to_owned();
    owner.must_pass("P5");
}

#[test]
fn p6_empty_values() {
    table(
        "P6",
        &[
            "| A | B |\n|---|---|\n| one | NaN |",
            "| A | B |\n|---|---|\n| one | undefined |",
            "| A | B |\n|---|---|\n| one | None |",
            "| A | B |\n|---|---|\n| one | null |",
            "The total is #REF! now.",
            "Cells with #N/A in them.",
            "Say [object Object] to all.",
            "**Budget:** None",
            "Spend $NaN a month.",
            "Welcome to undefined, friend.",
            "- null",
            "Rates of NaN% are odd.",
        ],
        &[
            "None of the rivals offers a class.",
            "The role is undefined in most firms.",
            "The null hypothesis is that nothing changed.",
            "Naan and coffee go well.",
            "No two replies alike, none defensive.",
            "| A | B |\n|---|---|\n| one | – |",
            "| None | B |\n|---|---|\n| one | two |",
            "Second to none.",
            "Undefined goals cost money.",
        ],
    );
}

#[test]
fn p7_left_open() {
    table(
        "P7",
        &[
            "Budget: to be determined.",
            "The launch date is to be confirmed.",
            "Timeline: not provided.",
            "Budget: not specified",
            "| A | B |\n|---|---|\n| Owner | Not available |",
            "Client to confirm the venue.",
            "No information provided.",
            "Details to follow.",
            "Das Budget ist noch festzulegen.",
            "Budget : à définir.",
            "Fecha por confirmar.",
            "Prazo a definir.",
            "Budget da definire.",
            "Datum nog te bepalen.",
            "Geography is not specified in the brief.",
        ],
        &[
            "The brief names no campaign budget, so shares are planning figures.",
            "The budget was not given; we therefore plan with owned channels.",
            "Each post needs to be confirmed by two people.",
            "The order is to be confirmed by e-mail within an hour.",
            "Narrow targeting is not available on Meta.",
            "Voucher overlap unknown",
            "Not every guest has to be asked.",
            "What is not given away is sold.",
        ],
    );
}

#[test]
fn p8_stand_ins() {
    table(
        "P8",
        &[
            "Your brand should speak up.",
            "Reach your target audience on Instagram.",
            "This helps your company grow.",
            "Speak to its ideal customers.",
            "Brand X leads the field.",
            "In your industry trust matters.",
            "Competitor A is cheaper.",
            "Ihre Zielgruppe ist online.",
            "Votre entreprise mérite mieux.",
            "Tu empresa merece más.",
        ],
        &[
            "Harbour & Pine should speak up.",
            "“Is your industry ready for winter?” asks the first ad.",
            "| Day | Hook |\n|---|---|\n| 1 | What your company drinks |",
            "Your coffee is ready.",
            "- **Headline:** Your business runs on coffee",
            "> Your brand of coffee",
            "The audience is small.",
            "Customers come back.",
        ],
    );
}
