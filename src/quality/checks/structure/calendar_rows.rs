//! The rows of a section's calendar, whatever its columns are called.

use std::ops::Range;

use super::tables::{is_void, row_span, spec_columns};
use crate::packs::ColumnType;
use crate::quality::context::SectionView;
use crate::quality::dates::{DayCell, day_cell, day_in};
use crate::quality::document::TableView;
use crate::quality::fold::fold;

/// One row of a calendar.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) day: DayCell,
    /// The day cell as written.
    pub(super) shown: String,
    pub(super) platform: Option<String>,
    pub(super) hook: Option<String>,
    pub(super) cta: Option<String>,
    pub(super) rest: bool,
    pub(super) span: Range<usize>,
}

/// All rows of the section's calendar tables, in order.
pub(super) fn rows(view: &SectionView<'_>) -> Vec<Row> {
    let tables = view.document.tables.iter().enumerate();
    tables.flat_map(|(number, table)| rows_of(view, number, table)).collect()
}

/// Which column holds what.
#[derive(Debug, Default, Clone, Copy)]
struct Columns {
    day: Option<usize>,
    date: Option<usize>,
    platform: Option<usize>,
    hook: Option<usize>,
    cta: Option<usize>,
}

fn rows_of(view: &SectionView<'_>, table_number: usize, table: &TableView) -> Vec<Row> {
    let Some(header) = table.rows.first() else { return vec![] };
    let columns = columns(view, header);
    let dated = columns.day.or(columns.date);
    let (Some(at), true) =
        (dated, columns.platform.is_some() && (columns.hook.is_some() || columns.cta.is_some()))
    else {
        return vec![];
    };
    let body = table.rows.iter().enumerate().skip(1);
    body.map(|(number, row)| {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).cloned();
        let shown = row.get(at).cloned().unwrap_or_default();
        let mut day = day_at(view, [table_number, number, at], &shown);
        let date = columns.date.filter(|date| *date != at);
        if let Some((column, date)) = date.zip(cell(date)) {
            let other = day_at(view, [table_number, number, column], &date);
            day.date = day.date.or(other.date);
            day.weekday = day.weekday.or(other.weekday);
            day.year = day.year.or(other.year);
        }
        let platform = cell(columns.platform);
        let rest = platform.as_deref().is_some_and(is_void) || row.iter().any(|cell| is_rest(cell));
        let span = row_span(view, table, number);
        Row { day, shown, platform, hook: cell(columns.hook), cta: cell(columns.cta), rest, span }
    })
    .collect()
}

/// What the cell at `place`, which shows `text`, says of a day.
fn day_at(view: &SectionView<'_>, place: [usize; 3], text: &str) -> DayCell {
    let block = view.block_of_cell(place, text);
    let read = block.and_then(|block| view.tokens().get(block));
    read.map_or_else(|| day_cell(text), day_in)
}

fn is_rest(cell: &str) -> bool {
    // Most cells say more.
    let is_long = cell.is_ascii() && cell.split_ascii_whitespace().nth(2).is_some();
    !is_long
        && matches!(
            fold(cell).as_str(),
            "rest"
                | "rest day"
                | "day off"
                | "off"
                | "ruhetag"
                | "pause"
                | "descanso"
                | "repos"
                | "riposo"
                | "rust"
                | "rustdag"
                | "folga"
                | "no post"
        )
}

fn columns(view: &SectionView<'_>, header: &[String]) -> Columns {
    let specs = spec_columns(view.spec, header);
    let mut columns = Columns::default();
    for (at, title) in header.iter().enumerate() {
        let kind = specs.get(at).copied().flatten().map(|spec| spec.kind);
        let title = fold(title);
        let is = |names: &[&str]| {
            names.iter().any(|name| {
                title == *name
                    || title.starts_with(&format!("{name} "))
                    || title.starts_with(&format!("{name}/"))
            })
        };
        if kind == Some(ColumnType::Day)
            || is(&["day", "tag", "día", "jour", "dia", "giorno", "dag", "दिन", "日"])
        {
            columns.day = columns.day.or(Some(at));
        } else if kind == Some(ColumnType::Date)
            || is(&["date", "datum", "fecha", "data", "तारीख", "日付"])
        {
            columns.date = columns.date.or(Some(at));
        } else if kind == Some(ColumnType::Platform)
            || is(&[
                "platform",
                "channel",
                "plattform",
                "kanal",
                "plataforma",
                "canal",
                "plateforme",
                "piattaforma",
                "canale",
                "kanaal",
                "प्लेटफ़ॉर्म",
                "媒体",
            ])
        {
            columns.platform = columns.platform.or(Some(at));
        } else if kind != Some(ColumnType::Group)
            && is(&[
                "hook",
                "topic",
                "idea",
                "theme",
                "post",
                "aufhänger",
                "thema",
                "gancho",
                "tema",
                "accroche",
                "sujet",
                "aggancio",
                "onderwerp",
                "haak",
                "headline",
            ])
        {
            // A theme that groups rows comes again: only a column of its own texts holds hooks.
            columns.hook = columns.hook.or(Some(at));
        } else if is(&[
            "cta",
            "call to action",
            "call-to-action",
            "handlungsaufruf",
            "llamada",
            "acción",
            "appel à l'action",
            "chamada",
            "invito",
        ]) {
            columns.cta = columns.cta.or(Some(at));
        }
    }
    columns
}
