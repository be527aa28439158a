//! Calendars: pillars, formats and channels in rotation, each hook used once, real dates.

use super::channel::Channel;
use super::dates::{medium, short};
use super::piece::Draft;
use super::scene::Scene;
use super::table::cell;
use super::template::Expansion;
use crate::packs::{ColumnSpec, ColumnType, PackSpec, SectionSpec};

/// What a post does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    Teach,
    Show,
    Invite,
}

use Job::{Invite, Show, Teach};

/// Jobs of days in order, by phase: early days teach, late ones invite, never three in a row.
const CYCLES: [[Job; 10]; 4] = [
    [Teach, Show, Teach, Invite, Show, Teach, Show, Teach, Invite, Show],
    [Show, Teach, Show, Teach, Invite, Teach, Show, Teach, Show, Invite],
    [Teach, Invite, Show, Teach, Show, Invite, Teach, Show, Invite, Teach],
    [Invite, Show, Teach, Invite, Show, Invite, Teach, Show, Invite, Show],
];

/// One day.
struct Day<'a> {
    number: usize,
    job: Job,
    channel: &'a Channel,
    format: String,
    hook: String,
    cta: String,
    dated: bool,
    /// Days of the plan before the first one of the calendar.
    begins: i64,
}

/// Fills the calendar tables of `spec` at `tables`.
pub fn fill(
    scene: &Scene<'_>,
    pack: &PackSpec,
    spec: &SectionSpec,
    tables: &[usize],
    drafts: &mut [Draft],
) {
    let lengths = lengths(pack, spec, tables);
    let mut stock = Stock::new(scene);
    let channels = channels(scene, spec);
    let begins = scene.one(spec.id.as_str(), "(begins)").and_then(|found| found.text.parse().ok());
    let mut number = 0;
    for (phase, (at, length)) in tables.iter().zip(lengths).enumerate() {
        let (Some(part), Some(draft)) = (spec.parts.get(*at), drafts.get_mut(*at)) else {
            continue;
        };
        let dated = part.columns.iter().any(|column| column.kind == ColumnType::Date);
        let shown: Vec<Shown> = part.columns.iter().map(Shown::of).collect();
        let cycle = if tables.len() == 1 { 0 } else { phase + 4 - tables.len().min(4) };
        for step in 0..length {
            number += 1;
            let job = job(cycle.min(3), step, number, tables.len() == 1);
            let channel = channel(&channels, number);
            let Some(channel) = channel else { continue };
            let day = Day {
                number,
                job,
                format: pick(formats(channel, job), number / 2),
                hook: stock.hook(job, number),
                cta: stock.cta(job),
                channel,
                dated,
                begins: begins.unwrap_or(0),
            };
            let cells = part.columns.iter().zip(&shown);
            draft.rows.push(cells.map(|(column, shown)| day.cell(scene, column, *shown)).collect());
        }
    }
}

fn job(cycle: usize, step: usize, number: usize, whole: bool) -> Job {
    let at = if whole { ((number - 1) / 10 + cycle).min(3) } else { cycle };
    CYCLES.get(at).and_then(|cycle| cycle.get(step % 10)).copied().unwrap_or(Teach)
}

/// Days in each table: the pack's number of days where its rows allow it.
fn lengths(pack: &PackSpec, spec: &SectionSpec, tables: &[usize]) -> Vec<usize> {
    let ranges: Vec<(usize, usize)> = tables
        .iter()
        .filter_map(|at| spec.parts.get(*at))
        .map(|part| part.rows.map_or((7, 31), |rows| (rows.min as usize, rows.max as usize)))
        .collect();
    let wanted = pack.benchmark.calendar_days.unwrap_or(0) as usize;
    let mut lengths: Vec<usize> = ranges.iter().map(|range| range.0.max(1)).collect();
    while lengths.iter().sum::<usize>() < wanted {
        let room = lengths.iter().zip(&ranges).position(|(length, range)| *length < range.1);
        let Some(slot) = room.and_then(|at| lengths.get_mut(at)) else { break };
        *slot += 1;
    }
    lengths
}

/// Channels of a calendar: the scrolled ones where the section is about social media.
fn channels<'a>(scene: &Scene<'a>, spec: &SectionSpec) -> Vec<&'a Channel> {
    let named = scene.facts.channels.iter().take(6);
    let followed: Vec<&Channel> =
        named.clone().filter(|channel| channel.kind.is_followed()).collect();
    let all = if followed.is_empty() { named.collect() } else { followed };
    let social: Vec<&Channel> = all.iter().copied().filter(|channel| channel.kind.social).collect();
    let only = spec.services.iter().any(|service| service.starts_with("social"));
    // One channel alone would make a month of the same post.
    if only && social.len() > 1 { social } else { all }
}

/// The first channel gets every second day, the others share the rest.
fn channel<'a>(channels: &[&'a Channel], number: usize) -> Option<&'a Channel> {
    let others = channels.len().saturating_sub(1);
    let at = if number % 2 == 1 || others == 0 { 0 } else { 1 + (number / 2 - 1) % others };
    channels.get(at).copied()
}

fn formats(channel: &Channel, job: Job) -> &[String] {
    match job {
        Teach => &channel.kind.teach,
        Show => &channel.kind.show,
        Invite => &channel.kind.invite,
    }
}

fn pick(list: &[String], at: usize) -> String {
    list.get(at % list.len().max(1)).cloned().unwrap_or_default()
}

/// Hooks and calls to action that are left.
struct Stock<'a> {
    scene: &'a Scene<'a>,
    hooks: [Vec<String>; 3],
    ctas: [Vec<String>; 3],
    used: [usize; 3],
    seen: Vec<String>,
}

impl<'a> Stock<'a> {
    fn new(scene: &'a Scene<'a>) -> Self {
        let texts = |list: Vec<Expansion>| list.into_iter().map(|e| e.text).collect::<Vec<_>>();
        let hooks = ["teach", "show", "invite"]
            .map(|job| scene.seed.child(job).dice().shuffled(&texts(scene.pool("(hooks)", job))));
        let ctas = ["teach", "show", "invite"]
            .map(|job| scene.seed.child(job).dice().shuffled(&texts(scene.pool("(ctas)", job))));
        Self { scene, hooks, ctas, used: [0; 3], seen: Vec::new() }
    }

    /// A hook that no other day has.
    fn hook(&mut self, job: Job, number: usize) -> String {
        let order = [job as usize, Show as usize, Teach as usize, Invite as usize];
        for at in order {
            let Some(list) = self.hooks.get_mut(at) else { continue };
            while let Some(hook) = list.pop() {
                if !self.seen.contains(&hook.to_lowercase()) {
                    self.seen.push(hook.to_lowercase());
                    return hook;
                }
            }
        }
        let scene = self.scene.with("n", number.to_string());
        scene.one("(hooks)", "more").map(|found| found.text).unwrap_or_default()
    }

    fn cta(&mut self, job: Job) -> String {
        let at = job as usize;
        let turn = self.used.get_mut(at).map_or(0, |used| {
            *used += 1;
            *used - 1
        });
        self.ctas.get(at).map(|list| pick(list, turn)).unwrap_or_default()
    }
}

/// What a column shows of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Day,
    Date,
    Channel,
    Hook,
    Action,
    Format,
    Pillar,
    People,
    Other,
}

/// Words of titles that tell what a column shows, the first that fits.
const TITLES: [(&[&str], Shown); 5] = [
    (&["hook", "topic", "idea", "post", "content", "message", "subject", "headline"], Shown::Hook),
    (&["cta", "call", "action", "next"], Shown::Action),
    (&["format", "type", "asset"], Shown::Format),
    (&["bucket", "pillar", "theme", "goal", "purpose", "job"], Shown::Pillar),
    (&["audience", "segment", "for"], Shown::People),
];

impl Shown {
    fn of(column: &ColumnSpec) -> Self {
        let title = column.title.to_lowercase();
        let named = TITLES.iter().find(|(words, _)| words.iter().any(|word| title.contains(word)));
        match (column.kind, named.map(|(_, shown)| *shown)) {
            (ColumnType::Day, _) => Self::Day,
            (ColumnType::Date, _) => Self::Date,
            (ColumnType::Platform, _) => Self::Channel,
            (ColumnType::Group, None | Some(Self::People)) => Self::Pillar,
            (_, named) => named.unwrap_or(Self::Other),
        }
    }
}

impl Day<'_> {
    fn cell(&self, scene: &Scene<'_>, column: &ColumnSpec, shown: Shown) -> String {
        let date =
            || scene.facts.window.day(self.begins + i64::try_from(self.number).unwrap_or(1) - 1);
        match shown {
            Shown::Day if self.dated => self.number.to_string(),
            Shown::Day => format!("{} · {}", self.number, short(date())),
            Shown::Date => medium(date()),
            Shown::Channel => self.channel.name.clone(),
            Shown::Hook => self.hook.clone(),
            Shown::Action => self.cta.clone(),
            Shown::Format => self.format.clone(),
            Shown::Pillar => self.pillar(scene),
            Shown::People => {
                let group = if self.number.is_multiple_of(3) { "seg2" } else { "seg1" };
                scene.facts.get(group).to_owned()
            }
            Shown::Other => cell(scene, column, self.number - 1, 30).text,
        }
    }

    fn pillar(&self, scene: &Scene<'_>) -> String {
        let name = match self.job {
            Teach => "pillar1",
            Show => "pillar2",
            Invite => "pillar3",
        };
        scene.facts.get(name).to_owned()
    }
}
