use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::examples::{fields, instrument, plan, profile, scan, track};

const TODAY: Date = Date::constant(2025, 6, 1);

fn register(profile: Profile) -> Command {
    let organisation_kind = Some(Kind::Hbo);
    Command::Register {
        profile,
        organisation_kind,
    }
}

fn record(scan: Scan) -> Command {
    let instrument = Some(Box::new(instrument()));
    Command::RecordScan {
        scan,
        instrument,
        today: TODAY,
    }
}

fn develop(plan: DevelopmentPlan) -> Command {
    let instrument = Some(Box::new(instrument()));
    Command::PlanDevelopment { plan, instrument }
}

fn start(started_on: Date, educators: u32) -> Command {
    Command::StartTrack {
        track_id: "t1".into(),
        started_on,
        educators,
        today: TODAY,
    }
}

fn complete(completed_on: Date, educators: u32) -> Command {
    Command::CompleteTrack {
        track_id: "t1".into(),
        completed_on,
        educators,
        today: TODAY,
    }
}

fn registered() -> Scenario<Provider> {
    Scenario::new().after([register(profile())])
}

fn with_track() -> Scenario<Provider> {
    let track = Command::PlanTrack { track: track() };
    registered().after([record(scan("s1", 1)), develop(plan()), track])
}

#[test]
fn a_provider_is_an_organisation_with_the_number_of_its_kind() {
    let wrong = Profile {
        kind: Kind::Private,
        brin: Some("25pw".into()),
        region_ids: Vec::new(),
        ..profile()
    };
    let refusal = Scenario::<Provider>::new()
        .when(register(wrong))
        .refused("PROVIDER_INVALID");
    let expected = ["kind", "brin", "kvk", "region_ids"];
    assert_eq!(
        fields(&refusal),
        expected.map(|field| format!("provider.{field}"))
    );
    registered().when(register(profile())).refused("PROVIDER_EXISTS");
}

#[test]
fn a_public_provider_needs_its_registration_number() {
    let without = Profile {
        brin: None,
        ..profile()
    };
    let refusal = Scenario::<Provider>::new()
        .when(register(without))
        .refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["provider.brin"]);
}

#[test]
fn a_provider_is_revised_but_keeps_its_kind() {
    let named = Profile {
        name: "Hogeschool Anders".into(),
        ..profile()
    };
    let fact = Fact::Revised {
        profile: named.clone(),
        revision: 2,
    };
    registered().when(Command::Revise { profile: named }).then([fact]);
    registered().when(Command::Revise { profile: profile() }).then([]);
    let other = Profile {
        kind: Kind::Wo,
        ..profile()
    };
    let refusal = registered()
        .when(Command::Revise { profile: other })
        .refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["provider.kind"]);
    Scenario::<Provider>::new()
        .when(Command::Revise { profile: profile() })
        .refused("PROVIDER_UNKNOWN");
}

#[test]
fn a_scan_has_a_level_for_each_dimension_of_its_instrument() {
    let mut wrong = scan("s1", 4);
    wrong.findings[1].dimension_id = "elders".into();
    wrong.taken_on = date(2025, 6, 2);
    let refusal = registered().when(record(wrong)).refused("PROVIDER_INVALID");
    let expected = [
        "taken_on",
        "findings[0].level",
        "findings[1].dimension_id",
        "findings",
    ];
    assert_eq!(fields(&refusal), expected.map(|field| format!("scan.{field}")));
    registered()
        .after([record(scan("s1", 1))])
        .when(record(scan("s1", 2)))
        .refused("SCAN_EXISTS");
}

#[test]
fn a_scan_needs_an_instrument_that_was_defined() {
    let without = Command::RecordScan {
        scan: scan("s1", 1),
        instrument: None,
        today: TODAY,
    };
    let refusal = registered().when(without).refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["scan.instrument_version"]);
}

#[test]
fn scans_are_compared_within_one_version_only() {
    let newer = Scan {
        instrument_version: 2,
        ..scan("s3", 3)
    };
    let scanned = registered().after([record(scan("s1", 1)), record(scan("s2", 2)), record(newer)]);
    let changes = scanned.state().compare("s1", "s2").unwrap();
    assert_eq!((changes[0].from_level, changes[0].to_level), (1, 2));
    let refused = scanned.state().compare("s1", "s3");
    assert_eq!(refused, Err(Rejection::ScansIncomparable));
    let refused = scanned.state().compare("s1", "s9");
    assert_eq!(refused, Err(Rejection::ScanUnknown("s9".into())));
}

#[test]
fn a_development_plan_aims_higher_than_its_scan() {
    let mut low = plan();
    low.goals[0].level = 1;
    low.goals[0].due_on = date(2025, 1, 15);
    let scanned = || registered().after([record(scan("s1", 1))]);
    let refusal = scanned().when(develop(low)).refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["plan.goals[0].level", "plan.goals[0].due_on"]);
    scanned()
        .after([develop(plan())])
        .when(develop(plan()))
        .refused("DEVELOPMENT_PLAN_EXISTS");
    registered().when(develop(plan())).refused("SCAN_UNKNOWN");
}

#[test]
fn a_track_is_planned_started_and_completed_in_that_order() {
    let started_on = date(2025, 2, 1);
    with_track()
        .when(complete(started_on, 1))
        .refused("TRACK_NOT_STARTED");
    let started = || with_track().after([start(started_on, 20)]);
    started().when(start(started_on, 20)).refused("TRACK_STARTED");
    let refusal = started()
        .when(complete(date(2025, 1, 31), 21))
        .refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["completed_on", "educators"]);
    let completed = started().after([complete(date(2025, 5, 31), 18)]);
    assert_eq!(completed.state().tracks()[0].state(), TrackState::Completed);
    completed
        .when(complete(date(2025, 5, 31), 18))
        .refused("TRACK_COMPLETED");
}

#[test]
fn a_track_belongs_to_a_plan_of_the_provider() {
    let refusal = registered()
        .when(Command::PlanTrack { track: track() })
        .refused("PROVIDER_INVALID");
    assert_eq!(fields(&refusal), ["track.plan_id"]);
    with_track()
        .when(Command::PlanTrack { track: track() })
        .refused("TRACK_EXISTS");
    registered()
        .when(start(date(2025, 2, 1), 1))
        .refused("TRACK_UNKNOWN");
}
