//! Each reaction on a log of its own: what it brings about, what it passes over because it is settled, and what it gives up on.

use eventing::{Context, Decider, HeldClock, Meta, Recorded};
use jiff::{Timestamp, civil::Date, civil::date};
use testkit::{TestServers, golden::recorded};

use super::*;
use crate::domain::{
    attention::{self, AttentionPoints, Raise},
    calendar::{self, Calendar, Outcome, Owed, ReportKind, obligation_id},
    project::{self, ProjectState, examples},
    reference::{self, Define, examples::*},
    report::{self, AnswerLine, Content, MilestoneLine, Report},
    values::Period,
};

const H1: &str = "p1_2024-H1_progress";

/// A log with a project that has a plan, and the reactions' desk.
struct Log {
    desk: Desk,
    _servers: TestServers,
}

impl Log {
    async fn start() -> Self {
        let servers = TestServers::start().await;
        let pool = sqlx::PgPool::connect(&servers.database_url()).await.unwrap();
        let desk = Desk {
            store: Store::open("programme", pool).await.unwrap(),
            clock: Arc::new(HeldClock::at(noon(date(2024, 7, 1)))),
        };
        let log = Self {
            desk,
            _servers: servers,
        };
        let rules = reference::Command::Define(Box::new(Define {
            definition: defined_as(version().into()),
            referenced: Vec::new(),
        }));
        let key = examples::profile().scheme_version_key();
        log.happen::<Entry>(&key.stream_id(), rules).await;
        log.happen::<Project>("p1", examples::register(examples::profile()))
            .await;
        log.happen::<Project>("p1", examples::set_baseline(examples::plan()))
            .await;
        log
    }

    async fn happen<D: Decider>(&self, id: &str, command: D::Command) {
        let meta = Meta {
            actor: "lead".into(),
            at: self.desk.clock.now(),
            request: None,
            traceparent: None,
            context: Context::default(),
        };
        self.desk.store.execute::<D>(id, command, &meta).await.unwrap();
    }

    async fn state<D: Decider>(&self, id: &str) -> D {
        self.desk.store.load::<D>(id).await.unwrap().state
    }

    async fn head(&self) -> u64 {
        self.desk.store.head().await.unwrap()
    }

    /// Lets a reaction see a fact twice, at two places of the log. The second time nothing is left to do.
    async fn seen_twice(&self, reaction: &impl Reaction, fact: Recorded) {
        reaction.react(&fact).await.unwrap();
        let head = self.head().await;
        let position = fact.position + 1;
        reaction.react(&Recorded { position, ..fact }).await.unwrap();
        assert_eq!(self.head().await, head, "the second time changes nothing");
    }
}

fn noon(day: Date) -> Timestamp {
    format!("{day}T11:00:00Z").parse().unwrap()
}

/// Why a reaction gives up.
async fn given_up(reaction: &impl Reaction, fact: Recorded) -> String {
    match reaction.react(&fact).await {
        Err(ReactionError::GiveUp(reason)) => reason,
        other => panic!("expected to give up, was {other:?}"),
    }
}

fn period() -> Period {
    Period {
        label: "2024-H1".into(),
        starts_on: date(2024, 1, 1),
        ends_on: date(2024, 6, 30),
    }
}

fn submitted(content: Content) -> Recorded {
    let fact = report::Fact::Submitted {
        project_id: "p1".into(),
        kind: ReportKind::Progress,
        period: period(),
        due_on: date(2024, 7, 31),
        plan_version: 1,
        revision: 1,
        on: date(2024, 7, 20),
        days_late: 0,
        response_due_on: date(2024, 9, 14),
        content: Box::new(content),
        at: noon(date(2024, 7, 20)),
        by: "lead".into(),
    };
    recorded::<Report>(H1, &fact)
}

fn accepted(milestones: &[(&str, Date)]) -> Recorded {
    let line = |&(id, day): &(&str, Date)| MilestoneLine {
        milestone_id: id.into(),
        title: String::new(),
        due_on: None,
        achieved: true,
        achieved_on: Some(day),
        expected_on: None,
        explanation: String::new(),
    };
    let content = Content {
        milestones: milestones.iter().map(line).collect(),
        ..Content::default()
    };
    let fact = report::Fact::Accepted {
        project_id: "p1".into(),
        kind: ReportKind::Progress,
        period: period(),
        revision: 1,
        content: Box::new(content),
        note: String::new(),
        at: noon(date(2024, 7, 25)),
        by: "officer".into(),
    };
    recorded::<Report>(H1, &fact)
}

fn approved(on: Date) -> Recorded {
    let fact = report::Fact::Approved {
        project_id: "p1".into(),
        kind: ReportKind::Final,
        revision: 1,
        note: String::new(),
        at: noon(on),
        by: "coordinator".into(),
    };
    recorded::<Report>("p1_2025-H2_final", &fact)
}

fn revised(ends_on: Date) -> Recorded {
    let fact = project::Fact::PlanRevised {
        plan_version: 2,
        values: Vec::new(),
        reason: "later".into(),
        decision: String::new(),
        change_request_id: None,
        plan: examples::plan(),
        ends_on,
        revised_by: "lead".into(),
        revised_at: noon(date(2024, 7, 1)),
    };
    recorded::<Project>("p1", &fact)
}

/// Makes H1 owed, without the rest of the calendar.
async fn owe_h1(log: &Log) {
    let owed = Owed {
        obligation_id: obligation_id("p1", "2024-H1", ReportKind::Progress),
        kind: ReportKind::Progress,
        period: period(),
        reminder_on: date(2024, 7, 17),
        due_on: date(2024, 7, 31),
    };
    let owed = calendar::Command::Schedule { owed: vec![owed] };
    log.happen::<Calendar>("p1", owed).await;
}

#[tokio::test]
async fn a_submitted_report_fulfils_its_obligation_once() {
    let log = Log::start().await;
    let reaction = when_a_report_is_submitted_fulfil_its_obligation::FulfilObligation(log.desk.clone());
    let unknown = given_up(&reaction, submitted(Content::default())).await;
    assert!(unknown.contains("OBLIGATION_UNKNOWN"), "{unknown}");

    owe_h1(&log).await;
    log.seen_twice(&reaction, submitted(Content::default())).await;
    let calendar: Calendar = log.state("p1").await;
    assert!(matches!(
        calendar.obligation(H1).unwrap().outcome,
        Outcome::Fulfilled { .. }
    ));
}

#[tokio::test]
async fn an_obligation_that_was_waived_meanwhile_stays_waived() {
    let log = Log::start().await;
    let reaction = when_a_report_is_submitted_fulfil_its_obligation::FulfilObligation(log.desk.clone());
    owe_h1(&log).await;
    let waive = calendar::Command::Waive {
        obligation_id: H1.into(),
        reason: "not needed".into(),
    };
    log.happen::<Calendar>("p1", waive).await;
    log.seen_twice(&reaction, submitted(Content::default())).await;
    let calendar: Calendar = log.state("p1").await;
    assert!(matches!(
        calendar.obligation(H1).unwrap().outcome,
        Outcome::Waived { .. }
    ));
}

#[tokio::test]
async fn an_accepted_report_achieves_its_milestones_and_passes_over_those_on_record() {
    let log = Log::start().await;
    let reaction = when_a_report_is_accepted_achieve_its_milestones::AchieveMilestones(log.desk.clone());
    let day = date(2024, 6, 3);
    log.seen_twice(&reaction, accepted(&[("m1", day)])).await;
    let project: Project = log.state("p1").await;
    assert_eq!(project.milestone("m1").unwrap().achieved_on, Some(day));

    // A day that contradicts the record is told, and does not keep the next milestone from being achieved.
    let contradicts = Recorded {
        position: 10,
        ..accepted(&[("m1", date(2024, 6, 4)), ("m9", day), ("m2", day)])
    };
    let reason = given_up(&reaction, contradicts).await;
    assert!(
        reason.contains("MILESTONE_SETTLED") && reason.contains("MILESTONE_UNKNOWN"),
        "{reason}"
    );
    let project: Project = log.state("p1").await;
    assert_eq!(project.milestone("m1").unwrap().achieved_on, Some(day));
    assert_eq!(project.milestone("m2").unwrap().achieved_on, Some(day));
}

#[tokio::test]
async fn a_milestone_that_somebody_achieves_at_the_same_moment_is_settled() {
    let log = Log::start().await;
    let day = date(2024, 6, 3);
    let achieve = || examples::achieve("m1", day);
    log.happen::<Project>("p1", achieve()).await;
    let settled = |project: &Project| project.milestone("m1").and_then(|one| one.achieved_on) == Some(day);
    let cause = accepted(&[]);
    let issued = log
        .desk
        .issue_unless(&cause, "test", "m1", "p1", achieve(), settled);
    assert!(issued.await.is_ok());
    let issued = log.desk.issue::<Project>(&cause, "test", "m1", "p1", achieve());
    assert!(matches!(issued.await, Err(ReactionError::GiveUp(_))));
}

#[tokio::test]
async fn an_approved_final_report_closes_its_project_once() {
    let log = Log::start().await;
    let reaction = when_a_final_report_is_approved_close_the_project::CloseProject(log.desk.clone());
    let early = given_up(&reaction, approved(date(2025, 12, 1))).await;
    assert!(early.contains("DAY_OUT_OF_RANGE"), "{early}");

    let in_time = Recorded {
        position: 10,
        ..approved(date(2026, 1, 10))
    };
    log.seen_twice(&reaction, in_time.clone()).await;
    let project: Project = log.state("p1").await;
    assert_eq!(project.state(), ProjectState::Closed);
    let other_report = Recorded {
        position: 20,
        stream_id: "p1_2025-extra_final".into(),
        ..in_time
    };
    log.seen_twice(&reaction, other_report).await;
}

#[tokio::test]
async fn a_plan_brings_the_calendar_and_a_moved_end_moves_it() {
    let log = Log::start().await;
    let schedule = when_a_baseline_is_set_schedule_the_obligations::ScheduleObligations(log.desk.clone());
    log.seen_twice(&schedule, recorded::<Project>("p1", &examples::baselined()))
        .await;
    let calendar: Calendar = log.state("p1").await;
    assert!(!calendar.by_due_day().is_empty());

    let follow = when_the_end_moves_reschedule_the_obligations::RescheduleObligations(log.desk.clone());
    let newest = |calendar: &Calendar| calendar.by_due_day().last().unwrap().owed.due_on;
    let before = newest(&calendar);
    log.seen_twice(&follow, revised(date(2026, 12, 31))).await;
    assert!(newest(&log.state("p1").await) > before);
}

#[tokio::test]
async fn a_stopped_project_owes_what_was_due_before_and_no_more() {
    let log = Log::start().await;
    owe_h1(&log).await;
    let reaction = when_a_project_stops_waive_the_rest::WaiveTheRest(log.desk.clone());
    let stopped = project::Fact::Stopped {
        stopped_on: date(2024, 7, 1),
        reason: "no partners".into(),
        decision: "DUS-I 2024-17".into(),
    };
    log.seen_twice(&reaction, recorded::<Project>("p1", &stopped))
        .await;
    let calendar: Calendar = log.state("p1").await;
    assert!(matches!(
        calendar.obligation(H1).unwrap().outcome,
        Outcome::Waived { .. }
    ));
}

#[tokio::test]
async fn a_submitted_report_answers_the_points_that_are_open() {
    let log = Log::start().await;
    let raise = attention::Command::Raise(Raise {
        point_id: "a1".into(),
        report_id: None,
        text: "Why Twente?".into(),
        at: noon(date(2024, 7, 1)),
        by: "officer".into(),
    });
    log.happen::<AttentionPoints>("p1", raise).await;
    let answer = |point_id: &str| AnswerLine {
        point_id: point_id.into(),
        question: String::new(),
        answer: "There is the harbour".into(),
    };
    let content = Content {
        answers: vec![answer("a1"), answer("gone")],
        ..Content::default()
    };
    let reaction = when_a_report_is_submitted_answer_its_attention_points::AnswerPoints(log.desk.clone());
    log.seen_twice(&reaction, submitted(content)).await;
    let points: AttentionPoints = log.state("p1").await;
    assert!(points.point("a1").unwrap().answer.is_some());
}
