//! Applications: drafted in winter, filled once the demand is understood, submitted within the window.

use contracts::transitions::v1::{
    Application, CheckApplicationRequest, DraftApplicationRequest, FillApplicationRequest,
    SubmitApplicationRequest, WithdrawApplicationRequest,
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{
    entrants::{CALL, Entrant, Outcome, entrants},
    skills::Topic,
};
use crate::{
    cast::Seat,
    line::{Call, Line},
    plan::Script,
    profile::profile,
};

/// The day on which all consortia begin their drafts. From then on the block has heard of what they name.
const DRAFTED: Date = date(2024, 2, 5);
/// The day on which the demands are understood and the drafts filled.
const FILLED: Date = date(2024, 3, 25);
/// Days within the window on which applications come in, more of them the nearer its end.
const SUBMITTED: [Date; 4] = [
    date(2024, 4, 8),
    date(2024, 4, 12),
    date(2024, 4, 15),
    date(2024, 4, 15),
];
/// The day on which one of them is withdrawn.
const WITHDRAWN: Date = date(2024, 5, 13);

/// What an application says when it is submitted.
#[must_use]
pub fn application(seat: &Seat) -> Application {
    let (profile, script) = (profile(seat), Script::new(seat));
    let plan = script.baseline();
    let topic = Topic::of(seat);
    Application {
        application_id: seat.id(),
        call_id: CALL.into(),
        name: profile.name,
        summary: profile.summary,
        workgroup_id: profile.workgroup_id,
        theme_id: profile.theme_id,
        size_class: profile.size_class,
        lead_organisation_id: profile.lead_organisation_id,
        partners: profile.partners,
        regions: profile.regions,
        starts_on: profile.starts_on,
        ends_on: profile.ends_on,
        requested_cents: requested_cents(seat),
        plan: Some(plan),
        skills: topic.skills(),
        target_group: topic.target_group.into(),
        demand_ids: vec![topic.demand_id()],
        example: true,
    }
}

/// What the costs leave after the co-financing: the grant that is asked for, in euro cents.
#[must_use]
pub fn requested_cents(seat: &Seat) -> i64 {
    let plan = Script::new(seat).baseline();
    let costs: i64 = plan.budget.iter().map(|line| line.planned_cents).sum();
    costs - plan.cofinancing_cents
}

/// Drafts, submissions, and the withdrawal.
#[must_use]
pub fn lines() -> Vec<Line> {
    entrants().iter().flat_map(lines_of).collect()
}

fn lines_of(entrant: &Entrant) -> Vec<Line> {
    let (id, lead) = (entrant.seat.id(), entrant.lead());
    let whole = application(&entrant.seat);
    // The demand it answers is not there yet.
    let first = Application {
        demand_ids: Vec::new(),
        ..whole.clone()
    };
    let submitted = SUBMITTED[entrant.seat.number as usize % SUBMITTED.len()];
    let draft = DraftApplicationRequest {
        application: Some(first),
        ..Default::default()
    };
    let fill = FillApplicationRequest {
        application: Some(whole),
        ..Default::default()
    };
    let submit = SubmitApplicationRequest {
        application_id: id.clone(),
        ..Default::default()
    };
    let mut lines = vec![
        Line::new(DRAFTED, Call::DraftApplication, lead.clone(), &draft),
        known(DRAFTED, &id, &lead),
        Line::new(FILLED, Call::FillApplication, lead.clone(), &fill),
        known(submitted, &id, "agency-officer"),
        Line::new(submitted, Call::SubmitApplication, lead.clone(), &submit),
    ];
    if entrant.outcome == Outcome::Withdrawn {
        let withdraw = WithdrawApplicationRequest {
            application_id: id,
            reason: "Een van de arbeidsorganisaties trok zich terug.".into(),
            ..Default::default()
        };
        lines.push(Line::new(WITHDRAWN, Call::WithdrawApplication, lead, &withdraw));
    }
    lines
}

/// Waits until the block has heard of everything that an application names: its call, organisations, regions, demands.
fn known(on: Date, id: &str, caller: &str) -> Line {
    let request = CheckApplicationRequest {
        application_id: id.to_owned(),
    };
    Line::new(on, Call::CheckApplication, caller, &request).until(holds("known"))
}

/// A rule that holds, as an answer to a check says it.
fn holds(rule_id: &str) -> Value {
    json!({"rules": [{"ruleId": rule_id, "outcome": "RULE_OUTCOME_HOLDS"}]})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::grant_cents;

    #[test]
    fn what_is_asked_for_is_the_grant_of_the_project() {
        for entrant in entrants() {
            let difference = grant_cents(&entrant.seat) - requested_cents(&entrant.seat);
            assert!((0..=100).contains(&difference), "{}", entrant.seat.id());
        }
    }

    #[test]
    fn everybody_applies_within_the_window() {
        let window = date(2024, 4, 1)..=date(2024, 4, 15);
        assert!(SUBMITTED.iter().all(|day| window.contains(day)));
    }
}
