use eventing::scenario::Scenario;
use jiff::civil::date;

use super::*;
use crate::domain::{class::Stage, examples::fields};

const TODAY: Date = Date::constant(2025, 6, 1);

fn ground() -> Ground {
    Ground {
        class: Ok(Some("p1".into())),
        region_ids: vec!["AM01".into(), "AM02".into()],
        key_id: Some("k".into()),
    }
}

fn issue_by(ground: Ground, class_id: &str, region_id: &str, count: u32) -> Command {
    Command::Issue {
        class_id: class_id.into(),
        region_id: region_id.into(),
        count,
        ground,
        today: TODAY,
    }
}

fn issue(class_id: &str, region_id: &str, count: u32) -> Command {
    issue_by(ground(), class_id, region_id, count)
}

fn revoke(number: u32) -> Command {
    Command::Revoke {
        number,
        reason: Reason::IssuedInError,
        today: TODAY,
    }
}

#[test]
fn numbers_follow_each_other_and_tell_what_they_belong_to() {
    let issued = Scenario::<Issuance>::new().after([
        issue("c1", "AM01", 3),
        issue("c1", "AM01", 2),
        issue("c2", "AM01", 1),
        issue("c1", "AM02", 4),
    ]);
    let state = issued.state();
    assert_eq!((state.issued(), state.batches.len()), (10, 3));
    let of = |number| {
        state
            .batch_of(number)
            .map(|it| (it.class_id.as_str(), it.region_id.as_str()))
    };
    assert_eq!(of(0), Some(("c1", "AM01")));
    assert_eq!(of(4), Some(("c1", "AM01")));
    assert_eq!(of(5), Some(("c2", "AM01")));
    assert_eq!(of(9), Some(("c1", "AM02")));
    assert_eq!(of(10), None);
}

#[test]
fn what_cannot_be_issued_is_refused() {
    let with = |ground| Scenario::<Issuance>::new().when(issue_by(ground, "c1", "AM01", 1));
    let withdrawn = Err(class::Rejection::Stage(Stage::Withdrawn));
    let ground_of = |class| Ground { class, ..ground() };
    with(ground_of(withdrawn)).refused("CLASS_WRONG_STATE");
    with(ground_of(Err(class::Rejection::Unknown))).refused("CLASS_UNKNOWN");
    let keyless = Ground {
        key_id: None,
        ..ground()
    };
    with(keyless).refused("KEY_MISSING");
    let refusal = Scenario::<Issuance>::new()
        .when(issue("c1", "AM09", 501))
        .refused("ISSUANCE_INVALID");
    assert_eq!(fields(&refusal), ["region_id", "recipients"]);
    let refusal = Scenario::<Issuance>::new()
        .when(issue("c1", "AM01", 0))
        .refused("ISSUANCE_INVALID");
    assert_eq!(fields(&refusal), ["recipients"]);
}

#[test]
fn a_credential_is_revoked_once() {
    let issued = || Scenario::<Issuance>::new().after([issue("c1", "AM01", 3)]);
    issued().when(revoke(3)).refused("CREDENTIAL_UNKNOWN");
    let fact = Fact::Revoked {
        number: 2,
        class_id: "c1".into(),
        region_id: "AM01".into(),
        reason: Reason::IssuedInError,
        revoked_on: date(2025, 6, 1),
    };
    issued().when(revoke(2)).then([fact]);
    issued()
        .after([revoke(2)])
        .when(revoke(2))
        .refused("CREDENTIAL_REVOKED");
}

#[test]
fn nothing_of_it_is_published() {
    let facts = Issuance::default().decide(issue("c1", "AM01", 3)).unwrap();
    assert!(facts.iter().all(|fact| !Issuance::is_public(fact)));
}
