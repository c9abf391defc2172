//! `schakelpunt radar source`: what the radar reads.

use contracts::radar::v1::{
    GetSourceRequest, KeptSource, ListSourcesRequest, ListSourcesResponse, RegisterSourceRequest,
    ReviseSourceRequest, Source, SourceKind, SourceState, Text, WithdrawSourceRequest,
};

use super::{BLOCK, Session, confirm, paging, recorded_by, request_id, source_show};
use crate::{
    cli::radar::{
        LanguageArg,
        source::{
            FormatArg, SourceAboutArgs, SourceAddArgs, SourceCommand, SourceListArgs, SourceReviseArgs,
        },
    },
    client::Hub,
    failure::{Failure, Note},
};

pub(super) async fn run(command: SourceCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        SourceCommand::List(args) => list(args, session).await,
        SourceCommand::Show { source } => show(source, session).await,
        SourceCommand::Add(args) => add(*args, session).await,
        SourceCommand::Revise(args) => revise(*args, session).await,
        SourceCommand::Withdraw {
            source,
            reason,
            yes,
            request,
        } => {
            confirm::is_meant(
                &Note::new("confirm-withdraw-source").with("source", &source),
                yes,
                session,
            )?;
            let request = WithdrawSourceRequest {
                request_id: request_id::given_or_new(request.request_id),
                source_id: source,
                reason,
            };
            withdraw(request, session).await
        }
    }
}

async fn list(args: SourceListArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let kind = args.kind.map_or(SourceKind::Unspecified, |it| it.kind());
    let state = args.state.map_or(SourceState::Unspecified, |it| it.state());
    let request = ListSourcesRequest {
        kind: kind.into(),
        theme_id: args.theme.unwrap_or_default(),
        region_id: args.region.unwrap_or_default(),
        sector: args.sector.unwrap_or_default(),
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListSourcesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.sources().list_sources(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, source_show::listed)?;
    Ok(())
}

fn parts(answer: &mut ListSourcesResponse) -> (&mut Vec<KeptSource>, &mut String) {
    (&mut answer.sources, &mut answer.next_page_token)
}

async fn show(source_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetSourceRequest { source_id };
    let make = |hub: Hub, request| async move { hub.sources().get_source(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .source
            .iter()
            .for_each(|kept| source_show::source(page, kept));
        page.freshness_of_log(BLOCK, answer.freshness.as_ref());
    })?;
    Ok(())
}

async fn add(args: SourceAddArgs, session: &Session<'_>) -> Result<(), Failure> {
    let format = args.format.or_else(|| FormatArg::of_name(&args.file));
    let unknown = || Failure::Usage(Note::new("source-format-unknown").with("file", args.file.display()));
    let format = format.ok_or_else(unknown)?;
    let content = std::fs::read(&args.file).map_err(|error| Failure::file(&args.file, error))?;
    let about = Source {
        title: args.title,
        publisher: args.publisher,
        published_on: args.published_on,
        licence: args.licence,
        kind: args.kind.kind().into(),
        ..Source::default()
    };
    let request = RegisterSourceRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        source: Some(with_about(about, args.about)),
        text: Some(Text {
            format: format.format().into(),
            content,
        }),
    };
    let make = |hub: Hub, request| async move { hub.sources().register_source(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        page.field("column-source", &answer.source_id);
        page.receipt(answer.receipt.as_ref());
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

/// The source with what it is about, where that was given.
fn with_about(mut source: Source, about: SourceAboutArgs) -> Source {
    let lists = [
        (&mut source.region_ids, about.regions),
        (&mut source.sectors, about.sectors),
        (&mut source.theme_ids, about.themes),
    ];
    for (list, given) in lists {
        if !given.is_empty() {
            *list = given;
        }
    }
    if let Some(language) = about.language.map(LanguageArg::code) {
        language.clone_into(&mut source.language);
    }
    source.uri = about.uri.unwrap_or(source.uri);
    source
}

/// The contract replaces all that is known, so that what is left out is asked of the hub first.
async fn revise(args: SourceReviseArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let asked = GetSourceRequest {
        source_id: args.source.clone(),
    };
    let make = |hub: Hub, request| async move { hub.sources().get_source(request).await };
    let kept = hub.call(asked, make).await?.source.unwrap_or_default();
    let known = kept.source.unwrap_or_default();
    let known = Source {
        title: args.title.unwrap_or(known.title),
        publisher: args.publisher.unwrap_or(known.publisher),
        published_on: args.published_on.unwrap_or(known.published_on),
        licence: args.licence.unwrap_or(known.licence),
        kind: args.kind.map_or(known.kind, |it| it.kind().into()),
        ..known
    };
    let request = ReviseSourceRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        source_id: args.source,
        source: Some(with_about(known, args.about)),
        reason: args.reason,
    };
    let make = |hub: Hub, request| async move { hub.sources().revise_source(request).await };
    let answer = hub.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn withdraw(request: WithdrawSourceRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.sources().withdraw_source(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_given_stays_as_it_is() {
        let known = Source {
            region_ids: vec!["AM01".into()],
            theme_ids: vec!["care".into()],
            language: "nl".into(),
            uri: "https://voorbeeld.nl".into(),
            ..Source::default()
        };
        let about = SourceAboutArgs {
            themes: vec!["energy".into()],
            language: Some(LanguageArg::En),
            ..SourceAboutArgs::default()
        };
        let now = with_about(known.clone(), about);
        assert_eq!((now.region_ids, now.uri), (known.region_ids, known.uri));
        assert_eq!(
            (now.theme_ids, now.language),
            (vec!["energy".to_owned()], "en".to_owned())
        );
    }
}
