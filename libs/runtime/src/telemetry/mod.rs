//! Traces, metrics and logs: the only place that knows OpenTelemetry.

mod link;
pub mod metrics;

use std::{io::IsTerminal, time::Duration};

use anyhow::Context;
use opentelemetry::{global, trace::TracerProvider as _};
use opentelemetry_otlp::WithExportConfig;
use opentelemetry_sdk::{
    Resource,
    metrics::SdkMeterProvider,
    propagation::TraceContextPropagator,
    trace::{Sampler, SdkTracerProvider},
};
use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

pub use link::{OpenTelemetryLink, consumer_span, current_traceparent, set_parent, traceparent};

use crate::config::{LogFormat, TelemetrySettings};

/// How long a last export may take when the process stops, in seconds.
const FLUSH_SECONDS: u64 = 3;

/// Running telemetry. Flush it before the process ends.
pub struct Telemetry {
    tracer: SdkTracerProvider,
    meter: SdkMeterProvider,
    registry: prometheus::Registry,
}

impl Telemetry {
    /// Starts logging to standard error, tracing, and metrics; exports over OTLP when an endpoint is configured.
    ///
    /// # Errors
    /// The exporter cannot be made, or the process logs already.
    pub fn start(settings: &TelemetrySettings) -> anyhow::Result<Self> {
        global::set_text_map_propagator(TraceContextPropagator::new());
        let resource = Resource::builder()
            .with_service_name(settings.service_name.clone())
            .build();
        let tracer = tracer(settings, resource.clone())?;
        let registry = prometheus::Registry::new();
        let meter = meter(settings, resource, &registry)?;
        global::set_tracer_provider(tracer.clone());
        global::set_meter_provider(meter.clone());

        let filter = EnvFilter::try_new(&settings.log).context("`telemetry.log` is not a log filter")?;
        let spans = tracing_opentelemetry::layer()
            .with_tracer(tracer.tracer("schakelpunt"))
            .with_filter(EnvFilter::new(
                "info,h2=off,hyper=off,tonic=off,sqlx=off,async_nats=off",
            ));
        let coloured = std::io::stderr().is_terminal()
            && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let words = tracing_subscriber::fmt::layer()
            .with_writer(std::io::stderr)
            .with_ansi(coloured);
        let words = match settings.log_format {
            LogFormat::Text => words.with_target(false).boxed(),
            LogFormat::Json => words.json().boxed(),
        };
        tracing_subscriber::registry()
            .with(spans)
            .with(words.with_filter(filter))
            .try_init()
            .context("the process logs already")?;
        Ok(Self {
            tracer,
            meter,
            registry,
        })
    }

    /// The metrics in Prometheus's text form.
    #[must_use]
    pub fn registry(&self) -> prometheus::Registry {
        self.registry.clone()
    }

    /// Sends what is still held back.
    pub fn flush(&self) {
        for outcome in [
            self.tracer
                .shutdown_with_timeout(Duration::from_secs(FLUSH_SECONDS)),
            self.meter
                .shutdown_with_timeout(Duration::from_secs(FLUSH_SECONDS)),
        ] {
            if let Err(error) = outcome {
                tracing::debug!(%error, "telemetry could not be flushed");
            }
        }
    }
}

fn tracer(settings: &TelemetrySettings, resource: Resource) -> anyhow::Result<SdkTracerProvider> {
    let builder = SdkTracerProvider::builder().with_resource(resource);
    let Some(endpoint) = &settings.otlp_endpoint else {
        // Nobody collects traces here. Those that a caller keeps go on; no others are begun.
        let sampler = Sampler::ParentBased(Box::new(Sampler::AlwaysOff));
        return Ok(builder.with_sampler(sampler).build());
    };
    let exporter = opentelemetry_otlp::SpanExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .context("`telemetry.otlp_endpoint` cannot be used for traces")?;
    Ok(builder.with_batch_exporter(exporter).build())
}

fn meter(
    settings: &TelemetrySettings,
    resource: Resource,
    registry: &prometheus::Registry,
) -> anyhow::Result<SdkMeterProvider> {
    let prometheus = opentelemetry_prometheus::exporter()
        .with_registry(registry.clone())
        .build()?;
    let builder = SdkMeterProvider::builder()
        .with_resource(resource)
        .with_reader(prometheus);
    let Some(endpoint) = &settings.otlp_endpoint else {
        return Ok(builder.build());
    };
    let exporter = opentelemetry_otlp::MetricExporter::builder()
        .with_tonic()
        .with_endpoint(endpoint)
        .build()
        .context("`telemetry.otlp_endpoint` cannot be used for metrics")?;
    Ok(builder.with_periodic_exporter(exporter).build())
}
