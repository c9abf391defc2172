//! How far offers fit themselves to the learner: what tells the flexible offer from that of the school year.

use blocks::findings::Findings;
use serde::{Deserialize, Serialize};

/// Longest wait, in days, with which an offer can be started within a month.
const MONTH_DAYS: u32 = 31;
/// Most starts and longest wait that are believed: once a day, and three years.
const STARTS_PER_YEAR_MAX: u32 = 366;
const WAIT_DAYS_MAX: u32 = 1_100;

/// How far an offer fits itself to the learner.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flexibility {
    /// Moments in a year at which it can be started; 0 means at any time.
    pub starts_per_year: u32,
    /// Longest wait from enrolment to the start, in days.
    pub longest_wait_days: u32,
    /// Whether it can be taken in parts.
    pub in_parts: bool,
    /// Whether what was learned before is recognised.
    pub recognises_prior_learning: bool,
    /// Whether the learner chooses the pace.
    pub choice_of_pace: bool,
    /// Whether the learner chooses the place.
    pub choice_of_place: bool,
}

impl Flexibility {
    pub(super) fn check(&self, findings: &mut Findings) {
        let starts = self.starts_per_year <= STARTS_PER_YEAR_MAX;
        let expected = format!("0 to {STARTS_PER_YEAR_MAX} starts a year");
        findings.check(starts, "flexibility.starts_per_year", expected);
        let wait = self.longest_wait_days <= WAIT_DAYS_MAX;
        let expected = format!("0 to {WAIT_DAYS_MAX} days");
        findings.check(wait, "flexibility.longest_wait_days", expected);
    }

    /// Whether it can be started within a month.
    #[must_use]
    pub fn starts_within_a_month(self) -> bool {
        self.longest_wait_days <= MONTH_DAYS
    }

    /// Whether it is flexible: it can be started within a month, taken in parts, or recognises prior learning.
    #[must_use]
    pub fn is_flexible(self) -> bool {
        self.starts_within_a_month() || self.in_parts || self.recognises_prior_learning
    }

    /// Whether it is an offer of the school year: not flexible, and started once a year.
    #[must_use]
    pub fn is_of_the_school_year(self) -> bool {
        !self.is_flexible() && self.starts_per_year == 1
    }
}

/// How flexible a set of offers is. The counts overlap.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Offers.
    pub offers: u32,
    /// Those that can be started within a month.
    pub startable_within_a_month: u32,
    /// Those that can be taken in parts.
    pub in_parts: u32,
    /// Those that recognise what was learned before.
    pub recognising_prior_learning: u32,
    /// Those with at least one of the three.
    pub flexible: u32,
    /// Those of the school year.
    pub school_year: u32,
}

impl Figures {
    /// The figures of some offers.
    pub fn of(offers: impl IntoIterator<Item = Flexibility>) -> Self {
        offers.into_iter().fold(Self::default(), Self::with)
    }

    fn with(self, offer: Flexibility) -> Self {
        Self {
            offers: self.offers + 1,
            startable_within_a_month: self.startable_within_a_month
                + u32::from(offer.starts_within_a_month()),
            in_parts: self.in_parts + u32::from(offer.in_parts),
            recognising_prior_learning: self.recognising_prior_learning
                + u32::from(offer.recognises_prior_learning),
            flexible: self.flexible + u32::from(offer.is_flexible()),
            school_year: self.school_year + u32::from(offer.is_of_the_school_year()),
        }
    }

    /// Flexible offers as a share of all; none without offers.
    #[must_use]
    pub fn flexible_share(self) -> Option<f64> {
        (self.offers > 0).then(|| f64::from(self.flexible) / f64::from(self.offers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOL_YEAR: Flexibility = Flexibility {
        starts_per_year: 1,
        longest_wait_days: 365,
        in_parts: false,
        recognises_prior_learning: false,
        choice_of_pace: false,
        choice_of_place: true,
    };

    #[test]
    fn each_of_the_three_makes_an_offer_flexible() {
        let soon = Flexibility {
            longest_wait_days: 31,
            ..SCHOOL_YEAR
        };
        let late = Flexibility {
            longest_wait_days: 32,
            ..SCHOOL_YEAR
        };
        let in_parts = Flexibility {
            in_parts: true,
            ..SCHOOL_YEAR
        };
        let recognising = Flexibility {
            recognises_prior_learning: true,
            ..SCHOOL_YEAR
        };
        assert!(soon.is_flexible() && in_parts.is_flexible() && recognising.is_flexible());
        assert!(!late.is_flexible() && !SCHOOL_YEAR.is_flexible());
        let figures = Figures::of([soon, late, in_parts, recognising, SCHOOL_YEAR]);
        assert_eq!((figures.offers, figures.flexible, figures.school_year), (5, 3, 2));
        assert_eq!(figures.flexible_share(), Some(0.6));
    }

    #[test]
    fn twice_a_year_is_neither_flexible_nor_of_the_school_year() {
        let twice = Flexibility {
            starts_per_year: 2,
            ..SCHOOL_YEAR
        };
        assert!(!twice.is_flexible() && !twice.is_of_the_school_year());
        assert_eq!(Figures::of([]).flexible_share(), None);
    }
}
