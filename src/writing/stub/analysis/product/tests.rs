use super::read;

#[test]
fn finds_the_thing_and_its_items() {
    for (given, wanted) in [
        (
            "Small-group yoga (heated) and 40-minute HIIT classes, 14 places each; drop-in, ten-class packs",
            "small-group yoga and 40-minute HIIT classes",
        ),
        ("Food bank in Dayton, Ohio that supplies 46 partner pantries", "a food bank in Dayton"),
        (
            "Solid oak and ash dining tables, dressers and armchairs, made to order in Ennis",
            "solid oak and ash dining tables, dressers and armchairs",
        ),
        (
            "Buurman, a two-wheel electric cargo bike, 2.18 m long",
            "a two-wheel electric cargo bike",
        ),
        (
            "Fragrance-free barrier care for sensitive, redness-prone skin: Calm Cleanser ($26)",
            "fragrance-free barrier care for sensitive, redness-prone skin",
        ),
        (
            "Wooden clinker dinghies built to order and kit boats for home builders",
            "wooden clinker dinghies built to order and kit boats",
        ),
        ("Four escape rooms and a puzzle bar", "four escape rooms and a puzzle bar"),
        ("We sell honey", "honey"),
        (
            "Shift planning software for hospitals, €4 per employee and month",
            "shift planning software for hospitals",
        ),
        (
            "Pacific and native oysters sold to restaurants and in boxes of 24",
            "Pacific and native oysters",
        ),
        (
            "Cloud platform that helps freight forwarders quote, book and track in one place",
            "a cloud platform",
        ),
    ] {
        assert_eq!(read(given, "Brand", "Brand").phrase.as_deref(), Some(wanted));
    }
    let product = read("Theory courses and driving lessons for car and motorbike", "B", "B");
    assert_eq!(product.items, ["theory courses", "driving lessons for car and motorbike"]);
    let product = read(
        "Sourdough, seaweed scones and filter coffee; whole cakes to order; from €3",
        "B",
        "B",
    );
    assert_eq!(
        product.items,
        ["sourdough", "seaweed scones", "filter coffee", "whole cakes to order"]
    );
}
