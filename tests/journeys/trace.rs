//! One trace from the call through NATS and ledger into the projection, seen by an OTLP collector.

use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    trace::v1::Span,
};
use runtime::{config::Settings, telemetry::Telemetry};
use serde_json::json;
use testkit::{TestHub, TestServers, eventually, request_id};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Request, Response, Status};

use crate::reach::request;

/// A collector that keeps what it gets.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Span>>>);

#[tonic::async_trait]
impl TraceService for Collector {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let spans = request
            .into_inner()
            .resource_spans
            .into_iter()
            .flat_map(|resource| resource.scope_spans);
        self.0.lock().unwrap().extend(spans.flat_map(|scope| scope.spans));
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_and_everything_it_leads_to_is_one_trace() {
    let collector = Collector::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let service = TraceServiceServer::new(collector.clone());
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(service)
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );

    let servers = TestServers::start().await;
    let settings: Settings = servers.settings();
    let telemetry = runtime::config::TelemetrySettings {
        otlp_endpoint: Some(endpoint),
        ..settings.telemetry
    };
    let telemetry = Telemetry::start(&telemetry).unwrap();
    let hub = TestHub::start_on(servers, schakelpunt::blocks::BLOCKS).await;

    let trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
    let entry =
        json!({"theme": {"themeId": "t-1", "name": {"nl": "Thema", "en": "Theme"}}, "source": "toets"});
    let mut define = request(json!({"requestId": request_id(), "entry": entry}));
    define.metadata_mut().insert(
        "traceparent",
        format!("00-{trace_id}-00f067aa0ba902b7-01").parse().unwrap(),
    );
    hub.caller("national-coordinator")
        .reference()
        .define_entry(define)
        .await
        .unwrap();

    // Spans are sent in batches; the collector has them all before long.
    let names = eventually(
        "call, publication, ledger and projection are in the trace",
        async || {
            let spans = collector.0.lock().unwrap().clone();
            let own: Vec<String> = spans
                .into_iter()
                .filter(|span| hex(&span.trace_id) == trace_id)
                .map(|span| format!("{}:{}", span.kind, span.name))
                .collect();
            // Kinds: 2 server, 4 producer, 5 consumer.
            let complete = own.iter().any(|name| name.starts_with("2:"))
                && own.iter().any(|name| name.starts_with("4:publish"))
                && own.iter().filter(|name| name.starts_with("5:")).count() >= 2;
            complete.then_some(own)
        },
    )
    .await;
    assert!(names.iter().any(|name| name.contains("DefineEntry")), "{names:?}");
    telemetry.flush();
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
