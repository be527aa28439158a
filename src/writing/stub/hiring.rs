//! Whether a brief looks for staff: then the audience are applicants, and what is offered is work.

use super::analysis::phrase::bare;
use super::facts::Facts;
use super::lexicon::Industry;
use crate::domain::Brief;

/// Work that is offered.
const JOBS: [&str; 12] = [
    "jobs",
    "job",
    "roles",
    "vacancies",
    "vacancy",
    "apprenticeships",
    "traineeships",
    "careers",
    "openings",
    "placements",
    "employment",
    "secondments",
];

/// What a client does that looks for people.
const SEEKS: [&str; 13] = [
    "hire",
    "hires",
    "hiring",
    "recruit",
    "recruiting",
    "recruitment",
    "vacancies",
    "vacancy",
    "applicants",
    "candidates",
    "applications",
    "staff",
    "jobs",
];

/// Who is sought without being hired.
const UNPAID: [&str; 22] = [
    "volunteers",
    "volunteer",
    "members",
    "donors",
    "students",
    "pupils",
    "customers",
    "clients",
    "partners",
    "participants",
    "players",
    "franchisees",
    "subscribers",
    "patients",
    "supporters",
    "ambassadors",
    "families",
    "hosts",
    "mentors",
    "tenants",
    "trustees",
    "teams",
];

/// Trades that find staff for others.
const AGENCIES: [&str; 9] = [
    "recruitment",
    "recruiting",
    "recruiter",
    "recruiters",
    "staffing",
    "headhunting",
    "temp",
    "hr",
    "payroll",
];

impl Facts {
    /// What a client that looks for staff offers: work, and not what it sells to others.
    pub(super) fn add_jobs(&mut self, brief: &Brief, industry: &Industry) {
        if offers_jobs(brief) {
            // Whom the jobs are for is said by the audience.
            let full = self.get("product_full").to_owned();
            let jobs = self.get("product").split(" for ").next().unwrap_or("").to_owned();
            self.add_product(jobs, Some(full));
            return;
        }
        let sold = self.get("product_given").to_owned();
        self.add_product(industry.offer.clone(), Some(sold).filter(|sold| !sold.is_empty()));
        if brief.product_service.is_none() {
            self.set("product_given", industry.offer.clone());
        }
    }
}

/// Whether the goal of `brief` is to find staff for the client itself.
pub fn is_meant(brief: &Brief) -> bool {
    let words = |text: &Option<String>| -> Vec<String> {
        text.as_deref().unwrap_or("").split_whitespace().map(bare).collect()
    };
    let any = |words: &[String], list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let (trade, goal) = (words(&brief.industry), words(&brief.primary_goal));
    if any(&trade, &AGENCIES) || any(&goal, &UNPAID) {
        return false;
    }
    let hires = ["hire", "hires", "hiring", "vacancies", "vacancy", "applicants", "candidates"];
    let product = words(&brief.product_service);
    // `Hire bookings`, `Van hire enquiries`: something is let, nobody is hired.
    let lets = any(&trade, &["hire", "rental"]) || any(&product, &["hire", "rental"]);
    let hires_staff = any(&goal, &hires) && !lets;
    let offers_jobs = offers_jobs(brief) && (goal.is_empty() || any(&goal, &SEEKS));
    let recruits = goal.first().is_some_and(|word| word.starts_with("recruit"));
    let filled = goal.first().is_some_and(|word| word == "fill") && offers_work(&product);
    hires_staff || offers_jobs || recruits || filled
}

/// Whether what the brief offers is work.
pub fn offers_jobs(brief: &Brief) -> bool {
    let product = brief.product_service.as_deref().unwrap_or("");
    let first = product.split(['.', ';']).next().unwrap_or("");
    // `Software that lists jobs` offers no jobs.
    let head = first.split(" that ").next().unwrap_or("");
    offers_work(&head.split_whitespace().map(bare).collect::<Vec<_>>())
}

fn offers_work(words: &[String]) -> bool {
    let sold = ["software", "board", "app", "platform", "site", "fair", "portal", "advice"];
    words.iter().any(|word| JOBS.contains(&word.as_str()))
        && !words.iter().any(|word| sold.contains(&word.as_str()))
}

/// The people whom a goal wants to hire (`software engineers` of `Hire 15 software engineers`).
pub fn sought(goal: &str) -> Option<String> {
    let words: Vec<&str> = goal.split_whitespace().collect();
    let verb =
        |word: &str| matches!(bare(word).as_str(), "hire" | "hiring" | "recruit" | "recruiting");
    let at = words.iter().position(|word| verb(word))? + 1;
    let figure = |word: &&&str| word.contains(|c: char| c.is_ascii_digit());
    let people: Vec<&str> = words.iter().skip(at).skip_while(figure).copied().collect();
    (!people.is_empty()).then(|| people.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{is_meant, sought};
    use crate::domain::Brief;
    use crate::domain::intake::read_text;

    fn brief(industry: &str, product: &str, goal: &str) -> Option<Brief> {
        let mut brief = read_text("Brand: Arc", jiff::civil::date(2027, 2, 1), "en")?;
        let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        brief.industry = given(industry);
        brief.product_service = given(product);
        brief.primary_goal = given(goal);
        Some(brief)
    }

    #[test]
    fn knows_who_looks_for_staff() {
        for (industry, product, goal, wanted) in [
            ("Care homes", "Jobs for registered nurses", "Fill 24 nursing vacancies", true),
            ("Robotics", "", "Hire 15 software engineers", true),
            ("Haulage", "HGV driver jobs", "Applications from HGV drivers", true),
            ("Fire service", "On-call firefighter roles", "Applications by June", true),
            ("Bakery", "Bread", "We are hiring bakers", true),
            ("Hospital", "", "Recruit 30 nurses", true),
            ("Executive recruitment", "Search for directors", "Win candidates", false),
            ("Charity", "English classes", "Recruit 60 volunteers", false),
            ("Software", "Software that lists jobs for nurses", "Sell 200 licences", false),
            ("Van hire", "Hire of vans", "More hire bookings", false),
            ("School", "Boarding places", "90 applications", false),
            ("Bakery", "Bread", "Sell more bread", false),
        ] {
            let brief = brief(industry, product, goal).expect("a brand");
            assert_eq!(is_meant(&brief), wanted, "{industry}: {goal}");
        }
        for (goal, wanted) in [
            ("Hire 15 software engineers", Some("software engineers")),
            ("We are hiring bakers and drivers", Some("bakers and drivers")),
            ("Sell bread", None),
        ] {
            assert_eq!(sought(goal).as_deref(), wanted, "{goal}");
        }
    }
}
