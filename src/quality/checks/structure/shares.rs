//! T4: shares sum to 100, totals to their column, funnels fall.

use super::share_words::{Title, WORDS};
use super::tables::{is_totals_row, spec_columns};
use super::{funnel, splits};
use crate::packs::ColumnType;
use crate::quality::context::{Context, SectionView};
use crate::quality::document::TableView;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;
use crate::quality::numbers::{Kind, Number, scan};
use crate::quality::tokens::Tokens;

pub(super) fn check(view: &SectionView<'_>, _context: &Context<'_>, findings: &mut Findings) {
    for number in 0..view.document.tables.len() {
        check_table(view, number, findings);
    }
    splits::check_lists(view, findings);
    splits::check_sentences(view, findings);
}

fn check_table(view: &SectionView<'_>, number: usize, findings: &mut Findings) {
    let Some(table) = view.document.tables.get(number) else { return };
    let Some((header, rows)) = table.rows.split_first() else { return };
    let columns = spec_columns(view.spec, header);
    let (totals, body): (Vec<_>, Vec<_>) = (1..).zip(rows).partition(|(_, row)| is_totals_row(row));
    let number_at = |(row, cells): &(usize, &Vec<String>), column: usize| {
        number_of(view, [number, *row, column], cells.get(column)?)
    };
    for (at, title) in header.iter().enumerate() {
        let cells: Option<Vec<Number>> = body.iter().map(|row| number_at(row, at)).collect();
        let Some(cells) = cells.filter(|cells| cells.len() >= 2) else { continue };
        let numbers: Vec<&Number> = cells.iter().collect();
        let typed = columns.get(at).copied().flatten().map(|column| column.kind);
        let sum: f64 = numbers.iter().map(|number| number.value).sum();
        if is_whole(typed, title, &numbers) {
            let tolerance = findings.rule().threshold("tolerance");
            if (sum - 100.0).abs() > tolerance + 1e-9 {
                let found = Found::at(view, table.span.clone()).excerpt(title.as_str());
                findings.add(found.with("column", title).with("actual", shown(sum)));
            }
            continue;
        }
        let own = totals.last().and_then(|row| number_at(row, at));
        check_total(view, table, (title, &numbers, sum), own.as_ref(), findings);
        funnel::check(view, table, title, &numbers, findings);
    }
}

/// Whether a column holds the parts of a whole.
fn is_whole(typed: Option<ColumnType>, title: &str, numbers: &[&Number]) -> bool {
    let sum: f64 = numbers.iter().map(|number| number.value).sum();
    let percent = numbers.iter().all(|number| number.kind == Kind::Percent);
    let bare = typed == Some(ColumnType::Share) || title.contains('%');
    let near = numbers.len() >= 3 && is_near_whole(sum);
    let said = match typed {
        Some(ColumnType::Share) => return percent || bare,
        // A column of the pack that has another type may still be called a share.
        Some(ColumnType::Text) | None => WORDS.title(title),
        Some(_) => Title::Other,
    };
    match said {
        Title::Shares => percent || bare || near,
        Title::MayBeShares => (percent || bare) && near,
        Title::Other => false,
    }
}

/// A sum that only a whole, miscounted, has.
pub(super) fn is_near_whole(sum: f64) -> bool {
    (80.0..=130.0).contains(&sum)
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
    if adds && (sum - total.value).abs() > sum * 0.01 + 1.0 && !WORDS.is_average(&fold(title)) {
        let found = Found::at(view, table.span.clone()).variant("total").excerpt(title);
        let found = found.with("column", title).with("shown", shown(total.value));
        findings.add(found.with("actual", shown(sum)));
    }
}

/// [`only_number`] of the cell at `place`, which shows `text`.
fn number_of(view: &SectionView<'_>, place: [usize; 3], text: &str) -> Option<Number> {
    let block = view.block_of_cell(place, text);
    match block.and_then(|block| view.numbers().get(block)) {
        Some(numbers) => only(numbers.iter().cloned()),
        None => only_number(text),
    }
}

/// The one number of a cell, dates and durations left out.
pub(super) fn only_number(cell: &str) -> Option<Number> {
    only(scan(&Tokens::of(cell)))
}

fn only(numbers: impl IntoIterator<Item = Number>) -> Option<Number> {
    let mut numbers = numbers.into_iter().filter(|number| number.kind != Kind::Plan);
    let first = numbers.next()?;
    numbers.next().is_none().then_some(first)
}

/// The percentages of a text.
pub(super) fn percents(text: &str) -> Vec<Number> {
    let numbers = scan(&Tokens::of(text)).into_iter();
    numbers.filter(|number| number.kind == Kind::Percent).collect()
}

/// The first percentage of a text.
pub(super) fn first_percent(text: &str) -> Option<Number> {
    percents(text).into_iter().next()
}

pub(super) fn shown(value: f64) -> String {
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
                "| Segment | Share of letters (plan) |\n|---|---|\n| A | 50% |\n| B | 30% |\n| C | 25% |",
                "| Bloque | Cuota (orientativa) |\n|---|---|\n| A | 30 % |\n| B | 30 % |\n| C | 50 % |",
                "| Pillar | Share |\n|---|---|\n| A | 50 |\n| B | 40 |\n| C | 20 |",
                "- Films: 40% of posts\n- News: 40% of posts\n- Offers: 40% of posts",
                "We split posts 50% stories, 30% news and 30% offers.",
                "| Step | Target |\n|---|---|\n| Waiting list | 1,500 |\n| Rides booked | 900 |\n| Rides completed | 1,100 |",
                "| Stage | Number |\n|---|---|\n| Visits | 900 |\n| Leads | 90 |\n| Orders | 120 |",
                "| Sales step | Count (assumed) |\n|---|---|\n| Visits | 900 |\n| Demos | 30 |\n| Trials | 46 |",
                "### Proof\n\nAbout 45% of posts. Cups.\n\n### People\n\nRoughly 35%. Guests.\n\n### Offers\n\nThe last 30%.",
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
                "| Step | Share of guests who book |\n|---|---|\n| A | 50% |\n| B | 30% |\n| C | 25% |",
                "| KPI | Percentage |\n|---|---|\n| A | 5% |\n| B | 3% |\n| C | 25% |",
                "A split test lifts opens by 40%, clicks by 35% and sales by 2%.",
                "- Films: 40% of posts\n- News: 35% of posts\n- Offers: 25% of posts",
                "### Proof\n\nAbout 35% of posts. Cups.\n\n### People\n\nRoughly 35%. Guests.\n\n### Offers\n\nThe last 30%.",
                "### Cups\n\nUp 45%.\n\n### Beans\n\nUp 35%.\n\n### Mugs\n\nUp 30%.",
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
