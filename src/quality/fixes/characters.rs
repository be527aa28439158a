//! S4: characters that nobody sees, escapes left as text, text read in the wrong encoding.

use std::sync::LazyLock;

use foldhash::HashMap;
use regex::{Captures, Regex};
use serde::Deserialize;

use super::Edit;
use crate::quality::bytes;
use crate::quality::characters::{is_plain, misplaced};

/// Entities and tags, from one data file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replacements {
    #[serde(rename = "source")]
    _source: String,
    #[serde(rename = "licence")]
    _licence: String,
    entities: HashMap<String, String>,
    /// Markdown of simple tags.
    pub(super) tags: HashMap<String, String>,
}

pub(super) static REPLACEMENTS: LazyLock<Replacements> = LazyLock::new(|| {
    crate::embedded::toml("entities.toml", include_str!("../rules/entities.toml"))
});

static ESCAPES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let entity = r"&(?:([A-Za-z]{2,8})|#(\d{2,7})|#[xX]([0-9a-fA-F]{2,6}));";
    let unicode = r"\\+u\{?([0-9a-fA-F]{4})\}?";
    let line = r"((?:\\+r)?\\+n(?:(?:\\+r)?\\+n)*)";
    Regex::new(&format!("{entity}|{unicode}|{line}")).ok()
});
static WRONG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[\x{C2}-\x{F4}][\x{80}-\x{BF}ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{1,3}").ok()
});

pub(super) fn edits(text: &str, cell: bool) -> Vec<Edit> {
    let mut edits = hidden(text);
    if bytes::holds_any(text, ['&', '\\'])
        && let Some(pattern) = ESCAPES.as_ref()
    {
        edits.extend(pattern.captures_iter(text).filter_map(|found| unescape(text, &found, cell)));
    }
    if !text.is_ascii()
        && let Some(pattern) = WRONG.as_ref()
    {
        let decoded = |found: regex::Match<'_>| {
            let right = decode(found.as_str())?;
            Some(Edit::new("S4", found.range(), right))
        };
        edits.extend(pattern.find_iter(text).filter_map(decoded));
    }
    edits
}

/// Fillers were seen as blanks, line separators as breaks; all else was not seen at all. U+FFFD
/// stays: what it replaced is lost.
fn hidden(text: &str) -> Vec<Edit> {
    if is_plain(text) {
        return vec![];
    }
    let edit = |(at, c): (usize, char)| {
        let after = match c {
            '\u{FFFD}' => return None,
            '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' | '\u{B}' | '\u{C}'
            | '\u{85}' => " ",
            '\u{2028}' | '\u{2029}' | '\r' => "\n",
            _ => "",
        };
        Some(Edit::new("S4", at..at + c.len_utf8(), after))
    };
    misplaced(text).filter_map(edit).collect()
}

fn unescape(text: &str, found: &Captures<'_>, cell: bool) -> Option<Edit> {
    let whole = found.get(0)?;
    let code = |group: usize, radix: u32| {
        let number = u32::from_str_radix(found.get(group)?.as_str(), radix).ok()?;
        char::from_u32(number).filter(|c| !c.is_control())
    };
    let after = if let Some(name) = found.get(1) {
        match name.as_str() {
            "lt" => "\\<".to_owned(),
            "gt" => "\\>".to_owned(),
            name => REPLACEMENTS.entities.get(name)?.clone(),
        }
    } else if found.get(5).is_some() {
        let next = text.get(whole.end()..).and_then(|rest| rest.chars().next());
        if next.is_some_and(|c| c.is_ascii_lowercase()) && whole.len() < 3 {
            return None;
        }
        let breaks = whole.as_str().matches('n').count();
        if cell { " ".to_owned() } else { "\n".repeat(breaks) }
    } else {
        code(2, 10).or_else(|| code(3, 16)).or_else(|| code(4, 16))?.to_string()
    };
    let after = if cell { after.trim_start_matches('\\').to_owned() } else { after };
    Some(Edit::new("S4", whole.range(), after))
}

/// UTF-8 that was read as Windows-1252, read again; `None` where it was right.
fn decode(wrong: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = wrong.chars().map(windows_1252).collect();
    let bytes = bytes?;
    let valid = std::str::from_utf8(&bytes).ok()?;
    let shown = !valid.chars().any(|c| c.is_control() || ('\u{80}'..='\u{9F}').contains(&c));
    shown.then(|| valid.to_owned())
}

fn windows_1252(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let place = HIGH.chars().position(|known| known == c)?;
    u8::try_from(0x80 + place).ok()
}
