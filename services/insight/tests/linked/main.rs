//! Projects of other programmes beside those of the hub: counted once, whatever is told in whatever order, and never among its own.

#![allow(clippy::unwrap_used, reason = "in tests, panicking is how a failure is told")]

#[path = "../support/mod.rs"]
mod support;

mod counting;
mod over_grpc;

use contracts::insight::v1::{LinkedProgramme, TracedFigure, traced_figure::Value};

fn count(figure: Option<&TracedFigure>) -> i64 {
    let count = match figure.unwrap().value {
        Some(Value::Count(count)) => Some(count),
        Some(Value::Cents(_)) | None => None,
    };
    count.unwrap()
}

fn counts(it: &LinkedProgramme) -> [i64; 6] {
    [
        count(it.linked.as_ref()),
        count(it.same_as_hub.as_ref()),
        count(it.counted.as_ref()),
        count(it.finished.as_ref()),
        count(it.participants.as_ref()),
        count(it.milestones.as_ref()),
    ]
}
