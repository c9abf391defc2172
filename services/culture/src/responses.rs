//! Responses, in tables beside the log: taken in batches, mixed, read once for the estimates, and deleted.
//!
//! A batch is put down first, then the log is told of it, then it is mixed among the others. When the hub stops in between, whatever the
//! log does not know is thrown away, and whatever it knows is mixed in: at the latest before the measurement is estimated.

use blocks::values::Id;
use hmac::{Hmac, KeyInit, Mac};
use rand::RngCore;
use sha2::Sha256;
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

use crate::domain::response::Response;

/// Bytes of a measurement's key.
const KEY_BYTES: usize = 32;

/// The responses of all measurements. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Responses {
    pool: PgPool,
}

/// A measurement's key: its digests tell nothing to whoever does not have it.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// A digest of something that was handed in.
    #[must_use]
    pub fn digest(&self, content: &[u8]) -> [u8; 32] {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else {
            return [0; 32];
        };
        mac.update(content);
        mac.finalize().into_bytes().into()
    }
}

impl Responses {
    /// Responses in the tables of the block.
    #[must_use]
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The key of a measurement, made when it has none.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn key(&self, wave_id: &str) -> Result<Key, sqlx::Error> {
        let mut fresh = vec![0; KEY_BYTES];
        rand::rng().fill_bytes(&mut fresh);
        let key = sqlx::query_scalar(
            "INSERT INTO response_keys (wave_id, key) VALUES ($1, $2)
             ON CONFLICT (wave_id) DO UPDATE SET wave_id = excluded.wave_id RETURNING key",
        )
        .bind(wave_id)
        .bind(fresh)
        .fetch_one(&self.pool)
        .await?;
        Ok(Key(key))
    }

    /// Puts a batch down, once: what is there already stays as it is.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn put(
        &self,
        wave_id: &str,
        batch_id: Uuid,
        responses: &[Response],
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO response_batches (wave_id, batch_id, responses) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(wave_id)
        .bind(batch_id)
        .bind(Json(responses))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Throws a batch away that the log did not take.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn drop_batch(&self, wave_id: &str, batch_id: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM response_batches WHERE wave_id = $1 AND batch_id = $2")
            .bind(wave_id)
            .bind(batch_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Mixes a batch among the responses of its measurement, all of which are written anew in random order. A batch that was mixed in
    /// before, or is not there, changes nothing.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn mix(&self, wave_id: &str, batch_id: Uuid) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        // One batch of a measurement at a time.
        sqlx::query("SELECT FROM response_keys WHERE wave_id = $1 FOR UPDATE")
            .bind(wave_id)
            .execute(&mut *transaction)
            .await?;
        let batch: Option<Json<Vec<Response>>> = sqlx::query_scalar(
            "UPDATE response_batches new SET responses = NULL FROM response_batches old
             WHERE new.wave_id = $1 AND new.batch_id = $2 AND old.wave_id = $1 AND old.batch_id = $2
                 AND old.responses IS NOT NULL
             RETURNING old.responses",
        )
        .bind(wave_id)
        .bind(batch_id)
        .fetch_optional(&mut *transaction)
        .await?;
        if let Some(Json(batch)) = batch {
            let batch: Vec<Json<Response>> = batch.into_iter().map(Json).collect();
            sqlx::query(
                "WITH taken AS (DELETE FROM responses WHERE wave_id = $1 RETURNING response),
                      every AS (SELECT response FROM taken UNION ALL SELECT unnest($2::jsonb[]))
                 INSERT INTO responses (response_id, wave_id, response)
                 SELECT gen_random_uuid(), $1, response FROM every ORDER BY random()",
            )
            .bind(wave_id)
            .bind(batch)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await
    }

    /// Batches of a measurement that were put down and neither mixed in nor thrown away.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn on_their_way(&self, wave_id: &str) -> Result<Vec<Uuid>, sqlx::Error> {
        sqlx::query_scalar(
            "SELECT batch_id FROM response_batches WHERE wave_id = $1 AND responses IS NOT NULL",
        )
        .bind(wave_id)
        .fetch_all(&self.pool)
        .await
    }

    /// All responses of a measurement that were mixed in, in the order of their random names.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn of(&self, wave_id: &str) -> Result<Vec<Response>, sqlx::Error> {
        let rows: Vec<Json<Response>> =
            sqlx::query_scalar("SELECT response FROM responses WHERE wave_id = $1 ORDER BY response_id")
                .bind(wave_id)
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    /// Deletes all that is kept of a measurement, and its key.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn delete(&self, wave_id: &Id) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        for statement in [
            "DELETE FROM responses WHERE wave_id = $1",
            "DELETE FROM response_batches WHERE wave_id = $1",
            "DELETE FROM response_keys WHERE wave_id = $1",
        ] {
            sqlx::query(statement)
                .bind(wave_id)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }
}
