//! From the ledger through projections and database into a view.

#![allow(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

mod support;

use contracts::{hub::v1::LocalText, programme::v1 as api};
use insight::{
    explain,
    figure::{FigureId, Value},
    projections::ALL,
    rebuild::{rebuild_all, rebuild_from},
    views::View,
};
use support::{Insight, follow, registered, started_anew, tell_achieved, tell_project};
use testkit::eventually;

fn figure(view: &View, id: &str) -> Option<Value> {
    explain::computed(&view.facts, &id.parse::<FigureId>().unwrap(), view.as_of).value
}

const RUNNING: &str = "overview/projects/running";
const ACHIEVED: &str = "overview/milestones/achieved";
const GRANTED: &str = "overview/money/granted";

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ledger_tells_is_in_the_view_and_can_be_explained() {
    let insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    tell_project(&insight.ledger, "p2");
    let position = tell_achieved(&insight.ledger, "p1", "m1");

    let view = insight.caught_up().await;
    assert_eq!(figure(&view, RUNNING), Some(Value::Count(2)));
    assert_eq!(figure(&view, ACHIEVED), Some(Value::Count(1)));
    assert_eq!(figure(&view, GRANTED), Some(Value::Cents(20_000)));
    assert_eq!(
        (view.freshness.position, view.freshness.age.unwrap().seconds),
        (position, 0)
    );
    assert_eq!(view.facts.projects["p1"].project.name, "Project \"p1\" \u{1F600}");
    let observed: Vec<_> = view.facts.projects["p1"]
        .observations
        .iter()
        .map(|row| row.position)
        .collect();
    assert_eq!(observed, [1, position], "its registration and its milestone");

    let id = ACHIEVED.parse().unwrap();
    let behind = explain::computed(&view.facts, &id, view.as_of).contributions();
    assert!(behind.iter().any(|it| it.position == position), "{behind:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reference_data_and_reports_survive_the_way_through_the_database() {
    let insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    let name = Some(LocalText {
        nl: "Deelnemers".into(),
        en: "Learners".into(),
    });
    let indicator = api::Indicator {
        indicator_id: "learners".into(),
        name: name.clone(),
        aggregation: api::Aggregation::Sum.into(),
        owner_level: api::OwnerLevel::Project.into(),
        ..Default::default()
    };
    let content = Some(api::entry::Content::Indicator(indicator));
    let entry = Some(api::Entry {
        content,
        ..Default::default()
    });
    let defined = api::ReferenceDataDefined { entry, revision: 1 };
    insight
        .ledger
        .tell("nl.reference-data.reference-data-defined.v1", "", &defined);
    tell_accepted_report(&insight, "p1", 0.1 + 0.2);

    let view = insight.caught_up().await;
    assert_eq!(view.facts.reference.indicators["learners"].name, name);
    assert_eq!(
        figure(&view, "overview/indicator/learners/reported"),
        Some(Value::Quantity(0.1 + 0.2))
    );
    assert_eq!(
        figure(&view, "overview/money/realised"),
        Some(Value::Cents(12_345))
    );
    let report = &view.facts.projects["p1"].reports[0];
    assert_eq!(report.budget[0].cumulative_cents, 12_345);
    assert_eq!(report.state, api::ReportState::Accepted);
}

fn tell_accepted_report(insight: &Insight, id: &str, learners: f64) {
    let period = contracts::hub::v1::Period {
        label: "2024-H1".into(),
        starts_on: "2024-01-01".into(),
        ends_on: "2024-06-30".into(),
    };
    let started = api::ReportStarted {
        project_id: id.into(),
        report_id: "r1".into(),
        kind: api::ReportKind::Progress.into(),
        period: Some(period),
        ..Default::default()
    };
    insight.ledger.tell("nl.reports.report-started.v1", id, &started);
    let submitted = api::ReportSubmitted {
        project_id: id.into(),
        report_id: "r1".into(),
        submitted_on: "2024-07-10".into(),
        response_due_on: "2024-09-04".into(),
        revision: 1,
        ..Default::default()
    };
    insight
        .ledger
        .tell("nl.reports.report-submitted.v1", id, &submitted);
    let result = api::ResultProgress {
        indicator_id: "learners".into(),
        current_value: Some(learners),
        ..Default::default()
    };
    let line = api::BudgetProgress {
        category: "personnel".into(),
        cumulative_cents: 12_345,
        ..Default::default()
    };
    let accepted = api::ReportAccepted {
        project_id: id.into(),
        report_id: "r1".into(),
        results: vec![result],
        budget: vec![line],
        revision: 1,
        ..Default::default()
    };
    insight
        .ledger
        .tell("nl.reports.report-accepted.v1", id, &accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_event_is_passed_over_and_counted() {
    let insight = Insight::start(1).await;
    insight
        .ledger
        .append("nl.skills.skill-proposed.v1", "", b"anything at all".to_vec());
    tell_project(&insight.ledger, "p1");
    assert_eq!(figure(&insight.caught_up().await, RUNNING), Some(Value::Count(1)));
    assert!(
        insight
            .progress
            .iter()
            .all(|seen| seen.borrow().checkpoint.skipped == 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_understood_stops_its_own_projection_visibly() {
    let insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    insight.caught_up().await;
    let good = insight.ledger.head();
    let bad = insight.ledger.append(
        "nl.projects.project-closed.v1",
        "p1",
        b"{\"nonsense\": 1}".to_vec(),
    );

    let failed = eventually("the projection to stop", async || {
        insight
            .progress
            .iter()
            .find_map(|seen| seen.borrow().failed.clone())
    })
    .await;
    assert!(failed.contains(&format!("position {bad}")), "{failed}");
    eventually("the other projections to go on", async || {
        let at_bad = insight
            .progress
            .iter()
            .filter(|seen| seen.borrow().checkpoint.position == bad);
        (at_bad.count() == insight.progress.len() - 1).then_some(())
    })
    .await;
    let view = insight.views.view("", None).await.unwrap();
    assert_eq!(
        view.freshness.position, good,
        "answers say that they end before it"
    );
    assert_eq!(figure(&view, RUNNING), Some(Value::Count(1)));

    let soon = tokio::time::Instant::now() + std::time::Duration::from_millis(300);
    let refused = insight
        .views
        .view(&format!("programme:{}", bad * 10), Some(soon))
        .await
        .unwrap_err();
    assert_eq!(refused.reason(), "NOT_YET_VISIBLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_show_and_keep_each_event_once() {
    let mut insight = Insight::start(2).await;
    for number in 0..20 {
        tell_project(&insight.ledger, &format!("p{number}"));
    }
    let view = insight.caught_up().await;
    let token = format!("programme:{}", insight.ledger.head() * 10);
    let other = insight.all_views[1].view(&token, None).await.unwrap();
    for view in [&view, &other] {
        assert_eq!(figure(view, RUNNING), Some(Value::Count(20)));
        assert_eq!(figure(view, GRANTED), Some(Value::Cents(20 * 10_000)));
        let changes = |it: &insight::rows::ProjectFacts| it.money[0].changes.len();
        assert!(view.facts.projects.values().all(|it| changes(it) == 1));
    }
    assert_eq!(other.facts, view.facts);
    // What they wrote between them is what a third one starts from.
    insight.stop_tails().await;
    assert_eq!(started_anew(&insight).await.facts, view.facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_gives_the_same_rows_while_the_live_ones_answer_and_go_on() {
    let insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    tell_achieved(&insight.ledger, "p1", "m1");
    let before = insight.caught_up().await;
    // Rows that nobody's event made: a rebuild must not keep them.
    sqlx::query("update milestones set title = 'damaged'")
        .execute(&insight.pool)
        .await
        .unwrap();

    let (rebuilt, during) = tokio::join!(
        rebuild_from(&insight.pool, &insight.ledger, registered("projects")),
        insight.views.view("", None)
    );
    assert_eq!(figure(&during.unwrap(), ACHIEVED), Some(Value::Count(1)));
    assert_eq!(rebuilt.unwrap().generation, 1);
    let after = insight.views.view("", None).await.unwrap();
    assert_eq!(after.facts, before.facts);
    assert_eq!(after.freshness, before.freshness);

    tell_achieved(&insight.ledger, "p1", "m2");
    assert_eq!(
        figure(&insight.caught_up().await, ACHIEVED),
        Some(Value::Count(2))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_projection_can_be_rebuilt_at_the_same_time_as_the_others() {
    let insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    let before = insight.caught_up().await;
    let rebuilds = ALL.iter();
    let rebuilds = rebuilds.map(|registered| rebuild_from(&insight.pool, &insight.ledger, *registered));
    for rebuilt in futures::future::join_all(rebuilds).await {
        rebuilt.unwrap();
    }
    assert_eq!(insight.views.view("", None).await.unwrap().facts, before.facts);
    let again = rebuild_all(&insight.pool, &insight.ledger, ALL).await.unwrap();
    assert!(
        again
            .iter()
            .all(|it| it.generation == 2 && it.position == before.freshness.position)
    );
    eventually("the rows swapped in are the ones shown", async || {
        let generations = insight
            .progress
            .iter()
            .map(|seen| seen.borrow().checkpoint.generation);
        generations.clone().all(|it| it == 2).then_some(())
    })
    .await;
    assert_eq!(insight.views.view("", None).await.unwrap().facts, before.facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_older_code_are_made_anew_at_the_next_start() {
    let mut insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    insight.caught_up().await;
    insight.stop_tails().await;
    sqlx::raw_sql("update projection_checkpoints set version = 0; update projects set name = 'old'")
        .execute(&insight.pool)
        .await
        .unwrap();

    let again = tokio_util::sync::CancellationToken::new();
    let (views, running) = follow(&insight.pool, &insight.ledger, &[registered("projects")], &again);
    eventually("the rebuild", async || {
        let seen = views.progress();
        let generation = seen[0].borrow().checkpoint.generation;
        (generation == 1).then_some(())
    })
    .await;
    let name: String = sqlx::query_scalar("select name from projects")
        .fetch_one(&insight.pool)
        .await
        .unwrap();
    assert_ne!(name, "old");
    again.cancel();
    for task in running {
        task.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_leaves_everything_in_the_tables() {
    let mut insight = Insight::start(1).await;
    tell_project(&insight.ledger, "p1");
    tell_achieved(&insight.ledger, "p1", "m1");
    let shown = insight.caught_up().await;
    insight.stop_tails().await;
    assert_eq!(started_anew(&insight).await.facts, shown.facts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_waits_for_its_own_change() {
    let insight = Insight::start(1).await;
    let views = insight.views.clone();
    let waiting = tokio::spawn(async move { views.view("programme:30", None).await });
    tell_project(&insight.ledger, "p1");
    assert_eq!(
        figure(&waiting.await.unwrap().unwrap(), GRANTED),
        Some(Value::Cents(10_000))
    );
    assert_eq!(
        insight
            .views
            .view("not a token", None)
            .await
            .unwrap_err()
            .reason(),
        "REQUEST_INVALID"
    );
}
