//! What the facts of the block belong to: readers of the ledger filter by it.

use eventing::Context;

use super::BLOCK;
use crate::domain::{application::Content, bottleneck::Record, demand::Signal, solution::Design};

fn context(project: Option<&str>, mut regions: Vec<String>, theme: Option<&str>) -> Context {
    regions.sort();
    regions.dedup();
    Context {
        building_block: Some(BLOCK.to_owned()),
        project: project.map(str::to_owned),
        regions,
        theme: theme.map(str::to_owned),
    }
}

/// Of a bottleneck.
pub(super) fn bottleneck(record: &Record) -> Context {
    context(None, vec![record.region_id.clone()], record.theme_id.as_deref())
}

/// Of a demand.
pub(super) fn demand(signal: &Signal) -> Context {
    context(None, signal.region_ids.clone(), signal.theme_id.as_deref())
}

/// Of an application, and of what is decided on it.
pub(super) fn application(content: &Content) -> Context {
    let regions = content.regions.iter().map(|share| share.region_id.clone());
    context(
        Some(&content.application_id),
        regions.collect(),
        content.theme_id.as_deref(),
    )
}

/// Of a solution.
pub(super) fn solution(design: &Design) -> Context {
    context(Some(&design.project_id), design.region_ids.clone(), None)
}
