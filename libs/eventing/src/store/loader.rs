//! Reads streams for all who wait for one, together: one statement and one round trip for the lot, without a timer.

use std::{sync::Arc, time::Instant};

use sqlx::{
    Row,
    postgres::{PgConnectOptions, PgRow},
};
use tokio::sync::{Mutex, mpsc, oneshot};

use super::{ExecuteError, OperationRecorder};
use crate::{failure::is_about_the_statement, session::Session};

/// Most streams in one statement.
const ASKS_MAX: usize = 64;
/// Statements under way at a time: while one is answered the next is asked.
const SESSIONS: usize = 2;
/// Streams waiting to be read; beyond this those who ask wait to ask.
const WAITING_MAX: usize = 1_024;

/// For each stream one row: its snapshot, if there is one that is newer than what is known, and the facts after that as one
/// JSON list. That is a third cheaper than a row per fact.
const READ: &str = "
    SELECT ask.ordinal, kept.version, kept.state::text, tail.last, tail.facts
    FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::text[]) WITH ORDINALITY AS ask (type, id, after, shape, ordinal)
    LEFT JOIN snapshots AS kept
        ON kept.aggregate_type = ask.type AND kept.aggregate_id = ask.id AND kept.shape = ask.shape AND kept.version > ask.after
    CROSS JOIN LATERAL (
        SELECT max(sequence) AS last, '[' || string_agg(payload, ',') || ']' AS facts
        FROM (
            SELECT sequence, payload::text FROM events
            WHERE aggregate_type = ask.type AND aggregate_id = ask.id AND sequence > COALESCE(kept.version, ask.after)
            ORDER BY sequence
        ) AS ordered
    ) AS tail";

/// What is asked: a stream after a version.
pub(super) struct Ask {
    pub(super) stream_type: &'static str,
    pub(super) stream_id: String,
    pub(super) after: u64,
    /// Which snapshots will do; none when empty.
    pub(super) shape: &'static str,
}

/// What there is of a stream beyond what was known.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Version and state of a snapshot to start from.
    pub(super) snapshot: Option<(u64, String)>,
    /// Version of the last fact after that, if there is one.
    pub(super) last: Option<u64>,
    /// The facts after that as a JSON list.
    pub(super) facts: Option<String>,
}

struct Waiting {
    ask: Ask,
    reply: oneshot::Sender<Result<Found, ExecuteError>>,
}

/// Where streams are asked for. Cheap to clone.
#[derive(Clone)]
pub(super) struct Loader {
    asks: mpsc::Sender<Waiting>,
}

impl Loader {
    /// Starts reading for whoever asks, until nobody can ask any more.
    pub(super) fn start(options: &PgConnectOptions, record: &OperationRecorder) -> Self {
        let (asks, waiting) = mpsc::channel(WAITING_MAX);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..SESSIONS {
            tokio::spawn(serve(Session::new(options), waiting.clone(), record.clone()));
        }
        Self { asks }
    }

    /// Waits until nobody reads any more.
    pub(super) async fn closed(&self) {
        self.asks.closed().await;
    }

    /// Reads one stream.
    pub(super) async fn read(&self, ask: Ask) -> Result<Found, ExecuteError> {
        let (reply, answer) = oneshot::channel();
        self.asks
            .send(Waiting { ask, reply })
            .await
            .map_err(|_| ExecuteError::Closed)?;
        answer.await.unwrap_or(Err(ExecuteError::Closed))
    }
}

async fn serve(
    mut session: Session,
    waiting: Arc<Mutex<mpsc::Receiver<Waiting>>>,
    record: OperationRecorder,
) {
    let mut asked = Vec::with_capacity(ASKS_MAX);
    loop {
        if waiting.lock().await.recv_many(&mut asked, ASKS_MAX).await == 0 {
            return;
        }
        asked.retain(|waiting| !waiting.reply.is_closed());
        let started = Instant::now();
        answer(&mut session, std::mem::take(&mut asked)).await;
        record("load", started.elapsed());
    }
}

async fn answer(session: &mut Session, asked: Vec<Waiting>) {
    let found = match read(session, &asked).await {
        // A connection that broke while nobody used it shows now; reading again is safe.
        Err(error) if !is_about_the_statement(&error) => read(session, &asked).await,
        found => found,
    };
    match found {
        Ok(found) => {
            for (waiting, found) in asked.into_iter().zip(found) {
                let _ = waiting.reply.send(Ok(found));
            }
        }
        // One ask that PostgreSQL cannot take, such as a name it cannot store, must not fail the others.
        Err(error) if is_about_the_statement(&error) && asked.len() > 1 => {
            for waiting in asked {
                Box::pin(answer(session, vec![waiting])).await;
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for waiting in asked {
                let _ = waiting.reply.send(Err(error.clone().into()));
            }
        }
    }
}

async fn read(session: &mut Session, asked: &[Waiting]) -> Result<Vec<Found>, sqlx::Error> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query(READ)
        .bind(column(asked, |ask| ask.stream_type))
        .bind(column(asked, |ask| ask.stream_id.as_str()))
        .bind(column(asked, |ask| ask.after.cast_signed()))
        .bind(column(asked, |ask| ask.shape));
    let rows = session
        .run(async |connection| query.fetch_all(connection).await)
        .await?;
    let mut found: Vec<Found> = asked.iter().map(|_| Found::default()).collect();
    for row in rows {
        let ordinal: i64 = row.try_get(0)?;
        if let Some(place) = usize::try_from(ordinal - 1)
            .ok()
            .and_then(|index| found.get_mut(index))
        {
            *place = of_row(&row)?;
        }
    }
    Ok(found)
}

fn column<'a, T>(asked: &'a [Waiting], value: impl Fn(&'a Ask) -> T) -> Vec<T> {
    asked.iter().map(|waiting| value(&waiting.ask)).collect()
}

fn of_row(row: &PgRow) -> Result<Found, sqlx::Error> {
    let version: Option<i64> = row.try_get(1)?;
    let state: Option<String> = row.try_get(2)?;
    Ok(Found {
        snapshot: version.map(i64::cast_unsigned).zip(state),
        last: row.try_get::<Option<i64>, _>(3)?.map(i64::cast_unsigned),
        facts: row.try_get(4)?,
    })
}
