//! What a day brings: reminders and due days that have come.

use jiff::civil::Date;

use super::{Calendar, Fact, Obligation};

/// The reminders and due days up to `today` that were not recorded before, in order of the day they came.
///
/// The due day itself is still on time: it has passed when the next day begins.
pub(super) fn tick(calendar: &Calendar, today: Date) -> Vec<Fact> {
    let open = calendar.by_due_day().into_iter().filter(|one| one.is_open());
    let mut come: Vec<(Date, Fact)> = open
        .flat_map(|one| [reminder(one, today), overdue(one, today)])
        .flatten()
        .collect();
    come.sort_by_key(|(day, _)| *day);
    come.into_iter().map(|(_, fact)| fact).collect()
}

fn reminder(obligation: &Obligation, today: Date) -> Option<(Date, Fact)> {
    let owed = &obligation.owed;
    let came = !obligation.reminded && owed.reminder_on <= today;
    came.then(|| {
        let obligation_id = owed.obligation_id.clone();
        (
            owed.reminder_on,
            Fact::ReminderCame {
                obligation_id,
                reminder_on: owed.reminder_on,
                due_on: owed.due_on,
            },
        )
    })
}

fn overdue(obligation: &Obligation, today: Date) -> Option<(Date, Fact)> {
    let owed = &obligation.owed;
    let passed = !obligation.overdue && owed.due_on < today;
    passed.then(|| {
        (
            owed.due_on,
            Fact::BecameOverdue {
                obligation_id: owed.obligation_id.clone(),
                due_on: owed.due_on,
            },
        )
    })
}
