//! The largest that the rules let pass still travels in one event: 64 KB on the wire, of which the attributes take at most 8.

mod entries;
mod projects;
mod reports;

use eventing::{Decider, Rejection, scenario::Scenario};

use super::ProgrammePublisher;
use testkit::golden::event_bytes;

/// Most bytes of the data of one event.
const DATA_BYTES_MAX: usize = 56 * 1024;

/// The character that takes most bytes.
fn widest(chars: usize) -> String {
    "😀".repeat(chars)
}

/// What follows from the largest command of a shape that is not refused. The next larger one is refused for its size alone,
/// in `field`.
fn largest<D: Decider>(past: &Scenario<D>, field: &str, shape: impl Fn(usize) -> D::Command) -> Vec<D::Fact> {
    let decide = |n| past.state().decide(shape(n));
    let (mut fits, mut refused) = (0_usize, 100_000_usize);
    while refused - fits > 1 {
        let between = fits.midpoint(refused);
        match decide(between) {
            Ok(_) => fits = between,
            Err(_) => refused = between,
        }
    }
    let faults = decide(refused).unwrap_err().faults();
    assert!(
        faults.len() == 1 && faults[0].field == field && faults[0].expected.contains("bytes"),
        "{faults:?}"
    );
    decide(fits).unwrap()
}

fn published_bytes<D: Decider>(fact: &D::Fact) -> usize {
    event_bytes::<D>(&ProgrammePublisher, "p1", fact)
}

fn assert_travels<D: Decider>(fact: &D::Fact) {
    let bytes = published_bytes::<D>(fact);
    assert!(bytes <= DATA_BYTES_MAX, "{}: {bytes} bytes", D::TYPE);
}
