//! Entries for tests, each valid by itself.

use jiff::civil::date;

use super::*;
use crate::domain::values::{Cents, LocalText};

/// The content with a source.
pub(crate) fn defined_as(content: Content) -> Definition {
    Definition {
        content,
        source: "test".into(),
        example: true,
    }
}

/// A theme.
pub(crate) fn theme() -> Theme {
    Theme {
        theme_id: "energy".into(),
        name: LocalText::new("Energietransitie", "Energy transition"),
    }
}

/// A scheme.
pub(crate) fn scheme() -> Scheme {
    Scheme {
        scheme_id: "llo-oplossingen".into(),
        name: LocalText::new("LLO-oplossingen", "LLO solutions"),
        block_id: "transitions".into(),
        theme_id: Some("energy".into()),
        agency: "DUS-I".into(),
        established_on: date(2023, 6, 27),
        lapses_on: date(2026, 12, 31),
    }
}

/// A scheme version: small EUR 50k-125k, large up to EUR 2m; 30 days and 10 percent may change without approval.
pub(crate) fn version() -> SchemeVersion {
    let criterion = |id: &str, weight_percent, confirmed| Criterion {
        criterion_id: id.into(),
        name: LocalText::new(id, id),
        weight_percent,
        size_class: SizeClass::Small,
        confirmed,
    };
    SchemeVersion {
        scheme_id: "llo-oplossingen".into(),
        version: 1,
        valid_from: date(2023, 6, 27),
        size_classes: vec![
            limits(SizeClass::Small, 5_000_000, 12_500_000),
            limits(SizeClass::Large, 12_500_001, 200_000_000),
        ],
        criteria: vec![criterion("impact", 40, true), criterion("quality", 60, false)],
        consortium_rules: vec![],
        cofinancing_percent: None,
        conditional_advance_percent: 20,
        reporting_calendar: ReportingCalendar {
            period_end_months: vec![13, 25, 37],
            every_months: 0,
            due_after_days: 30,
            reminder_days: 14,
            response_term_days: 56,
            final_report_months: 2,
        },
        revision_threshold: RevisionThreshold {
            slip_days: 30,
            budget_shift_percent: 10,
        },
        award_thresholds: None,
    }
}

fn limits(size_class: SizeClass, minimum: i64, maximum: i64) -> SizeClassRule {
    SizeClassRule {
        size_class,
        minimum: Cents(minimum),
        maximum: Cents(maximum),
    }
}

/// A call window of the scheme version.
pub(crate) fn call_window() -> CallWindow {
    let ceiling = |size_class, cents| Ceiling {
        size_class,
        ceiling: Cents(cents),
        confirmed: true,
    };
    CallWindow {
        call_id: "r2-oplossingen".into(),
        tranche_id: "r2".into(),
        scheme_id: "llo-oplossingen".into(),
        scheme_version: 1,
        opens_on: Some(date(2024, 4, 1)),
        closes_on: Some(date(2024, 4, 15)),
        ceilings: vec![
            ceiling(SizeClass::Small, 100_000_000),
            ceiling(SizeClass::Large, 1_950_000_000),
        ],
    }
}

/// A region.
pub(crate) fn region() -> Region {
    Region {
        region_id: "AM01".into(),
        name: "Groningen".into(),
        valid_from: date(2020, 1, 1),
        valid_to: None,
        provinces: vec![],
    }
}

/// A summed indicator.
pub(crate) fn indicator(id: &str) -> Indicator {
    Indicator {
        indicator_id: id.into(),
        name: LocalText::new("Bereikt", "Reached"),
        definition: LocalText::new("Elke deelnemer eenmaal", "Each participant once"),
        block_id: "transitions".into(),
        unit: "persons".into(),
        direction: Direction::Up,
        aggregation: Aggregation::Sum,
        numerator_id: None,
        denominator_id: None,
        cumulative: true,
        disaggregations: vec!["region".into()],
        owner_level: OwnerLevel::Project,
        observed_by: vec!["nl.projects.milestone-achieved.v1".into()],
        observed_tolerance: None,
    }
}

/// A ratio of two summed indicators.
pub(crate) fn ratio() -> Indicator {
    Indicator {
        aggregation: Aggregation::Ratio,
        numerator_id: Some("above".into()),
        denominator_id: Some("below".into()),
        ..indicator("share")
    }
}
