//! Health, readiness and metrics over HTTP, for whoever runs the hub.

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
    time::Duration,
};

use axum::{Json, Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use prometheus::{Encoder, TextEncoder};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::block::Check;

/// How often the conditions are looked at, in milliseconds.
const LOOK_MILLIS: u64 = 1_000;
/// The same at first when something is wrong, as at a start; it doubles up to the other.
const LOOK_FIRST_MILLIS: u64 = 50;
/// How often somebody who waits for readiness looks, in milliseconds.
const READY_LOOK_MILLIS: u64 = 20;
/// How long one may take, in seconds.
const LOOK_SECONDS_MAX: u64 = 3;

/// Conditions of one block.
pub struct BlockChecks {
    /// The block.
    pub block: &'static str,
    /// Its gRPC services.
    pub services: Vec<&'static str>,
    /// Its conditions.
    pub checks: Vec<Arc<dyn Check>>,
}

/// What is wrong, by `<block>/<condition>`; empty when ready.
pub type Wrong = BTreeMap<String, String>;

/// What is known about the process's readiness.
#[derive(Clone, Default)]
pub struct Readiness(Arc<RwLock<Option<Wrong>>>);

impl Readiness {
    /// What is wrong; `None` before the first look.
    #[must_use]
    pub fn wrong(&self) -> Option<Wrong> {
        self.0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// Waits until everything is ready. The caller bounds the wait.
    pub async fn ready(&self) {
        while self.wrong().is_none_or(|wrong| !wrong.is_empty()) {
            tokio::time::sleep(Duration::from_millis(READY_LOOK_MILLIS)).await;
        }
    }

    fn set(&self, wrong: Wrong) {
        let mut known = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.as_ref() != Some(&wrong) {
            if wrong.is_empty() {
                tracing::info!("ready");
            } else {
                tracing::warn!(?wrong, "not ready");
            }
        }
        *known = Some(wrong);
    }
}

/// Looks at the conditions until `shutdown`, and tells gRPC health the truth about each service.
pub async fn watch(
    blocks: Vec<BlockChecks>,
    readiness: Readiness,
    health: HealthReporter,
    shutdown: CancellationToken,
) {
    let mut pause = LOOK_FIRST_MILLIS;
    while !shutdown.is_cancelled() {
        let mut wrong = Wrong::new();
        for block in &blocks {
            let before = wrong.len();
            for check in &block.checks {
                let look = tokio::time::timeout(Duration::from_secs(LOOK_SECONDS_MAX), check.check());
                if let Err(reason) = look.await.unwrap_or_else(|_| Err("no answer".to_owned())) {
                    wrong.insert(format!("{}/{}", block.block, check.name()), reason);
                }
            }
            for service in &block.services {
                health
                    .set_service_status(*service, serving(wrong.len() == before))
                    .await;
            }
        }
        health.set_service_status("", serving(wrong.is_empty())).await;
        let look_again = if wrong.is_empty() {
            pause = LOOK_FIRST_MILLIS;
            LOOK_MILLIS
        } else {
            let now = pause;
            pause = (pause * 2).min(LOOK_MILLIS);
            now
        };
        readiness.set(wrong);
        tokio::select! {
            () = shutdown.cancelled() => {}
            () = tokio::time::sleep(Duration::from_millis(look_again)) => {}
        }
    }
    health.set_service_status("", ServingStatus::NotServing).await;
}

fn serving(ready: bool) -> ServingStatus {
    if ready {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    }
}

#[derive(Clone)]
struct Served {
    readiness: Readiness,
    registry: prometheus::Registry,
}

/// Serves `/healthz`, `/readyz` and `/metrics` until `shutdown`.
///
/// # Errors
/// The listener breaks.
pub async fn serve(
    listener: TcpListener,
    readiness: Readiness,
    registry: prometheus::Registry,
    shutdown: CancellationToken,
) -> std::io::Result<()> {
    let routes = Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Served { readiness, registry });
    axum::serve(listener, routes)
        .with_graceful_shutdown(shutdown.cancelled_owned())
        .await
}

async fn ready(State(served): State<Served>) -> impl IntoResponse {
    match served.readiness.wrong() {
        Some(wrong) if wrong.is_empty() => (StatusCode::OK, Json(serde_json::json!({"ready": true}))),
        wrong => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(serde_json::json!({"ready": false, "wrong": wrong})),
        ),
    }
}

async fn metrics(State(served): State<Served>) -> impl IntoResponse {
    let mut text = Vec::new();
    let encoder = TextEncoder::new();
    match encoder.encode(&served.registry.gather(), &mut text) {
        Ok(()) => (
            StatusCode::OK,
            [("content-type", encoder.format_type().to_owned())],
            text,
        ),
        Err(error) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            [("content-type", "text/plain".to_owned())],
            error.to_string().into_bytes(),
        ),
    }
}
