//! The log of a test, in memory.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use aicmo::telemetry::init::{LogFormat, LogSettings, subscriber};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

/// What is logged on this thread until it is dropped.
pub struct Log {
    lines: Lines,
    _guard: DefaultGuard,
}

impl Log {
    pub fn capture(format: LogFormat, level: tracing::Level) -> Self {
        let lines = Lines::default();
        let settings = LogSettings { level: Some(level), format };
        let made = subscriber(settings, Always, lines.clone());
        Self { lines, _guard: tracing::subscriber::set_default(made) }
    }

    pub fn text(&self) -> String {
        let bytes = self.lines.0.lock().expect("not poisoned").clone();
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// The lines that hold `part`.
    pub fn lines_with(&self, part: &str) -> Vec<String> {
        self.text().lines().filter(|line| line.contains(part)).map(str::to_owned).collect()
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// A clock that stands still, for snapshots.
struct Always;

impl FormatTime for Always {
    fn format_time(&self, writer: &mut Writer<'_>) -> std::fmt::Result {
        writer.write_str("2026-11-23T09:00:00Z")
    }
}
