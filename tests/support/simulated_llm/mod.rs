//! A stand-in for all three providers at once, for tests, benches and trying the service without
//! a key: it reads the task block and answers as a good model would, with faults on request.

mod author;
mod books;
mod control;
mod deliver;
pub mod fault;
mod prose;
mod reader;
mod spoil;
mod strategist;
mod table;
mod task;
mod wire;
mod words;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use books::{Books, Recorded};
use control::{reset, set_faults};
use deliver::{Delivery, key_of};
use fault::Fault;
use task::Task;
use wire::{Reply, Route};

/// How the simulator behaves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Time of each answer.
    pub delay: Duration,
    /// Decides which drafts are spoiled and mended.
    pub seed: u64,
    /// Answers in one piece even when asked for a stream.
    pub whole: bool,
}

/// The running simulator.
#[derive(Clone)]
pub struct SimulatedLlm {
    options: Options,
    books: Arc<Mutex<Books>>,
}

impl SimulatedLlm {
    pub fn new(options: Options) -> Self {
        let books = Books { dice: options.seed, ..Books::default() };
        Self { options, books: Arc::new(Mutex::new(books)) }
    }

    /// Listens on a port of its own until the test's runtime ends.
    pub async fn start(options: Options) -> (Self, SocketAddr) {
        let simulator = Self::new(options);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let router = simulator.router();
        #[expect(clippy::disallowed_methods, reason = "it lives as long as the test")]
        tokio::spawn(async move { axum::serve(listener, router).await });
        (simulator, address)
    }

    /// All its routes.
    pub fn router(&self) -> Router {
        let mut router = Router::new();
        for prefix in ["", "/v1"] {
            for (path, route) in [
                ("/chat/completions", Route::Chat),
                ("/responses", Route::Responses),
                ("/agent", Route::Agent),
                ("/messages", Route::Messages),
            ] {
                let answer = move |State(simulator): State<Self>,
                                   headers: HeaderMap,
                                   Json(body): Json<Value>| async move {
                    simulator.generate(route, &headers, &body).await
                };
                router = router.route(&format!("{prefix}{path}"), post(answer));
            }
            let models = || async { Json(deliver::model_list()) };
            router = router.route(&format!("{prefix}/models"), get(models));
        }
        router
            .route("/_sim/faults", post(set_faults))
            .route("/_sim/calls", get(|State(sim): State<Self>| async move { Json(sim.calls()) }))
            .route("/_sim/reset", post(reset))
            .layer(DefaultBodyLimit::max(16 * 1024 * 1024))
            .with_state(self.clone())
    }

    /// Generation calls so far.
    pub fn calls(&self) -> Vec<Recorded> {
        self.lock().calls.clone()
    }

    /// Sets one fault for `provider`, `times` calls long, in place of all others.
    pub fn set_fault(&self, provider: &str, kind: &str, times: Option<u32>) {
        self.set_faults(&[(provider, kind, times)]);
    }

    /// Sets faults in place of all others.
    pub fn set_faults(&self, faults: &[(&str, &str, Option<u32>)]) {
        let fault = |(provider, kind, times): &(&str, &str, Option<u32>)| Fault {
            provider: Some((*provider).to_owned()),
            kind: (*kind).to_owned(),
            times: *times,
            section: None,
        };
        self.lock().wishes.faults = faults.iter().map(fault).collect();
    }

    /// Sets one fault for every call of `section`, in place of all others.
    pub fn set_fault_in(&self, section: &str, kind: &str) {
        let (kind, section) = (kind.to_owned(), Some(section.to_owned()));
        self.lock().wishes.faults = vec![Fault { provider: None, kind, times: None, section }];
    }

    /// Spoils this share of drafts, and mends that share of named failures.
    pub fn set_spoil(&self, spoil: f64, mend: f64) {
        let mut books = self.lock();
        (books.wishes.spoil, books.wishes.mend) = (spoil, mend);
    }

    fn lock(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Throws the dice: true in `share` of all throws.
    fn throw(&self, share: f64) -> bool {
        let mut books = self.lock();
        books.dice = task::mix(books.dice);
        #[expect(clippy::cast_precision_loss, reason = "a share")]
        let thrown = (books.dice >> 11) as f64 / (1u64 << 53) as f64;
        thrown < share
    }

    async fn generate(&self, route: Route, headers: &HeaderMap, request: &Value) -> Response {
        let begun = tokio::time::Instant::now();
        let task = Task::find(&route.user_text(request));
        let section = task.as_ref().map_or("none", Task::section).to_owned();
        let kind = task.as_ref().map_or("none", Task::kind);
        let fault = self
            .take_fault(route.provider(), &section, kind)
            .filter(|kind| fault::applies(kind, &request.to_string()));
        let error = fault.as_deref().and_then(fault::error_answer);
        let streamed = request["stream"] == true && !self.options.whole;
        let mut reply = self.reply(route, request, task.as_ref(), fault.as_deref());
        if error.is_some() {
            (reply.output_tokens, reply.cost_usd) = (0, 0.0);
        }
        let status = error.as_ref().map_or(200, |error| error.status);
        self.record(route, task.as_ref(), &section, streamed, status, &reply);
        let key = key_of(headers);
        let delivery = Delivery { route, streamed, fault: fault.as_deref(), key: &key };
        match fault.as_deref() {
            Some("hang") => match deliver::hang().await {},
            Some("close") => deliver::close(),
            _ => {}
        }
        // What the answer costs us to write is a part of its time.
        tokio::time::sleep_until(begun + self.options.delay).await;
        error.map_or_else(|| delivery.respond(&reply), |error| delivery.error(&error))
    }

    fn take_fault(&self, provider: &str, section: &str, kind: &str) -> Option<String> {
        self.lock().wishes.faults.iter_mut().find_map(|fault| fault.take(provider, section, kind))
    }

    fn reply(
        &self,
        route: Route,
        request: &Value,
        task: Option<&Task>,
        fault: Option<&str>,
    ) -> Reply {
        let prompt = route.user_text(request).len() + route.system_text(request).len();
        let text = self.text(route, request, task, fault);
        let input_tokens = tokens(prompt);
        let output_tokens = text.as_deref().map_or(0, |text| tokens(text.len()));
        let searched = request.get("tools").is_some();
        #[expect(clippy::cast_precision_loss, reason = "token counts are small")]
        let cost_usd = (input_tokens as f64 * 0.1 + output_tokens as f64 * 0.5) / 1e6;
        Reply {
            model: request["model"].as_str().unwrap_or("simulated").to_owned(),
            text,
            finish: match fault {
                Some("length") => Some("length"),
                Some("content_filter") => Some("content_filter"),
                Some("refusal") => Some("refusal"),
                Some("no_finish") => None,
                _ => Some("stop"),
            },
            nothing: fault == Some("empty_choices"),
            input_tokens,
            output_tokens,
            cost_usd,
            results: task.filter(|_| searched).map(strategist::search_results).unwrap_or_default(),
        }
    }

    fn text(
        &self,
        route: Route,
        request: &Value,
        task: Option<&Task>,
        fault: Option<&str>,
    ) -> Option<String> {
        let Some(task) = task else {
            return Some(
                json!({"parts": [], "numbers": [], "abstract": "", "done": true}).to_string(),
            );
        };
        let language = if fault == Some("wrong_language") {
            if task.language().starts_with("de") { "en" } else { "de" }
        } else {
            task.language()
        };
        let mut answer = author::answer(task, language);
        self.spoil(task, &mut answer);
        if fault == Some("leaked_prompt") {
            let system = route.system_text(request);
            let leaked: Vec<&str> = system.split_whitespace().take(40).collect();
            if let Some(part) = answer["parts"].as_array_mut().and_then(|parts| parts.first_mut()) {
                part["markdown"] = json!(leaked.join(" "));
            }
        }
        let text = answer.to_string();
        match fault {
            Some("null_content" | "refusal") => None,
            Some("empty") => Some(String::new()),
            Some("length" | "content_filter") => {
                Some(text.chars().take(text.chars().count() / 2).collect())
            }
            Some("no_done") => Some(text.replace(",\"done\":true", "")),
            Some("not_json") => Some("Here is what I think about your campaign.".to_owned()),
            _ => Some(text),
        }
    }

    /// Spoils a share of the drafts; a repair that does not mend keeps the same defect.
    fn spoil(&self, task: &Task, answer: &mut Value) {
        let (spoil, mend) = {
            let wishes = &self.lock().wishes;
            (wishes.spoil, wishes.mend)
        };
        let key = format!("{}/{}", task.value["brief"], task.section());
        let defect = match task.kind() {
            "section" => self.throw(spoil).then(|| task::mix(self.lock().dice) % spoil::DEFECTS),
            "repair" if self.throw(mend) => None,
            "repair" => self.lock().spoiled.get(&key).copied(),
            _ => None,
        };
        let mut books = self.lock();
        match defect {
            Some(which) => {
                spoil::spoil(answer, which);
                books.spoiled.insert(key, which);
            }
            None => {
                books.spoiled.remove(&key);
            }
        }
    }

    fn record(
        &self,
        route: Route,
        task: Option<&Task>,
        section: &str,
        streamed: bool,
        status: u16,
        reply: &Reply,
    ) {
        let recorded = Recorded {
            at: aicmo::clock::now().as_duration().as_secs_f64(),
            provider: route.provider(),
            model: reply.model.clone(),
            kind: task.map_or("none", Task::kind).to_owned(),
            section: section.to_owned(),
            streamed,
            status,
            input_tokens: reply.input_tokens,
            output_tokens: reply.output_tokens,
            cost_usd: reply.cost_usd,
        };
        self.lock().calls.push(recorded);
    }
}

fn tokens(bytes: usize) -> u64 {
    u64::try_from(bytes / 4).unwrap_or(0)
}
