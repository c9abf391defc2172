//! The rules of the reporting calendar, told as scenarios.

use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::{reference::ReportingCalendar, values::Period};

const ID: &str = "p1_2024-H1_progress";

fn rules() -> ReportingCalendar {
    ReportingCalendar {
        period_end_months: Vec::new(),
        every_months: 6,
        due_after_days: 31,
        reminder_days: 14,
        response_term_days: 56,
        final_report_months: 2,
    }
}

fn two_years() -> Vec<Owed> {
    schedule_of(&rules(), "p1", date(2024, 1, 1), date(2025, 12, 31))
}

fn scheduled() -> Scenario<Calendar> {
    Scenario::new().after([Command::Schedule { owed: two_years() }])
}

fn fulfil(on: Date) -> Command {
    Command::Fulfil {
        obligation_id: ID.into(),
        report_id: ID.into(),
        on,
    }
}

fn waive() -> Command {
    Command::Waive {
        obligation_id: ID.into(),
        reason: "merged with the next".into(),
    }
}

fn extra() -> ScheduleExtra {
    ScheduleExtra {
        project_id: "p1".into(),
        project_starts_on: date(2024, 1, 1),
        kind: ReportKind::Progress,
        period: Period {
            label: "2024-interim".into(),
            starts_on: date(2024, 2, 1),
            ends_on: date(2024, 2, 29),
        },
        due_on: date(2024, 3, 31),
        reminder_days: 14,
        reason: "asked for by the committee".into(),
        today: date(2024, 3, 1),
    }
}

#[test]
fn the_same_calendar_again_changes_nothing() {
    scheduled().when(Command::Schedule { owed: two_years() }).then([]);
}

#[test]
fn nothing_comes_before_its_day() {
    scheduled()
        .when(Command::Tick {
            today: date(2024, 7, 16),
        })
        .then([]);
}

#[test]
fn a_reminder_comes_on_its_day_and_once() {
    let today = date(2024, 7, 17);
    let reminder = Fact::ReminderCame {
        obligation_id: ID.into(),
        reminder_on: today,
        due_on: date(2024, 7, 31),
    };
    let state = scheduled().when(Command::Tick { today }).then([reminder]);
    assert_eq!(
        state
            .decide(Command::Tick {
                today: date(2024, 7, 31)
            })
            .unwrap(),
        []
    );
}

#[test]
fn the_due_day_is_on_time_and_the_day_after_is_not() {
    let reminded = scheduled().after([Command::Tick {
        today: date(2024, 7, 17),
    }]);
    reminded
        .clone()
        .when(Command::Tick {
            today: date(2024, 7, 31),
        })
        .then([]);
    let overdue = Fact::BecameOverdue {
        obligation_id: ID.into(),
        due_on: date(2024, 7, 31),
    };
    reminded
        .when(Command::Tick {
            today: date(2024, 8, 1),
        })
        .then([overdue]);
}

#[test]
fn a_clock_that_jumps_brings_each_reminder_and_due_day_in_order_and_once() {
    let jump = Command::Tick {
        today: date(2025, 1, 20),
    };
    let facts = scheduled().state().decide(jump.clone()).unwrap();
    let names: Vec<_> = facts
        .iter()
        .map(|fact| (fact.event_type(), fact.obligation_id().to_owned()))
        .collect();
    let of = |name: &str, id: &str| (name.to_owned(), id.to_owned());
    let second = "p1_2024-H2_progress";
    assert_eq!(
        names,
        [
            of("ObligationReminderCame", ID),
            of("ObligationBecameOverdue", ID),
            of("ObligationReminderCame", second)
        ]
    );
    scheduled().after([jump.clone()]).when(jump).then([]);
}

#[test]
fn a_report_on_its_due_day_is_on_time() {
    let on = date(2024, 7, 31);
    scheduled().when(fulfil(on)).then([Fact::Fulfilled {
        obligation_id: ID.into(),
        report_id: ID.into(),
        on,
        days_late: 0,
    }]);
}

#[test]
fn a_late_report_is_late_by_the_day_it_came_in() {
    let on = date(2024, 8, 10);
    let late = Fact::Fulfilled {
        obligation_id: ID.into(),
        report_id: ID.into(),
        on,
        days_late: 10,
    };
    scheduled()
        .after([Command::Tick { today: on }])
        .when(fulfil(on))
        .then([late]);
}

#[test]
fn an_obligation_is_fulfilled_once_and_then_silent() {
    let fulfilled = scheduled().after([fulfil(date(2024, 7, 1))]);
    fulfilled.clone().when(fulfil(date(2024, 9, 1))).then([]);
    fulfilled
        .clone()
        .when(Command::Tick {
            today: date(2024, 8, 1),
        })
        .then([]);
    fulfilled.when(waive()).refused("OBLIGATION_NOT_OPEN");
}

#[test]
fn what_was_waived_is_not_reminded_of_fulfilled_or_waived_again() {
    let waived = scheduled().after([waive()]);
    waived
        .clone()
        .when(Command::Tick {
            today: date(2024, 9, 1),
        })
        .then([]);
    waived
        .clone()
        .when(fulfil(date(2024, 9, 1)))
        .refused("OBLIGATION_NOT_OPEN");
    waived.when(waive()).refused("OBLIGATION_NOT_OPEN");
}

#[test]
fn waiving_names_a_known_obligation_and_a_reason() {
    let silent = Command::Waive {
        obligation_id: ID.into(),
        reason: " ".into(),
    };
    assert_eq!(
        scheduled().when(silent).refused("OBLIGATION_INVALID").faults()[0].field,
        "reason"
    );
    let unknown = Command::Waive {
        obligation_id: "p1_1999_final".into(),
        reason: "none".into(),
    };
    scheduled().when(unknown).refused("OBLIGATION_UNKNOWN");
}

#[test]
fn a_stopped_project_still_owes_what_was_due_before_the_stop() {
    let stop = Command::WaiveRemaining {
        stopped_on: date(2025, 1, 31),
        reason: "stopped".into(),
    };
    let waived = |id: &str| Fact::Waived {
        obligation_id: id.into(),
        reason: "stopped".into(),
        superseded: false,
    };
    scheduled()
        .when(stop)
        .then([waived("p1_2025-H1_progress"), waived("p1_2025-H2_final")]);
}

#[test]
fn when_the_end_moves_back_later_periods_are_added_and_the_old_final_report_is_given_up() {
    let owed = schedule_of(&rules(), "p1", date(2024, 1, 1), date(2026, 6, 30));
    let facts = scheduled()
        .state()
        .decide(Command::Reschedule { owed: owed.clone() })
        .unwrap();
    let ids: Vec<_> = facts
        .iter()
        .map(|fact| (fact.event_type(), fact.obligation_id()))
        .collect();
    assert_eq!(
        ids.iter()
            .map(|(name, id)| (name.as_str(), *id))
            .collect::<Vec<_>>(),
        [
            ("ObligationWaived", "p1_2025-H2_final"),
            ("ObligationScheduled", "p1_2025-H2_progress"),
            ("ObligationScheduled", "p1_2026-H1_final")
        ]
    );
    let moved = scheduled().after([Command::Reschedule { owed: owed.clone() }]);
    moved.when(Command::Reschedule { owed }).then([]);
}

#[test]
fn when_the_end_moves_and_moves_back_the_first_calendar_is_owed_again() {
    let later = schedule_of(&rules(), "p1", date(2024, 1, 1), date(2026, 6, 30));
    let moved = scheduled().after([
        Command::Reschedule { owed: later },
        Command::Reschedule { owed: two_years() },
    ]);
    let open: Vec<_> = moved
        .state()
        .by_due_day()
        .into_iter()
        .filter(|one| one.is_open())
        .map(|one| one.owed.clone())
        .collect();
    assert_eq!(open, two_years());
}

#[test]
fn a_move_within_a_period_moves_the_days_and_starts_the_waiting_anew() {
    let owed = |ends_on| schedule_of(&rules(), "p1", date(2024, 1, 15), ends_on);
    let first = owed(date(2025, 1, 20));
    let id = first[2].obligation_id.clone();
    let overdue = Scenario::<Calendar>::new().after([
        Command::Schedule { owed: first },
        Command::Tick {
            today: date(2025, 6, 1),
        },
        Command::Reschedule {
            owed: owed(date(2025, 2, 10)),
        },
    ]);
    let moved = overdue.state().obligation(&id).unwrap();
    assert_eq!(
        (moved.overdue, moved.reminded, moved.owed.due_on),
        (false, false, date(2025, 4, 10))
    );
}

#[test]
fn fulfilled_and_waived_obligations_stay_when_the_end_moves() {
    let past = [
        waive(),
        Command::Fulfil {
            obligation_id: "p1_2024-H2_progress".into(),
            report_id: "r".into(),
            on: date(2025, 1, 2),
        },
    ];
    let owed = schedule_of(&rules(), "p1", date(2024, 1, 1), date(2024, 6, 30));
    let facts = scheduled()
        .after(past)
        .state()
        .decide(Command::Reschedule { owed })
        .unwrap();
    assert!(
        facts
            .iter()
            .all(|fact| fact.obligation_id() != ID && fact.obligation_id() != "p1_2024-H2_progress"),
        "{facts:?}"
    );
}

#[test]
fn an_extra_obligation_stays_when_the_end_moves() {
    let with_extra = scheduled().after([Command::ScheduleExtra(extra())]);
    with_extra
        .when(Command::Reschedule { owed: two_years() })
        .then([]);
}

#[test]
fn there_is_one_obligation_per_period_and_kind() {
    let with_extra = scheduled().after([Command::ScheduleExtra(extra())]);
    with_extra
        .when(Command::ScheduleExtra(extra()))
        .refused("OBLIGATION_EXISTS");
    let period = Period {
        label: "first-half".into(),
        starts_on: date(2024, 1, 1),
        ends_on: date(2024, 6, 30),
    };
    let other_name = ScheduleExtra {
        period,
        due_on: date(2024, 9, 1),
        ..extra()
    };
    scheduled()
        .when(Command::ScheduleExtra(other_name))
        .refused("OBLIGATION_EXISTS");
}

#[test]
fn a_waived_obligation_can_be_scheduled_again() {
    let id = "p1_2024-interim_progress".to_owned();
    let past = [
        Command::ScheduleExtra(extra()),
        Command::Waive {
            obligation_id: id.clone(),
            reason: "a mistake".into(),
        },
    ];
    let again = scheduled().after(past).after([Command::ScheduleExtra(extra())]);
    assert!(again.state().obligation(&id).unwrap().is_open());
}

#[test]
fn all_faults_of_an_extra_obligation_are_told_at_once() {
    let period = Period {
        label: "24_H2".into(),
        starts_on: date(2023, 12, 31),
        ends_on: date(2023, 12, 1),
    };
    let wrong = ScheduleExtra {
        period,
        due_on: date(2023, 11, 1),
        reason: String::new(),
        ..extra()
    };
    let faults = scheduled()
        .when(Command::ScheduleExtra(wrong))
        .refused("OBLIGATION_INVALID")
        .faults();
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "period.label",
            "period.ends_on",
            "period.starts_on",
            "due_on",
            "due_on",
            "reason"
        ]
    );
}

fn any_command() -> impl Strategy<Value = Command> {
    let day = (0_i32..900).prop_map(|days| {
        date(2024, 1, 1)
            .checked_add(jiff::Span::new().days(days))
            .unwrap()
    });
    let id = prop::sample::select(
        two_years()
            .into_iter()
            .map(|one| one.obligation_id)
            .collect::<Vec<_>>(),
    );
    prop_oneof![
        Just(Command::Schedule { owed: two_years() }),
        day.clone().prop_map(|ends_on| Command::Reschedule {
            owed: schedule_of(&rules(), "p1", date(2024, 1, 1), ends_on)
        }),
        day.clone().prop_map(|today| Command::Tick { today }),
        (id.clone(), day.clone()).prop_map(|(id, on)| Command::Fulfil {
            obligation_id: id.clone(),
            report_id: id,
            on
        }),
        id.prop_map(|obligation_id| Command::Waive {
            obligation_id,
            reason: "r".into()
        }),
        day.prop_map(|stopped_on| Command::WaiveRemaining {
            stopped_on,
            reason: "s".into()
        }),
    ]
}

proptest! {
    #[test]
    fn a_replay_of_the_facts_gives_the_live_state(commands in prop::collection::vec(any_command(), 0..20)) {
        let (mut live, mut log) = (Calendar::default(), Vec::new());
        for command in commands {
            for fact in live.clone().decide(command).unwrap_or_default() {
                log.push(serde_json::to_string(&fact).unwrap());
                live.evolve(fact);
            }
        }
        let mut replayed = Calendar::default();
        log.iter().for_each(|stored| replayed.evolve(serde_json::from_str(stored).unwrap()));
        prop_assert_eq!(replayed, live);
    }

    #[test]
    fn a_second_tick_on_the_same_day_never_says_anything(commands in prop::collection::vec(any_command(), 0..10), days in 0_i32..900) {
        let today = date(2024, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let mut live = Calendar::default();
        for command in commands.into_iter().chain([Command::Tick { today }]) {
            live.clone().decide(command).unwrap_or_default().into_iter().for_each(|fact| live.evolve(fact));
        }
        prop_assert_eq!(live.decide(Command::Tick { today }).unwrap(), Vec::new());
    }
}
