//! Days, amounts and shares the way of each language.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Language;

const MONTHS_NL: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// What stands where there is no figure to write.
const NONE: &str = "–";

/// A day: `1 maart 2025`, `1 March 2025`.
pub fn day(lang: Language, date: Date) -> String {
    let months = match lang {
        Language::Dutch => MONTHS_NL,
        Language::English => MONTHS_EN,
    };
    // jiff's months run from 1 to 12.
    let month = months[usize::from(date.month().unsigned_abs()).clamp(1, 12) - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// A moment in the Netherlands, to the minute: `1 maart 2025, 14:05`.
pub fn moment(lang: Language, at: Timestamp) -> String {
    let local = at.to_zoned(netherlands());
    format!(
        "{}, {:02}:{:02}",
        day(lang, local.date()),
        local.hour(),
        local.minute()
    )
}

/// The time in the Netherlands. The rule of summer time stands here, so that a machine without a time zone database shows
/// the same clock.
fn netherlands() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap_or(TimeZone::UTC)
}

/// An amount of euro cents: `€ 1.234.567,89`, `€1,234,567.89`.
pub fn cents(lang: Language, amount: i64) -> String {
    let whole = grouped(lang, &(amount.unsigned_abs() / 100).to_string());
    let rest = amount.unsigned_abs() % 100;
    let sign = if amount < 0 { "-" } else { "" };
    match lang {
        Language::Dutch => format!("€ {sign}{whole},{rest:02}"),
        Language::English => format!("{sign}€{whole}.{rest:02}"),
    }
}

/// A share in whole percent: `45%`.
pub fn share(part: f64) -> String {
    if !part.is_finite() {
        return NONE.to_owned();
    }
    // The sum with zero turns -0 into 0.
    format!("{}%", (part * 100.0).round() + 0.0)
}

/// A quantity with at most two decimals: `1.234,5`, `1,234.5`.
pub fn quantity(lang: Language, amount: f64) -> String {
    if !amount.is_finite() {
        return NONE.to_owned();
    }
    if let Some(whole) = whole(amount) {
        let sign = if whole < 0 { "-" } else { "" };
        return format!("{sign}{}", grouped(lang, &whole.unsigned_abs().to_string()));
    }
    let text = format!("{:.2}", amount.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let sign = if amount < 0.0 && text != "0.00" { "-" } else { "" };
    let point = if decimals.is_empty() {
        ""
    } else {
        decimal_point(lang)
    };
    format!("{sign}{}{point}{decimals}", grouped(lang, whole))
}

/// The amount as a whole number, if it is one that a float holds exactly. Most are, and writing decimals takes long.
fn whole(amount: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (amount.abs() <= EXACT && amount.fract() == 0.0).then_some(amount as i64)
}

fn decimal_point(lang: Language) -> &'static str {
    match lang {
        Language::Dutch => ",",
        Language::English => ".",
    }
}

fn grouped(lang: Language, digits: &str) -> String {
    let separator = match lang {
        Language::Dutch => '.',
        Language::English => ',',
    };
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_follow_the_language() {
        assert_eq!(cents(Language::Dutch, 123_456_789), "€ 1.234.567,89");
        assert_eq!(cents(Language::English, 123_456_789), "€1,234,567.89");
        assert_eq!(cents(Language::Dutch, 5), "€ 0,05");
        assert_eq!(cents(Language::Dutch, -100_000), "€ -1.000,00");
        assert_eq!(cents(Language::English, -100_000), "-€1,000.00");
        assert_eq!(cents(Language::English, i64::MIN), "-€92,233,720,368,547,758.08");
    }

    #[test]
    fn quantities_show_the_decimals_they_have() {
        assert_eq!(quantity(Language::Dutch, 1234.5), "1.234,5");
        assert_eq!(quantity(Language::English, 1234.0), "1,234");
        assert_eq!(quantity(Language::Dutch, -1_234_567.0), "-1.234.567");
        assert_eq!(quantity(Language::Dutch, -0.001), "0");
        assert_eq!(quantity(Language::Dutch, -0.0), "0");
        assert_eq!(quantity(Language::English, 1e17), "100,000,000,000,000,000");
        assert_eq!(quantity(Language::Dutch, f64::NAN), "–");
    }

    #[test]
    fn days_are_written_out() {
        let date = Date::constant(2025, 3, 1);
        assert_eq!(day(Language::Dutch, date), "1 maart 2025");
        assert_eq!(day(Language::English, date), "1 March 2025");
    }

    #[test]
    fn a_moment_is_that_of_the_clock_in_the_netherlands() {
        let at = "2025-07-01T22:30:00Z".parse().unwrap();
        assert_eq!(moment(Language::Dutch, at), "2 juli 2025, 00:30");
    }

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!(share(0.455), "46%");
        assert_eq!(share(-0.001), "0%");
        assert_eq!(share(1.2), "120%");
    }
}
