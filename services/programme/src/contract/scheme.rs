//! Schemes, the versions of their rules, and call windows.

use contracts::programme::v1;
use runtime::parse::Faults;

use super::{
    consortium::{consortium_rule, read_consortium_rule},
    values::{NAME_CHARS_MAX, day, read_choice, read_given, read_text, text},
};
use crate::domain::{
    reference::{
        AwardThresholds, CallWindow, Ceiling, Criterion, ReportingCalendar, RevisionThreshold, Scheme,
        SchemeVersion, SizeClass, SizeClassRule,
    },
    values::Cents,
};

/// Most elements of a list in these messages.
const LIST_MAX: usize = 100;

pub(super) fn read_scheme(faults: &mut Faults, it: v1::Scheme) -> Option<Scheme> {
    let scheme_id = faults.id("entry.scheme.scheme_id", &it.scheme_id);
    let name = read_text(faults, "entry.scheme.name", it.name, NAME_CHARS_MAX, true);
    let block_id = faults.id("entry.scheme.block_id", &it.block_id);
    let theme_id = faults.optional_id("entry.scheme.theme_id", &it.theme_id);
    let agency = faults.text("entry.scheme.agency", &it.agency, NAME_CHARS_MAX, true);
    let established_on = faults.date("entry.scheme.established_on", &it.established_on);
    let lapses_on = faults.date("entry.scheme.lapses_on", &it.lapses_on);
    let (established_on, lapses_on) = (established_on?, lapses_on?);
    Some(Scheme {
        scheme_id,
        name,
        block_id,
        theme_id,
        agency,
        established_on,
        lapses_on,
    })
}

pub(super) fn read_version(faults: &mut Faults, it: v1::SchemeVersion) -> Option<SchemeVersion> {
    let at = |field: &str| format!("entry.scheme_version.{field}");
    let scheme_id = faults.id(&at("scheme_id"), &it.scheme_id);
    let valid_from = faults.date(&at("valid_from"), &it.valid_from);
    let size_classes = read_list(faults, &at("size_classes"), it.size_classes, read_size_class_rule);
    let criteria = read_list(faults, &at("criteria"), it.criteria, read_criterion);
    let consortium_rules = read_list(
        faults,
        &at("consortium_rules"),
        it.consortium_rules,
        read_consortium_rule,
    );
    let calendar = read_given(faults, &at("reporting_calendar"), it.reporting_calendar);
    faults.at_most(
        &at("reporting_calendar.period_end_months"),
        &calendar.period_end_months,
        LIST_MAX,
    );
    let threshold = read_given(faults, &at("revision_threshold"), it.revision_threshold);
    Some(SchemeVersion {
        scheme_id,
        version: it.version,
        valid_from: valid_from?,
        size_classes,
        criteria,
        consortium_rules,
        cofinancing_percent: it.cofinancing_percent,
        conditional_advance_percent: it.conditional_advance_percent,
        reporting_calendar: ReportingCalendar {
            period_end_months: calendar.period_end_months,
            every_months: calendar.every_months,
            due_after_days: calendar.due_after_days,
            reminder_days: calendar.reminder_days,
            response_term_days: calendar.response_term_days,
            final_report_months: calendar.final_report_months,
        },
        revision_threshold: RevisionThreshold {
            slip_days: threshold.slip_days,
            budget_shift_percent: threshold.budget_shift_percent,
        },
        award_thresholds: it.award_thresholds.map(|thresholds| AwardThresholds {
            granted_from: thresholds.granted_from,
            conditional_from: thresholds.conditional_from,
            confirmed: thresholds.confirmed,
        }),
    })
}

fn read_list<W, T>(
    faults: &mut Faults,
    field: &str,
    list: Vec<W>,
    read: impl Fn(&mut Faults, &str, W) -> Option<T>,
) -> Vec<T> {
    faults.at_most(field, &list, LIST_MAX);
    let items = list.into_iter().take(LIST_MAX).enumerate();
    items
        .filter_map(|(index, item)| read(faults, &format!("{field}[{index}]"), item))
        .collect()
}

fn read_size_class_rule(faults: &mut Faults, field: &str, it: v1::SizeClassRule) -> Option<SizeClassRule> {
    let size_class = read_size_class(faults, &format!("{field}.size_class"), it.size_class);
    let minimum = Cents(faults.cents(&format!("{field}.minimum_cents"), it.minimum_cents));
    let maximum = Cents(faults.cents(&format!("{field}.maximum_cents"), it.maximum_cents));
    Some(SizeClassRule {
        size_class: size_class?,
        minimum,
        maximum,
    })
}

fn read_criterion(faults: &mut Faults, field: &str, it: v1::Criterion) -> Option<Criterion> {
    let criterion_id = faults.id(&format!("{field}.criterion_id"), &it.criterion_id);
    let name = read_text(faults, &format!("{field}.name"), it.name, NAME_CHARS_MAX, true);
    let size_class = read_size_class(faults, &format!("{field}.size_class"), it.size_class);
    let (weight_percent, confirmed) = (it.weight_percent, it.confirmed);
    Some(Criterion {
        criterion_id,
        name,
        weight_percent,
        size_class: size_class?,
        confirmed,
    })
}

/// Reads a size class.
pub fn read_size_class(faults: &mut Faults, field: &str, size_class: i32) -> Option<SizeClass> {
    read_choice(faults, field, size_class, |size_class| match size_class {
        v1::SizeClass::Unspecified => None,
        v1::SizeClass::Small => Some(SizeClass::Small),
        v1::SizeClass::Large => Some(SizeClass::Large),
    })
}

pub(super) fn read_call_window(faults: &mut Faults, it: v1::CallWindow) -> Option<CallWindow> {
    let at = |field: &str| format!("entry.call_window.{field}");
    Some(CallWindow {
        call_id: faults.id(&at("call_id"), &it.call_id),
        tranche_id: faults.id(&at("tranche_id"), &it.tranche_id),
        scheme_id: faults.id(&at("scheme_id"), &it.scheme_id),
        scheme_version: it.scheme_version,
        opens_on: faults.optional_date(&at("opens_on"), &it.opens_on),
        closes_on: faults.optional_date(&at("closes_on"), &it.closes_on),
        ceilings: read_list(faults, &at("ceilings"), it.ceilings, read_ceiling),
    })
}

fn read_ceiling(faults: &mut Faults, field: &str, it: v1::Ceiling) -> Option<Ceiling> {
    let size_class = read_size_class(faults, &format!("{field}.size_class"), it.size_class);
    let ceiling = Cents(faults.cents(&format!("{field}.ceiling_cents"), it.ceiling_cents));
    Some(Ceiling {
        size_class: size_class?,
        ceiling,
        confirmed: it.confirmed,
    })
}

pub(super) fn scheme(it: &Scheme) -> v1::Scheme {
    v1::Scheme {
        scheme_id: it.scheme_id.clone(),
        name: Some(text(&it.name)),
        block_id: it.block_id.clone(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        agency: it.agency.clone(),
        established_on: it.established_on.to_string(),
        lapses_on: it.lapses_on.to_string(),
    }
}

pub(super) fn version(it: &SchemeVersion) -> v1::SchemeVersion {
    v1::SchemeVersion {
        scheme_id: it.scheme_id.clone(),
        version: it.version,
        valid_from: it.valid_from.to_string(),
        size_classes: it.size_classes.iter().map(size_class_rule).collect(),
        criteria: it.criteria.iter().map(criterion).collect(),
        consortium_rules: it.consortium_rules.iter().map(consortium_rule).collect(),
        cofinancing_percent: it.cofinancing_percent,
        conditional_advance_percent: it.conditional_advance_percent,
        reporting_calendar: Some(calendar(&it.reporting_calendar)),
        revision_threshold: Some(v1::RevisionThreshold {
            slip_days: it.revision_threshold.slip_days,
            budget_shift_percent: it.revision_threshold.budget_shift_percent,
        }),
        award_thresholds: it.award_thresholds.map(|thresholds| v1::AwardThresholds {
            granted_from: thresholds.granted_from,
            conditional_from: thresholds.conditional_from,
            confirmed: thresholds.confirmed,
        }),
    }
}

fn size_class_rule(it: &SizeClassRule) -> v1::SizeClassRule {
    v1::SizeClassRule {
        size_class: size_class(it.size_class).into(),
        minimum_cents: it.minimum.0,
        maximum_cents: it.maximum.0,
    }
}

fn criterion(it: &Criterion) -> v1::Criterion {
    v1::Criterion {
        criterion_id: it.criterion_id.clone(),
        name: Some(text(&it.name)),
        weight_percent: it.weight_percent,
        size_class: size_class(it.size_class).into(),
        confirmed: it.confirmed,
    }
}

fn calendar(it: &ReportingCalendar) -> v1::ReportingCalendar {
    v1::ReportingCalendar {
        period_end_months: it.period_end_months.clone(),
        every_months: it.every_months,
        due_after_days: it.due_after_days,
        reminder_days: it.reminder_days,
        response_term_days: it.response_term_days,
        final_report_months: it.final_report_months,
    }
}

/// Writes a size class.
#[must_use]
pub fn size_class(size_class: SizeClass) -> v1::SizeClass {
    match size_class {
        SizeClass::Small => v1::SizeClass::Small,
        SizeClass::Large => v1::SizeClass::Large,
    }
}

pub(super) fn call_window(it: &CallWindow) -> v1::CallWindow {
    let ceiling = |one: &Ceiling| v1::Ceiling {
        size_class: size_class(one.size_class).into(),
        ceiling_cents: one.ceiling.0,
        confirmed: one.confirmed,
    };
    v1::CallWindow {
        call_id: it.call_id.clone(),
        tranche_id: it.tranche_id.clone(),
        scheme_id: it.scheme_id.clone(),
        scheme_version: it.scheme_version,
        opens_on: day(it.opens_on),
        closes_on: day(it.closes_on),
        ceilings: it.ceilings.iter().map(ceiling).collect(),
    }
}
