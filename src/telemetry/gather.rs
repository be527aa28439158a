//! Stderr for a server: lines that come close together go out in one write.
//!
//! A write to stderr by itself costs more than the rest of a cached answer. Lines wait at most
//! `PAUSE` and leave in order; [`flush`] sends what waits. Until [`start`], every line is
//! written at once.

use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long lines are gathered.
const PAUSE: Duration = Duration::from_millis(2);
/// Bytes that may wait; a line beyond them is written by its own thread.
const MOST: usize = 1024 * 1024;

struct Waiting {
    lines: Vec<u8>,
    started: bool,
    called: bool,
}

static WAITING: Mutex<Waiting> =
    Mutex::new(Waiting { lines: Vec::new(), started: false, called: false });
static CALL: Condvar = Condvar::new();

/// Starts gathering; the second call changes nothing.
pub fn start() {
    let mut waiting = lock();
    if !waiting.started {
        let thread = std::thread::Builder::new().name("log".to_owned());
        waiting.started = thread.spawn(write_forever).is_ok();
    }
}

/// Writes what waits.
pub fn flush() {
    send(lock());
}

/// A writer to stderr by way of the gathered lines.
#[derive(Debug, Clone, Copy)]
pub struct Gathering;

impl Write for Gathering {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = lock();
        waiting.lines.extend_from_slice(line);
        if !waiting.started || waiting.lines.len() > MOST {
            send(waiting);
        } else if !waiting.called {
            waiting.called = true;
            CALL.notify_one();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_forever() {
    loop {
        let waiting = lock();
        drop(CALL.wait_while(waiting, |waiting| !waiting.called));
        std::thread::sleep(PAUSE);
        let mut waiting = lock();
        waiting.called = false;
        send(waiting);
    }
}

/// Writes under the lock, so that lines stay in order.
fn send(mut waiting: MutexGuard<'_, Waiting>) {
    // Nobody is left to be told that the log cannot be written.
    let _ = io::stderr().write_all(&waiting.lines);
    waiting.lines.clear();
}

fn lock() -> MutexGuard<'static, Waiting> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}
