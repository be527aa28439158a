//! The gate over a folder of clean sections: `AICMO_CORPUS_DIR=… cargo nextest run --run-ignored
//! all -E 'test(clean_sections)' --no-capture`. Layout: `<brand>/brief.json` and
//! `<brand>/<pack>__<section>.md`.

use std::path::Path;

use jiff::civil::date;

use super::testkit::{Kit, section, section_spec};
use crate::domain::intake::{IntakeContext, parse_value};
use crate::domain::{Brief, BriefInput, Issue, Severity, WriterKind};
use crate::packs::Registry;

#[test]
#[ignore = "needs a folder of clean sections"]
#[expect(clippy::disallowed_methods, reason = "a folder that only the tester knows")]
fn clean_sections() {
    let folder = std::env::var("AICMO_CORPUS_DIR").expect("AICMO_CORPUS_DIR");
    let (mut files, mut blocking, mut repairable) = (0, 0, 0);
    for brand in read_dir(Path::new(&folder)) {
        let text = std::fs::read_to_string(brand.join("brief.json")).expect("brief.json");
        let brief = brief(&text);
        for file in
            read_dir(&brand).into_iter().filter(|file| file.extension().is_some_and(|e| e == "md"))
        {
            let issues = judge(&brief, &file);
            files += 1;
            blocking += usize::from(issues.iter().any(|i| i.severity == Severity::Blocking));
            repairable += usize::from(issues.iter().any(|i| i.severity == Severity::Repairable));
            for issue in issues {
                let name = file.strip_prefix(&folder).expect("inside").display();
                let (severity, line) = (issue.severity, issue.line.unwrap_or(0));
                println!(
                    "{name}:{line} {} {severity:?} {} | {}",
                    issue.check, issue.message, issue.excerpt
                );
            }
        }
    }
    println!("{files} files, {blocking} with blocking, {repairable} with repairable findings");
    assert_eq!(blocking, 0);
    assert!(repairable <= 2 + files / 36);
}

fn read_dir(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

fn brief(text: &str) -> Brief {
    let fields: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let body: serde_json::Value =
        serde_json::json!({"pack_key": "quick_social_basic", "client_brief": fields});
    let registry = Registry::embedded().expect("packs");
    let context = IntakeContext {
        today: date(2026, 11, 23),
        resolve_pack: &|name| registry.resolve(name).map(|pack| pack.key.clone()),
        known_packs: &registry.keys(),
    };
    match parse_value(&body, &context).expect("a valid brief").brief {
        BriefInput::Fields(brief) => *brief,
        BriefInput::Text(_) => panic!("fields"),
    }
}

fn judge(brief: &Brief, file: &Path) -> Vec<Issue> {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("a name");
    let (pack, id) = stem.split_once("__").expect("<pack>__<section>");
    let markdown = std::fs::read_to_string(file).expect("text");
    let mut kit = Kit::new(&markdown);
    kit.brief = brief.clone();
    kit.language = brief.language.clone();
    let registry = Registry::embedded().expect("packs");
    match registry.resolve(pack) {
        Some(pack) => kit.pack = (*pack).clone(),
        None => kit.pack.sections = vec![lenient(id)],
    }
    let mut draft = section(id, id, &markdown);
    draft.provenance.writer = WriterKind::External;
    kit.sections = vec![draft];
    kit.phase = super::Phase::Final;
    kit.verdict().failures
}

fn lenient(id: &str) -> crate::packs::SectionSpec {
    let mut spec = section_spec(id, id);
    spec.allow_merge_tags =
        ["email", "sms", "winback", "copy", "calendar"].iter().any(|w| id.contains(w));
    spec.allow_competitors = true;
    spec.mainly_table = true;
    spec
}
