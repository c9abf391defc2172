//! The test of a trend, and the rule that gives rings.
//!
//! Each skill's mentions per period, against the words that were read in it, are fitted by [`statistics::trend`]. All skills that a
//! question looks at are tested together, and the share of false alarms among those that are called a trend is held by the procedure of
//! Benjamini and Hochberg (1995). The rule is [`RULE`]; its thresholds are constants of this module, and a change of one is a new rule.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use statistics::{
    Level, Tally,
    trend::{Trend, Trends},
};

use super::{Growth, PeriodLength, Ring, series::Series};

/// Name and version of the rule.
pub const RULE: &str = "radar-rings/1";
/// Share of false alarms among trends that is accepted.
pub const FALSE_DISCOVERY_RATE: f64 = 0.05;
/// Fewest mentions to be judged.
pub const MENTIONS_MIN: u32 = 10;
/// Fewest sources to be judged: one long paper is no trend.
pub const SOURCES_MIN: u32 = 3;
/// Growth in a year from which it is called that, and its inverse from which it is a decline.
const GROWTH_MIN_PER_YEAR: f64 = 1.1;
/// A skill is hardly named before when it was named, per word, at most this part as often in the earlier half as in the later.
const HARDLY_BEFORE: f64 = 0.25;
/// What is established neither doubles nor halves within a year: the whole interval says so.
const STEADY_PER_YEAR: f64 = 2.0;

/// A trend as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its ring.
    pub ring: Ring,
    /// How fast it grows; none when too little was read to be tested.
    pub growth: Option<Growth>,
}

/// Judges skills together. `words` are those that were read per period, in the same order as the counts of the series.
#[must_use]
pub fn judge(series: &[&Series], words: &[u64], length: PeriodLength) -> Vec<Judged> {
    let trends = Trends::new(Level::P95);
    let tested: Vec<Option<Growth>> = series.par_iter().map(|it| test(it, words, &trends)).collect();
    let p_values: Vec<f64> = tested.iter().flatten().map(|it| it.p_value).collect();
    // P values of a test are from 0 to 1: there is nothing to refuse, and without adjusted ones nothing is called a trend.
    let adjusted =
        statistics::multiple::benjamini_hochberg(&p_values).map_or_else(|_| Vec::new(), |it| it.p_values);
    let mut q_values = adjusted.into_iter();
    let judged = series.iter().zip(tested).map(|(series, growth)| {
        let growth = growth.map(|growth| Growth {
            q_value: q_values.next(),
            ..growth
        });
        let ring = growth
            .as_ref()
            .map_or(Ring::Undecided, |growth| ring(growth, series, words, length));
        Judged { ring, growth }
    });
    judged.collect()
}

fn test(series: &Series, words: &[u64], trends: &Trends) -> Option<Growth> {
    if series.total() < MENTIONS_MIN || series.sources() < SOURCES_MIN {
        return None;
    }
    let tallies: Vec<Tally> = series
        .mentions
        .iter()
        .zip(words)
        .map(|(count, words)| Tally::new(u64::from(*count), *words as f64))
        .collect::<Result<_, _>>()
        .ok()?;
    Some(match trends.of(&tallies).ok()? {
        Trend::Growth(fit) => Growth {
            factor: Some(fit.ratio),
            low: fit.interval.lower,
            high: fit.interval.upper,
            p_value: fit.p_value,
            q_value: None,
            method: fit.method.to_owned(),
            dispersion: Some(fit.dispersion),
        },
        Trend::Step(step) => Growth {
            factor: step.comparison.ratio,
            low: step.comparison.interval.lower,
            high: step.comparison.interval.upper,
            p_value: step.comparison.p_value,
            q_value: None,
            method: step.method.to_owned(),
            dispersion: None,
        },
    })
}

fn ring(growth: &Growth, series: &Series, words: &[u64], length: PeriodLength) -> Ring {
    let is_step = growth.method == statistics::trend::EXACT_STEP;
    // A step has no length in years: it is taken as it is.
    let per_year = |factor: f64| {
        if is_step {
            factor
        } else {
            factor.powi(length.per_year())
        }
    };
    let is_significant = growth.q_value.is_some_and(|q| q <= FALSE_DISCOVERY_RATE);
    // Without a factor nothing was found before.
    let factor = growth.factor.map_or(f64::INFINITY, per_year);
    if is_significant && factor >= GROWTH_MIN_PER_YEAR {
        return if hardly_before(series, words) {
            Ring::Emerging
        } else {
            Ring::Growing
        };
    }
    if is_significant && factor <= 1.0 / GROWTH_MIN_PER_YEAR {
        return Ring::Declining;
    }
    let within = |end: Option<f64>| {
        end.map(per_year)
            .is_some_and(|end| (1.0 / STEADY_PER_YEAR..=STEADY_PER_YEAR).contains(&end))
    };
    if within(growth.low) && within(growth.high) {
        Ring::Established
    } else {
        Ring::Undecided
    }
}

fn hardly_before(series: &Series, words: &[u64]) -> bool {
    let half = series.mentions.len() / 2;
    let rate = |range: std::ops::Range<usize>| {
        let mentions: u32 = series.mentions[range.clone()].iter().sum();
        let words: u64 = words[range].iter().sum();
        if words == 0 {
            0.0
        } else {
            f64::from(mentions) / words as f64
        }
    };
    let all = series.mentions.len().min(words.len());
    rate(0..half.min(all)) <= HARDLY_BEFORE * rate(half.min(all)..all)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [u64; 8] = [1_000_000; 8];

    fn series(mentions: [u32; 8]) -> Series {
        Series {
            mentions: mentions.to_vec(),
            naming: mentions.iter().map(|it| (*it).min(5)).collect(),
            publishers: 3,
        }
    }

    fn ring_of(mentions: [u32; 8]) -> Ring {
        judge(&[&series(mentions)], &WORDS, PeriodLength::HalfYear)[0].ring
    }

    #[test]
    fn rings_follow_from_the_trend() {
        assert_eq!(ring_of([0, 0, 1, 1, 6, 12, 20, 33]), Ring::Emerging);
        assert_eq!(ring_of([20, 24, 27, 33, 38, 45, 52, 60]), Ring::Growing);
        assert_eq!(ring_of([40, 43, 38, 41, 42, 39, 40, 41]), Ring::Established);
        assert_eq!(ring_of([60, 52, 45, 38, 33, 27, 24, 20]), Ring::Declining);
    }

    #[test]
    fn what_appears_all_at_once_emerges() {
        assert_eq!(ring_of([0, 0, 0, 0, 0, 0, 0, 30]), Ring::Emerging);
    }

    #[test]
    fn too_little_is_not_judged_and_wild_ups_and_downs_are_no_trend() {
        assert_eq!(ring_of([0, 0, 0, 0, 1, 2, 3, 3]), Ring::Undecided);
        assert_eq!(ring_of([1, 90, 2, 1, 80, 3, 2, 70]), Ring::Undecided);
        let one_source = Series {
            naming: vec![0, 0, 0, 0, 0, 0, 0, 1],
            ..series([0, 0, 0, 0, 0, 0, 0, 30])
        };
        assert_eq!(
            judge(&[&one_source], &WORDS, PeriodLength::HalfYear)[0].ring,
            Ring::Undecided
        );
    }

    /// Twice as many mentions in twice as many words are no growth.
    #[test]
    fn what_was_read_more_is_not_named_more() {
        let words: Vec<u64> = (1..=8).map(|it| it * 1_000_000).collect();
        let judged = judge(
            &[&series([10, 20, 30, 40, 50, 60, 70, 80])],
            &words,
            PeriodLength::HalfYear,
        );
        assert_eq!(judged[0].ring, Ring::Established);
    }

    /// Among many that do not grow, one that seems to is not called a trend as easily.
    #[test]
    fn many_are_judged_more_strictly_than_one() {
        let weak = series([4, 6, 5, 7, 8, 7, 9, 10]);
        let alone = judge(&[&weak], &WORDS, PeriodLength::HalfYear)[0]
            .growth
            .clone()
            .unwrap();
        let flat = series([10, 10, 11, 9, 10, 11, 9, 10]);
        let mut many = vec![&weak];
        many.extend(std::iter::repeat_n(&flat, 50));
        let among = judge(&many, &WORDS, PeriodLength::HalfYear)[0]
            .growth
            .clone()
            .unwrap();
        assert!((alone.p_value - among.p_value).abs() < 1e-12);
        assert!(among.q_value.unwrap() > alone.q_value.unwrap());
    }

    #[test]
    fn periods_without_reading_are_left_out() {
        let words = [0, 1_000_000, 1_000_000, 0, 1_000_000, 1_000_000, 1_000_000, 0];
        let judged = judge(
            &[&series([0, 20, 21, 0, 19, 20, 20, 0])],
            &words,
            PeriodLength::Year,
        );
        assert_eq!(judged[0].ring, Ring::Established);
        let nothing = judge(&[&series([5; 8])], &[0; 8], PeriodLength::Year);
        assert_eq!(nothing[0].ring, Ring::Undecided);
    }
}
