//! Opening an accepted report again, so that it can be corrected.

use super::{Asked, Fact, Record, Rejection, Stage, check_reason};

/// Opens the next round. What was accepted stays on record, and counts until the correction is accepted.
pub(super) fn reopen(record: &Record, asked: Asked<'_>, reason: &str) -> Result<Vec<Fact>, Rejection> {
    check_reason(asked, reason)?;
    if !matches!(record.stage, Stage::Accepted | Stage::Approved) {
        let needed = "only an accepted or approved report is reopened";
        return Err(Rejection::WrongStage {
            report_id: asked.report_id.to_owned(),
            stage: record.stage,
            needed,
        });
    }
    Ok(vec![Fact::Reopened {
        project_id: record.project_id.clone(),
        revision: record.revision.saturating_add(1),
        reason: reason.to_owned(),
        at: asked.at,
        by: asked.by.to_owned(),
    }])
}
