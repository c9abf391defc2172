//! Starting a report for an obligation.

use super::{Asked, Fact, Ground, Rejection, Report, prefill};
use crate::domain::calendar::Obligation;

pub(super) fn start(
    report: &Report,
    asked: Asked<'_>,
    project_id: &str,
    obligation: Option<&Obligation>,
    ground: &Ground,
) -> Result<Vec<Fact>, Rejection> {
    if let Some(record) = report.record() {
        return Err(Rejection::Exists {
            report_id: asked.report_id.to_owned(),
            stage: record.stage,
        });
    }
    let owed = &open(asked.report_id, obligation)?.owed;
    Ok(vec![Fact::Started {
        project_id: project_id.to_owned(),
        kind: owed.kind,
        period: owed.period.clone(),
        due_on: owed.due_on,
        plan_version: ground.plan_version,
        content: Box::new(prefill(ground)),
        at: asked.at,
        by: asked.by.to_owned(),
    }])
}

/// The obligation, if it exists and is open.
pub(super) fn open<'a>(
    report_id: &str,
    obligation: Option<&'a Obligation>,
) -> Result<&'a Obligation, Rejection> {
    let obligation_id = || report_id.to_owned();
    let obligation = obligation.ok_or_else(|| Rejection::ObligationUnknown {
        obligation_id: obligation_id(),
    })?;
    if obligation.is_open() {
        return Ok(obligation);
    }
    Err(Rejection::ObligationNotOpen {
        obligation_id: obligation_id(),
        standing: obligation.standing(),
    })
}
