//! What the facts of the block belong to: readers of the ledger filter by it.

use eventing::Context;

use super::BLOCK;
use crate::domain::{skill, source::Content};

fn context(mut regions: Vec<String>, theme: Option<&str>) -> Context {
    regions.sort();
    regions.dedup();
    Context {
        building_block: Some(BLOCK.to_owned()),
        project: None,
        regions,
        theme: theme.map(str::to_owned),
    }
}

/// Of what belongs to the block and to nothing else.
pub(crate) fn block() -> Context {
    context(Vec::new(), None)
}

/// Of a source. A thing of several themes is filed under none.
pub(crate) fn source(content: &Content) -> Context {
    context(content.region_ids.clone(), only(&content.theme_ids))
}

/// Of a skill.
pub(crate) fn skill(content: &skill::Content) -> Context {
    context(Vec::new(), only(&content.theme_ids))
}

fn only(themes: &[String]) -> Option<&str> {
    match themes {
        [one] => Some(one),
        _ => None,
    }
}
