//! Prefilling and filling.

use super::*;

fn filled_at(expected_version: u64) -> Command {
    let content = Box::new(Content {
        highlights: "h".into(),
        ..Content::default()
    });
    on(
        july(2),
        "lead",
        Step::Fill {
            content,
            sections: vec![Section::Highlights],
            expected_version,
            ground: Box::new(ground()),
        },
    )
}

#[test]
fn a_first_report_has_a_line_for_everything_in_the_plan() {
    let content = prefill(&asks("a1"));
    assert_eq!(
        content
            .milestones
            .iter()
            .map(|line| line.title.as_str())
            .collect::<Vec<_>>(),
        ["Milestone m1", "Milestone m2"]
    );
    assert_eq!(
        content
            .results
            .iter()
            .map(|line| line.target_value)
            .collect::<Vec<_>>(),
        [100.0; 3]
    );
    assert_eq!(
        content
            .budget
            .iter()
            .map(|line| (line.planned_cents, line.previous_cents))
            .collect::<Vec<_>>(),
        [(1_000, 0), (500, 0)]
    );
    assert_eq!(
        (
            content.answers[0].question.as_str(),
            content.answers[0].answer.as_str()
        ),
        ("Why Twente?", "")
    );
}

#[test]
fn a_next_report_goes_on_from_the_last_accepted_one() {
    let activity = Activity {
        activity_id: "a".into(),
        title: "Pilot".into(),
        before: None,
        now: Some(WorkState::Behind),
        progress: "slow".into(),
    };
    let achieved = MilestoneLine {
        achieved: true,
        achieved_on: Some(date(2024, 5, 30)),
        ..milestone("m1")
    };
    let last = Content {
        highlights: "old".into(),
        activities: vec![activity],
        milestones: vec![achieved],
        results: vec![
            result("learners", 12.0),
            ResultLine {
                items: vec!["org-1".into()],
                ..result("employers", 1.0)
            },
        ],
        budget: vec![costs("personnel", 300)],
        cofinancing_realised_cents: 40,
        ..Content::default()
    };
    let next = prefill(&after(last));
    assert_eq!(
        (next.highlights.as_str(), next.activities[0].progress.as_str()),
        ("", "")
    );
    assert_eq!(next.activities[0].before, Some(WorkState::Behind));
    assert_eq!(
        (next.milestones[0].achieved, next.milestones[0].achieved_on),
        (true, Some(date(2024, 5, 30)))
    );
    assert_eq!(
        (next.results[0].previous_value, next.results[0].current_value),
        (Some(12.0), None)
    );
    assert_eq!(
        (next.results[1].items.as_slice(), next.results[1].current_value),
        (&["org-1".to_owned()][..], Some(1.0))
    );
    assert_eq!(
        (next.budget[0].previous_cents, next.budget[0].cumulative_cents),
        (300, 300)
    );
    assert_eq!(next.cofinancing_realised_cents, 40);
}

#[test]
fn a_value_that_was_not_measured_last_time_stands_at_the_value_before() {
    let unmeasured = ResultLine {
        previous_value: Some(7.0),
        ..result("learners", None)
    };
    assert_eq!(
        prefill(&after(of_result(unmeasured))).results[0].previous_value,
        Some(7.0)
    );
}

#[test]
fn filling_takes_over_the_named_sections_and_leaves_the_rest() {
    let filled = started().after([filled_at(0), fill(of_costs(costs("other", 5)), ground())]);
    let content = &record(&filled).content;
    assert_eq!(
        (
            content.highlights.as_str(),
            content.budget[0].cumulative_cents,
            content.budget[1].cumulative_cents
        ),
        ("h", 0, 5)
    );
    assert_eq!(content.budget[1].planned_cents, 500);
}

#[test]
fn filling_with_what_is_there_changes_nothing() {
    started().after([filled_at(0)]).when(filled_at(0)).then([]);
}

#[test]
fn an_edit_made_against_an_older_version_is_refused() {
    let edited = started().after([filled_at(1)]);
    edited
        .clone()
        .when(filled_at(1))
        .refused("REPORT_CONCURRENT_EDIT");
    edited.when(filled_at(2)).then([]);
}

#[test]
fn filling_after_a_plan_revision_brings_the_draft_up_to_date() {
    let mut revised = ground();
    revised.plan_version = 2;
    revised.milestones[0].due_on = date(2024, 9, 1);
    revised.milestones.remove(1);
    let content = Content {
        highlights: "h".into(),
        ..Content::default()
    };
    let filled = started().after([fill(content, revised.clone())]);
    assert_eq!(
        (
            record(&filled).plan_version,
            record(&filled).content.milestones.len()
        ),
        (2, 1)
    );
    assert_eq!(
        record(&filled).content.milestones[0].due_on,
        Some(date(2024, 9, 1))
    );
    let nothing = Step::Fill {
        content: Box::default(),
        sections: Vec::new(),
        expected_version: 0,
        ground: Box::new(revised),
    };
    assert_eq!(
        record(&started().after([on(july(2), "lead", nothing)])).plan_version,
        2
    );
}

#[test]
fn only_what_is_in_the_plan_is_reported_on() {
    let content = Content {
        milestones: vec![milestone("m1"), milestone("m9")],
        results: vec![result("unknown", 1.0)],
        budget: vec![costs("gold", 1)],
        answers: answered("a9", "x").answers,
        ..Content::default()
    };
    let fields = faulty(started(), fill(content, ground()), "REPORT_INVALID");
    let expected = [
        "milestones[1].milestone_id",
        "results[0].indicator_id",
        "budget[0].category",
        "answers[0].attention_point_id",
    ];
    assert_eq!(fields, expected.map(|field| format!("content.{field}")));
}

#[test]
fn numbers_that_are_none_and_negative_money_are_refused() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let fields = faulty(
            started(),
            fill(of_result(result("learners", value)), ground()),
            "REPORT_INVALID",
        );
        assert_eq!(fields, ["content.results[0].current_value"]);
    }
    let negative = Content {
        cofinancing_realised_cents: -1,
        ..of_costs(costs("other", -5))
    };
    let fields = faulty(started(), fill(negative, ground()), "REPORT_INVALID");
    assert_eq!(
        fields,
        [
            "content.budget[0].cumulative_cents",
            "content.cofinancing_realised_cents"
        ]
    );
}

#[test]
fn texts_lists_and_the_whole_are_bounded() {
    let long = Content {
        highlights: "x".repeat(TEXT_MAX_CHARS + 1),
        ..Content::default()
    };
    assert_eq!(
        faulty(started(), fill(long, ground()), "REPORT_INVALID"),
        ["content.highlights"]
    );
    let evidence = Evidence {
        title: "t".into(),
        uri: "https://example.org".into(),
    };
    let many = Content {
        evidence: vec![evidence; LIST_MAX_LINES + 1],
        ..Content::default()
    };
    assert_eq!(
        faulty(started(), fill(many, ground()), "REPORT_INVALID"),
        ["content.evidence"]
    );
    let risk = Risk {
        description: "x".repeat(TEXT_MAX_CHARS),
        measure: String::new(),
        likelihood: 1,
        impact: 1,
    };
    let heavy = Content {
        risks: vec![risk; 30],
        ..Content::default()
    };
    assert_eq!(
        faulty(started(), fill(heavy, ground()), "REPORT_INVALID"),
        ["content"]
    );
}

#[test]
fn a_line_is_there_once() {
    let twice = Content {
        budget: vec![costs("other", 1), costs("other", 2)],
        ..Content::default()
    };
    assert_eq!(
        faulty(started(), fill(twice, ground()), "REPORT_INVALID"),
        ["content.budget[1].category"]
    );
}
