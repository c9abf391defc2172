//! Which periods a project reports on, from the reporting calendar of its scheme.

use jiff::civil::Date;

use super::obligation::{Owed, ReportKind, obligation_id};
use crate::domain::{
    reference::ReportingCalendar,
    values::{Period, days_after, days_between, months_after},
};

/// Most progress reports of one project; the final report covers what comes after. Twenty years of monthly reports.
pub(super) const PROGRESS_PERIODS_MAX: usize = 240;

/// Everything a project owes from its first to its last day, both included, in order of time.
///
/// The periods follow each other without gap or overlap. A period that would end on or after the last day is not reported on
/// by itself: the final report covers it.
#[must_use]
pub fn schedule_of(rules: &ReportingCalendar, project_id: &str, starts_on: Date, ends_on: Date) -> Vec<Owed> {
    let closings = closings(rules, starts_on, ends_on);
    let mut owed: Vec<Owed> = Vec::with_capacity(closings.len() + 1);
    let (mut first_day, mut months_before) = (starts_on, 0);
    for Closing { months, last_day } in closings {
        let label = label(first_day, last_day, months_before, months);
        let due_on = days_after(last_day, rules.due_after_days).unwrap_or(Date::MAX);
        let period = Period {
            label,
            starts_on: first_day,
            ends_on: last_day,
        };
        owed.push(owed_for(rules, project_id, ReportKind::Progress, period, due_on));
        (first_day, months_before) = (days_after(last_day, 1).unwrap_or(last_day), months);
    }
    let label = label(
        first_day,
        ends_on,
        months_before,
        months_begun(starts_on, ends_on),
    );
    let due_on = months_after(ends_on, rules.final_report_months).unwrap_or(Date::MAX);
    let period = Period {
        label,
        starts_on: first_day,
        ends_on,
    };
    owed.push(owed_for(rules, project_id, ReportKind::Final, period, due_on));
    owed
}

/// The day a reminder falls due.
pub(super) fn reminder_on(due_on: Date, reminder_days: u32) -> Date {
    let days = jiff::Span::new().try_days(i64::from(reminder_days));
    days.and_then(|days| due_on.checked_sub(days))
        .unwrap_or(Date::MIN)
}

fn owed_for(
    rules: &ReportingCalendar,
    project_id: &str,
    kind: ReportKind,
    period: Period,
    due_on: Date,
) -> Owed {
    Owed {
        obligation_id: obligation_id(project_id, &period.label, kind),
        kind,
        period,
        reminder_on: reminder_on(due_on, rules.reminder_days),
        due_on,
    }
}

/// The end of a progress period: so many whole months after the start.
struct Closing {
    months: u32,
    last_day: Date,
}

/// The ends of the progress periods. Always counted from the start, so that a start on the 31st does not wander.
fn closings(rules: &ReportingCalendar, starts_on: Date, ends_on: Date) -> Vec<Closing> {
    rising(months_of(rules).take(PROGRESS_PERIODS_MAX))
        .map_while(|months| {
            Some(Closing {
                months,
                last_day: months_after(starts_on, months)?.yesterday().ok()?,
            })
        })
        .take_while(|closing| closing.last_day < ends_on)
        .collect()
}

/// Only what is higher than everything before it: a period has at least one month.
fn rising(months: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
    let rises =
        |latest: &mut u32, months: u32| Some((months > *latest).then(|| *latest = months).map(|()| months));
    months.scan(0, rises).flatten()
}

/// After how many months periods close, without end for a regular calendar.
fn months_of(rules: &ReportingCalendar) -> Box<dyn Iterator<Item = u32> + '_> {
    if !rules.period_end_months.is_empty() {
        return Box::new(rules.period_end_months.iter().copied());
    }
    let every = rules.every_months;
    Box::new(
        (1_u32..)
            .map_while(move |count| count.checked_mul(every))
            .take_while(move |_| every > 0),
    )
}

/// Months of the project that have begun on its last day; at least 1.
fn months_begun(starts_on: Date, ends_on: Date) -> u32 {
    let estimate = u32::try_from(days_between(starts_on, ends_on).max(0) / 31).unwrap_or(0);
    (estimate.max(1)..)
        .find(|months| months_after(starts_on, *months).is_none_or(|next| next > ends_on))
        .unwrap_or(estimate)
}

/// The short name of a period: the calendar's where it is one (`2024`, `2024-H2`, `2024-Q3`), and otherwise by the months of
/// the project it covers (`M01-M13`). Only letters, digits and hyphens: it becomes part of an identifier.
fn label(first: Date, last: Date, months_before: u32, months: u32) -> String {
    let year = first.year();
    let whole_months = first.day() == 1 && last == last.last_of_month() && last.year() == year && year >= 0;
    match (first.month(), last.month()) {
        (1, 12) if whole_months => format!("{year}"),
        (1, 6) if whole_months => format!("{year}-H1"),
        (7, 12) if whole_months => format!("{year}-H2"),
        (from @ (1 | 4 | 7 | 10), to) if whole_months && to == from + 2 => format!("{year}-Q{}", to / 3),
        _ => format!("M{:02}-M{months:02}", months_before + 1),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn half_yearly() -> ReportingCalendar {
        ReportingCalendar {
            period_end_months: Vec::new(),
            every_months: 6,
            due_after_days: 31,
            reminder_days: 14,
            response_term_days: 56,
            final_report_months: 2,
        }
    }

    fn labels(owed: &[Owed]) -> Vec<&str> {
        owed.iter().map(|one| one.period.label.as_str()).collect()
    }

    #[test]
    fn a_project_over_calendar_years_reports_per_half_year_and_ends_with_a_final_report() {
        let owed = schedule_of(&half_yearly(), "p1", date(2024, 1, 1), date(2025, 12, 31));
        assert_eq!(labels(&owed), ["2024-H1", "2024-H2", "2025-H1", "2025-H2"]);
        assert_eq!(owed[0].obligation_id, "p1_2024-H1_progress");
        assert_eq!(
            (owed[0].reminder_on, owed[0].due_on),
            (date(2024, 7, 17), date(2024, 7, 31))
        );
        assert_eq!(
            (owed[3].obligation_id.as_str(), owed[3].due_on),
            ("p1_2025-H2_final", date(2026, 2, 28))
        );
    }

    #[test]
    fn a_calendar_of_months_counts_from_the_start_of_the_project() {
        let rules = ReportingCalendar {
            period_end_months: vec![13, 25, 37],
            every_months: 0,
            ..half_yearly()
        };
        let owed = schedule_of(&rules, "p1", date(2023, 10, 1), date(2026, 12, 31));
        assert_eq!(labels(&owed), ["M01-M13", "M14-M25", "M26-M37", "M38-M39"]);
        assert_eq!(owed[0].period.ends_on, date(2024, 10, 31));
        assert_eq!(owed[3].kind, ReportKind::Final);
    }

    #[test]
    fn calendar_years_and_quarters_have_their_own_names() {
        let yearly = ReportingCalendar {
            every_months: 12,
            ..half_yearly()
        };
        assert_eq!(
            labels(&schedule_of(&yearly, "p", date(2024, 1, 1), date(2025, 12, 31))),
            ["2024", "2025"]
        );
        let quarterly = ReportingCalendar {
            every_months: 3,
            ..half_yearly()
        };
        let owed = schedule_of(&quarterly, "p", date(2024, 4, 1), date(2025, 1, 31));
        assert_eq!(labels(&owed), ["2024-Q2", "2024-Q3", "2024-Q4", "M10-M10"]);
    }

    #[test]
    fn a_project_shorter_than_a_period_owes_a_final_report_only() {
        let owed = schedule_of(&half_yearly(), "p1", date(2024, 3, 5), date(2024, 9, 4));
        assert_eq!(
            (labels(&owed), owed[0].kind),
            (vec!["M01-M06"], ReportKind::Final)
        );
    }

    #[test]
    fn a_calendar_that_does_not_rise_or_is_empty_still_makes_sense() {
        let rules = ReportingCalendar {
            period_end_months: vec![12, 12, 6, 24],
            ..half_yearly()
        };
        let owed = schedule_of(&rules, "p1", date(2024, 2, 1), date(2027, 1, 31));
        assert_eq!(labels(&owed), ["M01-M12", "M13-M24", "M25-M36"]);
        assert_eq!(
            schedule_of(
                &ReportingCalendar {
                    every_months: 0,
                    ..half_yearly()
                },
                "p1",
                date(2024, 2, 1),
                date(2027, 1, 31)
            )
            .len(),
            1
        );
    }

    prop_compose! {
        fn any_rules()(ends in prop::collection::vec(0_u32..80, 0..6), every in 0_u32..30, due in 0_u32..400, remind in 0_u32..500)
            -> ReportingCalendar {
            ReportingCalendar { period_end_months: ends, every_months: every, due_after_days: due, reminder_days: remind, ..half_yearly() }
        }
    }

    proptest! {
        #[test]
        fn the_periods_cover_the_project_without_gap_or_overlap(rules in any_rules(), start in 0_i32..20_000, days in 0_i32..6_000) {
            let starts_on = date(1990, 1, 1).checked_add(jiff::Span::new().days(start)).unwrap();
            let ends_on = starts_on.checked_add(jiff::Span::new().days(days)).unwrap();
            let owed = schedule_of(&rules, "p1", starts_on, ends_on);
            prop_assert_eq!(owed[0].period.starts_on, starts_on);
            prop_assert_eq!(owed[owed.len() - 1].period.ends_on, ends_on);
            for pair in owed.windows(2) {
                prop_assert_eq!(pair[0].period.ends_on.tomorrow().unwrap(), pair[1].period.starts_on);
            }
            prop_assert!(owed.iter().all(|one| one.period.starts_on <= one.period.ends_on));
            prop_assert_eq!(owed.iter().filter(|one| one.kind == ReportKind::Final).count(), 1);
        }

        #[test]
        fn every_obligation_has_its_own_identifier_that_keeps_the_rule(rules in any_rules(), start in 0_i32..20_000, days in 0_i32..6_000) {
            let starts_on = date(1990, 1, 1).checked_add(jiff::Span::new().days(start)).unwrap();
            let ends_on = starts_on.checked_add(jiff::Span::new().days(days)).unwrap();
            let owed = schedule_of(&rules, "p1", starts_on, ends_on);
            let ids: std::collections::BTreeSet<_> = owed.iter().map(|one| one.obligation_id.as_str()).collect();
            prop_assert_eq!(ids.len(), owed.len());
            prop_assert!(ids.iter().all(|id| id.len() <= 64 && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))));
        }
    }
}
