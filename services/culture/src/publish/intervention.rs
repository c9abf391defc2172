//! Interventions, as published: all of them.

use contracts::culture::v1;
use eventing::Published;

use super::event;
use crate::{contract::intervention, domain::intervention::Fact};

/// The message for a fact of an intervention.
pub(super) fn message(intervention_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = intervention_id.to_owned();
    match fact {
        Fact::Planned { content, revision } => {
            let message = v1::InterventionPlanned {
                intervention: Some(intervention::content(&content)),
                revision,
            };
            event(intervention_id, &message)
        }
        Fact::Started {
            project_id,
            started_on,
        } => {
            let message = v1::InterventionStarted {
                intervention_id: id,
                project_id: project_id.unwrap_or_default(),
                started_on: started_on.to_string(),
            };
            event(intervention_id, &message)
        }
        Fact::Stopped {
            project_id,
            reason,
            realised,
            stopped_on,
        } => {
            let message = v1::InterventionStopped {
                intervention_id: id,
                project_id: project_id.unwrap_or_default(),
                reason,
                realised_cents: realised.0,
                stopped_on: stopped_on.to_string(),
            };
            event(intervention_id, &message)
        }
        Fact::Finished {
            project_id,
            realised,
            finished_on,
        } => {
            let message = v1::InterventionFinished {
                intervention_id: id,
                project_id: project_id.unwrap_or_default(),
                realised_cents: realised.0,
                finished_on: finished_on.to_string(),
            };
            event(intervention_id, &message)
        }
        Fact::EffectObserved { project_id, effect } => {
            let message = v1::EffectObserved {
                intervention_id: id,
                project_id: project_id.unwrap_or_default(),
                effect: Some(intervention::kept_effect(&effect)),
            };
            event(intervention_id, &message)
        }
    }
}
