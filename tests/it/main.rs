//! The one integration binary: the service from outside, and rules that hold for the whole tree.
#![expect(
    clippy::expect_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test fails by panicking, and support code serves more than one binary"
)]

mod all_packs_simulation;
mod api_endpoint_integration;
mod architecture;
mod eleventh_pack;
mod gate_command;
mod growth_packs;
mod http_access;
mod http_ends;
mod http_errors;
mod http_llm;
mod http_pages;
mod http_reports;
mod http_runs;
mod llm_healthcheck;
mod llm_writer;
mod llm_writer_facts;
mod no_stub_in_production_config;
mod obedient_model;
mod operations;
mod packs;
mod pipeline;
mod pipeline_simulated;
mod pipeline_spine;
mod providers;
mod providers_faults;
mod providers_hang;
mod providers_headers;
mod providers_reports;
mod providers_streams;
mod providers_time;
mod providers_unseen;
#[path = "../support/raw_provider.rs"]
mod raw_provider;
mod runs;
mod runs_cache;
mod runs_kept;
#[path = "../support/simulated_llm/mod.rs"]
mod simulated_llm;
mod simulator;
mod stub_corpus;
mod support;
#[path = "../support/world.rs"]
mod world;
