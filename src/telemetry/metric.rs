//! The metrics recorder of the process, without a listener of its own: `/metrics` renders it.

use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::process;

/// Renders the metrics of the process.
#[derive(Clone)]
pub struct Metrics(PrometheusHandle);

static RECORDER: OnceLock<Metrics> = OnceLock::new();

/// Upper bounds in seconds: our own work, calls to providers, whole reports.
const FINE: &[f64] =
    &[0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1.0];
const CALLS: &[f64] = &[0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 90.0, 180.0];
const REPORTS: &[f64] =
    &[0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0];

impl Metrics {
    /// The recorder of the process; installed by the first call.
    #[must_use]
    pub fn install() -> Self {
        RECORDER
            .get_or_init(|| {
                let recorder = builder().build_recorder();
                let handle = recorder.handle();
                let _ = metrics::set_global_recorder(recorder);
                super::llm::describe();
                super::report::describe();
                process::describe();
                Self(handle)
            })
            .clone()
    }

    /// The text that Prometheus reads.
    #[must_use]
    pub fn render(&self) -> String {
        process::measure();
        self.0.render()
    }

    /// Frees what the histograms have gathered; to be called every few seconds.
    pub fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

fn builder() -> PrometheusBuilder {
    let buckets = [
        ("aicmo_gate_duration_seconds", FINE),
        ("aicmo_llm_overhead_seconds", FINE),
        ("aicmo_llm_attempt_duration_seconds", CALLS),
        ("aicmo_report_duration_seconds", REPORTS),
    ];
    buckets.into_iter().fold(PrometheusBuilder::new(), |builder, (name, bounds)| {
        let matcher = Matcher::Full(name.to_owned());
        // It fails only for an empty list of bounds, and none is empty.
        builder.set_buckets_for_metric(matcher, bounds).unwrap_or_default()
    })
}
