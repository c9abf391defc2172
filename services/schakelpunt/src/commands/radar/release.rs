//! `schakelpunt skill release`: releases of taxonomies.

use contracts::radar::v1::{
    ConceptChange, ConceptChangeKind, ImportReleaseRequest, ImportReleaseResponse, ListReleaseChangesRequest,
    ListReleaseChangesResponse, ListReleasesRequest, ListReleasesResponse, Release,
};

use super::{BLOCK, Session, count, paging, request_id, upload};
use crate::{
    cli::{
        PagesArgs,
        skill::release::{ChangeKindArg, ImportArgs, ReleaseCommand},
    },
    client::Hub,
    failure::Failure,
    output::{Format, Page, value},
};

pub(super) async fn run(command: ReleaseCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ReleaseCommand::List { scheme } => list(scheme, session).await,
        ReleaseCommand::Changes {
            scheme,
            release,
            kind,
            pages,
        } => changes(scheme, release, kind, pages, session).await,
        ReleaseCommand::Import(args) => import(args, session).await,
    }
}

async fn list(scheme: Option<String>, session: &Session<'_>) -> Result<(), Failure> {
    let request = ListReleasesRequest {
        scheme_id: scheme.unwrap_or_default(),
    };
    let make = |hub: Hub, request| async move { hub.taxonomies().list_releases(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn listed(page: &mut Page<'_>, answer: &ListReleasesResponse) {
    let mut grid = page.table(&[
        "column-taxonomy",
        "column-version",
        "column-in-force",
        "column-published-on",
        "column-imported-on",
        ">column-concepts",
        ">column-labels",
        "column-languages",
    ]);
    for it in &answer.releases {
        let in_force = if it.in_force {
            "release-in-force"
        } else {
            "release-before"
        };
        grid.row([
            it.scheme_id.clone(),
            it.version.clone(),
            page.get(in_force),
            it.published_on.clone(),
            it.imported_on.clone(),
            count(page, it.concepts),
            count(page, it.labels),
            it.languages.join(" "),
        ]);
    }
    page.grid(&grid, "none-releases");
    page.fresh_from(BLOCK);
}

async fn changes(
    scheme: String,
    version: String,
    kind: Option<ChangeKindArg>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListReleaseChangesRequest {
        scheme_id: scheme,
        version,
        kind: kind
            .map_or(ConceptChangeKind::Unspecified, ChangeKindArg::kind)
            .into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListReleaseChangesRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.taxonomies().list_release_changes(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, changed)?;
    Ok(())
}

fn parts(answer: &mut ListReleaseChangesResponse) -> (&mut Vec<ConceptChange>, &mut String) {
    (&mut answer.changes, &mut answer.next_page_token)
}

fn changed(page: &mut Page<'_>, answer: &ListReleaseChangesResponse) {
    let mut grid = page.table(&["column-change", "column-label", "column-uri", "column-successors"]);
    for it in &answer.changes {
        grid.row([
            page.texts.word(it.kind().as_str_name()),
            it.label.clone(),
            it.uri.clone(),
            value::or_dash(&it.successor_uris.join(" ")),
        ]);
    }
    page.grid(&grid, "none-changes");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}

async fn import(args: ImportArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let release = upload::Release {
        scheme_id: &args.scheme,
        version: &args.release,
        anew: args.anew,
    };
    let mut files = Vec::with_capacity(args.files.len());
    for file in &args.files {
        files.push(release.hand_over(file, &hub, session).await?);
    }
    let request = ImportReleaseRequest {
        request_id: request_id::given_or_new(args.request.request_id),
        scheme_id: args.scheme,
        version: args.release,
        title: args.title,
        source_uri: args.source_uri.unwrap_or_default(),
        licence: args.licence,
        published_on: args.published_on,
        files,
    };
    if session.screen.format == Format::Text {
        session.screen.aside("release-importing");
    }
    let make = |hub: Hub, request| async move { hub.taxonomies().import_release(request).await };
    let answer = hub.call(request, make).await?;
    session.screen.answer(&answer, imported)?;
    Ok(())
}

fn imported(page: &mut Page<'_>, answer: &ImportReleaseResponse) {
    answer.release.iter().for_each(|it| release(page, it));
    if !answer.remarks.is_empty() {
        page.section("section-remarks");
        answer.remarks.iter().for_each(|it| page.line(format!("- {it}")));
    }
    page.line("");
    page.receipt(answer.receipt.as_ref());
    page.fresh_from(BLOCK);
}

fn release(page: &mut Page<'_>, it: &Release) {
    page.heading(format!("{} {}", it.title, it.version));
    page.field("column-concepts", count(page, it.concepts));
    page.field("column-labels", count(page, it.labels));
    page.field("column-languages", it.languages.join(" "));
    let changes = it.changes.unwrap_or_default();
    let counts = [
        (ConceptChangeKind::Added, changes.added),
        (ConceptChangeKind::Relabelled, changes.relabelled),
        (ConceptChangeKind::Moved, changes.moved),
        (ConceptChangeKind::Replaced, changes.replaced),
        (ConceptChangeKind::Withdrawn, changes.withdrawn),
        (ConceptChangeKind::Revived, changes.revived),
    ];
    let told = counts.map(|(kind, number)| {
        let word = page.texts.word(kind.as_str_name());
        format!("{word} {}", count(page, number))
    });
    page.field("column-changes", told.join(", "));
}
