//! The progress of one report on stderr: sections tick off under a bar on a terminal, as plain
//! lines elsewhere.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::out::say;
use crate::domain::RunEvent;

/// What the watcher of a run sees.
pub(super) struct ProgressView {
    bar: Option<ProgressBar>,
    titles: BTreeMap<String, String>,
}

impl ProgressView {
    pub(super) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style =
                ProgressStyle::with_template("{bar:28} {pos}/{len} sections · {elapsed} {msg}");
            let bar = ProgressBar::new(0);
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar.set_message("planning");
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { bar, titles: BTreeMap::new() }
    }

    pub(super) fn show(&mut self, event: &RunEvent) {
        match event {
            RunEvent::Plan { sections, .. } => {
                let titles = sections.iter().map(|s| (s.id.clone(), s.title.clone()));
                self.titles = titles.collect();
                if let Some(bar) = &self.bar {
                    bar.set_length(u64::try_from(sections.len()).unwrap_or(0));
                    bar.set_message("writing");
                }
            }
            RunEvent::SectionDone { section, words } => {
                self.line(&format!("✓ {} ({words} words)", self.title(section)));
                if let Some(bar) = &self.bar {
                    bar.inc(1);
                }
            }
            RunEvent::SectionRepaired { section, kind, checks } => {
                let checks = checks.join(" ");
                self.line(&format!("↻ {}: {kind} for {checks}", self.title(section)));
            }
            RunEvent::ReportGated { passed, failed_checks } if !passed => {
                self.line(&format!("✗ whole report: {}", failed_checks.join(" ")));
            }
            RunEvent::SectionStarted { section } => {
                if let Some(bar) = &self.bar {
                    bar.set_message(self.title(section).to_owned());
                }
            }
            _ => {}
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn title<'a>(&'a self, section: &'a str) -> &'a str {
        self.titles.get(section).map_or(section, String::as_str)
    }

    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None => say(text),
        }
    }
}
