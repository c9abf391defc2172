//! The rules of reports, told as scenarios.

mod filling;
mod life;
mod submission;

use eventing::{Rejection as _, scenario::Scenario};
use jiff::{Timestamp, civil::Date, civil::date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    calendar::{Owed, obligation_id},
    values::{Cents, Period},
};

const ID: &str = "p1_2024-H1_progress";

/// Noon on a day.
fn noon(day: Date) -> Timestamp {
    format!("{day}T11:00:00Z").parse().unwrap()
}

fn on(day: Date, by: &str, step: Step) -> Command {
    Command {
        report_id: ID.into(),
        at: noon(day),
        by: by.into(),
        step,
    }
}

fn july(day: i8) -> Date {
    date(2024, 7, day)
}

fn obligation(kind: ReportKind) -> Obligation {
    let period = Period {
        label: "2024-H1".into(),
        starts_on: date(2024, 1, 1),
        ends_on: date(2024, 6, 30),
    };
    let obligation_id = obligation_id("p1", "2024-H1", kind);
    Obligation::new(
        Owed {
            obligation_id,
            kind,
            period,
            reminder_on: july(17),
            due_on: july(31),
        },
        true,
    )
}

fn ground() -> Ground {
    let target = |indicator_id: &str, cumulative, distinct| PlannedTarget {
        indicator_id: indicator_id.into(),
        baseline_value: 0.0,
        target_value: 100.0,
        cumulative,
        distinct,
    };
    let milestone = |id: &str, due_on| PlannedMilestone {
        milestone_id: id.into(),
        title: format!("Milestone {id}"),
        due_on,
        achieved_on: None,
    };
    Ground {
        starts_on: date(2024, 1, 1),
        ends_on: date(2025, 12, 31),
        plan_version: 1,
        milestones: vec![
            milestone("m1", date(2024, 6, 1)),
            milestone("m2", date(2024, 12, 1)),
        ],
        targets: vec![
            target("learners", true, false),
            target("employers", true, true),
            target("satisfaction", false, false),
        ],
        budget: vec![
            PlannedCosts {
                category: "personnel".into(),
                planned: Cents(1_000),
            },
            PlannedCosts {
                category: "other".into(),
                planned: Cents(500),
            },
        ],
        previous: None,
        points: Vec::new(),
    }
}

fn after(previous: Content) -> Ground {
    Ground {
        previous: Some(previous),
        ..ground()
    }
}

fn asks(point_id: &str) -> Ground {
    let point = AskedPoint {
        point_id: point_id.into(),
        text: "Why Twente?".into(),
        waits: true,
    };
    Ground {
        points: vec![point],
        ..ground()
    }
}

fn start(ground: Ground) -> Command {
    let step = Step::Start {
        project_id: "p1".into(),
        obligation: Some(obligation(ReportKind::Progress)),
        ground: Box::new(ground),
    };
    on(july(1), "lead", step)
}

fn fill(content: Content, ground: Ground) -> Command {
    let sections = Section::given(&content);
    on(
        july(2),
        "lead",
        Step::Fill {
            content: Box::new(content),
            sections,
            expected_version: 0,
            ground: Box::new(ground),
        },
    )
}

fn submit_on(day: Date, by: &str, ground: Ground) -> Command {
    let obligation = Some(obligation(ReportKind::Progress));
    on(
        day,
        by,
        Step::Submit {
            obligation,
            ground: Box::new(ground),
            response_term_days: 56,
        },
    )
}

fn submit() -> Command {
    submit_on(july(20), "lead", ground())
}

fn accept() -> Command {
    on(
        july(25),
        "officer",
        Step::Accept {
            note: "thanks".into(),
            ground: Box::new(ground()),
        },
    )
}

fn approve() -> Command {
    on(july(26), "coordinator", Step::Approve { note: String::new() })
}

fn give_back() -> Command {
    on(
        july(22),
        "officer",
        Step::Return {
            reason: "Twente is missing".into(),
        },
    )
}

fn reopen() -> Command {
    on(
        july(28),
        "officer",
        Step::Reopen {
            reason: "a number was wrong".into(),
        },
    )
}

fn started() -> Scenario<Report> {
    Scenario::new().after([start(ground())])
}

/// What every report says: what stood out.
fn with_highlights(content: Content) -> Content {
    Content {
        highlights: "Two groups began.".into(),
        ..content
    }
}

/// A draft that could be submitted.
fn written() -> Scenario<Report> {
    started().after([fill(with_highlights(Content::default()), ground())])
}

fn submitted() -> Scenario<Report> {
    written().after([submit()])
}

fn record(scenario: &Scenario<Report>) -> &Record {
    scenario.state().record().unwrap()
}

/// The fields a refused command tells are wrong.
fn faulty(scenario: Scenario<Report>, command: Command, reason: &str) -> Vec<String> {
    scenario
        .when(command)
        .refused(reason)
        .faults()
        .into_iter()
        .map(|fault| fault.field)
        .collect()
}

/// The fields that keep a draft with this content from being submitted.
fn missing(content: Content, ground: Ground) -> Vec<String> {
    let draft = Scenario::new().after([
        start(ground.clone()),
        fill(with_highlights(content), ground.clone()),
    ]);
    faulty(draft, submit_on(july(20), "lead", ground), "REPORT_INCOMPLETE")
}

/// Submits a draft with this content.
fn fine(content: Content, ground: Ground) -> Scenario<Report> {
    Scenario::new().after([
        start(ground.clone()),
        fill(with_highlights(content), ground.clone()),
        submit_on(july(20), "lead", ground),
    ])
}

fn milestone(milestone_id: &str) -> MilestoneLine {
    MilestoneLine {
        milestone_id: milestone_id.into(),
        title: String::new(),
        due_on: None,
        achieved: false,
        achieved_on: None,
        expected_on: None,
        explanation: String::new(),
    }
}

fn result(indicator_id: &str, current_value: impl Into<Option<f64>>) -> ResultLine {
    ResultLine {
        indicator_id: indicator_id.into(),
        baseline_value: 0.0,
        target_value: 0.0,
        previous_value: None,
        current_value: current_value.into(),
        items: Vec::new(),
        explanation: String::new(),
        correction_reason: String::new(),
    }
}

fn costs(category: &str, cumulative_cents: i64) -> CostLine {
    CostLine {
        category: category.into(),
        planned_cents: 0,
        cumulative_cents,
        previous_cents: 0,
        deviation_note: String::new(),
        correction_reason: String::new(),
    }
}

fn group(reached: u32) -> TargetGroup {
    TargetGroup {
        name: "technicians".into(),
        planned: 100,
        reached,
        correction_reason: String::new(),
    }
}

fn answered(point_id: &str, answer: &str) -> Content {
    let line = AnswerLine {
        point_id: point_id.into(),
        question: String::new(),
        answer: answer.into(),
    };
    Content {
        answers: vec![line],
        ..Content::default()
    }
}

fn of_milestone(line: MilestoneLine) -> Content {
    Content {
        milestones: vec![line],
        ..Content::default()
    }
}

fn of_result(line: ResultLine) -> Content {
    Content {
        results: vec![line],
        ..Content::default()
    }
}

fn of_costs(line: CostLine) -> Content {
    Content {
        budget: vec![line],
        ..Content::default()
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let who = prop::sample::select(vec!["lead", "officer", "coordinator"]);
    let step = prop_oneof![
        Just(start(ground()).step),
        any::<i64>().prop_map(|cents| fill(of_costs(costs("personnel", cents)), ground()).step),
        (-1_000_000_i32..1_000_000).prop_map(|hundredths| fill(
            of_result(result("learners", f64::from(hundredths) / 100.0)),
            ground()
        )
        .step),
        Just(submit().step),
        Just(Step::Review),
        Just(give_back().step),
        Just(accept().step),
        Just(approve().step),
        Just(reopen().step),
        Just(Step::CheckResponse {
            today: date(2025, 1, 1)
        }),
    ];
    (who, step).prop_map(|(by, step)| on(july(20), by, step))
}

proptest! {
    #[test]
    fn a_replay_of_the_facts_gives_the_live_state(commands in prop::collection::vec(any_command(), 0..30)) {
        let (mut live, mut log) = (Report::default(), Vec::new());
        for command in commands {
            for fact in live.clone().decide(command).unwrap_or_default() {
                log.push(serde_json::to_string(&fact).unwrap());
                live.evolve(fact);
            }
        }
        let mut replayed = Report::default();
        log.iter().for_each(|stored| replayed.evolve(serde_json::from_str(stored).unwrap()));
        prop_assert_eq!(&replayed, &live);
        let facts = live.record().map_or(0, |record| record.version);
        prop_assert_eq!(usize::try_from(facts).unwrap(), log.len());
    }

    #[test]
    fn nobody_ever_judges_a_report_they_submitted(commands in prop::collection::vec(any_command(), 0..40)) {
        let (mut live, mut submitters) = (Report::default(), std::collections::BTreeSet::new());
        for command in [start(ground()), submit()].into_iter().chain(commands) {
            for fact in live.clone().decide(command).unwrap_or_default() {
                match &fact {
                    Fact::Submitted { by, .. } => { submitters.insert(by.clone()); }
                    Fact::Accepted { by, .. } | Fact::Approved { by, .. } => prop_assert!(!submitters.contains(by)),
                    _ => {}
                }
                live.evolve(fact);
            }
        }
    }
}
