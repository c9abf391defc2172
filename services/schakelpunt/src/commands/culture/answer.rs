//! `schakelpunt culture answer`, `across` and `agreement`: what projects report of the learning culture, coded.

use contracts::culture::v1::{
    Answer, AnswerState, Appearance, AskCodersRequest, CodeAnswerRequest, GetAnswerRequest,
    GetAnswerResponse, GetCultureAcrossProjectsRequest, GetCultureAcrossProjectsResponse,
    ListAnswersToCodeRequest, ListAnswersToCodeResponse, MeasureAgreementRequest, MeasureAgreementResponse,
    ResolveCodingRequest,
};

use super::BLOCK;
use crate::{
    cli::{
        PagesArgs, RequestArgs,
        culture::{AnswerCommand, CodesArgs, SchemeArgs},
    },
    client::Hub,
    commands::{Session, attention::recorded_by, paging, request_id},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(command: AnswerCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        AnswerCommand::List {
            block,
            disputed,
            pages,
        } => list(block, disputed, pages, session).await,
        AnswerCommand::Show { report } => show(report, session).await,
        AnswerCommand::AskCoders {
            report,
            coders,
            request,
        } => ask(report, coders, request, session).await,
        AnswerCommand::Code {
            report,
            scheme,
            codes,
        } => code(report, scheme, codes, session).await,
        AnswerCommand::Resolve {
            report,
            codes,
            reason,
            jointly,
        } => resolve(report, codes, reason, jointly, session).await,
    }
}

async fn list(
    block: Option<String>,
    disputed: bool,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListAnswersToCodeRequest {
        block_id: BLOCK.to_owned(),
        of_block_id: block.unwrap_or_default(),
        state: if disputed {
            AnswerState::Disputed
        } else {
            AnswerState::Unspecified
        }
        .into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListAnswersToCodeRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.coding().list_answers_to_code(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListAnswersToCodeResponse) -> (&mut Vec<Answer>, &mut String) {
    (&mut answer.answers, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListAnswersToCodeResponse) {
    let mut grid = page.table(&[
        "column-report",
        "column-project",
        "column-block",
        "column-state",
        ">column-coders",
        "column-waits",
    ]);
    for it in &answer.answers {
        grid.row([
            it.report_id.clone(),
            it.project_id.clone(),
            it.block_id.clone(),
            page.texts.word(it.state().as_str_name()),
            format!("{}/{}", it.done, it.coders),
            value::days(it.waits_days, page.lang()),
        ]);
    }
    page.grid(&grid, "none-answers");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

async fn show(report_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetAnswerRequest {
        report_id,
        block_id: BLOCK.to_owned(),
    };
    let make = |hub: Hub, request| async move { hub.coding().get_answer(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        shown(page, answer);
        page.fresh_from(BLOCK);
    })?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetAnswerResponse) {
    let it = answer.answer.clone().unwrap_or_default();
    page.heading(&it.report_id);
    page.field("column-project", &it.project_id);
    page.field("column-state", page.texts.word(it.state().as_str_name()));
    page.field("column-revision", it.revision.to_string());
    page.field("column-codes", it.code_ids.join(" "));
    page.field("column-reason", &it.settled_because);
    page.line(format!("\n{}", answer.text));
    for coding in &answer.codings {
        let (coder, codes) = (
            coding.coder.to_string(),
            value::or_dash(&coding.code_ids.join(" ")),
        );
        page.line(
            page.texts
                .with("culture-coding", &[("coder", &coder), ("codes", &codes)]),
        );
    }
}

async fn ask(
    report_id: String,
    coders: u32,
    request: RequestArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = AskCodersRequest {
        request_id: request_id::given_or_new(request.request_id),
        block_id: BLOCK.to_owned(),
        report_id,
        coders,
    };
    let make = |hub: Hub, request| async move { hub.coding().ask_coders(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn code(
    report_id: String,
    scheme: SchemeArgs,
    codes: CodesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = CodeAnswerRequest {
        request_id: request_id::given_or_new(codes.request.request_id),
        block_id: BLOCK.to_owned(),
        report_id,
        revision: codes.revision,
        scheme_id: scheme.scheme,
        scheme_version: scheme.scheme_version,
        code_ids: codes.codes,
    };
    let make = |hub: Hub, request| async move { hub.coding().code_answer(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

async fn resolve(
    report_id: String,
    codes: CodesArgs,
    reason: String,
    jointly: bool,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = ResolveCodingRequest {
        request_id: request_id::given_or_new(codes.request.request_id),
        block_id: BLOCK.to_owned(),
        report_id,
        revision: codes.revision,
        code_ids: codes.codes,
        reason,
        jointly,
    };
    let make = |hub: Hub, request| async move { hub.coding().resolve_coding(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded_by(BLOCK, session, &answer, answer.receipt.as_ref())
}

pub(super) async fn across(
    scheme: SchemeArgs,
    [block, theme, region]: [Option<String>; 3],
    session: &Session<'_>,
) -> Result<(), Failure> {
    let request = GetCultureAcrossProjectsRequest {
        scheme_id: scheme.scheme,
        scheme_version: scheme.scheme_version,
        block_id: block.unwrap_or_default(),
        theme_id: theme.unwrap_or_default(),
        region_id: region.unwrap_or_default(),
    };
    let make = |hub: Hub, request| async move { hub.coding().get_culture_across_projects(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, appearing)?;
    Ok(())
}

fn appearing(page: &mut Page<'_>, answer: &GetCultureAcrossProjectsResponse) {
    let lang = page.lang();
    page.field("column-reports", answer.reports.to_string());
    let share = answer.answered_share.map(|it| value::percent(it, lang));
    page.field(
        "column-answered",
        share.unwrap_or_else(|| value::NOTHING.to_owned()),
    );
    page.field("column-coded", answer.coded.to_string());
    page.field("column-waiting", answer.waiting.to_string());
    let mut grid = page.table(&[
        "column-component",
        "column-code",
        ">column-projects",
        "column-which",
    ]);
    let rows = answer.components.iter().chain(&answer.codes);
    rows.for_each(|it: &Appearance| {
        grid.row([
            page.texts.word(it.component().as_str_name()),
            value::or_dash(&it.code_id),
            it.project_ids.len().to_string(),
            it.project_ids.join(" "),
        ]);
    });
    page.grid(&grid, "none-codes");
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

pub(super) async fn agreement(scheme: SchemeArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = MeasureAgreementRequest {
        scheme_id: scheme.scheme,
        scheme_version: scheme.scheme_version,
    };
    let make = |hub: Hub, request| async move { hub.coding().measure_agreement(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, agreeing)?;
    Ok(())
}

fn agreeing(page: &mut Page<'_>, answer: &MeasureAgreementResponse) {
    let mut grid = page.table(&[
        "column-code",
        ">column-answers",
        ">column-observed",
        ">column-kappa",
        ">column-alpha",
    ]);
    let lang = page.lang();
    for it in &answer.codes {
        let observed = it.observed.map(|it| value::percent(it, lang));
        grid.row([
            it.code_id.clone(),
            it.answers.to_string(),
            observed.unwrap_or_else(|| value::NOTHING.to_owned()),
            value::quantity_or_dash(it.kappa, lang),
            value::quantity_or_dash(it.alpha, lang),
        ]);
    }
    page.grid(&grid, "none-codes");
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}
