//! The writer's instructions as runs of words: what no report may show.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt as _};

use super::fold::fold;
use super::input::{GateInput, Scope};
use super::runs::{Runs, Words};
use crate::packs::SectionSpec;

/// Texts whose runs are kept at most: some hundred sections, and what all writers are told.
const MOST: usize = 1_024;

/// Runs of texts, by the texts and the words of a run.
type Read = HashMap<(u64, usize), Arc<Runs>>;

/// Those of the packs, which are the same in every report.
static READ: LazyLock<Mutex<Read>> = LazyLock::new(|| Mutex::new(HashMap::new()));

/// What the writer of a text was told.
#[derive(Debug)]
pub(super) struct Instructions {
    /// What every writer is told.
    general: Arc<Runs>,
    /// What the sections are told that are judged.
    own: Arc<Runs>,
}

impl Instructions {
    /// Runs of `size` words of the instructions for `input`.
    pub(super) fn of(input: &GateInput<'_>, size: usize) -> Self {
        // A section's writer sees the instruction of no other section.
        let shown = |spec: &&SectionSpec| {
            input.scope == Scope::Report || input.sections.iter().any(|draft| draft.id == spec.id)
        };
        let sections = input.pack.sections.iter().filter(shown);
        let own = sections.flat_map(|spec| [spec.instruction.as_str(), spec.purpose.as_str()]);
        Self {
            general: runs_of(input.leak.instructions.iter().copied(), size),
            own: runs_of(own, size),
        }
    }

    /// Whether they have the run.
    pub(super) fn have(&self, run: u64) -> bool {
        self.general.has(run) || self.own.has(run)
    }
}

fn runs_of<'t>(texts: impl Iterator<Item = &'t str> + Clone, size: usize) -> Arc<Runs> {
    let mut hasher = FixedState::default().build_hasher();
    texts.clone().for_each(|text| text.hash(&mut hasher));
    let key = (hasher.finish(), size);
    let read = || READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runs) = read().get(&key) {
        return Arc::clone(runs);
    }
    let mut runs = Runs::default();
    for text in texts {
        runs.add(&Words::of(&fold(text)), size);
    }
    let runs = Arc::new(runs);
    let mut read = read();
    if read.len() >= MOST {
        read.clear();
    }
    read.insert(key, Arc::clone(&runs));
    runs
}
