//! Data files that are part of the program.

use serde::de::DeserializeOwned;

/// Reads `text`, the embedded TOML file `name`.
///
/// # Panics
/// On a file of another form: an empty list in its place would be a check that finds nothing. A
/// test of each module reads its files.
#[expect(clippy::panic, reason = "embedded data; tests read every file")]
pub(crate) fn toml<T: DeserializeOwned>(name: &str, text: &str) -> T {
    match toml::from_str(text) {
        Ok(read) => read,
        Err(error) => panic!("{name}: {error}"),
    }
}
