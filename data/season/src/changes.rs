//! How plans change: small revisions, large ones by way of a change request, and requests that lead nowhere yet.

use contracts::programme::v1::{
    AddMilestone, ChangeBudget, ChangeEnd, ChangeTarget, DecideChangeRequest, DropMilestone, PlanChange,
    RequestChangeRequest, RescheduleMilestone, RevisePlanRequest, plan_change::Change,
};
use jiff::civil::{Date, date};

use crate::{
    calendar::{HalfYear, Moment, plus},
    cast::Seat,
    line::{Call, Line},
    money::{part, whole_euros},
    plan::{Script, Stone},
    targets::Nature,
};

/// What a project does to its plan after a reporting season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// A milestone moves by some days.
    Slip(i64),
    /// So many percent of the budget shift from personnel to experts.
    Shift(i64),
    /// A milestone is dropped.
    Drop,
    /// A milestone is added and a target raised.
    Grow,
    /// The project ends later.
    Extend(Date),
}

/// How far the turn gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Below the threshold: revised at once.
    Small,
    /// Requested, approved and carried out.
    Approved,
    /// Requested and rejected.
    Rejected,
    /// Requested and approved, and not yet carried out.
    ApprovedOnly,
    /// Requested, and not yet decided.
    Pending,
}

fn turn(number: u32, label: &str) -> Option<(Turn, Way)> {
    Some(match (number, label) {
        (105, "2024-H2") => (Turn::Slip(30), Way::Small),
        (101, "2025-H1") => (Turn::Shift(3), Way::Small),
        (202, "2025-H1") => (Turn::Slip(40), Way::Small),
        (211, "2025-H1") => (Turn::Shift(4), Way::Small),
        (220, "2025-H2") => (Turn::Slip(25), Way::Small),
        (102, "2025-H1") => (Turn::Slip(120), Way::Approved),
        (104, "2025-H1") | (213, "2025-H2") => (Turn::Drop, Way::Approved),
        (206, "2025-H1") => (Turn::Shift(20), Way::Approved),
        (203, "2025-H2") => (Turn::Grow, Way::Approved),
        (109, "2025-H2") => (Turn::Extend(date(2027, 6, 30)), Way::Approved),
        (204, "2025-H2") => (Turn::Extend(date(2028, 12, 31)), Way::Rejected),
        (207, "2026-H1") => (Turn::Slip(110), Way::ApprovedOnly),
        (111, "2026-H1") => (Turn::Extend(date(2027, 6, 30)), Way::Pending),
        (210, "2026-H1") => (Turn::Slip(130), Way::Pending),
        _ => return None,
    })
}

/// The changes after a reporting season. Carries them out in the script.
pub fn after(seat: &Seat, script: &mut Script, period: HalfYear) -> Vec<Line> {
    let Some((turn, way)) = turn(seat.number, &period.label()) else {
        return Vec::new();
    };
    let changes = changes(turn, script, Moment::Revise.after(period));
    let asked = |on| request(seat, on, changes.clone());
    match way {
        Way::Small => vec![revise(seat, script, Moment::Revise.after(period), changes, None)],
        Way::Approved => {
            let decision = decision(seat, "instemming met het wijzigingsverzoek");
            vec![
                asked(Moment::Change.after(period)),
                decide(seat, Moment::Decide.after(period), true, &decision),
                revise(
                    seat,
                    script,
                    Moment::Revise.after(period),
                    changes,
                    Some(&decision),
                ),
            ]
        }
        Way::Rejected => {
            let decision = decision(seat, "afwijzing: de regeling laat geen latere einddatum toe");
            vec![
                asked(Moment::Change.after(period)),
                decide(seat, Moment::Decide.after(period), false, &decision),
            ]
        }
        // In the newest season there is no time for the usual days.
        Way::ApprovedOnly => {
            let decision = decision(seat, "instemming met het wijzigingsverzoek");
            vec![
                asked(Moment::Close.after(period)),
                decide(seat, Moment::Correct.after(period), true, &decision),
            ]
        }
        Way::Pending => vec![asked(Moment::Close.after(period))],
    }
}

fn decision(seat: &Seat, what: &str) -> String {
    format!("Voorbeeld DUS-I {}-{}: {what}", seat.round, seat.number)
}

fn change_request_id() -> String {
    "wv-1".to_owned()
}

fn reason(changes: &[PlanChange]) -> String {
    let reason = match changes.first().and_then(|one| one.change.as_ref()) {
        Some(Change::RescheduleMilestone(_)) => {
            "De voorbereiding met werkgevers vraagt meer tijd dan gepland."
        }
        Some(Change::DropMilestone(_)) => "De activiteit wordt al door een ander project uitgevoerd.",
        Some(Change::AddMilestone(_)) => {
            "De belangstelling is groter dan verwacht; een extra groep is mogelijk."
        }
        Some(Change::ChangeBudget(_)) => {
            "Een deel van het werk wordt door externe deskundigen gedaan in plaats van door eigen personeel."
        }
        Some(Change::ChangeEnd(_)) => "De laatste groep deelnemers kan pas later afronden.",
        Some(Change::ChangeTarget(_)) | None => "De streefwaarde is bijgesteld.",
    };
    reason.to_owned()
}

fn request(seat: &Seat, on: Date, changes: Vec<PlanChange>) -> Line {
    let request = RequestChangeRequest {
        project_id: seat.id(),
        change_request_id: change_request_id(),
        reason: reason(&changes),
        changes,
        ..Default::default()
    };
    Line::new(
        on,
        Call::RequestChange,
        format!("project-lead:{}", seat.id()),
        &request,
    )
}

fn decide(seat: &Seat, on: Date, approved: bool, decision: &str) -> Line {
    let request = DecideChangeRequest {
        project_id: seat.id(),
        change_request_id: change_request_id(),
        approved,
        decision: decision.into(),
        ..Default::default()
    };
    Line::new(on, Call::DecideChange, "agency-officer", &request)
}

fn revise(
    seat: &Seat,
    script: &mut Script,
    on: Date,
    changes: Vec<PlanChange>,
    decision: Option<&str>,
) -> Line {
    let request = RevisePlanRequest {
        project_id: seat.id(),
        plan_version: script.version,
        reason: reason(&changes),
        decision: decision.unwrap_or_default().into(),
        change_request_id: decision.map(|_| change_request_id()).unwrap_or_default(),
        changes: changes.clone(),
        ..Default::default()
    };
    changes
        .into_iter()
        .filter_map(|one| one.change)
        .for_each(|change| carry_out(script, change));
    script.version += 1;
    Line::new(
        on,
        Call::RevisePlan,
        format!("project-lead:{}", seat.id()),
        &request,
    )
}

fn changes(turn: Turn, script: &Script, today: Date) -> Vec<PlanChange> {
    let stone = script.far_stone(today, 30).or_else(|| script.standing().last());
    let changes = match (turn, stone) {
        (Turn::Slip(days), Some(stone)) => vec![reschedule(stone, days, script.ends_on)],
        (Turn::Shift(percent), _) => shift(script, percent),
        (Turn::Drop, Some(stone)) => {
            vec![
                Change::DropMilestone(DropMilestone {
                    milestone_id: stone.id.clone(),
                }),
                fewer_milestones(script),
            ]
        }
        (Turn::Grow, _) => grow(script),
        (Turn::Extend(ends_on), Some(stone)) => {
            let end = Change::ChangeEnd(ChangeEnd {
                ends_on: ends_on.to_string(),
            });
            vec![end, reschedule(stone, 150, ends_on)]
        }
        (Turn::Slip(_) | Turn::Drop | Turn::Extend(_), None) => Vec::new(),
    };
    changes
        .into_iter()
        .map(|change| PlanChange { change: Some(change) })
        .collect()
}

fn reschedule(stone: &Stone, days: i64, ends_on: Date) -> Change {
    let due_on = plus(stone.due_on, days).min(plus(ends_on, -3)).to_string();
    Change::RescheduleMilestone(RescheduleMilestone {
        milestone_id: stone.id.clone(),
        due_on,
    })
}

fn shift(script: &Script, percent: i64) -> Vec<Change> {
    let total: i64 = script.budget.iter().map(|cost| cost.planned).sum();
    let amount = part(total, percent * 10);
    let planned = |category: &str| {
        script
            .budget
            .iter()
            .find(|cost| cost.category == category)
            .map_or(0, |cost| cost.planned)
    };
    let line = |category: &str, cents| {
        Change::ChangeBudget(ChangeBudget {
            category: category.into(),
            planned_cents: whole_euros(cents),
        })
    };
    vec![
        line("personnel", planned("personnel") - amount),
        line("hired-expertise", planned("hired-expertise") + amount),
    ]
}

fn fewer_milestones(script: &Script) -> Change {
    let goal = script.goals.iter().find(|goal| goal.nature == Nature::Milestones);
    let indicator_id = goal.map_or("", |goal| goal.indicator_id).to_owned();
    let target_value = (script.standing().count() as f64) - 1.0;
    Change::ChangeTarget(ChangeTarget {
        indicator_id,
        target_value,
    })
}

fn grow(script: &Script) -> Vec<Change> {
    let due_on = plus(script.ends_on, -60).to_string();
    let title = "Extra groep deelnemers gestart".to_owned();
    let started = script
        .goals
        .iter()
        .find(|goal| goal.indicator_id == "trans-participants-started");
    let more = started.map(|goal| {
        Change::ChangeTarget(ChangeTarget {
            indicator_id: goal.indicator_id.into(),
            target_value: (goal.target * 1.1).round(),
        })
    });
    let added = Change::AddMilestone(AddMilestone {
        milestone_id: "m9".into(),
        title,
        due_on,
    });
    std::iter::once(added).chain(more).collect()
}

fn carry_out(script: &mut Script, change: Change) {
    match change {
        Change::RescheduleMilestone(one) => {
            if let Ok(due_on) = one.due_on.parse() {
                script.reschedule(&one.milestone_id, due_on);
            }
        }
        Change::DropMilestone(one) => {
            script
                .stones
                .iter_mut()
                .filter(|stone| stone.id == one.milestone_id)
                .for_each(|stone| stone.dropped = true);
        }
        Change::AddMilestone(one) => {
            if let Ok(due_on) = one.due_on.parse::<Date>() {
                let (id, title) = (one.milestone_id, one.title);
                script.stones.push(Stone {
                    id,
                    title,
                    due_on,
                    real_on: plus(due_on, -2),
                    dropped: false,
                });
            }
        }
        // What really happens does not follow the target.
        Change::ChangeTarget(_) => {}
        Change::ChangeBudget(one) => {
            let of_category = script
                .budget
                .iter_mut()
                .filter(|cost| cost.category == one.category);
            of_category.for_each(|cost| cost.planned = one.planned_cents);
        }
        Change::ChangeEnd(one) => script.ends_on = one.ends_on.parse().unwrap_or(script.ends_on),
    }
}
