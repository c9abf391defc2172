//! An indicator is much less far on its way to the target than the time that passed.
//!
//! As with `BUDGET_BEHIND`, the time is taken up to the day for which the value counts. An indicator that only describes is not judged.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::budget_behind::TOLERANCE;
use super::facts::{Facts, Indicator, Measured};
use super::{Finding, Message, Rule, Value};

/// How far, as a share of the way, attainment may trail the time that passed.
const AMBER_ABOVE_TRAIL: f64 = 0.30;
/// How far it may trail in the last part of the project before it is red: the rest can no longer be made up.
const RED_ABOVE_TRAIL: f64 = 0.60;
/// Where the last part, a quarter, begins.
const LAST_PART_FROM_ELAPSED: f64 = 0.75;

/// See the module.
pub(super) struct GoalBehind;

impl Rule for GoalBehind {
    fn code(&self) -> &'static str {
        "GOAL_BEHIND"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![
            (
                "abovePoints",
                Value::Count((AMBER_ABOVE_TRAIL * 100.0).round() as i64),
            ),
            (
                "redAbovePoints",
                Value::Count((RED_ABOVE_TRAIL * 100.0).round() as i64),
            ),
            ("lastPart", Value::Share(1.0 - LAST_PART_FROM_ELAPSED)),
        ]
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        let behind: Vec<Behind<'_>> = facts
            .indicators
            .iter()
            .filter_map(|i| Behind::of(i, facts))
            .filter(Behind::is_behind)
            .collect();
        let worst = behind.iter().map(Behind::trail).reduce(f64::max)?;
        let last_part = facts.profile.elapsed(today) + TOLERANCE >= LAST_PART_FROM_ELAPSED;
        let red = last_part && worst > RED_ABOVE_TRAIL + TOLERANCE;
        let text = Message::new("judgement-goal-behind")
            .count("count", behind.len() as i64)
            .items("goals", behind.iter().map(Behind::item).collect());
        let positions = behind.iter().flat_map(Behind::positions).collect();
        Some(Finding::new(
            if red { Colour::Red } else { Colour::Amber },
            text,
            positions,
        ))
    }
}

/// An indicator with how far it is and how far the time was.
struct Behind<'a> {
    indicator: &'a Indicator,
    measured: &'a Measured,
    attainment: f64,
    elapsed: f64,
}

impl<'a> Behind<'a> {
    fn of(indicator: &'a Indicator, facts: &Facts) -> Option<Self> {
        let measured = indicator.newest()?;
        let elapsed = facts.profile.elapsed(measured.until);
        Some(Self {
            indicator,
            measured,
            attainment: indicator.attainment()?,
            elapsed,
        })
    }

    fn trail(&self) -> f64 {
        self.elapsed - self.attainment
    }

    fn is_behind(&self) -> bool {
        self.trail() > AMBER_ABOVE_TRAIL + TOLERANCE
    }

    fn item(&self) -> Message {
        Message::new("judgement-goal-behind-item")
            .with("name", Value::Local(self.indicator.name.clone()))
            .with("attainment", Value::Share(self.attainment))
            .with("elapsed", Value::Share(self.elapsed))
            .with("until", Value::Day(self.measured.until))
    }

    fn positions(&self) -> Vec<u64> {
        [
            self.indicator.positions.as_slice(),
            self.measured.positions.as_slice(),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use contracts::programme::v1::Direction;

    use super::super::example::{day, indicator, running};
    use super::super::facts::Target;
    use super::*;

    /// The project lasts 1,000 days, so day N is N thousandths of its time.
    fn colour(value: f64, measured_day: i64, today_day: i64) -> Option<Colour> {
        let on = |days: i64| {
            running()
                .profile
                .starts_on
                .saturating_add(jiff::Span::new().days(days - 1))
        };
        let facts = Facts {
            indicators: vec![indicator("i1", value, &on(measured_day).to_string())],
            ..running()
        };
        GoalBehind
            .judge(&facts, on(today_day))
            .map(|finding| finding.colour)
    }

    #[test]
    fn it_is_amber_when_attainment_trails_time_by_more_than_thirty_points() {
        assert_eq!(colour(20.1, 500, 510), None);
        assert_eq!(colour(20.0, 500, 510), None);
        assert_eq!(colour(19.9, 500, 510), Some(Colour::Amber));
    }

    #[test]
    fn it_is_red_above_sixty_points_in_the_last_quarter() {
        assert_eq!(colour(10.1, 700, 760), Some(Colour::Amber));
        assert_eq!(colour(10.0, 700, 760), Some(Colour::Amber));
        assert_eq!(colour(9.9, 700, 760), Some(Colour::Red));
    }

    #[test]
    fn it_is_not_red_before_the_last_quarter() {
        assert_eq!(colour(0.0, 700, 749), Some(Colour::Amber));
        assert_eq!(colour(0.0, 700, 750), Some(Colour::Red));
    }

    #[test]
    fn less_is_better_where_the_direction_says_so() {
        let mut falling = indicator("i1", 90.0, "2025-05-14");
        falling.direction = Direction::Down;
        falling.target = Some(Target {
            baseline: 100.0,
            target: 0.0,
        });
        let mut facts = Facts {
            indicators: vec![falling],
            ..running()
        };
        assert!(GoalBehind.judge(&facts, day("2025-06-01")).is_some());
        facts.indicators[0].reported = Some(Measured {
            value: 40.0,
            until: day("2025-05-14"),
            positions: vec![71],
        });
        assert_eq!(GoalBehind.judge(&facts, day("2025-06-01")), None);
    }

    #[test]
    fn an_indicator_that_only_describes_is_not_judged() {
        let mut neutral = indicator("i1", 0.0, "2026-01-01");
        neutral.direction = Direction::Neutral;
        let facts = Facts {
            indicators: vec![neutral],
            ..running()
        };
        assert_eq!(GoalBehind.judge(&facts, day("2026-06-01")), None);
    }
}
