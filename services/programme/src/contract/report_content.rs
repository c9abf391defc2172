//! What a report says: the contract's `ReportContent` and the block's own form, both ways.

use contracts::programme::v1 as proto;
use runtime::parse::Faults;

use super::values::day;
use crate::domain::report::{
    Activity, AnswerLine, Content, CostLine, Deliverable, Evidence, LIST_MAX_LINES, MilestoneLine,
    ResultLine, Risk, TEXT_MAX_CHARS, TITLE_MAX_CHARS, TargetGroup, WorkState,
};

/// Reads a report's content, noting what is wrong below `content`. What the hub fills by itself is not read.
pub fn parse(given: &proto::ReportContent, faults: &mut Faults) -> Content {
    Content {
        highlights: long(faults, "content.highlights", &given.highlights),
        activities: lines(faults, "activities", &given.activities, activity),
        deliverables: lines(faults, "deliverables", &given.deliverables, deliverable),
        milestones: lines(faults, "milestones", &given.milestones, milestone),
        results: lines(faults, "results", &given.results, result),
        target_groups: lines(faults, "target_groups", &given.target_groups, target_group),
        partner_problems: long(faults, "content.partner_problems", &given.partner_problems),
        deviations: long(faults, "content.deviations", &given.deviations),
        risks: lines(faults, "risks", &given.risks, risk),
        budget: lines(faults, "budget", &given.budget, costs),
        cofinancing_realised_cents: faults.cents(
            "content.cofinancing_realised_cents",
            given.cofinancing_realised_cents,
        ),
        cofinancing_correction_reason: long(
            faults,
            "content.cofinancing_correction_reason",
            &given.cofinancing_correction_reason,
        ),
        answers: lines(faults, "answers", &given.answers, answer),
        evidence: lines(faults, "evidence", &given.evidence, evidence),
        learning_culture: long(faults, "content.learning_culture", &given.learning_culture),
        goal_attainment: long(faults, "content.goal_attainment", &given.goal_attainment),
    }
}

/// Reads a list line by line. A list that is too long is not read at all, so that its faults do not drown the others.
fn lines<P, D>(faults: &mut Faults, list: &str, given: &[P], read: fn(&mut Faults, &str, &P) -> D) -> Vec<D> {
    let path = format!("content.{list}");
    faults.at_most(&path, given, LIST_MAX_LINES);
    let read_line = |(n, line)| read(faults, &format!("{path}[{n}]"), line);
    given
        .iter()
        .take(LIST_MAX_LINES)
        .enumerate()
        .map(read_line)
        .collect()
}

fn long(faults: &mut Faults, field: &str, text: &str) -> String {
    faults.text(field, text, TEXT_MAX_CHARS, false)
}

fn short(faults: &mut Faults, field: &str, text: &str) -> String {
    faults.text(field, text, TITLE_MAX_CHARS, false)
}

fn activity(faults: &mut Faults, at: &str, line: &proto::ActivityProgress) -> Activity {
    Activity {
        activity_id: faults.id(&format!("{at}.activity_id"), &line.activity_id),
        title: short(faults, &format!("{at}.title"), &line.title),
        before: None,
        now: work_state(faults, &format!("{at}.now"), line.now),
        progress: long(faults, &format!("{at}.progress"), &line.progress),
    }
}

fn deliverable(faults: &mut Faults, at: &str, line: &proto::Deliverable) -> Deliverable {
    Deliverable {
        deliverable_id: faults.id(&format!("{at}.deliverable_id"), &line.deliverable_id),
        title: short(faults, &format!("{at}.title"), &line.title),
        state: work_state(faults, &format!("{at}.state"), line.state),
        uri: faults
            .optional_uri(&format!("{at}.uri"), &line.uri)
            .unwrap_or_default(),
    }
}

fn milestone(faults: &mut Faults, at: &str, line: &proto::MilestoneProgress) -> MilestoneLine {
    MilestoneLine {
        milestone_id: faults.id(&format!("{at}.milestone_id"), &line.milestone_id),
        title: String::new(),
        due_on: None,
        achieved: line.achieved,
        achieved_on: faults.optional_date(&format!("{at}.achieved_on"), &line.achieved_on),
        expected_on: faults.optional_date(&format!("{at}.expected_on"), &line.expected_on),
        explanation: long(faults, &format!("{at}.explanation"), &line.explanation),
    }
}

fn result(faults: &mut Faults, at: &str, line: &proto::ResultProgress) -> ResultLine {
    faults.at_most(&format!("{at}.items"), &line.items, LIST_MAX_LINES);
    let items = line.items.iter().take(LIST_MAX_LINES).enumerate();
    ResultLine {
        indicator_id: faults.id(&format!("{at}.indicator_id"), &line.indicator_id),
        baseline_value: 0.0,
        target_value: 0.0,
        previous_value: None,
        current_value: line
            .current_value
            .map(|value| faults.number(&format!("{at}.current_value"), value)),
        items: items
            .map(|(n, item)| faults.text(&format!("{at}.items[{n}]"), item, TITLE_MAX_CHARS, true))
            .collect(),
        explanation: long(faults, &format!("{at}.explanation"), &line.explanation),
        correction_reason: long(
            faults,
            &format!("{at}.correction_reason"),
            &line.correction_reason,
        ),
    }
}

fn target_group(faults: &mut Faults, at: &str, line: &proto::TargetGroup) -> TargetGroup {
    TargetGroup {
        name: faults.text(&format!("{at}.name"), &line.name, TITLE_MAX_CHARS, true),
        planned: line.planned,
        reached: line.reached,
        correction_reason: long(
            faults,
            &format!("{at}.correction_reason"),
            &line.correction_reason,
        ),
    }
}

fn risk(faults: &mut Faults, at: &str, line: &proto::Risk) -> Risk {
    Risk {
        description: long(faults, &format!("{at}.description"), &line.description),
        measure: long(faults, &format!("{at}.measure"), &line.measure),
        likelihood: line.likelihood,
        impact: line.impact,
    }
}

fn costs(faults: &mut Faults, at: &str, line: &proto::BudgetProgress) -> CostLine {
    CostLine {
        category: faults.text(&format!("{at}.category"), &line.category, TITLE_MAX_CHARS, true),
        planned_cents: 0,
        cumulative_cents: faults.cents(&format!("{at}.cumulative_cents"), line.cumulative_cents),
        previous_cents: 0,
        deviation_note: long(faults, &format!("{at}.deviation_note"), &line.deviation_note),
        correction_reason: long(
            faults,
            &format!("{at}.correction_reason"),
            &line.correction_reason,
        ),
    }
}

fn answer(faults: &mut Faults, at: &str, line: &proto::AttentionAnswer) -> AnswerLine {
    AnswerLine {
        point_id: faults.id(&format!("{at}.attention_point_id"), &line.attention_point_id),
        question: String::new(),
        answer: long(faults, &format!("{at}.answer"), &line.answer),
    }
}

fn evidence(faults: &mut Faults, at: &str, line: &proto::Evidence) -> Evidence {
    faults.check(
        &format!("{at}.uri"),
        !line.uri.is_empty(),
        "where the evidence is, as a URI",
    );
    Evidence {
        title: short(faults, &format!("{at}.title"), &line.title),
        uri: faults
            .optional_uri(&format!("{at}.uri"), &line.uri)
            .unwrap_or_default(),
    }
}

fn work_state(faults: &mut Faults, field: &str, given: i32) -> Option<WorkState> {
    match proto::WorkState::try_from(given) {
        Ok(proto::WorkState::Unspecified) => None,
        Ok(proto::WorkState::NotStarted) => Some(WorkState::NotStarted),
        Ok(proto::WorkState::OnSchedule) => Some(WorkState::OnSchedule),
        Ok(proto::WorkState::Behind) => Some(WorkState::Behind),
        Ok(proto::WorkState::Done) => Some(WorkState::Done),
        Ok(proto::WorkState::Dropped) => Some(WorkState::Dropped),
        Err(_) => {
            faults.add(field, format!("a state of the contract, not {given}"));
            None
        }
    }
}

/// The content as the contract writes it.
#[must_use]
pub fn to_proto(content: &Content) -> proto::ReportContent {
    proto::ReportContent {
        highlights: content.highlights.clone(),
        activities: content.activities.iter().map(activity_to_proto).collect(),
        deliverables: content.deliverables.iter().map(deliverable_to_proto).collect(),
        milestones: content.milestones.iter().map(milestone_to_proto).collect(),
        results: content.results.iter().map(result_to_proto).collect(),
        target_groups: content.target_groups.iter().map(group_to_proto).collect(),
        partner_problems: content.partner_problems.clone(),
        deviations: content.deviations.clone(),
        risks: content.risks.iter().map(risk_to_proto).collect(),
        budget: content.budget.iter().map(costs_to_proto).collect(),
        cofinancing_realised_cents: content.cofinancing_realised_cents,
        cofinancing_correction_reason: content.cofinancing_correction_reason.clone(),
        answers: content.answers.iter().map(answer_to_proto).collect(),
        evidence: content.evidence.iter().map(evidence_to_proto).collect(),
        learning_culture: content.learning_culture.clone(),
        goal_attainment: content.goal_attainment.clone(),
    }
}

fn activity_to_proto(line: &Activity) -> proto::ActivityProgress {
    proto::ActivityProgress {
        activity_id: line.activity_id.clone(),
        title: line.title.clone(),
        before: work_state_to_proto(line.before),
        now: work_state_to_proto(line.now),
        progress: line.progress.clone(),
    }
}

fn deliverable_to_proto(line: &Deliverable) -> proto::Deliverable {
    proto::Deliverable {
        deliverable_id: line.deliverable_id.clone(),
        title: line.title.clone(),
        state: work_state_to_proto(line.state),
        uri: line.uri.clone(),
    }
}

/// A milestone.
#[must_use]
pub fn milestone_to_proto(line: &MilestoneLine) -> proto::MilestoneProgress {
    proto::MilestoneProgress {
        milestone_id: line.milestone_id.clone(),
        title: line.title.clone(),
        due_on: day(line.due_on),
        achieved: line.achieved,
        achieved_on: day(line.achieved_on),
        expected_on: day(line.expected_on),
        explanation: line.explanation.clone(),
    }
}

/// An output or result.
#[must_use]
pub fn result_to_proto(line: &ResultLine) -> proto::ResultProgress {
    proto::ResultProgress {
        indicator_id: line.indicator_id.clone(),
        baseline_value: line.baseline_value,
        target_value: line.target_value,
        previous_value: line.previous_value,
        current_value: line.current_value,
        items: line.items.clone(),
        explanation: line.explanation.clone(),
        correction_reason: line.correction_reason.clone(),
    }
}

/// A target group.
#[must_use]
pub fn group_to_proto(line: &TargetGroup) -> proto::TargetGroup {
    proto::TargetGroup {
        name: line.name.clone(),
        planned: line.planned,
        reached: line.reached,
        correction_reason: line.correction_reason.clone(),
    }
}

fn risk_to_proto(line: &Risk) -> proto::Risk {
    proto::Risk {
        description: line.description.clone(),
        measure: line.measure.clone(),
        likelihood: line.likelihood,
        impact: line.impact,
    }
}

/// Costs of one category.
#[must_use]
pub fn costs_to_proto(line: &CostLine) -> proto::BudgetProgress {
    proto::BudgetProgress {
        category: line.category.clone(),
        planned_cents: line.planned_cents,
        cumulative_cents: line.cumulative_cents,
        previous_cents: line.previous_cents,
        deviation_note: line.deviation_note.clone(),
        correction_reason: line.correction_reason.clone(),
    }
}

fn answer_to_proto(line: &AnswerLine) -> proto::AttentionAnswer {
    proto::AttentionAnswer {
        attention_point_id: line.point_id.clone(),
        question: line.question.clone(),
        answer: line.answer.clone(),
    }
}

fn evidence_to_proto(line: &Evidence) -> proto::Evidence {
    proto::Evidence {
        title: line.title.clone(),
        uri: line.uri.clone(),
    }
}

fn work_state_to_proto(state: Option<WorkState>) -> i32 {
    let state = match state {
        None => proto::WorkState::Unspecified,
        Some(WorkState::NotStarted) => proto::WorkState::NotStarted,
        Some(WorkState::OnSchedule) => proto::WorkState::OnSchedule,
        Some(WorkState::Behind) => proto::WorkState::Behind,
        Some(WorkState::Done) => proto::WorkState::Done,
        Some(WorkState::Dropped) => proto::WorkState::Dropped,
    };
    state.into()
}
