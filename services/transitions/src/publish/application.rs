//! Applications, as published. Drafts, and who assesses what how, stay in the block.

use contracts::transitions::v1;
use eventing::{Published, clock::dutch_date};

use super::event;
use crate::{
    contract::application::content as write,
    domain::application::{Fact, Submission},
};

/// The message for a fact of an application.
pub(super) fn message(application_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = application_id.to_owned();
    match fact {
        Fact::Drafted { .. } | Fact::Filled { .. } | Fact::InterestDeclared { .. } => Ok(Vec::new()),
        Fact::Submitted { content, submission } => {
            let Submission {
                rules,
                tranche_id,
                at,
            } = *submission;
            let message = v1::ApplicationSubmitted {
                application: Some(write(&content)),
                scheme_id: rules.scheme_id,
                scheme_version: rules.version,
                tranche_id,
                submitted_on: dutch_date(at).to_string(),
            };
            event(application_id, &message)
        }
        Fact::Withdrawn {
            reason: _,
            had_been_submitted,
            by: _,
            at: _,
        } => {
            let message = v1::ApplicationWithdrawn {
                application_id: id,
                had_been_submitted,
            };
            event(application_id, &message)
        }
        Fact::Scored { first: false, .. } => Ok(Vec::new()),
        Fact::Scored { first: true, .. } => {
            event(application_id, &v1::ApplicationAssessed { application_id: id })
        }
    }
}
