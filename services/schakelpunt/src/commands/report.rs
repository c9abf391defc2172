//! `schakelpunt report`: the life of a progress report, from its start to its approval.

use contracts::programme::v1::{
    AcceptReportRequest, ApproveReportRequest, GetReportRequest, ReopenReportRequest, ReportKind,
    ReturnReportRequest, ReviewReportRequest, StartReportRequest, SubmitReportRequest,
};

use super::{Session, attention::recorded, report_fill, report_show, request_id};
use crate::{
    cli::report::{NoteArgs, ReasonArgs, ReportArgs, ReportCommand, ReportId, StartArgs},
    client::Hub,
    failure::Failure,
};

pub(super) async fn run(command: ReportCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        ReportCommand::Start(args) => start(args, session).await,
        ReportCommand::Fill(args) => report_fill::run(*args, session).await,
        ReportCommand::Submit(args) => submit(args, session).await,
        ReportCommand::Review(args) => review(args, session).await,
        ReportCommand::Return(args) => send_back(args, session).await,
        ReportCommand::Accept(args) => accept(args, session).await,
        ReportCommand::Approve(args) => approve(args, session).await,
        ReportCommand::Reopen(args) => reopen(args, session).await,
        ReportCommand::Show(args) => show(args.id, session).await,
    }
}

async fn start(args: StartArgs, session: &Session<'_>) -> Result<(), Failure> {
    let kind = if args.final_report {
        ReportKind::Final
    } else {
        ReportKind::Progress
    };
    let request = StartReportRequest {
        request_id: request_id::given_or_new(args.request_id),
        project_id: args.project,
        period: args.period,
        kind: kind.into(),
    };
    let make = |hub: Hub, request| async move { hub.reporting().start_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .report
            .iter()
            .for_each(|report| report_show::report(page, report));
        page.line("");
        page.receipt(answer.receipt.as_ref());
        page.fresh_from("programme");
    })?;
    Ok(())
}

async fn submit(args: ReportArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id) = (args.id.project(), args.id.report);
    let request = SubmitReportRequest {
        request_id: request_id::given_or_new(args.request_id),
        project_id,
        report_id,
    };
    let make = |hub: Hub, request| async move { hub.reporting().submit_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        page.receipt(answer.receipt.as_ref());
        page.field("response-due", &answer.response_due_on);
        page.fresh_from("programme");
    })?;
    Ok(())
}

async fn review(args: ReportArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id) = (args.id.project(), args.id.report);
    let request = ReviewReportRequest {
        request_id: request_id::given_or_new(args.request_id),
        project_id,
        report_id,
    };
    let make = |hub: Hub, request| async move { hub.reporting().review_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn send_back(args: ReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id, reason) = (args.id.project(), args.id.report, args.reason);
    let request_id = request_id::given_or_new(args.request_id);
    let request = ReturnReportRequest {
        request_id,
        project_id,
        report_id,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.reporting().return_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn accept(args: NoteArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id, note) = (args.id.project(), args.id.report, args.note);
    let request_id = request_id::given_or_new(args.request_id);
    let request = AcceptReportRequest {
        request_id,
        project_id,
        report_id,
        note,
    };
    let make = |hub: Hub, request| async move { hub.reporting().accept_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn approve(args: NoteArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id, note) = (args.id.project(), args.id.report, args.note);
    let request_id = request_id::given_or_new(args.request_id);
    let request = ApproveReportRequest {
        request_id,
        project_id,
        report_id,
        note,
    };
    let make = |hub: Hub, request| async move { hub.reporting().approve_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn reopen(args: ReasonArgs, session: &Session<'_>) -> Result<(), Failure> {
    let (project_id, report_id, reason) = (args.id.project(), args.id.report, args.reason);
    let request_id = request_id::given_or_new(args.request_id);
    let request = ReopenReportRequest {
        request_id,
        project_id,
        report_id,
        reason,
    };
    let make = |hub: Hub, request| async move { hub.reporting().reopen_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn show(id: ReportId, session: &Session<'_>) -> Result<(), Failure> {
    let request = GetReportRequest {
        project_id: id.project(),
        report_id: id.report,
    };
    let make = |hub: Hub, request| async move { hub.reporting().get_report(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        answer
            .report
            .iter()
            .for_each(|report| report_show::report(page, report));
        page.fresh_from("programme");
    })?;
    Ok(())
}
