//! What subscribers got, held against the ledger's table.

use std::collections::HashMap;

use super::{connect, some};
use crate::{
    subscribers::{Arrival, Event, behind, ledger_after},
    world::World,
};

pub(super) async fn have_what_the_ledger_has(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let ledger = ledger_after(&mut connect(world).await?, 0).await?;
    for subscriber in world.subscribers.all() {
        let wanted = subscriber.wanted;
        let due = ledger.iter().filter(|it| wanted.filter.holds(it));
        let due: Vec<&Event> = due.map(|it| &it.event).collect();
        let found = differences(&subscriber.notes.arrivals(), &due);
        let found = subscriber.notes.objections().into_iter().chain(found);
        wrong.extend(found.map(|what| format!("{}: {what}", wanted.id)));
    }
    wrong.extend(behind(world).await?);
    Ok(some(wrong))
}

/// What differs between what came and what was to come: each event once in its order, and again only as the same event, and only when it
/// may come again.
pub(crate) fn differences(arrivals: &[Arrival], due: &[&Event]) -> Vec<String> {
    let mut wrong = Vec::new();
    let (mut first, mut newest) = (HashMap::new(), 0);
    let mut distinct = Vec::new();
    for Arrival { event, not_again } in arrivals {
        let position = event.position;
        match first.get(&position) {
            Some(before) if *before != event => {
                wrong.push(format!("{before:?} came again as {event:?}"));
            }
            Some(_) if position <= *not_again => {
                wrong.push(format!("{position} came again, after {not_again} was done with"));
            }
            Some(_) => {}
            None if position < newest => wrong.push(format!("{position} came after {newest}")),
            None => {
                first.insert(position, event);
                newest = position;
                distinct.push(event);
            }
        }
    }
    wrong.extend(first_difference(&distinct, due));
    wrong
}

fn first_difference(came: &[&Event], due: &[&Event]) -> Option<String> {
    let differs = came.iter().zip(due).find(|(came, due)| came != due);
    if let Some((came, due)) = differs {
        return Some(format!("{came:?} came where the ledger has {due:?}"));
    }
    (came.len() != due.len()).then(|| {
        format!(
            "{} events came, and the ledger has {} for it",
            came.len(),
            due.len()
        )
    })
}
