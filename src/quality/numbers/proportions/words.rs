//! The words of proportions, read once from `rules/proportions.toml`.

use std::sync::LazyLock;

use foldhash::{HashMap, HashSet};
use serde::Deserialize;

use crate::quality::word_map::WordMap;

#[derive(Debug, Default, Deserialize)]
pub(super) struct File {
    pub(super) joints: Vec<String>,
    pub(super) reversed: Vec<String>,
    pub(super) loose: Vec<String>,
    pub(super) split: Vec<String>,
    pub(super) ones: HashSet<String>,
    pub(super) nth: HashMap<String, Vec<String>>,
    pub(super) part: HashMap<String, Vec<String>>,
    pub(super) between: List,
    pub(super) multiple: Multiples,
    pub(super) outcome: List,
    pub(super) average: List,
    pub(super) inside: List,
    pub(super) people: List,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct List {
    pub(super) words: HashSet<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Multiples {
    pub(super) words: HashSet<String>,
    pub(super) modals: HashSet<String>,
    pub(super) folds: HashSet<String>,
    pub(super) change: HashSet<String>,
    pub(super) bare: HashSet<String>,
    pub(super) order: HashSet<String>,
    pub(super) not_after: HashSet<String>,
    pub(super) not_before: HashSet<String>,
    pub(super) by: HashSet<String>,
    pub(super) often: HashSet<String>,
    pub(super) degree: HashSet<String>,
    pub(super) after_article: HashSet<String>,
    pub(super) as_much: HashSet<String>,
}

/// What a word does in a proportion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Role {
    /// The place in a row of "every third", in per cent.
    Nth(f64),
    /// A part of a whole, in per cent.
    Part(f64),
    /// A multiple that something does.
    Multiple,
    /// A multiple beside a change.
    Fold,
    /// How often as much.
    Often,
}

#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) roles: WordMap<Vec<Role>>,
    /// The last words of joints.
    pub(super) joint_ends: WordMap<()>,
    pub(super) file: File,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let file: File =
        crate::embedded::toml("proportions.toml", include_str!("../../rules/proportions.toml"));
    let lists = &file.multiple;
    let shares = |lists: &HashMap<String, Vec<String>>, role: fn(f64) -> Role| {
        let share = |(part, words): (&String, &Vec<String>)| -> Vec<(String, Role)> {
            let role = part.parse().ok().map(|part: f64| role(100.0 / part));
            role.into_iter().flat_map(|role| words.iter().map(move |w| (w.clone(), role))).collect()
        };
        lists.iter().flat_map(share).collect::<Vec<(String, Role)>>()
    };
    let plain = |words: &HashSet<String>, role: Role| {
        words.iter().map(|word| (word.clone(), role)).collect::<Vec<_>>()
    };
    let all = [
        shares(&file.nth, Role::Nth),
        shares(&file.part, Role::Part),
        plain(&lists.words, Role::Multiple),
        plain(&lists.folds, Role::Fold),
        plain(&lists.often, Role::Often),
    ];
    let mut roles: WordMap<Vec<Role>> = WordMap::default();
    for (word, role) in all.into_iter().flatten() {
        roles.entry(word).push(role);
    }
    let joints = file.joints.iter().chain(&file.reversed);
    let last = |joint: &String| joint.rsplit(' ').next().map(|word| (word.to_owned(), ()));
    Words { roles, joint_ends: joints.filter_map(last).collect(), file }
});
