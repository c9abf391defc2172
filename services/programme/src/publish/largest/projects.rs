//! Projects: profiles, plans and revisions.

use eventing::{Decider, scenario::Scenario};
use jiff::civil::date;

use super::{assert_travels, largest, widest};
use crate::{
    contract::values::{NAME_CHARS_MAX, REASON_CHARS_MAX, REFERENCE_CHARS_MAX},
    domain::{
        project::{
            BudgetLine, Command, Fact, Partner, Plan, PlanChange, PlannedMilestone, Profile, Project,
            RevisePlan, examples,
        },
        values::Cents,
    },
};
use examples::{achieve, profile, register, registered, set_baseline};

#[test]
fn the_largest_profile_travels() {
    let with_partners = |n: usize| Profile {
        partners: (0..n.min(200))
            .map(|number| Partner {
                organisation_id: format!("partner-{number}"),
                role: widest(n / 200),
            })
            .collect(),
        ..profile()
    };
    let with_summary = |n| Profile {
        summary: widest(n),
        ..profile()
    };
    for shape in [&with_partners as &dyn Fn(usize) -> Profile, &with_summary] {
        let facts = largest(&Scenario::<Project>::new(), "project", |n| register(shape(n)));
        assert_travels::<Project>(&facts[0]);
    }
}

fn milestone(number: usize, title: &str) -> PlannedMilestone {
    PlannedMilestone {
        milestone_id: format!("m-{number}"),
        title: title.into(),
        due_on: date(2024, 6, 1),
    }
}

fn line(number: usize) -> BudgetLine {
    BudgetLine {
        category: format!("c{number}"),
        planned: Cents(1_000_000),
    }
}

/// A plan that is large in the number of its parts.
fn of_parts(n: usize) -> Plan {
    Plan {
        milestones: (0..n.min(150)).map(|one| milestone(one, "t").into()).collect(),
        budget: (0..(n / 2).clamp(1, 150)).map(line).collect(),
        ..examples::plan()
    }
}

/// A plan that is large in its words.
fn of_words(n: usize) -> Plan {
    let titles = n / NAME_CHARS_MAX;
    let full = (0..titles).map(|one| milestone(one, &widest(NAME_CHARS_MAX)).into());
    let last = milestone(titles, &widest(n % NAME_CHARS_MAX)).into();
    Plan {
        milestones: full.chain([last]).collect(),
        ..examples::plan()
    }
}

fn baselines() -> Vec<Fact> {
    let past = Scenario::<Project>::given([registered()]);
    [of_parts, of_words]
        .into_iter()
        .map(|shape| largest(&past, "plan", |n| set_baseline(shape(n))).remove(0))
        .collect()
}

#[test]
fn the_largest_plan_travels() {
    for baseline in baselines() {
        assert_travels::<Project>(&baseline);
    }
}

/// A project with this plan, of which everything was achieved: states and days made the plan larger.
fn all_achieved(baseline: Fact) -> Scenario<Project> {
    let Fact::PlanBaselined { plan, .. } = &baseline else {
        unreachable!()
    };
    let ids: Vec<_> = plan
        .milestones
        .iter()
        .map(|one| one.milestone_id.clone())
        .collect();
    let achieved = ids.iter().map(|id| achieve(id, date(2024, 6, 3)));
    Scenario::given([registered(), baseline]).after(achieved)
}

fn revise(changes: Vec<PlanChange>) -> Command {
    let Command::RevisePlan(revision) = examples::revise_plan(1, changes) else {
        unreachable!()
    };
    Command::RevisePlan(Box::new(RevisePlan {
        reason: widest(REASON_CHARS_MAX),
        decision: widest(REFERENCE_CHARS_MAX),
        ..*revision
    }))
}

#[test]
fn the_largest_revision_travels_with_its_reason() {
    for baseline in baselines() {
        let past = all_achieved(baseline);
        let added = |n| PlanChange::AddMilestone(milestone(1_000, &widest(n)));
        let facts = largest(&past, "changes", |n| revise(vec![added(n)]));
        assert_travels::<Project>(&facts[0]);
    }
}

#[test]
fn a_full_plan_can_still_be_revised_after_all_of_it_was_achieved() {
    for baseline in baselines() {
        let past = all_achieved(baseline);
        let added = (0..20).map(|n| PlanChange::AddMilestone(milestone(1_000 + n, "Nieuwe mijlpaal")));
        assert!(past.state().decide(revise(added.collect())).is_ok());
    }
}
