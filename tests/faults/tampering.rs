//! Checks that find nothing prove something only when they would have found it: here everything is changed behind the
//! hub's back, and each check must say so.

use sqlx::Executor;

use crate::{
    checks::{CHECKS, connect, differences},
    play::{self, Played},
    quiet,
    subscribers::{Arrival, Event, ledger_after},
    workload::{Outcome, Workload},
    world::{Layout, Setting, World},
};

/// What is changed, and which check must find it. In this order none is found because of another.
const CHANGES: [(&str, &str); 10] = [
    (
        "the blocks' own read models equal a rebuild",
        "UPDATE programme.projects SET workgroup_id = 'wg-other' WHERE project_id = (SELECT min(project_id) FROM programme.projects)",
    ),
    (
        "the blocks' own read models equal a rebuild",
        "UPDATE transitions.applications SET stage = 'withdrawn' WHERE application_id = 'llo-7000'",
    ),
    (
        "what the transitions block knows of others is what they made public",
        "DELETE FROM transitions.known_projects WHERE project_id = (SELECT min(project_id) FROM transitions.known_projects)",
    ),
    (
        "insight's rows and answers equal a rebuild",
        "UPDATE insight.projects SET name = 'Iets anders' WHERE project_id = (SELECT min(project_id) FROM insight.projects)",
    ),
    (
        "who was told of a change finds it, once; who was refused left nothing",
        "UPDATE programme.requests SET version = version + 1 WHERE fact_count > 0",
    ),
    (
        "the proofs hold",
        "UPDATE ledger.entries SET entry = entry || ' '::bytea WHERE position = 7",
    ),
    (
        "the ledger is gapless, and in the order of each block",
        "UPDATE ledger.entries SET sequence = 1000000 WHERE position = 9",
    ),
    (
        "every public fact is in the ledger once, and nothing else is",
        "DELETE FROM ledger.entries WHERE position = 11",
    ),
    (
        "each block's log is gapless",
        "UPDATE programme.head SET position = position + 1",
    ),
    (
        "what was awarded is within the ceiling, and a project with that money",
        "UPDATE transitions.events SET payload = jsonb_set(payload::jsonb, '{Recorded,award,awarded}', '200000000')::json
             WHERE aggregate_type = 'awards'",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_check_finds_what_it_is_for() {
    let setting = Setting {
        layout: Layout::Whole,
        small_disk: false,
    };
    let mut world = World::new(setting).await.unwrap();
    let workload = Workload::start(&world, 5, 4);
    testkit::eventually("changes of all kinds are made", async || {
        let said = world.record.said();
        let mut awards = said.iter().filter(|said| said.call.awards().is_some());
        let is_awarded = awards.any(|said| matches!(said.outcome, Outcome::Done(_)));
        (is_awarded && world.record.totals().0 > 60).then_some(())
    })
    .await;
    workload.stop().await;
    quiet::wait(&mut world).await.unwrap();
    let mut played = Played::default();
    play::check(&mut world, &mut played).await.unwrap();
    assert!(played.findings.is_empty(), "{:#?}", played.findings);

    let mut database = connect(&world).await.unwrap();
    database
        .execute("ALTER TABLE ledger.entries DISABLE TRIGGER USER")
        .await
        .unwrap();
    what_subscribers_got_is_looked_at(&world).await;
    for (name, change) in CHANGES {
        database.execute(change).await.unwrap();
        let check = CHECKS.iter().find(|check| check.name == name).unwrap();
        let found = (check.look)(&mut world).await.unwrap();
        assert!(!found.is_empty(), "{name} does not notice: {change}");
    }
}

/// One thing that is done to what came.
type Change = fn(&mut Vec<Arrival>);

/// What is done to a subscriber's notes, each of which must be found.
const IN_NOTES: [(&str, Change); 7] = [
    ("an event is missing", |notes| {
        notes.remove(3);
    }),
    ("the last one is missing", |notes| {
        notes.pop();
    }),
    ("two have changed places", |notes| {
        let (first, second) = (notes[3].event.clone(), notes[4].event.clone());
        (notes[3].event, notes[4].event) = (second, first);
    }),
    ("one came again under another id", |notes| {
        notes.insert(4, again(notes, 3));
        notes[4].event.id = "another".to_owned();
    }),
    ("one came again with other data", |notes| {
        notes.insert(4, again(notes, 3));
        notes[4].event.content ^= 1;
    }),
    ("one came again that was done with", |notes| {
        notes.insert(5, again(notes, 3));
        notes[5].not_again = notes[4].event.position;
    }),
    ("one has another id", |notes| {
        notes[3].event.id = "another".to_owned();
    }),
];

/// The event at a place, as it comes again when it may.
fn again(notes: &[Arrival], place: usize) -> Arrival {
    Arrival {
        not_again: 0,
        ..notes[place].clone()
    }
}

async fn what_subscribers_got_is_looked_at(world: &World) {
    let mut database = connect(world).await.unwrap();
    let ledger = ledger_after(&mut database, 0).await.unwrap();
    let kept: Vec<&Event> = ledger.iter().map(|it| &it.event).collect();
    let whole = || {
        kept.iter().map(|event| Arrival {
            event: (*event).clone(),
            not_again: 0,
        })
    };
    let mut twice: Vec<Arrival> = whole().collect();
    twice.insert(4, again(&twice, 3));
    assert!(differences(&twice, &kept).is_empty(), "what may come again");
    for (what, change) in IN_NOTES {
        let mut notes = whole().collect();
        change(&mut notes);
        assert!(
            !differences(&notes, &kept).is_empty(),
            "nobody notices that {what}"
        );
    }
}
