//! Events of a range, once more.

use std::ops::ControlFlow;

use contracts::{exchange::v1, ledger::v1::Entry};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Subscriptions;
use crate::{
    delivery::{cursor, wants},
    domain::subscription::{Range, Rejection},
    grpc::named,
};

impl Subscriptions {
    pub(super) async fn replay(
        &self,
        request: &Request<v1::ReplaySubscriptionRequest>,
    ) -> Result<v1::ReplaySubscriptionResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let (from, to) = (given.from_position, given.to_position);
        faults.check(
            "to_position",
            to == 0 || to >= from,
            "0, or a position that is not before `from_position`",
        );
        let (change, (programme_id, id)) =
            together(Change::parse(request, &given.request_id), faults.finish(named))?;
        let (subscription, content) = self.0.of(&programme_id, &id).await?;
        let cursor = cursor::of(self.0.office.store.pool(), &id)
            .await?
            .unwrap_or_default();
        let reached = cursor.resume_at.unwrap_or(cursor.position);
        let from = from.max(subscription.from_position());
        let to = if to == 0 { reached } else { to.min(reached) };
        let (mut events, mut last) = (0, None);
        let look = |entry: &Entry| {
            if wants(&content, entry) {
                events += 1;
                last = Some(entry.position);
            }
            ControlFlow::Continue(())
        };
        self.0.archive.look_through(from, to, look).await?;
        // It ends with an event, so that it ends when that one is done with.
        let to = last.ok_or_else(|| Fault::rejected(&Rejection::NothingToReplay))?;
        let committed = self
            .0
            .replay(&change, programme_id, &id, vec![Range { from, to }])
            .await?;
        Ok(v1::ReplaySubscriptionResponse {
            receipt: self.0.office.receipt(&id, &committed),
            events,
        })
    }
}
