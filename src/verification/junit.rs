//! A check's report as `JUnit` XML.

use std::fmt::Write as _;

use super::{CheckReport, Judged};

/// `report` in the form that CI systems read.
#[must_use]
pub fn junit_xml(report: &CheckReport) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" \
         time=\"{}\" timestamp=\"{}\">",
        escape(&report.check),
        report.cases.len(),
        report.count(Judged::Failed),
        report.count(Judged::Skipped),
        seconds(report.duration_ms),
        escape(&report.started_at),
    );
    for case in &report.cases {
        let took = case.outcome.as_ref().map_or(0, |outcome| outcome.duration_ms);
        let note = escape(case.note.as_deref().unwrap_or_default());
        let _ = write!(
            xml,
            "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
            escape(&case.pack),
            escape(&case.brief),
            seconds(took)
        );
        let _ = match case.judged {
            Judged::Failed => {
                writeln!(xml, ">\n      <failure message=\"{note}\"/>\n    </testcase>")
            }
            Judged::Skipped => {
                writeln!(xml, ">\n      <skipped message=\"{note}\"/>\n    </testcase>")
            }
            Judged::Warned => {
                writeln!(xml, ">\n      <system-out>{note}</system-out>\n    </testcase>")
            }
            Judged::Passed => writeln!(xml, "/>"),
        };
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1_000, milliseconds % 1_000)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}
