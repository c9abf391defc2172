//! Each block's log has every place up to its head, and every stream every version.

use super::connect;
use crate::world::World;

pub(super) async fn gapless(world: &mut World) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    for block in super::BLOCKS {
        let gaps = gaps_of(world, block).await?;
        wrong.extend(gaps.into_iter().map(|gap| format!("{block}: {gap}")));
    }
    Ok(super::some(wrong))
}

async fn gaps_of(world: &World, block: &str) -> anyhow::Result<Vec<String>> {
    let mut database = connect(world).await?;
    let (count, first, last, head): (i64, i64, i64, i64) = sqlx::query_as(&format!(
        "SELECT count(*), coalesce(min(position), 1), coalesce(max(position), 0),
                (SELECT position FROM {block}.head) FROM {block}.events"
    ))
    .fetch_one(&mut database)
    .await?;
    let mut wrong = Vec::new();
    if (count, first, last) != (head, 1, head) {
        wrong.push(format!(
            "{count} facts stand at places {first} to {last}, and the head is {head}"
        ));
    }
    let streams: Vec<(String, String)> = sqlx::query_as(&format!(
        "SELECT aggregate_type, aggregate_id FROM {block}.events GROUP BY 1, 2
         HAVING count(*) <> max(sequence) OR min(sequence) <> 1"
    ))
    .fetch_all(&mut database)
    .await?;
    wrong.extend(
        streams
            .iter()
            .map(|(kind, id)| format!("the stream {kind} {id} lacks a version")),
    );
    let out_of_order: Vec<(i64,)> = sqlx::query_as(&format!(
        "SELECT position FROM (SELECT position, lag(position) OVER (PARTITION BY aggregate_type, aggregate_id
             ORDER BY sequence) AS before FROM {block}.events) places WHERE before >= position"
    ))
    .fetch_all(&mut database)
    .await?;
    wrong.extend(
        out_of_order
            .iter()
            .map(|(place,)| format!("the fact at {place} stands before an earlier one of its stream")),
    );
    Ok(wrong)
}
