use eventing::scenario::Scenario;

use super::*;
use crate::domain::{
    component::Component,
    examples::{TODAY, bridge, fields, instrument},
};

fn draft(version: Version) -> Command {
    Command::Draft {
        version: Box::new(version),
    }
}

fn release(version: u32) -> Command {
    Command::Release {
        version,
        today: TODAY,
    }
}

fn retire(version: u32) -> Command {
    Command::Retire {
        version,
        reason: "opgevolgd".into(),
        today: TODAY,
    }
}

fn record(bridge: Bridge) -> Command {
    Command::RecordBridge { bridge, today: TODAY }
}

fn second() -> Version {
    Version {
        version: 2,
        ..instrument()
    }
}

fn released() -> Scenario<Instrument> {
    Scenario::new().after([draft(instrument()), release(1)])
}

#[test]
fn a_draft_is_replaced_until_it_is_released_and_never_after() {
    let changed = Version {
        source: "elders".into(),
        ..instrument()
    };
    let drafted = || Scenario::<Instrument>::new().after([draft(instrument())]);
    drafted().when(draft(instrument())).then([]);
    let fact = Fact::Drafted {
        version: changed.clone(),
    };
    drafted().when(draft(changed.clone())).then([fact]);
    released().when(release(1)).then([]);
    released()
        .when(draft(changed.clone()))
        .refused("INSTRUMENT_VERSION_FIXED");
    let retired = || released().after([retire(1)]);
    retired().when(draft(changed)).refused("INSTRUMENT_VERSION_FIXED");
    retired().when(release(1)).refused("INSTRUMENT_WRONG_STATE");
    drafted().when(retire(1)).refused("INSTRUMENT_WRONG_STATE");
    drafted().when(release(2)).refused("INSTRUMENT_UNKNOWN");
}

#[test]
fn versions_follow_each_other_without_gaps() {
    let third = Version {
        version: 3,
        ..instrument()
    };
    let refusal = released().when(draft(third)).refused("INSTRUMENT_INVALID");
    assert_eq!(fields(&refusal), ["instrument.version"]);
    let fact = Fact::Drafted { version: second() };
    released().when(draft(second())).then([fact]);
}

#[test]
fn an_item_that_comes_back_reads_the_same() {
    let changes: [fn(&mut Version); 4] = [
        |it| it.items[0].text.nl = "iets anders".into(),
        |it| it.items[0].component = Component::Urgency,
        |it| it.items[0].reversed = true,
        |it| it.items[0].scale_id = "ja-nee".into(),
    ];
    for change in changes {
        let mut version = second();
        change(&mut version);
        let refusal = released().when(draft(version)).refused("INSTRUMENT_INVALID");
        assert_eq!(fields(&refusal), ["instrument.items[0].item_id"]);
    }
    let mut version = second();
    version.scales[0].options.pop();
    let refusal = released().when(draft(version)).refused("INSTRUMENT_INVALID");
    assert_eq!(fields(&refusal).len(), 6, "all items on that scale");
    let mut version = second();
    version.items[0].text.nl = "iets anders".into();
    version.items[0].item_id = "gedrag-3".into();
    let fact = Fact::Drafted {
        version: version.clone(),
    };
    released().when(draft(version)).then([fact]);
}

#[test]
fn every_fault_of_a_version_is_told() {
    let mut version = instrument();
    version.items.retain(|it| it.component != Component::Urgency);
    version.items[0].scale_id = "onbekend".into();
    version.items[1].definition_id = Some("deelname-4-weken".into());
    version.scales[1].options.reverse();
    version.least_cell = 9;
    let refusal = Scenario::<Instrument>::new()
        .when(draft(version))
        .refused("INSTRUMENT_INVALID");
    let expected = [
        "scales[1].options",
        "items[0].scale_id",
        "items[1].definition_id",
        "items",
        "least_cell",
    ];
    assert_eq!(
        fields(&refusal),
        expected.map(|field| format!("instrument.{field}"))
    );
}

#[test]
fn a_bridge_joins_versions_that_were_released_and_the_last_one_holds() {
    let refusal = released().when(record(bridge())).refused("BRIDGE_INVALID");
    assert_eq!(fields(&refusal), ["bridge.to_version"]);
    let both = || released().after([draft(second()), release(2)]);
    let better = Bridge { n: 900, ..bridge() };
    let twice = both().after([record(bridge()), record(bridge()), record(better)]);
    let held = twice.state().bridge(1, 2).unwrap();
    assert_eq!((held.revision, held.bridge.n), (2, 900));
    assert_eq!(twice.state().bridges().len(), 2);
    assert!(
        twice.state().bridge(2, 1).is_none(),
        "a bridge is not turned round"
    );
}

#[test]
fn every_fault_of_a_bridge_is_told() {
    let mut wrong = Bridge {
        to_version: 1,
        n: 9,
        ..bridge()
    };
    wrong.lines.urgency.slope = 0.0;
    wrong.lines.urgency.shift = f64::NAN;
    wrong.lines.stimulating_factors.slope_error = -1.0;
    wrong.lines.stimulating_factors.correlation = 1.5;
    let refusal = released().when(record(wrong)).refused("BRIDGE_INVALID");
    let expected = [
        "to_version",
        "n",
        "urgency.slope",
        "urgency.shift",
        "stimulating_factors.slope_error",
        "stimulating_factors.correlation",
    ];
    assert_eq!(fields(&refusal), expected.map(|field| format!("bridge.{field}")));
}
