//! A project for tests: three years from 2024, two milestones, one target, a small grant.

use jiff::{
    Timestamp,
    civil::{Date, date},
};

use super::*;
use crate::domain::{
    reference::{
        BuildingBlock, Content, Kind, LinkedProgramme, Organisation, OrganisationKind, Reference, Referenced,
        Region, SchemeVersion, SizeClass, Workgroup,
        examples::{call_window, indicator, region, scheme, theme, version},
    },
    values::{Cents, LocalText, days_after},
};

/// The day it is in these tests.
pub(crate) fn today() -> Date {
    date(2025, 1, 1)
}

fn now() -> Timestamp {
    "2025-01-01T10:00:00Z".parse().unwrap()
}

pub(crate) fn profile() -> Profile {
    let share = |id: &str, share_percent| RegionShare {
        region_id: id.into(),
        share_percent,
    };
    Profile {
        project_id: "p1".into(),
        name: "Voorbeeldproject".into(),
        summary: "Een verzonnen project".into(),
        block_id: "transitions".into(),
        workgroup_id: "wg1".into(),
        theme_id: Some("energy".into()),
        call_id: "r2-oplossingen".into(),
        scheme_id: "llo-oplossingen".into(),
        scheme_version: 1,
        size_class: SizeClass::Small,
        lead_organisation_id: "o1".into(),
        partners: vec![Partner {
            organisation_id: "o2".into(),
            role: "employer partner".into(),
        }],
        regions: vec![share("AM01", 60), share("AM02", 40)],
        starts_on: date(2024, 1, 1),
        ends_on: date(2025, 12, 31),
        linked_programme_ids: vec!["npuls".into()],
        example: true,
    }
}

fn content(reference: &Reference) -> Content {
    let id = reference.key.id.clone();
    let name = LocalText::new(&*id, &*id);
    match reference.key.kind {
        Kind::BuildingBlock => BuildingBlock {
            block_id: id,
            number: 2,
            name: name.clone(),
            description: name,
        }
        .into(),
        Kind::Workgroup => Workgroup {
            workgroup_id: id,
            block_id: "transitions".into(),
            name,
        }
        .into(),
        Kind::Scheme => scheme().into(),
        Kind::SchemeVersion => SchemeVersion {
            version: if id.ends_with("v1") { 1 } else { 2 },
            ..version()
        }
        .into(),
        Kind::CallWindow => call_window().into(),
        Kind::Region => Region {
            region_id: id,
            ..region()
        }
        .into(),
        Kind::Organisation => Organisation {
            organisation_id: id.clone(),
            name: id,
            kind: OrganisationKind::Mbo,
            oin: None,
        }
        .into(),
        Kind::Indicator => indicator(&id).into(),
        Kind::LinkedProgramme => LinkedProgramme {
            programme_id: id.clone(),
            name: id,
            round: String::new(),
            granted: None,
            conditional: None,
            reserved: None,
            note: String::new(),
        }
        .into(),
        Kind::Theme | Kind::Tranche | Kind::Province => theme().into(),
    }
}

fn found(references: Vec<Reference>) -> Vec<Referenced> {
    let found = |reference: Reference| Referenced {
        content: Some(content(&reference)),
        reference,
    };
    references.into_iter().map(found).collect()
}

pub(crate) fn register(profile: Profile) -> Command {
    let referenced = found(profile.references());
    Command::Register(Box::new(Register { profile, referenced }))
}

pub(crate) fn registered() -> Fact {
    Fact::Registered {
        profile: Box::new(profile()),
        tranche_id: "r2".into(),
    }
}

pub(crate) fn plan() -> Plan {
    let milestone = |id: &str, due_on| {
        Milestone::from(PlannedMilestone {
            milestone_id: id.into(),
            title: format!("Mijlpaal {id}"),
            due_on,
        })
    };
    let line = |category: &str, cents| BudgetLine {
        category: category.into(),
        planned: Cents(cents),
    };
    Plan {
        milestones: vec![
            milestone("m1", date(2024, 6, 1)),
            milestone("m2", date(2025, 6, 1)),
        ],
        targets: vec![Target {
            indicator_id: "reached".into(),
            baseline_value: 0.0,
            target_value: 100.0,
        }],
        budget: vec![line("personnel", 8_000_000), line("material", 2_000_000)],
        cofinancing: Cents(2_500_000),
    }
}

pub(crate) fn set_baseline(plan: Plan) -> Command {
    let referenced = found(plan.references("plan.targets"));
    Command::SetBaseline(Box::new(SetBaseline {
        plan,
        referenced,
        final_report_months: 2,
    }))
}

pub(crate) fn baselined() -> Fact {
    Fact::PlanBaselined {
        plan_version: 1,
        plan: plan(),
    }
}

/// A milestone moves this many days later than in the baseline.
pub(crate) fn slip(milestone_id: &str, days: u32) -> PlanChange {
    let baseline = plan()
        .milestones
        .into_iter()
        .find(|one| one.milestone_id == milestone_id)
        .unwrap();
    let due_on = days_after(baseline.due_on, days).unwrap();
    PlanChange::RescheduleMilestone {
        milestone_id: milestone_id.into(),
        due_on,
    }
}

pub(crate) fn target(target_value: f64) -> PlanChange {
    PlanChange::ChangeTarget {
        indicator_id: "reached".into(),
        target_value,
    }
}

pub(crate) fn budget(category: &str, cents: i64) -> PlanChange {
    PlanChange::ChangeBudget {
        category: category.into(),
        planned: Cents(cents),
    }
}

fn revision(plan_version: u32, changes: Vec<PlanChange>, request: Option<&str>) -> RevisePlan {
    RevisePlan {
        plan_version,
        referenced: found(references_of_changes(&changes)),
        changes,
        reason: "Later geleverd".into(),
        decision: request.map_or_else(String::new, |_| "DUS-I 2024-12".to_owned()),
        change_request_id: request.map(str::to_owned),
        threshold: version().revision_threshold,
        final_report_months: 2,
        by: "lead".into(),
        at: now(),
    }
}

pub(crate) fn revise_plan(plan_version: u32, changes: Vec<PlanChange>) -> Command {
    Command::RevisePlan(Box::new(revision(plan_version, changes, None)))
}

pub(crate) fn revise_as_approved(plan_version: u32, changes: Vec<PlanChange>, request: &str) -> Command {
    Command::RevisePlan(Box::new(revision(plan_version, changes, Some(request))))
}

pub(crate) fn request_change(id: &str, changes: Vec<PlanChange>) -> Command {
    Command::RequestChange(RequestChange {
        change_request_id: id.into(),
        referenced: found(references_of_changes(&changes)),
        changes,
        reason: "Leverancier is later".into(),
        final_report_months: 2,
        by: "lead".into(),
        at: now(),
    })
}

pub(crate) fn decide_change(id: &str, approved: bool, by: &str) -> Command {
    let decision = "DUS-I 2024-12".to_owned();
    Command::DecideChange(DecideChange {
        change_request_id: id.into(),
        approved,
        decision,
        by: by.into(),
        at: now(),
    })
}

pub(crate) fn change_decided(id: &str, approved: bool) -> Fact {
    Fact::ChangeDecided {
        change_request_id: id.into(),
        approved,
        decision: "DUS-I 2024-12".into(),
        decided_by: "officer".into(),
        decided_at: now(),
    }
}

pub(crate) fn achieve(milestone_id: &str, achieved_on: Date) -> Command {
    Command::AchieveMilestone(AchieveMilestone {
        milestone_id: milestone_id.into(),
        achieved_on,
        evidence: String::new(),
        report_id: None,
        today: today(),
    })
}

pub(crate) fn dependency() -> Dependency {
    Dependency {
        dependency_id: "d1".into(),
        milestone_id: "m1".into(),
        on_project_id: "p2".into(),
        on_milestone_id: "m1".into(),
        note: "Lesmateriaal".into(),
    }
}

pub(crate) fn amount(state: MoneyState, cents: i64) -> MoneyAmount {
    MoneyAmount {
        state,
        total: Cents(cents),
        reference: "DUS-I 2024-1".into(),
        decided_on: date(2024, 5, 1),
    }
}

pub(crate) fn record(state: MoneyState, cents: i64, correction_reason: &str) -> Command {
    Command::RecordMoney(RecordMoney {
        amount: amount(state, cents),
        correction_reason: correction_reason.into(),
        limits: version().limits(SizeClass::Small),
        today: today(),
    })
}
