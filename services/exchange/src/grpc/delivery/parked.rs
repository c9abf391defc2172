//! Events that were parked, and their replay.

use blocks::office::{cut, one_more, parse_page};
use contracts::exchange::v1;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
    receipt::proto_time,
};
use tonic::Request;

use super::Deliveries;
use crate::{
    delivery::cursor,
    domain::subscription::{RANGES_MAX, Range},
    grpc::named,
};

impl Deliveries {
    pub(super) async fn parked(
        &self,
        given: &v1::ListParkedRequest,
    ) -> Result<v1::ListParkedResponse, Fault> {
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let page = parse_page(given.page_size, &given.page_token, &given.subscription_id);
        let (page, (programme_id, id)) = together(page, faults.finish(named))?;
        self.desk.of(&programme_id, &id).await?;
        // A token holds a position; it was checked to be one of this hub's.
        let after = page.after.as_deref().and_then(|it| it.parse().ok()).unwrap_or(0);
        let pool = self.desk.office.store.pool();
        let found = cursor::parked(pool, &id, after, one_more(&page)).await?;
        let mut found: Vec<(String, cursor::Parked)> = found
            .into_iter()
            .map(|it| (it.position.to_string(), it))
            .collect();
        let next_page_token = cut(&page, &mut found, |it| it.0.as_str());
        let parked = found.into_iter().map(|(_, it)| v1::ParkedEvent {
            position: it.position,
            reason: it.reason,
            parked_at: Some(proto_time(it.parked_at)),
        });
        Ok(v1::ListParkedResponse {
            parked: parked.collect(),
            next_page_token,
        })
    }

    pub(super) async fn replay(
        &self,
        request: &Request<v1::ReplayParkedRequest>,
    ) -> Result<v1::ReplayParkedResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let named = named(&mut faults, &given.programme_id, &given.subscription_id);
        let expected = format!("at most {RANGES_MAX} positions");
        faults.check("positions", given.positions.len() <= RANGES_MAX, &expected);
        let (change, (programme_id, id)) =
            together(Change::parse(request, &given.request_id), faults.finish(named))?;
        self.desk.of(&programme_id, &id).await?;
        let pool = self.desk.office.store.pool();
        let chosen = cursor::parked_of(pool, &id, &given.positions, RANGES_MAX as i64).await?;
        let ranges: Vec<Range> = chosen
            .into_iter()
            .map(|position| Range {
                from: position,
                to: position,
            })
            .collect();
        let events = ranges.len() as u64;
        let committed = self.desk.replay(&change, programme_id, &id, ranges).await?;
        Ok(v1::ReplayParkedResponse {
            receipt: self.desk.office.receipt(&id, &committed),
            events,
        })
    }
}
