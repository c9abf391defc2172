//! A running project gave no sign of life: no report was accepted and no milestone achieved for more than a year.

use contracts::insight::v1::Colour;
use jiff::civil::Date;

use super::facts::Facts;
use super::measures::days_between;
use super::{Finding, Message, Rule, Value};

/// Days without a sign of life above which it is red: a year, and five weeks for the report about it to be read.
const RED_ABOVE_DAYS: i64 = 400;

/// See the module.
pub(super) struct Silent;

impl Rule for Silent {
    fn code(&self) -> &'static str {
        "SILENT"
    }

    fn version(&self) -> u32 {
        1
    }

    fn thresholds(&self) -> Vec<(&'static str, Value)> {
        vec![("aboveDays", Value::Count(RED_ABOVE_DAYS))]
    }

    fn judge(&self, facts: &Facts, today: Date) -> Option<Finding> {
        // Before the first sign the project's own start is the last thing heard of it.
        let heard = facts.last_sign.as_ref();
        let since = heard.map_or(facts.profile.starts_on, |sign| {
            sign.on.max(facts.profile.starts_on)
        });
        let days = days_between(since, today);
        (days > RED_ABOVE_DAYS).then(|| {
            let key = if heard.is_some() {
                "judgement-silent"
            } else {
                "judgement-silent-from-start"
            };
            let text = Message::new(key)
                .count("days", days)
                .with("since", Value::Day(since));
            let positions = heard.map_or(&facts.profile.positions, |sign| &sign.positions);
            Finding::new(Colour::Red, text, positions.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{day, running};
    use super::super::facts::Sign;
    use super::*;

    fn finding(last: Option<&str>, today: &str) -> Option<Finding> {
        let last_sign = last.map(|on| Sign {
            on: day(on),
            positions: vec![9],
        });
        Silent.judge(
            &Facts {
                last_sign,
                ..running()
            },
            day(today),
        )
    }

    #[test]
    fn it_is_red_above_four_hundred_days_without_a_sign() {
        assert_eq!(finding(Some("2024-06-01"), "2025-07-05"), None);
        assert_eq!(finding(Some("2024-06-01"), "2025-07-06"), None);
        let red = finding(Some("2024-06-01"), "2025-07-07").unwrap();
        assert_eq!((red.colour, red.positions), (Colour::Red, vec![9]));
    }

    #[test]
    fn a_project_that_never_gave_a_sign_is_counted_from_its_start() {
        assert_eq!(finding(None, "2025-02-04"), None);
        let red = finding(None, "2025-02-05").unwrap();
        assert_eq!(
            (red.text.key, red.positions),
            ("judgement-silent-from-start", vec![1])
        );
    }
}
