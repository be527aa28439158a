//! AICMO: turns a client's brief into an agency-grade marketing report.
//!
//! `docs/ARCHITECTURE.md` says how the parts fit together and which of them may use which.

pub mod app;
pub mod cli;
pub mod client;
pub mod clock;
pub mod config;
pub mod domain;
mod embedded;
pub mod http;
pub mod packs;
pub mod pipeline;
pub mod providers;
pub mod quality;
pub mod runs;
pub mod telemetry;
pub mod verification;
pub mod writing;
