//! Emerging skills, as published. Who proposed and reviewed them, and why they were decided as they were, stays in the block; dissent is
//! published with its reason.

use contracts::radar::v1;
use eventing::Published;
use jiff::civil::Date;

use super::event;
use crate::{
    contract::skill::{dissent as written, reference, regions, skill, state},
    domain::skill::{Fact, Stage},
};

/// The message for a fact of a skill.
pub(super) fn message(skill_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = skill_id.to_owned();
    let curated = |stage: Stage, since: Date| {
        let message = v1::SkillCurated {
            skill_id: id.clone(),
            state: state(stage).into(),
            since: since.to_string(),
        };
        event(skill_id, &message)
    };
    match fact {
        Fact::Proposed {
            content: _,
            reason: _,
            by: _,
            proposed_on,
        } => curated(Stage::Proposed, proposed_on),
        Fact::TakenUnderReview { by: _, since } => curated(Stage::InReview, since),
        Fact::Decided {
            is_valid,
            reason: _,
            by: _,
            decided_on,
        } => curated(
            if is_valid {
                Stage::Validated
            } else {
                Stage::Rejected
            },
            decided_on,
        ),
        Fact::Published {
            content,
            support,
            dissents,
            by: _,
            published_on,
        } => {
            let message = v1::SkillPublished {
                reference: reference(&content.reference()),
                skill: Some(skill(&content)),
                sources: support.sources,
                publishers: support.publishers,
                regions: regions(&support.regions),
                dissents,
                published_on: published_on.to_string(),
            };
            event(skill_id, &message)
        }
        Fact::Merged {
            was_published: false, ..
        }
        | Fact::SourceCited { .. } => Ok(Vec::new()),
        Fact::Merged {
            reference: own,
            into,
            into_reference,
            was_published: true,
            reason: _,
            by: _,
            merged_on,
        } => {
            let message = v1::SkillMerged {
                skill_id: id,
                reference: reference(&own),
                into_skill_id: into,
                into_reference: reference(&into_reference),
                merged_on: merged_on.to_string(),
            };
            event(skill_id, &message)
        }
        Fact::Retired {
            reference: own,
            reason: _,
            by: _,
            retired_on,
        } => {
            let message = v1::SkillRetired {
                skill_id: id,
                reference: reference(&own),
                retired_on: retired_on.to_string(),
            };
            event(skill_id, &message)
        }
        Fact::Dissented { dissent, by: _ } => match dissent.stage {
            Stage::Published | Stage::Retired => {
                let message = v1::DissentRecorded {
                    skill_id: id,
                    dissent: Some(written(&dissent)),
                };
                event(skill_id, &message)
            }
            Stage::Proposed | Stage::InReview | Stage::Validated | Stage::Rejected | Stage::Merged => {
                Ok(Vec::new())
            }
        },
    }
}
