//! Exact arithmetic for linear algebra: whole numbers modulo the prime 2^61 - 1.
//!
//! Fractions of whole numbers would grow without bound and floating point would round. What follows from shown cells over
//! the fractions follows modulo the prime as well, unless the prime divides a denominator, which is a determinant of zeroes and
//! ones: for a given table the odds are about one in 2^61 for each. The other way round, what follows only modulo the
//! prime costs a suppression too many.

/// The modulus.
pub(super) const PRIME: u64 = (1 << 61) - 1;

pub(super) fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

pub(super) fn negate(a: u64) -> u64 {
    if a == 0 { 0 } else { PRIME - a }
}

pub(super) fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    // 2^61 is 1, so the high part counts as it stands.
    let low = (product & u128::from(PRIME)) as u64;
    let high = (product >> 61) as u64;
    add(low, high)
}

/// The inverse of anything but 0, by Fermat's little theorem.
pub(super) fn invert(a: u64) -> u64 {
    let mut power = PRIME - 2;
    let mut square = a;
    let mut inverse = 1;
    while power > 0 {
        if power & 1 == 1 {
            inverse = multiply(inverse, square);
        }
        square = multiply(square, square);
        power >>= 1;
    }
    inverse
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_field(a in 1..PRIME, b in 0..PRIME, c in 0..PRIME) {
            prop_assert_eq!(multiply(a, invert(a)), 1);
            prop_assert_eq!(add(b, negate(b)), 0);
            prop_assert_eq!(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)));
            let direct = u128::from(b) * u128::from(c) % u128::from(PRIME);
            prop_assert_eq!(u128::from(multiply(b, c)), direct);
        }
    }
}
