//! What a report must say before it can be submitted. All that is wrong is told at once, each by the path of its field.

use jiff::civil::Date;

use super::{
    Content, MilestoneLine, ReportKind, ResultLine,
    ground::{Ground, PlannedTarget},
    limits::{self, check_limits},
};
use crate::domain::{findings::Findings, values::Cents};

/// Notes everything that keeps a report from being submitted on `today`.
pub(super) fn check_submission(
    kind: ReportKind,
    content: &Content,
    ground: &Ground,
    today: Date,
    findings: &mut Findings,
) {
    check_limits(content, findings);
    check_names_of_plan(content, ground, findings);
    check_work(content, findings);
    for (n, line) in content.milestones.iter().enumerate() {
        check_milestone(&format!("milestones[{n}]"), line, ground, today, findings);
    }
    for (n, line) in content.results.iter().enumerate() {
        if let Some(target) = ground
            .targets
            .iter()
            .find(|target| target.indicator_id == line.indicator_id)
        {
            check_result(&format!("results[{n}]"), line, target, findings);
        }
    }
    check_costs(content, findings);
    check_falls(content, ground, findings);
    check_answers(content, ground, findings);
    findings.check(
        !is_blank(&content.highlights),
        "highlights",
        "what stands out in this period: a report nobody wrote in says nothing",
    );
    let about_goals = kind != ReportKind::Final || !is_blank(&content.goal_attainment);
    findings.check(
        about_goals,
        "goal_attainment",
        "how far the goals were reached: a final report is about them",
    );
}

/// Notes lines on things that are not in the plan, or attention points that are not the project's.
pub(super) fn check_names_of_plan(content: &Content, ground: &Ground, findings: &mut Findings) {
    for (n, line) in content.milestones.iter().enumerate() {
        let known = ground
            .milestones
            .iter()
            .any(|planned| planned.milestone_id == line.milestone_id);
        findings.check(
            known,
            format!("milestones[{n}].milestone_id"),
            not_of("a milestone of the current plan", &line.milestone_id),
        );
    }
    for (n, line) in content.results.iter().enumerate() {
        let known = ground
            .targets
            .iter()
            .any(|target| target.indicator_id == line.indicator_id);
        findings.check(
            known,
            format!("results[{n}].indicator_id"),
            not_of(
                "an indicator with a target in the current plan",
                &line.indicator_id,
            ),
        );
    }
    for (n, line) in content.budget.iter().enumerate() {
        let known = ground
            .budget
            .iter()
            .any(|planned| planned.category == line.category);
        findings.check(
            known,
            format!("budget[{n}].category"),
            not_of("a category of the current plan's budget", &line.category),
        );
    }
    for (n, line) in content.answers.iter().enumerate() {
        let known = ground.points.iter().any(|point| point.point_id == line.point_id);
        findings.check(
            known,
            format!("answers[{n}].attention_point_id"),
            not_of("an attention point of this project", &line.point_id),
        );
    }
}

/// Notes totals that fall below the last accepted report without saying why.
pub(super) fn check_falls(content: &Content, ground: &Ground, findings: &mut Findings) {
    let cumulative = |line: &ResultLine| {
        ground
            .targets
            .iter()
            .any(|target| target.cumulative && target.indicator_id == line.indicator_id)
    };
    for (n, line) in content
        .results
        .iter()
        .enumerate()
        .filter(|(_, line)| cumulative(line))
    {
        let fine = !result_falls(line, ground) || !is_blank(&line.correction_reason);
        findings.check(
            fine,
            format!("results[{n}].correction_reason"),
            "why the value is lower than in the last accepted report",
        );
    }
    for (n, line) in content.budget.iter().enumerate() {
        let before = ground
            .previous_costs(&line.category)
            .map_or(0, |last| last.cumulative_cents);
        let fine = line.cumulative_cents >= before || !is_blank(&line.correction_reason);
        findings.check(
            fine,
            format!("budget[{n}].correction_reason"),
            format!("why the amount is lower than the {before} cents before"),
        );
    }
    let Some(last) = &ground.previous else { return };
    for (n, group) in content.target_groups.iter().enumerate() {
        let before = last
            .target_groups
            .iter()
            .find(|one| one.name == group.name)
            .map_or(0, |one| one.reached);
        let fine = group.reached >= before || !is_blank(&group.correction_reason);
        findings.check(
            fine,
            format!("target_groups[{n}].correction_reason"),
            format!("why fewer were reached than the {before} before"),
        );
    }
    let before = last.cofinancing_realised_cents;
    let fine =
        content.cofinancing_realised_cents >= before || !is_blank(&content.cofinancing_correction_reason);
    findings.check(
        fine,
        "cofinancing_correction_reason",
        format!("why co-financing is lower than the {before} cents before"),
    );
}

/// Lower than before, or without something that was counted before.
fn result_falls(line: &ResultLine, ground: &Ground) -> bool {
    let Some(current) = line.current_value else {
        return false;
    };
    let lower = ground
        .previous_value(&line.indicator_id)
        .is_some_and(|before| current < before);
    let counted_before = ground
        .previous_result(&line.indicator_id)
        .map(|last| last.items.as_slice())
        .unwrap_or_default();
    lower || counted_before.iter().any(|item| !line.items.contains(item))
}

fn check_work(content: &Content, findings: &mut Findings) {
    for (n, line) in content.activities.iter().enumerate() {
        findings.check(
            line.now.is_some(),
            format!("activities[{n}].now"),
            "how the activity stands",
        );
    }
    for (n, line) in content.deliverables.iter().enumerate() {
        findings.check(
            line.state.is_some(),
            format!("deliverables[{n}].state"),
            "how the deliverable stands",
        );
    }
    for (n, line) in content.risks.iter().enumerate() {
        let expected = format!("a number from 1 to {}", limits::RISK_MAX);
        findings.check(
            line.likelihood > 0,
            format!("risks[{n}].likelihood"),
            expected.clone(),
        );
        findings.check(line.impact > 0, format!("risks[{n}].impact"), expected);
    }
}

fn check_milestone(path: &str, line: &MilestoneLine, ground: &Ground, today: Date, findings: &mut Findings) {
    let at = |field: &str| format!("{path}.{field}");
    let range = format!("a day from {} to {today}", ground.starts_on);
    match (line.achieved, line.achieved_on) {
        (true, None) => findings.fault(at("achieved_on"), format!("{range}: the day it was achieved")),
        (true, Some(on)) => findings.check(
            ground.starts_on <= on && on <= today,
            at("achieved_on"),
            format!("{range}, not {on}"),
        ),
        (false, Some(_)) => findings.fault(at("achieved_on"), "nothing, because it was not achieved"),
        (false, None) => {}
    }
    findings.check(
        !line.achieved || line.expected_on.is_none(),
        at("expected_on"),
        "nothing, because it was achieved",
    );
    let later = line
        .expected_on
        .zip(line.due_on)
        .is_some_and(|(expected, due)| expected > due);
    findings.check(
        !later || !is_blank(&line.explanation),
        at("explanation"),
        "why it is expected later than planned",
    );
}

fn check_result(path: &str, line: &ResultLine, target: &PlannedTarget, findings: &mut Findings) {
    let at = |field: &str| format!("{path}.{field}");
    if !target.distinct {
        findings.check(
            line.items.is_empty(),
            at("items"),
            "nothing: this indicator does not count different items",
        );
        return;
    }
    let count = u32::try_from(line.items.len())
        .map(f64::from)
        .unwrap_or(f64::INFINITY);
    let agree = line
        .current_value
        .is_none_or(|current| (current - count).abs() < 0.5);
    findings.check(
        agree,
        at("items"),
        "as many different items as the current value says",
    );
}

fn check_costs(content: &Content, findings: &mut Findings) {
    for (n, line) in content.budget.iter().enumerate() {
        let fine = line.cumulative_cents <= line.planned_cents || !is_blank(&line.deviation_note);
        findings.check(
            fine,
            format!("budget[{n}].deviation_note"),
            format!(
                "why more was realised than the {} cents planned",
                line.planned_cents
            ),
        );
    }
    let total = Cents::checked_sum(content.budget.iter().map(|line| Cents(line.cumulative_cents)));
    findings.check(total.is_some(), "budget", "amounts whose sum is an amount");
}

fn check_answers(content: &Content, ground: &Ground, findings: &mut Findings) {
    let waits = |point_id: &str| {
        ground
            .points
            .iter()
            .any(|point| point.waits && point.point_id == point_id)
    };
    for (n, line) in content.answers.iter().enumerate() {
        let fine = !waits(&line.point_id) || !is_blank(&line.answer);
        findings.check(
            fine,
            format!("answers[{n}].answer"),
            format!("an answer to attention point {}", line.point_id),
        );
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn not_of(expected: &str, found: &str) -> String {
    format!("{expected}, not `{found}`")
}
