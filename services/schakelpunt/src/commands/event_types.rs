//! `schakelpunt event-types`: the catalogue of what the hub publishes.

use contracts::exchange::v1::{
    EventType, GetEventTypeRequest, GetEventTypeResponse, ListEventTypesRequest, ListEventTypesResponse,
};
use serde_json::Value;

use super::{Session, paging};
use crate::{cli::EventTypesArgs, client::Hub, failure::Failure, output::Page};

pub(super) async fn run(args: EventTypesArgs, session: &Session<'_>) -> Result<(), Failure> {
    match args.name {
        Some(name) => show(name, session).await,
        None => list(args, session).await,
    }
}

async fn list(args: EventTypesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListEventTypesRequest {
        domain: args.domain.unwrap_or_default(),
        block: args.block.unwrap_or_default(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListEventTypesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.catalogue().list_event_types(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, event_types, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn event_types(answer: &mut ListEventTypesResponse) -> (&mut Vec<EventType>, &mut String) {
    (&mut answer.event_types, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListEventTypesResponse) {
    let mut grid = page.table(&[
        "column-type",
        "column-data-class",
        "column-published-from",
        "column-meaning",
    ]);
    for it in &answer.event_types {
        grid.row([
            it.r#type.clone(),
            page.texts.word(it.data_class().as_str_name()),
            it.since.clone(),
            it.meaning.clone(),
        ]);
    }
    page.grid(&grid, "none-event-types");
}

async fn show(r#type: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetEventTypeRequest { r#type };
    let make = |hub: Hub, request| async move { hub.catalogue().get_event_type(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetEventTypeResponse) {
    let it = answer.event_type.clone().unwrap_or_default();
    page.heading(&it.r#type);
    page.field("column-meaning", &it.meaning);
    page.field(
        "column-data-class",
        page.texts.word(it.data_class().as_str_name()),
    );
    page.field("column-block", &it.block);
    page.field("column-published-from", &it.since);
    page.field("column-published-until", &it.until);
    page.field("column-message", &it.message);
    page.section("section-fields");
    let mut grid = page.table(&["column-field", "column-type", "column-meaning"]);
    for field in &it.fields {
        grid.row([field.name.clone(), field.r#type.clone(), field.meaning.clone()]);
    }
    page.grid(&grid, "none-fields");
    page.section("section-sample");
    page.line(pretty(&it.sample));
}

/// A document as people read it; as it came when it is none.
fn pretty(document: &[u8]) -> String {
    let read: Option<Value> = serde_json::from_slice(document).ok();
    let written = read.and_then(|it| serde_json::to_string_pretty(&it).ok());
    written.unwrap_or_else(|| String::from_utf8_lossy(document).into_owned())
}
