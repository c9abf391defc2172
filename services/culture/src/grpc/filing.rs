//! What the facts of the block belong to: readers of the ledger filter by it.

use eventing::Context;

use super::BLOCK;
use crate::domain::{answer::Answer, intervention, wave::Plan};

fn context(project: Option<&str>, theme: Option<&str>, mut regions: Vec<String>) -> Context {
    regions.sort();
    regions.dedup();
    Context {
        building_block: Some(BLOCK.to_owned()),
        project: project.map(str::to_owned),
        regions,
        theme: theme.map(str::to_owned),
    }
}

/// Of what belongs to the block as a whole.
pub(super) fn block() -> Context {
    context(None, None, Vec::new())
}

/// Of a measurement.
pub(crate) fn measurement(plan: &Plan) -> Context {
    context(plan.project_id.as_deref(), None, plan.region_ids.clone())
}

/// Of an intervention.
pub(super) fn intervention(content: &intervention::Content) -> Context {
    let (project, theme) = (content.project_id.as_deref(), content.theme_id.as_deref());
    context(project, theme, content.region_ids.clone())
}

/// Of an answer: what its project belongs to.
pub(super) fn answer(it: &Answer) -> Option<Context> {
    let source = it.source()?;
    let (project, theme) = (Some(source.project_id.as_str()), source.theme_id.as_deref());
    Some(context(project, theme, source.region_ids.clone()))
}
