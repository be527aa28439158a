//! Holds the import table of docs/ARCHITECTURE.md against the source.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Which modules a module may use; `telemetry`, `clock`, `embedded` and `domain` serve all.
const MAY_USE: [(&str, &[&str]); 15] = [
    ("domain", &[]),
    ("clock", &[]),
    ("embedded", &[]),
    ("telemetry", &[]),
    ("packs", &[]),
    ("providers", &[]),
    ("quality", &["packs"]),
    ("writing", &["packs", "providers", "quality"]),
    ("pipeline", &["packs", "providers", "writing", "quality"]),
    ("runs", &["pipeline", "quality"]),
    ("client", &[]),
    ("config", &["providers", "runs", "pipeline", "quality", "packs", "http"]),
    ("http", &["runs", "packs", "quality", "app", "config", "verification"]),
    ("verification", &["runs", "packs", "quality", "client", "app", "pipeline"]),
    (
        "cli",
        &[
            "runs",
            "packs",
            "quality",
            "client",
            "app",
            "config",
            "http",
            "verification",
            "providers",
            "pipeline",
        ],
    ),
];

#[test]
fn modules_use_only_what_the_table_allows() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == module) else { continue };
        for used in modules_used(&text) {
            let served = used == "embedded"
                || ["domain", "telemetry", "clock"].contains(&used.as_str())
                    && !(["domain", "clock"].contains(&module.as_str()));
            if used != module && !served && !allowed.contains(&used.as_str()) {
                faults.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn axum_and_reqwest_stay_where_they_belong() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        for (library, homes) in
            [("axum::", &["http", "app"][..]), ("reqwest::", &["providers", "client", "app"][..])]
        {
            if code(&text).contains(library) && !homes.contains(&module.as_str()) {
                faults.push(format!("{} uses {library}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_is_in_the_table_and_in_the_document() {
    let document = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("readable");
    let modules: BTreeSet<String> = sources().iter().map(|(path, _)| module_of(path)).collect();
    for module in modules.iter().filter(|m| !["lib", "main"].contains(&m.as_str())) {
        let known = module == "app" || MAY_USE.iter().any(|(name, _)| name == module);
        assert!(known, "{module} is missing in the table of this test");
        assert!(
            document.contains(&format!("| `{module}` |")),
            "{module} is not in ARCHITECTURE.md"
        );
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file with its text, tests cut off.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("readable");
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_owned();
                if !path.ends_with("tests.rs") {
                    found.push((path, text));
                }
            }
        }
    }
    assert!(found.len() > 20, "the sources are found");
    found
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("in src");
    let first = inside.iter().next().and_then(|part| part.to_str()).unwrap_or_default();
    first.trim_end_matches(".rs").to_owned()
}

fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// First path segments behind `crate::`, groups included.
fn modules_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for piece in code(text).split("crate::").skip(1) {
        let names: Vec<&str> = match piece.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![piece],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if name.starts_with(|c: char| c.is_lowercase()) {
                used.insert(name);
            }
        }
    }
    used
}

/// The items of a `{…}` group up to its closing brace, inner groups left out.
fn top_level(group: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut depth, mut start) = (0usize, 0usize);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items
}
