//! The task block of a request, as a model finds it in the user message.

use serde_json::Value;

/// One task.
pub struct Task {
    pub value: Value,
}

impl Task {
    /// Finds the task block in a user message.
    pub fn find(user: &str) -> Option<Self> {
        let (_, rest) = user.split_once("BEGIN_AICMO_TASK ")?;
        let (nonce, rest) = rest.split_once('\n')?;
        let (block, _) = rest.split_once(&format!("\nEND_AICMO_TASK {}", nonce.trim()))?;
        Some(Self { value: serde_json::from_str(block).ok()? })
    }

    pub fn kind(&self) -> &str {
        self.value["kind"].as_str().unwrap_or("section")
    }

    pub fn language(&self) -> &str {
        self.value["language"].as_str().unwrap_or("en")
    }

    /// The section's id, or the kind of a task without one.
    pub fn section(&self) -> &str {
        self.value["section"]["id"].as_str().unwrap_or(self.kind())
    }

    /// A field of the brief as one line of plain text; lists are joined.
    pub fn brief(&self, field: &str) -> Option<String> {
        let text = match &self.value["brief"][field] {
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
            }
            _ => return None,
        };
        let plain = plain(&text);
        (!plain.is_empty()).then_some(plain)
    }

    /// Items of a list of the brief.
    pub fn brief_list(&self, field: &str) -> Vec<String> {
        let items = self.value["brief"][field].as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(plain).filter(|item| !item.is_empty()).collect()
    }

    /// Names in a list of the spine.
    pub fn spine_names(&self, list: &str) -> Vec<String> {
        let items = self.value["spine"][list].as_array().into_iter().flatten();
        items.filter_map(|item| item["name"].as_str()).map(str::to_owned).collect()
    }

    /// The place of the section among those of the report.
    pub fn position(&self) -> u64 {
        let sections = self.value["spine"]["sections"].as_array();
        let own = self.section();
        let at = sections.and_then(|all| all.iter().position(|s| s["id"].as_str() == Some(own)));
        at.map_or_else(|| hash(own) % 40, |at| at as u64)
    }
}

/// `text` without what Markdown or a template would read as markup, in one line.
pub fn plain(text: &str) -> String {
    let markup = |c: char| "*_`#<>|[]{}\\~$%\"“”„«»".contains(c);
    let keep = |c: char| !markup(c) || c == '%' || c == '$';
    let text: String = text.chars().map(|c| if keep(c) { c } else { ' ' }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first clause of `text`, of at most `most` words.
pub fn clause(text: &str, most: usize) -> String {
    let end = text.find(['.', ';', '!', '?', '\n']).filter(|end| *end > 0);
    let ends = |at: usize| text[at + 1..].starts_with(' ') || at + 1 == text.len();
    let first = match end {
        Some(at) if ends(at) => &text[..at],
        _ => text,
    };
    let words: Vec<&str> = first.split_whitespace().take(most).collect();
    words.join(" ").trim_end_matches([',', ':', '-', '–', '(']).trim().to_owned()
}

/// A number that stands for `text`, the same in every run.
pub fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// The next number after `seed` in a fixed random row.
pub fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
