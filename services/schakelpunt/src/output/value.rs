//! Figures, shares, quantities and moments for people.

use contracts::insight::v1::{Figure, figure::Value};

use super::{
    Lang,
    money::{euros, grouped, separators, whole},
};

/// Shown where there is nothing to show.
pub const NOTHING: &str = "–";

/// A figure in its own kind; a dash when there is nothing to measure.
pub fn figure(figure: Option<&Figure>, lang: Lang) -> String {
    match figure.and_then(|figure| figure.value.as_ref()) {
        None => NOTHING.to_owned(),
        Some(Value::Count(count)) => whole(*count, lang),
        Some(Value::Cents(cents)) => euros(*cents, lang),
        Some(Value::Ratio(ratio)) => percent(*ratio, lang),
        Some(Value::Quantity(quantity)) => self::quantity(*quantity, lang),
    }
}

/// A share between 0 and 1 as a percentage with one decimal.
pub fn percent(ratio: f64, lang: Lang) -> String {
    let space = if lang == Lang::Nl { " " } else { "" };
    format!("{}{space}%", decimals(ratio * 100.0, 1, lang))
}

/// A quantity with at most two decimals.
pub fn quantity(quantity: f64, lang: Lang) -> String {
    let text = decimals(quantity, 2, lang);
    let decimal = separators(lang).1;
    match text.split_once(decimal) {
        Some((whole, decimals)) => {
            let decimals = decimals.trim_end_matches('0');
            if decimals.is_empty() {
                whole.to_owned()
            } else {
                format!("{whole}{decimal}{decimals}")
            }
        }
        None => text,
    }
}

/// A quantity, or a dash when it is not known.
pub fn quantity_or_dash(number: Option<f64>, lang: Lang) -> String {
    number.map_or_else(|| NOTHING.to_owned(), |number| quantity(number, lang))
}

/// A number with so many decimals.
pub fn decimals(number: f64, decimals: usize, lang: Lang) -> String {
    let (thousands, decimal) = separators(lang);
    let text = format!("{:.decimals$}", number.abs());
    // Numbers beyond u64, and what is not a number at all, are shown as Rust writes them.
    let parts = text
        .split_once('.')
        .and_then(|(whole, rest)| Some((whole.parse::<u64>().ok()?, rest)));
    let Some((whole, rest)) = parts else {
        return number.to_string();
    };
    let zero = text.bytes().all(|byte| byte == b'0' || byte == b'.');
    let sign = if number < 0.0 && !zero { "-" } else { "" };
    format!("{sign}{}{decimal}{rest}", grouped(whole, thousands))
}

/// A moment as `2024-07-01 12:00 UTC`; a dash when it is not known.
pub fn moment(timestamp: Option<&pbjson_types::Timestamp>) -> String {
    let instant = timestamp.and_then(|at| jiff::Timestamp::new(at.seconds, at.nanos).ok());
    instant.map_or_else(
        || NOTHING.to_owned(),
        |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
    )
}

/// The text, or a dash when it is empty.
pub fn or_dash(text: &str) -> String {
    if text.is_empty() {
        NOTHING.to_owned()
    } else {
        text.to_owned()
    }
}

/// A number of days, or a dash for none.
pub fn days(days: u32, lang: Lang) -> String {
    if days == 0 {
        NOTHING.to_owned()
    } else {
        whole(i64::from(days), lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: Value) -> Figure {
        Figure {
            figure_id: "f".into(),
            value: Some(value),
            additive: true,
        }
    }

    #[test]
    fn a_figure_is_shown_in_its_own_kind() {
        assert_eq!(figure(Some(&of(Value::Count(12_345))), Lang::Nl), "12.345");
        assert_eq!(figure(Some(&of(Value::Cents(5_000))), Lang::Nl), "EUR 50,00");
        assert_eq!(figure(Some(&of(Value::Ratio(0.8333))), Lang::Nl), "83,3 %");
        assert_eq!(figure(Some(&of(Value::Ratio(0.8333))), Lang::En), "83.3%");
        assert_eq!(figure(Some(&of(Value::Quantity(2.5))), Lang::Nl), "2,5");
        assert_eq!(figure(None, Lang::Nl), NOTHING);
    }

    #[test]
    fn quantities_drop_decimals_that_say_nothing() {
        assert_eq!(quantity(1200.0, Lang::Nl), "1.200");
        assert_eq!(quantity(-0.001, Lang::Nl), "0");
        assert_eq!(quantity(-1.25, Lang::En), "-1.25");
        assert_eq!(quantity(f64::NAN, Lang::En), "NaN");
    }

    #[test]
    fn a_moment_is_shown_in_utc() {
        let at = pbjson_types::Timestamp {
            seconds: 1_719_835_200,
            nanos: 0,
        };
        assert_eq!(moment(Some(&at)), "2024-07-01 12:00 UTC");
        assert_eq!(moment(None), NOTHING);
    }
}
