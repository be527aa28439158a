//! The `aicmo` binary as an operator runs it: a clean environment, output and exit code.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::simulated_llm::{Options, SimulatedLlm};

/// Names and values of variables.
pub type Vars<'a> = &'a [(&'a str, &'a str)];

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// Fails with everything that was printed unless the command ended with `code`.
    #[track_caller]
    pub fn must_exit(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn must_print(self, wanted: &[&str]) -> Self {
        for wanted in wanted {
            let found = self.stdout.contains(wanted) || self.stderr.contains(wanted);
            assert!(found, "{wanted:?} in\n{}\n{}", self.stdout, self.stderr);
        }
        self
    }

    #[track_caller]
    pub fn must_not_print(self, unwanted: &[&str]) -> Self {
        for unwanted in unwanted {
            let found = self.stdout.contains(unwanted) || self.stderr.contains(unwanted);
            assert!(!found, "{unwanted:?} in\n{}\n{}", self.stdout, self.stderr);
        }
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).expect("JSON on stdout")
    }
}

/// `aicmo` with these arguments and nothing else in its environment.
pub fn command(arguments: &[&str], vars: Vars<'_>) -> Command {
    script(Path::new(env!("CARGO_BIN_EXE_aicmo")), arguments, vars)
}

/// A program with a clean environment, in an empty folder where no `.env` lies.
pub fn script(program: &Path, arguments: &[&str], vars: Vars<'_>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.envs(vars.iter().copied()).current_dir(std::env::temp_dir());
    command
}

/// Runs a command to its end, beside the simulator that lives in the test's runtime.
pub async fn finish(mut command: Command, stdin: &str) -> Ran {
    use std::io::Write as _;
    let stdin = stdin.to_owned();
    tokio::task::spawn_blocking(move || {
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().expect("the program starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let writer = std::thread::spawn(move || drop(pipe.write_all(stdin.as_bytes())));
        let output = child.wait_with_output().expect("it ends");
        writer.join().expect("stdin was written");
        Ran {
            code: output.status.code().expect("an exit code"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    })
    .await
    .expect("it ran")
}

/// `aicmo` to its end.
pub async fn aicmo(arguments: &[&str], vars: Vars<'_>) -> Ran {
    finish(command(arguments, vars), "").await
}

/// The simulated providers with the variables that lead to them.
pub struct Providers {
    address: SocketAddr,
    http: reqwest::Client,
}

impl Providers {
    pub async fn start() -> Self {
        let (_, address) = SimulatedLlm::start(Options::default()).await;
        let http = reqwest::Client::builder().build().expect("a client");
        Self { address, http }
    }

    /// Both providers of the usual chain, or those of them named.
    pub fn vars(&self, names: &[&str]) -> Vec<(String, String)> {
        let of = |name: &str| {
            let key = (format!("{name}_API_KEY"), format!("sk-secret-of-{name}"));
            [key, (format!("{name}_BASE_URL"), format!("http://{}/v1", self.address))]
        };
        names.iter().flat_map(|name| of(name)).collect()
    }

    /// Asks for faults, and for a share of drafts that are spoiled.
    pub async fn fail(&self, faults: Value, spoil: f64) {
        let body = json!({"faults": faults, "spoil": spoil, "mend": 0.0});
        let address = format!("http://{}/_sim/faults", self.address);
        let sent = self.http.post(address).json(&body).send().await.expect("sent");
        assert!(sent.status().is_success(), "{}", sent.status());
    }
}

/// Borrows owned variables for [`aicmo`].
pub fn borrowed(vars: &[(String, String)]) -> Vec<(&str, &str)> {
    vars.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// A server on a port of its own, with its log.
pub struct Server {
    child: Child,
    pub url: String,
    log: PathBuf,
}

impl Server {
    pub async fn start(vars: Vars<'_>) -> Self {
        let log = folder("server").join("log.txt");
        let mut command = command(&["serve"], &[("PORT", "0")]);
        command.envs(vars.iter().copied()).stdout(Stdio::piped());
        command.stderr(std::fs::File::create(&log).expect("a log file"));
        let mut child = command.spawn().expect("the server starts");
        let stdout = child.stdout.take().expect("a pipe");
        let url = tokio::task::spawn_blocking(move || address_in(stdout)).await.expect("read");
        Self { child, url, log }
    }

    /// Ends the server as Render would; its whole log is out then.
    pub fn end(mut self) -> String {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status().expect("a signal");
        assert!(sent.success());
        self.child.wait().expect("it ends");
        std::fs::read_to_string(&self.log).expect("the log")
    }

    pub async fn fetch(&self, path: &str) -> (u16, Value) {
        let http = reqwest::Client::builder().build().expect("a client");
        let answer = http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    pub async fn text(&self, path: &str) -> String {
        let http = reqwest::Client::builder().build().expect("a client");
        let answer = http.get(format!("{}{path}", self.url)).send().await.expect("an answer");
        answer.text().await.expect("text")
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let http = reqwest::Client::builder().build().expect("a client");
        let answer = http.post(format!("{}{path}", self.url)).json(body).send().await;
        let answer = answer.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(stdout: impl std::io::Read + Send + 'static) -> String {
    let mut lines = BufReader::new(stdout);
    let mut said = String::new();
    while lines.read_line(&mut said).expect("readable") > 0 {
        if let Some(url) = said.lines().last().and_then(|l| l.strip_prefix("AICMO listens on ")) {
            let url = url.trim().to_owned();
            // The pipe stays open, so that the server can go on talking.
            std::thread::spawn(move || lines.read_to_string(&mut String::new()));
            return url;
        }
    }
    unreachable!("the server did not say where it listens:\n{said}")
}

/// An empty folder of the test's own.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("aicmo-{name}-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A small brief, as in the operators' checklist.
pub fn request(pack: &str) -> Value {
    json!({
        "pack_key": pack,
        "client_brief": {
            "brand_name": "Test Brand", "industry": "Coffee roastery",
            "primary_goal": "Win 200 subscribers", "product_service": "Single-origin coffee",
            "target_audience": "Home baristas"
        },
        "stage": "strategy",
        "services": {"social_content": true}
    })
}
