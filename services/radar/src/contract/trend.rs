//! Trends.

use blocks::contract::period;
use contracts::radar::v1;
use jiff::civil::Date;
use runtime::parse::Faults;
use statistics::{Level, Tally, rate::rate};

use crate::trends::{
    Growth, PeriodLength, Ring,
    periods::{PERIODS, PERIODS_MAX, PERIODS_MIN},
    rings::{self, Judged},
    series::{Question, Scope, Series},
};

/// Words for which rates are told.
const WORDS_PER_RATE: f64 = 1_000_000.0;

/// Reads a scope; `today` is the day where none is given.
pub fn read_scope(faults: &mut Faults, it: Option<v1::TrendScope>, today: Date) -> Scope {
    let it = it.unwrap_or_default();
    let length = v1::PeriodLength::try_from(it.period_length).ok();
    faults.check(
        "scope.period_length",
        length.is_some(),
        "one of the values of the contract",
    );
    let periods = if it.periods == 0 { PERIODS } else { it.periods };
    let range = PERIODS_MIN..=PERIODS_MAX;
    let expected = format!("{PERIODS_MIN} to {PERIODS_MAX}, or 0 for {PERIODS}");
    faults.check("scope.periods", range.contains(&periods), &expected);
    let as_of = faults.optional_date("scope.as_of", &it.as_of);
    faults.check(
        "scope.as_of",
        as_of.is_none_or(|it| it <= today),
        "a day not after today",
    );
    Scope {
        theme_id: faults.optional_id("scope.theme_id", &it.theme_id),
        sector: Some(faults.text("scope.sector", &it.sector, 100, false)).filter(|it| !it.is_empty()),
        region_id: faults.optional_id("scope.region_id", &it.region_id),
        length: match length.unwrap_or_default() {
            v1::PeriodLength::Quarter => PeriodLength::Quarter,
            v1::PeriodLength::Year => PeriodLength::Year,
            v1::PeriodLength::Unspecified | v1::PeriodLength::HalfYear => PeriodLength::HalfYear,
        },
        periods: periods.clamp(PERIODS_MIN, PERIODS_MAX),
        as_of: as_of.unwrap_or(today),
    }
}

/// Writes the length of a period.
#[must_use]
pub fn length(it: PeriodLength) -> v1::PeriodLength {
    match it {
        PeriodLength::Quarter => v1::PeriodLength::Quarter,
        PeriodLength::HalfYear => v1::PeriodLength::HalfYear,
        PeriodLength::Year => v1::PeriodLength::Year,
    }
}

/// Writes a ring.
#[must_use]
pub fn ring(it: Ring) -> v1::Ring {
    match it {
        Ring::Undecided => v1::Ring::Undecided,
        Ring::Emerging => v1::Ring::Emerging,
        Ring::Growing => v1::Ring::Growing,
        Ring::Established => v1::Ring::Established,
        Ring::Declining => v1::Ring::Declining,
    }
}

/// Reads a ring.
#[must_use]
pub fn read_ring(it: v1::Ring) -> Option<Ring> {
    match it {
        v1::Ring::Unspecified => None,
        v1::Ring::Undecided => Some(Ring::Undecided),
        v1::Ring::Emerging => Some(Ring::Emerging),
        v1::Ring::Growing => Some(Ring::Growing),
        v1::Ring::Established => Some(Ring::Established),
        v1::Ring::Declining => Some(Ring::Declining),
    }
}

/// Writes how fast something grows.
#[must_use]
pub fn growth(it: &Growth) -> v1::Growth {
    v1::Growth {
        factor: it.factor,
        low: it.low,
        high: it.high,
        p_value: it.p_value,
        q_value: it.q_value,
        method: it.method.clone(),
        dispersion: it.dispersion,
    }
}

/// Writes by what rules trends are judged.
#[must_use]
pub fn method(run_id: &str, reading_method: &str) -> v1::TrendMethod {
    v1::TrendMethod {
        ring_rule: rings::RULE.to_owned(),
        reading_method: reading_method.to_owned(),
        run_id: run_id.to_owned(),
        false_discovery_rate: rings::FALSE_DISCOVERY_RATE,
        mentions_min: rings::MENTIONS_MIN,
        sources_min: rings::SOURCES_MIN,
    }
}

/// Writes a trend, without its points.
#[must_use]
pub fn trend(skill: Option<contracts::hub::v1::SkillRef>, series: &Series, judged: &Judged) -> v1::Trend {
    v1::Trend {
        skill,
        ring: ring(judged.ring).into(),
        growth: judged.growth.as_ref().map(growth),
        mentions: series.total(),
        sources: series.sources(),
        publishers: series.publishers,
        points: Vec::new(),
    }
}

/// Writes the points of a trend.
#[must_use]
pub fn points(question: &Question, series: &Series) -> Vec<v1::TrendPoint> {
    let periods = question.periods.all().iter().enumerate();
    periods
        .map(|(index, it)| {
            let words = question.words.get(index).copied().unwrap_or(0);
            let mentions = series.mentions.get(index).copied().unwrap_or(0);
            let tally = Tally::new(u64::from(mentions), words as f64 / WORDS_PER_RATE);
            let rate = tally.ok().and_then(|it| rate(it, Level::P95).ok());
            v1::TrendPoint {
                period: Some(period(it)),
                mentions,
                sources: series.naming.get(index).copied().unwrap_or(0),
                sources_read: question.sources.get(index).copied().unwrap_or(0),
                words_read: words,
                per_million: rate.as_ref().map(|it| it.rate),
                per_million_low: rate.as_ref().and_then(|it| it.interval.lower),
                per_million_high: rate.as_ref().and_then(|it| it.interval.upper),
            }
        })
        .collect()
}
