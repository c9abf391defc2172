//! Bottlenecks and demands, as published. Reasons, findings and who said so stay in the block.

use contracts::transitions::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::demand::{self as write, party, phase, signal},
    domain::{bottleneck, demand},
};

/// The message for a fact of a bottleneck.
pub(super) fn bottleneck(
    bottleneck_id: &str,
    fact: bottleneck::Fact,
) -> Result<Vec<Published>, serde_json::Error> {
    let recorded = |record: &bottleneck::Record, revision| v1::BottleneckRecorded {
        bottleneck: Some(write::bottleneck(record)),
        revision,
    };
    match fact {
        bottleneck::Fact::Recorded { record } => event(bottleneck_id, &recorded(&record, 1)),
        bottleneck::Fact::Revised {
            record,
            revision,
            reason: _,
            by: _,
            at: _,
        } => event(bottleneck_id, &recorded(&record, revision)),
        bottleneck::Fact::Resolved {
            resolution: _,
            resolved_on,
        } => {
            let message = v1::BottleneckResolved {
                bottleneck_id: bottleneck_id.to_owned(),
                resolved_on: resolved_on.to_string(),
            };
            event(bottleneck_id, &message)
        }
    }
}

/// The message for a fact of a demand.
pub(super) fn demand(demand_id: &str, fact: demand::Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = demand_id.to_owned();
    match fact {
        demand::Fact::Signalled { signal: signalled } => {
            let message = v1::DemandSignalled {
                demand: Some(signal(&signalled)),
            };
            event(demand_id, &message)
        }
        demand::Fact::Contributed { contribution } => {
            let message = v1::DemandContributedTo {
                demand_id: id,
                party: party(contribution.party).into(),
                contributed_on: contribution.contributed_on.to_string(),
            };
            event(demand_id, &message)
        }
        demand::Fact::Advanced {
            phase: reached,
            findings: _,
            reached_on,
            parties,
        } => {
            let message = v1::DemandAdvanced {
                demand_id: id,
                phase: phase(reached).into(),
                reached_on: reached_on.to_string(),
                parties: parties.into_iter().map(|it| party(it).into()).collect(),
            };
            event(demand_id, &message)
        }
        demand::Fact::Dropped {
            reason: _,
            by: _,
            at: _,
        } => event(demand_id, &v1::DemandDropped { demand_id: id }),
    }
}
