//! The tables every block has: its log, the log's head, request records, snapshots and checkpoints. Made inside the block's own schema.

use sqlx::PgPool;

/// postgres-es's layout for `events`, and one more column: the gapless place in the block's log.
///
/// `json`, not `jsonb`: facts are written and read whole, and `jsonb` costs about 40 % more to write.
const STATEMENTS: &[&str] = &[
    "CREATE TABLE IF NOT EXISTS events (
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        sequence bigint NOT NULL CHECK (sequence > 0),
        event_type text NOT NULL,
        event_version text NOT NULL,
        payload json NOT NULL,
        metadata json NOT NULL,
        timestamp timestamptz NOT NULL DEFAULT now(),
        position bigint NOT NULL,
        CONSTRAINT events_pkey PRIMARY KEY (aggregate_type, aggregate_id, sequence),
        CONSTRAINT events_position_key UNIQUE (position)
    )",
    "CREATE TABLE IF NOT EXISTS head (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        position bigint NOT NULL
    )",
    "INSERT INTO head (position) VALUES (0) ON CONFLICT DO NOTHING",
    "CREATE TABLE IF NOT EXISTS requests (
        request_id uuid NOT NULL,
        digest bytea NOT NULL,
        version bigint NOT NULL,
        first_position bigint NOT NULL,
        fact_count int NOT NULL,
        public_position bigint,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT requests_pkey PRIMARY KEY (request_id)
    )",
    "CREATE INDEX IF NOT EXISTS requests_by_age ON requests USING brin (recorded_at)",
    "CREATE TABLE IF NOT EXISTS snapshots (
        aggregate_type text NOT NULL,
        aggregate_id text NOT NULL,
        version bigint NOT NULL,
        shape text NOT NULL,
        state json NOT NULL,
        PRIMARY KEY (aggregate_type, aggregate_id)
    )",
    "CREATE TABLE IF NOT EXISTS checkpoints (
        name text PRIMARY KEY,
        position bigint NOT NULL
    )",
];

/// Makes the tables where they are missing.
///
/// # Errors
/// The database refuses or cannot be reached.
pub async fn prepare(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    // Several processes may start at once, and CREATE TABLE IF NOT EXISTS does not wait for another one's.
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/eventing', 0))")
        .execute(&mut *tx)
        .await?;
    for statement in STATEMENTS {
        sqlx::query(statement).execute(&mut *tx).await?;
    }
    tx.commit().await
}
