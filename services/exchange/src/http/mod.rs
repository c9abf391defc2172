//! Events over plain HTTP. Programmes hand in their own at `/v1/programmes/{id}/events`. Those of a subscription are under
//! `/v1/subscriptions/{id}/events`: pages of JSON for those who poll, and server-sent events for those who ask for `text/event-stream`. Whoever
//! reads keeps where it is: nothing is acknowledged here, and each request says after which position it goes on. Beside them the catalogue of event types, as files.

mod catalogue;
mod page;
mod report;
mod sent;

use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use contracts::options::v1::Role;
use runtime::{access::Caller, fault::Fault, http::Problem, parse::Faults, parse::is_id};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

pub(crate) use report::unreadable;

use crate::{
    domain::subscription::{Content, Rejection, Stage, Subscription},
    grpc::Desk,
};

/// Where a reader of server-sent events was.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const EVENT_STREAM: &str = "text/event-stream";

/// What the routes work with.
#[derive(Clone)]
struct Doors {
    desk: Desk,
    shutdown: CancellationToken,
}

/// What a request says beside its path.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    after: Option<String>,
    limit: Option<String>,
}

/// A request that was let in.
struct Reader {
    content: Content,
    /// Position after which it goes on.
    after: u64,
    /// Most events in an answer.
    limit: usize,
}

/// The routes.
pub(crate) fn routes(desk: Desk, shutdown: CancellationToken) -> Router {
    Router::new()
        .route("/v1/subscriptions/{subscription_id}/events", get(events))
        .route("/v1/programmes/{programme_id}/events", post(report::report))
        .with_state(Doors { desk, shutdown })
        .merge(catalogue::routes())
}

async fn events(
    State(doors): State<Doors>,
    Path(subscription_id): Path<String>,
    Query(asked): Query<Asked>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let reader = let_in(&doors.desk, &caller, &subscription_id, &asked, &headers).await?;
    if !wants_stream(&headers) {
        return Ok(page::page(&doors.desk, &reader).await?.into_response());
    }
    let mut response = sent::stream(doors.desk, doors.shutdown, reader).into_response();
    // Streams have a weaker one of their own.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted
        .filter_map(|it| it.to_str().ok())
        .any(|it| it.contains(EVENT_STREAM))
}

/// Whether a caller speaks for a programme.
fn is_of(caller: &Caller, programme_id: &str) -> bool {
    let mut grants = caller.grants.iter();
    grants.any(|it| it.role == Role::SubscriberProgramme && it.scope.as_deref() == Some(programme_id))
}

/// Whether the caller's programme has this subscription, and where it goes on.
async fn let_in(
    desk: &Desk,
    caller: &Caller,
    subscription_id: &str,
    asked: &Asked,
    headers: &HeaderMap,
) -> Result<Reader, Fault> {
    let unknown = || Fault::rejected(&Rejection::Unknown);
    if !is_id(subscription_id) {
        return Err(unknown());
    }
    let subscription = desk
        .office
        .store
        .load::<Subscription>(subscription_id)
        .await?
        .state;
    let content = subscription.content().cloned().ok_or_else(unknown)?;
    if !is_of(caller, &content.programme_id) {
        return Err(unknown());
    }
    if subscription.stage() != Stage::Active {
        return Err(Fault::rejected(&Rejection::Stage(subscription.stage())));
    }
    let mut faults = Faults::new();
    let last = headers
        .get(LAST_EVENT_ID)
        .map(|it| it.to_str().unwrap_or_default().to_owned());
    let (field, given) = match &last {
        // A reader that comes back has its own header; what the address said was for the first time.
        Some(last) => ("Last-Event-ID", Some(last)),
        None => ("after", asked.after.as_ref()),
    };
    let begins = subscription.from_position().saturating_sub(1);
    let after = given.map_or(Some(begins), |it| it.parse().ok());
    faults.check(field, after.is_some(), "a position of the ledger");
    let limit = match asked.limit.as_deref() {
        None => Some(page::LIMIT),
        Some(given) => given.parse().ok().filter(|it| (1..=page::LIMIT_MAX).contains(it)),
    };
    let expected = format!("a number from 1 to {}", page::LIMIT_MAX);
    faults.check("limit", limit.is_some(), &expected);
    faults.finish(Reader {
        content,
        // Nothing from before where it was approved from.
        after: after.unwrap_or_default().max(begins),
        limit: limit.unwrap_or_default(),
    })
}
