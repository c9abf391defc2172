//! How sure an interval is, and the interval.

/// A confidence level that no interval can have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a confidence level lies between 0.5 and 0.9999, both included, and {0} does not")]
pub struct LevelError(f64);

/// A confidence level, such as 0.95.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// 90 %.
    pub const P90: Self = Self(0.90);
    /// 95 %, the usual one.
    pub const P95: Self = Self(0.95);
    /// 99 %.
    pub const P99: Self = Self(0.99);

    /// A level between 0.5 and 0.9999.
    ///
    /// # Errors
    ///
    /// [`LevelError`] outside of these.
    pub fn new(level: f64) -> Result<Self, LevelError> {
        if (0.5..=0.9999).contains(&level) {
            Ok(Self(level))
        } else {
            Err(LevelError(level))
        }
    }

    /// As a share of one.
    pub fn value(self) -> f64 {
        self.0
    }

    /// What the level leaves outside, on both sides together.
    pub(crate) fn outside(self) -> f64 {
        1.0 - self.0
    }
}

impl Default for Level {
    fn default() -> Self {
        Self::P95
    }
}

/// An interval at a confidence level. An end without bound is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub lower: Option<f64>,
    /// The upper end.
    pub upper: Option<f64>,
    /// How sure it is.
    pub level: Level,
}

impl Interval {
    /// From figures that may be infinite.
    pub(crate) fn between(lower: f64, upper: f64, level: Level) -> Self {
        let bounded = |end: f64| end.is_finite().then_some(end);
        Self {
            lower: bounded(lower),
            upper: bounded(upper),
            level,
        }
    }

    /// So much on either side.
    pub(crate) fn around(value: f64, half: f64, level: Level) -> Self {
        Self::between(value - half, value + half, level)
    }

    /// Whether a value lies in it, the ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.lower.is_none_or(|lower| lower <= value) && self.upper.is_none_or(|upper| value <= upper)
    }

    /// Upper less lower end, where there are both.
    pub fn width(&self) -> Option<f64> {
        Some(self.upper? - self.lower?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_share() {
        assert_eq!(Level::new(0.95), Ok(Level::P95));
        for wrong in [0.0, 0.49, 1.0, 95.0, -1.0, f64::INFINITY] {
            assert_eq!(Level::new(wrong), Err(LevelError(wrong)));
        }
        assert!(Level::new(f64::NAN).is_err());
    }

    #[test]
    fn an_end_without_bound_is_none() {
        let interval = Interval::between(1.0, f64::INFINITY, Level::P95);
        assert_eq!((interval.lower, interval.upper), (Some(1.0), None));
        assert!(interval.contains(1e300) && !interval.contains(0.5));
        assert_eq!(interval.width(), None);
    }
}
