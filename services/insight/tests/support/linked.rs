//! What another programme tells of a project of its own.

use contracts::exchange::v1::{
    LinkedMilestoneReached, LinkedParticipantsCounted, LinkedProgressDescribed, LinkedProject,
    LinkedProjectDescribed, LinkedProjectFinished, LinkedProjectRemoved, LinkedProjectReported,
    linked_project_reported::What,
};

use super::MemoryLedger;

/// Events until the story begins again.
const STORY: u32 = 9;

/// Tells the event that comes after `told` others: a project is linked, reported on, removed, and linked again.
pub fn tell_next(ledger: &MemoryLedger, id: &str, told: u32) {
    let (round, step) = (told / STORY, told % STORY);
    let report = |number, what| tell_reported(ledger, ("zorg", id), number, what);
    match step {
        0 => tell_described(ledger, ("zorg", id), if round % 2 == 0 { "" } else { id }),
        1 => report(told, counted(u64::from(told), "2025-02-01")),
        // Told already, an older count, and what is told after the project was removed: none changes anything.
        2 => report(told - 1, counted(u64::from(told - 1), "2025-02-01")),
        3 => report(told, counted(1, "2024-02-01")),
        4 => report(told, reached(&format!("m{round}"))),
        5 => report(told, described()),
        6 => report(told, finished()),
        7 => tell_removed(ledger, ("zorg", id)),
        _ => report(told, reached("too late")),
    };
}

pub fn tell_described(ledger: &MemoryLedger, (programme, project): (&str, &str), same_as: &str) -> u64 {
    let described = LinkedProjectDescribed {
        programme_id: programme.into(),
        project: Some(LinkedProject {
            project_id: project.into(),
            title: format!("Leren \"in de wijk\" {project} \u{1F600}"),
            region_ids: vec!["AM01".into()],
            same_as_project_id: same_as.into(),
            starts_on: "2024-01-01".into(),
            ..Default::default()
        }),
        described_on: "2024-01-01".into(),
    };
    ledger.tell("nl.linked-projects.linked-project-described.v1", "", &described)
}

pub fn tell_removed(ledger: &MemoryLedger, (programme, project): (&str, &str)) -> u64 {
    let removed = LinkedProjectRemoved {
        programme_id: programme.into(),
        project_id: project.into(),
        reason: "Het gaat op in een ander project.".into(),
        removed_on: "2025-02-20".into(),
    };
    ledger.tell("nl.linked-projects.linked-project-removed.v1", "", &removed)
}

/// Tells what the `number`th event of a programme says. The programme logged them in the order of their numbers.
pub fn tell_reported(
    ledger: &MemoryLedger,
    (programme, project): (&str, &str),
    number: u32,
    what: What,
) -> u64 {
    let reported = LinkedProjectReported {
        programme_id: programme.into(),
        project_id: project.into(),
        event_id: format!("e{number}"),
        source: "urn:nld:oin:00000099000000001000:systeem:zorg".into(),
        reported_at: Some(pbjson_types::Timestamp {
            seconds: 1_740_000_000 + i64::from(number),
            nanos: 123_456_789,
        }),
        what: Some(what),
    };
    ledger.tell("nl.linked-projects.linked-project-reported.v1", "", &reported)
}

pub fn counted(participants: u64, counted_until: &str) -> What {
    What::ParticipantsCounted(LinkedParticipantsCounted {
        participants,
        counted_until: counted_until.into(),
    })
}

pub fn reached(milestone_id: &str) -> What {
    What::MilestoneReached(LinkedMilestoneReached {
        milestone_id: milestone_id.into(),
        description: "De eerste groep is begonnen.".into(),
        reached_on: "2025-01-15".into(),
    })
}

pub fn described() -> What {
    What::ProgressDescribed(LinkedProgressDescribed {
        from_date: "2024-07-01".into(),
        to_date: "2024-12-31".into(),
        summary: "Drie wijken doen mee.".into(),
    })
}

pub fn finished() -> What {
    What::ProjectFinished(LinkedProjectFinished {
        finished_on: "2025-02-15".into(),
    })
}
