//! Small worlds for tests: the service behind its router, and one pack, one brief and one
//! scripted writer for the pipeline and runs.

pub mod binary;
mod fake_writer;
pub mod http;
pub mod log;
mod tiny;

pub use fake_writer::{FakeWriter, Spoiled, SpoiledSpine};
pub use tiny::{parts, pipeline, request, reworded_pack, runs};
