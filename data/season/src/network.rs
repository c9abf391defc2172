//! What lies between projects and above them: dependencies, an extra report, publications.

use contracts::{
    hub::v1::{LocalText, Period},
    programme::v1::{
        AddErratumRequest, DeclareDependencyRequest, Dependency, PublishSnapshotRequest, ReportKind,
        ScheduleObligationRequest, WithdrawDependencyRequest,
    },
};
use jiff::civil::{Date, date};

use crate::{
    cast::seats,
    line::{Call, Line},
    plan::Script,
};

/// A project, the project it waits for, and between which days the awaited milestone is due.
const WAITS: [(u32, u32, Date, Date); 6] = [
    (105, 101, date(2025, 1, 1), date(2026, 6, 30)),
    (201, 110, date(2025, 1, 1), date(2026, 12, 31)),
    // 204 is months behind and silent: the milestone is late.
    (208, 204, date(2026, 2, 1), date(2026, 10, 1)),
    (216, 213, date(2025, 9, 1), date(2026, 8, 1)),
    (225, 209, date(2026, 1, 1), date(2026, 12, 1)),
    // Withdrawn later.
    (215, 102, date(2025, 1, 1), date(2026, 12, 31)),
];

/// Everything that is not the story of one project.
#[must_use]
pub fn lines() -> Vec<Line> {
    let mut lines: Vec<_> = WAITS.iter().filter_map(declare).collect();
    lines.push(withdraw());
    lines.push(extra_report());
    lines.push(snapshot(date(2025, 6, 23), 2024));
    lines.push(snapshot(date(2026, 6, 23), 2025));
    lines.push(erratum());
    lines
}

fn script_of(number: u32) -> Option<Script> {
    seats().iter().find(|seat| seat.number == number).map(Script::new)
}

fn declare((own, other, from, to): &(u32, u32, Date, Date)) -> Option<Line> {
    let awaited = script_of(*other)?
        .stones
        .into_iter()
        .find(|stone| *from <= stone.due_on && stone.due_on <= *to)?;
    let own_script = script_of(*own)?;
    let waiting = own_script
        .stones
        .iter()
        .find(|stone| stone.due_on > awaited.due_on)
        .or_else(|| own_script.stones.last())?;
    let dependency = Dependency {
        dependency_id: format!("wacht-op-llo-{other}"),
        milestone_id: waiting.id.clone(),
        on_project_id: format!("llo-{other}"),
        on_milestone_id: awaited.id,
        note: "Het project gebruikt het materiaal dat bij deze mijlpaal beschikbaar komt.".into(),
    };
    let project_id = format!("llo-{own}");
    let request = DeclareDependencyRequest {
        project_id: project_id.clone(),
        dependency: Some(dependency),
        ..Default::default()
    };
    let on = if *own < 200 {
        date(2024, 3, 11)
    } else {
        date(2025, 3, 10)
    };
    Some(Line::new(
        on,
        Call::DeclareDependency,
        format!("project-lead:{project_id}"),
        &request,
    ))
}

fn withdraw() -> Line {
    let request = WithdrawDependencyRequest {
        project_id: "llo-215".into(),
        dependency_id: "wacht-op-llo-102".into(),
        reason: "Het materiaal is in eigen beheer ontwikkeld.".into(),
        ..Default::default()
    };
    Line::new(
        date(2026, 3, 9),
        Call::WithdrawDependency,
        "project-lead:llo-215",
        &request,
    )
}

fn extra_report() -> Line {
    let request = ScheduleObligationRequest {
        project_id: "llo-204".into(),
        kind: ReportKind::Progress.into(),
        period: Some(Period {
            label: "2026-Q3".into(),
            starts_on: "2026-07-01".into(),
            ends_on: "2026-09-30".into(),
        }),
        due_on: "2026-12-01".into(),
        reason: "Tussentijdse rapportage wegens het uitblijven van de halfjaarrapportage.".into(),
        ..Default::default()
    };
    Line::new(
        date(2026, 11, 10),
        Call::ScheduleObligation,
        "agency-officer",
        &request,
    )
}

fn snapshot(on: Date, year: i16) -> Line {
    let request = PublishSnapshotRequest {
        publication_id: format!("landelijk-beeld-{year}"),
        title: Some(LocalText {
            nl: format!("Voorbeeld: landelijk beeld {year}"),
            en: format!("Example: national picture {year}"),
        }),
        period: Some(Period {
            label: year.to_string(),
            starts_on: format!("{year}-01-01"),
            ends_on: format!("{year}-12-31"),
        }),
        ..Default::default()
    };
    Line::new(on, Call::PublishSnapshot, "national-coordinator", &request)
}

fn erratum() -> Line {
    let request = AddErratumRequest {
        publication_id: "landelijk-beeld-2024".into(),
        erratum_id: "e1".into(),
        text: "Voorbeeld: het aantal deelnemers van project llo-107 over 2024-H2 is na publicatie naar beneden gecorrigeerd wegens dubbele inschrijvingen.".into(),
        ..Default::default()
    };
    Line::new(
        date(2026, 1, 12),
        Call::AddErratum,
        "national-coordinator",
        &request,
    )
}
