//! `schakelpunt explain`: the rule behind a figure and the events it was made from.

use contracts::insight::v1::{ExplainRequest, ExplainResponse, FigureEvent};

use super::{Session, paging};
use crate::{
    cli::ExplainArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: ExplainArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ExplainRequest {
        figure_id: args.figure,
        page_size: 0,
        page_token: String::new(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let ask = |page_token, page_size| {
        let request = ExplainRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.insight().explain(request).await
        })
    };
    let answer = paging::all(args.limit, args.page_token, parts, ask).await?;
    session.screen.answer(&answer, explained)?;
    Ok(())
}

/// The parts of an answer that comes in pages.
fn parts(answer: &mut ExplainResponse) -> (&mut Vec<FigureEvent>, &mut String) {
    (&mut answer.events, &mut answer.next_page_token)
}

fn explained(page: &mut Page<'_>, answer: &ExplainResponse) {
    let id = answer
        .figure
        .as_ref()
        .map(|figure| figure.figure_id.clone())
        .unwrap_or_default();
    page.heading(&id);
    page.field("column-value", value::figure(answer.figure.as_ref(), page.lang()));
    let rule = format!(
        "{} (v{})",
        page.lang().pick(answer.rule.as_ref()),
        answer.rule_version
    );
    page.field("explain-rule", rule);
    if answer.figure.as_ref().is_some_and(|figure| !figure.additive) {
        page.line(page.get("explain-not-additive"));
    }
    events(page, answer);
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}

fn events(page: &mut Page<'_>, answer: &ExplainResponse) {
    let total = answer.total_size.to_string();
    page.line(format!(
        "\n{}",
        page.texts.with("explain-events", &[("total", &total)])
    ));
    let headings = [
        ">column-position",
        "column-when",
        "column-type",
        "column-subject",
        "column-project",
        ">column-contribution",
    ];
    let mut grid = page.table(&headings);
    for event in &answer.events {
        grid.row([
            event.position.to_string(),
            value::moment(event.time.as_ref()),
            event.r#type.clone(),
            event.subject.clone(),
            value::or_dash(&event.project_id),
            event.contribution.clone(),
        ]);
    }
    page.grid(&grid, "none-events");
}
