//! Access: who calls is found out, and the rule the contract declares for the method is enforced, before a handler runs.
//! A method without a rule is refused for everyone.

mod audience;
mod caller;
pub mod scope_field;

use std::{collections::HashMap, sync::Arc, task::Poll};

use async_trait::async_trait;
use bytes::Bytes;
use contracts::{
    options::v1::{Role, ScopeKind},
    rules::{METHODS, MethodRule},
};
use futures::future::BoxFuture;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use tokio::time::Instant;
use tonic::{Status, body::Body};
use tower::{Layer, Service};

pub use audience::{audience_of, widest_audience};
pub use caller::{
    Caller, Grant, ProjectScopes, UnreadableGrant, Visibility, role_name, role_names, role_scope,
};

use crate::{
    MESSAGE_BYTES_MAX,
    call::Deadline,
    fault::{Fault, Kind},
    identity::Identity,
};

/// Bytes before a gRPC message: a flag and the length.
const PREFIX_BYTES: usize = 5;

/// Paths that everyone may call: how a client finds out that the hub is there and what it offers.
const OPEN_SERVICES: &[&str] = &["/grpc.health.v1.Health/", "/grpc.reflection."];

/// Tells what things belong to, so that a grant for a block covers its projects. Each block answers from its own data.
#[async_trait]
pub trait ScopeResolver: Send + Sync + 'static {
    /// Waits until the answers include the change that a consistency token names, such as the registration of the very
    /// project that is asked about. A block that answers from its own log has nothing to wait for.
    async fn wait_for(&self, _consistency_token: &str, _deadline: Option<Instant>) -> Result<(), Fault> {
        Ok(())
    }

    /// What a project belongs to; `None` when it does not exist.
    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault>;

    /// The block a workgroup belongs to; `None` when it does not exist.
    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault>;
}

/// The caller of a request, as found by the access layer.
#[must_use]
pub fn caller<T>(request: &tonic::Request<T>) -> Caller {
    request
        .extensions()
        .get::<Caller>()
        .cloned()
        .unwrap_or_else(Caller::anonymous)
}

/// Checks every call before its handler.
#[derive(Clone)]
pub struct AccessLayer {
    gate: Arc<Gate>,
}

struct Gate {
    identity: Arc<Identity>,
    /// By package prefix of the path, such as `/schakelpunt.programme.`.
    scopes: HashMap<String, Arc<dyn ScopeResolver>>,
}

impl AccessLayer {
    /// A layer that knows callers by `identity` and scopes by the resolvers of the blocks, by block name.
    #[must_use]
    pub fn new(
        identity: Arc<Identity>,
        scopes: impl IntoIterator<Item = (&'static str, Arc<dyn ScopeResolver>)>,
    ) -> Self {
        let scopes = scopes
            .into_iter()
            .map(|(block, scopes)| (format!("/schakelpunt.{block}."), scopes))
            .collect();
        Self {
            gate: Arc::new(Gate { identity, scopes }),
        }
    }
}

impl<S> Layer<S> for AccessLayer {
    type Service = AccessService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        AccessService {
            gate: self.gate.clone(),
            inner,
        }
    }
}

/// A service behind the gate.
#[derive(Clone)]
pub struct AccessService<S> {
    gate: Arc<Gate>,
    inner: S,
}

impl<S> Service<http::Request<Body>> for AccessService<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = http::Response<Body>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, context: &mut std::task::Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let gate = self.gate.clone();
        // The clone takes the place of the service that was polled ready.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        Box::pin(async move {
            match gate.admit(request).await {
                Ok(request) => inner.call(request).await,
                Err(fault) => Ok(Status::from(fault).into_http()),
            }
        })
    }
}

impl Gate {
    async fn admit(&self, mut request: http::Request<Body>) -> Result<http::Request<Body>, Fault> {
        let path = request.uri().path().to_owned();
        if OPEN_SERVICES.iter().any(|open| path.starts_with(open)) {
            return Ok(request);
        }
        let caller = self.identity.caller(request.headers()).await?;
        let rule = METHODS.get(&path).ok_or_else(|| {
            Fault::new(
                "METHOD_UNKNOWN",
                Kind::Unimplemented,
                format!("the hub has no method {path}"),
            )
        })?;
        let access = rule
            .access
            .as_ref()
            .ok_or_else(|| forbidden("this method says nothing about who may call it"))?;
        if !access.open {
            request = self.check(&caller, rule, access.filtered, request).await?;
        }
        request.extensions_mut().insert(caller);
        Ok(request)
    }

    async fn check(
        &self,
        caller: &Caller,
        rule: &MethodRule,
        filtered: bool,
        request: http::Request<Body>,
    ) -> Result<http::Request<Body>, Fault> {
        let roles: Vec<Role> = rule.roles().collect();
        let grants: Vec<&Grant> = caller
            .grants
            .iter()
            .filter(|grant| roles.contains(&grant.role))
            .collect();
        if grants.is_empty() {
            return Err(refuse(caller, &roles));
        }
        let unscoped = rule.scope_field.is_empty() || filtered;
        if unscoped || grants.iter().any(|grant| grant.is_hub_wide()) {
            return Ok(request);
        }
        let (request, message) = peek(request).await?;
        let scope = text_field(&message, &rule.scope_field)?;
        if holds(&grants, rule.scope_kind(), scope) {
            return Ok(request);
        }
        let token = text_field(&message, rule.token_field.as_slice())?;
        if self
            .covers(rule, &grants, scope, token, deadline(&request))
            .await?
        {
            return Ok(request);
        }
        Err(forbidden("none of your roles covers what this request is about"))
    }

    async fn covers(
        &self,
        rule: &MethodRule,
        grants: &[&Grant],
        id: &str,
        consistency_token: &str,
        deadline: Option<Instant>,
    ) -> Result<bool, Fault> {
        let found = self
            .scopes
            .iter()
            .find(|(prefix, _)| rule.path.starts_with(*prefix));
        let Some((_, resolver)) = found else {
            return Ok(false);
        };
        resolver.wait_for(consistency_token, deadline).await?;
        let held = |wanted: ScopeKind, id: &str| holds(grants, wanted, id);
        Ok(match rule.scope_kind() {
            ScopeKind::Project => resolver.project(id).await?.is_some_and(|project| {
                held(ScopeKind::Block, &project.block)
                    || held(ScopeKind::Workgroup, &project.workgroup)
                    || project
                        .regions
                        .iter()
                        .any(|region| held(ScopeKind::Region, region))
            }),
            ScopeKind::Workgroup => resolver
                .workgroup_block(id)
                .await?
                .is_some_and(|block| held(ScopeKind::Block, &block)),
            // These have nothing around them: only a grant for exactly this one covers it.
            ScopeKind::Unspecified
            | ScopeKind::Block
            | ScopeKind::Region
            | ScopeKind::Programme
            | ScopeKind::Provider
            | ScopeKind::Holder => false,
        })
    }
}

/// Whether a grant is for exactly this scope.
fn holds(grants: &[&Grant], kind: ScopeKind, id: &str) -> bool {
    grants
        .iter()
        .any(|grant| role_scope(grant.role) == kind && grant.scope.as_deref() == Some(id))
}

fn deadline<T>(request: &http::Request<T>) -> Option<Instant> {
    request.extensions().get::<Deadline>().map(|deadline| deadline.0)
}

/// A text in a request, by its field numbers; empty when it is absent.
fn text_field<'a>(message: &'a [u8], path: &[u32]) -> Result<&'a str, Fault> {
    let found = scope_field::read(message, path).map_err(|error| {
        Fault::new(
            "MESSAGE_MALFORMED",
            Kind::Invalid,
            format!("the request cannot be read: {error}"),
        )
    })?;
    Ok(found.unwrap_or_default())
}

/// Takes the request's first message out to look at it, and puts the request together again.
async fn peek(request: http::Request<Body>) -> Result<(http::Request<Body>, Bytes), Fault> {
    let (parts, body) = request.into_parts();
    let limited = Limited::new(body, MESSAGE_BYTES_MAX + PREFIX_BYTES);
    let bytes = limited.collect().await.map_err(unreadable)?.to_bytes();
    let compressed = bytes.first().is_some_and(|flag| *flag != 0);
    if compressed {
        return Err(Fault::new(
            "MESSAGE_COMPRESSED",
            Kind::Unimplemented,
            "the hub takes no compressed requests",
        ));
    }
    let message = bytes
        .get(PREFIX_BYTES..)
        .map(|_| bytes.slice(PREFIX_BYTES..))
        .unwrap_or_default();
    Ok((
        http::Request::from_parts(parts, Body::new(Full::new(bytes))),
        message,
    ))
}

fn unreadable(error: Box<dyn std::error::Error + Send + Sync>) -> Fault {
    if error.downcast_ref::<LengthLimitError>().is_some() {
        return Fault::new(
            "MESSAGE_TOO_LARGE",
            Kind::Exhausted,
            format!("the request is larger than {MESSAGE_BYTES_MAX} bytes"),
        );
    }
    Fault::new("MESSAGE_MALFORMED", Kind::Invalid, "the request broke off")
}

fn refuse(caller: &Caller, roles: &[Role]) -> Fault {
    let needed: Vec<&str> = roles.iter().map(|role| role_name(*role)).collect();
    if caller.actor == Caller::anonymous().actor {
        return Fault::new(
            "TOKEN_MISSING",
            Kind::Unauthenticated,
            format!(
                "this method needs a bearer token with one of these roles: {}",
                needed.join(", ")
            ),
        );
    }
    forbidden(&format!(
        "this method needs one of these roles: {}",
        needed.join(", ")
    ))
}

fn forbidden(why: &str) -> Fault {
    Fault::new("FORBIDDEN", Kind::Forbidden, why)
}
