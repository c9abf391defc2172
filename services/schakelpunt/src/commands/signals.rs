//! `schakelpunt signals`: what needs attention in the hub itself, such as a subscription that stands still.

use contracts::insight::v1::{ListSignalsRequest, ListSignalsResponse, Signal, signal::About};

use super::{Session, paging};
use crate::{
    cli::SignalsArgs,
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn run(args: SignalsArgs, session: &Session<'_>) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListSignalsRequest {
        also_over: args.over,
        page_size: 0,
        page_token: String::new(),
        consistency_token: args.consistency_token.unwrap_or_default(),
    };
    let ask = |page_token, page_size| {
        let request = ListSignalsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.insight().list_signals(request).await
        })
    };
    let answer = paging::all(args.pages.limit, args.pages.page_token, parts, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn parts(answer: &mut ListSignalsResponse) -> (&mut Vec<Signal>, &mut String) {
    (&mut answer.signals, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListSignalsResponse) {
    let mut grid = page.table(&[
        "column-subscription",
        "column-programme",
        "column-stall-rule",
        "column-since",
        "column-over-at",
        ">column-position",
        ">column-waiting-events",
        "column-last-acknowledged",
        ">column-failures",
    ]);
    for it in &answer.signals {
        let Some(About::StalledSubscription(about)) = &it.about else {
            continue;
        };
        grid.row([
            about.subscription_id.clone(),
            about.programme_id.clone(),
            page.texts.word(about.rule().as_str_name()),
            value::moment(it.since.as_ref()),
            value::moment(it.over_at.as_ref()),
            about.position.to_string(),
            about.waiting.to_string(),
            value::moment(about.last_acknowledged_at.as_ref()),
            about.failures_in_a_row.to_string(),
        ]);
    }
    page.grid(&grid, "none-signals");
    page.field("next-page", &answer.next_page_token);
    page.freshness(answer.freshness.as_ref());
}
