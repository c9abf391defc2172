//! Keys, recipients, credentials and checks.

use contracts::professionalisation::v1;
use credentials::{IdentityType, Iri, Outcome, Report, Verdict};
use jiff::{Timestamp, civil::Date};
use runtime::{parse::Faults, receipt::proto_time};
use uuid::Uuid;

use super::values::{NAME_CHARS_MAX, day, read_choice};
use crate::{
    domain::{
        issuance::{BATCH_MAX, Reason},
        keyring::{Algorithm, Key, Standing},
    },
    issuing::{Form, Identity, Recipient},
    vault::Held,
};

/// Most names of one learner.
const IDENTITIES_MAX: usize = 5;

/// Reads an algorithm.
pub fn read_algorithm(faults: &mut Faults, field: &str, number: i32) -> Option<Algorithm> {
    read_choice(faults, field, number, |it| match it {
        v1::KeyAlgorithm::Unspecified => None,
        v1::KeyAlgorithm::Ed25519 => Some(Algorithm::Ed25519),
        v1::KeyAlgorithm::Rs256 => Some(Algorithm::Rs256),
    })
}

/// Writes an algorithm.
#[must_use]
pub fn algorithm(it: Algorithm) -> v1::KeyAlgorithm {
    match it {
        Algorithm::Ed25519 => v1::KeyAlgorithm::Ed25519,
        Algorithm::Rs256 => v1::KeyAlgorithm::Rs256,
    }
}

/// Writes a key that was just taken into use.
#[must_use]
pub fn new_key(it: &Key) -> v1::ProviderKey {
    v1::ProviderKey {
        key_id: it.key_id.clone(),
        algorithm: algorithm(it.algorithm).into(),
        public_key: it.public_key.clone(),
        state: v1::KeyState::Active.into(),
        created_on: it.created_on.to_string(),
        retired_on: String::new(),
    }
}

/// Writes a key and how it stands.
#[must_use]
pub fn key(it: &Standing) -> v1::ProviderKey {
    let state = match (it.retired_on, it.compromised) {
        (_, true) => v1::KeyState::Compromised,
        (Some(_), false) => v1::KeyState::Retired,
        (None, false) => v1::KeyState::Active,
    };
    v1::ProviderKey {
        state: state.into(),
        retired_on: day(it.retired_on),
        ..new_key(&it.key)
    }
}

/// Reads the form of a proof.
pub fn read_form(faults: &mut Faults, field: &str, number: i32) -> Form {
    let form = v1::ProofForm::try_from(number).ok();
    faults.check(field, form.is_some(), "one of the values of the contract");
    match form {
        Some(v1::ProofForm::Jwt) => Form::Jwt,
        Some(v1::ProofForm::Unspecified | v1::ProofForm::Embedded) | None => Form::Embedded,
    }
}

/// Reads why a credential is revoked.
pub fn read_reason(faults: &mut Faults, field: &str, number: i32) -> Option<Reason> {
    read_choice(faults, field, number, |it| match it {
        v1::RevocationReason::Unspecified => None,
        v1::RevocationReason::IssuedInError => Some(Reason::IssuedInError),
        v1::RevocationReason::GroundLapsed => Some(Reason::GroundLapsed),
        v1::RevocationReason::Replaced => Some(Reason::Replaced),
        v1::RevocationReason::HolderAsked => Some(Reason::HolderAsked),
    })
}

/// Reads to whom credentials are issued. Faults name the field and never repeat what was given: it is personal.
pub fn read_recipients(faults: &mut Faults, recipients: &[v1::Recipient], today: Date) -> Vec<Recipient> {
    faults.at_most("recipients", recipients, BATCH_MAX);
    let recipients = recipients.iter().take(BATCH_MAX).enumerate();
    recipients
        .map(|(index, it)| read_recipient(faults, &format!("recipients[{index}]"), it, today))
        .collect()
}

fn read_recipient(faults: &mut Faults, field: &str, it: &v1::Recipient, today: Date) -> Recipient {
    let at = |name: &str| format!("{field}.{name}");
    let holder_id = Uuid::try_parse(&it.holder_id).ok();
    let given = it.holder_id.is_empty() || holder_id.is_some();
    faults.check(&at("holder_id"), given, "a passport, or empty to begin one");
    let did = Iri::parse(it.did.as_str())
        .ok()
        .filter(|did| did.as_str().starts_with("did:"));
    let expected = "a decentralised identifier such as did:key:..., or empty";
    faults.check(&at("did"), it.did.is_empty() || did.is_some(), expected);
    let named = !it.identities.is_empty() || !it.did.is_empty();
    faults.check(&at("identities"), named, "at least one, unless there is a DID");
    faults.at_most(&at("identities"), &it.identities, IDENTITIES_MAX);
    let achieved_on = faults.optional_date(&at("achieved_on"), &it.achieved_on);
    let past = achieved_on.is_none_or(|day| day <= today);
    faults.check(
        &at("achieved_on"),
        past,
        &format!("a day not after today, {today}"),
    );
    let identities = it.identities.iter().take(IDENTITIES_MAX).enumerate();
    let identities =
        identities.filter_map(|(index, it)| read_identity(faults, &at(&format!("identities[{index}]")), it));
    Recipient {
        identities: identities.collect(),
        holder_id,
        did,
        achieved_on,
    }
}

fn read_identity(faults: &mut Faults, field: &str, it: &v1::Identity) -> Option<Identity> {
    let kind = read_choice(faults, &format!("{field}.kind"), it.kind, |kind| match kind {
        v1::IdentityKind::Unspecified => None,
        v1::IdentityKind::Name => Some(IdentityType::Name),
        v1::IdentityKind::EmailAddress => Some(IdentityType::EmailAddress),
        v1::IdentityKind::SystemId => Some(IdentityType::SystemId),
    });
    let value = it.value.trim();
    let fits =
        !value.is_empty() && value.chars().count() <= NAME_CHARS_MAX && !value.chars().any(char::is_control);
    let expected = format!("1 to {NAME_CHARS_MAX} characters, none of them control characters");
    faults.check(&format!("{field}.value"), fits, &expected);
    let address = kind != Some(IdentityType::EmailAddress) || value.contains('@');
    faults.check(&format!("{field}.value"), address, "an e-mail address");
    Some(Identity {
        kind: kind?,
        value: value.to_owned(),
    })
}

/// Writes a credential that was issued.
#[must_use]
pub fn issued(it: Held) -> v1::IssuedCredential {
    v1::IssuedCredential {
        credential_id: format!("urn:uuid:{}", it.credential_id),
        holder_id: it.holder_id.to_string(),
        document: it.holding.document,
        status_number: it.number,
    }
}

/// Writes what came of a verification.
#[must_use]
pub fn report(it: &Report, checked_at: Timestamp) -> v1::VerifyCredentialResponse {
    let check = |it: &credentials::Check| v1::CredentialCheck {
        check: it.step.as_str().to_owned(),
        outcome: match it.outcome {
            Outcome::Passed => v1::CheckOutcome::Passed,
            Outcome::Failed => v1::CheckOutcome::Failed,
            Outcome::NotChecked => v1::CheckOutcome::Unchecked,
        }
        .into(),
        reason: it.reason.to_owned(),
        detail: it.sentence.clone(),
    };
    v1::VerifyCredentialResponse {
        valid: it.verdict() == Verdict::Verified,
        checks: it.checks.iter().map(check).collect(),
        checked_at: Some(proto_time(checked_at)),
    }
}
