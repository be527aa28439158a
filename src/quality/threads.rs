//! The threads that the gate reads the sections of a long report on, as many as the machine has
//! cores. A short one is judged where it is: to hand it over would cost more than it saves.
//!
//! They are always the same ones, and nothing else runs on them: a compiled pattern keeps scratch
//! memory for each thread that ever used it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};

use rayon::{ThreadPool, ThreadPoolBuilder};

static THREADS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let pool = ThreadPoolBuilder::new().thread_name(|number| format!("gate-{number}")).build();
    pool.inspect_err(|error| tracing::error!(%error, "the gate has no threads of its own")).ok()
});

/// Bytes from which on a report is long.
const LONG: usize = 48_000;
/// Into how many parts each thread's share of what is left would go: it takes one of them, and the
/// next one is smaller, so that none ends long after the others.
const PARTS: usize = 2;

/// Runs `work` on texts of `bytes` together on the threads if those are long, else in place; a
/// panic inside goes on in the caller.
pub(super) fn run<T: Send>(bytes: usize, work: impl FnOnce() -> T + Send) -> T {
    match Some(bytes).filter(|bytes| *bytes >= LONG).and_then(|_| THREADS.as_ref()) {
        Some(threads) => threads.install(work),
        None => work(),
    }
}

/// What `of` makes of each of `items`, in their order; all threads are at work where [`run`] said
/// so.
pub(super) fn map<'i, I: Sync, T: Send + Sync>(
    items: &'i [I],
    of: impl Fn(usize, &'i I) -> T + Sync,
) -> Vec<T> {
    if rayon::current_thread_index().is_some() {
        let each: Vec<&'i [I]> = items.chunks(1).collect();
        shared_out(&each, |at, one| one.iter().map(|item| of(at, item)).collect())
    } else {
        items.iter().enumerate().map(|(at, item)| of(at, item)).collect()
    }
}

/// What `of` makes of parts of `items`, in their order: of all of them at once where there is no
/// other thread to help.
pub(super) fn map_in_parts<'i, I: Sync, T: Send + Sync>(
    items: &'i [I],
    of: impl Fn(&'i [I]) -> Vec<T> + Sync,
) -> Vec<T> {
    if rayon::current_thread_index().is_some() {
        shared_out(&parts(items), |_, part| of(part))
    } else {
        of(items)
    }
}

/// `items` in parts that become smaller, so that no thread waits long for the last one.
fn parts<I>(items: &[I]) -> Vec<&[I]> {
    let threads = rayon::current_num_threads();
    let mut parts = vec![];
    let mut rest = items;
    while !rest.is_empty() {
        let (part, more) = rest.split_at(rest.len().div_ceil(PARTS * threads));
        parts.push(part);
        rest = more;
    }
    parts
}

/// What `of` makes of each of `parts`, in their order: each thread takes the next one as soon as it
/// is done with the one before.
fn shared_out<P: Copy + Sync, T: Send + Sync>(
    parts: &[P],
    of: impl Fn(usize, P) -> Vec<T> + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let made: Vec<OnceLock<Vec<T>>> = parts.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((part, made)) = parts.get(at).zip(made.get(at)) else { return };
            made.get_or_init(|| of(at, *part));
        }
    };
    // A thread that is busy with another report helps when there is nothing left to do.
    rayon::scope(|scope| {
        (1..rayon::current_num_threads()).for_each(|_| scope.spawn(|_| work()));
        work();
    });
    made.into_iter().filter_map(OnceLock::into_inner).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{LONG, map, map_in_parts, run};

    #[test]
    fn keeps_the_order_and_stays_on_its_threads() {
        let items: Vec<usize> = (0..500).collect();
        let read = run(LONG, || {
            map(&items, |at, item| {
                let name = std::thread::current().name().map(str::to_owned);
                (at, *item * 2, name)
            })
        });
        for (item, (at, twice, name)) in items.iter().zip(read) {
            assert_eq!((at, twice), (*item, 2 * item));
            assert!(name.is_some_and(|name| name.starts_with("gate-")));
        }
        let here = std::thread::current().id();
        assert_eq!(run(LONG - 1, || std::thread::current().id()), here);
        assert_eq!(map(&items, |at, item| at + item), map(&items, |at, _| 2 * at));
        let twice = |part: &[usize]| part.iter().map(|item| 2 * item).collect::<Vec<_>>();
        assert_eq!(run(LONG, || map_in_parts(&items, twice)), map_in_parts(&items, twice));
        assert!(run(LONG, || map_in_parts(&[], twice)).is_empty());
    }
}
