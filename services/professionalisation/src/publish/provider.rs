//! Providers, as published: all that is recorded of them, but for the evidence of their scans, which is theirs.

use contracts::professionalisation::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::provider,
    domain::provider::{Fact, Profile, Scan},
};

/// The message for a fact of a provider.
pub(super) fn message(provider_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let id = provider_id.to_owned();
    match fact {
        Fact::Registered { profile } => event(provider_id, &registered(&profile, 1)),
        Fact::Revised { profile, revision } => event(provider_id, &registered(&profile, revision)),
        Fact::Scanned { scan } => {
            let message = v1::ProviderScanned {
                provider_id: id,
                scan: Some(without_evidence(&scan)),
            };
            event(provider_id, &message)
        }
        Fact::DevelopmentPlanned { plan } => {
            let message = v1::DevelopmentPlanned {
                provider_id: id,
                plan: Some(provider::plan(&plan)),
            };
            event(provider_id, &message)
        }
        Fact::TrackPlanned { track } => {
            let message = v1::TrackPlanned {
                provider_id: id,
                track: Some(provider::track(&track)),
            };
            event(provider_id, &message)
        }
        Fact::TrackStarted {
            track_id,
            project_id,
            started_on,
            educators,
        } => {
            let message = v1::TrackStarted {
                provider_id: id,
                track_id,
                project_id: project_id.unwrap_or_default(),
                started_on: started_on.to_string(),
                educators,
            };
            event(provider_id, &message)
        }
        Fact::TrackCompleted {
            track_id,
            project_id,
            completed_on,
            educators,
        } => {
            let message = v1::TrackCompleted {
                provider_id: id,
                track_id,
                project_id: project_id.unwrap_or_default(),
                completed_on: completed_on.to_string(),
                educators,
            };
            event(provider_id, &message)
        }
    }
}

fn registered(profile: &Profile, revision: u32) -> v1::ProviderRegistered {
    v1::ProviderRegistered {
        provider: Some(provider::profile(profile)),
        revision,
    }
}

fn without_evidence(scan: &Scan) -> v1::Scan {
    let mut scan = provider::scan(scan);
    for finding in &mut scan.findings {
        finding.evidence.clear();
    }
    scan
}
