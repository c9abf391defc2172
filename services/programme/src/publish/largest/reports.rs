//! Reports, submitted and accepted.

use eventing::scenario::Scenario;
use jiff::{Timestamp, civil::date};

use super::{assert_travels, largest, widest};
use crate::domain::{
    report::{
        Activity, Command, Content, Deliverable, Fact, Ground, Report, ReportKind, Section, Step, WorkState,
    },
    size::REASON_CHARS_MAX,
    values::Period,
};

const ID: &str = "p1_2024-H1_progress";

fn at() -> Timestamp {
    "2024-07-20T10:00:00Z".parse().unwrap()
}

fn period() -> Period {
    Period {
        label: "2024-H1".into(),
        starts_on: date(2024, 1, 1),
        ends_on: date(2024, 6, 30),
    }
}

fn ground(previous: Option<Content>) -> Ground {
    Ground {
        starts_on: date(2024, 1, 1),
        ends_on: date(2025, 12, 31),
        plan_version: 1,
        milestones: Vec::new(),
        targets: Vec::new(),
        budget: Vec::new(),
        previous,
        points: Vec::new(),
    }
}

fn started() -> Scenario<Report> {
    Scenario::given([Fact::Started {
        project_id: "p1".into(),
        kind: ReportKind::Progress,
        period: period(),
        due_on: date(2024, 7, 31),
        plan_version: 1,
        content: Box::default(),
        at: at(),
        by: "lead".into(),
    }])
}

/// The content of the largest draft of a shape; activities stood before as they stand now.
fn largest_content(shape: impl Fn(usize) -> Content) -> Box<Content> {
    let fill = |n| {
        let content = shape(n);
        Command {
            report_id: ID.into(),
            at: at(),
            by: "lead".into(),
            step: Step::Fill {
                sections: Section::given(&content),
                ground: Box::new(ground(Some(content.clone()))),
                content: Box::new(content),
                expected_version: 0,
            },
        }
    };
    match largest(&started(), "content", fill).remove(0) {
        Fact::Filled { content, .. } => content,
        other => panic!("{other:?}"),
    }
}

fn activity(number: usize) -> Activity {
    Activity {
        activity_id: format!("a{number}"),
        title: "t".into(),
        before: None,
        now: Some(WorkState::NotStarted),
        progress: "p".into(),
    }
}

fn deliverable(number: usize) -> Deliverable {
    Deliverable {
        deliverable_id: format!("d{number}"),
        title: "t".into(),
        state: Some(WorkState::NotStarted),
        uri: "urn:a".into(),
    }
}

/// A report that is large in the number of its lines.
fn of_lines(n: usize) -> Content {
    Content {
        activities: (0..n.min(500)).map(activity).collect(),
        deliverables: (0..n.saturating_sub(500)).map(deliverable).collect(),
        ..Content::default()
    }
}

/// A report that is large in its words.
fn of_words(n: usize) -> Content {
    Content {
        learning_culture: widest(n),
        ..Content::default()
    }
}

fn submitted(content: Box<Content>) -> Fact {
    Fact::Submitted {
        project_id: "p1".into(),
        kind: ReportKind::Progress,
        period: period(),
        due_on: date(2024, 7, 31),
        plan_version: 1,
        revision: 1,
        on: date(2024, 7, 20),
        days_late: 0,
        response_due_on: date(2024, 9, 14),
        content,
        at: at(),
        by: "lead".into(),
    }
}

fn accepted(content: Box<Content>) -> Fact {
    Fact::Accepted {
        project_id: "p1".into(),
        kind: ReportKind::Progress,
        period: period(),
        revision: 1,
        content,
        note: widest(REASON_CHARS_MAX),
        at: at(),
        by: "officer".into(),
    }
}

#[test]
fn the_largest_report_travels_when_it_is_submitted_and_when_it_is_accepted_with_a_note() {
    for shape in [of_lines, of_words] {
        let content = largest_content(shape);
        assert_travels::<Report>(&submitted(content.clone()));
        assert_travels::<Report>(&accepted(content));
    }
}
