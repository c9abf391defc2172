//! What a report must say before it is submitted.

use super::*;

#[test]
fn a_report_against_an_older_plan_is_refused_until_it_is_filled_again() {
    let revised = Ground {
        plan_version: 2,
        ..ground()
    };
    let submit = || submit_on(july(20), "lead", revised.clone());
    written().when(submit()).refused("REPORT_PLAN_STALE");
    let content = Content {
        highlights: "h".into(),
        ..Content::default()
    };
    let _taken = written().after([fill(content, revised.clone()), submit()]);
}

#[test]
fn an_obligation_that_was_waived_meanwhile_takes_no_first_submission() {
    let mut waived = obligation(ReportKind::Progress);
    waived.outcome = crate::domain::calendar::Outcome::Waived {
        reason: "r".into(),
        superseded: false,
    };
    let step = Step::Submit {
        obligation: Some(waived),
        ground: Box::new(ground()),
        response_term_days: 56,
    };
    written()
        .when(on(july(20), "lead", step.clone()))
        .refused("OBLIGATION_NOT_OPEN");
    let _taken = submitted()
        .after([give_back()])
        .after([on(july(23), "lead", step)]);
}

#[test]
fn a_period_that_has_not_begun_is_not_reported_on() {
    written()
        .when(submit_on(date(2023, 12, 31), "lead", ground()))
        .refused("REPORT_TOO_EARLY");
}

#[test]
fn a_final_report_comes_after_the_end_and_says_how_far_the_goals_were_reached() {
    let obligation = || Some(obligation(ReportKind::Final));
    let start = Step::Start {
        project_id: "p1".into(),
        obligation: obligation(),
        ground: Box::new(ground()),
    };
    let submit = |day| {
        on(
            day,
            "lead",
            Step::Submit {
                obligation: obligation(),
                ground: Box::new(ground()),
                response_term_days: 56,
            },
        )
    };
    let written = fill(with_highlights(Content::default()), ground());
    let draft = Scenario::<Report>::new().after([on(july(1), "lead", start), written]);
    draft
        .clone()
        .when(submit(date(2025, 12, 31)))
        .refused("REPORT_TOO_EARLY");
    assert_eq!(
        faulty(draft.clone(), submit(date(2026, 1, 1)), "REPORT_INCOMPLETE"),
        ["content.goal_attainment"]
    );
    let content = Content {
        goal_attainment: "Reached".into(),
        ..Content::default()
    };
    let _taken = draft.after([fill(content, ground()), submit(date(2026, 1, 1))]);
}

#[test]
fn an_achieved_milestone_names_its_day_within_the_project_and_not_in_the_future() {
    let on = |achieved_on| {
        of_milestone(MilestoneLine {
            achieved: true,
            achieved_on,
            ..milestone("m1")
        })
    };
    for wrong in [None, Some(date(2023, 12, 31)), Some(july(21))] {
        assert_eq!(
            missing(on(wrong), ground()),
            ["content.milestones[0].achieved_on"]
        );
    }
    for right in [date(2024, 1, 1), july(20)] {
        fine(on(Some(right)), ground());
    }
    let not_achieved = of_milestone(MilestoneLine {
        achieved_on: Some(july(1)),
        ..milestone("m1")
    });
    assert_eq!(
        missing(not_achieved, ground()),
        ["content.milestones[0].achieved_on"]
    );
}

#[test]
fn a_milestone_expected_later_than_planned_is_explained() {
    let expected = |day, explanation: &str| {
        of_milestone(MilestoneLine {
            expected_on: Some(day),
            explanation: explanation.into(),
            ..milestone("m1")
        })
    };
    assert_eq!(
        missing(expected(date(2024, 6, 2), " "), ground()),
        ["content.milestones[0].explanation"]
    );
    fine(expected(date(2024, 6, 2), "A partner left"), ground());
    fine(expected(date(2024, 6, 1), ""), ground());
}

#[test]
fn a_cumulative_value_does_not_fall_without_a_reason() {
    let last = || after(of_result(result("learners", 12.0)));
    assert_eq!(
        missing(of_result(result("learners", 11.0)), last()),
        ["content.results[0].correction_reason"]
    );
    fine(
        of_result(ResultLine {
            correction_reason: "counted twice".into(),
            ..result("learners", 11.0)
        }),
        last(),
    );
    fine(of_result(result("learners", 12.0)), last());
}

#[test]
fn a_value_that_is_no_total_may_fall() {
    fine(
        of_result(result("satisfaction", 6.0)),
        after(of_result(result("satisfaction", 8.0))),
    );
}

#[test]
fn items_are_counted_once_and_none_disappears_without_a_reason() {
    let items = |items: &[&str], current: Option<f64>| {
        of_result(ResultLine {
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            ..result("employers", current)
        })
    };
    let reported = fine(items(&["a", "b"], None), ground());
    assert_eq!(record(&reported).content.results[1].current_value, Some(2.0));
    assert_eq!(
        missing(items(&["a"], Some(2.0)), ground()),
        ["content.results[1].items"]
    );
    assert_eq!(
        missing(items(&[], Some(2.0)), ground()),
        ["content.results[1].items"]
    );
    assert_eq!(
        missing(items(&["a", "c"], None), after(items(&["a", "b"], Some(2.0)))),
        ["content.results[1].correction_reason"]
    );
    let with_items = ResultLine {
        items: vec!["a".into()],
        ..result("learners", 1.0)
    };
    assert_eq!(
        missing(of_result(with_items), ground()),
        ["content.results[0].items"]
    );
}

#[test]
fn costs_above_plan_and_costs_that_fall_are_explained() {
    assert_eq!(
        missing(of_costs(costs("personnel", 1_001)), ground()),
        ["content.budget[0].deviation_note"]
    );
    fine(
        of_costs(CostLine {
            deviation_note: "higher wages".into(),
            ..costs("personnel", 1_001)
        }),
        ground(),
    );
    fine(of_costs(costs("personnel", 1_000)), ground());
    let last = || after(of_costs(costs("personnel", 300)));
    assert_eq!(
        missing(of_costs(costs("personnel", 299)), last()),
        ["content.budget[0].correction_reason"]
    );
    fine(
        of_costs(CostLine {
            correction_reason: "booked elsewhere".into(),
            ..costs("personnel", 299)
        }),
        last(),
    );
}

#[test]
fn a_category_that_is_left_out_stands_where_it_stood() {
    let reported = fine(
        of_costs(costs("other", 5)),
        after(of_costs(costs("personnel", 300))),
    );
    assert_eq!(record(&reported).content.budget[0].cumulative_cents, 300);
}

#[test]
fn costs_whose_sum_is_no_amount_are_refused() {
    let most = |category| CostLine {
        deviation_note: "all of it".into(),
        ..costs(category, i64::MAX)
    };
    let content = Content {
        budget: vec![most("personnel"), most("other")],
        ..Content::default()
    };
    assert_eq!(missing(content, ground()), ["content.budget"]);
}

#[test]
fn cofinancing_and_persons_reached_do_not_fall_without_a_reason() {
    let said = |cents, reached| Content {
        cofinancing_realised_cents: cents,
        target_groups: vec![group(reached)],
        ..Content::default()
    };
    let fields = missing(said(39, 9), after(said(40, 10)));
    assert_eq!(
        fields,
        [
            "content.target_groups[0].correction_reason",
            "content.cofinancing_correction_reason"
        ]
    );
    let mut explained = said(39, 9);
    explained.cofinancing_correction_reason = "an invoice was withdrawn".into();
    explained.target_groups[0].correction_reason = "counted twice".into();
    fine(explained, after(said(40, 10)));
}

#[test]
fn every_attention_point_that_waits_is_answered() {
    assert_eq!(
        missing(answered("a1", "  "), asks("a1")),
        ["content.answers[0].answer"]
    );
    fine(answered("a1", "Because of the port"), asks("a1"));
    // One that was raised after the draft was made must be answered just as well.
    let fields = faulty(
        written(),
        submit_on(july(20), "lead", asks("a1")),
        "REPORT_INCOMPLETE",
    );
    assert_eq!(fields, ["content.answers[0].answer"]);
}

#[test]
fn all_faults_are_told_at_once() {
    let content = Content {
        activities: vec![Activity {
            activity_id: "a".into(),
            title: "t".into(),
            before: None,
            now: None,
            progress: String::new(),
        }],
        risks: vec![Risk {
            description: "r".into(),
            measure: String::new(),
            likelihood: 0,
            impact: 3,
        }],
        milestones: vec![MilestoneLine {
            achieved: true,
            ..milestone("m1")
        }],
        budget: vec![costs("other", 501)],
        ..Content::default()
    };
    let expected = [
        "activities[0].now",
        "risks[0].likelihood",
        "milestones[0].achieved_on",
        "budget[1].deviation_note",
        "answers[0].answer",
    ];
    assert_eq!(
        missing(content, asks("a1")),
        expected.map(|field| format!("content.{field}"))
    );
}

#[test]
fn a_report_that_falls_below_one_accepted_meanwhile_is_not_accepted() {
    let reported = fine(of_costs(costs("personnel", 200)), ground());
    let step = Step::Accept {
        note: String::new(),
        ground: Box::new(after(of_costs(costs("personnel", 300)))),
    };
    let fields = faulty(
        reported,
        on(july(25), "officer", step),
        "REPORT_BELOW_LAST_ACCEPTED",
    );
    assert_eq!(fields, ["content.budget[0].correction_reason"]);
}

#[test]
fn a_report_nobody_wrote_in_is_not_submitted() {
    let untouched = started();
    assert_eq!(
        faulty(untouched, submit(), "REPORT_INCOMPLETE"),
        ["content.highlights"]
    );
}
