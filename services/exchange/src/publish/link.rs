//! What is published of links, without who did it.

use blocks::publish::event;
use contracts::exchange::v1;
use eventing::Published;

use crate::{contract::link::written, domain::link::Fact};

/// The message for a fact of a link.
pub(super) fn message(programme_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Requested {
            content,
            revision,
            by: _,
            requested_on,
        } => {
            let message = v1::LinkRequested {
                link: Some(written(&content)),
                revision,
                requested_on: requested_on.to_string(),
            };
            event(programme_id, &message)
        }
        Fact::Approved {
            content,
            by: _,
            approved_on,
        } => {
            let message = v1::LinkApproved {
                link: Some(written(&content)),
                approved_on: approved_on.to_string(),
            };
            event(programme_id, &message)
        }
        Fact::Ended {
            programme_id: programme,
            reason,
            by: _,
            ended_on,
        } => {
            let message = v1::LinkEnded {
                programme_id: programme,
                reason,
                ended_on: ended_on.to_string(),
            };
            event(programme_id, &message)
        }
    }
}
