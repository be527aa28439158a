//! The one integration binary: the service from outside, and rules that hold for the whole tree.
#![expect(
    clippy::expect_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test fails by panicking, and support code serves more than one binary"
)]

mod architecture;
mod http_errors;
mod http_pages;
mod http_reports;
mod pipeline;
mod pipeline_simulated;
mod runs;
#[path = "../support/simulated_llm/mod.rs"]
mod simulated_llm;
mod support;
#[path = "../support/world.rs"]
mod world;
