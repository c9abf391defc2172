//! From requests about proofs to what they mean; all faults at once.

use contracts::ledger::v1::{
    AddCosignatureRequest, GetEventRequest, ProveConsistencyRequest, ProveInclusionRequest,
    get_event_request, prove_inclusion_request,
};
use eventing::FieldFault;
use runtime::fault::{Fault, together};
use transparency::SignatureLine;

use super::request::{self, Key, fault, finish};

/// A proof of inclusion that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inclusion {
    /// Of which entry.
    pub(super) key: Key,
    /// In the tree of which size.
    pub(super) size: Option<u64>,
}

/// A proof of consistency that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Consistency {
    /// The earlier size, at least 1.
    pub(super) old: u64,
    /// The later size, at least the earlier one.
    pub(super) new: Option<u64>,
}

/// A cosignature that is handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cosignature {
    /// Size of the checkpoint.
    pub(super) size: u64,
    /// The line.
    pub(super) line: SignatureLine,
}

/// Checks a request for a proof of inclusion.
pub(super) fn inclusion(request: ProveInclusionRequest) -> Result<Inclusion, Fault> {
    let key = request.key.map(|key| match key {
        prove_inclusion_request::Key::Position(position) => get_event_request::Key::Position(position),
        prove_inclusion_request::Key::EventId(id) => get_event_request::Key::EventId(id),
    });
    let size = size("tree_size", request.tree_size);
    let (key, size) = together(request::key(GetEventRequest { key }), size)?;
    let size = (size > 0).then_some(size);
    if let (Key::Position(position), Some(size)) = (&key, size)
        && size < *position
    {
        return Err(Fault::invalid(vec![too_small(size, *position)]));
    }
    Ok(Inclusion { key, size })
}

/// That a tree does not reach an entry.
pub(super) fn too_small(size: u64, position: u64) -> FieldFault {
    fault(
        "tree_size",
        &format!("at least the entry's position, {position}"),
        size,
    )
}

/// Checks a request for a proof of consistency.
pub(super) fn consistency(request: ProveConsistencyRequest) -> Result<Consistency, Fault> {
    let (old, new) = (request.old_size, request.new_size);
    let mut faults = Vec::new();
    for (field, size) in [("old_size", old), ("new_size", new)] {
        faults.extend(over(field, size));
    }
    if old == 0 {
        faults.push(fault("old_size", "a size from 1", old));
    }
    if new > 0 && new < old {
        faults.push(fault(
            "new_size",
            &format!("at least the earlier size, {old}, or 0"),
            new,
        ));
    }
    let new = (new > 0).then_some(new);
    finish(Consistency { old, new }, faults)
}

/// Checks a cosignature that is handed in.
pub(super) fn cosignature(request: &AddCosignatureRequest) -> Result<Cosignature, Fault> {
    let text = &request.signature_line;
    let line = SignatureLine::parse(text.strip_suffix('\n').unwrap_or(text))
        .map_err(|error| Fault::invalid(vec![FieldFault::new("signature_line", error.to_string())]));
    let (size, line) = together(size("size", request.size), line)?;
    Ok(Cosignature { size, line })
}

/// Checks the size of a tree.
pub(super) fn size(field: &str, size: u64) -> Result<u64, Fault> {
    finish(size, over(field, size).into_iter().collect())
}

fn over(field: &str, size: u64) -> Option<FieldFault> {
    let expected = "a size: at most 9223372036854775807";
    i64::try_from(size).is_err().then(|| fault(field, expected, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<T: std::fmt::Debug>(result: Result<T, Fault>) -> Vec<String> {
        let fault = result.unwrap_err();
        fault.fields().iter().map(|fault| fault.field.clone()).collect()
    }

    #[test]
    fn all_faults_of_a_request_are_told_at_once() {
        let request = ProveInclusionRequest {
            key: None,
            tree_size: u64::MAX,
        };
        assert_eq!(fields(inclusion(request)), ["key", "tree_size"]);
        let request = ProveConsistencyRequest {
            old_size: 0,
            new_size: u64::MAX,
        };
        assert_eq!(fields(consistency(request)), ["new_size", "old_size"]);
        let request = AddCosignatureRequest {
            size: u64::MAX,
            signature_line: "me".into(),
        };
        assert_eq!(fields(cosignature(&request)), ["size", "signature_line"]);
    }

    #[test]
    fn a_tree_must_reach_the_entry_and_the_later_size_the_earlier_one() {
        let request = ProveInclusionRequest {
            key: Some(prove_inclusion_request::Key::Position(5)),
            tree_size: 4,
        };
        assert_eq!(fields(inclusion(request)), ["tree_size"]);
        let request = ProveConsistencyRequest {
            old_size: 5,
            new_size: 4,
        };
        assert_eq!(fields(consistency(request)), ["new_size"]);
        let request = ProveConsistencyRequest {
            old_size: 5,
            new_size: 0,
        };
        assert_eq!(consistency(request).unwrap(), Consistency { old: 5, new: None });
    }
}
