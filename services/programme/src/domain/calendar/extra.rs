//! Scheduling an obligation beside those of the scheme's calendar.

use eventing::FieldFault;
use jiff::civil::Date;

use super::{Calendar, Fact, Obligation, Owed, Rejection, ReportKind, obligation_id, periods::reminder_on};
use crate::domain::values::{Id, Period};

/// Most characters of a period's label.
pub(super) const LABEL_MAX_CHARS: usize = 20;

/// An obligation beside those of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleExtra {
    /// Project.
    pub project_id: Id,
    /// First day of the project: nothing can be reported on before it.
    pub project_starts_on: Date,
    /// Kind of report.
    pub kind: ReportKind,
    /// Period it is about.
    pub period: Period,
    /// Last day on which the report is on time.
    pub due_on: Date,
    /// Days before the due day on which the reminder falls due.
    pub reminder_days: u32,
    /// Why; required.
    pub reason: String,
    /// The day the block's clock shows: an obligation cannot be overdue when it is born.
    pub today: Date,
}

pub(super) fn schedule_extra(calendar: &Calendar, extra: ScheduleExtra) -> Result<Vec<Fact>, Rejection> {
    let faults = faults(&extra);
    if !faults.is_empty() {
        return Err(Rejection::Invalid { faults });
    }
    let ScheduleExtra {
        project_id,
        kind,
        period,
        due_on,
        reminder_days,
        reason,
        ..
    } = extra;
    if let Some(known) = in_the_way(calendar, kind, &period) {
        let obligation_id = known.owed.obligation_id.clone();
        return Err(Rejection::Exists {
            obligation_id,
            label: known.owed.period.label.clone(),
            kind,
        });
    }
    let obligation_id = obligation_id(&project_id, &period.label, kind);
    let owed = Owed {
        obligation_id,
        kind,
        period,
        reminder_on: reminder_on(due_on, reminder_days),
        due_on,
    };
    Ok(vec![Fact::Scheduled { owed, reason }])
}

/// At most one obligation per period and kind: neither under the same label (unless that one was waived), nor an open one over
/// the same days under another label.
fn in_the_way<'a>(calendar: &'a Calendar, kind: ReportKind, period: &Period) -> Option<&'a Obligation> {
    let same_days =
        |one: &Owed| (one.period.starts_on, one.period.ends_on) == (period.starts_on, period.ends_on);
    calendar
        .by_due_day()
        .into_iter()
        .filter(|one| one.owed.kind == kind)
        .find(|one| {
            let named_alike = one.owed.period.label == period.label && one.standing() != "waived";
            named_alike || (one.is_open() && same_days(&one.owed))
        })
}

fn faults(extra: &ScheduleExtra) -> Vec<FieldFault> {
    let ScheduleExtra {
        project_starts_on,
        period,
        due_on,
        reason,
        today,
        ..
    } = extra;
    let checks = [
        (
            is_label(&period.label),
            "period.label",
            format!("1 to {LABEL_MAX_CHARS} letters, digits or hyphens, a letter or digit first"),
        ),
        (
            period.starts_on <= period.ends_on,
            "period.ends_on",
            format!("a day on or after the first day, {}", period.starts_on),
        ),
        (
            period.starts_on >= *project_starts_on,
            "period.starts_on",
            format!("a day on or after the project's first, {project_starts_on}"),
        ),
        (
            *due_on >= period.ends_on,
            "due_on",
            format!("a day on or after the end of the period, {}", period.ends_on),
        ),
        (
            due_on >= today,
            "due_on",
            format!("a day that has not passed yet; today is {today}"),
        ),
        (!reason.trim().is_empty(), "reason", "a reason".to_owned()),
    ];
    checks
        .into_iter()
        .filter(|(fine, ..)| !fine)
        .map(|(_, field, expected)| FieldFault::new(field, expected))
        .collect()
}

fn is_label(label: &str) -> bool {
    let first_is_plain = label
        .chars()
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric());
    let all_are_plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    first_is_plain && all_are_plain && label.len() <= LABEL_MAX_CHARS
}
