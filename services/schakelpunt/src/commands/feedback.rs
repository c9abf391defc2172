//! `schakelpunt feedback`: the feedback report for a project or a workgroup.

use contracts::insight::v1::{GetProjectFeedbackRequest, GetWorkgroupFeedbackRequest};
use serde::Serialize;

use super::Session;
use crate::{
    cli::{FeedbackCommand, FeedbackFormat},
    client::Hub,
    failure::Failure,
    output::{Format, Page, Screen, clean},
};

pub(super) async fn run(command: FeedbackCommand, session: &Session<'_>) -> Result<(), Failure> {
    let language = session.globals.lang.language().into();
    let hub = session.hub()?;
    match command {
        FeedbackCommand::Project(args) => {
            let consistency_token = args.consistency_token.unwrap_or_default();
            let request = GetProjectFeedbackRequest {
                project_id: args.id,
                language,
                consistency_token,
            };
            let make = |hub: Hub, request| async move { hub.insight().get_project_feedback(request).await };
            let answer = hub.call(request, make).await?;
            let freshness = answer.status.as_ref().and_then(|status| status.freshness);
            show(session, args.format, &answer, &answer.markdown, |page| {
                page.freshness(freshness.as_ref())
            })
        }
        FeedbackCommand::Workgroup(args) => {
            let consistency_token = args.consistency_token.unwrap_or_default();
            let request = GetWorkgroupFeedbackRequest {
                workgroup_id: args.id,
                language,
                consistency_token,
            };
            let make = |hub: Hub, request| async move { hub.insight().get_workgroup_feedback(request).await };
            let answer = hub.call(request, make).await?;
            show(session, args.format, &answer, &answer.markdown, |page| {
                page.freshness(answer.freshness.as_ref())
            })
        }
    }
}

/// Markdown goes out as the hub wrote it, with the freshness line behind it.
fn show(
    session: &Session<'_>,
    format: Option<FeedbackFormat>,
    answer: &impl Serialize,
    markdown: &str,
    freshness: impl FnOnce(&mut Page<'_>),
) -> Result<(), Failure> {
    let format = match format {
        Some(FeedbackFormat::Json) => Format::Json,
        Some(FeedbackFormat::Markdown) => Format::Text,
        None => session.screen.format,
    };
    let screen = Screen::new(session.screen.texts, format);
    screen.answer(answer, |page, _| {
        page.line(clean(markdown.trim_end()));
        freshness(page);
    })?;
    Ok(())
}
