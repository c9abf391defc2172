//! What is published of obligations, reports and attention points. Exhaustive: a new fact must choose.

use contracts::programme::v1 as proto;
use eventing::{CorruptFact, Decider, Published, Recorded};

use super::{event, one};
use crate::{
    contract::{
        report as convert,
        report_content::{costs_to_proto, group_to_proto, milestone_to_proto, result_to_proto, to_proto},
        values::period,
    },
    domain::{
        attention::{self, AttentionPoints},
        calendar::{self, Calendar},
        report::{self, Report},
    },
};

/// What is published of a fact; `None` when it stays private, or belongs to no aggregate of this part of the block.
///
/// # Errors
/// The stored fact does not parse, or its message cannot be written as JSON.
pub fn publish(recorded: &Recorded) -> Result<Vec<Published>, CorruptFact> {
    match recorded.stream_type.as_str() {
        Calendar::TYPE => one::<Calendar>(recorded, of_calendar),
        Report::TYPE => one::<Report>(recorded, of_report),
        AttentionPoints::TYPE => one::<AttentionPoints>(recorded, of_attention),
        _ => Ok(Vec::new()),
    }
}

/// A message, or deliberately none.
type Answer = Result<Vec<Published>, serde_json::Error>;

fn of_calendar(project: &str, fact: calendar::Fact) -> Answer {
    use calendar::Fact;
    let project_id = project.to_owned();
    let subject = fact.obligation_id().to_owned();
    match fact {
        Fact::Scheduled { owed, reason: _ } | Fact::Rescheduled { owed } => {
            let obligation = Some(convert::owed(project, &owed));
            event(&subject, &proto::ObligationScheduled { obligation })
        }
        Fact::ReminderCame {
            obligation_id,
            reminder_on: _,
            due_on,
        } => {
            let due_on = due_on.to_string();
            event(
                &subject,
                &proto::ObligationReminderDue {
                    project_id,
                    obligation_id,
                    due_on,
                },
            )
        }
        Fact::BecameOverdue {
            obligation_id,
            due_on,
        } => {
            let due_on = due_on.to_string();
            event(
                &subject,
                &proto::ObligationBecameOverdue {
                    project_id,
                    obligation_id,
                    due_on,
                },
            )
        }
        Fact::Fulfilled {
            obligation_id,
            report_id,
            on,
            days_late,
        } => {
            let fulfilled_on = on.to_string();
            let message = proto::ObligationFulfilled {
                project_id,
                obligation_id,
                report_id,
                fulfilled_on,
                days_late,
            };
            event(&subject, &message)
        }
        Fact::Waived {
            obligation_id,
            reason,
            superseded: _,
        } => event(
            &subject,
            &proto::ObligationWaived {
                project_id,
                obligation_id,
                reason,
            },
        ),
    }
}

fn of_report(report: &str, fact: report::Fact) -> Answer {
    use report::Fact;
    let (subject, report_id) = (report, report.to_owned());
    match fact {
        Fact::Started {
            project_id,
            kind,
            period: owed,
            due_on,
            plan_version,
            content: _,
            at: _,
            by: _,
        } => {
            let (kind, period, due_on) = (convert::kind(kind), Some(period(&owed)), due_on.to_string());
            event(
                subject,
                &proto::ReportStarted {
                    project_id,
                    report_id,
                    kind,
                    period,
                    plan_version,
                    due_on,
                },
            )
        }
        // What is written in a draft stays with its project until it is submitted.
        Fact::Filled { .. } => Ok(Vec::new()),
        submitted @ Fact::Submitted { .. } => report_submitted(report, submitted),
        Fact::ReviewStarted {
            project_id,
            at: _,
            by: _,
        } => event(
            subject,
            &proto::ReportReviewStarted {
                project_id,
                report_id,
            },
        ),
        Fact::Returned {
            project_id,
            reason,
            at: _,
            by: _,
        } => event(
            subject,
            &proto::ReportReturned {
                project_id,
                report_id,
                reason,
            },
        ),
        accepted @ Fact::Accepted { .. } => report_accepted(report, accepted),
        Fact::Approved {
            project_id,
            kind,
            revision,
            note,
            at: _,
            by: _,
        } => {
            let kind = convert::kind(kind);
            event(
                subject,
                &proto::ReportApproved {
                    project_id,
                    report_id,
                    kind,
                    revision,
                    note,
                },
            )
        }
        Fact::Reopened {
            project_id,
            revision,
            reason,
            at: _,
            by: _,
        } => event(
            subject,
            &proto::ReportReopened {
                project_id,
                report_id,
                revision,
                reason,
            },
        ),
        Fact::ResponseBecameOverdue {
            project_id,
            response_due_on,
            at: _,
        } => {
            let response_due_on = response_due_on.to_string();
            event(
                subject,
                &proto::ResponseBecameOverdue {
                    project_id,
                    report_id,
                    response_due_on,
                },
            )
        }
    }
}

fn report_submitted(report: &str, fact: report::Fact) -> Answer {
    let report::Fact::Submitted {
        project_id,
        kind,
        period: about,
        plan_version,
        revision,
        on,
        days_late,
        response_due_on,
        content,
        ..
    } = fact
    else {
        return Ok(Vec::new());
    };
    let message = proto::ReportSubmitted {
        project_id,
        report_id: report.to_owned(),
        kind: convert::kind(kind),
        period: Some(period(&about)),
        plan_version,
        revision,
        submitted_on: on.to_string(),
        days_late,
        response_due_on: response_due_on.to_string(),
        content: Some(to_proto(&content)),
    };
    event(report, &message)
}

fn report_accepted(report: &str, fact: report::Fact) -> Answer {
    let report::Fact::Accepted {
        project_id,
        kind,
        period: about,
        revision,
        content,
        note,
        ..
    } = fact
    else {
        return Ok(Vec::new());
    };
    let message = proto::ReportAccepted {
        project_id,
        report_id: report.to_owned(),
        kind: convert::kind(kind),
        period: Some(period(&about)),
        revision,
        results: content.results.iter().map(result_to_proto).collect(),
        budget: content.budget.iter().map(costs_to_proto).collect(),
        cofinancing_realised_cents: content.cofinancing_realised_cents,
        target_groups: content.target_groups.iter().map(group_to_proto).collect(),
        milestones: content.milestones.iter().map(milestone_to_proto).collect(),
        learning_culture: content.learning_culture,
        note,
    };
    event(report, &message)
}

fn of_attention(project: &str, fact: attention::Fact) -> Answer {
    use attention::Fact;
    let project_id = project.to_owned();
    // Points are named within their project, so the subject names both.
    let subject = |point_id: &str| format!("{project}/{point_id}");
    match fact {
        Fact::Raised {
            point_id,
            report_id,
            text,
            at: _,
            by: _,
        } => {
            let (subject, report_id) = (subject(&point_id), report_id.unwrap_or_default());
            event(
                &subject,
                &proto::AttentionPointRaised {
                    project_id,
                    attention_point_id: point_id,
                    report_id,
                    text,
                },
            )
        }
        Fact::Answered {
            point_id,
            report_id,
            answer,
            at: _,
            by: _,
        } => {
            let (subject, report_id) = (subject(&point_id), report_id.unwrap_or_default());
            event(
                &subject,
                &proto::AttentionPointAnswered {
                    project_id,
                    attention_point_id: point_id,
                    report_id,
                    answer,
                },
            )
        }
        Fact::Closed {
            point_id,
            note,
            at: _,
            by: _,
        } => {
            let subject = subject(&point_id);
            event(
                &subject,
                &proto::AttentionPointClosed {
                    project_id,
                    attention_point_id: point_id,
                    note,
                },
            )
        }
    }
}

#[cfg(test)]
mod golden;
