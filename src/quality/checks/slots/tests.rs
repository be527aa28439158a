//! Cases of P1 to P3.

use crate::quality::testkit::{Kit, table};

#[test]
fn p1_template_slots() {
    table(
        "P1",
        &[
            "The ~BRAND~ promise.",
            "Ask %1$s today.",
            "Opens on <date> at noon.",
            "[% brand %] opens.",
            "By {!Account.Name} with care.",
            "Get ___ new guests.",
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
            "Members of #CITY# meet.",
            "Members of ⟨city⟩ meet.",
            "Members of :city: meet.",
            "Members of _CITY_ meet.",
            "Members of {city meet.",
            "Members of %7Bcity%7D meet.",
            "The brief.city of members.",
            "Members of [[brand]] meet.",
        ],
        &[
            "The set {posts, reels, stories} fits.",
            "A plan 4 < 5 guests long.",
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
            "Meet on [DD/MM/YYYY] at noon.",
            "As agreed on [DD Month YYYY], the date moves.",
            "Shot by [Photographer's Name].",
            "Ask ［brand］ today.",
            "Insert your offer here.",
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
            "“[She] greeted us,” says one note.",
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
