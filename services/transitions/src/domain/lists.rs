//! Lists of identifiers that a thing names.

use std::collections::BTreeSet;

use blocks::{findings::Findings, values::Id};

/// Most identifiers of one list.
pub const LIST_MAX: usize = 50;

/// Notes when there are too few or too many, or one stands twice.
pub fn check_count(findings: &mut Findings, field: &str, ids: &[Id], least: usize) {
    let count = (least..=LIST_MAX).contains(&ids.len());
    findings.check(count, field, format!("{least} to {LIST_MAX} of them"));
    findings.distinct(field, "", ids);
}

/// Notes each one that is not among the known ones.
pub fn check_known(findings: &mut Findings, field: &str, ids: &[Id], known: &BTreeSet<Id>, expected: &str) {
    for (index, id) in ids.iter().enumerate() {
        findings.check(known.contains(id), format!("{field}[{index}]"), expected);
    }
}
