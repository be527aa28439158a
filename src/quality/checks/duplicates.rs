//! D: repeated paragraphs and sentences.

use crate::quality::registry::Check;

pub(super) const CHECKS: &[Check] = &[];
