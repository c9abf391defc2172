//! An endpoint of a programme, which does what a test tells it to.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// What an endpoint does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Does {
    /// Takes it.
    Takes,
    /// Answers with a status.
    Says(u16),
    /// Answers with a status, and asks for so many seconds.
    AsksToWait(u16, u32),
    /// Sends it on to `/elsewhere`.
    Redirects,
    /// Never answers.
    Hangs,
    /// Says that all is well, and never stops talking.
    Babbles,
}

/// A request as it came in.
#[derive(Debug, Clone)]
pub(super) struct Posted {
    pub(super) path: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Posted {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// Position of the event in it.
    pub(super) fn position(&self) -> u64 {
        let event: Value = serde_json::from_slice(&self.body).unwrap();
        event["sequence"].as_str().unwrap().parse().unwrap()
    }
}

struct Inside {
    allows: bool,
    plan: VecDeque<Does>,
    afterwards: Does,
    origins: Vec<String>,
    posted: Vec<Posted>,
    count: watch::Sender<usize>,
}

/// A server on a free port; it ends with this value.
pub(super) struct Endpoint {
    pub(super) url: String,
    inside: Arc<Mutex<Inside>>,
    server: JoinHandle<()>,
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Endpoint {
    /// One that agrees and takes everything.
    pub(super) async fn start() -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            allows: true,
            plan: VecDeque::new(),
            afterwards: Does::Takes,
            origins: Vec::new(),
            posted: Vec::new(),
            count: watch::channel(0).0,
        }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let routes = Router::new().fallback(answer).with_state(inside.clone());
        let server = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { url, inside, server }
    }

    /// Whether it agrees to be sent events.
    pub(super) fn allow(&self, allows: bool) {
        self.inside.lock().unwrap().allows = allows;
    }

    /// What it does with the next posts, and with all after them.
    pub(super) fn plan(&self, next: impl IntoIterator<Item = Does>, afterwards: Does) {
        let mut inside = self.inside.lock().unwrap();
        inside.plan = next.into_iter().collect();
        inside.afterwards = afterwards;
    }

    /// What was posted so far.
    pub(super) fn posted(&self) -> Vec<Posted> {
        self.inside.lock().unwrap().posted.clone()
    }

    /// What was posted, once there are so many.
    pub(super) async fn posted_at_least(&self, count: usize) -> Vec<Posted> {
        let mut counted = self.inside.lock().unwrap().count.subscribe();
        let waited = tokio::time::timeout(
            std::time::Duration::from_secs(60),
            counted.wait_for(|now| *now >= count),
        );
        assert!(
            waited.await.is_ok(),
            "{} of {count} were posted",
            self.posted().len()
        );
        self.posted()
    }

    /// Who asked whether it may send.
    pub(super) fn origins(&self) -> Vec<String> {
        self.inside.lock().unwrap().origins.clone()
    }
}

async fn answer(
    State(inside): State<Arc<Mutex<Inside>>>,
    method: Method,
    uri: axum::http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if method == Method::OPTIONS {
        return consent(&mut inside.lock().unwrap(), &headers);
    }
    let does = {
        let mut inside = inside.lock().unwrap();
        inside.posted.push(Posted {
            path: uri.path().to_owned(),
            headers,
            body: body.to_vec(),
        });
        let count = inside.posted.len();
        inside.count.send_replace(count);
        inside.plan.pop_front().unwrap_or(inside.afterwards)
    };
    match does {
        Does::Takes => StatusCode::NO_CONTENT.into_response(),
        Does::Says(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Does::AsksToWait(status, seconds) => (
            StatusCode::from_u16(status).unwrap(),
            [("retry-after", seconds.to_string())],
        )
            .into_response(),
        Does::Redirects => (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response(),
        Does::Hangs => std::future::pending().await,
        Does::Babbles => {
            let noise =
                futures::stream::repeat_with(|| Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 8192])));
            axum::body::Body::from_stream(noise).into_response()
        }
    }
}

fn consent(inside: &mut Inside, headers: &HeaderMap) -> Response {
    let origin = headers["webhook-request-origin"].to_str().unwrap().to_owned();
    inside.origins.push(origin.clone());
    if inside.allows {
        // The status says nothing.
        (StatusCode::NOT_FOUND, [("webhook-allowed-origin", origin)]).into_response()
    } else {
        StatusCode::OK.into_response()
    }
}
