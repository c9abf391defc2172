//! Keys, counts and erasures, as published. What was issued and revoked itself is not.

use contracts::professionalisation::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::issuing::new_key,
    domain::{
        counting::{self, Counted},
        issuance, keyring, passport,
    },
};

/// The message for a fact of a keyring.
pub(super) fn key(provider_id: &str, fact: keyring::Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = provider_id.to_owned();
    match fact {
        keyring::Fact::Rotated { key, retired_key_id } => {
            let message = v1::ProviderKeyRotated {
                provider_id: id,
                key: Some(new_key(&key)),
                retired_key_id: retired_key_id.unwrap_or_default(),
            };
            event(provider_id, &message)
        }
        keyring::Fact::Retired {
            key_id,
            compromised,
            retired_on,
        } => {
            let message = v1::ProviderKeyRetired {
                provider_id: id,
                key_id,
                compromised,
                retired_on: retired_on.to_string(),
            };
            event(provider_id, &message)
        }
    }
}

/// Nothing for a fact of an issuance: one alone may be a count of one.
pub(super) fn issuance(_: &str, fact: issuance::Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        issuance::Fact::Issued { .. } | issuance::Fact::Revoked { .. } => Ok(Vec::new()),
    }
}

/// The message for a fact of the counting, without what went into the cells.
pub(super) fn counting(_: &str, fact: counting::Fact) -> Result<Vec<Published>, serde_json::Error> {
    let counting::Fact::MonthCounted {
        month,
        cells,
        taken: _,
        least,
        held_back,
        part,
        parts,
    } = fact;
    let month = month.to_string();
    let message = v1::IssuanceCounted {
        month: month.clone(),
        cells: cells.into_iter().map(cell).collect(),
        least,
        held_back,
        part,
        parts,
    };
    event(&month, &message)
}

fn cell(it: Counted) -> v1::IssuanceCell {
    v1::IssuanceCell {
        class_id: it.cell.class_id.unwrap_or_default(),
        provider_id: it.cell.provider_id.unwrap_or_default(),
        region_id: it.cell.region_id.unwrap_or_default(),
        issued: it.count.issued,
        revoked: it.count.revoked,
    }
}

/// The message for a fact of an erasure.
pub(super) fn erasure(erasure_id: &str, fact: passport::Fact) -> Result<Vec<Published>, serde_json::Error> {
    let passport::Fact::Erased { erased_on } = fact;
    let message = v1::PassportErased {
        erased_on: erased_on.to_string(),
    };
    event(erasure_id, &message)
}
