//! S1: simple tags become Markdown, `<br>` a new line, comments nothing.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Edit;
use super::characters::REPLACEMENTS;

static TAG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"<!--[^>]{0,400}?-->|<(/?)([A-Za-z][A-Za-z0-9]{0,9})((?:\s[^<>]{0,200})?)\s*/?>")
        .ok()
});

pub(super) fn edits(text: &str, cell: bool) -> Vec<Edit> {
    let Some(pattern) = TAG.as_ref().filter(|_| text.contains('<')) else { return vec![] };
    pattern.captures_iter(text).filter_map(|found| edit(text, &found, cell)).collect()
}

fn edit(text: &str, found: &Captures<'_>, cell: bool) -> Option<Edit> {
    let whole = found.get(0)?;
    if text.get(..whole.start()).is_some_and(|before| before.ends_with('\\')) {
        return None;
    }
    let Some(name) = found.get(2) else { return Some(Edit::new("S1", whole.range(), "")) };
    let name = name.as_str().to_ascii_lowercase();
    let opening = found.get(1).is_some_and(|slash| slash.as_str().is_empty());
    if name == "br" {
        return Some(Edit::new("S1", whole.range(), if cell { " " } else { "\n" }));
    }
    if name == "p" {
        return Some(Edit::new("S1", whole.range(), if opening || cell { "" } else { "\n\n" }));
    }
    let mark = REPLACEMENTS.tags.get(&name)?;
    Some(Edit::new("S1", whole.range(), if cell { "" } else { mark.as_str() }))
}
