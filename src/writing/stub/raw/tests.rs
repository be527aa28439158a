use jiff::civil::date;

use super::filled;
use crate::domain::intake::read_text;

#[test]
fn bullets_and_notes_are_sorted() {
    let bullets = "Brand: Orchard Loop\n- cider and perry, 6 kinds\n- sold at farm gate\n- want 300 club members by October\n- audience: 30-60, foodies\n- budget £8k\n- no discounting\n- instagram and email only";
    let notes = "Brand: Kiln Street\nCeramics studio. Evening classes, kiln hire. Stoke-on-Trent. Empty Mondays. Two teachers. Need beginners! £3,000 for spring.";
    let jobs = "Brand: Hallam\n• We're hiring bakers\n• Night work, £14.20 an hour\n• Sheffield\n• nervous beginners, students\n• 12 hires before Christmas";
    for (text, product, goal, audience, place, budget) in [
        (
            bullets,
            Some("cider and perry, 6 kinds; sold at farm gate"),
            Some("want 300 club members by October"),
            Some("30-60, foodies"),
            None,
            Some("budget £8k"),
        ),
        (
            notes,
            Some("Ceramics studio; Evening classes, kiln hire; Two teachers"),
            Some("Need beginners"),
            None,
            Some("Stoke-on-Trent"),
            Some("£3,000 for spring"),
        ),
        (
            jobs,
            Some("Night work, £14.20 an hour"),
            Some("We're hiring bakers"),
            Some("nervous beginners, students"),
            Some("Sheffield"),
            None,
        ),
    ] {
        let brief = read_text(text, date(2027, 2, 1), "en").expect("a brand");
        let brief = filled(&brief);
        assert_eq!(brief.product_service.as_deref(), product);
        assert_eq!(brief.primary_goal.as_deref(), goal);
        assert_eq!(brief.target_audience.as_deref(), audience);
        assert_eq!(brief.geography.as_deref(), place);
        assert_eq!(brief.budget.as_deref(), budget);
    }
    let brief = read_text(bullets, date(2027, 2, 1), "en").expect("a brand");
    let brief = filled(&brief);
    assert_eq!(brief.platforms, ["Instagram", "Email"]);
    assert_eq!(brief.constraints.as_deref(), Some("no discounting"));
    let bullets = "Brand: Arc\n* dental practice in Perth\n* new: evening appointments\n* goal - 80 new patients\n* tone friendly";
    let brief = read_text(bullets, date(2027, 2, 1), "en").expect("a brand");
    let brief = filled(&brief);
    let product = "dental practice in Perth; evening appointments";
    assert_eq!(brief.product_service.as_deref(), Some(product));
    assert_eq!(brief.voice.as_deref(), Some("friendly"));
    let told = "Brand: Arc\nWe make hats in Leeds. Our shop is small. We have many ideas.";
    let brief = read_text(told, date(2027, 2, 1), "en").expect("a brand");
    assert_eq!(*filled(&brief), brief);
}
