//! Awards, as published. What was asked for and refused, and the agency's words, stay in the block.

use contracts::transitions::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{
        application::content,
        award::{outcome, standing},
        rules::size_class,
    },
    domain::award::Fact,
};

/// The message for a fact about the awards of a call. Its subject is the application.
pub(super) fn message(_call_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        Fact::Recorded {
            application_id,
            award,
            application,
            rules,
            call_id,
            tranche_id,
        } => {
            let due = award.conditions.iter().map(|condition| condition.due_on).max();
            let message = v1::AwardRecorded {
                application_id: application_id.clone(),
                call_id,
                tranche_id,
                theme_id: application.theme_id.clone().unwrap_or_default(),
                outcome: outcome(award.standing).into(),
                size_class: size_class(award.size_class).into(),
                awarded_cents: award.awarded.0,
                reference: award.decision.reference.clone(),
                decided_on: award.decision.decided_on.to_string(),
                conditions_due_on: due.map_or_else(String::new, |day| day.to_string()),
                block_id: rules.block_id.clone(),
                scheme_id: rules.scheme_id.clone(),
                scheme_version: rules.version,
                application: award.standing.takes().then(|| content(&application)),
            };
            event(&application_id, &message)
        }
        Fact::ConditionDecided {
            application_id,
            condition_id,
            met,
            decision,
            standing: now,
            awarded,
        } => {
            let message = v1::ConditionDecided {
                application_id: application_id.clone(),
                condition_id,
                met,
                state: standing(now).into(),
                awarded_cents: awarded.0,
                reference: decision.reference,
                decided_on: decision.decided_on.to_string(),
            };
            event(&application_id, &message)
        }
        Fact::AdvancePaid {
            application_id,
            advance,
            total,
        } => {
            let message = v1::AdvancePaid {
                application_id: application_id.clone(),
                cents: advance.amount.0,
                total_cents: total.0,
                paid_on: advance.paid_on.to_string(),
                reference: advance.reference,
            };
            event(&application_id, &message)
        }
        Fact::ChangeRequested {
            application_id,
            change,
            by: _,
            at: _,
        } => {
            let message = v1::AwardChangeRequested {
                application_id: application_id.clone(),
                change_id: change.change_id,
            };
            event(&application_id, &message)
        }
        Fact::ChangeDecided {
            application_id,
            change_id,
            approved,
            decision,
            awarded,
        } => {
            let message = v1::AwardChangeDecided {
                application_id: application_id.clone(),
                change_id,
                approved,
                awarded_cents: awarded.0,
                reference: decision.reference,
                decided_on: decision.decided_on.to_string(),
            };
            event(&application_id, &message)
        }
        Fact::Determined {
            application_id,
            determined,
            decision,
        } => {
            let message = v1::GrantDetermined {
                application_id: application_id.clone(),
                determined_cents: determined.0,
                reference: decision.reference,
                decided_on: decision.decided_on.to_string(),
            };
            event(&application_id, &message)
        }
    }
}
