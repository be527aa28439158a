//! Spoiled drafts: a good answer with one defect in it, as models make them.

use serde_json::{Value, json};

/// How many kinds of defect there are.
pub const DEFECTS: u64 = 8;

/// Puts the defect numbered `which` into a section answer.
pub fn spoil(answer: &mut Value, which: u64) {
    let defect = match which % DEFECTS {
        0 => "[Insert offer here]",
        1 => "TODO: add the proof.",
        2 => "As an AI language model, I cannot verify this claim.",
        3 => "Lorem ipsum dolor sit amet.",
        4 => "Studies show that 87% of all buyers agree.",
        5 => "Contact {{first_name}} for details.",
        6 => "See <div>the details</div> below.",
        _ => return empty(answer),
    };
    let Some(parts) = answer["parts"].as_array_mut() else { return };
    if let Some(part) = parts.first_mut() {
        let text = part["markdown"].as_str().unwrap_or_default();
        part["markdown"] = json!(format!("{text}\n\n{defect}").trim());
    }
}

/// The last text is missing, or the last rows of a table.
fn empty(answer: &mut Value) {
    let Some(part) = answer["parts"].as_array_mut().and_then(|parts| parts.last_mut()) else {
        return;
    };
    match part["rows"].as_array_mut() {
        Some(rows) if !rows.is_empty() => rows.truncate(1),
        _ => part["markdown"] = json!(""),
    }
}
