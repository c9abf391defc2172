//! Every fact of obligations, reports and attention points as it is stored, pinned by a file under `golden/`, and what is published
//! of it.
//!
//! A file never changes: what was stored under it must stay readable. A new shape gets a new version and a new file, and the old one
//! an upcast. `UPDATE_GOLDEN=1` writes files that are missing, and only those.

use std::{fs, path::PathBuf};

use eventing::{Decider, Fact as StoredFact, RecordedMeta};
use jiff::{Timestamp, civil::Date, civil::date};
use serde_json::value::RawValue;

use super::*;
use crate::domain::{
    calendar::{Owed, ReportKind},
    report::{
        Activity, AnswerLine, Content, CostLine, Deliverable, Evidence, MilestoneLine, ResultLine, Risk,
        Section, TargetGroup, WorkState,
    },
    values::Period,
};

const ID: &str = "llo-101_2024-H2_progress";

fn at() -> Timestamp {
    "2025-01-20T10:15:00Z".parse().unwrap()
}

fn period() -> Period {
    Period {
        label: "2024-H2".into(),
        starts_on: date(2024, 7, 1),
        ends_on: date(2024, 12, 31),
    }
}

fn due_on() -> Date {
    date(2025, 1, 31)
}

fn owed() -> Owed {
    Owed {
        obligation_id: ID.into(),
        kind: ReportKind::Progress,
        period: period(),
        reminder_on: date(2025, 1, 17),
        due_on: due_on(),
    }
}

fn of_calendar() -> Vec<calendar::Fact> {
    use calendar::Fact;
    let id = || ID.to_owned();
    vec![
        Fact::Scheduled {
            owed: owed(),
            reason: "Gevraagd door de commissie".into(),
        },
        Fact::Rescheduled { owed: owed() },
        Fact::ReminderCame {
            obligation_id: id(),
            reminder_on: date(2025, 1, 17),
            due_on: due_on(),
        },
        Fact::BecameOverdue {
            obligation_id: id(),
            due_on: due_on(),
        },
        Fact::Fulfilled {
            obligation_id: id(),
            report_id: id(),
            on: date(2025, 2, 3),
            days_late: 3,
        },
        Fact::Waived {
            obligation_id: id(),
            reason: "Het einde is verplaatst".into(),
            superseded: true,
        },
    ]
}

/// A content in which every field says something.
fn content() -> Box<Content> {
    let text = |text: &str| text.to_owned();
    Box::new(Content {
        highlights: text("Eerste groep gestart"),
        activities: vec![Activity {
            activity_id: text("a1"),
            title: text("Pilot"),
            before: Some(WorkState::NotStarted),
            now: Some(WorkState::OnSchedule),
            progress: text("Loopt"),
        }],
        deliverables: vec![Deliverable {
            deliverable_id: text("d1"),
            title: text("Handreiking"),
            state: Some(WorkState::Done),
            uri: text("https://example.org/d1"),
        }],
        milestones: vec![MilestoneLine {
            milestone_id: text("m1"),
            title: text("Eerste aanbod"),
            due_on: Some(date(2024, 11, 1)),
            achieved: true,
            achieved_on: Some(date(2024, 10, 30)),
            expected_on: None,
            explanation: text(""),
        }],
        results: vec![ResultLine {
            indicator_id: text("employers"),
            baseline_value: 0.0,
            target_value: 12.5,
            previous_value: Some(1.0),
            current_value: Some(2.0),
            items: vec![text("org-1"), text("org-2")],
            explanation: text("Twee erbij"),
            correction_reason: text(""),
        }],
        target_groups: vec![TargetGroup {
            name: text("monteurs"),
            planned: 100,
            reached: 40,
            correction_reason: text(""),
        }],
        partner_problems: text("Geen"),
        deviations: text("Geen"),
        risks: vec![Risk {
            description: text("Tekort aan docenten"),
            measure: text("Werven"),
            likelihood: 3,
            impact: 4,
        }],
        budget: vec![CostLine {
            category: text("personnel"),
            planned_cents: 1_000,
            cumulative_cents: 1_100,
            previous_cents: 500,
            deviation_note: text("Hogere lonen"),
            correction_reason: text(""),
        }],
        cofinancing_realised_cents: 250,
        cofinancing_correction_reason: text("Factuur ingetrokken"),
        answers: vec![AnswerLine {
            point_id: text("ap-1"),
            question: text("Waarom Twente?"),
            answer: text("De haven"),
        }],
        evidence: vec![Evidence {
            title: text("Verslag"),
            uri: text("https://example.org/e1"),
        }],
        learning_culture: text("Leren op de werkvloer"),
        goal_attainment: text("Op koers"),
    })
}

fn of_report() -> Vec<report::Fact> {
    use report::Fact;
    let (project, by) = (|| "llo-101".to_owned(), || "p-7f3a".to_owned());
    let (kind, at) = (ReportKind::Progress, at());
    vec![
        Fact::Started {
            project_id: project(),
            kind,
            period: period(),
            due_on: due_on(),
            plan_version: 2,
            content: content(),
            at,
            by: by(),
        },
        Fact::Filled {
            sections: vec![Section::Highlights, Section::TargetGroups],
            plan_version: 2,
            content: content(),
            at,
            by: by(),
        },
        Fact::Submitted {
            project_id: project(),
            kind,
            period: period(),
            due_on: due_on(),
            plan_version: 2,
            revision: 1,
            on: date(2025, 1, 20),
            days_late: 0,
            response_due_on: date(2025, 3, 17),
            content: content(),
            at,
            by: by(),
        },
        Fact::ReviewStarted {
            project_id: project(),
            at,
            by: by(),
        },
        Fact::Returned {
            project_id: project(),
            reason: "Twente ontbreekt".into(),
            at,
            by: by(),
        },
        Fact::Accepted {
            project_id: project(),
            kind,
            period: period(),
            revision: 1,
            content: content(),
            note: "Dank".into(),
            at,
            by: by(),
        },
        Fact::Approved {
            project_id: project(),
            kind,
            revision: 1,
            note: String::new(),
            at,
            by: by(),
        },
        Fact::Reopened {
            project_id: project(),
            revision: 2,
            reason: "Een getal klopte niet".into(),
            at,
            by: by(),
        },
        Fact::ResponseBecameOverdue {
            project_id: project(),
            response_due_on: date(2025, 3, 17),
            at,
        },
    ]
}

fn of_attention() -> Vec<attention::Fact> {
    use attention::Fact;
    let (point_id, by, at) = (|| "ap-1".to_owned(), || "p-7f3a".to_owned(), at());
    let report_id = || Some(ID.to_owned());
    vec![
        Fact::Raised {
            point_id: point_id(),
            report_id: report_id(),
            text: "Waarom Twente?".into(),
            at,
            by: by(),
        },
        Fact::Answered {
            point_id: point_id(),
            report_id: report_id(),
            answer: "De haven".into(),
            at,
            by: by(),
        },
        Fact::Closed {
            point_id: point_id(),
            note: "Duidelijk".into(),
            at,
            by: by(),
        },
    ]
}

/// The pinned form of a fact.
fn pinned<F: StoredFact>(stream_type: &str, fact: &F) -> String {
    let name = format!("{}.v{}.json", fact.event_type(), fact.event_version());
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("golden")
        .join(stream_type);
    let path = folder.join(&name);
    if !path.exists() && std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, serde_json::to_string_pretty(fact).unwrap() + "\n").unwrap();
    }
    fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{stream_type}/{name} is missing: write it with UPDATE_GOLDEN=1"))
}

fn recorded<D: Decider>(stream_id: &str, stored: &str) -> Recorded {
    Recorded {
        position: 1,
        stream_type: D::TYPE.to_owned(),
        stream_id: stream_id.to_owned(),
        version: 1,
        name: "Fact".into(),
        shape_version: "1".into(),
        payload: RawValue::from_string(stored.to_owned()).unwrap(),
        meta: RecordedMeta::default(),
        at: at(),
    }
}

/// Each fact reads back from its file, is written as the file says, and is published exactly when it is public. Answers the types.
fn published<D: Decider>(stream_id: &str, facts: Vec<D::Fact>) -> Vec<String> {
    let mut types = Vec::new();
    for fact in facts {
        let stored = pinned(D::TYPE, &fact);
        assert_eq!(serde_json::from_str::<D::Fact>(&stored).unwrap(), fact);
        let now: serde_json::Value = serde_json::to_value(&fact).unwrap();
        assert_eq!(
            now,
            serde_json::from_str::<serde_json::Value>(&stored).unwrap(),
            "{} is stored differently now",
            fact.event_type()
        );
        let published = publish(&recorded::<D>(stream_id, &stored)).unwrap();
        assert_eq!(
            !published.is_empty(),
            D::is_public(&fact),
            "{}",
            fact.event_type()
        );
        types.extend(published.into_iter().map(|published| published.event_type));
    }
    types
}

#[test]
fn facts_of_the_calendar_are_stored_and_published_as_ever() {
    let types = published::<Calendar>("llo-101", of_calendar());
    let expected = [
        "scheduled",
        "scheduled",
        "reminder-due",
        "became-overdue",
        "fulfilled",
        "waived",
    ];
    assert_eq!(
        types,
        expected.map(|event| format!("nl.obligations.obligation-{event}.v1"))
    );
}

#[test]
fn facts_of_a_report_are_stored_and_published_as_ever() {
    let types = published::<Report>(ID, of_report());
    let expected = [
        "report-started",
        "report-submitted",
        "report-review-started",
        "report-returned",
        "report-accepted",
        "report-approved",
        "report-reopened",
        "response-became-overdue",
    ];
    assert_eq!(types, expected.map(|event| format!("nl.reports.{event}.v1")));
}

#[test]
fn facts_of_attention_points_are_stored_and_published_as_ever() {
    let types = published::<AttentionPoints>("llo-101", of_attention());
    let expected = ["raised", "answered", "closed"];
    assert_eq!(
        types,
        expected.map(|event| format!("nl.attention-points.attention-point-{event}.v1"))
    );
}

#[test]
fn no_pseudonym_leaves_the_block() {
    for fact in of_report() {
        let stored = pinned(Report::TYPE, &fact);
        for event in publish(&recorded::<Report>(ID, &stored)).unwrap() {
            let text = String::from_utf8(event.data).unwrap();
            assert!(!text.contains("p-7f3a"), "{text}");
        }
    }
}

#[test]
fn what_is_read_from_the_contract_is_what_was_written_to_it() {
    let mut faults = runtime::parse::Faults::new();
    let read = crate::contract::report_content::parse(&to_proto(&content()), &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    // What the hub fills by itself is not read back.
    let mut expected = *content();
    expected.activities[0].before = None;
    expected.milestones[0].title.clear();
    expected.milestones[0].due_on = None;
    (
        expected.results[0].target_value,
        expected.results[0].previous_value,
    ) = (0.0, None);
    (
        expected.budget[0].planned_cents,
        expected.budget[0].previous_cents,
    ) = (0, 0);
    expected.answers[0].question.clear();
    assert_eq!(read, expected);
}
