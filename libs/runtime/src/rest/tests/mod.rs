//! Requests over REST against services that only say what they were asked.

mod answers;
mod requests;

use std::sync::Mutex;

use http::Request;
use http_body_util::{BodyExt, Full};
use prost::Message;
use serde_json::Value;
use tower::ServiceExt;

use super::*;

const SERVICES: [&str; 3] = [
    "schakelpunt.exchange.v1.SubscriptionService",
    "schakelpunt.exchange.v1.DeliveryService",
    "schakelpunt.insight.v1.InsightService",
];
const PROJECTS: &str = "/v1/projects";
const SUBSCRIPTION: &str = "/v1/subscriptions/waterstof";

/// A call that came in: its path, its message, and its headers.
#[derive(Clone)]
struct Call {
    path: String,
    message: Bytes,
    headers: HeaderMap,
}

impl Call {
    fn message<M: Message + Default>(&self) -> M {
        M::decode(self.message.clone()).unwrap()
    }
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<Call>>>);

impl Seen {
    fn calls(&self) -> Vec<Call> {
        self.0.lock().unwrap().clone()
    }

    fn only(&self) -> Call {
        let calls = self.calls();
        assert_eq!(calls.len(), 1);
        calls[0].clone()
    }

    /// Services that note what they are asked and answer with this.
    fn answering(&self, answer: Result<Vec<u8>, Status>) -> Router {
        let seen = self.clone();
        let calls = tower::service_fn(move |request: Request<Body>| {
            let (seen, answer) = (seen.clone(), answer.clone());
            async move {
                let (parts, body) = request.into_parts();
                let bytes = body.collect().await?.to_bytes();
                seen.0.lock().unwrap().push(Call {
                    path: parts.uri.path().to_owned(),
                    message: bytes.slice(5..),
                    headers: parts.headers,
                });
                Ok::<_, Status>(match answer {
                    Ok(message) => framed(&message),
                    Err(status) => status.into_http(),
                })
            }
        });
        routes(&SERVICES, BoxCloneSyncService::new(calls))
    }
}

fn framed(message: &[u8]) -> http::Response<Body> {
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    let frame = [&[0], &length[..], message].concat();
    let answer = http::Response::builder().header("grpc-status", "0");
    answer.body(Body::new(Full::from(frame))).unwrap()
}

struct Asked {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Asked {
    fn fields(&self) -> Vec<&str> {
        let faults = self.body["faults"].as_array().unwrap();
        faults.iter().map(|it| it["field"].as_str().unwrap()).collect()
    }

    fn expected(&self, field: &str) -> &str {
        let mut faults = self.body["faults"].as_array().unwrap().iter();
        let fault = faults.find(|it| it["field"] == field).unwrap();
        fault["expected"].as_str().unwrap()
    }
}

async fn ask(router: Router, request: http::request::Builder, body: &str) -> Asked {
    let body = axum::body::Body::from(body.to_owned());
    let answer = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Asked {
        status: parts.status,
        headers: parts.headers,
        body: serde_json::from_slice(&bytes).unwrap_or_default(),
    }
}

/// Asks services whose answers do not matter.
async fn asked(method: &str, path: &str, body: Value) -> (Asked, Seen) {
    let seen = Seen::default();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json");
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    (ask(seen.answering(Ok(Vec::new())), request, &body).await, seen)
}
