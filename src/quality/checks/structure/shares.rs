//! T4: shares sum to 100, totals to their column, funnels fall.

use super::tables::{is_totals_row, row_span, spec_columns};
use crate::packs::ColumnType;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::{BlockKind, TableView};
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::tokens::Tokens;

pub(super) fn check(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    for table in &view.document.tables {
        check_table(view, table, findings);
    }
    check_lists(view, findings);
}

fn check_table(view: &SectionView<'_>, table: &TableView, findings: &mut Findings) {
    let Some((header, rows)) = table.rows.split_first() else { return };
    let columns = spec_columns(view.spec, header);
    let body: Vec<&Vec<String>> = rows.iter().filter(|row| !is_totals_row(row)).collect();
    let total = rows.iter().rev().find(|row| is_totals_row(row));
    for (at, title) in header.iter().enumerate() {
        let cells: Vec<Option<Number>> =
            body.iter().map(|row| row.get(at).and_then(|c| only_number(c))).collect();
        let numbers: Vec<&Number> = cells.iter().flatten().collect();
        if numbers.len() < 2 || numbers.len() != cells.len() {
            continue;
        }
        let typed = columns.get(at).copied().flatten().map(|column| column.kind);
        let share = typed.map_or_else(|| is_share_title(title), |kind| kind == ColumnType::Share);
        let sum: f64 = numbers.iter().map(|number| number.value).sum();
        let percent = numbers.iter().all(|number| number.kind == Kind::Percent);
        let bare = typed == Some(ColumnType::Share) || title.contains('%');
        if share && (percent || bare) {
            let tolerance = findings.rule().threshold("tolerance");
            if (sum - 100.0).abs() > tolerance + 1e-9 {
                let found = Found::at(view, table.span.clone()).excerpt(title.as_str());
                findings.add(found.with("column", title).with("actual", shown(sum)));
            }
            continue;
        }
        let own = total.and_then(|row| row.get(at)).and_then(|cell| only_number(cell));
        check_total(view, table, (title, &numbers, sum), own.as_ref(), findings);
        check_funnel(view, table, title, &numbers, findings);
    }
}

fn check_total(
    view: &SectionView<'_>,
    table: &TableView,
    column: (&str, &[&Number], f64),
    total: Option<&Number>,
    findings: &mut Findings,
) {
    let (title, numbers, sum) = column;
    let Some(total) = total else { return };
    let adds = numbers.iter().all(|n| n.kind == total.kind)
        && matches!(total.kind, Kind::Money | Kind::Count);
    let average = ["cost per", "average", "avg", "rate", "price", "cpa", "cac", "per "];
    let folded = fold(title);
    if adds
        && (sum - total.value).abs() > sum * 0.01 + 1.0
        && !average.iter().any(|word| folded.contains(word))
    {
        let found = Found::at(view, table.span.clone()).variant("total").excerpt(title);
        let found = found.with("column", title).with("shown", shown(total.value));
        findings.add(found.with("actual", shown(sum)));
    }
}

fn check_funnel(
    view: &SectionView<'_>,
    table: &TableView,
    title: &str,
    numbers: &[&Number],
    findings: &mut Findings,
) {
    let first =
        table.rows.first().and_then(|header| header.first()).map(|t| fold(t)).unwrap_or_default();
    let staged = [
        "stage",
        "step",
        "funnel stage",
        "phase",
        "stufe",
        "etapa",
        "étape",
        "fase",
        "fase del embudo",
    ]
    .contains(&first.as_str());
    let funnel = view.id().contains("funnel")
        || fold(&view.draft.title).contains("funnel")
        || is_funnel(table, &fold(title));
    let counts =
        numbers.iter().all(|number| number.kind == Kind::Count || number.kind == Kind::Year);
    let folded = fold(title);
    let scored = ["impact", "effort", "score", "priority", "day", "week", "order", "#"]
        .iter()
        .any(|w| folded.contains(w));
    if !(staged && funnel && counts && numbers.len() >= 3) || scored {
        return;
    }
    for (row, pair) in numbers.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        if after.value > before.value {
            let span = row_span(view, table, row + 2);
            let found = Found::at(view, span).variant("funnel").with("column", title);
            findings
                .add(found.with("before", shown(before.value)).with("shown", shown(after.value)));
        }
    }
}

/// A table whose rows are the stages that people pass, and whose column counts people or visits, is
/// a funnel wherever it stands.
fn is_funnel(table: &TableView, column: &str) -> bool {
    const MADE: [&str; 28] = [
        "post",
        "asset",
        "ad",
        "email",
        "e-mail",
        "creative",
        "piece",
        "message",
        "touch",
        "budget",
        "hour",
        "test",
        "task",
        "film",
        "video",
        "format",
        "idea",
        "cost",
        "touchpoint",
        "channel",
        "step",
        "week",
        "day",
        "month",
        "mention",
        "kpi",
        "action",
        "question",
    ];
    let names = |text: &str, words: &[&str]| {
        text.split(|c: char| !c.is_alphanumeric() && c != '-')
            .any(|word| words.iter().any(|own| word.strip_suffix('s').unwrap_or(word) == *own))
    };
    let stages = table.rows.iter().skip(1).filter_map(|row| row.first());
    let known = stages.filter(|stage| names(&fold(stage), &STAGES)).count();
    known >= 2 && !names(column, &MADE)
}

/// Words that name a stage which people pass, without their plural.
const STAGES: [&str; 42] = [
    "reach",
    "impression",
    "view",
    "visit",
    "visitor",
    "click",
    "lead",
    "trial",
    "demo",
    "customer",
    "order",
    "purchase",
    "sale",
    "sign-up",
    "signup",
    "cart",
    "checkout",
    "buyer",
    "awareness",
    "consideration",
    "conversion",
    "subscriber",
    "enquiry",
    "inquiry",
    "booking",
    "install",
    "registration",
    "acquisition",
    "activation",
    "besuch",
    "besucher",
    "klick",
    "kauf",
    "bestellung",
    "kunde",
    "visita",
    "clic",
    "pedido",
    "cliente",
    "compra",
    "client",
    "commande",
];

/// Lists under a heading such as "Budget Split", and headings that carry their own share.
fn check_lists(view: &SectionView<'_>, findings: &mut Findings) {
    let mut split = false;
    let mut items: Vec<Option<Number>> = vec![];
    let mut headings: Vec<Number> = vec![];
    let mut at = 0..0;
    for block in &view.document.blocks {
        match block.kind {
            BlockKind::Heading(level) => {
                close(view, split, &mut items, &at, findings);
                if level > 2 {
                    headings.extend(only_number(&block.text).filter(|n| n.kind == Kind::Percent));
                    split = is_split_title(&block.text);
                    at = block.span.clone();
                }
            }
            BlockKind::ListItem => items.push(first_percent(&block.text)),
            _ => close(view, split, &mut items, &at, findings),
        }
    }
    close(view, split, &mut items, &at, findings);
    let sum: f64 = headings.iter().map(|number| number.value).sum();
    if headings.len() >= 3 && (sum - 100.0).abs() > findings.rule().threshold("tolerance") + 1e-9 {
        let found = Found::in_section(view).with("column", &view.draft.title);
        findings.add(found.with("actual", shown(sum)));
    }
}

fn close(
    view: &SectionView<'_>,
    split: bool,
    items: &mut Vec<Option<Number>>,
    at: &std::ops::Range<usize>,
    findings: &mut Findings,
) {
    let list = std::mem::take(items);
    let shares: Vec<f64> = list.iter().flatten().map(|number| number.value).collect();
    let sum: f64 = shares.iter().sum();
    let whole = split && shares.len() >= 3 && shares.len() == list.len();
    if whole && (sum - 100.0).abs() > findings.rule().threshold("tolerance") + 1e-9 {
        let found = Found::at(view, at.clone());
        findings.add(found.with("column", "the split").with("actual", shown(sum)));
    }
}

/// The one number of a cell, dates and durations left out.
fn only_number(cell: &str) -> Option<Number> {
    let mut numbers = scan(&Tokens::of(cell)).into_iter().filter(|n| n.kind != Kind::Plan);
    let first = numbers.next()?;
    numbers.next().is_none().then_some(first)
}

fn first_percent(text: &str) -> Option<Number> {
    scan(&Tokens::of(text)).into_iter().find(|number| number.kind == Kind::Percent)
}

fn is_share_title(title: &str) -> bool {
    let folded = fold(title);
    let folded = folded.replace("(%)", "").replace("in %", "");
    let folded = folded.trim();
    let exact = [
        "share",
        "shares",
        "allocation",
        "split",
        "% of budget",
        "budget %",
        "budget share",
        "% of total",
        "anteil",
        "budgetanteil",
        "reparto",
        "quota",
        "part du budget",
        "% del presupuesto",
        "aandeel",
        "% of posts",
        "% of spend",
        "weight",
        "weighting",
    ];
    exact.contains(&folded)
        || [
            "share of total",
            "share of budget",
            "share of spend",
            "share of posts",
            "share of content",
            "share of media",
            "share of traffic",
            "share of effort",
            "share of time",
            "share of hours",
            "share of investment",
            "share of the budget",
            "anteil der beiträge",
            "anteil an den",
            "reparto del presupuesto",
            "part du budget",
            "anteil am budget",
            "% del total",
        ]
        .iter()
        .any(|t| folded.starts_with(t))
}

fn is_split_title(title: &str) -> bool {
    let folded = fold(title);
    [
        "split",
        "allocation",
        "content mix",
        "channel mix",
        "aufteilung",
        "verteilung",
        "reparto",
        "répartition",
        "distribuição",
        "ripartizione",
        "verdeling",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

fn shown(value: f64) -> String {
    if (value - value.round()).abs() < 1e-6 { format!("{value:.0}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::{Kit, table};

    #[test]
    fn t4() {
        table(
            "T4",
            &[
                "| Channel | Share |\n|---|---|\n| A | 40% |\n| B | 40% |\n| C | 30% |",
                "| Channel | Share of total |\n|---|---|\n| A | 55% |\n| B | 36% |\n| C | 3% |\n| Total | 100% |",
                "### Budget Split by Channel\n\n- Mail, 35%.\n- Social, 20%.\n- Search, 30%.",
                "| Item | Cost |\n|---|---|\n| A | $400 |\n| B | $500 |\n| Total | $1,200 |",
                "### Bucket 1 (40 %)\n\nA.\n\n### Bucket 2 (40 %)\n\nB.\n\n### Bucket 3 (40 %)\n\nC.",
                "| Kanal | Anteil |\n|---|---|\n| A | 40 % |\n| B | 70 % |",
                "| Format | Share (%) |\n|---|---|\n| A | 45% |\n| B | 25% |\n| Total | 100% |",
                "| Arm | Share of traffic (%) |\n|---|---|\n| A | 60 |\n| B | 50 |",
                "| Stage | Number |\n|---|---|\n| Visits | 900 |\n| Leads | 90 |\n| Orders | 120 |",
            ],
            &[
                "| Channel | Share |\n|---|---|\n| A | 40% |\n| B | 60% |",
                "| Channel | Share of total |\n|---|---|\n| A | 55% |\n| B | 36% |\n| C | 6% |\n| D | 3% |\n| Total | 100% |",
                "### Budget Split by Channel\n\n- Mail, 35%.\n- Social, 35%.\n- Search, 30%.",
                "| KPI | Target |\n|---|---|\n| A | 40% |\n| B | 90% |",
                "| Item | Cost |\n|---|---|\n| A | $400 |\n| B | $500 |\n| Total | $900 |",
                "| Channel | ROAS |\n|---|---|\n| A | 1.8 |\n| B | 2.7 |\n| Total | 2.1 |",
                "| Stage | Posts |\n|---|---|\n| Awareness | 10 |\n| Conversion | 12 |\n| Orders | 14 |",
                "| Phase | Days |\n|---|---|\n| Tease | 10 |\n| Launch | 12 |\n| Sustain | 14 |",
                "### Guardrails\n\n- Stop at 10%.\n- Review at 20%.\n- Pause at 30%.",
            ],
        );
        let mut funnel = Kit::new(
            "| Stage | People |\n|---|---|\n| Visit | 900 |\n| Trial | 1,200 |\n| Buy | 40 |",
        );
        funnel.draft().title = "Funnel Breakdown".to_owned();
        funnel.must_find("T4");
        let mut falls = Kit::new(
            "| Stage | People |\n|---|---|\n| Visit | 900 |\n| Trial | 120 |\n| Buy | 40 |",
        );
        falls.draft().title = "Funnel Breakdown".to_owned();
        falls.must_pass("T4");
    }
}
