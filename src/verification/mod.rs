//! Proof that reports can be written: the live check, the smoke test, the simulation and the
//! daily health check, for this build and for a deployment alike.
//!
//! The command line and the admin routes run the same code. Results hold figures and ids, never
//! the text of a report.

mod case;
mod checks;
mod drift;
mod health;
mod junit;
mod matrix;
mod outcome;
mod remote;
mod subject;
mod this_build;

pub use case::{Case, CaseResult, CheckReport, Judged, fresh_max_tokens, request_body};
pub use checks::{CheckOptions, LIVE_PACKS, live_cases, live_check, simulate, smoke_test};
pub use drift::Drift;
pub use health::daily_health;
pub use junit::junit_xml;
pub use matrix::matrix;
pub use outcome::Outcome;
pub use remote::Deployment;
pub use subject::{Progress, Subject, Unreachable};
use this_build::THIS_BUILD;
pub use this_build::{NO_REQUEST, ThisBuild, log_delivered, log_refused};
