//! What commands print, and where.

use std::io::{self, IsTerminal as _, Write as _};

use serde::Serialize;

use crate::config::colour_is_unwanted;

/// The output of a command.
#[derive(Debug, Clone, Copy)]
pub(super) struct Out {
    colour: bool,
}

/// A colour of the terminal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paint {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Out {
    pub(super) fn new() -> Self {
        Self { colour: io::stdout().is_terminal() && !colour_is_unwanted() }
    }

    /// A line on stdout. A reader that has left is an error that [`super::run`] forgives.
    #[expect(clippy::unused_self, reason = "all output goes through here")]
    pub(super) fn line(self, text: &str) -> anyhow::Result<()> {
        Ok(writeln!(io::stdout().lock(), "{text}")?)
    }

    /// A whole text on stdout, with one line feed at its end.
    pub(super) fn raw(self, text: &str) -> anyhow::Result<()> {
        self.line(text)
    }

    /// JSON on stdout, for people and machines.
    #[expect(clippy::unused_self, reason = "all output goes through here")]
    pub(super) fn json(self, value: &impl Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        Ok(writeln!(io::stdout().lock(), "{text}")?)
    }

    /// `text` in a colour, on a terminal only.
    pub(super) fn paint(self, paint: Paint, text: &str) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match paint {
            Paint::Bold => 1,
            Paint::Dim => 2,
            Paint::Red => 31,
            Paint::Green => 32,
            Paint::Yellow => 33,
            Paint::Cyan => 36,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A line on stderr, for what a command has to say beside its result.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Why a command failed, on stderr.
pub(super) fn complain(text: &str) {
    say(&format!("error: {text}"));
}

/// Whether the reader of our output has left, which is no fault.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|error| error.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
    })
}

/// Columns of text, aligned; the last one is not padded.
pub(super) fn columns(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..count).map(|at| width(at).unwrap_or(0)).collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| {
                let gap = width.saturating_sub(cell.chars().count());
                format!("{cell}{}", " ".repeat(gap))
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}
