//! The hub's own metrics, beside those of OpenTelemetry's semantic conventions.

use std::{
    sync::{Arc, LazyLock, atomic::Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use eventing::{Store, relay::RelayStatus};
use opentelemetry::{
    KeyValue, global,
    metrics::{Histogram, Meter},
};

/// Name of the instrumentation scope.
const SCOPE: &str = "schakelpunt";

/// The meter all metrics of the hub are made with. Metrics made before telemetry starts go nowhere.
#[must_use]
pub fn meter() -> Meter {
    global::meter(SCOPE)
}

/// Records how long a call took, after the semantic conventions for RPC servers.
pub fn record_call(method: &'static str, status_code: &'static str, took: Duration) {
    static CALLS: LazyLock<Histogram<f64>> = LazyLock::new(|| {
        meter()
            .f64_histogram("rpc.server.call.duration")
            .with_unit("s")
            .with_description("How long calls take")
            .with_boundaries(vec![
                0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
            ])
            .build()
    });
    let attributes = [
        KeyValue::new("rpc.system.name", "grpc"),
        KeyValue::new("rpc.method", method),
        KeyValue::new("rpc.status_code", status_code),
    ];
    CALLS.record(took.as_secs_f64(), &attributes);
}

/// Records how long a database operation took, after the semantic conventions for database clients.
pub fn record_database(block: &'static str, operation: &'static str, took: Duration) {
    static OPERATIONS: LazyLock<Histogram<f64>> = LazyLock::new(|| {
        meter()
            .f64_histogram("db.client.operation.duration")
            .with_unit("s")
            .with_description("How long operations on the log take")
            .with_boundaries(vec![
                0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0,
            ])
            .build()
    });
    let attributes = [
        KeyValue::new("db.system.name", "postgresql"),
        KeyValue::new("db.namespace", block),
        KeyValue::new("db.operation.name", operation),
    ];
    OPERATIONS.record(took.as_secs_f64(), &attributes);
}

/// Shows how often appends of a block met a concurrent writer.
pub fn observe_store(store: &Store) {
    let label = vec![KeyValue::new("block", store.block())];
    let store = store.clone();
    observe(
        "schakelpunt.append.conflicts",
        "Appends that met a concurrent writer",
        "{append}",
        label,
        move || store.conflicts(),
    );
}

/// Shows a number that is read whenever metrics are collected.
pub fn observe(
    name: &'static str,
    description: &'static str,
    unit: &'static str,
    labels: Vec<KeyValue>,
    read: impl Fn() -> u64 + Send + Sync + 'static,
) {
    meter()
        .u64_observable_gauge(name)
        .with_description(description)
        .with_unit(unit)
        .with_callback(move |observer| observer.observe(read(), &labels))
        .build();
}

/// A number with what it is about. No label may name a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Names and values of its labels.
    pub labels: Vec<(&'static str, String)>,
    /// The number.
    pub value: u64,
}

/// Shows numbers that are read whenever metrics are collected, of which there are as many as there are things to tell of at that moment.
pub fn observe_each(
    name: &'static str,
    description: &'static str,
    unit: &'static str,
    read: impl Fn() -> Vec<Labelled> + Send + Sync + 'static,
) {
    meter()
        .u64_observable_gauge(name)
        .with_description(description)
        .with_unit(unit)
        .with_callback(move |observer| {
            for it in read() {
                let labels = it.labels.into_iter();
                let labels: Vec<_> = labels.map(|(name, value)| KeyValue::new(name, value)).collect();
                observer.observe(it.value, &labels);
            }
        })
        .build();
}

/// Shows how far a block's relay is.
pub fn observe_relay(block: &'static str, status: &Arc<RelayStatus>) {
    let label = || vec![KeyValue::new("block", block)];
    let backlog = status.clone();
    observe(
        "schakelpunt.relay.backlog",
        "Facts the relay has not looked at",
        "{fact}",
        label(),
        move || backlog.backlog.load(Ordering::Relaxed),
    );
    let oldest = status.clone();
    observe(
        "schakelpunt.relay.oldest.age",
        "Age of the oldest fact the relay has not looked at",
        "s",
        label(),
        move || seconds_since(oldest.oldest_unix_seconds.load(Ordering::Relaxed)),
    );
    let published = status.clone();
    observe(
        "schakelpunt.relay.published",
        "Events published since the start",
        "{event}",
        label(),
        move || published.published.load(Ordering::Relaxed),
    );
    let rewinds = status.clone();
    observe(
        "schakelpunt.relay.rewinds",
        "Times the relay started again from the ledger",
        "{time}",
        label(),
        move || rewinds.rewinds.load(Ordering::Relaxed),
    );
}

/// Seconds since a moment in Unix seconds; 0 for the moment 0, which means "none".
#[must_use]
pub fn seconds_since(unix_seconds: u64) -> u64 {
    if unix_seconds == 0 {
        return 0;
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_secs());
    now.saturating_sub(unix_seconds)
}
