//! `schakelpunt radar edition`: numbered, frozen publications of the radar.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use contracts::{
    hub::v1::LocalText,
    radar::v1::{
        Edition, ExportEditionRequest, GetEditionRequest, ListEditionsRequest, ListEditionsResponse,
        PublishEditionRequest,
    },
};

use super::{BLOCK, Session, confirm, edition_show, paging, request_id};
use crate::{
    cli::{
        PagesArgs,
        radar::{
            LanguageArg,
            edition::{EditionCommand, EditionPublishArgs},
        },
    },
    client::Hub,
    failure::{Failure, Note},
    output::Lang,
};

pub(super) async fn run(command: EditionCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        EditionCommand::List(pages) => list(pages, session).await,
        EditionCommand::Show { number } => show(number, session).await,
        EditionCommand::Publish(args) => publish(args, session).await,
        EditionCommand::Export {
            number,
            format,
            language,
            file,
        } => {
            let request = ExportEditionRequest {
                number,
                format: format.format().into(),
                language: code(language, session.screen.texts.lang).to_owned(),
            };
            export(request, file, session).await
        }
    }
}

fn code(given: Option<LanguageArg>, lang: Lang) -> &'static str {
    let of_hub = match lang {
        Lang::Nl => LanguageArg::Nl,
        Lang::En => LanguageArg::En,
    };
    given.unwrap_or(of_hub).code()
}

async fn list(pages: PagesArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = ListEditionsRequest {
            page_size,
            page_token,
        };
        hub.call(request, |hub, request| async move {
            hub.editions().list_editions(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, edition_show::listed)?;
    Ok(())
}

fn parts(answer: &mut ListEditionsResponse) -> (&mut Vec<Edition>, &mut String) {
    (&mut answer.editions, &mut answer.next_page_token)
}

async fn show(number: u32, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.editions().get_edition(request).await };
    let answer = session.hub()?.call(GetEditionRequest { number }, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .edition
            .iter()
            .for_each(|it| edition_show::edition(page, it));
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

async fn publish(args: EditionPublishArgs, session: &Session<'_>) -> Result<(), Failure> {
    let question = Note::new("confirm-publish-edition").with("title", &args.title);
    confirm::is_meant(&question, args.yes, session)?;
    let text = |nl, en| Some(LocalText { nl, en });
    let request = PublishEditionRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        title: text(args.title, args.title_en),
        note: text(args.note, args.note_en),
        scope: Some(args.periods.scope()),
    };
    let make = |hub: Hub, request| async move { hub.editions().publish_edition(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        page.field("column-edition", answer.number.to_string());
        page.receipt(answer.receipt.as_ref());
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

/// Writes the file as the hub made it, also with `--output json`: that is about answers, and this is a document.
async fn export(
    request: ExportEditionRequest,
    file: Option<PathBuf>,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.editions().export_edition(request).await };
    let answer = session.hub()?.call(request, make).await?;
    let Some(file) = file else {
        let mut out = io::stdout().lock();
        out.write_all(&answer.content)?;
        out.flush()?;
        return Ok(());
    };
    std::fs::write(&file, &answer.content).map_err(|error| Failure::file(&file, error))?;
    let mut page = crate::output::Page::new(session.screen.texts);
    page.field("edition-written", file.display().to_string());
    session.screen.page(page)?;
    Ok(())
}
