//! A report was returned and the project has not handed it in again.

use contracts::insight::v1::Colour;
use contracts::programme::v1::ReportState;
use jiff::civil::Date;

use super::facts::{Facts, Obligation, Report};
use super::measures::days_between;
use super::{Finding, Message, Rule, Value};

/// Days a returned report may lie with its project: four weeks is half of what the hub itself gets to answer.
const AMBER_ABOVE_DAYS: i64 = 28;

/// See the module.
pub(super) struct ReportReturned;

impl Rule for ReportReturned {
    fn code(&self) -> &'static str {
        "REPORT_RETURNED"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![("aboveDays", Value::Count(AMBER_ABOVE_DAYS))]
    }

    fn judges_what_is_owed(&self) -> bool {
        true
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        let lying: Vec<(&Obligation, &Report)> = facts
            .obligations
            .iter()
            .filter_map(|o| Some((o, lying_too_long(o, today)?)))
            .collect();
        if lying.is_empty() {
            return None;
        }
        let items = lying
            .iter()
            .map(|(obligation, report)| item(obligation, report, today))
            .collect();
        let text = Message::new("judgement-report-returned")
            .count("count", lying.len() as i64)
            .items("reports", items);
        let positions = lying
            .iter()
            .flat_map(|(_, report)| report.positions.clone())
            .collect();
        Some(Finding::new(Colour::Amber, text, positions))
    }
}

fn lying_too_long(obligation: &Obligation, today: Date) -> Option<&Report> {
    let report = obligation.report.as_ref()?;
    let returned = report.state == ReportState::Returned;
    (returned && days_between(report.since, today) > AMBER_ABOVE_DAYS).then_some(report)
}

fn item(obligation: &Obligation, report: &Report, today: Date) -> Message {
    Message::new("judgement-report-returned-item")
        .text("period", &obligation.period.label)
        .count("days", days_between(report.since, today))
        .with("since", Value::Day(report.since))
}

#[cfg(test)]
mod tests {
    use super::super::example::{day, obligation, report, running};
    use super::*;

    fn colour(state: ReportState, today: &str) -> Option<Colour> {
        let mut owed = obligation("2024-H2", "2025-02-01");
        owed.report = Some(report(state, "2025-03-01"));
        let facts = Facts {
            obligations: vec![owed],
            ..running()
        };
        ReportReturned
            .judge(&facts, day(today))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_above_twenty_eight_days() {
        assert_eq!(colour(ReportState::Returned, "2025-03-28"), None);
        assert_eq!(colour(ReportState::Returned, "2025-03-29"), None);
        assert_eq!(colour(ReportState::Returned, "2025-03-30"), Some(Colour::Amber));
    }

    #[test]
    fn a_report_that_waits_for_the_hub_is_no_reason_against_the_project() {
        assert_eq!(colour(ReportState::Submitted, "2025-12-01"), None);
        assert_eq!(colour(ReportState::InReview, "2025-12-01"), None);
    }
}
