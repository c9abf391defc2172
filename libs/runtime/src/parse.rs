//! Parsing requests into values that cannot be wrong, collecting every fault instead of stopping at the first.

use eventing::FieldFault;
use jiff::civil::Date;

use crate::{fault::Fault, personal};

/// Longest identifier, in characters.
pub const ID_CHARS_MAX: usize = 64;
/// Longest text a field takes unless it says otherwise, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// Longest URI, in characters.
const URI_CHARS_MAX: usize = 2_000;
/// Highest amount the hub takes, in euro cents: a thousand times the whole programme.
pub const CENTS_MAX: i64 = 39_200_000_000_000;

/// The faults of one request so far.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    /// No faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, expected: impl Into<String>) {
        self.0.push(FieldFault::new(field, expected));
    }

    /// Adds a fault unless `holds`.
    pub fn check(&mut self, field: &str, holds: bool, expected: &str) {
        if !holds {
            self.add(field, expected);
        }
    }

    /// An identifier: a letter or digit, then letters, digits, hyphens or underscores, at most 64 in all.
    pub fn id(&mut self, field: &str, value: &str) -> String {
        if !is_id(value) {
            self.add(
                field,
                format!(
                    "an identifier of 1 to 64 letters, digits, hyphens or underscores, not {}",
                    shown(value)
                ),
            );
        }
        value.to_owned()
    }

    /// An identifier, or nothing.
    pub fn optional_id(&mut self, field: &str, value: &str) -> Option<String> {
        (!value.is_empty()).then(|| self.id(field, value))
    }

    /// A text of at most `chars_max` characters without personal data; not empty when `required`.
    pub fn text(&mut self, field: &str, value: &str, chars_max: usize, required: bool) -> String {
        if required && value.trim().is_empty() {
            self.add(field, "a text that is not empty");
        }
        let chars = value.chars().count();
        if chars > chars_max {
            self.add(
                field,
                format!("a text of at most {chars_max} characters, not {chars}"),
            );
            return String::new();
        }
        if value
            .chars()
            .any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t'))
        {
            self.add(field, "a text without control characters");
        }
        if let Some(found) = personal::find(value) {
            self.add(
                field,
                format!("a text without personal data, but it holds {found}"),
            );
        }
        value.to_owned()
    }

    /// A day written YYYY-MM-DD between 2000 and 2100.
    pub fn date(&mut self, field: &str, value: &str) -> Option<Date> {
        let date = parse_date(value);
        if date.is_none() {
            self.add(
                field,
                format!(
                    "a day written YYYY-MM-DD between 2000 and 2100, not {}",
                    shown(value)
                ),
            );
        }
        date
    }

    /// A day written YYYY-MM-DD, or nothing.
    pub fn optional_date(&mut self, field: &str, value: &str) -> Option<Date> {
        if value.is_empty() {
            None
        } else {
            self.date(field, value)
        }
    }

    /// An amount in euro cents that is not negative and not absurd.
    pub fn cents(&mut self, field: &str, value: i64) -> i64 {
        self.check(
            field,
            (0..=CENTS_MAX).contains(&value),
            &format!("an amount in euro cents from 0 to {CENTS_MAX}, not {value}"),
        );
        value.clamp(0, CENTS_MAX)
    }

    /// A whole percentage from `least` to 100.
    pub fn percent(&mut self, field: &str, value: u32, least: u32) -> u32 {
        self.check(
            field,
            (least..=100).contains(&value),
            &format!("a whole percentage from {least} to 100, not {value}"),
        );
        value.min(100)
    }

    /// A number that is finite.
    pub fn number(&mut self, field: &str, value: f64) -> f64 {
        self.check(field, value.is_finite(), "a finite number");
        if value.is_finite() { value } else { 0.0 }
    }

    /// A URI with http, https or urn, or nothing.
    pub fn optional_uri(&mut self, field: &str, value: &str) -> Option<String> {
        if value.is_empty() {
            return None;
        }
        let known = ["https://", "http://", "urn:"]
            .iter()
            .any(|scheme| value.starts_with(scheme));
        let clean = value.chars().count() <= URI_CHARS_MAX
            && !value.contains(|letter: char| letter.is_whitespace() || letter.is_control());
        self.check(
            field,
            known && clean,
            "a URI that starts with https://, http:// or urn:, of at most 2000 characters without spaces",
        );
        if let Some(found) = personal::find(value) {
            self.add(
                field,
                format!("a URI without personal data, but it holds {found}"),
            );
        }
        Some(value.to_owned())
    }

    /// A UUID.
    pub fn uuid(&mut self, field: &str, value: &str) -> Option<uuid::Uuid> {
        let uuid = uuid::Uuid::try_parse(value).ok();
        if uuid.is_none() {
            self.add(
                field,
                format!(
                    "a UUID such as 0190b0a5-0000-7000-8000-000000000000, not {}",
                    shown(value)
                ),
            );
        }
        uuid
    }

    /// A list of at most `max` items.
    pub fn at_most<T>(&mut self, field: &str, items: &[T], max: usize) {
        self.check(
            field,
            items.len() <= max,
            &format!("at most {max} items, not {}", items.len()),
        );
    }

    /// `value` when nothing is wrong.
    ///
    /// # Errors
    /// All faults at once.
    pub fn finish<T>(self, value: T) -> Result<T, Fault> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(Fault::invalid(self.0))
        }
    }

    /// The faults themselves.
    #[must_use]
    pub fn into_fields(self) -> Vec<FieldFault> {
        self.0
    }
}

impl Extend<FieldFault> for Faults {
    fn extend<I: IntoIterator<Item = FieldFault>>(&mut self, faults: I) {
        self.0.extend(faults);
    }
}

/// Whether a value is an identifier.
#[must_use]
pub fn is_id(value: &str) -> bool {
    value.len() <= ID_CHARS_MAX
        && value.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        && value
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
}

fn parse_date(value: &str) -> Option<Date> {
    // Exactly ten characters, because the parser itself takes more spellings than the contract.
    let date: Date = (value.len() == 10).then(|| value.parse().ok())??;
    (2000..=2100).contains(&date.year()).then_some(date)
}

/// A value as it may be shown in an error: short and without control characters.
fn shown(value: &str) -> String {
    if value.is_empty() {
        return "an empty value".to_owned();
    }
    let start: String = value
        .chars()
        .take(40)
        .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
        .collect();
    // What may be personal is not repeated: errors end up in logs.
    if personal::find(value).is_some() {
        return "what was given".to_owned();
    }
    if start.len() < value.len() {
        format!("\"{start}…\"")
    } else {
        format!("\"{start}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults_of(check: impl FnOnce(&mut Faults)) -> Vec<String> {
        let mut faults = Faults::new();
        check(&mut faults);
        faults
            .into_fields()
            .into_iter()
            .map(|fault| fault.field)
            .collect()
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let found = faults_of(|faults| {
            faults.id("project_id", "met spatie");
            faults.date("starts_on", "2024-02-30");
            faults.cents("total_cents", -1);
            faults.percent("share_percent", 0, 1);
            faults.number("value", f64::NAN);
        });
        assert_eq!(
            found,
            ["project_id", "starts_on", "total_cents", "share_percent", "value"]
        );
    }

    #[test]
    fn identifiers_are_plain() {
        assert!(is_id("llo-101_2024-H2_progress") && is_id("AM01"));
        assert!(
            !is_id("")
                && !is_id("-a")
                && !is_id("a.b")
                && !is_id("a/b")
                && !is_id("é")
                && !is_id(&"a".repeat(65))
        );
    }

    #[test]
    fn texts_are_bounded_and_free_of_personal_data() {
        assert_eq!(
            faults_of(|faults| drop(faults.text("t", "mail jan@example.nl", 100, true))),
            ["t"]
        );
        assert_eq!(faults_of(|faults| drop(faults.text("t", "abc", 2, true))), ["t"]);
        assert_eq!(faults_of(|faults| drop(faults.text("t", "  ", 2, true))), ["t"]);
        assert!(faults_of(|faults| drop(faults.text("t", "regel 1\nregel 2", 100, true))).is_empty());
    }

    #[test]
    fn a_day_is_written_one_way() {
        assert!(parse_date("2024-02-29").is_some());
        assert!(
            parse_date("20240229").is_none()
                && parse_date("1999-12-31").is_none()
                && parse_date("2024-2-29").is_none()
        );
    }
}
