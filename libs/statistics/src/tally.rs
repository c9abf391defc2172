//! A count, and how much was looked through for it.

/// Most that is counted in one tally: beyond it the exact methods are no longer exact in 64-bit floating point.
pub const MAX_COUNT: u64 = 1_000_000_000;

/// Most exposure of one tally.
pub const MAX_EXPOSURE: f64 = 1e15;

/// Least exposure of one tally that has any.
pub const MIN_EXPOSURE: f64 = 1e-6;

/// A tally that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum TallyError {
    /// The exposure is no number, negative, or out of bounds.
    #[error("the exposure is 0 or between {MIN_EXPOSURE} and {MAX_EXPOSURE}, and {0} is not")]
    Exposure(f64),
    /// More than [`MAX_COUNT`].
    #[error("the count is at most {MAX_COUNT}, and {0} is more")]
    Count(u64),
    /// Something was counted where nothing was looked through.
    #[error("{0} were counted without any exposure")]
    CountWithoutExposure(u64),
}

/// A count and its exposure: mentions and words read, incidents and days. The unit of the exposure is the caller's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    count: u64,
    exposure: f64,
}

impl Tally {
    /// A count with its exposure.
    ///
    /// # Errors
    ///
    /// See [`TallyError`].
    pub fn new(count: u64, exposure: f64) -> Result<Self, TallyError> {
        let inside = exposure == 0.0 || (MIN_EXPOSURE..=MAX_EXPOSURE).contains(&exposure);
        if !inside {
            return Err(TallyError::Exposure(exposure));
        }
        if count > MAX_COUNT {
            return Err(TallyError::Count(count));
        }
        if count > 0 && exposure == 0.0 {
            return Err(TallyError::CountWithoutExposure(count));
        }
        Ok(Self { count, exposure })
    }

    /// What was counted.
    pub fn count(self) -> u64 {
        self.count
    }

    /// How much was looked through.
    pub fn exposure(self) -> f64 {
        self.exposure
    }

    /// Both together, where the sum stays within bounds.
    pub(crate) fn plus(self, other: Self) -> Result<Self, TallyError> {
        Self::new(self.count + other.count, self.exposure + other.exposure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_counted_is_refused() {
        assert_eq!(Tally::new(1, 0.0), Err(TallyError::CountWithoutExposure(1)));
        assert_eq!(Tally::new(1, -1.0), Err(TallyError::Exposure(-1.0)));
        assert_eq!(
            Tally::new(1, f64::INFINITY),
            Err(TallyError::Exposure(f64::INFINITY))
        );
        assert!(Tally::new(1, f64::NAN).is_err());
        assert_eq!(
            Tally::new(MAX_COUNT + 1, 1.0),
            Err(TallyError::Count(MAX_COUNT + 1))
        );
        assert!(Tally::new(0, 0.0).is_ok());
    }
}
