//! Readings and runs, as published: how much was found. What was found where stays in the block.

use contracts::radar::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::run::{method, releases},
    domain::{
        reading::{Fact, FoundConcept},
        run,
    },
};

/// The message for a fact of a reading.
pub(super) fn reading(_: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let found = match fact {
        Fact::Distilled(found) => found,
        Fact::GivenUp {
            run_id: _,
            source_id: _,
        } => return Ok(Vec::new()),
    };
    let sum = |of: fn(&FoundConcept) -> u32| found.concepts.iter().map(of).fold(0, u32::saturating_add);
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let message = v1::SourceDistilled {
        source_id: found.source_id.clone(),
        run_id: found.run_id.clone(),
        method: found.method.clone(),
        asserted: sum(|it| it.asserted),
        listed: sum(|it| it.listed),
        negated: sum(|it| it.negated),
        concepts: count(found.concepts.len()),
        terms: found.terms,
        digest: found.digest.clone(),
    };
    event(&found.source_id, &message)
}

/// The message for a fact of a run.
pub(super) fn runs(_: &str, fact: run::Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        run::Fact::PutToUse {
            run_id,
            basis,
            reason: _,
            by: _,
            used_from,
        } => {
            let message = v1::RunPutToUse {
                run_id: run_id.clone(),
                method: Some(method(&basis)),
                releases: releases(&basis.releases),
                used_from: used_from.to_string(),
            };
            event(&run_id, &message)
        }
        run::Fact::Started { .. } | run::Fact::Stopped { run_id: _ } => Ok(Vec::new()),
    }
}
