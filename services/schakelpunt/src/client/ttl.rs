//! How long a token holds, as people write it.

use std::time::Duration;

/// Longest life of a development token.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3_600);

/// Reads `90s`, `15m`, `8h` or `7d`.
///
/// # Errors
/// When it is something else, nothing at all, or longer than 30 days.
pub fn parse(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is not a duration such as 90s, 15m, 8h or 7d, at most 30d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let number: u32 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let duration = Duration::from_secs(u64::from(number) * seconds);
    if duration.is_zero() || duration > LONGEST {
        Err(wrong())
    } else {
        Ok(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_with_their_unit() {
        assert_eq!(parse("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(parse("8h"), Ok(Duration::from_secs(28_800)));
        for wrong in ["", "8", "0s", "h", "-1h", "31d", "8u", "4294967295d", "8€"] {
            assert!(parse(wrong).is_err(), "{wrong} was taken");
        }
    }
}
