//! Lossless fixes of an answer, before it is rendered.

use crate::domain::{RepairKind, RepairRecord, SectionAnswer};
use crate::quality::fixes::fix_answer;
use crate::writing::Written;

/// The answer after lossless fixes, and the record of them where there were any.
pub(super) fn mended(
    written: Written<SectionAnswer>,
    brand: &str,
) -> (Written<SectionAnswer>, Option<RepairRecord>) {
    let (value, applied) = fix_answer(written.value, brand);
    let mut checks: Vec<String> = applied.iter().map(|fix| fix.check.to_owned()).collect();
    checks.sort();
    checks.dedup();
    let provider = "pipeline".to_owned();
    let record = RepairRecord { kind: RepairKind::Fix, checks, provider };
    let record = (!applied.is_empty()).then_some(record);
    (Written { value, ..written }, record)
}
