//! Threads for work that holds a CPU: the gate, the stub writer. They keep the event loop free,
//! and are as many as the machine has cores.
//!
//! They are always the same ones: a compiled pattern keeps its scratch memory for each thread that
//! ever used it, and the gate's patterns need tens of megabytes of it. On the runtime's own
//! blocking threads, which come and go, there would be many copies.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use tokio::sync::oneshot;

type Task = Box<dyn FnOnce() + Send>;

/// One set of threads for the process, however many pipelines it has.
static THREADS: LazyLock<Sender<Task>> = LazyLock::new(start);

/// Hands work to the threads.
#[derive(Clone, Copy)]
pub(super) struct Compute;

impl Compute {
    /// As many places as the machine has cores.
    pub fn for_this_machine() -> Self {
        Self
    }

    /// Runs `work` off the event loop; a panic inside goes on in the caller. What nobody waits for
    /// any more when its turn comes is not done.
    pub async fn run<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let (tell, told) = oneshot::channel();
        let task: Task = Box::new(move || {
            if !tell.is_closed() {
                // A caller that has gone meanwhile does not miss the answer.
                let _ = tell.send(catch_unwind(AssertUnwindSafe(work)));
            }
        });
        if let Err(SendError(task)) = THREADS.send(task) {
            task();
        }
        match told.await {
            Ok(Ok(value)) => value,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => std::future::pending().await,
        }
    }

    /// Runs `work` when there is time for it; nobody waits for it, nor minds if it fails.
    pub fn run_aside(work: impl FnOnce() + Send + 'static) {
        let task = move || {
            if catch_unwind(AssertUnwindSafe(work)).is_err() {
                tracing::error!("work that nobody waits for has failed");
            }
        };
        // Without threads it is not worth doing.
        let _ = THREADS.send(Box::new(task));
    }
}

/// Starts the threads. Where none can be started there is no receiver, and work is done in place.
fn start() -> Sender<Task> {
    let (sender, receiver) = channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 1..=thread::available_parallelism().map_or(2, std::num::NonZero::get) {
        let receiver = Arc::clone(&receiver);
        let thread = thread::Builder::new().name(format!("compute-{number}"));
        if let Err(error) = thread.spawn(move || work_on(&receiver)) {
            tracing::error!(%error, "a thread for computing could not be started");
        }
    }
    sender
}

/// Lets the event loop have a core as soon as it wants one, however much there is to compute.
/// Only Linux gives each thread a priority of its own.
fn give_way() {
    #[cfg(target_os = "linux")]
    {
        /// Ten steps of `nice`: a tenth of the weight of the event loop's threads.
        const NICE: i32 = 10;
        let thread = Some(rustix::thread::gettid());
        if let Err(error) = rustix::process::setpriority_process(thread, NICE) {
            tracing::warn!(%error, "threads for computing compete with the event loop");
        }
    }
}

fn work_on(tasks: &Mutex<Receiver<Task>>) {
    give_way();
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else { return };
        task();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use futures::FutureExt as _;
    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn the_same_few_threads_do_all_the_work() {
        let compute = Compute::for_this_machine();
        let work = (0..200).map(|_| compute.run(|| thread::current().id()));
        let ids: HashSet<_> = join_all(work).await.into_iter().collect();
        let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
        assert!(!ids.contains(&thread::current().id()) && ids.len() <= cores);
    }

    #[tokio::test]
    async fn a_panic_is_the_callers_and_costs_no_thread() {
        let compute = Compute::for_this_machine();
        for _ in 0..8 {
            let work = compute.run(|| panic!("on purpose"));
            assert!(AssertUnwindSafe(work).catch_unwind().await.is_err());
        }
        assert_eq!(compute.run(|| 7).await, 7);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_is_not_done() {
        let compute = Compute::for_this_machine();
        let (leash, end) = channel::<()>();
        let end = Arc::new(Mutex::new(end));
        let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let busy: Vec<_> = (0..cores)
            .map(|_| {
                let end = Arc::clone(&end);
                Box::pin(compute.run(move || end.lock().is_ok_and(|end| end.recv().is_err())))
            })
            .collect();
        let mut busy = join_all(busy);
        assert!((&mut busy).now_or_never().is_none());
        let (tell, told) = channel();
        let mut left = Box::pin(compute.run(move || tell.send(())));
        assert!((&mut left).now_or_never().is_none());
        drop(left);
        drop(leash);
        busy.await;
        compute.run(|| ()).await;
        assert!(told.recv().is_err());
    }
}
