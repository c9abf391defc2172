//! `schakelpunt attention`: attention points, raised, answered and closed.

use contracts::hub::v1::Receipt;
use contracts::programme::v1::{
    AnswerAttentionPointRequest, AttentionPoint, AttentionPointState, CloseAttentionPointRequest,
    ListAttentionPointsRequest, RaiseAttentionPointRequest,
};
use serde::Serialize;

use super::{Session, request_id};
use crate::{
    cli::AttentionCommand,
    client::Hub,
    failure::Failure,
    output::{Grid, Page, value},
};

pub(super) async fn run(command: AttentionCommand, session: &Session<'_>) -> Result<(), Failure> {
    match command {
        AttentionCommand::List { project, open } => list(project, open, session).await,
        AttentionCommand::Raise {
            project,
            text,
            id,
            report,
            request_id,
        } => {
            let request_id = request_id::given_or_new(request_id);
            let attention_point_id = id.unwrap_or_else(|| id_from(&request_id));
            let report_id = report.unwrap_or_default();
            raise(
                RaiseAttentionPointRequest {
                    request_id,
                    project_id: project,
                    attention_point_id,
                    report_id,
                    text,
                },
                session,
            )
            .await
        }
        AttentionCommand::Answer {
            project,
            id,
            text,
            request_id,
        } => {
            let request_id = request_id::given_or_new(request_id);
            let request = AnswerAttentionPointRequest {
                request_id,
                project_id: project,
                attention_point_id: id,
                answer: text,
            };
            answer(request, session).await
        }
        AttentionCommand::Close {
            project,
            id,
            note,
            request_id,
        } => {
            let request_id = request_id::given_or_new(request_id);
            close(
                CloseAttentionPointRequest {
                    request_id,
                    project_id: project,
                    attention_point_id: id,
                    note,
                },
                session,
            )
            .await
        }
    }
}

/// A short identifier that is the same again when the same request is repeated.
fn id_from(request_id: &str) -> String {
    let letters: String = request_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect();
    format!("ap-{}", letters.to_ascii_lowercase())
}

async fn list(project_id: String, open: bool, session: &Session<'_>) -> Result<(), Failure> {
    let request = ListAttentionPointsRequest { project_id };
    let make = |hub: Hub, request| async move { hub.feedback().list_attention_points(request).await };
    let mut answer = session.hub()?.call(request, make).await?;
    answer
        .attention_points
        .retain(|point| !open || point.state() != AttentionPointState::Closed);
    session.screen.answer(&answer, |page, answer| {
        let grid = table(page, &answer.attention_points);
        page.grid(&grid, "none-attention");
        page.fresh_from("programme");
    })?;
    Ok(())
}

/// A table of attention points; the status of a project shows it too.
pub(super) fn table(page: &Page<'_>, points: &[AttentionPoint]) -> Grid {
    let mut grid = page.table(&[
        "column-id",
        "column-state",
        "column-raised",
        "column-report",
        "column-question",
        "column-answer",
    ]);
    for point in points {
        grid.row([
            point.attention_point_id.clone(),
            page.texts.word(point.state().as_str_name()),
            value::moment(point.raised_at.as_ref()),
            value::or_dash(&point.report_id),
            point.text.clone(),
            value::or_dash(&point.answer),
        ]);
    }
    grid
}

async fn raise(request: RaiseAttentionPointRequest, session: &Session<'_>) -> Result<(), Failure> {
    let id = request.attention_point_id.clone();
    let make = |hub: Hub, request| async move { hub.feedback().raise_attention_point(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, |page, answer| {
        page.field("attention-point", &id);
        page.receipt(answer.receipt.as_ref());
        page.fresh_from("programme");
    })?;
    Ok(())
}

async fn answer(request: AnswerAttentionPointRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.feedback().answer_attention_point(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

async fn close(request: CloseAttentionPointRequest, session: &Session<'_>) -> Result<(), Failure> {
    let make = |hub: Hub, request| async move { hub.feedback().close_attention_point(request).await };
    let answer = session.hub()?.call(request, make).await?;
    recorded(session, &answer, answer.receipt.as_ref())
}

/// Shows the proof of a change and nothing else.
pub(super) fn recorded(
    session: &Session<'_>,
    answer: &impl Serialize,
    receipt: Option<&Receipt>,
) -> Result<(), Failure> {
    recorded_by("programme", session, answer, receipt)
}

/// Shows the proof of a change that a block recorded.
pub(super) fn recorded_by(
    block: &str,
    session: &Session<'_>,
    answer: &impl Serialize,
    receipt: Option<&Receipt>,
) -> Result<(), Failure> {
    session.screen.answer(answer, |page, _| {
        page.receipt(receipt);
        page.fresh_from(block);
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_request_names_the_same_attention_point() {
        assert_eq!(id_from("0191F2B4-aaaa"), "ap-0191f2b4");
        assert_eq!(id_from("0191F2B4-aaaa"), id_from("0191f2b4-bbbb"));
    }
}
