use super::BrandNames;
use super::distance::distance;
use crate::quality::tokens::Tokens;

#[test]
fn counts_mentions() {
    for (brand, text, count) in [
        ("Arc", "Arc is not in search, nor arc.", 1),
        ("Dock9", "Dock9’s board; dock9 too. Dock90 no.", 2),
        ("Séliane", "Se\u{301}liane and SÉLIANE’s cream", 2),
        ("O’Dowd & Larch", "O'Dowd & Larch, O’Dowd & Larch", 2),
        ("Harbour Bank (HB)", "Harbour Bank (HB) and HB and Harbour Bank; hb", 3),
        ("Yahoo!", "Yahoo! Yahoo!’s page", 2),
        ("東京店", "私たちの東京店は、東京店です。", 2),
        ("Röstgruß", "Röstgruß-Abo, RÖSTGRUß, Röstgrußs Kaffee", 3),
        ("Oasis", "An oasis. Oasis sells.", 1),
        ("42", "Only 42 and 420", 1),
        ("Ember & Ease", "At Ember\n& Ease, and Ember &\nEase", 2),
        ("Larkin's Dental House", "Larkin’s Dental House’s desk", 1),
    ] {
        assert_eq!(BrandNames::of(brand).count(text), count, "{brand}: {text}");
    }
}

#[test]
fn finds_misspelt_names() {
    for (brand, text) in [
        ("Dock9", "We love dock9 here."),
        ("Dock9", "Dock 9 plans doors."),
        ("Dock9", "DOCK9 plans doors."),
        ("Ödmark", "The Odmark shop"),
        ("Ödmark", "The Ödmarck shop"),
        ("Séliane", "Seliane cleanser"),
        ("Ember & Ease", "Ember and Ease opens"),
        ("Ember & Ease", "Ember & Eeas opens"),
        ("Padho42", "Padho24 teaches"),
        ("Padho42", "PadhO42 teaches"),
        ("Larkin's Dental House", "Larkins Dental House"),
        ("Larkin's Dental House", "Larkin’s dental house"),
        ("Peñalunar", "Penalunar vende"),
        ("Lantern Street Food Bank", "Lantern Street Foodbank"),
        ("Coulee Ridge Credit Union", "Coulie Ridge Credit Union"),
        ("Röstgruß", "Röstgruss liefert"),
        ("Röstgruß", "Röstgrus liefert"),
        ("Ember & Ease", "Ember and Eaze opens"),
        ("Lantern Street Food Bank", "the lantern street food bank"),
        ("Oasis", "At night, Osais opens its doors."),
        ("Oasis", "At night, OASIS opens its doors."),
        ("Solstice", "In summer, Soltice opens late."),
        ("Nova", "The team of Novva opens late."),
        ("H2O", "The H20 bar opens."),
    ] {
        let misses = BrandNames::of(brand).near_misses(&Tokens::of(text), "");
        assert!(!misses.is_empty(), "{brand}: {text}");
    }
    for (brand, text) in [
        ("Dock9", "Plan dock 9 and dock 7; Dock9’s board; #dock9"),
        ("Ember & Ease", "Ember & Ease’s room, ember and ease of mind, #EmberAndEase"),
        ("Oasis", "an oasis in town"),
        ("Larkin's Dental House", "Larkin’s Dental House’s"),
        ("Lantern Street Food Bank", "a food bank in Lantern Street"),
        ("Ödmark", "Denmark and Ödmark’s shells at shop@odmark.com"),
        ("Séliane", "Se\u{301}liane"),
        ("Padho42", "Padho42 Plus for 42 minutes"),
        ("Harbour Bank (HB)", "Harbour Bank and HB"),
        ("A|B Partners", "A|B Partners agree; A|B Partners’s plan, A|B Partners' desk"),
        ("# Hash", "# Hash opens. # Hash’s desk and # Hash again"),
        ("Yahoo!", "Yahoo! opens, Yahoo!'s desk"),
        ("¡Olé!", "¡Olé! abre"),
        ("*Star* Tea", "Start a list. Star Tea opens."),
        ("Star Tea", "Start a list."),
        ("# Hash", "Hash opens."),
        ("Growth", "The growth of a plant"),
        ("The Plan", "Follow the plan."),
        ("The Nest", "The next step is easy, and the best seat is free."),
        ("Juniper", "In May, Junipers bloom. Jupiter is far."),
        ("Beacon", "We like Bacon Street. Deacon Street is near."),
        ("Arc", "The Ark and the Art of it."),
        ("Tide", "THE TIDE TURNS, and Tides change."),
    ] {
        let misses = BrandNames::of(brand).near_misses(&Tokens::of(text), "");
        assert!(misses.is_empty(), "{brand}: {misses:?}");
    }
}

#[test]
fn measures_distance() {
    for (a, b, edits) in [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1), ("abc", "ab", 1)]
    {
        assert_eq!(distance(a, b, 2), edits);
    }
}
