//! Runs over the archive.

use contracts::radar::v1;

use crate::{
    domain::run::{Basis, ReleaseRef, Run, State},
    projections::readings::Progress,
};

/// Writes a method.
#[must_use]
pub fn method(it: &Basis) -> v1::Method {
    v1::Method {
        name: it.method.clone(),
        version: it.method_version,
        description: description(&it.method).to_owned(),
    }
}

/// Methods there are.
#[must_use]
pub fn methods() -> Vec<v1::Method> {
    let method = |it: &distil::Method| v1::Method {
        name: it.name.to_owned(),
        version: it.version,
        description: description(it.name).to_owned(),
    };
    distil::METHODS.iter().map(method).collect()
}

fn description(name: &str) -> &'static str {
    match name {
        "label-match" => {
            "labels as whole words, without regard to case: what other methods are measured against"
        }
        "phrases" => {
            "labels in any inflection and order, in compounds, with other words in between; what is negated or only listed is told apart"
        }
        _ => "",
    }
}

/// Writes releases.
#[must_use]
pub fn releases(it: &[ReleaseRef]) -> Vec<v1::ReleaseRef> {
    let release = |it: &ReleaseRef| v1::ReleaseRef {
        scheme_id: it.scheme_id.clone(),
        version: it.version.clone(),
    };
    it.iter().map(release).collect()
}

/// Writes a run. `waiting` is how many sources it has still to read.
#[must_use]
pub fn run(it: &Run, progress: Progress, waiting: u64) -> v1::Run {
    let state = match it.state {
        State::Beside => v1::RunState::Beside,
        State::InUse => v1::RunState::InUse,
        State::Stopped => v1::RunState::Stopped,
    };
    v1::Run {
        run_id: it.run_id.clone(),
        method: Some(method(&it.basis)),
        releases: releases(&it.basis.releases),
        state: state.into(),
        started_on: it.started_on.to_string(),
        sources_read: progress.read,
        sources_waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
        mentions: progress.mentions,
        takes_over: it.takes_over,
        sources_failed: progress.failed,
    }
}
