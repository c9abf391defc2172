//! Credential classes, as published: what they say only once they were published, and never who reviewed them or why.

use contracts::professionalisation::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::class,
    domain::class::{Content, Fact},
};

/// The message for a fact of a class.
pub(super) fn message(class_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = class_id.to_owned();
    match fact {
        Fact::Proposed { content, .. } => event(class_id, &proposed(&content, 1)),
        Fact::Revised {
            content, revision, ..
        } => event(class_id, &proposed(&content, revision)),
        Fact::Reviewed { approved, .. } => {
            let message = v1::CredentialClassReviewed {
                class_id: id,
                approved,
            };
            event(class_id, &message)
        }
        Fact::Accredited {
            accreditation,
            provider_id,
        } => {
            let message = v1::CredentialClassAccredited {
                class_id: id,
                provider_id,
                reference: accreditation.reference,
                accredited_on: accreditation.accredited_on.to_string(),
            };
            event(class_id, &message)
        }
        Fact::Published {
            content,
            published_on,
        } => {
            let message = v1::CredentialClassPublished {
                credential_class: Some(class::content(&content)),
                published_on: published_on.to_string(),
            };
            event(class_id, &message)
        }
        Fact::Withdrawn {
            had_been_published,
            withdrawn_on,
            ..
        } => {
            let message = v1::CredentialClassWithdrawn {
                class_id: id,
                had_been_published,
                withdrawn_on: withdrawn_on.to_string(),
            };
            event(class_id, &message)
        }
    }
}

fn proposed(content: &Content, revision: u32) -> v1::CredentialClassProposed {
    v1::CredentialClassProposed {
        class_id: content.class_id.clone(),
        provider_id: content.provider_id.clone(),
        revision,
    }
}
