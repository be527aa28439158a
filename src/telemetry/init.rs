//! Sets up the log: its level, its format, where it goes.

use std::fmt;
use std::panic::PanicHookInfo;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, MakeWriter};
use tracing_subscriber::registry::LookupSpan;

use super::LINE_TARGET;
use super::gather::Gathering;

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// One line a human reads.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// `LOG_LEVEL` and `LOG_FORMAT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogSettings {
    /// The least level that is written; `None` turns the log off.
    pub level: Option<tracing::Level>,
    /// How lines look.
    pub format: LogFormat,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { level: Some(tracing::Level::INFO), format: LogFormat::Text }
    }
}

/// Installs the log of the process on stderr; a second call changes nothing.
pub fn install(settings: LogSettings) {
    let made = subscriber(settings, SystemTime, || Gathering);
    if tracing::subscriber::set_global_default(made).is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// Logs where a panic was, not what it said: its words may quote a brief.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a panic");
}

/// A subscriber that writes to `writer`, for [`install`] and for tests.
pub fn subscriber<T, W>(
    settings: LogSettings,
    time: T,
    writer: W,
) -> Box<dyn Subscriber + Send + Sync>
where
    T: FormatTime + Send + Sync + 'static,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let base = tracing_subscriber::fmt()
        .with_env_filter(filter(settings))
        .with_ansi(false)
        .with_writer(writer);
    match settings.format {
        LogFormat::Text => Box::new(base.event_format(TextFormat { time }).finish()),
        LogFormat::Json => Box::new(
            base.json()
                .with_timer(time)
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false)
                .finish(),
        ),
    }
}

/// Our own level everywhere, but never the details of the HTTP libraries: they would show
/// headers and bodies.
fn filter(settings: LogSettings) -> EnvFilter {
    let level = settings.level.map_or("off".to_owned(), |level| level.to_string());
    let quiet = if settings.level > Some(tracing::Level::INFO) {
        ["hyper", "hyper_util", "h2", "reqwest", "rustls"]
            .map(|library| format!(",{library}=info"))
            .concat()
    } else {
        String::new()
    };
    EnvFilter::new(format!("{level}{quiet}"))
}

/// `time LEVEL message name=value …`, one line an event whatever its values hold.
struct TextFormat<T> {
    time: T,
}

impl<S, N, T> FormatEvent<S, N> for TextFormat<T>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    T: FormatTime,
{
    fn format_event(
        &self,
        _context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        // The message of such a line says all of its fields.
        let message_only = event.metadata().target() == LINE_TARGET;
        let mut line = Line { message_only, ..Line::default() };
        event.record(&mut line);
        self.time.format_time(&mut writer)?;
        write!(writer, " {:>5} ", event.metadata().level())?;
        write_on_one_line(&mut writer, &line.message)?;
        write_on_one_line(&mut writer, &line.fields)?;
        writeln!(writer)
    }
}

#[derive(Default)]
struct Line {
    message: String,
    fields: String,
    message_only: bool,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        use fmt::Write as _;
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else if self.message_only {
            Ok(())
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

fn write_on_one_line(writer: &mut Writer<'_>, text: &str) -> fmt::Result {
    if !text.chars().any(char::is_control) {
        return writer.write_str(text);
    }
    for c in text.chars() {
        if c.is_control() {
            write!(writer, "{}", c.escape_default())?;
        } else {
            writer.write_char(c)?;
        }
    }
    Ok(())
}
