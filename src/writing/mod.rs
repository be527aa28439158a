//! Writers: what turns a pack, a brief and a strategy into section answers, and how answers
//! become Markdown. The stub writer and the LLM writer stand behind one trait.

mod handover;
pub mod llm;
mod render;
pub mod stub;
#[cfg(test)]
mod testing;
mod writer;

pub use handover::handover_spec;
pub use render::{RenderNames, RenderedSection, render_section};
pub use writer::{
    RawBriefContext, Repair, ReportContext, SectionTask, SpineAgain, Writer, Written,
};
