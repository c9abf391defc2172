//! Decision: record what the agency decided on an application.

use blocks::{
    findings::Findings,
    values::{Cents, Id},
};
use jiff::civil::Date;

use super::{Award, Awards, Condition, Decision, Fact, Outcome, Rejection, Standing};
use crate::domain::{
    application::Content,
    rules::{Rules, SizeClass},
};

/// Most conditions of one award.
const CONDITIONS_MAX: usize = 50;

/// Record what the agency decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The application as it was submitted.
    pub requested: Requested,
    /// What was decided.
    pub outcome: Outcome,
    /// Amount awarded; nothing when it was rejected.
    pub awarded: Cents,
    /// The decision.
    pub decision: Decision,
    /// Why, in the agency's words.
    pub motivation: String,
    /// Identifier, text and last day of each condition.
    pub conditions: Vec<(Id, String, Date)>,
    /// Ceiling of its size class in the call; absent while it is not known.
    pub ceiling: Option<Cents>,
    /// The block's day.
    pub today: Date,
}

/// A submitted application, as far as an award rests on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Requested {
    /// What it says.
    pub content: Content,
    /// Its size class.
    pub size_class: SizeClass,
    /// The rules it was submitted under.
    pub rules: Rules,
    /// Tranche of its call.
    pub tranche_id: Id,
    /// Day on which it was submitted.
    pub submitted_on: Date,
}

pub(super) fn decide(awards: &Awards, command: Record) -> Result<Vec<Fact>, Rejection> {
    let application_id = command.requested.content.application_id.clone();
    // A rejection may be reversed, after an objection for example, and what lapsed may be taken up again.
    if awards
        .award(&application_id)
        .is_some_and(|award| award.standing.takes())
    {
        return Err(Rejection::Exists);
    }
    check(&command)?;
    let Record {
        requested,
        outcome,
        awarded,
        decision,
        motivation,
        conditions,
        ceiling,
        today: _,
    } = command;
    awards.check_ceiling(&application_id, requested.size_class, awarded, ceiling)?;
    let condition = |(condition_id, text, due_on)| Condition {
        condition_id,
        text,
        due_on,
        met: None,
        decision: None,
    };
    let award = Award {
        standing: match outcome {
            Outcome::Granted => Standing::Granted,
            Outcome::Conditional => Standing::Conditional,
            Outcome::Rejected => Standing::Rejected,
        },
        size_class: requested.size_class,
        requested: requested.content.requested,
        awarded,
        decision,
        motivation,
        conditions: conditions.into_iter().map(condition).collect(),
        conditional_advance_percent: requested.rules.conditional_advance_percent,
        advances: Vec::new(),
        changes: Vec::new(),
        determined: None,
    };
    Ok(vec![Fact::Recorded {
        application_id,
        award: Box::new(award),
        call_id: requested.content.call_id.clone(),
        tranche_id: requested.tranche_id,
        application: Box::new(requested.content),
        rules: Box::new(requested.rules),
    }])
}

fn check(command: &Record) -> Result<(), Rejection> {
    let mut findings = Findings::below("");
    let (requested, awarded) = (&command.requested, command.awarded);
    if command.outcome == Outcome::Rejected {
        findings.check(
            awarded == Cents::ZERO,
            "awarded_cents",
            "0, since it was rejected",
        );
    } else {
        let minimum = requested
            .rules
            .limits(requested.size_class)
            .map(|limits| limits.minimum);
        let (minimum, most) = (
            minimum.unwrap_or_default().max(Cents(1)),
            requested.content.requested,
        );
        let expected = format!("from {minimum}, the least of its size class, to {most}, what was asked for");
        findings.check(minimum <= awarded && awarded <= most, "awarded_cents", expected);
    }
    check_conditions(command, &mut findings);
    let (submitted, today) = (requested.submitted_on, command.today);
    let decided_on = command.decision.decided_on;
    let fits = submitted <= decided_on && decided_on <= today;
    findings.check(fits, "decided_on", format!("a day from {submitted} to {today}"));
    findings.refuse_with(Rejection::Invalid)
}

fn check_conditions(command: &Record, findings: &mut Findings) {
    let conditions = &command.conditions;
    let expected = if command.outcome == Outcome::Conditional {
        findings.check(
            (1..=CONDITIONS_MAX).contains(&conditions.len()),
            "conditions",
            format!("1 to {CONDITIONS_MAX} conditions"),
        );
        format!("a day after {}", command.decision.decided_on)
    } else {
        findings.check(
            conditions.is_empty(),
            "conditions",
            "none, since it is not conditional",
        );
        return;
    };
    findings.distinct(
        "conditions",
        ".condition_id",
        conditions.iter().map(|(id, _, _)| id),
    );
    for (index, (_, _, due_on)) in conditions.iter().enumerate() {
        let later = *due_on > command.decision.decided_on;
        findings.check(later, format!("conditions[{index}].due_on"), expected.clone());
    }
}
