//! What waits, on whom and since when: reports, change requests, attention points and other projects' milestones.
//!
//! The hub's own lateness stands here by name. It is never a reason against a project.

use contracts::insight::v1::{WaitingItem, WaitsOn};
use contracts::programme::v1::{AttentionPointState, ChangeRequestState, ReportState};
use eventing::clock::dutch_date;
use jiff::civil::Date;

use super::language::local;
use crate::judgement::facts::{AttentionPoint, ChangeRequest, Facts, Milestone, Obligation, Report, Wait};
use crate::judgement::measures::days_between;
use crate::judgement::{Message, Value};

/// Something that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// What, in words.
    pub what: Message,
    /// On whom.
    pub waits_on: WaitsOn,
    /// The project that it concerns.
    pub project_id: String,
    /// Report, attention point, change request or milestone it is about.
    pub about: String,
    /// Since which day.
    pub since: Date,
    /// Days until today.
    pub days: i64,
    /// Ledger positions of the events behind it, rising.
    pub positions: Vec<u64>,
}

impl Waiting {
    /// As the contract has it.
    pub fn answer(&self) -> WaitingItem {
        WaitingItem {
            what: Some(local(&self.what)),
            waits_on: self.waits_on.into(),
            about: self.about.clone(),
            since: self.since.to_string(),
            days: u32::try_from(self.days).unwrap_or(0),
            positions: self.positions.clone(),
        }
    }
}

/// Everything that waits in one project, longest first.
pub fn waiting(facts: &Facts, today: Date) -> Vec<Waiting> {
    let reports = facts.obligations.iter().filter_map(|owed| report(owed, today));
    let changes = facts.change_requests.iter().filter_map(change_request);
    let points = facts.attention_points.iter().filter_map(attention_point);
    let others = facts
        .milestones
        .iter()
        .filter(|own| own.is_open())
        .flat_map(|own| {
            own.waits_for
                .iter()
                .filter_map(move |wait| other_project(own, wait, today))
        });
    let found = reports.chain(changes).chain(points).chain(others);
    let mut waiting: Vec<Waiting> = found.map(|draft| draft.finish(facts, today)).collect();
    waiting.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.about.cmp(&b.about)));
    waiting
}

/// On whom an obligation or its report waits on `today`, and since when; none when nothing has to happen.
///
/// An obligation waits on its project from the day after the end of its period: before that there is nothing to write. A report waits on
/// its reviewer from the day it was submitted, whether or not the review has begun.
pub fn waits_on(obligation: &Obligation, today: Date) -> Option<(WaitsOn, Date)> {
    let writing = || {
        let from = obligation
            .period
            .ends_on
            .tomorrow()
            .unwrap_or(obligation.period.ends_on);
        (obligation.is_open() && from <= today).then_some((WaitsOn::Project, from))
    };
    let Some(report) = &obligation.report else {
        return writing();
    };
    match report.state {
        ReportState::Unspecified => writing(),
        // A draft whose obligation was fulfilled before is a report that was reopened.
        ReportState::Draft => {
            writing().or((!obligation.is_open()).then_some((WaitsOn::Project, report.since)))
        }
        ReportState::Returned => Some((WaitsOn::Project, report.since)),
        ReportState::Submitted | ReportState::InReview => {
            Some((WaitsOn::Reviewer, report.submitted_on.unwrap_or(report.since)))
        }
        ReportState::Accepted => Some((WaitsOn::Approver, report.since)),
        ReportState::Approved => None,
    }
}

/// A waiting item before project and days are known.
struct Draft {
    what: Message,
    waits_on: WaitsOn,
    about: String,
    since: Date,
    positions: Vec<u64>,
}

impl Draft {
    fn finish(self, facts: &Facts, today: Date) -> Waiting {
        let Self {
            what,
            waits_on,
            about,
            since,
            mut positions,
        } = self;
        positions.sort_unstable();
        positions.dedup();
        let project_id = facts.profile.project_id.clone();
        Waiting {
            what,
            waits_on,
            project_id,
            about,
            since,
            days: days_between(since, today).max(0),
            positions,
        }
    }
}

fn report(obligation: &Obligation, today: Date) -> Option<Draft> {
    let (waits_on, since) = waits_on(obligation, today)?;
    let key = report_key(obligation, today);
    let what = Message::new(key)
        .code("kind", obligation.kind.as_str_name())
        .text("period", &obligation.period.label)
        .with("due", Value::Day(obligation.due_on));
    let reported = obligation
        .report
        .as_ref()
        .map(|report| report.positions.clone())
        .unwrap_or_default();
    let positions = [obligation.positions.clone(), reported].concat();
    let what = with_response_term(what, obligation.report.as_ref(), today);
    Some(Draft {
        what,
        waits_on,
        about: obligation.obligation_id.clone(),
        since,
        positions,
    })
}

fn report_key(obligation: &Obligation, today: Date) -> &'static str {
    let Some(report) = obligation
        .report
        .as_ref()
        .filter(|report| report.state != ReportState::Unspecified)
    else {
        return owed_key(obligation, today);
    };
    match report.state {
        ReportState::Draft if !obligation.is_open() => "waiting-report-reopened",
        ReportState::Draft | ReportState::Unspecified => owed_key(obligation, today),
        ReportState::Returned => "waiting-report-returned",
        ReportState::Submitted | ReportState::InReview => answer_key(report, today),
        ReportState::Accepted | ReportState::Approved => "waiting-report-approval",
    }
}

fn owed_key(obligation: &Obligation, today: Date) -> &'static str {
    if obligation.days_late(today) > 0 {
        "waiting-report-overdue"
    } else {
        "waiting-report-owed"
    }
}

fn answer_key(report: &Report, today: Date) -> &'static str {
    match (report.response_due_on, report.response_days_late(today)) {
        (None, _) => "waiting-report-review",
        (Some(_), 0) => "waiting-report-review-until",
        (Some(_), _) => "waiting-report-hub-late",
    }
}

fn with_response_term(what: Message, report: Option<&Report>, today: Date) -> Message {
    let term = report.and_then(|report| Some((report.response_due_on?, report.response_days_late(today))));
    match term {
        Some((due, late)) => what.with("responseDue", Value::Day(due)).count("daysLate", late),
        None => what,
    }
}

fn change_request(request: &ChangeRequest) -> Option<Draft> {
    (request.state == ChangeRequestState::Requested).then(|| Draft {
        what: Message::new("waiting-change-request").text("id", &request.change_request_id),
        waits_on: WaitsOn::Decider,
        about: request.change_request_id.clone(),
        since: request.requested_on,
        positions: request.positions.clone(),
    })
}

fn attention_point(point: &AttentionPoint) -> Option<Draft> {
    let (key, waits_on, since) = match point.state {
        AttentionPointState::Raised => ("waiting-attention-answer", WaitsOn::Project, point.raised_at),
        AttentionPointState::Answered => (
            "waiting-attention-close",
            WaitsOn::Reviewer,
            point.answered_at.unwrap_or(point.raised_at),
        ),
        AttentionPointState::Closed | AttentionPointState::Unspecified => return None,
    };
    Some(Draft {
        what: Message::new(key).text("id", &point.attention_point_id),
        waits_on,
        about: point.attention_point_id.clone(),
        since: dutch_date(since),
        positions: point.positions.clone(),
    })
}

/// Another project's milestone counts as waiting from the day it was due: until then everything goes as agreed.
fn other_project(own: &Milestone, wait: &Wait, today: Date) -> Option<Draft> {
    wait.is_endangering(today).then(|| Draft {
        what: Message::new(if wait.is_dropped() {
            "waiting-dependency-dropped"
        } else {
            "waiting-dependency"
        })
        .text("own", &own.title)
        .text("other", &wait.title)
        .text("project", &wait.project_id),
        waits_on: WaitsOn::OtherProject,
        about: own.milestone_id.clone(),
        since: wait.due_on.unwrap_or(today).min(today),
        positions: wait.positions.clone(),
    })
}

#[cfg(test)]
mod tests;
