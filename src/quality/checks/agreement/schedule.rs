//! X2: schedules are in order and inside the brief's window.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::domain::WriterKind;
use crate::packs::ColumnType;
use crate::quality::context::{Context, SectionView};
use crate::quality::dates::{DayCell, dates_in, day_cell};
use crate::quality::document::TableView;
use crate::quality::findings::{Findings, Found};
use crate::quality::fold::fold;

/// Days that every plan of ours has.
const PLAN: i64 = 30;
/// Days by which a date may go back before it must mean the next year.
const HALF_YEAR: i64 = 182;

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let window = window(context);
    for view in &context.sections {
        for table in &view.document.tables {
            let Some(column) = date_column(view, table) else { continue };
            check_order(view, table, column, findings);
            if let Some((first, last)) = window {
                check_window(view, table, column, (first, last), findings);
            }
        }
    }
}

fn date_column(view: &SectionView<'_>, table: &TableView) -> Option<usize> {
    let header = table.rows.first()?;
    let columns = view.spec.map(|spec| spec.parts.as_slice()).unwrap_or_default();
    let typed = |title: &String| {
        columns.iter().flat_map(|part| &part.columns).any(|column| {
            matches!(column.kind, ColumnType::Date | ColumnType::Day)
                && fold(&column.title) == fold(title)
        })
    };
    let named = |title: &String| {
        matches!(
            fold(title).as_str(),
            "date"
                | "day"
                | "week of"
                | "when"
                | "send date"
                | "due"
                | "due date"
                | "deadline"
                | "start"
                | "period"
                | "dates"
                | "day / date"
                | "week"
                | "datum"
                | "fecha"
                | "día"
                | "tag"
                | "zeitraum"
                | "data"
        )
    };
    header.iter().position(|title| typed(title) || named(title))
}

/// First date of each dated row with the row.
fn dated_rows(table: &TableView, column: usize) -> Vec<(usize, &String, DayCell)> {
    let rows = table.rows.iter().enumerate().skip(1);
    rows.filter_map(|(number, row)| {
        let cell = row.get(column)?;
        let day = dates_in(cell).into_iter().next().unwrap_or_else(|| day_cell(cell));
        day.date.map(|_| (number, cell, day))
    })
    .collect()
}

fn check_order(view: &SectionView<'_>, table: &TableView, column: usize, findings: &mut Findings) {
    let rows = dated_rows(table, column);
    let mut before: Option<i64> = None;
    for (number, cell, day) in rows {
        let Some((month, date)) = day.date else { continue };
        let own = i64::from(month) * 31 + i64::from(date);
        let back = before.is_some_and(|before| own < before && before - own < HALF_YEAR);
        if back {
            let span = row_span(view, table, number);
            findings.add(Found::at(view, span).excerpt(cell.as_str()));
        } else {
            before = Some(own);
        }
    }
}

fn check_window(
    view: &SectionView<'_>,
    table: &TableView,
    column: usize,
    (first, last): (Date, Date),
    findings: &mut Findings,
) {
    for (number, cell, day) in dated_rows(table, column) {
        let Some((month, date)) = day.date else { continue };
        let years = day.year.map_or_else(
            || vec![first.year(), last.year(), first.year() - 1, last.year() + 1],
            |year| vec![year],
        );
        let place =
            |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok();
        let mut dates = years.into_iter().filter_map(place);
        let inside = dates.any(|date| date >= first && date <= last);
        if !inside {
            let span = row_span(view, table, number);
            let found = Found::at(view, span).variant("window").excerpt(cell.as_str());
            findings.add(found.with("window", format!("{first} to {last}")));
        }
    }
}

fn row_span(view: &SectionView<'_>, table: &TableView, number: usize) -> std::ops::Range<usize> {
    let range = view.line_range(table.line as usize + number + 1);
    if range.is_empty() { table.span.clone() } else { range }
}

/// From the start to the last date of the brief's timeline or goal; known only for reports of
/// our own, whose plan begins at the brief's start.
pub(in crate::quality) fn window(context: &Context<'_>) -> Option<(Date, Date)> {
    let brief = context.input.brief;
    let ours =
        context.sections.iter().any(|view| view.draft.provenance.writer != WriterKind::External);
    let texts = [brief.timeline.as_deref(), brief.primary_goal.as_deref()];
    let dates: Vec<DayCell> = texts.into_iter().flatten().find_map(|text| {
        let dates = dates_in(text);
        (dates.len() >= 2).then_some(dates)
    })?;
    let (first, last) = (dates.first()?, dates.last()?);
    let year = last.year.or(first.year).unwrap_or(brief.start_date.year());
    let date = |cell: &DayCell, year: i16| {
        let (month, day) = cell.date?;
        Date::new(cell.year.unwrap_or(year), i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()
    };
    let end = date(last, year)?;
    let start = date(first, year)?;
    let start = if start > end { date(first, year - 1)? } else { start };
    let start = if ours { start.min(brief.start_date) } else { start };
    // A plan of ours that begins too late for the brief's window keeps its own length.
    let fits = !ours || brief.start_date.checked_add(PLAN.days()).is_ok_and(|last| last <= end);
    (start < end && fits).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use crate::quality::testkit::Kit;

    fn kit(dates: &[&str]) -> Kit {
        let rows =
            dates.iter().map(|date| format!("| {date} | Task |\n")).collect::<Vec<_>>().concat();
        let mut kit = Kit::report(&[("a", "A", &format!("| Date | Task |\n|---|---|\n{rows}"))]);
        kit.brief.timeline = Some("4 January to 3 April 2027".to_owned());
        kit.brief.start_date = jiff::civil::date(2027, 1, 4);
        kit
    }

    #[test]
    fn x2() {
        for dates in [
            ["8 Feb", "1 Feb"],
            ["8 Feb", "8 Jan"],
            ["1 Mar", "5 May"],
            ["1 Dec", "10 Jan"],
            ["Mon 8 Mar", "Mon 1 Mar"],
            ["4 Jan 2027", "4 Apr 2027"],
        ] {
            kit(&dates).must_find("X2");
        }
        for dates in [
            ["4 Jan", "3 Apr"],
            ["8 Feb", "8 Feb"],
            ["4 January – 2 February", "3 February – 4 March"],
            ["Week 1", "Week 2"],
            ["Mon 1 Mar", "Mon 8 Mar"],
            ["Soon", "Later"],
        ] {
            kit(&dates).must_pass("X2");
        }
    }
}
