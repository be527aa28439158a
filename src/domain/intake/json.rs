//! Bytes → JSON under limits. Linear in the length of the body.

use serde_json::{Map, Value};

/// Most levels of nested objects and lists.
const MAX_DEPTH: usize = 32;

pub(super) fn parse(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        format!("The body is not UTF-8: the byte at offset {} is wrong.", error.valid_up_to())
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err("The body is empty; send a JSON object with pack_key and client_brief.".into());
    }
    check_depth(text.as_bytes())?;
    serde_json::from_str(text).map_err(|error| format!("The body is not valid JSON: {error}."))
}

/// The object that `text` is the JSON of, encoded once more than it should be or not.
pub(super) fn object_in(text: &str) -> Option<Map<String, Value>> {
    let text = text.trim();
    if !text.starts_with(['{', '"']) {
        return None;
    }
    match parse(text.as_bytes()).ok()? {
        Value::Object(map) => Some(map),
        Value::String(inner) if inner.trim_start().starts_with('{') => object_in(&inner),
        _ => None,
    }
}

/// Counts brackets outside strings, so that no parser ever recurses deeper than the limit.
fn check_depth(bytes: &[u8]) -> Result<(), String> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err(format!("The body is nested deeper than {MAX_DEPTH} levels."));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn refuses_what_is_not_json() {
        for (given, wanted) in [
            (&b""[..], "empty"),
            (b"  \n", "empty"),
            (b"{", "EOF"),
            (b"{} x", "trailing"),
            (b"{}{}", "trailing"),
            (b"{\"a\":\"\xff\"}", "UTF-8"),
            (br#"{"a":"\ud800"}"#, "not valid JSON"),
            (br#"{"a":"\udc00\ud800"}"#, "not valid JSON"),
            (br#"{"\ud83d":1}"#, "not valid JSON"),
            (b"{'a':1}", "not valid JSON"),
            (b"NaN", "not valid JSON"),
            (b"{\"a\":\"\n\"}", "not valid JSON"),
        ] {
            let error = parse(given).unwrap_err();
            assert!(error.contains(wanted), "{error}");
        }
    }

    #[test]
    fn counts_depth_outside_strings_only() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(parse(nested(32).as_bytes()).is_ok());
        assert!(parse(nested(33).as_bytes()).unwrap_err().contains("32 levels"));
        assert!(parse("[".repeat(500_000).as_bytes()).unwrap_err().contains("32 levels"));
        let brackets = "[{".repeat(100);
        assert!(parse(format!(r#"{{"a":"\"{brackets}"}}"#).as_bytes()).is_ok());
        assert!(parse("[]".repeat(3).as_bytes()).unwrap_err().contains("trailing"));
    }

    #[test]
    fn takes_duplicates_a_mark_and_pairs() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#).unwrap()["a"], 2);
        assert_eq!(parse("\u{FEFF}{\"a\":1}".as_bytes()).unwrap()["a"], 1);
        assert_eq!(parse(br#"{"a":"\ud83d\ude00"}"#).unwrap()["a"], "😀");
    }
}
