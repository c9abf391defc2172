//! Lookups during one verification: few, each document once, and none that is not plain JSON.

use std::{collections::HashMap, sync::Mutex};

use serde_json::{Map, Value};

use super::report::Outcome;
use crate::{
    json,
    lookup::{self, Lookup, LookupError},
};

/// Most documents that one verification looks up.
pub const MAX_LOOKUPS: usize = 8;

/// Why something could not be found out, or is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) outcome: Outcome,
    pub(super) reason: &'static str,
    pub(super) sentence: String,
}

impl Finding {
    pub(super) fn failed(reason: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::Failed,
            reason,
            sentence: sentence.into(),
        }
    }

    pub(super) fn not_checked(reason: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            outcome: Outcome::NotChecked,
            reason,
            sentence: sentence.into(),
        }
    }
}

/// A JSON object that was fetched.
pub(super) type Fetched = Map<String, Value>;

/// The lookups of one verification.
pub(super) struct Fetcher<'l> {
    lookup: &'l dyn Lookup,
    seen: Mutex<HashMap<String, Result<Fetched, Finding>>>,
}

impl<'l> Fetcher<'l> {
    pub(super) fn new(lookup: &'l dyn Lookup) -> Self {
        Self {
            lookup,
            seen: Mutex::default(),
        }
    }

    /// The document of an identifier: a URL without fragment, or `did:web`.
    pub(super) async fn get(&self, identifier: &str) -> Result<Fetched, Finding> {
        let url = lookup::location(identifier).ok_or_else(|| {
            Finding::failed(
                "IDENTIFIER_NOT_FETCHABLE",
                format!("{identifier} is nothing that can be fetched."),
            )
        })?;
        {
            let seen = self
                .seen
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if let Some(known) = seen.get(&url) {
                return known.clone();
            }
            if seen.len() == MAX_LOOKUPS {
                return Err(Finding::not_checked(
                    "TOO_MANY_LOOKUPS",
                    format!("More than {MAX_LOOKUPS} documents would have to be fetched."),
                ));
            }
        }
        let answer = match self.lookup.get(&url).await {
            Ok(bytes) => read(&url, &bytes),
            Err(LookupError::NotFound) => Err(Finding::failed(
                "DOCUMENT_NOT_FOUND",
                format!("There is nothing at {url}."),
            )),
            Err(LookupError::Unreachable(why)) => Err(Finding::not_checked(
                "DOCUMENT_UNREACHABLE",
                format!("{url} could not be fetched: {why}."),
            )),
        };
        let mut seen = self
            .seen
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.insert(url, answer.clone());
        answer
    }
}

fn read(url: &str, bytes: &[u8]) -> Result<Fetched, Finding> {
    match json::parse(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Finding::failed(
            "DOCUMENT_MALFORMED",
            format!("What is at {url} is not an object."),
        )),
        Err(error) => Err(Finding::failed(
            "DOCUMENT_MALFORMED",
            format!("What is at {url} cannot be read: {error}."),
        )),
    }
}
