//! An endpoint of a programme: verifies what is posted with the library of Standard Webhooks, and fails now and then in every way.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use standardwebhooks::Webhook;
use tokio::net::TcpListener;

use super::{Event, seat::Seat};

/// Events that a courier takes over before it writes down how far it is, and the one under way: what comes again after a crash.
const UNWRITTEN_MOST: usize = 101;

/// What it does with a post.
#[derive(Debug, Clone, Copy)]
enum Does {
    Takes,
    /// Takes it, and says otherwise.
    TakesAndFails,
    /// Takes it, and never says so.
    TakesAndHangs,
    Fails,
    Hangs,
}

impl Does {
    fn draw(seat: &mut Seat) -> Self {
        if !seat.fails(4) {
            return Self::Takes;
        }
        match seat.dice.within(1, 10) {
            1..=4 => Self::Fails,
            5..=8 => Self::TakesAndFails,
            9 => Self::Hangs,
            _ => Self::TakesAndHangs,
        }
    }

    const fn takes(self) -> bool {
        matches!(self, Self::Takes | Self::TakesAndFails | Self::TakesAndHangs)
    }
}

struct Endpoint {
    seat: Mutex<Seat>,
    webhook: Webhook,
    unknown_most: usize,
}

/// Serves what comes to this socket, signed with this secret.
pub(super) async fn run(listener: TcpListener, seat: Seat, secret: String) {
    let notes = seat.notes.clone();
    if let Err(error) = serve(listener, seat, &secret).await {
        notes.object(format!("the endpoint ended: {error:#}"));
    }
}

async fn serve(listener: TcpListener, seat: Seat, secret: &str) -> anyhow::Result<()> {
    let endpoint = Endpoint {
        webhook: Webhook::new(secret)?,
        // Each process may be at it for a moment: one that does not know yet that another has taken over.
        unknown_most: seat.hub.len() * UNWRITTEN_MOST,
        seat: Mutex::new(seat),
    };
    let routes = Router::new().fallback(answer).with_state(Arc::new(endpoint));
    Ok(axum::serve(listener, routes).await?)
}

async fn answer(
    State(endpoint): State<Arc<Endpoint>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::OPTIONS {
        return consent(&headers);
    }
    match endpoint.take(&headers, &body) {
        Does::Takes => StatusCode::NO_CONTENT.into_response(),
        Does::TakesAndFails | Does::Fails => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Does::TakesAndHangs | Does::Hangs => std::future::pending().await,
    }
}

impl Endpoint {
    fn take(&self, headers: &HeaderMap, body: &[u8]) -> Does {
        let mut seat = self.seat.lock().unwrap_or_else(PoisonError::into_inner);
        let does = Does::draw(&mut seat);
        match self.read(headers, body) {
            Ok(event) if does.takes() => seat.notes.take_posted(event, self.unknown_most),
            Ok(_) => {}
            Err(error) => seat
                .notes
                .object(format!("what was posted is no event: {error:#}")),
        }
        does
    }

    fn read(&self, headers: &HeaderMap, body: &[u8]) -> anyhow::Result<Event> {
        self.webhook.verify(body, headers).context("the signature")?;
        let event = Event::of_structured(body)?;
        let id = headers.get("webhook-id").context("no webhook-id")?;
        anyhow::ensure!(
            id.as_bytes() == event.id.as_bytes(),
            "the message is not {}",
            event.id
        );
        Ok(event)
    }
}

fn consent(headers: &HeaderMap) -> Response {
    let origin = headers.get("webhook-request-origin").cloned();
    match origin {
        Some(origin) => (StatusCode::OK, [("webhook-allowed-origin", origin)]).into_response(),
        None => StatusCode::BAD_REQUEST.into_response(),
    }
}
