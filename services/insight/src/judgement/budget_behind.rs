//! Much less was realised than the time that passed would let expect.
//!
//! Like is compared with like: costs are known up to the end of the last accepted period, so the time is taken up to there
//! as well. Otherwise every project with yearly reports would look behind for most of the year; that a report is missing is
//! what `REPORT_OVERDUE` says.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::Facts;
use super::{Finding, Message, Rule, Value};

/// Share of the project's time before which nothing is concluded: projects start slowly.
const JUDGED_FROM_ELAPSED: f64 = 1.0 / 3.0;
/// How far, as a share of the whole, realised costs may trail the time that passed.
const AMBER_ABOVE_TRAIL: f64 = 0.30;
/// Shares come from divisions; a difference below this is none.
pub(super) const TOLERANCE: f64 = 1e-9;

/// See the module.
pub(super) struct BudgetBehind;

impl Rule for BudgetBehind {
    fn code(&self) -> &'static str {
        "BUDGET_BEHIND"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![
            ("fromElapsed", Value::Share(JUDGED_FROM_ELAPSED)),
            (
                "abovePoints",
                Value::Count((AMBER_ABOVE_TRAIL * 100.0).round() as i64),
            ),
        ]
    }

    fn judge(&self, facts: &Facts, _today: Date) -> Option<Finding> {
        let until = facts.realised_until?;
        let realised = facts.realised_share()?;
        let elapsed = facts.profile.elapsed(until);
        let behind = elapsed - realised > AMBER_ABOVE_TRAIL + TOLERANCE;
        (elapsed + TOLERANCE >= JUDGED_FROM_ELAPSED && behind).then(|| {
            let text = Message::new("judgement-budget-behind")
                .with("realised", Value::Share(realised))
                .with("elapsed", Value::Share(elapsed))
                .with("until", Value::Day(until));
            Finding::new(
                Colour::Amber,
                text,
                facts.budget.iter().flat_map(|b| b.positions.clone()).collect(),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{budget, day, running};
    use super::*;

    /// The project lasts 1,000 days, so day N is N thousandths of its time.
    fn colour(days: i64, realised_cents: i64) -> Option<Colour> {
        let mut facts = Facts {
            budget: vec![budget("personnel", 1000, realised_cents)],
            ..running()
        };
        facts.realised_until = Some(
            facts
                .profile
                .starts_on
                .saturating_add(jiff::Span::new().days(days - 1)),
        );
        BudgetBehind
            .judge(&facts, day("2026-09-01"))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_when_realised_trails_time_by_more_than_thirty_points() {
        assert_eq!(colour(500, 201), None);
        assert_eq!(colour(500, 200), None);
        assert_eq!(colour(500, 199), Some(Colour::Amber));
    }

    #[test]
    fn nothing_is_concluded_in_the_first_third_of_the_time() {
        assert_eq!(colour(333, 0), None);
        assert_eq!(colour(334, 0), Some(Colour::Amber));
    }

    #[test]
    fn nothing_is_concluded_before_the_first_accepted_report() {
        let facts = Facts {
            budget: vec![budget("personnel", 1000, 0)],
            ..running()
        };
        assert_eq!(BudgetBehind.judge(&facts, day("2026-09-01")), None);
    }
}
