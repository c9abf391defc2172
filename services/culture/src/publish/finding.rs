//! Findings, as published: what they say once they are, and to the hub that there is something to review.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{contract::finding, domain::finding::Fact};

/// The message for a fact of a finding, without who wrote or reviewed it; none for what concerns one that was never published.
pub(super) fn message(finding_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = finding_id.to_owned();
    match fact {
        Fact::Proposed {
            content, revision, ..
        } => {
            let message = v1::FindingProposed {
                finding_id: id,
                workgroup_id: content.workgroup_id,
                revision,
            };
            event(finding_id, &message)
        }
        Fact::Reviewed { approved, .. } => {
            let message = v1::FindingReviewed {
                finding_id: id,
                approved,
            };
            event(finding_id, &message)
        }
        Fact::Published {
            content,
            dissents,
            published_on,
        } => {
            let message = v1::FindingPublished {
                finding: Some(finding::content(&content)),
                dissents: dissents.iter().map(finding::dissent).collect(),
                published_on: published_on.to_string(),
            };
            event(finding_id, &message)
        }
        Fact::Disputed {
            dissent, published, ..
        } if published => {
            let dissent = Some(finding::dissent(&dissent));
            let message = v1::FindingDisputed {
                finding_id: id,
                dissent,
            };
            event(finding_id, &message)
        }
        Fact::Retired {
            reason,
            superseded_by,
            had_been_published,
            retired_on,
        } if had_been_published => {
            let message = v1::FindingRetired {
                finding_id: id,
                reason,
                superseded_by: superseded_by.unwrap_or_default(),
                retired_on: retired_on.to_string(),
            };
            event(finding_id, &message)
        }
        Fact::Disputed { .. } | Fact::Retired { .. } => Ok(Vec::new()),
    }
}
