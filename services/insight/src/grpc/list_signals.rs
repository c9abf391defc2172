//! `ListSignals`: what needs attention in the hub itself.

use blocks::office::cut;
use contracts::insight::v1::{
    ListSignalsRequest, ListSignalsResponse, Signal, StalledSubscription, signal::About,
};
use runtime::{call::deadline, fault::Fault, paging::Page, receipt::proto_time};
use tonic::Request;

use crate::{rows::StallRow, views::Views};

/// Signals on a page when the caller does not say, and at most.
const PAGE_DEFAULT: usize = 100;
const PAGE_MAX: usize = 1_000;
/// The rule, and its version.
const STALLED: &str = "SUBSCRIPTION_STALLED";
const STALLED_VERSION: u32 = 1;

/// Answers the call.
pub(super) async fn answer(
    views: &Views,
    request: Request<ListSignalsRequest>,
) -> Result<ListSignalsResponse, Fault> {
    let deadline = deadline(&request);
    let asked = request.into_inner();
    let arguments = format!("ListSignals {}", asked.also_over);
    let page = Page::parse(
        asked.page_size,
        PAGE_DEFAULT,
        PAGE_MAX,
        &asked.page_token,
        &arguments,
    )?;
    let view = views.view(&asked.consistency_token, deadline).await?;
    let after = page.after.as_deref().unwrap_or_default();
    let stalls = view.facts.exchange.stalls.values().map(AsRef::as_ref);
    let mut found: Vec<&StallRow> = stalls
        .filter(|row: &&StallRow| row.subscription_id.as_str() > after)
        .filter(|row| asked.also_over || row.over_at.is_none())
        .take(page.limit + 1)
        .collect();
    let next_page_token = cut(&page, &mut found, |row| row.subscription_id.as_str());
    Ok(ListSignalsResponse {
        signals: found.into_iter().map(signal).collect(),
        next_page_token,
        freshness: Some(view.freshness),
    })
}

fn signal(row: &StallRow) -> Signal {
    let about = StalledSubscription {
        subscription_id: row.subscription_id.clone(),
        programme_id: row.programme_id.clone(),
        rule: row.rule.into(),
        position: row.position,
        waiting: row.waiting,
        waiting_since: row.waiting_since.map(proto_time),
        last_acknowledged_at: row.last_acknowledged_at.map(proto_time),
        failures_in_a_row: row.failures_in_a_row,
    };
    Signal {
        code: STALLED.to_owned(),
        rule_version: STALLED_VERSION,
        since: Some(proto_time(row.stalled_at)),
        over_at: row.over_at.map(proto_time),
        positions: row.positions.clone(),
        about: Some(About::StalledSubscription(about)),
    }
}
