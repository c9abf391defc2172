//! Taking over the scheme's calendar, and following it when the project's end moves.

use std::collections::BTreeSet;

use super::{Calendar, Fact, Obligation, Outcome, Owed};

/// Why the calendar gives an obligation up when the project's end moves.
const END_MOVED: &str = "Het einde van het project is verplaatst (the end of the project was moved)";

/// What is not in the calendar yet becomes owed.
pub(super) fn schedule(calendar: &Calendar, owed: Vec<Owed>) -> Vec<Fact> {
    let missing = |one: &Owed| calendar.obligation(&one.obligation_id).is_none();
    owed.into_iter().filter(missing).map(scheduled).collect()
}

/// Open obligations follow the new calendar: those it does not know any more are given up, those that differ move, new ones are
/// added. What was fulfilled or deliberately waived stays as it is.
pub(super) fn reschedule(calendar: &Calendar, owed: Vec<Owed>) -> Vec<Fact> {
    let wanted: BTreeSet<_> = owed.iter().map(|one| one.obligation_id.clone()).collect();
    let gone = calendar
        .by_due_day()
        .into_iter()
        .filter(|one| one.is_open() && one.of_calendar);
    let gone = gone
        .filter(|one| !wanted.contains(&one.owed.obligation_id))
        .map(superseded);
    let mut facts: Vec<Fact> = gone.collect();
    facts.extend(
        owed.into_iter()
            .filter_map(|one| match calendar.obligation(&one.obligation_id) {
                None => Some(scheduled(one)),
                Some(known) => follow(known, one),
            }),
    );
    facts
}

fn follow(known: &Obligation, owed: Owed) -> Option<Fact> {
    match &known.outcome {
        Outcome::Open if known.owed != owed => Some(Fact::Rescheduled { owed }),
        Outcome::Waived { superseded: true, .. } => Some(scheduled(owed)),
        Outcome::Open
        | Outcome::Fulfilled { .. }
        | Outcome::Waived {
            superseded: false, ..
        } => None,
    }
}

fn scheduled(owed: Owed) -> Fact {
    Fact::Scheduled {
        owed,
        reason: String::new(),
    }
}

fn superseded(obligation: &Obligation) -> Fact {
    let obligation_id = obligation.owed.obligation_id.clone();
    Fact::Waived {
        obligation_id,
        reason: END_MOVED.to_owned(),
        superseded: true,
    }
}
