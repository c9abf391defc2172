//! Registration and money: what the agency decided and paid.

use contracts::programme::v1::{MoneyState, RecordMoneyRequest, RegisterProjectRequest, SetBaselineRequest};
use jiff::civil::{Date, date};

use crate::{
    calendar::plus,
    cast::Seat,
    line::{Call, Line},
    money::part,
    plan::Script,
    profile::{grant_cents, profile},
    transitions::entrants::was_applied_for,
};

const AGENCY: &str = "agency-officer";

/// Registration, decisions, payments and the baseline of a project.
#[must_use]
pub fn lines(seat: &Seat, script: &Script) -> Vec<Line> {
    if was_applied_for(seat) {
        return beside_the_award(seat);
    }
    let mut lines = vec![register(seat)];
    if seat.conditional {
        lines.extend(conditional(seat))
    } else {
        lines.extend(granted(seat))
    }
    lines.extend(baseline(seat, script));
    lines.extend(settlement(seat));
    lines
}

/// What the programme block is told of a project that came of an application. Registration, plan, and what was awarded and paid
/// follow from its award.
fn beside_the_award(seat: &Seat) -> Vec<Line> {
    let lines = if seat.conditional {
        conditional(seat)
    } else {
        granted(seat)
    };
    let states = [MoneyState::Committed, MoneyState::Reserved].map(|state| state.as_str_name());
    let told_here = |line: &Line| states.iter().any(|state| line.request["state"] == *state);
    lines.into_iter().filter(told_here).collect()
}

/// The day on which the projects of a round are registered.
#[must_use]
pub fn registered_on(seat: &Seat) -> Date {
    if seat.round == 1 {
        date(2023, 12, 4)
    } else {
        date(2024, 11, 18)
    }
}

fn register(seat: &Seat) -> Line {
    let request = RegisterProjectRequest {
        project: Some(profile(seat)),
        ..Default::default()
    };
    Line::new(registered_on(seat), Call::RegisterProject, AGENCY, &request)
}

fn baseline(seat: &Seat, script: &Script) -> Option<Line> {
    let on = match (seat.starts_on.year(), seat.starts_on.month()) {
        (2024, 1) => date(2024, 1, 22),
        (2024, _) => date(2024, 6, 17),
        (2025, 1) => date(2025, 1, 20),
        _ => date(2025, 6, 16),
    };
    let request = SetBaselineRequest {
        project_id: seat.id(),
        plan: Some(script.baseline()),
        ..Default::default()
    };
    (!seat.is_waiting()).then(|| {
        Line::new(
            on,
            Call::SetBaseline,
            format!("project-lead:{}", seat.id()),
            &request,
        )
    })
}

fn granted(seat: &Seat) -> Vec<Line> {
    let grant = grant_cents(seat);
    let first_year = if seat.round == 1 {
        date(2024, 3, 11)
    } else {
        date(2025, 3, 10)
    };
    let second_year = if seat.round == 1 {
        date(2025, 3, 10)
    } else {
        date(2026, 3, 9)
    };
    let third_year = date(2026, 3, 9);
    let mut lines = vec![
        money(seat, registered_on(seat), MoneyState::Granted, grant, "verlening"),
        money(
            seat,
            first_year,
            MoneyState::Committed,
            part(grant, 480),
            "verplichtingen jaar 1",
        ),
        money(
            seat,
            first_year,
            MoneyState::Paid,
            part(grant, 400),
            "voorschot jaar 1",
        ),
        money(
            seat,
            second_year,
            MoneyState::Committed,
            part(grant, 790),
            "verplichtingen jaar 2",
        ),
        money(
            seat,
            second_year,
            MoneyState::Paid,
            part(grant, 700),
            "voorschot jaar 2",
        ),
    ];
    if seat.round == 1 && seat.large && seat.number != 108 {
        lines.push(money(
            seat,
            third_year,
            MoneyState::Committed,
            part(grant, 950),
            "verplichtingen jaar 3",
        ));
        lines.push(money(
            seat,
            third_year,
            MoneyState::Paid,
            part(grant, 900),
            "voorschot jaar 3",
        ));
    }
    lines
}

/// Almost sufficient: a fifth as an advance, the rest reserved until the condition is met at a second interview.
fn conditional(seat: &Seat) -> Vec<Line> {
    let grant = grant_cents(seat);
    let (awarded, advance, met) = (registered_on(seat), date(2024, 12, 9), date(2025, 4, 14));
    let mut lines = vec![
        money(
            seat,
            awarded,
            MoneyState::Conditional,
            grant,
            "voorwaardelijke verlening",
        ),
        money(
            seat,
            awarded,
            MoneyState::Reserved,
            part(grant, 800),
            "reservering tot aan de voorwaarde is voldaan",
        ),
        money(
            seat,
            advance,
            MoneyState::Paid,
            part(grant, 200),
            "voorschot 20 procent",
        ),
    ];
    if !seat.is_waiting() {
        lines.extend([
            money(
                seat,
                met,
                MoneyState::Granted,
                grant,
                "verlening na tweede gesprek",
            ),
            released(seat, met, MoneyState::Conditional),
            released(seat, met, MoneyState::Reserved),
            money(
                seat,
                date(2025, 9, 22),
                MoneyState::Committed,
                part(grant, 520),
                "verplichtingen jaar 1",
            ),
            money(
                seat,
                date(2026, 3, 9),
                MoneyState::Paid,
                part(grant, 600),
                "voorschot jaar 2",
            ),
        ]);
    }
    lines
}

/// What is paid after the final report, or after a stop.
fn settlement(seat: &Seat) -> Vec<Line> {
    let (grant, settled) = (grant_cents(seat), date(2026, 6, 8));
    match seat.number {
        112..=114 => vec![money(seat, settled, MoneyState::Paid, grant, "vaststelling")],
        115 => {
            let lower = part(grant, 930);
            let why = "Lager vastgesteld: een deel van de activiteiten is niet uitgevoerd.";
            vec![
                lowered(seat, settled, MoneyState::Granted, lower, "vaststelling", why),
                money(seat, settled, MoneyState::Paid, lower, "vaststelling"),
            ]
        }
        108 => {
            let why = "Teruggevorderd na het stoppen van het project.";
            vec![lowered(
                seat,
                date(2026, 3, 9),
                MoneyState::Paid,
                part(grant, 550),
                "terugvordering",
                why,
            )]
        }
        _ => Vec::new(),
    }
}

fn money(seat: &Seat, on: Date, state: MoneyState, total_cents: i64, what: &str) -> Line {
    lowered(seat, on, state, total_cents, what, "")
}

fn lowered(seat: &Seat, on: Date, state: MoneyState, total_cents: i64, what: &str, why: &str) -> Line {
    let request = RecordMoneyRequest {
        project_id: seat.id(),
        state: state.into(),
        total_cents,
        reference: format!("Voorbeeld DUS-I {}-{}: {what}", seat.round, seat.number),
        // The agency decides some days before the hub hears of it.
        decided_on: plus(on, -5).to_string(),
        correction_reason: why.into(),
        ..Default::default()
    };
    Line::new(on, Call::RecordMoney, AGENCY, &request)
}

fn released(seat: &Seat, on: Date, state: MoneyState) -> Line {
    let why = "Aan de voorwaarde is voldaan; het bedrag is omgezet in een verlening.";
    lowered(seat, on, state, 0, "besluit na tweede gesprek", why)
}
