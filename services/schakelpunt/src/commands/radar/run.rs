//! `schakelpunt radar run`: by which method the radar reads, and how methods differ.

use contracts::radar::v1::{
    CompareRunsRequest, CompareRunsResponse, ConceptDifference, ListRunsRequest, ListRunsResponse, Run,
    StartRunRequest, StopRunRequest, UseRunRequest,
};

use super::{BLOCK, Session, count, paging, recorded_by, request_id};
use crate::{
    cli::{PagesArgs, radar::run::RunCommand},
    client::Hub,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: RunCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        RunCommand::List => list(session).await,
        RunCommand::Start { run, method, request } => {
            let request = StartRunRequest {
                request_id: request_id::given_or_new(request.request_id),
                run_id: run,
                method: method.name,
                method_version: method.version,
            };
            start(request, session).await
        }
        RunCommand::Use { run, reason, request } => {
            let request = UseRunRequest {
                request_id: request_id::given_or_new(request.request_id),
                run_id: run,
                reason,
            };
            put_to_use(request, session).await
        }
        RunCommand::Stop { run, request } => {
            let request = StopRunRequest {
                request_id: request_id::given_or_new(request.request_id),
                run_id: run,
            };
            stop(request, session).await
        }
        RunCommand::Compare {
            run,
            other_run,
            pages,
        } => compare(run, other_run, pages, session).await,
    }
}

async fn list(session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.distilling().list_runs(request).await };
    let answer = session.hub()?.call(ListRunsRequest {}, make).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn listed(page: &mut Page<'_>, answer: &ListRunsResponse) {
    let mut grid = page.table(&[
        "column-run",
        "column-method",
        "column-releases",
        "column-state",
        "column-started",
        ">column-read",
        ">column-sources-waiting",
        ">column-failed",
        ">column-mentions",
    ]);
    for it in &answer.runs {
        let method = it.method.clone().unwrap_or_default();
        grid.row([
            it.run_id.clone(),
            format!("{}/{}", method.name, method.version),
            releases(it),
            state(page, it),
            it.started_on.clone(),
            count(page, it.sources_read),
            count(page, it.sources_waiting),
            count(page, it.sources_failed),
            count(page, it.mentions),
        ]);
    }
    page.grid(&grid, "none-runs");
    page.section("section-methods");
    for it in &answer.methods {
        page.line(format!("{}/{}: {}", it.name, it.version, it.description));
    }
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

fn releases(run: &Run) -> String {
    let releases = run
        .releases
        .iter()
        .map(|it| format!("{} {}", it.scheme_id, it.version));
    releases.collect::<Vec<_>>().join(", ")
}

fn state(page: &Page<'_>, run: &Run) -> String {
    let state = page.texts.word(run.state().as_str_name());
    if run.takes_over {
        format!("{state}, {}", page.get("run-takes-over"))
    } else {
        state
    }
}

async fn start(request: StartRunRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.distilling().start_run(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn put_to_use(request: UseRunRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.distilling().use_run(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn stop(request: StopRunRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.distilling().stop_run(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn compare(
    run_id: String,
    other_run_id: String,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let ask = |page_token, page_size| {
        let request = CompareRunsRequest {
            run_id: run_id.clone(),
            other_run_id: other_run_id.clone(),
            page_size,
            page_token,
        };
        hub.call(request, |hub, request| async move {
            hub.distilling().compare_runs(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    let shown = |page: &mut Page<'_>, answer: &CompareRunsResponse| {
        compared(page, answer, &run_id, &other_run_id);
    };
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn parts(answer: &mut CompareRunsResponse) -> (&mut Vec<ConceptDifference>, &mut String) {
    (&mut answer.concepts, &mut answer.next_page_token)
}

fn compared(page: &mut Page<'_>, answer: &CompareRunsResponse, run: &str, other: &str) {
    page.field("compare-sources", count(page, answer.sources));
    page.field("compare-both", count(page, answer.in_both));
    for (run, pairs) in [(run, answer.only_first), (other, answer.only_other)] {
        let only = page.texts.with("compare-only", &[("run", run)]);
        page.line(format!("{only}: {}", count(page, pairs)));
    }
    let agreement = answer.agreement.map(|it| value::percent(it, page.lang()));
    page.field(
        "compare-agreement",
        agreement.as_deref().unwrap_or(value::NOTHING),
    );
    let mut grid = page.table(&[
        "column-concept",
        "column-uri",
        ">column-both",
        ">column-only-first",
        ">column-only-other",
    ]);
    for it in &answer.concepts {
        let concept = it.concept.clone().unwrap_or_default();
        grid.row([
            concept.label,
            concept.uri,
            count(page, it.in_both),
            count(page, it.only_first),
            count(page, it.only_other),
        ]);
    }
    page.section("section-differences");
    page.grid(&grid, "none-differences");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}
