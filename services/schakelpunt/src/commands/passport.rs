//! `schakelpunt passport`: what a holder has, and the right to have it forgotten.

use contracts::professionalisation::v1::{
    ErasePassportRequest, ExportPassportRequest, GetPassportRequest, GetPassportResponse,
    ListProcessingRequest, ListProcessingResponse, ProcessingRecord,
};
use serde_json::json;

use super::{
    Session, attention::recorded_by, confirm, paging, private_file, provider::BLOCK, request_id, skill,
};
use crate::{
    cli::{PagesArgs, passport::PassportCommand},
    client::Hub,
    failure::{Failure, Note},
    output::{Page, value},
};

pub(super) async fn run(command: PassportCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        PassportCommand::Show { holder } => show(holder, session).await,
        PassportCommand::Export { holder, file } => {
            let request = ExportPassportRequest { holder_id: holder };
            let make = |hub: Hub, request| async move { hub.passports().export_passport(request).await };
            let answer = session.hub()?.call(request, make).await?;
            private_file::write(&file, answer.document.as_bytes())?;
            let place = json!({"file": file.display().to_string()});
            session.screen.answer(&place, |page, _| {
                page.field("passport-exported", file.display().to_string());
                page.fresh_from(BLOCK);
            })?;
            Ok(())
        }
        PassportCommand::Erase { holder, yes, request } => {
            let question = Note::new("confirm-erase").with("holder", &holder);
            confirm::is_meant(&question, yes, session)?;
            let request = ErasePassportRequest {
                request_id: request_id::given_or_new(request.request_id),
                holder_id: holder,
            };
            let make = |hub: Hub, request| async move { hub.passports().erase_passport(request).await };
            let answer = session.hub()?.call(request, make).await?;
            recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
        }
        PassportCommand::Processing { holder, pages } => processing(holder, pages, session).await,
    }
}

async fn show(holder_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetPassportRequest { holder_id };
    let make = |hub: Hub, request| async move { hub.passports().get_passport(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetPassportResponse) {
    let mut grid = page.table(&[
        "column-credential",
        "column-class",
        "column-name",
        "column-provider",
        "column-achieved",
        "column-valid-until",
        "column-state",
        "column-skills",
    ]);
    for it in &answer.entries {
        let state = if it.revoked {
            "passport-revoked"
        } else {
            "passport-valid"
        };
        grid.row([
            it.credential_id.clone(),
            it.class_id.clone(),
            it.class_name.clone(),
            it.provider_id.clone(),
            it.achieved_on.clone(),
            value::or_dash(&value::moment(it.valid_until.as_ref())),
            page.get(state),
            skill::labels(&it.skills),
        ]);
    }
    page.grid(&grid, "none-credentials");
    page.fresh_from(BLOCK);
}

async fn processing(holder_id: String, pages: PagesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = ListProcessingRequest {
            holder_id: holder_id.clone(),
            page_token,
            page_size,
        };
        hub.call(request, |hub, request| async move {
            hub.passports().list_processing(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, processed)?;
    Ok(())
}

fn parts(answer: &mut ListProcessingResponse) -> (&mut Vec<ProcessingRecord>, &mut String) {
    (&mut answer.records, &mut answer.next_page_token)
}

fn processed(page: &mut Page<'_>, answer: &ListProcessingResponse) {
    let mut grid = page.table(&[
        "column-when",
        "column-operation",
        "column-ended",
        "column-actor",
        "column-activity",
        "column-trace",
    ]);
    for it in &answer.records {
        grid.row([
            value::moment(it.started_at.as_ref()),
            it.name.clone(),
            it.status.clone(),
            it.actor.clone(),
            it.processing_activity_id.clone(),
            it.trace_id.clone(),
        ]);
    }
    page.grid(&grid, "none-processing");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}
