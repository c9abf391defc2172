//! What a subscription would have given.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::ControlFlow,
};

use blocks::contract::whole;
use contracts::exchange::v1;
use jiff::ToSpan;
use runtime::{access::Caller, fault::Fault, parse::Faults};

use super::Subscriptions;
use crate::{
    contract::subscription::read_content,
    delivery::wants,
    grpc::{programmes, unknown},
};

/// Days that are looked back.
const DAYS: i64 = 30;
/// Newest events that are shown.
const SAMPLES: usize = 10;

impl Subscriptions {
    pub(super) async fn preview(
        &self,
        caller: &Caller,
        given: v1::PreviewSubscriptionRequest,
    ) -> Result<v1::PreviewSubscriptionResponse, Fault> {
        let mut faults = Faults::new();
        let content = read_content(&mut faults, given.subscription);
        let content = whole(faults, content)?;
        if programmes(caller).is_some_and(|own| !own.contains(&content.programme_id)) {
            return Err(unknown());
        }
        let (_, today) = self.0.office.now();
        let from_date = today.saturating_sub(DAYS.days());
        let to = self.0.archive.head().await?;
        let from = self.0.archive.first_on(from_date).await?;
        let (mut types, mut samples) = (BTreeMap::<String, (u64, u64)>::new(), VecDeque::new());
        let look = |entry: &contracts::ledger::v1::Entry| {
            if wants(&content, entry) {
                let counted = types.entry(entry.r#type.clone()).or_default();
                counted.0 += 1;
                counted.1 += entry.data.len() as u64;
                samples.push_back(entry.clone());
                if samples.len() > SAMPLES {
                    samples.pop_front();
                }
            }
            ControlFlow::Continue(())
        };
        self.0.archive.look_through(from, to, look).await?;
        let types = types
            .into_iter()
            .map(|(r#type, (events, bytes))| v1::PreviewedType {
                r#type,
                events,
                bytes,
            });
        Ok(v1::PreviewSubscriptionResponse {
            from_date: from_date.to_string(),
            types: types.collect(),
            samples: samples.into(),
            to_position: to,
        })
    }
}
