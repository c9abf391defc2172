//! `schakelpunt link`: other programmes bring their projects into the national view.

use std::path::Path;

use contracts::exchange::v1::{
    ApproveLinkRequest, EndLinkRequest, GetLinkRequest, GetLinkResponse, Link, LinkProjectRequest,
    LinkedProject, ReportEventRequest, ReportEventResponse, ReportedEvent, RequestLinkRequest,
    UnlinkProjectRequest,
};
use eventing::cloudevent::CloudEvent;
use runtime::receipt::proto_time;

use super::{Session, attention::recorded_by, json_file, request_id};
use crate::{
    cli::{
        application::FileArgs,
        link::{LinkCommand, ProgrammeFileArgs},
    },
    client::Hub,
    failure::Failure,
    output::Page,
};

/// Block that records what these commands change.
const BLOCK: &str = "exchange";

pub(super) async fn run(command: LinkCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        LinkCommand::Show { programme } => show(programme, session).await,
        LinkCommand::Request(args) => request(args, session).await,
        LinkCommand::Approve {
            programme,
            revision,
            request,
        } => {
            let request = ApproveLinkRequest {
                request_id: request_id::given_or_new(request.request_id),
                programme_id: programme,
                revision,
            };
            let make = |hub: Hub, request| async move { hub.links().approve_link(request).await };
            let answer = session.hub()?.call(request, make).await?;
            recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
        }
        LinkCommand::End {
            programme,
            reason,
            request,
        } => {
            let request = EndLinkRequest {
                request_id: request_id::given_or_new(request.request_id),
                programme_id: programme,
                reason,
            };
            let make = |hub: Hub, request| async move { hub.links().end_link(request).await };
            let answer = session.hub()?.call(request, make).await?;
            recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
        }
        LinkCommand::Project(args) => project(args, session).await,
        LinkCommand::Remove {
            programme,
            project,
            reason,
            request,
        } => {
            let request = UnlinkProjectRequest {
                request_id: request_id::given_or_new(request.request_id),
                programme_id: programme,
                project_id: project,
                reason,
            };
            let make = |hub: Hub, request| async move { hub.links().unlink_project(request).await };
            let answer = session.hub()?.call(request, make).await?;
            recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
        }
        LinkCommand::Report { programme, file } => report(programme, &file, session).await,
    }
}

async fn show(programme_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetLinkRequest { programme_id };
    let make = |hub: Hub, request| async move { hub.links().get_link(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetLinkResponse) {
    let link = answer.link.clone().unwrap_or_default();
    page.heading(&link.programme_id);
    page.field("column-state", page.texts.word(answer.state().as_str_name()));
    page.field("column-reason", &answer.reason);
    page.field("column-purpose", &link.purpose);
    page.field("column-source", &link.source);
    page.field("column-revision", answer.revision.to_string());
    page.section("section-types");
    for name in &link.types {
        page.line(name.clone());
    }
    page.fresh_from(BLOCK);
}

async fn request(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RequestLinkRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        link: Some(json_file::read::<Link>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.links().request_link(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn project(args: ProgrammeFileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = LinkProjectRequest {
        request_id: request_id::given_or_new(args.file.request.request_id),
        programme_id: args.programme,
        project: Some(json_file::read::<LinkedProject>(&args.file.file)?),
    };
    let make = |hub: Hub, request| async move { hub.links().link_project(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn report(programme_id: String, file: &Path, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReportEventRequest {
        programme_id,
        event: Some(read_event(file)?),
    };
    let make = |hub: Hub, request| async move { hub.links().report_event(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, reported)?;
    Ok(())
}

/// A CloudEvent in structured JSON.
fn read_event(file: &Path) -> Result<ReportedEvent, Failure> {
    let text = std::fs::read(file).map_err(|error| Failure::file(file, error))?;
    let event = CloudEvent::from_structured_json(&text.into())
        .map_err(|error| Failure::file(file, std::io::Error::other(error)))?;
    Ok(ReportedEvent {
        id: event.id,
        source: event.source,
        r#type: event.event_type,
        subject: event.subject,
        time: Some(proto_time(event.time)),
        data: event.data.into(),
    })
}

fn reported(page: &mut Page<'_>, answer: &ReportEventResponse) {
    let ledger = answer.ledger.clone().unwrap_or_default();
    page.field("column-event-id", &ledger.event_id);
    if ledger.position > 0 {
        page.field("column-position", ledger.position.to_string());
    }
    page.receipt(answer.receipt.as_ref());
    page.fresh_from(BLOCK);
}
