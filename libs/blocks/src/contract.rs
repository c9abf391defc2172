//! Shared values as the contract writes them, and back.
//!
//! Reading notes every fault in the path of its field and goes on, so that a caller hears all of them at once. A value is
//! absent (`None`) only where a fault was noted.

use contracts::hub::v1 as hub;
use jiff::civil::Date;
use runtime::{fault::Fault, parse::Faults};

pub use crate::size::REASON_CHARS_MAX;
use crate::values::{LocalText, Period};

/// Longest name or title, in characters.
pub const NAME_CHARS_MAX: usize = 300;
/// Longest text of a few sentences, in characters.
pub const TEXT_CHARS_MAX: usize = 5_000;
/// Longest reference of a decision or payment, in characters.
pub const REFERENCE_CHARS_MAX: usize = 500;

/// A text in two languages, Dutch required when `required`.
pub fn read_text(
    faults: &mut Faults,
    field: &str,
    text: Option<hub::LocalText>,
    chars_max: usize,
    required: bool,
) -> LocalText {
    let hub::LocalText { nl, en } = text.unwrap_or_default();
    LocalText {
        nl: faults.text(&format!("{field}.nl"), &nl, chars_max, required),
        en: faults.text(&format!("{field}.en"), &en, chars_max, false),
    }
}

/// A text in two languages.
#[must_use]
pub fn text(text: &LocalText) -> hub::LocalText {
    hub::LocalText {
        nl: text.nl.clone(),
        en: text.en.clone(),
    }
}

/// A period of whole days.
pub fn read_period(faults: &mut Faults, field: &str, period: Option<hub::Period>) -> Option<Period> {
    let hub::Period {
        label,
        starts_on,
        ends_on,
    } = period.unwrap_or_default();
    let label = faults.text(&format!("{field}.label"), &label, 40, true);
    let starts_on = faults.date(&format!("{field}.starts_on"), &starts_on);
    let ends_on = faults.date(&format!("{field}.ends_on"), &ends_on);
    let ordered = starts_on
        .zip(ends_on)
        .is_none_or(|(starts_on, ends_on)| starts_on <= ends_on);
    faults.check(&format!("{field}.ends_on"), ordered, "a day not before starts_on");
    Some(Period {
        label,
        starts_on: starts_on?,
        ends_on: ends_on?,
    })
}

/// A period of whole days.
#[must_use]
pub fn period(period: &Period) -> hub::Period {
    hub::Period {
        label: period.label.clone(),
        starts_on: period.starts_on.to_string(),
        ends_on: period.ends_on.to_string(),
    }
}

/// A day that may be absent.
#[must_use]
pub fn day(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// A value of an enum of the contract; `read` answers nothing for the unspecified value.
pub fn read_choice<E, T>(
    faults: &mut Faults,
    field: &str,
    number: i32,
    read: impl Fn(E) -> Option<T>,
) -> Option<T>
where
    E: TryFrom<i32>,
{
    let choice = E::try_from(number).ok().and_then(read);
    faults.check(
        field,
        choice.is_some(),
        "one of the values of the contract, not unspecified",
    );
    choice
}

/// A message that must be given.
pub fn read_given<T: Default>(faults: &mut Faults, field: &str, message: Option<T>) -> T {
    faults.check(field, message.is_some(), "a value");
    message.unwrap_or_default()
}

/// What was read, when nothing is wrong with it.
///
/// # Errors
/// All faults at once.
pub fn whole<T>(faults: Faults, value: Option<T>) -> Result<T, Fault> {
    // A value is absent only where a fault was noted; without one the request is refused all the same.
    faults.finish(value)?.ok_or_else(|| Fault::invalid(Vec::new()))
}
