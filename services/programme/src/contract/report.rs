//! Reports and obligations as the contract writes them.

use contracts::programme::v1 as proto;
use runtime::{parse::Faults, receipt::proto_time};

use super::{
    report_content::to_proto,
    values::{day, period},
};
use crate::domain::{
    calendar::{Obligation, Outcome, Owed, ReportKind},
    report::{Record, Stage, Taken},
};

/// A kind of report.
#[must_use]
pub fn kind(kind: ReportKind) -> i32 {
    match kind {
        ReportKind::Progress => proto::ReportKind::Progress,
        ReportKind::Final => proto::ReportKind::Final,
    }
    .into()
}

/// Reads a kind of report.
pub fn parse_kind(faults: &mut Faults, given: i32) -> ReportKind {
    match proto::ReportKind::try_from(given) {
        Ok(proto::ReportKind::Progress) => ReportKind::Progress,
        Ok(proto::ReportKind::Final) => ReportKind::Final,
        Ok(proto::ReportKind::Unspecified) | Err(_) => {
            faults.add("kind", "REPORT_KIND_PROGRESS or REPORT_KIND_FINAL");
            ReportKind::Progress
        }
    }
}

/// An obligation.
#[must_use]
pub fn obligation(project_id: &str, obligation: &Obligation) -> proto::Obligation {
    let owed = owed(project_id, &obligation.owed);
    match &obligation.outcome {
        Outcome::Open => proto::Obligation {
            state: open_state(obligation).into(),
            ..owed
        },
        Outcome::Fulfilled { on, days_late, .. } => proto::Obligation {
            state: proto::ObligationState::Fulfilled.into(),
            fulfilled_on: on.to_string(),
            days_late: *days_late,
            ..owed
        },
        Outcome::Waived { reason, .. } => proto::Obligation {
            state: proto::ObligationState::Waived.into(),
            waiver_reason: reason.clone(),
            ..owed
        },
    }
}

/// What is owed, as when nothing has come of it yet.
#[must_use]
pub fn owed(project_id: &str, owed: &Owed) -> proto::Obligation {
    proto::Obligation {
        obligation_id: owed.obligation_id.clone(),
        project_id: project_id.to_owned(),
        kind: kind(owed.kind),
        period: Some(period(&owed.period)),
        reminder_on: owed.reminder_on.to_string(),
        due_on: owed.due_on.to_string(),
        state: proto::ObligationState::Scheduled.into(),
        ..proto::Obligation::default()
    }
}

fn open_state(obligation: &Obligation) -> proto::ObligationState {
    match (obligation.overdue, obligation.reminded) {
        (true, _) => proto::ObligationState::Overdue,
        (false, true) => proto::ObligationState::ReminderDue,
        (false, false) => proto::ObligationState::Scheduled,
    }
}

/// A report. Until it is submitted, its days are those of the obligation, which may have moved since it was started.
#[must_use]
pub fn report(report_id: &str, record: &Record, obligation: Option<&Obligation>) -> proto::Report {
    let moved = obligation
        .filter(|_| !record.was_submitted())
        .map(|obligation| &obligation.owed);
    let (period_now, due_on) = moved.map_or((&record.period, record.due_on), |owed| {
        (&owed.period, owed.due_on)
    });
    proto::Report {
        report_id: report_id.to_owned(),
        project_id: record.project_id.clone(),
        kind: kind(record.kind),
        period: Some(period(period_now)),
        plan_version: record.plan_version,
        state: stage(record.stage),
        content: Some(to_proto(&record.content)),
        due_on: due_on.to_string(),
        submitted_at: record.submitted_at.map(proto_time),
        days_late: record.days_late.unwrap_or(0),
        response_due_on: day(record.response_due_on),
        response_overdue: record.response_overdue,
        revision: record.revision,
        history: record.history.iter().map(step).collect(),
        version: record.version,
    }
}

fn step(taken: &Taken) -> proto::ReportStep {
    proto::ReportStep {
        state: stage(taken.stage),
        at: Some(proto_time(taken.at)),
        note: taken.note.clone(),
        revision: taken.revision,
    }
}

fn stage(stage: Stage) -> i32 {
    match stage {
        Stage::Draft => proto::ReportState::Draft,
        Stage::Submitted => proto::ReportState::Submitted,
        Stage::InReview => proto::ReportState::InReview,
        Stage::Returned => proto::ReportState::Returned,
        Stage::Accepted => proto::ReportState::Accepted,
        Stage::Approved => proto::ReportState::Approved,
    }
    .into()
}
