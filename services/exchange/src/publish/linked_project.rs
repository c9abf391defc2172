//! What is published of linked projects, without who did it.

use blocks::publish::event;
use contracts::exchange::v1;
use eventing::Published;
use runtime::receipt::proto_time;

use crate::{
    contract::{link::project, reported::written},
    domain::linked_project::Fact,
};

/// The message for a fact of a linked project.
pub(super) fn message(stream_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Described {
            programme_id,
            content,
            by: _,
            described_on,
        } => {
            let message = v1::LinkedProjectDescribed {
                programme_id,
                project: Some(project(&content)),
                described_on: described_on.to_string(),
            };
            event(stream_id, &message)
        }
        Fact::Removed {
            programme_id,
            project_id,
            reason,
            by: _,
            removed_on,
        } => {
            let message = v1::LinkedProjectRemoved {
                programme_id,
                project_id,
                reason,
                removed_on: removed_on.to_string(),
            };
            event(stream_id, &message)
        }
        Fact::Reported {
            programme_id,
            project_id,
            reported,
            by: _,
        } => {
            let message = v1::LinkedProjectReported {
                programme_id,
                project_id,
                event_id: reported.event_id,
                source: reported.source,
                reported_at: Some(proto_time(reported.reported_at)),
                what: Some(written(&reported.news)),
            };
            event(stream_id, &message)
        }
    }
}
