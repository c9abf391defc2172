//! Money for people: whole cents in, `EUR 1.234,56` out; never a floating-point number.

use super::Lang;

/// An amount in euro cents, with the separators of the language.
pub fn euros(cents: i64, lang: Lang) -> String {
    let (thousands, decimal) = separators(lang);
    let amount = cents.unsigned_abs();
    let sign = if cents < 0 { "-" } else { "" };
    format!(
        "EUR {sign}{}{decimal}{:02}",
        grouped(amount / 100, thousands),
        amount % 100
    )
}

/// A whole number with the separators of the language.
pub fn whole(number: i64, lang: Lang) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(number.unsigned_abs(), separators(lang).0))
}

/// Thousands separator and decimal separator.
pub(super) fn separators(lang: Lang) -> (char, char) {
    match lang {
        Lang::Nl => ('.', ','),
        Lang::En => (',', '.'),
    }
}

/// Digits in groups of three.
pub(super) fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Reads an amount in euros, such as `12500`, `12500.5` or `12500,50`, as cents.
///
/// # Errors
/// When it is not an amount with at most two decimals and without separators between thousands, or too large.
pub fn parse_euros(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is not an amount in euros such as 12500 or 12500.50");
    let (sign, unsigned) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
        return Err(wrong());
    }
    let whole: i64 = whole.parse().map_err(|_| wrong())?;
    let cents: i64 = format!("{decimals:0<2}").parse().map_err(|_| wrong())?;
    whole
        .checked_mul(100)
        .and_then(|euros| euros.checked_add(cents))
        .map(|cents| sign * cents)
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_take_the_separators_of_the_language() {
        assert_eq!(euros(123_456_789, Lang::Nl), "EUR 1.234.567,89");
        assert_eq!(euros(123_456_789, Lang::En), "EUR 1,234,567.89");
        assert_eq!(euros(0, Lang::Nl), "EUR 0,00");
        assert_eq!(euros(5, Lang::Nl), "EUR 0,05");
        assert_eq!(euros(100_000, Lang::Nl), "EUR 1.000,00");
        assert_eq!(euros(-123_456, Lang::Nl), "EUR -1.234,56");
    }

    #[test]
    fn the_largest_debt_does_not_overflow() {
        assert_eq!(euros(i64::MIN, Lang::En), "EUR -92,233,720,368,547,758.08");
        assert_eq!(whole(i64::MIN, Lang::Nl), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(parse_euros("12500"), Ok(1_250_000));
        assert_eq!(parse_euros("12500.5"), Ok(1_250_050));
        assert_eq!(parse_euros("0,07"), Ok(7));
        assert_eq!(parse_euros("-1.00"), Ok(-100));
    }

    #[test]
    fn what_could_be_misread_is_refused() {
        for wrong in [
            "",
            ".",
            "1.",
            ".5",
            "1.234,56",
            "1.234",
            "1e3",
            "EUR 5",
            "--1",
            "99999999999999999999",
            "1 0",
        ] {
            assert!(parse_euros(wrong).is_err(), "{wrong} was taken");
        }
    }
}
