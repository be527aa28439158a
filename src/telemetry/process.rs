//! Process metrics under the usual Prometheus names, read from `/proc` at each scrape.
//! Elsewhere than on Linux they are absent.

use std::fs;

use metrics::{describe_gauge, gauge};

/// Kernel ticks a second of `/proc/*/stat`: 100 on every Linux that Rust supports.
const TICKS: f64 = 100.0;

pub(super) fn describe() {
    describe_gauge!("process_resident_memory_bytes", "Resident memory in bytes");
    describe_gauge!("process_virtual_memory_bytes", "Virtual memory in bytes");
    describe_gauge!("process_cpu_seconds_total", "User and system time in seconds");
    describe_gauge!("process_open_fds", "Open file descriptors");
    describe_gauge!("process_max_fds", "Most file descriptors that may be open");
    describe_gauge!("process_threads", "Threads");
    describe_gauge!("process_start_time_seconds", "Start, in seconds since 1970");
}

pub(super) fn measure() {
    if let Ok(status) = fs::read_to_string("/proc/self/status") {
        set("process_resident_memory_bytes", field(&status, "VmRSS:").map(|kb| kb * 1024.0));
        set("process_virtual_memory_bytes", field(&status, "VmSize:").map(|kb| kb * 1024.0));
        set("process_threads", field(&status, "Threads:"));
    }
    if let Ok(limits) = fs::read_to_string("/proc/self/limits") {
        set("process_max_fds", field(&limits, "Max open files"));
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        set("process_open_fds", u32::try_from(open.count()).ok().map(f64::from));
    }
    if let Ok(stat) = fs::read_to_string("/proc/self/stat") {
        let times = times(&stat);
        set("process_cpu_seconds_total", times.map(|(cpu, _)| cpu));
        set("process_start_time_seconds", times.and_then(|(_, up)| Some(booted_at()? + up)));
    }
}

fn set(name: &'static str, value: Option<f64>) {
    if let Some(value) = value {
        gauge!(name).set(value);
    }
}

/// The first number behind `name` at a line's start.
fn field(text: &str, name: &str) -> Option<f64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}

/// Seconds of CPU used, and seconds from the boot to the start of the process.
fn times(stat: &str) -> Option<(f64, f64)> {
    // The command in brackets may hold blanks; field 3 is the first one behind it.
    let (_, rest) = stat.rsplit_once(')')?;
    let at = |field: usize| rest.split_whitespace().nth(field - 3)?.parse::<f64>().ok();
    Some(((at(14)? + at(15)?) / TICKS, at(22)? / TICKS))
}

fn booted_at() -> Option<f64> {
    field(&fs::read_to_string("/proc/stat").ok()?, "btime")
}

#[cfg(test)]
mod tests {
    use super::{field, times};

    #[test]
    fn reads_proc_files() {
        assert_eq!(field("Name:\taicmo\nVmRSS:\t   5120 kB\n", "VmRSS:"), Some(5120.0));
        assert_eq!(field("Name:\taicmo\n", "VmRSS:"), None);
        let stat = "7 (a ) b) S 1 7 7 0 -1 4 9 0 0 0 250 50 0 0 20 0 5 0 12300 1 2";
        assert_eq!(times(stat), Some((3.0, 123.0)));
        assert_eq!(times(""), None);
    }
}
