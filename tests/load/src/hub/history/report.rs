//! What becomes public of one report and what belongs to it.

use contracts::{
    hub::v1::Period,
    programme::v1::{self as api, ReportKind},
};
use jiff::{Span, civil::Date};

use super::{CATEGORIES, CORRECTIONS, Event, INDICATORS, Project, RETURNS, event};

/// One report by its number, and the day it begins with.
#[derive(Clone, Copy)]
pub(super) struct Report {
    pub(super) number: u64,
    starts_on: Date,
}

impl Project {
    pub(super) fn scheduled(&self, report: Report) -> Event {
        let obligation = api::Obligation {
            obligation_id: report.id(self),
            project_id: self.id(),
            kind: ReportKind::Progress.into(),
            period: Some(report.period()),
            reminder_on: report.day(90),
            due_on: report.day(104),
            state: api::ObligationState::Scheduled.into(),
            ..Default::default()
        };
        event(
            "nl.obligations.obligation-scheduled.v1",
            &api::ObligationScheduled {
                obligation: Some(obligation),
            },
        )
    }

    pub(super) fn reminded(&self, report: Report) -> Event {
        let due = api::ObligationReminderDue {
            project_id: self.id(),
            obligation_id: report.id(self),
            due_on: report.day(104),
        };
        event("nl.obligations.obligation-reminder-due.v1", &due)
    }

    pub(super) fn started(&self, report: Report) -> Event {
        let started = api::ReportStarted {
            project_id: self.id(),
            report_id: report.id(self),
            kind: ReportKind::Progress.into(),
            period: Some(report.period()),
            plan_version: 1,
            due_on: report.day(104),
        };
        event("nl.reports.report-started.v1", &started)
    }

    pub(super) fn submitted(&self, report: Report, round: u64) -> Event {
        let submitted = api::ReportSubmitted {
            project_id: self.id(),
            report_id: report.id(self),
            kind: ReportKind::Progress.into(),
            period: Some(report.period()),
            plan_version: 1,
            revision: u32::try_from(round)? + 1,
            submitted_on: report.day(100),
            days_late: 0,
            response_due_on: report.day(140),
            content: Some(report.content(round)),
        };
        event("nl.reports.report-submitted.v1", &submitted)
    }

    pub(super) fn reviewed(&self, report: Report) -> Event {
        let started = api::ReportReviewStarted {
            project_id: self.id(),
            report_id: report.id(self),
        };
        event("nl.reports.report-review-started.v1", &started)
    }

    pub(super) fn returned(&self, report: Report) -> Event {
        let returned = api::ReportReturned {
            project_id: self.id(),
            report_id: report.id(self),
            reason: "De onderbouwing van de resultaten ontbreekt; vul die aan.".into(),
        };
        event("nl.reports.report-returned.v1", &returned)
    }

    pub(super) fn accepted(&self, report: Report, round: u64) -> Event {
        let content = report.content(round);
        let accepted = api::ReportAccepted {
            project_id: self.id(),
            report_id: report.id(self),
            kind: ReportKind::Progress.into(),
            period: Some(report.period()),
            revision: u32::try_from(round)? + 1,
            results: content.results,
            budget: content.budget,
            cofinancing_realised_cents: content.cofinancing_realised_cents,
            target_groups: content.target_groups,
            milestones: content.milestones,
            learning_culture: content.learning_culture,
            note: String::new(),
        };
        event("nl.reports.report-accepted.v1", &accepted)
    }

    pub(super) fn approved(&self, report: Report) -> Event {
        let approved = api::ReportApproved {
            project_id: self.id(),
            report_id: report.id(self),
            kind: ReportKind::Progress.into(),
            revision: u32::try_from(RETURNS + CORRECTIONS)? + 1,
            note: "Akkoord".into(),
        };
        event("nl.reports.report-approved.v1", &approved)
    }

    pub(super) fn reopened(&self, report: Report, round: u64) -> Event {
        let reopened = api::ReportReopened {
            project_id: self.id(),
            report_id: report.id(self),
            revision: u32::try_from(round)? + 1,
            reason: "Een bedrag is verbeterd.".into(),
        };
        event("nl.reports.report-reopened.v1", &reopened)
    }

    pub(super) fn raised(&self, report: Report, point: u64) -> Event {
        let raised = api::AttentionPointRaised {
            project_id: self.id(),
            attention_point_id: report.point(point),
            report_id: report.id(self),
            text: "Hoe wordt de instroom van werkzoekenden verbreed in het komende halfjaar?".into(),
        };
        event("nl.attention-points.attention-point-raised.v1", &raised)
    }

    pub(super) fn answered(&self, report: Report, point: u64) -> Event {
        let answered = api::AttentionPointAnswered {
            project_id: self.id(),
            attention_point_id: report.point(point),
            report_id: report.id(self),
            answer: "Met twee gemeenten en het leerwerkloket zijn afspraken gemaakt.".into(),
        };
        event("nl.attention-points.attention-point-answered.v1", &answered)
    }

    pub(super) fn closed(&self, report: Report, point: u64) -> Event {
        let closed = api::AttentionPointClosed {
            project_id: self.id(),
            attention_point_id: report.point(point),
            note: "Voldoende beantwoord.".into(),
        };
        event("nl.attention-points.attention-point-closed.v1", &closed)
    }

    pub(super) fn fulfilled(&self, report: Report) -> Event {
        let fulfilled = api::ObligationFulfilled {
            project_id: self.id(),
            obligation_id: report.id(self),
            report_id: report.id(self),
            fulfilled_on: report.day(100),
            days_late: 0,
        };
        event("nl.obligations.obligation-fulfilled.v1", &fulfilled)
    }
}

impl Report {
    /// Reports follow each other by a month: a long life in little time.
    pub(super) fn nth(number: u64) -> anyhow::Result<Self> {
        let starts_on =
            Date::new(2004, 1, 1)?.checked_add(Span::new().try_months(i64::try_from(number)?)?)?;
        Ok(Self { number, starts_on })
    }

    pub(super) fn id(&self, project: &Project) -> String {
        format!("{}_{}_progress", project.id(), self.number)
    }

    fn point(&self, point: u64) -> String {
        format!("a{}-{point}", self.number)
    }

    /// The day so many days after it begins.
    pub(super) fn day(&self, days: i64) -> String {
        self.starts_on.saturating_add(Span::new().days(days)).to_string()
    }

    fn period(&self) -> Period {
        Period {
            label: format!("{}-{:02}", self.starts_on.year(), self.starts_on.month()),
            starts_on: self.starts_on.to_string(),
            ends_on: self.starts_on.last_of_month().to_string(),
        }
    }

    pub(super) fn cents(&self) -> i64 {
        i64::try_from(self.number).unwrap_or(i64::MAX / 1_000_000) * 10_000
    }

    /// What a report says, about as long as those of the example season.
    fn content(&self, round: u64) -> api::ReportContent {
        let results = INDICATORS.map(|indicator| api::ResultProgress {
            indicator_id: indicator.into(),
            target_value: 300.0,
            current_value: Some(((self.number + round) % 300) as f64),
            ..Default::default()
        });
        let budget = CATEGORIES.map(|category| api::BudgetProgress {
            category: category.into(),
            planned_cents: 50_000_000,
            cumulative_cents: self.cents(),
            previous_cents: self.cents() - 10_000,
            ..Default::default()
        });
        let target_groups = ["technici in loondienst", "zij-instromers"].map(|name| api::TargetGroup {
            name: name.into(),
            planned: 235,
            reached: 27,
            ..Default::default()
        });
        api::ReportContent {
            highlights: "Een nieuwe groep deelnemers is gestart; werkgevers geven hun mensen er tijd voor."
                .into(),
            results: results.into(),
            budget: budget.into(),
            cofinancing_realised_cents: 12_390_800,
            target_groups: target_groups.into(),
            learning_culture:
                "Medewerkers leren liever in korte blokken op de werkvloer dan een dag per week op school."
                    .into(),
            goal_attainment: "De werksessies met werkgevers leverden een scherper beeld van de vraag op."
                .into(),
            ..Default::default()
        }
    }
}
