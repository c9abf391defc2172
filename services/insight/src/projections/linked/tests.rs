use contracts::exchange::v1::{
    LinkedMilestoneReached, LinkedParticipantsCounted, LinkedProgressDescribed, LinkedProject,
    LinkedProjectFinished, linked_project_reported::What,
};

use super::*;
use crate::projections::fold::Stored;

const AT: jiff::Timestamp = jiff::Timestamp::UNIX_EPOCH;

fn place(position: u64) -> Place {
    Place { position, at: AT }
}

fn described(title: &str) -> Kept {
    Kept::of(LinkedEvent::LinkedProjectDescribed(LinkedProjectDescribed {
        programme_id: "zorg".into(),
        project: Some(LinkedProject {
            project_id: "wijk".into(),
            title: title.into(),
            starts_on: "2024-01-01".into(),
            ..LinkedProject::default()
        }),
        ..LinkedProjectDescribed::default()
    }))
}

fn removed() -> Kept {
    Kept::of(LinkedEvent::LinkedProjectRemoved(LinkedProjectRemoved {
        programme_id: "zorg".into(),
        project_id: "wijk".into(),
        removed_on: "2025-02-01".into(),
        ..LinkedProjectRemoved::default()
    }))
}

fn reported(event_id: &str, seconds: i64, what: What) -> Kept {
    Kept::of(LinkedEvent::LinkedProjectReported(LinkedProjectReported {
        programme_id: "zorg".into(),
        project_id: "wijk".into(),
        event_id: event_id.into(),
        reported_at: Some(pbjson_types::Timestamp { seconds, nanos: 0 }),
        what: Some(what),
        ..LinkedProjectReported::default()
    }))
}

fn counted(participants: u64, until: &str) -> What {
    What::ParticipantsCounted(LinkedParticipantsCounted {
        participants,
        counted_until: until.into(),
    })
}

fn reached(milestone_id: &str, description: &str) -> What {
    What::MilestoneReached(LinkedMilestoneReached {
        milestone_id: milestone_id.into(),
        description: description.into(),
        reached_on: "2025-01-15".into(),
    })
}

fn progress(until: &str, summary: &str) -> What {
    What::ProgressDescribed(LinkedProgressDescribed {
        from_date: "2024-01-01".into(),
        to_date: until.into(),
        summary: summary.into(),
    })
}

fn finished(day: &str) -> What {
    What::ProjectFinished(LinkedProjectFinished {
        finished_on: day.into(),
    })
}

/// Rows after these events, at the positions from 1 on.
fn after(events: impl IntoIterator<Item = Kept>) -> Rows {
    let mut rows = Rows::default();
    for (event, position) in events.into_iter().zip(1..) {
        rows.apply(event, place(position)).unwrap();
    }
    rows.settle();
    rows
}

fn people(rows: &Rows) -> (u64, u64) {
    let counted = rows.projects.only().unwrap().participants.clone().unwrap();
    (counted.what.number, counted.position)
}

#[test]
fn the_count_up_to_the_latest_day_holds_and_of_one_day_the_one_logged_last() {
    let mut rows = after([
        described("Leren in de wijk"),
        reported("e1", 10, counted(40, "2025-02-28")),
        reported("e2", 20, counted(90, "2025-01-31")),
    ]);
    assert_eq!(
        people(&rows),
        (40, 2),
        "a count that came late is about an earlier day"
    );
    rows.apply(reported("e3", 30, counted(38, "2025-02-28")), place(4))
        .unwrap();
    assert_eq!(people(&rows), (38, 4), "a correction of the same day");
    let known = rows.clone();
    rows.apply(reported("e1", 10, counted(40, "2025-02-28")), place(5))
        .unwrap();
    assert_eq!(rows, known, "told again it changes nothing");
    rows.apply(reported("e4", 5, counted(60, "2025-03-31")), place(6))
        .unwrap();
    assert_eq!(people(&rows), (60, 6));
}

#[test]
fn a_milestone_counts_once_and_reads_as_it_was_told_last() {
    let rows = after([
        described("Leren in de wijk"),
        reported("e2", 20, reached("m1", "better")),
        reported("e1", 10, reached("m1", "first")),
        reported("e2", 20, reached("m1", "better")),
        reported("e3", 30, reached("m0", "another")),
    ]);
    let shown: Vec<_> = rows
        .milestones
        .iter()
        .map(|row| {
            let reached = &row.reached;
            (
                row.milestone_id.as_str(),
                reached.what.description.as_str(),
                reached.position,
            )
        })
        .collect();
    assert_eq!(shown, [("m0", "another", 5), ("m1", "better", 2)]);
}

#[test]
fn the_newest_description_the_end_and_the_last_report_are_kept_whatever_the_order() {
    let reports = || {
        [
            reported("e1", 10, progress("2024-06-30", "first half")),
            reported("e2", 20, progress("2024-12-31", "second half")),
            reported("e3", 30, finished("2025-01-31")),
            reported("e4", 40, finished("2025-02-15")),
        ]
    };
    let forward = after([described("it")].into_iter().chain(reports()));
    let backward = after([described("it")].into_iter().chain(reports().into_iter().rev()));
    for rows in [forward, backward] {
        let row = rows.projects.only().unwrap();
        assert_eq!(row.progress.as_ref().unwrap().what.summary, "second half");
        assert_eq!(row.finished.as_ref().unwrap().what.to_string(), "2025-02-15");
        assert_eq!(row.last_reported_at.unwrap().as_second(), 40);
    }
}

#[test]
fn what_is_told_of_a_removed_project_is_passed_over_until_it_is_described_again() {
    let mut rows = after([
        described("before"),
        reported("e1", 10, counted(40, "2025-01-31")),
        removed(),
    ]);
    let gone = rows.clone();
    rows.apply(reported("e2", 20, counted(99, "2025-02-28")), place(4))
        .unwrap();
    assert_eq!(rows, gone);
    let mut views = Gathered::default();
    rows.show("zorg/wijk", &mut views);
    assert_eq!(*views.linked(), crate::rows::Linked::default(), "out of the view");

    rows.apply(described("again"), place(5)).unwrap();
    let row = rows.projects.only().unwrap();
    assert_eq!((row.title.as_str(), row.removed_on), ("again", None));
    assert_eq!(row.positions, [1, 3, 5]);
    assert_eq!(people(&rows), (40, 2), "what was reported of it stays");
    rows.show("zorg/wijk", &mut views);
    assert!(views.linked().projects.contains_key("zorg/wijk"));
}

#[test]
fn what_happens_to_a_project_that_was_never_described_cannot_be_understood() {
    for event in [removed(), reported("e1", 10, finished("2025-01-31"))] {
        assert_eq!(Rows::kept_by(&event), "zorg/wijk");
        let error = Rows::default().apply(event, place(7)).unwrap_err();
        assert!(error.to_string().contains("never described"), "{error}");
    }
    let mut rows = after([described("it")]);
    let error = rows
        .apply(reported("e1", 10, counted(3, "in spring")), place(2))
        .unwrap_err();
    assert!(
        error.to_string().contains("participants_counted.counted_until"),
        "{error}"
    );
}

#[test]
fn without_a_moment_of_the_programme_that_of_the_hub_counts() {
    let Kept { by, event } = reported("e1", 10, finished("2025-01-31"));
    let LinkedEvent::LinkedProjectReported(mut event) = event else {
        unreachable!("it was made as one")
    };
    event.reported_at = None;
    let event = LinkedEvent::LinkedProjectReported(event);
    let rows = after([described("it"), Kept { by, event }]);
    assert_eq!(rows.projects.only().unwrap().last_reported_at, Some(AT));
}
