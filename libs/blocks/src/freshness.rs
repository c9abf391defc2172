//! Up to where a block's own lists are true.

use contracts::hub::v1::Freshness;
use eventing::{Clock, Store, projection::checkpoint};
use pbjson_types::Duration;
use runtime::{fault::Fault, receipt::proto_time};

/// Up to where what a projection keeps is true: the last fact it contains, and how long the first one it lacks has waited.
///
/// # Errors
/// The database cannot be reached.
pub async fn of_projection(store: &Store, clock: &dyn Clock, name: &str) -> Result<Freshness, Fault> {
    let position = checkpoint(store.pool(), name).await?;
    let around = store.read(position.saturating_sub(1), 2).await?;
    let recorded_at = around
        .iter()
        .find(|fact| fact.position == position)
        .map(|fact| proto_time(fact.at));
    let waiting = around.iter().find(|fact| fact.position > position);
    let seconds = waiting.map_or(0, |fact| clock.now().duration_since(fact.at).as_secs().max(0));
    Ok(Freshness {
        position,
        recorded_at,
        age: Some(Duration { seconds, nanos: 0 }),
    })
}
