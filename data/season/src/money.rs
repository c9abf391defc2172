//! Amounts of the season, in euro cents.

/// Whether a number has nine digits and passes the eleven test of a citizen service number (BSN).
#[must_use]
pub fn looks_like_bsn(number: i64) -> bool {
    if !(100_000_000..=999_999_999).contains(&number) {
        return false;
    }
    let digits = (0..9_u32).map(|place| number / 10_i64.pow(place) % 10);
    let weights = [-1, 2, 3, 4, 5, 6, 7, 8, 9];
    digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum::<i64>()
        % 11
        == 0
}

/// The amount in whole euros, rounded up, and a euro more when the cents would look like a citizen service number. Keeps
/// order: of two amounts the higher stays the higher or they become the same.
#[must_use]
pub fn whole_euros(cents: i64) -> i64 {
    let mut rounded = (cents + 99) / 100 * 100;
    while looks_like_bsn(rounded) {
        rounded += 100;
    }
    rounded
}

/// So many thousandths of an amount, in whole euros.
#[must_use]
pub fn part(cents: i64, thousandths: i64) -> i64 {
    whole_euros(cents / 1000 * thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleven_test_knows_a_number_made_for_tests() {
        assert!(looks_like_bsn(123_456_782));
        assert!(!looks_like_bsn(123_456_783));
        assert!(!looks_like_bsn(12_345_678));
    }

    #[test]
    fn amounts_keep_their_order_and_never_look_like_a_number_of_a_person() {
        let amounts: Vec<_> = (0..20_000)
            .map(|step| whole_euros(100_000_000 + step * 37))
            .collect();
        assert!(amounts.is_sorted());
        assert!(
            amounts
                .iter()
                .all(|amount| !looks_like_bsn(*amount) && amount % 100 == 0)
        );
    }
}
