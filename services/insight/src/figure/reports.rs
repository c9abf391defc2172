//! Reports: due, in, missing, late, and with whom they wait.

use std::collections::BTreeMap;

use contracts::{
    insight::v1::WaitsOn,
    programme::v1::{ObligationState, ReportState},
};
use eventing::clock::dutch_date;
use jiff::civil::Date;

use super::{Computed, ReportMeasure, Selection, computed::count_of};
use crate::rows::{ObligationRow, ProjectFacts, ReportRow};

/// With whom a report waits, and since which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// On whom.
    pub on: WaitsOn,
    /// Since which day.
    pub since: Date,
}

impl Waiting {
    /// Whole days up to `today`; 0 when it began later.
    #[must_use]
    pub fn days(&self, today: Date) -> u32 {
        days_between(self.since, today)
    }
}

/// Whole days from one day to another; 0 when the second is earlier.
#[must_use]
fn days_between(from: Date, to: Date) -> u32 {
    u32::try_from(from.until(to).map_or(0, |span| span.get_days())).unwrap_or(0)
}

/// With whom a report waits. A draft that was never handed in waits with nobody yet: its obligation does.
#[must_use]
pub fn waiting(report: &ReportRow) -> Option<Waiting> {
    let since = || dutch_date(report.state_since);
    match report.state {
        // In review is still the same wait for the hub's answer.
        ReportState::Submitted | ReportState::InReview => Some(Waiting {
            on: WaitsOn::Reviewer,
            since: report.submitted_on.unwrap_or_else(since),
        }),
        ReportState::Returned => Some(Waiting {
            on: WaitsOn::Project,
            since: since(),
        }),
        ReportState::Draft if report.first_submitted_on.is_some() => Some(Waiting {
            on: WaitsOn::Project,
            since: since(),
        }),
        ReportState::Accepted => Some(Waiting {
            on: WaitsOn::Approver,
            since: since(),
        }),
        ReportState::Draft | ReportState::Approved | ReportState::Unspecified => None,
    }
}

/// What the obligations and reports of one project add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tally {
    due: i64,
    fulfilled: i64,
    missing: i64,
    late: i64,
    response_overdue: i64,
    waiting: BTreeMap<WaitsOn, Waits>,
}

/// Reports that wait on somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waits {
    count: i64,
    /// Since when the oldest waits.
    since: Date,
}

impl Tally {
    pub(super) fn of(project: &ProjectFacts, today: Date) -> Self {
        let count = |which| {
            let obligations = project.obligations.iter();
            count_of(obligations.filter(|obligation| counts(which, obligation, today)))
        };
        let reports = project.reports.iter();
        let overdue = reports.filter(|report| report.response_is_overdue(today));
        Self {
            due: count(ReportMeasure::Due),
            fulfilled: count(ReportMeasure::In),
            missing: count(ReportMeasure::Missing),
            late: count(ReportMeasure::Late),
            response_overdue: count_of(overdue),
            waiting: waits(project),
        }
    }

    fn count(&self, which: ReportMeasure) -> i64 {
        match which {
            ReportMeasure::Due => self.due,
            ReportMeasure::In => self.fulfilled,
            ReportMeasure::Missing => self.missing,
            ReportMeasure::Late => self.late,
            ReportMeasure::ResponseOverdue => self.response_overdue,
        }
    }
}

fn waits(project: &ProjectFacts) -> BTreeMap<WaitsOn, Waits> {
    let mut all = BTreeMap::new();
    for Waiting { on, since } in project.reports.iter().filter_map(waiting) {
        let waits = all.entry(on).or_insert(Waits { count: 0, since });
        waits.count += 1;
        waits.since = waits.since.min(since);
    }
    all
}

/// The figure over a selection.
pub(super) fn compute(selection: &Selection<'_>, which: ReportMeasure) -> Computed {
    if let Some(tallies) = selection.tallies() {
        return Computed::counted(selection, tallies.map(|tally| tally.reports.count(which)).sum());
    }
    if which == ReportMeasure::ResponseOverdue {
        return response_overdue(selection);
    }
    let mut count = Computed::count(selection);
    let obligations = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.obligations);
    for obligation in obligations.filter(|obligation| counts(which, obligation, selection.today())) {
        count.last_of(&obligation.positions);
    }
    count
}

fn counts(which: ReportMeasure, obligation: &ObligationRow, today: Date) -> bool {
    let due = obligation.due_on <= today && obligation.state != ObligationState::Waived;
    let fulfilled = obligation.state == ObligationState::Fulfilled;
    due && match which {
        ReportMeasure::Due => true,
        ReportMeasure::In => fulfilled,
        ReportMeasure::Missing => !fulfilled,
        ReportMeasure::Late => fulfilled && obligation.days_late > 0,
        ReportMeasure::ResponseOverdue => false,
    }
}

fn response_overdue(selection: &Selection<'_>) -> Computed {
    let mut count = Computed::count(selection);
    let reports = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.reports);
    for report in reports.filter(|report| report.response_is_overdue(selection.today())) {
        count.one(
            report.submitted_position.unwrap_or(report.state_position),
            &report.positions,
        );
    }
    count
}

/// Reports that wait on `whom`.
pub(super) fn compute_waiting(selection: &Selection<'_>, whom: WaitsOn) -> Computed {
    if let Some(tallies) = selection.tallies() {
        let waits = tallies.filter_map(|tally| tally.reports.waiting.get(&whom));
        return Computed::counted(selection, waits.map(|waits| waits.count).sum());
    }
    let mut count = Computed::count(selection);
    for (report, _) in waiting_on(selection, whom) {
        count.one(report.state_position, &report.positions);
    }
    count
}

/// Since when the oldest report waits on `whom`.
pub(crate) fn oldest_wait(selection: &Selection<'_>, whom: WaitsOn) -> Option<Waiting> {
    let since = match selection.tallies() {
        Some(tallies) => tallies
            .filter_map(|tally| tally.reports.waiting.get(&whom))
            .map(|waits| waits.since)
            .min(),
        None => waiting_on(selection, whom).map(|(_, wait)| wait.since).min(),
    };
    since.map(|since| Waiting { on: whom, since })
}

/// The reports that wait on `whom`, with their wait.
fn waiting_on<'a>(
    selection: &'a Selection<'_>,
    whom: WaitsOn,
) -> impl Iterator<Item = (&'a ReportRow, Waiting)> {
    let reports = selection
        .members()
        .iter()
        .flat_map(|member| &member.facts.reports);
    reports.filter_map(move |report| waiting(report).filter(|it| it.on == whom).map(|it| (report, it)))
}
