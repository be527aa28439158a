//! All packs of this process, found by key, alias or display name.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::finding::Finding;
use super::load::{Shared, load};
use super::spec::PackSpec;
use crate::domain::PackKey;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/packs");

const SHARED: &str = "_shared.toml";
const MODELS: &str = "models.toml";

/// Valid packs by name. Immutable.
#[derive(Debug)]
pub struct Registry {
    packs: Vec<Arc<PackSpec>>,
    names: HashMap<String, usize>,
    models: String,
}

impl Registry {
    /// The packs that this binary carries.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn embedded() -> Result<Self, Vec<Finding>> {
        let files = EMBEDDED.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((name.to_owned(), file.contents_utf8()?.to_owned()))
        });
        Self::from_files(files.collect())
    }

    /// The packs of a folder, which replace the embedded ones (`AICMO_PACKS_DIR`). Where it has
    /// no `_shared.toml` or `models.toml`, the embedded ones serve.
    ///
    /// # Errors
    /// Every fault of every file, unreadable ones included.
    pub fn from_dir(folder: &Path) -> Result<Self, Vec<Finding>> {
        let unreadable = |file: String, error: &std::io::Error| {
            vec![Finding { file, key: "file".to_owned(), line: None, message: error.to_string() }]
        };
        let entries = std::fs::read_dir(folder)
            .map_err(|error| unreadable(folder.display().to_string(), &error))?;
        let mut files = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.extension().is_some_and(|ending| ending == "toml") {
                let text = std::fs::read_to_string(&path)
                    .map_err(|error| unreadable(name.to_owned(), &error))?;
                files.push((name.to_owned(), text));
            }
        }
        Self::from_files(files)
    }

    fn from_files(mut files: Vec<(String, String)>) -> Result<Self, Vec<Finding>> {
        files.sort();
        let mut take = |name: &str| {
            let at = files.iter().position(|(file, _)| file == name)?;
            Some(files.remove(at).1)
        };
        let shared = take(SHARED).unwrap_or_else(|| embedded_text(SHARED));
        let models = take(MODELS).unwrap_or_else(|| embedded_text(MODELS));
        let shared = Shared::parse(SHARED, &shared)?;
        let mut findings = Vec::new();
        let mut packs = Vec::new();
        for (file, text) in &files {
            match load(file, text, &shared) {
                Ok(pack) => packs.push(Arc::new(pack)),
                Err(faults) => findings.extend(faults),
            }
        }
        if packs.is_empty() && findings.is_empty() {
            let message = "there is no pack file (*.toml) here".to_owned();
            findings.push(Finding {
                file: "packs".to_owned(),
                key: "file".to_owned(),
                line: None,
                message,
            });
        }
        let names = names(&packs, &mut findings);
        if findings.is_empty() { Ok(Self { packs, names, models }) } else { Err(findings) }
    }

    /// The pack with this key, alias or display name; case, white space, `_` and `-` do
    /// not matter.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Option<Arc<PackSpec>> {
        self.names.get(&fold(name)).and_then(|at| self.packs.get(*at)).cloned()
    }

    /// The pack with this key.
    #[must_use]
    pub fn get(&self, key: &PackKey) -> Option<Arc<PackSpec>> {
        self.packs.iter().find(|pack| pack.key == *key).cloned()
    }

    /// All packs, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<PackSpec>> {
        self.packs.iter()
    }

    /// All keys, sorted.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.packs.iter().map(|pack| pack.key.to_string()).collect()
    }

    /// The text of `models.toml`, which `providers` reads.
    #[must_use]
    pub fn models_toml(&self) -> &str {
        &self.models
    }
}

fn embedded_text(name: &str) -> String {
    EMBEDDED
        .get_file(name)
        .and_then(|file| file.contents_utf8())
        .map(str::to_owned)
        .unwrap_or_default()
}

fn names(packs: &[Arc<PackSpec>], findings: &mut Vec<Finding>) -> HashMap<String, usize> {
    let mut names: HashMap<String, usize> = HashMap::new();
    for (at, pack) in packs.iter().enumerate() {
        let own = [pack.key.as_str(), &pack.name].into_iter();
        for name in own.chain(pack.aliases.iter().map(String::as_str)) {
            if names.insert(fold(name), at).is_some_and(|other| other != at) {
                findings.push(Finding {
                    file: format!("{}.toml", pack.key),
                    key: "aliases".to_owned(),
                    line: None,
                    message: format!("another pack is called {name:?} too"),
                });
            }
        }
    }
    names
}

fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}
