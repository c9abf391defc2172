//! An attention point was raised and the project has not answered it.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::{AttentionPoint, Facts, Obligation};
use super::measures::days_between;
use super::{Finding, Message, Rule, Value};

/// Days an attention point may stay unanswered where no report falls due: with yearly reports the next deadline is too far away.
const AMBER_ABOVE_DAYS: i64 = 90;

/// See the module.
pub(super) struct AttentionPointUnanswered;

impl Rule for AttentionPointUnanswered {
    fn code(&self) -> &'static str {
        "ATTENTION_POINT_UNANSWERED"
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
        let open = facts
            .attention_points
            .iter()
            .filter(|point| point.is_unanswered());
        let old: Vec<&AttentionPoint> = open.filter(|point| is_too_old(point, facts, today)).collect();
        let oldest = old.iter().map(|point| point.raised_on()).min()?;
        let text = Message::new("judgement-attention-point-unanswered")
            .count("count", old.len() as i64)
            .with("since", Value::Day(oldest))
            .count("days", days_between(oldest, today));
        let positions = old.iter().flat_map(|point| point.positions.clone()).collect();
        Some(Finding::new(Colour::Amber, text, positions))
    }
}

fn is_too_old(point: &AttentionPoint, facts: &Facts, today: Date) -> bool {
    let raised_on = point.raised_on();
    let passed = facts
        .obligations
        .iter()
        .any(|owed| could_have_answered(owed, raised_on, today));
    passed || days_between(raised_on, today) > AMBER_ABOVE_DAYS
}

/// A deadline that passed after the point was raised counts, unless its report was in before the question was asked.
fn could_have_answered(obligation: &Obligation, raised_on: Date, today: Date) -> bool {
    let asked_before = raised_on < obligation.due_on && obligation.due_on < today;
    asked_before && obligation.fulfilled_on.is_none_or(|day| day >= raised_on)
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::AttentionPointState;

    use super::super::example::{attention_point, day, obligation, running};
    use super::*;

    fn colour(point: AttentionPoint, obligations: Vec<Obligation>, today: &str) -> Option<Colour> {
        let facts = Facts {
            attention_points: vec![point],
            obligations,
            ..running()
        };
        AttentionPointUnanswered
            .judge(&facts, day(today))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_above_ninety_days() {
        let point = || attention_point("a1", "2025-01-01");
        assert_eq!(colour(point(), Vec::new(), "2025-03-31"), None);
        assert_eq!(colour(point(), Vec::new(), "2025-04-01"), None);
        assert_eq!(colour(point(), Vec::new(), "2025-04-02"), Some(Colour::Amber));
    }

    #[test]
    fn it_is_amber_once_a_reporting_deadline_has_passed() {
        let owed = || vec![obligation("2024-H2", "2025-02-01")];
        let point = || attention_point("a1", "2025-01-15");
        assert_eq!(colour(point(), owed(), "2025-02-01"), None);
        assert_eq!(colour(point(), owed(), "2025-02-02"), Some(Colour::Amber));
    }

    #[test]
    fn a_report_that_was_in_before_the_question_could_not_answer_it() {
        let mut early = obligation("2024-H2", "2025-02-01");
        early.fulfilled_on = Some(day("2025-01-14"));
        assert_eq!(
            colour(attention_point("a1", "2025-01-15"), vec![early], "2025-02-02"),
            None
        );
    }

    #[test]
    fn an_answered_point_waits_for_the_hub() {
        let mut answered = attention_point("a1", "2024-01-01");
        answered.state = AttentionPointState::Answered;
        assert_eq!(colour(answered, Vec::new(), "2025-04-02"), None);
    }
}
