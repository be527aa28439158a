//! S: markup, links, characters and secrets that must not reach a client.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
