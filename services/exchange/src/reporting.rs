//! Events that programmes hand in, whichever way they come.

use eventing::event_id::event_id;
use std::time::Duration;

use contracts::{
    exchange::v1,
    ledger::v1::{GetEventRequest, get_event_request::Key},
};
use eventing::{Committed, Meta, RequestKey, cloudevent::CloudEvent};
use jiff::Timestamp;
use prost::Message;
use runtime::{fault::Fault, parse::Faults, receipt::proto_time};
use tonic::Code;
use uuid::Uuid;

use crate::{
    contract::reported::read,
    delivery::archive::away,
    domain::{
        link::Link,
        linked_project::{Command, LinkedProject, Named, Reported, stream_id},
    },
    grpc::{BLOCK, Desk},
};

/// How long the ledger is waited for, and how often it is asked.
const LEDGER_WAIT: Duration = Duration::from_secs(3);
const ASK: Duration = Duration::from_millis(25);
/// Under which name requests are kept that hand in events.
const METHOD: &str = "report";

/// Who hands something in.
#[derive(Debug, Clone)]
pub(crate) struct Reporter {
    /// The programme, whose caller was let in.
    pub(crate) programme_id: String,
    /// Pseudonym of the caller.
    pub(crate) actor: String,
    /// W3C trace context.
    pub(crate) traceparent: Option<String>,
}

/// Takes in an event, and answers where the ledger has it.
///
/// # Errors
/// Everything that is wrong with the event; the programme's link is not active; the database cannot be reached.
pub(crate) async fn report(
    desk: &Desk,
    reporter: &Reporter,
    given: &v1::ReportedEvent,
) -> Result<v1::ReportEventResponse, Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("event.subject", &given.subject);
    let reported = read(&mut faults, given, Timestamp::now());
    // What the link says is told together with all else that is wrong.
    let link = desk
        .office
        .store
        .load::<Link>(&reporter.programme_id)
        .await?
        .state;
    let content = link.active().map_err(|it| Fault::rejected(&it))?;
    faults.check(
        "event.source",
        given.source == content.source,
        "the source of the link",
    );
    let is_agreed = content.types.contains(&given.r#type);
    faults.check("event.type", is_agreed, "one of the types of the link");
    let reported = blocks::contract::whole(faults, reported)?;
    let id = stream_id(&reporter.programme_id, &project_id);
    let committed = record(desk, reporter, &id, project_id, reported, given).await?;
    Ok(v1::ReportEventResponse {
        receipt: desk.office.receipt(&id, &committed),
        ledger: in_ledger(desk, &committed).await?,
    })
}

async fn record(
    desk: &Desk,
    reporter: &Reporter,
    id: &str,
    project_id: String,
    reported: Reported,
    given: &v1::ReportedEvent,
) -> Result<Committed, Fault> {
    let programme_id = &reporter.programme_id;
    // The same event is the same request, whichever way it comes.
    let name = format!("{programme_id}\n{}\n{}", reported.source, reported.event_id);
    let request = Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes());
    let meta = Meta {
        actor: reporter.actor.clone(),
        at: desk.office.clock.now(),
        request: Some(RequestKey::new(
            request,
            METHOD,
            programme_id,
            &given.encode_to_vec(),
        )),
        traceparent: reporter.traceparent.clone(),
        context: eventing::Context::default(),
    };
    let command = Command::Report {
        named: Named {
            programme_id: programme_id.clone(),
            project_id,
        },
        reported: Box::new(reported),
        by: reporter.actor.clone(),
    };
    let office = &desk.office;
    office
        .execute_filed::<LinkedProject>(id, &meta, command, |project| {
            project.content().map(LinkedProject::context)
        })
        .await
}

/// Where the ledger has what was recorded; it is waited for a little.
async fn in_ledger(desk: &Desk, committed: &Committed) -> Result<Option<v1::LedgerReceipt>, Fault> {
    let Some(position) = committed.public_position else {
        return Ok(None);
    };
    let event_id = event_id(BLOCK, position, 1);
    let found = tokio::time::timeout(LEDGER_WAIT, async {
        loop {
            let key = Some(Key::EventId(event_id.clone()));
            match desk.archive.0.clone().get_event(GetEventRequest { key }).await {
                Ok(found) => return Ok(found.into_inner().entry.map_or(0, |it| it.position)),
                Err(status) if status.code() == Code::NotFound => tokio::time::sleep(ASK).await,
                Err(status) => return Err(away(status)),
            }
        }
    })
    .await;
    // It was taken in all the same when the ledger is away or late.
    let position = found.ok().and_then(Result::ok).unwrap_or_default();
    Ok(Some(v1::LedgerReceipt { event_id, position }))
}

/// A CloudEvent as it is handed in.
pub(crate) fn reported_event(event: CloudEvent) -> v1::ReportedEvent {
    v1::ReportedEvent {
        id: event.id,
        source: event.source,
        r#type: event.event_type,
        subject: event.subject,
        time: Some(proto_time(event.time)),
        data: event.data.into(),
    }
}
