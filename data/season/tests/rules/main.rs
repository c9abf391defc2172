//! Replays the season against the rules of the programme block, told here a second time: what breaks a rule would be refused
//! by the hub, line by line. Then looks whether the season shows everything it should.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in tests, panicking is how a failure is told"
)]

mod culture;
mod exchange;
mod hub;
mod professionalisation;
mod project;
mod radar;
mod reading;
mod report;
mod transitions;
mod variety;

use season::lines;

use crate::hub::Hub;

fn replayed() -> Hub {
    let mut hub = Hub::new();
    for line in lines() {
        hub.carry_out(&line);
    }
    hub
}

#[test]
fn the_season_breaks_no_rule_of_the_hub() {
    let hub = replayed();
    assert!(hub.projects.len() >= 53);
}
