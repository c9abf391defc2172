//! Whole pages, in both languages, as snapshots: read the difference like code.

use contracts::hub::v1::{Freshness, LocalText};
use contracts::insight::v1::{
    Figure, MilestoneFigures, MoneyFigure, OverviewGroup, PeerComparison, figure::Value,
};
use contracts::programme::v1::{
    AttentionPointState, ChangeRequestState, MilestoneState, MoneyState, ObligationState, ReportKind,
    ReportState,
};

use super::super::language::Language;
use super::super::waiting::waiting;
use super::{Names, ProjectPage, ProjectParts, WorkgroupPage};
use crate::judgement::example::{
    attention_point, budget, day, indicator, milestone, obligation, report, running, wait,
};
use crate::judgement::facts::{ChangeRequest, Facts, Measured, Milestone, Money, Obligation, Period, Point};
use crate::judgement::judge;

/// A project with something of everything, and with texts that try to break the page.
fn eventful() -> Facts {
    let mut facts = running();
    facts.profile.name = "Warmte | <b>Noord</b> #1".to_owned();
    facts.profile.example = true;
    facts.plan_version = 3;
    facts.milestones = milestones();
    facts.obligations = obligations();
    facts.attention_points = vec![attention_point("AP-1", "2025-02-01"), answered(), closed()];
    facts.change_requests = vec![change_request()];
    facts.budget = vec![
        budget("personeel", 123_456_789, 40_000_000),
        budget("reizen | [x](http://x.nl)", 500_000, 612_345),
    ];
    facts.money = vec![
        Money {
            state: MoneyState::Granted,
            cents: 200_000_000,
        },
        Money {
            state: MoneyState::Paid,
            cents: 80_000_050,
        },
    ];
    facts.indicators = indicators();
    facts.realised_until = Some(day("2024-12-31"));
    facts
}

fn milestones() -> Vec<Milestone> {
    let mut achieved = milestone("m1", "2024-10-01");
    achieved.state = MilestoneState::Achieved;
    achieved.achieved_on = Some(day("2024-10-13"));
    let mut late = milestone("m2", "2025-05-01");
    late.title = "Pilot\n| met \"opleiders\"".to_owned();
    let mut slipping = milestone("m3", "2025-02-01");
    slipping.due_on = day("2025-07-01");
    slipping.state = MilestoneState::Rescheduled;
    slipping.waits_for = vec![wait("2025-05-20")];
    vec![achieved, late, slipping]
}

fn obligations() -> Vec<Obligation> {
    let mut approved = obligation("2024-H1", "2024-08-01");
    approved.state = ObligationState::Fulfilled;
    approved.days_late = 4;
    approved.report = Some(report(ReportState::Approved, "2024-10-01"));
    let mut submitted = obligation("2024-H2", "2025-02-01");
    submitted.state = ObligationState::Fulfilled;
    submitted.report = Some(report(ReportState::Submitted, "2025-01-31"));
    if let Some(report) = &mut submitted.report {
        report.response_due_on = Some(day("2025-03-28"));
    }
    let mut last = obligation("eind", "2026-11-26");
    last.kind = ReportKind::Final;
    vec![approved, submitted, obligation("2025-H1", "2025-08-01"), last]
}

fn answered() -> crate::judgement::facts::AttentionPoint {
    let mut point = attention_point("AP-2", "2024-10-01");
    point.state = AttentionPointState::Answered;
    point.report_id = "llo-101_2024-H1_progress".to_owned();
    point.answer = "Met een **eigen** team; zie www.voorbeeld.nl.".to_owned();
    point.answered_in_report_id = "llo-101_2024-H2_progress".to_owned();
    point.answered_at = Some("2025-01-31T10:00:00Z".parse().unwrap());
    point
}

fn closed() -> crate::judgement::facts::AttentionPoint {
    let mut point = attention_point("AP-3", "2024-06-01");
    point.state = AttentionPointState::Closed;
    point.answer = "Gedaan.".to_owned();
    point.answered_at = Some("2024-07-01T10:00:00Z".parse().unwrap());
    point
}

fn change_request() -> ChangeRequest {
    ChangeRequest {
        change_request_id: "CR-1".to_owned(),
        state: ChangeRequestState::Requested,
        requested_on: day("2025-05-02"),
        positions: vec![80],
    }
}

fn indicators() -> Vec<crate::judgement::facts::Indicator> {
    let mut corrected = indicator("i1", 12.5, "2024-12-31");
    let period = |label: &str| Period {
        label: label.to_owned(),
        starts_on: day("2024-07-01"),
        ends_on: day("2024-12-31"),
    };
    corrected.series = vec![
        Point {
            period: period("2024-H1"),
            as_reported: 9.0,
            as_corrected: None,
        },
        Point {
            period: period("2024-H2"),
            as_reported: 15.0,
            as_corrected: Some(12.5),
        },
    ];
    corrected.observed = Some(Measured {
        value: 1234.0,
        until: day("2025-06-01"),
        positions: vec![90],
    });
    let mut behind = indicator("i2", 0.0, "2024-12-31");
    behind.positions = vec![70, 71, 72, 73, 74, 75, 76];
    vec![corrected, behind]
}

fn freshness(age_seconds: i64) -> Freshness {
    Freshness {
        position: 4321,
        recorded_at: Some(pbjson_types::Timestamp {
            seconds: 1_748_772_000,
            nanos: 0,
        }),
        age: Some(pbjson_types::Duration {
            seconds: age_seconds,
            nanos: 0,
        }),
    }
}

fn both(text: &str) -> LocalText {
    LocalText {
        nl: text.to_owned(),
        en: String::new(),
    }
}

fn peers() -> Vec<PeerComparison> {
    vec![PeerComparison {
        measure: "budget_realised".to_owned(),
        own: 0.88,
        median: 0.95,
        lower_quartile: 0.81,
        upper_quartile: 1.07,
        peers: 9,
    }]
}

fn project_page(facts: &Facts, peers: &[PeerComparison], language: Language) -> String {
    let names = Names {
        block: both("LLO-oplossingen"),
        workgroup: both("Werkgroep energie"),
        theme: both(""),
        tranche: both("Eerste tranche"),
        scheme: LocalText {
            nl: "Regeling oplossingen".to_owned(),
            en: "Solutions scheme".to_owned(),
        },
    };
    let today = day("2025-06-01");
    ProjectPage {
        facts,
        names: &names,
        judgement: &judge(facts, today),
        peers,
        culture: None,
        parts: &ProjectParts::write(facts, &waiting(facts, today), today, language),
        today,
        freshness: &freshness(3),
    }
    .write(language)
}

fn workgroup_page(facts: Vec<Facts>, language: Language) -> String {
    let today = day("2025-06-01");
    let waiting: Vec<_> = facts.iter().flat_map(|facts| waiting(facts, today)).collect();
    let projects: Vec<_> = facts
        .into_iter()
        .map(|facts| (facts.clone(), judge(&facts, today)))
        .collect();
    WorkgroupPage {
        name: &both("Werkgroep energie"),
        projects: &projects
            .iter()
            .map(|(facts, judgement)| (facts, judgement))
            .collect::<Vec<_>>(),
        overview: &overview(),
        peers: &peers(),
        figures: &[],
        waiting: &waiting.iter().collect::<Vec<_>>(),
        today,
        freshness: &freshness(0),
    }
    .write(language)
}

fn overview() -> OverviewGroup {
    let figure = |value| {
        Some(Figure {
            figure_id: "x".to_owned(),
            value: Some(value),
            additive: true,
        })
    };
    OverviewGroup {
        milestones: Some(MilestoneFigures {
            achieved: figure(Value::Count(1)),
            ..Default::default()
        }),
        money: vec![MoneyFigure {
            state: MoneyState::Granted.into(),
            figure: figure(Value::Cents(200_000_000)),
        }],
        ..Default::default()
    }
}

#[test]
fn the_page_of_an_eventful_project_in_dutch() {
    insta::assert_snapshot!(project_page(&eventful(), &peers(), Language::Dutch));
}

#[test]
fn the_page_of_an_eventful_project_in_english() {
    insta::assert_snapshot!(project_page(&eventful(), &peers(), Language::English));
}

#[test]
fn the_page_of_a_quiet_project_says_what_there_is_not() {
    insta::assert_snapshot!(project_page(&running(), &[], Language::Dutch));
}

#[test]
fn the_page_of_a_workgroup_in_dutch() {
    insta::assert_snapshot!(workgroup_page(vec![eventful(), running()], Language::Dutch));
}

#[test]
fn the_page_of_a_workgroup_in_english() {
    insta::assert_snapshot!(workgroup_page(vec![eventful(), running()], Language::English));
}

#[test]
fn every_row_of_a_table_has_as_many_cells_as_its_head() {
    let page = project_page(&eventful(), &peers(), Language::Dutch);
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let lines: Vec<&str> = page.lines().collect();
    for pair in lines
        .windows(2)
        .filter(|pair| pair.iter().all(|line| line.starts_with('|')))
    {
        assert_eq!(cells(pair[0]), cells(pair[1]), "{pair:?}");
    }
}

#[test]
fn nothing_from_a_project_becomes_html_or_a_link() {
    let page = project_page(&eventful(), &peers(), Language::English);
    assert!(!page.contains("<b>"));
    assert!(!page.contains("[x]("));
    assert!(!page.contains("{ $") && !page.contains("{$"));
}
