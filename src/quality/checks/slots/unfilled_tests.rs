//! Cases of P4 to P8.

use crate::quality::testkit::{Kit, table};

#[test]
fn p4_unfinished_marks() {
    table(
        "P4",
        &[
            "Invite XX guests to it.",
            "T.B.D. with the team.",
            "Send it by MM/DD/YYYY.",
            "| A | B |\n|---|---|\n| one | tbd |",
            "Around X,000 visits come.",
            "In X weeks we see it.",
            "ROAS of X.X by May.",
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
            "NEEDS SOURCE",
            "Spend €x,xxx on film.",
            "xx.xx.2027 is the day.",
            "TK numbers from the studio.",
            "PENDIENTE: confirmar precio.",
            "DATE TO FOLLOW",
            "Around nn visits come.",
        ],
        &[
            "The word “tbd” never appears.",
            "Dates in the export use the format DD/MM/YYYY.",
            "Gen X customers come.",
            "El siglo XX trajo café.",
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
            "ADD TO CALENDAR is the button.",
            "The draft goes to the coach; check the dates.",
            "Chapter X to read on the train.",
        ],
    );
}

#[test]
fn p5_dummy_text() {
    table(
        "P5",
        &[
            "This is a placeholder.",
            "- Item 1\n- Item 2",
            "Sed ut perspiciatis unde omnis iste natus.",
            "#YourBrandName",
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
            "Use real photos, no placeholder text.",
            "| Test | B |\n|---|---|\n| one | two |",
            "#YourMorning starts here.",
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
            "null The bar opens.",
            "### Who opens undefined\n\nText.",
            "A light for undefined deserves care.",
            "| A | B |\n|---|---|\n| one | #ERROR! |",
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
            "The audience is null and lives in town.",
            "Members from undefined visit.",
            "Error: field missing",
            "Traceback (most recent call last)",
            "| A | B |\n|---|---|\n| one | [] |",
        ],
        &[
            "The rule is null and void in May.",
            "Known as undefined for years.",
            "None of the rivals offers a class.",
            "The role is undefined in most firms.",
            "The null hypothesis is that nothing changed.",
            "Naan and coffee go well.",
            "No two replies alike, none defensive.",
            "| A | B |\n|---|---|\n| one | – |",
            "| None | B |\n|---|---|\n| one | two |",
            "Second to none.",
            "Undefined goals cost money.",
            "Error messages on the form should be kind.",
            "Rivals: none that open at six.",
            "Nan, the baker’s grandmother, came in.",
        ],
    );
}

#[test]
fn p7_left_open() {
    table(
        "P7",
        &[
            "To be finalised with the client.",
            "The audience wasn’t specified in the brief.",
            "Figures will follow.",
            "| A | B |\n|---|---|\n| End | To be scheduled |",
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
            "Dates are announced on Mondays.",
            "| A | B |\n|---|---|\n| one | None planned |",
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
            "It highlights the product or service.",
            "Build your online presence.",
            "Your startup wins trust.",
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
            "The company’s target audience will notice.",
            "It offers high-quality products and services.",
            "ABC Company should post weekly.",
        ],
        &[
            "The business case is simple.",
            "The brand keeps its promise.",
            "Harbour & Pine should speak up.",
            "“Is your industry ready for winter?” asks the first ad.",
            "| Day | Hook |\n|---|---|\n| 1 | What your company drinks |",
            "Your coffee is ready.",
            "- **Headline:** Your business runs on coffee",
            "> Your brand of coffee",
            "The audience is small.",
            "Customers come back.",
            "The company’s first bar opened in May.",
            "People who like quality also like quiet.",
        ],
    );
}
