//! Notices when rebuilt rows were swapped in, also by another process.

use std::{collections::HashMap, time::Duration};

use sqlx::PgPool;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How often is looked, in milliseconds: so long rebuilt rows may not be seen.
const LOOK_MILLIS: u64 = 1_000;

/// Generation of the rows of each projection.
pub type Generations = watch::Receiver<HashMap<String, i64>>;

/// The generations, and what looks for them until the process stops.
pub fn watch_generations(
    pool: PgPool,
    shutdown: CancellationToken,
) -> (
    Generations,
    impl Future<Output = anyhow::Result<()>> + Send + 'static,
) {
    let (tell, generations) = watch::channel(HashMap::new());
    let look = async move {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(Duration::from_millis(LOOK_MILLIS)) => {}
            }
            // When the database is away, the projections find that out and say so.
            if let Ok(found) = read(&pool).await {
                tell.send_if_modified(|known| {
                    let news = *known != found;
                    *known = found;
                    news
                });
            }
        }
    };
    (generations, look)
}

async fn read(pool: &PgPool) -> Result<HashMap<String, i64>, sqlx::Error> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select projection, generation from projection_checkpoints")
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().collect())
}
