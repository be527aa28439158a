use regex_syntax::hir::{Class, Hir, HirKind};

use super::Patterns;
use crate::quality::haystack::{Haystack, Ready};
use crate::quality::ways::Expression;

/// Rules that hold no patterns, or other ones.
fn pattern_files() -> Vec<(String, String)> {
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/src/quality/rules");
    let files =
        std::fs::read_dir(rules).expect("the rules").map(|file| file.expect("a file").path());
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).ok()?;
        let own = text.contains("[[pattern]]") && toml::from_str::<super::File>(&text).is_ok();
        own.then(|| (path.display().to_string(), text))
    };
    files.filter_map(read).collect()
}

/// Numbers that look random, and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }
}

/// Adds what `hir` matches, as the dice fall; marks of place are nothing.
fn write(hir: &Hir, dice: &mut Dice, text: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Literal(literal) => text.extend(&*literal.0),
        HirKind::Class(Class::Unicode(class)) => {
            let range = class.ranges()[dice.below(class.ranges().len())];
            let c = if dice.below(2) == 0 { range.start() } else { range.end() };
            text.extend(c.to_string().as_bytes());
        }
        HirKind::Class(Class::Bytes(class)) => {
            text.push(class.ranges()[dice.below(class.ranges().len())].start());
        }
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min + 4);
            let count = repetition.min as usize + dice.below((most - repetition.min) as usize + 1);
            (0..count).for_each(|_| write(&repetition.sub, dice, text));
        }
        HirKind::Capture(capture) => write(&capture.sub, dice, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, dice, text)),
        HirKind::Alternation(branches) => write(&branches[dice.below(branches.len())], dice, text),
        HirKind::Empty | HirKind::Look(_) => {}
    }
}

#[test]
fn nothing_that_a_pattern_matches_is_ruled_out() {
    let files = pattern_files();
    assert!(files.len() > 20, "{}", files.len());
    let mut dice = Dice(7);
    let mut written = 0;
    for (name, text) in files {
        let patterns = Patterns::embedded(&text);
        for (number, branch) in patterns.branches.iter().enumerate() {
            let hir = Expression::read(branch.source()).expect("a pattern").hir;
            for _ in 0..4 {
                let mut own = vec![];
                write(&hir, &mut dice, &mut own);
                let Ok(own) = String::from_utf8(own) else { continue };
                let text = format!("Some words with a line.\n{own}\nAnd more.");
                let haystack = Haystack { text: &text, ready: &Ready::of(&text), by_line: false };
                let found = patterns.literals.candidates(haystack);
                let place = 24..24 + own.len();
                let covered = found.iter().filter(|found| found.pattern == number).any(|found| {
                    found
                        .parts
                        .iter()
                        .any(|part| part.start <= place.start && place.end <= part.end)
                });
                assert!(covered, "{name}: {own:?} of {}", branch.source());
                written += 1;
            }
        }
    }
    assert!(written > 5_000, "{written}");
}
