//! `schakelpunt culture instrument`: instruments with their versions and bridges.

use contracts::culture::v1::{
    Bridge, DraftInstrumentRequest, GetInstrumentRequest, GetInstrumentResponse, Instrument, KeptInstrument,
    ListInstrumentsRequest, ListInstrumentsResponse, RecordBridgeRequest, ReleaseInstrumentRequest,
    RetireInstrumentRequest,
};

use super::BLOCK;
use crate::{
    cli::{
        PagesArgs,
        application::FileArgs,
        culture::{CultureInstrumentCommand, VersionArgs},
    },
    client::Hub,
    commands::{Session, attention::recorded_by, json_file, paging, request_id},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: CultureInstrumentCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        CultureInstrumentCommand::List(pages) => list(pages, session).await,
        CultureInstrumentCommand::Show { instrument } => show(instrument, session).await,
        CultureInstrumentCommand::Draft(args) => draft(args, session).await,
        CultureInstrumentCommand::Release(args) => release(args, session).await,
        CultureInstrumentCommand::Retire { version, reason } => retire(version, reason, session).await,
        CultureInstrumentCommand::Bridge(args) => bridge(args, session).await,
    }
}

async fn list(pages: PagesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = ListInstrumentsRequest {
            page_token,
            page_size,
        };
        hub.call(request, |hub, request| async move {
            hub.culture_instruments().list_instruments(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListInstrumentsResponse) -> (&mut Vec<KeptInstrument>, &mut String) {
    (&mut answer.instruments, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListInstrumentsResponse) {
    let mut grid = page.table(&[
        "column-instrument",
        ">column-version",
        "column-name",
        "column-state",
        ">column-items",
    ]);
    for kept in &answer.instruments {
        let it = kept.instrument.clone().unwrap_or_default();
        grid.row([
            it.instrument_id.clone(),
            it.version.to_string(),
            page.name(page.lang().pick(it.name.as_ref()), it.example),
            page.texts.word(kept.state().as_str_name()),
            it.items.len().to_string(),
        ]);
    }
    page.grid(&grid, "none-instruments");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(instrument_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetInstrumentRequest { instrument_id };
    let make = |hub: Hub, request| async move { hub.culture_instruments().get_instrument(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer.versions.iter().for_each(|it| version(page, it));
        bridges(page, answer);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn version(page: &mut Page<'_>, kept: &KeptInstrument) {
    let it = kept.instrument.clone().unwrap_or_default();
    let lang = page.lang();
    let name = page.name(lang.pick(it.name.as_ref()), it.example);
    page.heading(format!("{} v{} {name}", it.instrument_id, it.version));
    page.field("column-state", page.texts.word(kept.state().as_str_name()));
    page.field("column-source", &it.source);
    page.field("column-least-cell", it.least_cell.to_string());
    page.field("column-reason", &kept.retired_because);
    let mut grid = page.table(&[
        "column-item",
        "column-component",
        "column-text",
        "column-scale",
        "column-reversed",
    ]);
    for item in &it.items {
        grid.row([
            item.item_id.clone(),
            page.texts.word(item.component().as_str_name()),
            lang.pick(item.text.as_ref()).to_owned(),
            item.scale_id.clone(),
            page.get(if item.reversed { "yes" } else { "no" }),
        ]);
    }
    page.section("section-items");
    page.grid(&grid, "none-rules");
}

fn bridges(page: &mut Page<'_>, answer: &GetInstrumentResponse) {
    let mut grid = page.table(&[
        "column-from",
        "column-to",
        ">column-n",
        "column-method",
        "column-study",
        "column-recorded-on",
    ]);
    for kept in &answer.bridges {
        let it = kept.bridge.clone().unwrap_or_default();
        grid.row([
            format!("v{}", it.from_version),
            format!("v{}", it.to_version),
            it.n.to_string(),
            it.method.clone(),
            value::or_dash(&it.study),
            kept.recorded_on.clone(),
        ]);
    }
    page.section("section-bridges");
    page.grid(&grid, "none-bridges");
}

async fn draft(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = DraftInstrumentRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        instrument: Some(json_file::read::<Instrument>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.culture_instruments().draft_instrument(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn release(args: VersionArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = ReleaseInstrumentRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        instrument_id: args.instrument,
        version: args.version,
    };
    let make = |hub: Hub, request| async move { hub.culture_instruments().release_instrument(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn retire(args: VersionArgs, reason: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = RetireInstrumentRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        instrument_id: args.instrument,
        version: args.version,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.culture_instruments().retire_instrument(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn bridge(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = RecordBridgeRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        block_id: BLOCK.to_owned(),
        bridge: Some(json_file::read::<Bridge>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.culture_instruments().record_bridge(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}
