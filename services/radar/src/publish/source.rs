//! Taxonomies and sources, as published. Texts, reasons and who said so stay in the block.

use contracts::radar::v1;
use eventing::Published;

use super::event;
use crate::{
    contract::{source as write, taxonomy::release},
    domain::{
        source::{Content, Fact, Text},
        taxonomy,
    },
};

/// The message for a fact of a taxonomy.
pub(super) fn taxonomy(scheme_id: &str, fact: taxonomy::Fact) -> Result<Vec<Published>, serde_json::Error> {
    match fact {
        taxonomy::Fact::Imported {
            release: imported,
            number,
            by: _,
            imported_on,
        } => {
            let message = v1::TaxonomyReleaseImported {
                release: Some(v1::Release {
                    number,
                    in_force: true,
                    imported_on: imported_on.to_string(),
                    ..release(&imported)
                }),
            };
            event(scheme_id, &message)
        }
    }
}

/// The message for a fact of a source.
pub(super) fn source(source_id: &str, fact: Fact) -> Result<Vec<Published>, serde_json::Error> {
    let registered = |content: &Content, text: &Text, revision| v1::SourceRegistered {
        source_id: source_id.to_owned(),
        source: Some(write::content(content)),
        words: text.words,
        language: text.language.clone(),
        revision,
    };
    match fact {
        Fact::Registered {
            content,
            text,
            registered_on: _,
        } => event(source_id, &registered(&content, &text, 1)),
        Fact::Revised {
            content,
            text,
            revision,
            reason: _,
            by: _,
            at: _,
        } => event(source_id, &registered(&content, &text, revision)),
        Fact::Withdrawn {
            reason: _,
            by: _,
            withdrawn_on,
        } => {
            let message = v1::SourceWithdrawn {
                source_id: source_id.to_owned(),
                withdrawn_on: withdrawn_on.to_string(),
            };
            event(source_id, &message)
        }
    }
}
