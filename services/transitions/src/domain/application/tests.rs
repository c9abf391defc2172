use eventing::{Rejection as _, scenario::Scenario};
use jiff::civil::date;

use super::*;
use crate::domain::{
    examples::{application, ground},
    rules::{OrganisationKind, Requirement, SizeClass},
};
use blocks::values::Cents;

const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn drafted() -> Scenario<Application> {
    Scenario::new().after([Command::Draft(Box::new(application()))])
}

fn submit(ground: Ground) -> Command {
    Command::Submit {
        ground: Box::new(ground),
        at: AT,
    }
}

fn submitted() -> Scenario<Application> {
    drafted().after([submit(ground())])
}

fn declare(assessor: &str, conflict: bool) -> Command {
    Command::DeclareInterest {
        assessor: assessor.into(),
        conflict,
        at: AT,
    }
}

fn scores(points: &[(&str, u32)]) -> Vec<Score> {
    let score = |(criterion_id, points): &(&str, u32)| Score {
        criterion_id: (*criterion_id).to_owned(),
        points: *points,
        motivation: "goed onderbouwd".into(),
    };
    points.iter().map(score).collect()
}

fn score(assessor: &str, scores: Vec<Score>) -> Command {
    Command::Score {
        assessor: assessor.into(),
        scores,
        decided: false,
        at: AT,
    }
}

fn withdraw(decided: bool) -> Command {
    Command::Withdraw {
        reason: "partner vertrokken".into(),
        decided,
        by: "lead".into(),
        at: AT,
    }
}

/// The rules that an application does not meet.
fn broken(content: &Content, ground: &Ground) -> Vec<String> {
    let failing = check(content, ground)
        .into_iter()
        .filter(|check| check.outcome == Outcome::Fails);
    failing.map(|check| check.rule_id).collect()
}

#[test]
fn an_application_that_meets_all_rules_is_submitted_with_them() {
    assert_eq!(broken(&application(), &ground()), Vec::<String>::new());
    let state = submitted().state().clone();
    let (content, submission) = state.submitted().unwrap();
    assert_eq!((content, &submission.rules), (&application(), &ground().rules));
    assert_eq!(submission.tranche_id, "ronde-2");
}

#[test]
fn a_draft_may_say_little_and_says_what_it_was_filled_with_last() {
    let more = Content {
        name: "Anders".into(),
        ..application()
    };
    drafted()
        .when(Command::Fill(Box::new(more.clone())))
        .then([Fact::Filled {
            content: Box::new(more),
        }]);
    drafted().when(Command::Fill(Box::new(application()))).then([]);
    submitted()
        .when(Command::Fill(Box::new(application())))
        .refused("APPLICATION_NOT_DRAFT");
}

#[test]
fn it_is_submitted_within_the_window_only_its_first_and_last_day_included() {
    for (day, fits) in [
        (date(2024, 3, 31), false),
        (date(2024, 4, 1), true),
        (date(2024, 4, 15), true),
        (date(2024, 4, 16), false),
    ] {
        let at = Ground {
            today: day,
            ..ground()
        };
        assert_eq!(broken(&application(), &at).is_empty(), fits, "{day}");
    }
    let mut unknown = ground();
    unknown.call.closes_on = None;
    assert_eq!(broken(&application(), &unknown), ["within-window"]);
}

#[test]
fn every_rule_that_does_not_hold_is_told_with_its_fields() {
    let wrong = Content {
        summary: " ".into(),
        requested: Cents(20_000_000),
        partners: vec![],
        cofinancing: Cents(0),
        ..application()
    };
    let rejection = Scenario::<Application>::new()
        .after([Command::Draft(Box::new(wrong))])
        .when(submit(ground()))
        .refused("APPLICATION_RULES_NOT_MET");
    let fields: Vec<_> = rejection.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [
            "application.summary",
            "application.requested_cents",
            "application.plan.budget",
            "application.partners",
            "application.partners",
            "application.plan.cofinancing_cents",
        ]
    );
}

#[test]
fn names_exist_and_stand_once() {
    let mut wrong = application();
    wrong.regions[0].region_id = "AM99".into();
    wrong.partners.push(wrong.partners[0].clone());
    wrong.demand_ids.push("v9".into());
    let checks = check(&wrong, &ground());
    let known = checks.iter().find(|check| check.rule_id == "known").unwrap();
    assert_eq!(
        known.fields,
        [
            "partners[2].organisation_id",
            "regions[0].region_id",
            "demand_ids[1]"
        ]
    );
}

#[test]
fn each_kind_of_requirement_is_checked() {
    use OrganisationKind::{Employer, Hbo, Mbo, Wo};
    let verdict = |requirement| {
        let mut ground = ground();
        ground.rules.consortium.truncate(1);
        ground.rules.consortium[0].requirement = Some(requirement);
        broken(&application(), &ground).is_empty()
    };
    // The lead applicant is an mbo, the partners are an hbo and an employer.
    assert!(verdict(Requirement::LeadIs(vec![Mbo, Wo])) && !verdict(Requirement::LeadIs(vec![Hbo])));
    assert!(
        verdict(Requirement::SomePartnerIs(vec![Employer]))
            && !verdict(Requirement::SomePartnerIs(vec![Mbo]))
    );
    assert!(verdict(Requirement::SomePartnerIsOfAnotherKind(vec![Mbo, Hbo])));
    assert!(!verdict(Requirement::SomePartnerIsOfAnotherKind(vec![Mbo])));
    assert!(verdict(Requirement::EveryPartnerIs(vec![Hbo, Employer])));
    assert!(!verdict(Requirement::EveryPartnerIs(vec![Hbo])));
    assert!(verdict(Requirement::Cofinanced));
}

#[test]
fn cofinancing_is_compared_without_rounding() {
    let verdict = |percent, cofinancing: i64| {
        let mut ground = ground();
        ground.rules.cofinancing_percent = percent;
        let mut content = application();
        let line = content.budget[0].clone();
        content.cofinancing = Cents(cofinancing);
        content.budget = vec![BudgetLine {
            planned: Cents(content.requested.0 + cofinancing),
            ..line
        }];
        !broken(&content, &ground).contains(&"cofinancing".to_owned())
    };
    // Costs of 12,500,000 with a grant of 10,000,000: 20 percent exactly.
    assert!(verdict(Some(20), 2_500_000) && !verdict(Some(20), 2_499_999));
    assert!(verdict(None, 1) && !verdict(None, 0));
}

#[test]
fn a_rule_that_is_only_words_is_left_to_people() {
    let mut ground = ground();
    ground.rules.consortium[0].requirement = None;
    let checks = check(&application(), &ground);
    let rule = &ground.rules.consortium[0].rule_id;
    let left = checks.iter().find(|check| check.rule_id == *rule).unwrap();
    assert_eq!((left.outcome, left.hinders()), (Outcome::ForPeople, false));
}

#[test]
fn an_assessor_says_first_whether_there_is_an_interest_and_whoever_has_one_does_not_score() {
    let both = || scores(&[("quality", 80), ("impact", 70)]);
    submitted()
        .when(score("a1", both()))
        .refused("INTEREST_NOT_DECLARED");
    submitted()
        .after([declare("a1", true)])
        .when(score("a1", both()))
        .refused("CONFLICT_OF_INTEREST");
    let scored = submitted().after([declare("a1", false), score("a1", both())]);
    assert!(scored.state().assessments()["a1"].counts());
    // An interest that shows later takes the scores out of the ranking.
    let later = scored.after([declare("a1", true)]);
    assert!(!later.state().assessments()["a1"].counts());
}

#[test]
fn scores_are_one_for_each_criterion_of_the_size_class() {
    let refused = |given: &[(&str, u32)]| {
        let rejection = submitted()
            .after([declare("a1", false)])
            .when(score("a1", scores(given)))
            .refused("SCORES_INVALID");
        rejection
            .faults()
            .into_iter()
            .map(|fault| fault.field)
            .collect::<Vec<_>>()
    };
    assert_eq!(refused(&[("quality", 80)]), ["scores"]);
    assert_eq!(
        refused(&[("quality", 101), ("impact", 1), ("impact", 1), ("size", 1)]),
        [
            "scores[2].criterion_id",
            "scores[0].points",
            "scores[3].criterion_id"
        ]
    );
}

#[test]
fn the_first_assessment_is_told_once_and_scores_are_replaced() {
    let first = scores(&[("quality", 80), ("impact", 70)]);
    let scored = submitted().after([declare("a1", false), declare("a2", false), score("a1", first)]);
    let again = scores(&[("quality", 60), ("impact", 70)]);
    scored.when(score("a1", again.clone())).then([Fact::Scored {
        assessor: "a1".into(),
        scores: again,
        first: false,
        at: AT,
    }]);
}

#[test]
fn it_can_be_withdrawn_until_the_agency_decided() {
    drafted().when(withdraw(false)).then([Fact::Withdrawn {
        reason: "partner vertrokken".into(),
        had_been_submitted: false,
        by: "lead".into(),
        at: AT,
    }]);
    submitted().when(withdraw(true)).refused("APPLICATION_DECIDED");
    let withdrawn = submitted().after([withdraw(false)]);
    withdrawn
        .clone()
        .when(withdraw(false))
        .refused("APPLICATION_WITHDRAWN");
    withdrawn
        .when(declare("a1", false))
        .refused("APPLICATION_NOT_SUBMITTED");
}

#[test]
fn the_size_class_decides_which_criteria_and_limits_hold() {
    let large = Content {
        size_class: Some(SizeClass::Large),
        ..application()
    };
    assert_eq!(broken(&large, &ground()), ["within-size-class"]);
}
