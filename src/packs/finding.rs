//! What is wrong with a pack file, and where.

use std::fmt;

use serde::Serialize;

/// One fault of a pack file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// File name, such as `launch_gtm_pack.toml`.
    pub file: String,
    /// Path of the key, such as `section.overview.words`.
    pub key: String,
    /// Line in the file, from 1, where it is known.
    pub line: Option<u32>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}: {}", self.file, self.key, self.message),
            None => write!(f, "{}: {}: {}", self.file, self.key, self.message),
        }
    }
}

/// Finds the lines of keys in one pack file, and collects its findings.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    file: &'a str,
    text: &'a str,
    list: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, list: vec![] }
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// A fault at a byte of the file, as the TOML parser reports it.
    pub(super) fn at_byte(&mut self, byte: Option<usize>, message: String) {
        let line = byte.map(|byte| {
            let before = self.text.as_bytes().iter().take(byte);
            to_line(before.filter(|b| **b == b'\n').count())
        });
        let key = line
            .and_then(|line| self.text.lines().nth(usize::try_from(line).ok()?.checked_sub(1)?))
            .and_then(|text| text.split('=').next())
            .map_or_else(|| "file".to_owned(), |key| key.trim().to_owned());
        self.list.push(Finding { file: self.file.to_owned(), key, line, message });
    }

    /// A fault of `key` at the top of the file or in the table `[table]`.
    pub(super) fn at_key(&mut self, table: &str, key: &str, message: String) {
        let line = self.line_in(|header| header == table, key);
        let path = if table.is_empty() { key.to_owned() } else { format!("{table}.{key}") };
        self.list.push(Finding { file: self.file.to_owned(), key: path, line, message });
    }

    /// A fault of `key` in the section with this position and id.
    pub(super) fn at_section(&mut self, position: usize, id: &str, key: &str, message: String) {
        let mut seen = 0usize;
        let line = self.line_in(
            |header| {
                if header == "section" {
                    seen += 1;
                }
                seen == position + 1 && (header == "section" || header.starts_with("section."))
            },
            key,
        );
        let path = format!("section.{id}.{key}");
        self.list.push(Finding { file: self.file.to_owned(), key: path, line, message });
    }

    /// The line of `key` below the first header that fits, else the header's own line.
    fn line_in(&self, mut fits: impl FnMut(&str) -> bool, key: &str) -> Option<u32> {
        let mut inside = fits("");
        let mut header_line = None;
        for (at, line) in self.text.lines().enumerate() {
            let line = line.trim();
            if let Some(header) = line.strip_prefix('[') {
                let header = header.trim_start_matches('[').split(']').next().unwrap_or("").trim();
                inside = fits(header);
                if inside && header_line.is_none() {
                    header_line = Some(to_line(at));
                }
            } else if inside && line.split('=').next().is_some_and(|name| name.trim() == key) {
                return Some(to_line(at));
            }
        }
        header_line
    }
}

fn to_line(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}
