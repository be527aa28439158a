//! A small world for tests of the pipeline and of runs: one pack, one brief, one scripted writer.

mod fake_writer;
mod tiny;

pub use fake_writer::{FakeWriter, Spoiled};
pub use tiny::{pipeline, request, runs};
