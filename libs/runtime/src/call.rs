//! What every changing call has in common: who asks, under which request id, by when.

use contracts::options::v1::Role;
use eventing::{Context, Meta, RequestKey};
use jiff::Timestamp;
use prost::Message;
use tokio::time::Instant;

use crate::{
    access::{self, Caller},
    fault::Fault,
    parse::Faults,
    telemetry,
};

/// When the caller stops waiting; put there by the deadline layer.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(pub Instant);

/// Path of the method that is called, if there is such a method; put there by the tracing layer.
#[derive(Debug, Clone, Copy)]
pub struct MethodPath(pub &'static str);

/// When the caller of `request` stops waiting, if it says so.
#[must_use]
pub fn deadline<T>(request: &tonic::Request<T>) -> Option<Instant> {
    request.extensions().get::<Deadline>().map(|deadline| deadline.0)
}

/// A changing call.
#[derive(Debug, Clone)]
pub struct Change {
    caller: Caller,
    key: RequestKey,
    traceparent: Option<String>,
}

impl Change {
    /// Reads what is common to all changing calls.
    ///
    /// # Errors
    /// `request_id` is not a UUID.
    pub fn parse<T: Message>(request: &tonic::Request<T>, request_id: &str) -> Result<Self, Fault> {
        Self::parse_as(request, request_id, &request.get_ref().encode_to_vec())
    }

    /// The same for a request that holds personal data. Of what it says only `seal` of it is kept, with which it is told from
    /// another request under the same id: a plain digest could be guessed at.
    ///
    /// # Errors
    /// `request_id` is not a UUID.
    pub fn parse_personal<T: Message>(
        request: &tonic::Request<T>,
        request_id: &str,
        seal: impl FnOnce(&[u8]) -> [u8; 32],
    ) -> Result<Self, Fault> {
        Self::parse_as(request, request_id, &seal(&request.get_ref().encode_to_vec()))
    }

    fn parse_as<T>(request: &tonic::Request<T>, request_id: &str, content: &[u8]) -> Result<Self, Fault> {
        let caller = access::caller(request);
        let mut faults = Faults::new();
        let id = faults.uuid("request_id", request_id);
        let method = request.extensions().get::<MethodPath>().map_or("", |path| path.0);
        let key = RequestKey::new(id.unwrap_or_default(), method, &caller.actor, content);
        faults.finish(Self {
            caller,
            key,
            traceparent: telemetry::current_traceparent(),
        })
    }

    /// Who asks.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The id and digest by which the request is told from others.
    #[must_use]
    pub fn key(&self) -> &RequestKey {
        &self.key
    }

    /// Pseudonym of who asks.
    #[must_use]
    pub fn actor(&self) -> &str {
        &self.caller.actor
    }

    /// Whether the caller holds a role in any scope.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.caller.has(role)
    }

    /// The metadata of the facts it leads to.
    #[must_use]
    pub fn meta(&self, now: Timestamp, context: Context) -> Meta {
        Meta {
            actor: self.caller.actor.clone(),
            at: now,
            request: Some(self.key.clone()),
            traceparent: self.traceparent.clone(),
            context,
        }
    }
}
