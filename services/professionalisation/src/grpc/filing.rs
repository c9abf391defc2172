//! What the facts of the block belong to: readers of the ledger filter by it.

use eventing::Context;

use super::BLOCK;
use crate::domain::{class, offer, provider::Profile, values::Id};

fn context(project: Option<&str>, mut regions: Vec<String>) -> Context {
    regions.sort();
    regions.dedup();
    Context {
        building_block: Some(BLOCK.to_owned()),
        project: project.map(str::to_owned),
        regions,
        theme: None,
    }
}

/// Of what belongs to the block as a whole.
pub(super) fn block() -> Context {
    context(None, Vec::new())
}

/// Of a provider.
pub(super) fn provider(profile: &Profile) -> Context {
    context(None, profile.region_ids.clone())
}

/// Of what a provider does for a project.
pub(super) fn done_for(profile: &Profile, project_id: Option<&Id>) -> Context {
    context(project_id.map(String::as_str), profile.region_ids.clone())
}

/// Of an offer.
pub(super) fn offer(content: &offer::Content) -> Context {
    context(content.project_id.as_deref(), content.region_ids.clone())
}

/// Of a credential class.
pub(super) fn class(content: &class::Content) -> Context {
    context(content.project_id.as_deref(), Vec::new())
}

/// Of credentials of a class in a region.
pub(super) fn issuance(content: &class::Content, region_id: &str) -> Context {
    context(content.project_id.as_deref(), vec![region_id.to_owned()])
}
