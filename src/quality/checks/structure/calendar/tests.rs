use crate::quality::testkit::Kit;

const HEAD: &str = "| Day | Platform | Hook | CTA |\n|---|---|---|---|\n";

fn calendar(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| format!("| {row} |\n")).collect::<Vec<_>>().concat();
    format!("## Plan\n\nThe plan runs in 2027.\n\n{HEAD}{rows}")
}

#[test]
fn t3_finds_broken_calendars() {
    for rows in [
        vec!["1 | Instagram | A | Go", "2 | Email | B | Go", "4 | Email | C | Go"],
        vec!["1 | Instagram | A | Go", "2 | Email | B | Go", "2 | Email | C | Go"],
        vec!["1 | Instagram | A | Go", "2 | Email | A | Go", "3 | Email | C | Go"],
        vec!["1 | Instagram | A | Go", "2 | Email | B | –", "3 | Email | C | Go"],
        vec!["1 | Instagram | A | Go", "2 | TikTok | B | Go", "3 | Email | C | Go"],
        vec![
            "Mon 1 Mar | Email | A | Go",
            "Tue 2 Mar | Email | B | Go",
            "Wed 4 Mar | Email | C | Go",
        ],
        vec![
            "Tue 1 Mar | Email | A | Go",
            "Wed 2 Mar | Email | B | Go",
            "Thu 3 Mar | Email | C | Go",
        ],
        vec![
            "Mon Mar 30 | Email | A | Go",
            "Tue Mar 31 | Email | B | Go",
            "Wed Mar 32 | Email | C | Go",
        ],
        vec![
            "Sun 28 Feb | Email | A | Go",
            "Mon 29 Feb | Email | B | Go",
            "Tue 2 Mar | Email | C | Go",
        ],
        vec![
            "1 Mon | Email | A | Go",
            "2 Tue | Email | B | Go",
            "3 Wed | Email | C | Go",
            "4 Fri | Email | D | Go",
        ],
        vec!["2 | Instagram | A | Go", "3 | Email | B | Go", "4 | Email | C | Go"],
        vec!["1 | Instagram | A | Go", "3 | Email | B | Go", "2 | Email | C | Go"],
    ] {
        Kit::new(&calendar(&rows)).must_find("T3");
    }
    let mut short =
        Kit::new(&calendar(&["1 | Email | A | Go", "2 | Email | B | Go", "3 | Email | C | Go"]));
    short.pack.benchmark.calendar_days = Some(30);
    short.must_find("T3");
}

#[test]
fn t3_leaves_sound_calendars_alone() {
    for rows in [
        vec!["1 | Instagram | A | Go", "2 | Email | B | Go", "3 | Email | C | Go"],
        vec!["1 Mon | Email | A | Go", "2 Tue | – | Rest | –", "3 Wed | Email | C | Go"],
        vec![
            "Mon 1 Mar | Email | A | Go",
            "Tue 2 Mar | Email | B | Go",
            "Wed 3 Mar | Email | C | Go",
        ],
        vec![
            "30, Sat 30 Jan | Email | A | Go",
            "31, Sun 31 Jan | Email | B | Go",
            "32, Mon 1 Feb | Email | C | Go",
        ],
        vec!["1 | Website | A | Go", "2 | In the bar | B | Go", "3 | Instagram Stories | C | Go"],
        vec![
            "1 · Mon Mar 1 | Email | A | Go",
            "2 · Tue Mar 2 | Email | B | Go",
            "3 · Wed Mar 3 | Email | C | Go",
        ],
        vec![
            "Thu 31 Dec | Email | A | Go",
            "Fri 1 Jan | Email | B | Go",
            "Sat 2 Jan | Email | C | Go",
        ],
    ] {
        if rows.first().is_some_and(|row| row.starts_with("30,") || row.starts_with("Thu 31")) {
            let text = calendar(&rows).replace(" in 2027", "");
            let found = Kit::new(&text).found("T3");
            assert!(found.iter().all(|issue| issue.message.contains("begins")), "{found:?}");
            continue;
        }
        Kit::new(&calendar(&rows)).must_pass("T3");
    }
    let steps = "| Step | Day | Channel | Text |\n|---|---|---|---|\n| 1 | 0 | E-mail | A |\n| 2 | 21 | E-mail | B |\n| 3 | 35 | Post | C |";
    Kit::new(steps).must_pass("T3");
}
