//! Subscriptions, how they fare, and what they would give.

use contracts::exchange::v1::{
    GetSubscriptionResponse, KeptSubscription, ListParkedRequest, ListParkedResponse,
    ListSubscriptionsRequest, ListSubscriptionsResponse, ParkedEvent, PreviewSubscriptionRequest,
    PreviewSubscriptionResponse, Subscription, SubscriptionState, subscription::Door,
};

use super::{BLOCK, get, programme_of};
use crate::{
    cli::{PagesArgs, application::FileArgs, subscription::SubscriptionStateArg},
    client::Hub,
    commands::{Session, json_file, paging},
    failure::Failure,
    output::{Page, value},
};

pub(super) async fn list(
    programme: Option<String>,
    state: Option<SubscriptionStateArg>,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let state = state.map_or(SubscriptionState::Unspecified, SubscriptionStateArg::state);
    let request = ListSubscriptionsRequest {
        programme_id: programme.unwrap_or_default(),
        state: state.into(),
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListSubscriptionsRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.subscriptions().list_subscriptions(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, subscriptions, ask).await?;
    session.screen.answer(&answer, listed)?;
    Ok(())
}

fn subscriptions(answer: &mut ListSubscriptionsResponse) -> (&mut Vec<KeptSubscription>, &mut String) {
    (&mut answer.subscriptions, &mut answer.next_page_token)
}

fn listed(page: &mut Page<'_>, answer: &ListSubscriptionsResponse) {
    let mut grid = page.table(&[
        "column-subscription",
        "column-programme",
        "column-state",
        ">column-position",
        ">column-lag",
        ">column-failures",
        ">column-parked",
        "column-stalled-since",
    ]);
    for kept in &answer.subscriptions {
        let it = kept.subscription.clone().unwrap_or_default();
        let status = kept.status.clone().unwrap_or_default();
        grid.row([
            it.subscription_id,
            it.programme_id,
            page.texts.word(status.state().as_str_name()),
            status.position.to_string(),
            status.head_position.saturating_sub(status.position).to_string(),
            status.failures_in_a_row.to_string(),
            status.parked.to_string(),
            value::moment(status.stalled_since.as_ref()),
        ]);
    }
    page.grid(&grid, "none-subscriptions");
    page.field("next-page", &answer.next_page_token);
    page.freshness_of_log(BLOCK, answer.freshness.as_ref());
}

pub(super) async fn show(subscription_id: String, session: &Session<'_>) -> Result<(), Failure> {
    let answer = get(subscription_id, session).await?;
    session.screen.answer(&answer, shown)?;
    Ok(())
}

fn shown(page: &mut Page<'_>, answer: &GetSubscriptionResponse) {
    let kept = answer.subscription.clone().unwrap_or_default();
    let it = kept.subscription.clone().unwrap_or_default();
    let status = kept.status.clone().unwrap_or_default();
    page.heading(&it.subscription_id);
    page.field("column-programme", &it.programme_id);
    page.field("column-state", page.texts.word(status.state().as_str_name()));
    page.field("column-reason", &status.reason);
    page.field("column-purpose", &it.purpose);
    page.field("column-audience", page.texts.word(it.data_class().as_str_name()));
    page.field("column-revision", answer.revision.to_string());
    page.field("column-requested-on", &kept.requested_on);
    page.field("column-decided-on", &kept.decided_on);
    page.field("column-position", status.position.to_string());
    page.field("column-head", status.head_position.to_string());
    page.field("column-waiting-events", status.waiting.to_string());
    page.field("column-waiting-seconds", status.waiting_seconds.to_string());
    page.field("column-acknowledged", status.acknowledged.to_string());
    page.field(
        "column-last-acknowledged",
        value::moment(status.last_acknowledged_at.as_ref()),
    );
    page.field("column-failures", status.failures_in_a_row.to_string());
    page.field(
        "column-next-attempt",
        value::moment(status.next_attempt_at.as_ref()),
    );
    page.field("column-last-failure", &status.last_failure);
    page.field("column-parked", status.parked.to_string());
    if status.replay_to_position > 0 {
        page.field("column-replay-to", status.replay_to_position.to_string());
    }
    match &it.door {
        None => page.field("column-door", page.get("door-fetched")),
        Some(Door::Webhook(webhook)) => page.field("column-door", &webhook.url),
        Some(Door::Nats(nats)) => page.field("column-door", format!("NATS {}", nats.user_key)),
    }
    page.field(
        "column-stalled-since",
        value::moment(status.stalled_since.as_ref()),
    );
    page.section("section-filters");
    for filter in &it.filters {
        // As they were asked for: what is in a request can be read back and handed in again.
        page.line(serde_json::to_string(filter).unwrap_or_default());
    }
    if it.filters.is_empty() {
        page.line(page.get("none-filters"));
    }
    page.fresh_from(BLOCK);
}

pub(super) async fn parked(
    subscription_id: String,
    pages: PagesArgs,
    session: &Session<'_>,
) -> Result<(), Failure> {
    let hub = session.hub()?;
    let request = ListParkedRequest {
        programme_id: programme_of(&subscription_id, session).await?,
        subscription_id,
        page_size: 0,
        page_token: String::new(),
    };
    let ask = |page_token, page_size| {
        let request = ListParkedRequest {
            page_token,
            page_size,
            ..request.clone()
        };
        hub.call(request, |hub, request| async move {
            hub.deliveries().list_parked(request).await
        })
    };
    let answer = paging::all(pages.limit, pages.page_token, parked_events, ask).await?;
    session.screen.answer(&answer, listed_parked)?;
    Ok(())
}

fn parked_events(answer: &mut ListParkedResponse) -> (&mut Vec<ParkedEvent>, &mut String) {
    (&mut answer.parked, &mut answer.next_page_token)
}

fn listed_parked(page: &mut Page<'_>, answer: &ListParkedResponse) {
    let mut grid = page.table(&[">column-position", "column-parked-at", "column-reason"]);
    for it in &answer.parked {
        grid.row([
            it.position.to_string(),
            value::moment(it.parked_at.as_ref()),
            it.reason.clone(),
        ]);
    }
    page.grid(&grid, "none-parked");
    page.field("next-page", &answer.next_page_token);
    page.fresh_from(BLOCK);
}

pub(super) async fn preview(args: FileArgs, session: &Session<'_>) -> Result<(), Failure> {
    let request = PreviewSubscriptionRequest {
        subscription: Some(json_file::read::<Subscription>(&args.file)?),
    };
    let make = |hub: Hub, request| async move { hub.subscriptions().preview_subscription(request).await };
    let answer = session.hub()?.call(request, make).await?;
    session.screen.answer(&answer, previewed)?;
    Ok(())
}

fn previewed(page: &mut Page<'_>, answer: &PreviewSubscriptionResponse) {
    page.field("column-since", &answer.from_date);
    let mut grid = page.table(&["column-type", ">column-events", ">column-bytes"]);
    for it in &answer.types {
        grid.row([it.r#type.clone(), it.events.to_string(), it.bytes.to_string()]);
    }
    page.grid(&grid, "none-preview");
    page.field("column-head", answer.to_position.to_string());
    page.fresh_from(BLOCK);
}
