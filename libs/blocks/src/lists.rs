//! Lists of identifiers that a thing names.

use std::collections::BTreeSet;

use runtime::parse::Faults;

use crate::{findings::Findings, values::Id};

/// Most identifiers of one list.
pub const LIST_MAX: usize = 50;
/// Most identifiers of a list that are read at all.
const READ_MAX: usize = 200;

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

/// Reads identifiers; `field` is the path of the list.
pub fn read_ids(faults: &mut Faults, field: &str, ids: &[String]) -> Vec<Id> {
    faults.at_most(field, ids, READ_MAX);
    let ids = ids.iter().take(READ_MAX).enumerate();
    ids.map(|(index, id)| faults.id(&format!("{field}[{index}]"), id))
        .collect()
}
