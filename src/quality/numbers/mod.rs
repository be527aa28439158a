//! Numbers of a text: what each is, where it comes from, and how it is worded (F1, F2).

pub mod arithmetic;
mod around;
pub mod judge;
pub mod known;
pub mod literal;
pub mod nearby;
pub mod place;
pub mod proportions;
pub mod scan;

pub use judge::{Judged, Ledger, Standing};
pub use known::{Fact, Known};
pub use scan::{Kind, Number, scan};
