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
        description: distil::method(&it.method, it.method_version)
            .map(|it| it.description.to_owned())
            .unwrap_or_default(),
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
