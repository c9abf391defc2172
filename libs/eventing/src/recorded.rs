//! What surrounds a fact: who caused it, when, and what it belongs to.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::decider::Decider;

/// What a fact belongs to, so that readers can filter without opening it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Building block (`radar`, `transitions`, `professionalisation`, `culture`), if it belongs to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building_block: Option<String>,
    /// Project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Labour-market regions, comma-separated in storage because cqrs-es keeps metadata as strings.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "comma_separated")]
    pub regions: Vec<String>,
}

/// A change a caller may safely ask for again: its id, and a digest of who asked for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The caller's `request_id`.
    pub id: Uuid,
    /// SHA-256 over method, caller and content.
    pub digest: [u8; 32],
}

impl RequestKey {
    /// A key for a call by `actor` of `method` with these encoded contents.
    #[must_use]
    pub fn new(id: Uuid, method: &str, actor: &str, content: &[u8]) -> Self {
        let mut digest = Sha256::new();
        for part in [method.as_bytes(), actor.as_bytes(), content] {
            // Lengths keep neighbouring parts from running into each other.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Self {
            id,
            digest: digest.finalize().into(),
        }
    }

    /// A key for what a reaction named `name` does about the fact at `position` of the block `block`.
    #[must_use]
    pub fn of_reaction(block: &str, name: &str, position: u64, step: &str) -> Self {
        let id = Uuid::new_v5(
            &Uuid::NAMESPACE_OID,
            format!("{block}/{name}/{position}/{step}").as_bytes(),
        );
        Self::new(id, name, block, step.as_bytes())
    }
}

/// Who, when and why of one change.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Pseudonym of the caller; never personal data.
    pub actor: String,
    /// The block's clock when the change is decided.
    pub at: Timestamp,
    /// The request it answers, if it may be repeated.
    pub request: Option<RequestKey>,
    /// W3C trace context of the call.
    pub traceparent: Option<String>,
    /// What its facts belong to.
    pub context: Context,
}

/// The metadata kept with a fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct RecordedMeta {
    /// Pseudonym of the caller.
    pub actor: String,
    /// The caller's `request_id`, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Uuid>,
    /// W3C trace context of the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// What the fact belongs to.
    #[serde(flatten)]
    pub context: Context,
}

/// [`RecordedMeta`] as it is stored, all in one object. Reading through `flatten` would take every value twice into memory,
/// and this is read with each fact that is followed.
#[derive(Deserialize)]
struct Stored {
    actor: String,
    #[serde(default)]
    request_id: Option<Uuid>,
    #[serde(default)]
    traceparent: Option<String>,
    #[serde(default)]
    building_block: Option<String>,
    #[serde(default)]
    project: Option<String>,
    #[serde(default)]
    theme: Option<String>,
    #[serde(default, with = "comma_separated")]
    regions: Vec<String>,
}

impl From<Stored> for RecordedMeta {
    fn from(stored: Stored) -> Self {
        Self {
            actor: stored.actor,
            request_id: stored.request_id,
            traceparent: stored.traceparent,
            context: Context {
                building_block: stored.building_block,
                project: stored.project,
                theme: stored.theme,
                regions: stored.regions,
            },
        }
    }
}

impl From<&Meta> for RecordedMeta {
    fn from(meta: &Meta) -> Self {
        Self {
            actor: meta.actor.clone(),
            request_id: meta.request.as_ref().map(|request| request.id),
            traceparent: meta.traceparent.clone(),
            context: meta.context.clone(),
        }
    }
}

/// One stored fact, as the log hands it to projections, reactions and the relay.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Place in the block's log; the first is 1 and none is left out.
    pub position: u64,
    /// Aggregate type.
    pub stream_type: String,
    /// Aggregate identifier.
    pub stream_id: String,
    /// Number within its stream, from 1.
    pub version: u64,
    /// Name of the fact.
    pub name: String,
    /// Version of the fact's shape.
    pub shape_version: String,
    /// The fact as stored.
    pub payload: Box<RawValue>,
    /// Who caused it, and what it belongs to.
    pub meta: RecordedMeta,
    /// The block's clock when it was decided.
    pub at: Timestamp,
}

impl Recorded {
    /// Whether it is a fact of `D`.
    #[must_use]
    pub fn is_of<D: Decider>(&self) -> bool {
        self.stream_type == D::TYPE
    }

    /// The fact itself when it belongs to `D`; `None` when it belongs to another aggregate type.
    ///
    /// # Errors
    /// The stored form does not parse: the code is older than the data, or the data was damaged.
    pub fn fact<D: Decider>(&self) -> Option<Result<D::Fact, CorruptFact>> {
        self.is_of::<D>().then(|| {
            serde_json::from_str(self.payload.get()).map_err(|source| CorruptFact {
                stream: format!("{}/{}", self.stream_type, self.stream_id),
                version: self.version,
                name: self.name.clone(),
                source,
            })
        })
    }
}

/// A stored fact that does not parse.
#[derive(Debug, thiserror::Error)]
#[error("the fact {name} at version {version} of {stream} cannot be read")]
pub struct CorruptFact {
    /// Aggregate type and identifier.
    pub stream: String,
    /// Number within its stream.
    pub version: u64,
    /// Name of the fact.
    pub name: String,
    /// What the parser found.
    pub source: serde_json::Error,
}

mod comma_separated {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(values: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&values.join(","))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let joined = String::deserialize(deserializer)?;
        Ok(joined
            .split(',')
            .filter(|value| !value.is_empty())
            .map(str::to_owned)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_an_object_of_strings_as_cqrs_es_keeps_it() {
        let meta = RecordedMeta {
            actor: "p-1".into(),
            request_id: Some(Uuid::nil()),
            traceparent: None,
            context: Context {
                project: Some("llo-1".into()),
                regions: vec!["AM01".into(), "AM02".into()],
                ..Context::default()
            },
        };
        let json = serde_json::to_string(&meta).unwrap();
        let strings: std::collections::HashMap<String, String> = serde_json::from_str(&json).unwrap();
        assert_eq!(strings["regions"], "AM01,AM02");
        assert_eq!(serde_json::from_str::<RecordedMeta>(&json).unwrap(), meta);
    }

    #[test]
    fn a_request_key_tells_callers_and_contents_apart() {
        let id = Uuid::nil();
        let key = RequestKey::new(id, "m", "a", b"content");
        assert_eq!(key, RequestKey::new(id, "m", "a", b"content"));
        assert_ne!(key, RequestKey::new(id, "m", "b", b"content"));
        assert_ne!(
            RequestKey::new(id, "ma", "b", b""),
            RequestKey::new(id, "m", "ab", b"")
        );
    }
}
