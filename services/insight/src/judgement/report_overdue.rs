//! The due day of a report passed and no report is in.

use contracts::insight::v1::Colour;
use contracts::programme::v1::ReportKind;
use jiff::civil::Date;

use super::facts::{Facts, Obligation};
use super::{Finding, Message, Rule, Value};

/// Days past due from which one missing report is red: a month is beyond any extension the agency gives without a decision.
const RED_FROM_DAYS: i64 = 30;
/// Missing reports at once from which it is red: the project no longer reports.
const RED_FROM_REPORTS: usize = 2;

/// See the module.
pub(super) struct ReportOverdue;

impl Rule for ReportOverdue {
    fn code(&self) -> &'static str {
        "REPORT_OVERDUE"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("redFromDays", Value::Count(RED_FROM_DAYS)),
            ("redFromReports", Value::Count(RED_FROM_REPORTS as i64)),
        ]
    }

    fn judges_what_is_owed(&self) -> bool {
        true
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        let missing: Vec<&Obligation> = facts
            .obligations
            .iter()
            .filter(|o| o.is_open() && o.days_late(today) > 0)
            .collect();
        let worst_days = missing.iter().map(|o| o.days_late(today)).max()?;
        let red = worst_days >= RED_FROM_DAYS || missing.len() >= RED_FROM_REPORTS;
        let items = missing.iter().map(|o| item(o, today)).collect();
        let text = Message::new("judgement-report-overdue")
            .count("count", missing.len() as i64)
            .items("reports", items);
        let positions = missing.iter().flat_map(|o| o.positions.clone()).collect();
        Some(Finding::new(
            if red { Colour::Red } else { Colour::Amber },
            text,
            positions,
        ))
    }
}

fn item(obligation: &Obligation, today: Date) -> Message {
    let key = match obligation.kind {
        ReportKind::Final => "judgement-report-overdue-final",
        ReportKind::Progress | ReportKind::Unspecified => "judgement-report-overdue-progress",
    };
    Message::new(key)
        .text("period", &obligation.period.label)
        .count("days", obligation.days_late(today))
        .with("due", Value::Day(obligation.due_on))
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::{ObligationState, ProjectState};

    use super::super::example::{day, obligation, running};
    use super::super::judge;
    use super::*;

    fn colour(obligations: Vec<Obligation>, today: &str) -> Option<Colour> {
        let facts = Facts {
            obligations,
            ..running()
        };
        ReportOverdue
            .judge(&facts, day(today))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_the_day_after_the_due_day() {
        let one = vec![obligation("2024-H2", "2025-02-01")];
        assert_eq!(colour(one.clone(), "2025-01-31"), None);
        assert_eq!(colour(one.clone(), "2025-02-01"), None);
        assert_eq!(colour(one, "2025-02-02"), Some(Colour::Amber));
    }

    #[test]
    fn it_is_red_from_thirty_days() {
        let one = vec![obligation("2024-H2", "2025-02-01")];
        assert_eq!(colour(one.clone(), "2025-03-02"), Some(Colour::Amber));
        assert_eq!(colour(one.clone(), "2025-03-03"), Some(Colour::Red));
        assert_eq!(colour(one, "2025-03-04"), Some(Colour::Red));
    }

    #[test]
    fn two_missing_reports_are_red_at_once() {
        let two = vec![
            obligation("2024-H1", "2025-02-01"),
            obligation("2024-H2", "2025-02-01"),
        ];
        assert_eq!(colour(two, "2025-02-02"), Some(Colour::Red));
    }

    #[test]
    fn a_fulfilled_or_waived_obligation_owes_nothing() {
        let mut fulfilled = obligation("2024-H1", "2025-02-01");
        fulfilled.state = ObligationState::Fulfilled;
        fulfilled.days_late = 20;
        let mut waived = obligation("2024-H2", "2025-02-01");
        waived.state = ObligationState::Waived;
        assert_eq!(colour(vec![fulfilled, waived], "2025-06-01"), None);
    }

    #[test]
    fn a_finished_project_still_owes_its_final_report() {
        let mut last = obligation("final", "2026-11-26");
        last.kind = ReportKind::Final;
        let mut facts = Facts {
            obligations: vec![last],
            ..running()
        };
        facts.profile.state = ProjectState::Finished;
        assert_eq!(judge(&facts, day("2026-11-26")).colour, Colour::Green);
        let judgement = judge(&facts, day("2026-11-27"));
        assert_eq!(judgement.colour, Colour::Amber);
        assert_eq!(judgement.reasons[0].code, "REPORT_OVERDUE");
    }
}
