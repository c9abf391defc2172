//! Handing in a report.

use jiff::civil::Date;

use super::{
    Asked, Content, Fact, Ground, Record, Rejection, ReportKind, ground::refresh, rules::check_submission,
    start::open,
};
use crate::domain::{
    calendar::{Obligation, Owed, day_of, days_late},
    findings::Findings,
    values::{Period, days_after},
};

pub(super) fn submit(
    record: &Record,
    asked: Asked<'_>,
    obligation: Option<&Obligation>,
    ground: &Ground,
    response_term_days: u32,
) -> Result<Vec<Fact>, Rejection> {
    let today = day_of(asked.at);
    let (period, due_on) = owed_days(record, asked, obligation)?;
    check_may_submit(record, asked, ground)?;
    check_day(record.kind, &period, asked, ground, today)?;
    let content = refresh(record.content.clone(), ground);
    check_content(record, asked, &content, ground, today)?;
    Ok(vec![Fact::Submitted {
        project_id: record.project_id.clone(),
        kind: record.kind,
        period,
        due_on,
        plan_version: ground.plan_version,
        revision: record.revision,
        on: today,
        days_late: lateness(record, due_on, today),
        response_due_on: days_after(today, response_term_days).unwrap_or(Date::MAX),
        content: Box::new(content),
        at: asked.at,
        by: asked.by.to_owned(),
    }])
}

/// The period and due day as the obligation has them now. It must be open, unless this report has met it already.
fn owed_days(
    record: &Record,
    asked: Asked<'_>,
    obligation: Option<&Obligation>,
) -> Result<(Period, Date), Rejection> {
    if record.was_submitted() {
        return Ok((record.period.clone(), record.due_on));
    }
    let Owed { period, due_on, .. } = &open(asked.report_id, obligation)?.owed;
    Ok((period.clone(), *due_on))
}

fn check_may_submit(record: &Record, asked: Asked<'_>, ground: &Ground) -> Result<(), Rejection> {
    let report_id = asked.report_id.to_owned();
    if !record.stage.is_with_project() {
        let needed = "only a draft or a returned report is submitted";
        return Err(Rejection::WrongStage {
            report_id,
            stage: record.stage,
            needed,
        });
    }
    if record.plan_version != ground.plan_version {
        let (made_against, current) = (record.plan_version, ground.plan_version);
        return Err(Rejection::PlanStale {
            report_id,
            made_against,
            current,
        });
    }
    Ok(())
}

/// A progress report needs a period that has begun; a final report a project that has ended.
fn check_day(
    kind: ReportKind,
    period: &Period,
    asked: Asked<'_>,
    ground: &Ground,
    today: Date,
) -> Result<(), Rejection> {
    let from = match kind {
        ReportKind::Progress => period.starts_on,
        ReportKind::Final => ground.ends_on.tomorrow().unwrap_or(Date::MAX),
    };
    if today >= from {
        Ok(())
    } else {
        Err(Rejection::TooEarly {
            report_id: asked.report_id.to_owned(),
            from,
            today,
        })
    }
}

fn check_content(
    record: &Record,
    asked: Asked<'_>,
    content: &Content,
    ground: &Ground,
    today: Date,
) -> Result<(), Rejection> {
    let mut findings = Findings::below("content");
    check_submission(record.kind, content, ground, today, &mut findings);
    findings.refuse_with(|faults| Rejection::Incomplete {
        report_id: asked.report_id.to_owned(),
        faults,
    })
}

/// The first submission is late by its own day. What comes back in the same round is as late as the first was, and a correction of
/// an accepted report is not late at all.
fn lateness(record: &Record, due_on: Date, today: Date) -> u32 {
    match (record.revision, record.days_late) {
        (1, Some(first)) => first,
        (1, None) => days_late(due_on, today),
        _ => 0,
    }
}
