//! A writer that answers from a script, counts its calls and can be held up.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aicmo::domain::{
    Brief, Finish, NumberKind, PartAnswer, Provenance, ResearchNotes, SectionAnswer, Spine,
    SpineChannel, SpineKpi, SpinePillar, SpineSegment, Usage, WriterKind,
};
use aicmo::providers::{ChainError, Session};
use aicmo::writing::{
    RawBriefContext, Repair, ReportContext, SectionTask, SpineAgain, Writer, Written,
};
use async_trait::async_trait;
use tokio::sync::Semaphore;

/// What the next drafts of a section are like; good ones follow when the list is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoiled {
    /// With a slot that nobody filled: blocks.
    Slot,
    /// With a gap put into words: repairable.
    Vague,
    /// No answer at all.
    Silent,
    /// The writer panics.
    Panics,
}

/// What is wrong with one spine.
pub type SpoiledSpine = fn(&mut Spine);

/// Answers from a script.
pub struct FakeWriter {
    kind: WriterKind,
    spines: Mutex<Vec<SpoiledSpine>>,
    script: Mutex<BTreeMap<String, Vec<Spoiled>>>,
    log: Mutex<Vec<String>>,
    places: Semaphore,
    held: AtomicBool,
    most_at_once: AtomicUsize,
    at_once: AtomicUsize,
}

impl FakeWriter {
    /// A writer that answers at once and always well.
    pub fn new(kind: WriterKind) -> Arc<Self> {
        Arc::new(Self {
            kind,
            spines: Mutex::default(),
            script: Mutex::default(),
            log: Mutex::default(),
            places: Semaphore::new(0),
            held: AtomicBool::new(false),
            most_at_once: AtomicUsize::new(0),
            at_once: AtomicUsize::new(0),
        })
    }

    /// Spoils the next drafts of `section`.
    pub fn spoil(&self, section: &str, drafts: &[Spoiled]) {
        self.script.lock().expect("lock").insert(section.to_owned(), drafts.to_vec());
    }

    /// Spoils the next spines, one after the other.
    pub fn spoil_spines(&self, spines: &[SpoiledSpine]) {
        *self.spines.lock().expect("lock") = spines.to_vec();
    }

    /// Holds every section up until [`FakeWriter::release`].
    pub fn hold(&self) {
        self.held.store(true, Ordering::SeqCst);
    }

    /// Lets `sections` held sections through.
    pub fn release(&self, sections: usize) {
        self.places.add_permits(sections);
    }

    /// Every call so far, as `kind section`.
    pub fn calls(&self) -> Vec<String> {
        self.log.lock().expect("lock").clone()
    }

    /// How many calls began with `prefix`.
    pub fn count(&self, prefix: &str) -> usize {
        self.calls().iter().filter(|call| call.starts_with(prefix)).count()
    }

    /// The most sections that were written at the same time.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }

    async fn write(
        &self,
        session: &Session,
        kind: &str,
        task: &SectionTask,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        let id = task.spec.id.to_string();
        self.log.lock().expect("lock").push(format!("{kind} {id}"));
        session.book(&Usage {
            calls: 1,
            input_tokens: 100,
            output_tokens: 50,
            cost_usd: Some(0.001),
            providers: vec!["openai".into()],
        });
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_at_once.fetch_max(now, Ordering::SeqCst);
        if self.held.load(Ordering::SeqCst) {
            self.places.acquire().await.expect("open").forget();
        }
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        let next = self
            .script
            .lock()
            .expect("lock")
            .get_mut(&id)
            .and_then(|drafts| (!drafts.is_empty()).then(|| drafts.remove(0)));
        assert!(next != Some(Spoiled::Panics), "as the script says");
        if next == Some(Spoiled::Silent) {
            return Err(ChainError::Exhausted {
                attempts: vec![],
                configured: 2,
                retry_after_secs: 7,
            });
        }
        Ok(self.written(answer(&id, task, next)))
    }

    fn written<T>(&self, value: T) -> Written<T> {
        let provider = if self.kind == WriterKind::Stub { "stub" } else { "openai" };
        Written {
            value,
            provenance: Provenance {
                writer: self.kind,
                provider: provider.into(),
                model: "test".into(),
            },
            finish: Finish::Complete,
            attempts: 1,
        }
    }
}

fn answer(id: &str, task: &SectionTask, spoiled: Option<Spoiled>) -> SectionAnswer {
    let good = match (task.handed_over, id) {
        (true, _) => {
            "Larkspur Dairy has not bought this service, so its own team takes the work on. Whoever \
             posts can plan from the overview and ask the farm shop for photographs."
        }
        (_, "overview") => {
            "Larkspur Dairy sells raw-milk cheese at its farm gate and wants more families to stop \
             there on Saturday mornings. The shop stands beside the milking parlour, so children see \
             the herd before their parents taste the cheese."
        }
        (_, "plan") => {
            "Larkspur Dairy posts one short film from the parlour each week and invites readers to \
             Saturday tastings. The farm team answers every comment before evening milking, and the \
             strategy rests on that visible care."
        }
        (_, "rhythm") => {
            "Ann films on Tuesday while the curd is cut, and Tom edits the clip on Wednesday. Larkspur \
             Dairy needs two hours a week for it, which fits between the morning milking and the \
             cheese round."
        }
        _ => {
            "First, the plan asks Larkspur Dairy who speaks on camera, since visitors will look for that face \
             at the counter. Then the farm books the tasting table for its opening Saturday and tells \
             the village school."
        }
    };
    let markdown = match spoiled {
        Some(Spoiled::Slot) => format!("{good} Call {{{{client_phone}}}} to book."),
        Some(Spoiled::Vague) => format!("{good} The price is to be determined."),
        _ => good.to_owned(),
    };
    let told: Vec<&str> = task.abstracts.iter().map(|(id, _)| id.as_str()).collect();
    SectionAnswer {
        parts: vec![PartAnswer { heading: String::new(), markdown, rows: vec![] }],
        numbers: vec![],
        abstract_text: format!("What {id} decided, knowing {}.", told.join(" and ")),
        done: true,
    }
}

#[async_trait]
impl Writer for FakeWriter {
    fn kind(&self) -> WriterKind {
        self.kind
    }

    async fn read_brief(&self, context: &RawBriefContext) -> Result<Option<Brief>, ChainError> {
        self.log.lock().expect("lock").push("brief".into());
        Ok(context.raw.guess.clone())
    }

    async fn research(&self, _context: &ReportContext) -> Result<ResearchNotes, ChainError> {
        self.log.lock().expect("lock").push("research".into());
        Ok(ResearchNotes::default())
    }

    async fn spine(
        &self,
        context: &ReportContext,
        _research: &ResearchNotes,
        again: SpineAgain<'_>,
    ) -> Result<Written<Spine>, ChainError> {
        let elsewhere = if again.avoid.is_some() { " elsewhere" } else { "" };
        let mut named: Vec<&str> =
            again.failures.iter().map(|issue| issue.check.as_str()).collect();
        named.dedup();
        let call = format!("spine{elsewhere} {}", named.join(" "));
        self.log.lock().expect("lock").push(call.trim().to_owned());
        context.session.book(&Usage { calls: 1, input_tokens: 100, ..Usage::default() });
        let pillar = |name: &str| SpinePillar { name: name.into(), idea: "Show the work.".into() };
        let mut spine = Spine {
            positioning: "Larkspur Dairy is the farm where families watch cheese being made."
                .into(),
            segments: vec![SpineSegment {
                name: "Saturday families".into(),
                description: "Parents with small children from the village.".into(),
            }],
            pillars: vec![pillar("Parlour"), pillar("Curd"), pillar("Counter")],
            offer: "A tasting at the farm gate.".into(),
            channels: vec![SpineChannel { name: "Instagram".into(), role: "Short films".into() }],
            kpis: vec![SpineKpi {
                name: "Saturday visits".into(),
                baseline: None,
                target: "more each month".into(),
                kind: NumberKind::Target,
            }],
            ..Spine::default()
        };
        let mut spoiled = self.spines.lock().expect("lock");
        if !spoiled.is_empty() {
            spoiled.remove(0)(&mut spine);
        }
        Ok(self.written(spine))
    }

    async fn section(
        &self,
        context: &ReportContext,
        task: &SectionTask,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        self.write(&context.session, "section", task).await
    }

    async fn repair(
        &self,
        context: &ReportContext,
        task: &SectionTask,
        repair: &Repair,
    ) -> Result<Written<SectionAnswer>, ChainError> {
        let kind = match repair {
            Repair::Patch { .. } => "patch",
            Repair::Resample { .. } => "resample",
        };
        self.write(&context.session, kind, task).await
    }
}
