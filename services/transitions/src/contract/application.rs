//! Applications, their checks and their ranking.

use blocks::lists::read_ids;
use contracts::{programme::v1 as programme, transitions::v1};
use runtime::{parse::Faults, receipt::proto_time};

use super::{
    rules::{read_size_class, size_class},
    skill::{read_skills, skills},
    values::{NAME_CHARS_MAX, REASON_CHARS_MAX, TEXT_CHARS_MAX, day, read_given, text},
};
use crate::domain::{
    application::{
        Application, Assessment, BudgetLine, Check, Content, Milestone, Outcome, Partner, RegionShare, Score,
        Stage, Target,
        ranking::{Ranked, Suggestion},
    },
    values::Cents,
};

/// Most elements of a list in an application.
const LIST_MAX: usize = 200;

/// Reads what an application says; `application` is the path of its fields. A draft may leave most of it out.
pub fn read_content(faults: &mut Faults, it: Option<v1::Application>) -> Content {
    let it = read_given(faults, "application", it);
    let at = |field: &str| format!("application.{field}");
    let plan = it.plan.unwrap_or_default();
    Content {
        application_id: faults.id(&at("application_id"), &it.application_id),
        call_id: faults.id(&at("call_id"), &it.call_id),
        name: faults.text(&at("name"), &it.name, NAME_CHARS_MAX, true),
        summary: faults.text(&at("summary"), &it.summary, TEXT_CHARS_MAX, false),
        workgroup_id: faults.optional_id(&at("workgroup_id"), &it.workgroup_id),
        theme_id: faults.optional_id(&at("theme_id"), &it.theme_id),
        size_class: read_size_class(faults, &at("size_class"), it.size_class),
        lead_organisation_id: faults.optional_id(&at("lead_organisation_id"), &it.lead_organisation_id),
        partners: read_list(faults, &at("partners"), it.partners, read_partner),
        regions: read_list(faults, &at("regions"), it.regions, read_region),
        starts_on: faults.optional_date(&at("starts_on"), &it.starts_on),
        ends_on: faults.optional_date(&at("ends_on"), &it.ends_on),
        milestones: read_list(faults, &at("plan.milestones"), plan.milestones, read_milestone)
            .into_iter()
            .flatten()
            .collect(),
        targets: read_list(faults, &at("plan.targets"), plan.targets, read_target),
        budget: read_list(faults, &at("plan.budget"), plan.budget, read_budget_line),
        cofinancing: Cents(faults.cents(&at("plan.cofinancing_cents"), plan.cofinancing_cents)),
        requested: Cents(faults.cents(&at("requested_cents"), it.requested_cents)),
        skills: read_skills(faults, &at("skills"), it.skills),
        target_group: faults.text(&at("target_group"), &it.target_group, NAME_CHARS_MAX, false),
        demand_ids: read_ids(faults, &at("demand_ids"), &it.demand_ids),
        example: it.example,
    }
}

fn read_list<W, T>(
    faults: &mut Faults,
    field: &str,
    list: Vec<W>,
    read: impl Fn(&mut Faults, &str, W) -> T,
) -> Vec<T> {
    faults.at_most(field, &list, LIST_MAX);
    let items = list.into_iter().take(LIST_MAX).enumerate();
    items
        .map(|(index, item)| read(faults, &format!("{field}[{index}]"), item))
        .collect()
}

fn read_partner(faults: &mut Faults, field: &str, it: programme::Partner) -> Partner {
    Partner {
        organisation_id: faults.id(&format!("{field}.organisation_id"), &it.organisation_id),
        role: faults.text(&format!("{field}.role"), &it.role, NAME_CHARS_MAX, false),
    }
}

fn read_region(faults: &mut Faults, field: &str, it: programme::RegionShare) -> RegionShare {
    RegionShare {
        region_id: faults.id(&format!("{field}.region_id"), &it.region_id),
        share_percent: it.share_percent,
    }
}

fn read_milestone(faults: &mut Faults, field: &str, it: programme::Milestone) -> Option<Milestone> {
    let due_on = faults.date(&format!("{field}.due_on"), &it.due_on);
    Some(Milestone {
        milestone_id: faults.id(&format!("{field}.milestone_id"), &it.milestone_id),
        title: faults.text(&format!("{field}.title"), &it.title, NAME_CHARS_MAX, true),
        due_on: due_on?,
    })
}

fn read_target(faults: &mut Faults, field: &str, it: programme::Target) -> Target {
    Target {
        indicator_id: faults.id(&format!("{field}.indicator_id"), &it.indicator_id),
        baseline: faults.number(&format!("{field}.baseline_value"), it.baseline_value),
        target: faults.number(&format!("{field}.target_value"), it.target_value),
    }
}

fn read_budget_line(faults: &mut Faults, field: &str, it: programme::BudgetLine) -> BudgetLine {
    BudgetLine {
        category: faults.id(&format!("{field}.category"), &it.category),
        planned: Cents(faults.cents(&format!("{field}.planned_cents"), it.planned_cents)),
    }
}

/// Writes what an application says.
#[must_use]
pub fn content(it: &Content) -> v1::Application {
    v1::Application {
        application_id: it.application_id.clone(),
        call_id: it.call_id.clone(),
        name: it.name.clone(),
        summary: it.summary.clone(),
        workgroup_id: it.workgroup_id.clone().unwrap_or_default(),
        theme_id: it.theme_id.clone().unwrap_or_default(),
        size_class: it.size_class.map_or(0, |it| size_class(it).into()),
        lead_organisation_id: it.lead_organisation_id.clone().unwrap_or_default(),
        partners: it.partners.iter().map(partner).collect(),
        regions: it.regions.iter().map(region).collect(),
        starts_on: day(it.starts_on),
        ends_on: day(it.ends_on),
        plan: Some(plan(it)),
        requested_cents: it.requested.0,
        skills: skills(&it.skills),
        target_group: it.target_group.clone(),
        demand_ids: it.demand_ids.clone(),
        example: it.example,
    }
}

fn partner(it: &Partner) -> programme::Partner {
    programme::Partner {
        organisation_id: it.organisation_id.clone(),
        role: it.role.clone(),
    }
}

fn region(it: &RegionShare) -> programme::RegionShare {
    programme::RegionShare {
        region_id: it.region_id.clone(),
        share_percent: it.share_percent,
    }
}

fn plan(it: &Content) -> programme::Plan {
    let milestone = |it: &Milestone| programme::Milestone {
        milestone_id: it.milestone_id.clone(),
        title: it.title.clone(),
        due_on: it.due_on.to_string(),
        ..Default::default()
    };
    let target = |it: &Target| programme::Target {
        indicator_id: it.indicator_id.clone(),
        baseline_value: it.baseline,
        target_value: it.target,
    };
    let line = |it: &BudgetLine| programme::BudgetLine {
        category: it.category.clone(),
        planned_cents: it.planned.0,
    };
    programme::Plan {
        milestones: it.milestones.iter().map(milestone).collect(),
        targets: it.targets.iter().map(target).collect(),
        budget: it.budget.iter().map(line).collect(),
        cofinancing_cents: it.cofinancing.0,
    }
}

/// Writes a stage.
#[must_use]
pub fn stage(stage: Stage) -> v1::ApplicationState {
    match stage {
        Stage::Draft => v1::ApplicationState::Draft,
        Stage::Submitted => v1::ApplicationState::Submitted,
        Stage::Withdrawn => v1::ApplicationState::Withdrawn,
    }
}

/// Writes an application as it is kept; none when there is none. `version` is the number of its facts. Assessments are left out
/// for those who may not see them.
#[must_use]
pub fn kept(it: &Application, version: u64, with_assessments: bool) -> Option<v1::KeptApplication> {
    let submission = it.submission();
    let assessments = it.assessments().iter().filter(|_| with_assessments);
    Some(v1::KeptApplication {
        application: Some(content(it.content()?)),
        state: stage(it.stage()).into(),
        scheme_id: submission
            .map(|it| it.rules.scheme_id.clone())
            .unwrap_or_default(),
        scheme_version: submission.map_or(0, |it| it.rules.version),
        submitted_at: submission.map(|it| proto_time(it.at)),
        assessments: assessments
            .map(|(assessor, it)| assessment(assessor, it))
            .collect(),
        reason: it.reason().unwrap_or_default().to_owned(),
        version,
    })
}

fn assessment(assessor: &str, it: &Assessment) -> v1::Assessment {
    let score = |it: &Score| v1::Score {
        criterion_id: it.criterion_id.clone(),
        points: it.points,
        motivation: it.motivation.clone(),
    };
    v1::Assessment {
        assessor: assessor.to_owned(),
        conflict: it.conflict,
        scores: it.scores.iter().map(score).collect(),
    }
}

/// Reads scores; `scores` is the path of the list.
pub fn read_scores(faults: &mut Faults, scores: Vec<v1::Score>) -> Vec<Score> {
    read_list(faults, "scores", scores, |faults, field, it: v1::Score| Score {
        criterion_id: faults.id(&format!("{field}.criterion_id"), &it.criterion_id),
        points: it.points,
        motivation: faults.text(
            &format!("{field}.motivation"),
            &it.motivation,
            REASON_CHARS_MAX,
            true,
        ),
    })
}

/// Writes how an application stands to a rule.
#[must_use]
pub fn check(it: &Check) -> v1::RuleCheck {
    let outcome = match it.outcome {
        Outcome::Holds => v1::RuleOutcome::Holds,
        Outcome::Fails => v1::RuleOutcome::Fails,
        Outcome::ForPeople => v1::RuleOutcome::ForPeople,
    };
    v1::RuleCheck {
        rule_id: it.rule_id.clone(),
        text: Some(text(&it.text)),
        required: it.required,
        outcome: outcome.into(),
        found: Some(text(&it.found)),
        fields: it
            .fields
            .iter()
            .map(|field| format!("application.{field}"))
            .collect(),
    }
}

/// Writes an application in its place; `name` is what it is called.
#[must_use]
pub fn ranked(it: &Ranked, name: &str) -> v1::RankedApplication {
    let suggests = match it.suggests {
        None => v1::AwardOutcome::Unspecified,
        Some(Suggestion::Granted) => v1::AwardOutcome::Granted,
        Some(Suggestion::Conditional) => v1::AwardOutcome::Conditional,
        Some(Suggestion::Rejected) => v1::AwardOutcome::Rejected,
    };
    let mean = |(criterion_id, mean_hundredths): &(String, u32)| v1::CriterionMean {
        criterion_id: criterion_id.clone(),
        mean_hundredths: *mean_hundredths,
    };
    v1::RankedApplication {
        place: it.place,
        application_id: it.application_id.clone(),
        name: name.to_owned(),
        total_hundredths: it.total_hundredths,
        criteria: it.means.iter().map(mean).collect(),
        assessors: it.assessors,
        conflicts: it.conflicts,
        requested_cents: it.requested.0,
        within_ceiling: it.within_ceiling,
        suggests: suggests.into(),
    }
}
