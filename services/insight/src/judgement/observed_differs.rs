//! What a project reports of an indicator is further from what events show than the indicator allows.
//!
//! Both count up to the last day of the reported period. The rule says that two sources differ, not which of them is right: it never
//! makes a project red.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::budget_behind::TOLERANCE;
use super::facts::{Comparison, Facts, Indicator};
use super::{Finding, Message, Rule, Value};

/// See the module.
pub(super) struct ObservedDiffers;

impl Rule for ObservedDiffers {
    fn code(&self) -> &'static str {
        "OBSERVED_DIFFERS"
    }

    fn version(&self) -> u32 {
        1
    }

    /// They are the indicators' own.
    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }

    fn judge(&self, facts: &Facts, _today: Date) -> Option<Finding> {
        let compared = facts
            .indicators
            .iter()
            .filter_map(|indicator| Some((indicator, indicator.comparison.as_ref()?)));
        let different: Vec<_> = compared.filter(|(_, it)| it.is_beyond()).collect();
        if different.is_empty() {
            return None;
        }
        let text = Message::new("judgement-observed-differs")
            .count("count", different.len() as i64)
            .items(
                "indicators",
                different
                    .iter()
                    .map(|(indicator, it)| item(indicator, it))
                    .collect(),
            );
        let positions = different.iter().flat_map(|(_, it)| it.positions());
        Some(Finding::new(Colour::Amber, text, positions.collect()))
    }
}

fn item(indicator: &Indicator, it: &Comparison) -> Message {
    Message::new("judgement-observed-differs-item")
        .with("name", Value::Local(indicator.name.clone()))
        .with("until", Value::Day(it.reported.until))
        .with("reported", Value::Quantity(it.reported.value))
        .with("observed", Value::Quantity(it.observed.value))
        .with("allowed", Value::Quantity(it.allowed()))
}

impl Comparison {
    /// The wider of the number of things and the percentage of the larger value.
    fn allowed(&self) -> f64 {
        let larger = self.reported.value.abs().max(self.observed.value.abs());
        f64::from(self.absolute).max(larger * f64::from(self.percent) / 100.0)
    }

    fn is_beyond(&self) -> bool {
        (self.reported.value - self.observed.value).abs() > self.allowed() + TOLERANCE
    }

    fn positions(&self) -> Vec<u64> {
        [
            self.reported.positions.as_slice(),
            self.observed.positions.as_slice(),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{day, indicator, running};
    use super::super::facts::Measured;
    use super::*;

    fn compared(reported: f64, observed: f64, absolute: u32, percent: u32) -> Facts {
        let measured = |value, positions: &[u64]| Measured {
            value,
            until: day("2024-12-31"),
            positions: positions.to_vec(),
        };
        let mut indicator = indicator("i1", reported, "2024-12-31");
        indicator.comparison = Some(Comparison {
            reported: measured(reported, &[71]),
            observed: measured(observed, &[81, 80]),
            absolute,
            percent,
        });
        Facts {
            indicators: vec![indicator],
            ..running()
        }
    }

    fn finding(facts: &Facts) -> Option<Finding> {
        ObservedDiffers.judge(facts, day("2025-06-01"))
    }

    #[test]
    fn beyond_the_tolerance_is_amber_with_the_events_behind_both_values() {
        let found = finding(&compared(5.0, 3.0, 1, 0)).unwrap();
        assert_eq!((found.colour, found.positions), (Colour::Amber, vec![71, 80, 81]));
        assert_eq!(finding(&compared(4.0, 3.0, 1, 0)), None, "up to it is no signal");
        assert!(
            finding(&compared(3.0, 5.0, 1, 0)).is_some(),
            "in either direction"
        );
    }

    #[test]
    fn small_counts_go_by_the_number_and_large_ones_by_the_percentage() {
        assert!(finding(&compared(3.0, 2.0, 0, 10)).is_some());
        assert_eq!(finding(&compared(1_000.0, 900.0, 0, 10)), None);
        assert!(finding(&compared(1_000.0, 899.0, 0, 10)).is_some());
        assert_eq!(
            finding(&compared(3.0, 1.0, 2, 10)),
            None,
            "the wider of both holds"
        );
    }

    #[test]
    fn without_a_tolerance_no_two_values_are_compared() {
        let mut facts = compared(9.0, 1.0, 0, 0);
        assert!(finding(&facts).is_some());
        facts.indicators[0].comparison = None;
        assert_eq!(finding(&facts), None);
    }
}
