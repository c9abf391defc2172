//! From draft to approval, and back.

use super::*;

#[test]
fn a_report_is_started_once_for_an_open_obligation() {
    assert_eq!(record(&written()).stage, Stage::Draft);
    written().when(start(ground())).refused("REPORT_EXISTS");
}

#[test]
fn nothing_is_started_without_an_open_obligation() {
    let with = |obligation| Step::Start {
        project_id: "p1".into(),
        obligation,
        ground: Box::new(ground()),
    };
    Scenario::<Report>::new()
        .when(on(july(1), "lead", with(None)))
        .refused("OBLIGATION_UNKNOWN");
    let mut waived = obligation(ReportKind::Progress);
    waived.outcome = crate::domain::calendar::Outcome::Waived {
        reason: "r".into(),
        superseded: false,
    };
    Scenario::<Report>::new()
        .when(on(july(1), "lead", with(Some(waived))))
        .refused("OBLIGATION_NOT_OPEN");
}

#[test]
fn nothing_happens_to_a_report_that_was_not_written() {
    for command in [
        submit(),
        accept(),
        approve(),
        give_back(),
        reopen(),
        fill(Content::default(), ground()),
    ] {
        Scenario::<Report>::new().when(command).refused("REPORT_UNKNOWN");
    }
}

#[test]
fn the_whole_life_leads_to_approval() {
    let review = on(july(21), "officer", Step::Review);
    let approved = submitted().after([review, accept(), approve()]);
    let stages: Vec<_> = record(&approved)
        .history
        .iter()
        .map(|taken| taken.stage)
        .collect();
    assert_eq!(
        stages,
        [
            Stage::Draft,
            Stage::Submitted,
            Stage::InReview,
            Stage::Accepted,
            Stage::Approved
        ]
    );
    assert_eq!(
        record(&approved).version,
        6,
        "one fact more than stages: it was filled once"
    );
}

#[test]
fn accepting_a_report_that_nobody_reviewed_yet_reviews_it() {
    let facts = submitted().state().decide(accept()).unwrap();
    assert!(
        matches!(facts[..], [Fact::ReviewStarted { .. }, Fact::Accepted { .. }]),
        "{facts:?}"
    );
}

#[test]
fn each_step_needs_its_state() {
    for command in [
        accept(),
        approve(),
        give_back(),
        reopen(),
        on(july(1), "officer", Step::Review),
    ] {
        written().when(command).refused("REPORT_WRONG_STATE");
    }
    for command in [submit(), approve(), reopen(), fill(Content::default(), ground())] {
        submitted().when(command).refused("REPORT_WRONG_STATE");
    }
    for command in [
        submit(),
        accept(),
        give_back(),
        fill(Content::default(), ground()),
    ] {
        submitted()
            .after([accept()])
            .when(command)
            .refused("REPORT_WRONG_STATE");
    }
    for command in [submit(), accept(), give_back(), approve()] {
        submitted()
            .after([accept(), approve()])
            .when(command)
            .refused("REPORT_WRONG_STATE");
    }
}

#[test]
fn a_report_is_returned_with_a_reason_and_comes_back() {
    let silent = on(july(22), "officer", Step::Return { reason: " ".into() });
    assert_eq!(faulty(submitted(), silent, "REPORT_INVALID"), ["reason"]);
    let back = submitted().after([give_back(), submit()]);
    assert_eq!(record(&back).stage, Stage::Submitted);
    assert_eq!(record(&back).history[3].note, "Twente is missing");
}

#[test]
fn whoever_submitted_a_report_in_any_round_neither_accepts_nor_approves_it() {
    let by = |by: &str, command: Command| Command {
        by: by.into(),
        ..command
    };
    let twice = submitted().after([give_back(), by("stand-in", submit())]);
    twice
        .clone()
        .when(by("lead", accept()))
        .refused("REPORT_OWN_REPORT");
    twice
        .clone()
        .when(by("stand-in", accept()))
        .refused("REPORT_OWN_REPORT");
    let accepted = twice.after([accept()]);
    accepted
        .clone()
        .when(by("lead", approve()))
        .refused("REPORT_OWN_REPORT");
    let _approved = accepted.after([approve()]);
}

#[test]
fn a_correction_is_a_new_round_and_the_accepted_content_stands_until_it_is_accepted() {
    let said = |cents| fill(of_costs(costs("personnel", cents)), ground());
    let corrected = written().after([said(100), submit(), accept(), approve(), reopen(), said(90)]);
    let now = record(&corrected);
    assert_eq!((now.stage, now.revision), (Stage::Draft, 2));
    assert_eq!(now.accepted.as_ref().unwrap().budget[0].cumulative_cents, 100);
    let accepted = corrected.after([submit(), accept()]);
    assert_eq!(
        record(&accepted).accepted.as_ref().unwrap().budget[0].cumulative_cents,
        90
    );
}

#[test]
fn a_report_is_reopened_for_a_reason() {
    let silent = on(
        july(28),
        "officer",
        Step::Reopen {
            reason: String::new(),
        },
    );
    assert_eq!(
        faulty(submitted().after([accept()]), silent, "REPORT_INVALID"),
        ["reason"]
    );
}

#[test]
fn late_is_told_by_the_first_submission_and_never_by_a_correction() {
    let days_late = |scenario: &Scenario<Report>, command| match &scenario.state().decide(command).unwrap()[0]
    {
        Fact::Submitted { days_late, .. } => *days_late,
        other => panic!("{other:?}"),
    };
    let august = |day| submit_on(date(2024, 8, day), "lead", ground());
    assert_eq!(days_late(&written(), august(10)), 10);
    let returned = written().after([august(10), give_back()]);
    assert_eq!(days_late(&returned, august(20)), 10);
    let reopened = returned.after([august(20), accept(), reopen()]);
    assert_eq!(days_late(&reopened, august(30)), 0);
    assert_eq!(record(&reopened).days_late, Some(10));
}

#[test]
fn the_hub_must_answer_within_its_term_and_is_told_late_once() {
    let check = |today| on(today, "clock", Step::CheckResponse { today });
    let (due, after_due) = (date(2024, 9, 14), date(2024, 9, 15));
    assert_eq!(record(&submitted()).response_due_on, Some(due));
    submitted().when(check(due)).then([]);
    let overdue = Fact::ResponseBecameOverdue {
        project_id: "p1".into(),
        response_due_on: due,
        at: noon(after_due),
    };
    submitted().when(check(after_due)).then([overdue]);
    submitted()
        .after([check(after_due)])
        .when(check(date(2025, 1, 1)))
        .then([]);
}

#[test]
fn an_answer_stops_the_response_clock_and_a_new_submission_starts_it() {
    let check = on(
        date(2025, 1, 1),
        "clock",
        Step::CheckResponse {
            today: date(2025, 1, 1),
        },
    );
    for answer in [give_back(), accept()] {
        submitted().after([answer]).when(check.clone()).then([]);
    }
    let again = submitted().after([check.clone(), give_back(), submit()]);
    assert!(!record(&again).response_overdue);
    assert_eq!(again.state().decide(check).unwrap().len(), 1);
}
