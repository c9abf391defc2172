//! From rows to facts, status and feedback: what the projections keep is what a project sees.

use std::sync::Arc;

use contracts::hub::v1::LocalText;
use contracts::insight::v1::{Colour, WaitsOn, figure::Value};
use contracts::programme::v1::{
    BudgetProgress, ChangeRequestState, Direction, Indicator, MilestoneState, MoneyState, ObligationState,
    ProjectState, RegionShare, ReportKind, ReportState, SizeClass, Workgroup,
};
use jiff::civil::Date;
use runtime::language::Language;

use super::{Depth, facts_of, status};
use crate::feedback::{project_feedback, workgroup_feedback};
use crate::judgement::judge;
use crate::rows::{
    BudgetLineRow, ChangeRequestRow, DependencyRow, Facts, IndicatorValueRow, MilestoneRow, MoneyChange,
    MoneyRow, ObligationRow, ProjectFacts, ProjectRow, ReportRow, TargetRow,
};
use crate::views::View;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn project(id: &str) -> ProjectFacts {
    ProjectFacts::new(ProjectRow {
        project_id: id.to_owned(),
        name: format!("Project {id}"),
        summary: String::new(),
        block_id: "transitions".to_owned(),
        workgroup_id: format!("wg-{id}"),
        theme_id: String::new(),
        call_id: "call-1".to_owned(),
        tranche_id: "tranche-1".to_owned(),
        scheme_id: "llo-oplossingen".to_owned(),
        scheme_version: 1,
        size_class: SizeClass::Large,
        lead_organisation_id: "org-1".to_owned(),
        regions: vec![RegionShare {
            region_id: "AM01".to_owned(),
            share_percent: 100,
        }],
        linked_programme_ids: Vec::new(),
        starts_on: day("2024-01-01"),
        ends_on: day("2026-12-31"),
        example: true,
        state: ProjectState::Running,
        state_on: None,
        plan_version: 1,
        cofinancing_cents: 0,
        registered_position: 1,
        state_position: 2,
        positions: vec![1, 2],
    })
}

fn milestone(project_id: &str, id: &str, due_on: &str) -> MilestoneRow {
    MilestoneRow {
        project_id: project_id.to_owned(),
        milestone_id: id.to_owned(),
        title: format!("Mijlpaal {id}"),
        due_on: day(due_on),
        baseline_due_on: day(due_on),
        state: MilestoneState::Planned,
        achieved_on: None,
        evidence: String::new(),
        achieved_position: None,
        positions: vec![2],
    }
}

fn dependency(withdrawn: bool) -> DependencyRow {
    DependencyRow {
        project_id: "a".to_owned(),
        dependency_id: format!("d-{withdrawn}"),
        milestone_id: "m1".to_owned(),
        on_project_id: "b".to_owned(),
        on_milestone_id: "m9".to_owned(),
        note: String::new(),
        withdrawn,
        positions: vec![7],
    }
}

fn obligation() -> ObligationRow {
    ObligationRow {
        project_id: "a".to_owned(),
        obligation_id: "a_2024_progress".to_owned(),
        kind: ReportKind::Progress,
        period_label: "2024".to_owned(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day("2024-12-31"),
        reminder_on: None,
        due_on: day("2025-02-01"),
        state: ObligationState::Fulfilled,
        fulfilled_on: Some(day("2025-02-03")),
        report_id: Some("a_2024_progress".to_owned()),
        days_late: 2,
        waiver_reason: String::new(),
        positions: vec![3, 5],
    }
}

fn report() -> ReportRow {
    ReportRow {
        project_id: "a".to_owned(),
        report_id: "a_2024_progress".to_owned(),
        kind: ReportKind::Progress,
        period_label: "2024".to_owned(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day("2024-12-31"),
        state: ReportState::Accepted,
        state_since: "2025-03-01T12:00:00Z".parse().unwrap(),
        state_position: 6,
        revision: 1,
        plan_version: 1,
        due_on: Some(day("2025-02-01")),
        first_submitted_on: Some(day("2025-02-03")),
        submitted_on: Some(day("2025-02-03")),
        submitted_position: Some(4),
        days_late: 2,
        response_due_on: Some(day("2025-03-31")),
        response_overdue_position: None,
        return_reason: String::new(),
        accepted_position: Some(6),
        first_accepted_position: Some(6),
        realised_cents: Some(30_100),
        cofinancing_realised_cents: Some(0),
        budget: vec![spent("personnel", 30_000), spent("travel", 100)],
        target_groups: Vec::new(),
        accepted_revision: None,
        learning_culture: String::new(),
        positions: vec![4, 6],
    }
}

fn spent(category: &str, cumulative_cents: i64) -> BudgetProgress {
    BudgetProgress {
        category: category.to_owned(),
        cumulative_cents,
        ..BudgetProgress::default()
    }
}

fn value() -> IndicatorValueRow {
    IndicatorValueRow {
        project_id: "a".to_owned(),
        indicator_id: "learners".to_owned(),
        report_id: "a_2024_progress".to_owned(),
        period_label: "2024".to_owned(),
        period_starts_on: day("2024-01-01"),
        period_ends_on: day("2024-12-31"),
        as_reported: 60.0,
        as_corrected: Some(50.0),
        items: Vec::new(),
        positions: vec![6],
    }
}

/// Project `a` with rows in every table, and `b` on which it waits.
fn known() -> Facts {
    let mut all = Facts::default();
    let mut a = project("a");
    a.milestones = vec![milestone("a", "m1", "2025-12-01")].into();
    a.dependencies = vec![dependency(false), dependency(true)].into();
    a.obligations = vec![obligation()].into();
    a.reports = vec![report()].into();
    a.values = vec![value()].into();
    a.targets = vec![TargetRow {
        project_id: "a".to_owned(),
        indicator_id: "learners".to_owned(),
        baseline_value: 0.0,
        target_value: 100.0,
        positions: vec![2],
    }]
    .into();
    a.budget = vec![BudgetLineRow {
        project_id: "a".to_owned(),
        category: "personnel".to_owned(),
        planned_cents: 100_000,
        positions: vec![2],
    }]
    .into();
    a.money = vec![MoneyRow {
        project_id: "a".to_owned(),
        state: MoneyState::Granted,
        total_cents: 90_000,
        reference: "DUS-I 1".to_owned(),
        decided_on: day("2023-12-01"),
        changes: vec![MoneyChange {
            position: 8,
            cents: 90_000,
        }],
    }]
    .into();
    a.change_requests = vec![change_request()].into();
    let mut b = project("b");
    b.milestones = vec![milestone("b", "m9", "2025-05-01")].into();
    all.projects = [("a".to_owned(), Arc::new(a)), ("b".to_owned(), Arc::new(b))].into();
    let name = LocalText {
        nl: "Lerenden".to_owned(),
        en: "Learners".to_owned(),
    };
    let learners = Indicator {
        indicator_id: "learners".to_owned(),
        name: Some(name),
        direction: Direction::Up.into(),
        ..Indicator::default()
    };
    Arc::make_mut(&mut all.reference)
        .indicators
        .insert("learners".to_owned(), learners);
    all
}

fn change_request() -> ChangeRequestRow {
    ChangeRequestRow {
        project_id: "a".to_owned(),
        change_request_id: "cr-1".to_owned(),
        reason: String::new(),
        state: ChangeRequestState::Requested,
        decision: String::new(),
        requested_at: "2025-05-20T23:30:00Z".parse().unwrap(),
        decided_at: None,
        positions: vec![9],
    }
}

const TODAY: &str = "2025-06-01";

fn view(facts: Facts) -> View {
    View {
        as_of: day(TODAY),
        ..crate::figure::fixture::view(facts)
    }
}

#[test]
fn the_status_holds_what_the_rows_say() {
    let all = known();
    let facts = facts_of(&all, "a", day(TODAY), Depth::Everything).unwrap();
    let status = status(&all, &facts, &judge(&facts, day(TODAY)), day(TODAY));
    let wait = &status.milestones[0].waits_for;
    assert_eq!(
        (wait.len(), wait[0].late, wait[0].due_on.as_str()),
        (1, true, "2025-05-01")
    );
    let owed = &status.obligations[0];
    assert_eq!(
        (owed.days_late, owed.waits_on(), owed.waiting_days),
        (2, WaitsOn::Approver, 92)
    );
    let learners = &status.indicators[0];
    assert_eq!((learners.attainment, learners.target), (Some(0.5), Some(100.0)));
    assert_eq!(
        (learners.series[0].as_reported, learners.series[0].as_corrected),
        (60.0, Some(50.0))
    );
    let reported = learners.reported.clone().unwrap();
    assert_eq!(reported.figure_id, "project/a/indicator/learners/reported");
    assert_eq!(reported.value, Some(Value::Quantity(50.0)));
    assert_eq!(status.budget_planned_cents, 100_000);
}

#[test]
fn the_judgement_names_the_rule_and_the_events() {
    let all = known();
    let facts = facts_of(&all, "a", day(TODAY), Depth::Everything).unwrap();
    let status = status(&all, &facts, &judge(&facts, day(TODAY)), day(TODAY));
    let judgement = status.project.unwrap().judgement.unwrap();
    let codes: Vec<_> = judgement
        .reasons
        .iter()
        .map(|reason| reason.code.as_str())
        .collect();
    assert_eq!(codes, ["DEPENDENCY_LATE", "BUDGET_OVERRUN"]);
    assert_eq!(judgement.colour(), Colour::Amber);
    assert_eq!(judgement.reasons[0].positions, [2, 7]);
    assert!(
        judgement.reasons[0]
            .text
            .clone()
            .unwrap()
            .nl
            .contains("‘Mijlpaal m9’ van project b, dat 31 dagen")
    );
}

#[test]
fn the_judgement_in_a_list_is_that_of_the_status() {
    let all = known();
    for id in ["a", "b"] {
        let judged = |depth| judge(&facts_of(&all, id, day(TODAY), depth).unwrap(), day(TODAY));
        assert_eq!(judged(Depth::Judgement), judged(Depth::Everything));
    }
}

#[test]
fn money_spent_on_a_category_that_left_the_plan_stays_visible() {
    let facts = facts_of(&known(), "a", day(TODAY), Depth::Everything).unwrap();
    let lines: Vec<_> = facts
        .budget
        .iter()
        .map(|it| (it.category.as_str(), it.planned_cents))
        .collect();
    assert_eq!(lines, [("personnel", 100_000), ("travel", 0)]);
    assert_eq!(facts.realised_cents(), 30_100);
}

#[test]
fn the_last_sign_is_the_day_a_report_was_handed_in_not_the_day_the_hub_accepted_it() {
    let facts = facts_of(&known(), "a", day(TODAY), Depth::Judgement).unwrap();
    assert_eq!(facts.last_sign.unwrap().on, day("2025-02-03"));
}

#[test]
fn a_feedback_report_says_the_same_in_structure_and_in_words() {
    let all = known();
    let feedback = project_feedback(&view(all), "a", Language::Dutch).unwrap();
    let what: Vec<_> = feedback
        .waiting
        .iter()
        .map(|item| item.what.clone().unwrap().nl)
        .collect();
    assert_eq!(what.len(), 3);
    assert!(
        what.iter()
            .all(|words| feedback.markdown.contains(words.as_str())),
        "{what:?}"
    );
    assert_eq!(feedback.waiting[2].since, "2025-05-21");
    assert!(feedback.markdown.contains("**Voorbeeld.**"));
    assert!(feedback.peers.is_empty());
}

#[test]
fn a_workgroup_is_known_by_its_definition_or_by_its_projects() {
    let mut all = known();
    let feedback = |all: &Facts, id: &str| workgroup_feedback(&view(all.clone()), id, Language::English);
    assert_eq!(feedback(&all, "wg-a").unwrap().projects.len(), 1);
    assert!(feedback(&all, "wg-c").is_none());
    let defined = Workgroup {
        workgroup_id: "wg-c".to_owned(),
        ..Workgroup::default()
    };
    Arc::make_mut(&mut all.reference)
        .workgroups
        .insert("wg-c".to_owned(), defined);
    assert!(feedback(&all, "wg-c").unwrap().markdown.contains("no projects"));
}

#[test]
fn a_project_that_the_ledger_does_not_hold_has_no_status() {
    assert!(facts_of(&known(), "c", day(TODAY), Depth::Everything).is_none());
}
