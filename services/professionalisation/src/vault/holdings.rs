//! What holders have: their credentials, each encrypted under a key of the holder alone, and that key under the vault's. Erasing destroys the
//! key and the credentials together.

use std::collections::{BTreeMap, BTreeSet};

use blocks::skill::SkillRef;
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::{Record, Vault, VaultError, cipher::VaultKey, processing};

/// A credential as its holder has it: what is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// The document: JSON or a compact JWT.
    pub document: String,
    /// Class.
    pub class_id: String,
    /// Name of the class at the time.
    pub class_name: String,
    /// Skills it stands for.
    pub skills: Vec<SkillRef>,
    /// Day on which it was achieved.
    pub achieved_on: Date,
    /// Last moment at which it is valid.
    pub valid_until: Option<Timestamp>,
}

/// A credential and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Credential.
    pub credential_id: Uuid,
    /// Holder.
    pub holder_id: Uuid,
    /// Provider.
    pub provider_id: String,
    /// Place in the provider's status lists.
    pub number: u32,
    /// What it is.
    pub holding: Holding,
}

fn place_of_holder(holder_id: Uuid) -> String {
    format!("holders/{holder_id}")
}

fn place_of_holding(credential_id: Uuid) -> String {
    format!("holdings/{credential_id}")
}

impl Vault {
    /// Which of these passports there are.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn holders(&self, holder_ids: &[Uuid]) -> Result<BTreeSet<Uuid>, VaultError> {
        let found = sqlx::query_scalar("SELECT holder_id FROM holders WHERE holder_id = ANY($1)")
            .bind(holder_ids)
            .fetch_all(&self.pool)
            .await?;
        Ok(found.into_iter().collect())
    }

    /// Whether the documents of a batch were made.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn is_handed_out(&self, provider_id: &str, first: u32) -> Result<bool, VaultError> {
        let found: Option<i32> =
            sqlx::query_scalar("SELECT 1 FROM handed_out WHERE provider_id = $1 AND first = $2")
                .bind(provider_id)
                .bind(i64::from(first))
                .fetch_optional(&self.pool)
                .await?;
        Ok(found.is_some())
    }

    /// Keeps the documents of a batch for their holders, and begins the passports of `new_holders`. Documents of a batch that was handed out
    /// before are left as they are. Each is logged in the same step. Answers whether this was the first time.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn hand_out(
        &self,
        provider_id: &str,
        first: u32,
        held: &[Held],
        new_holders: &[Uuid],
        records: &[Record],
    ) -> Result<bool, VaultError> {
        let mut db = self.pool.begin().await?;
        // Whoever is second waits here for the first, and finds it done.
        let is_first =
            sqlx::query("INSERT INTO handed_out (provider_id, first) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(provider_id)
                .bind(i64::from(first))
                .execute(&mut *db)
                .await?
                .rows_affected()
                == 1;
        if !is_first {
            return Ok(false);
        }
        self.begin(&mut db, new_holders).await?;
        let keys = self.holder_keys(&mut db, held).await?;
        let (mut ids, mut holders, mut numbers, mut sealed) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for one in held {
            // Erased in this very moment: nothing is kept of whoever is not there any more.
            let Some(key) = keys.get(&one.holder_id) else {
                continue;
            };
            ids.push(one.credential_id);
            holders.push(one.holder_id);
            numbers.push(i64::from(one.number));
            let plain = zeroize::Zeroizing::new(serde_json::to_vec(&one.holding)?);
            sealed.push(key.seal(&place_of_holding(one.credential_id), &plain)?);
        }
        sqlx::query(
            "INSERT INTO holdings (credential_id, holder_id, provider_id, number, sealed)
             SELECT credential_id, holder_id, $5, number, sealed
             FROM UNNEST($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[]) AS new (credential_id, holder_id, number, sealed)",
        )
        .bind(ids)
        .bind(holders)
        .bind(numbers)
        .bind(sealed)
        .bind(provider_id)
        .execute(&mut *db)
        .await?;
        processing::write(&mut db, records).await?;
        db.commit().await?;
        Ok(true)
    }

    /// The keys of these holders, as far as they are there.
    async fn holder_keys(
        &self,
        db: &mut PgConnection,
        held: &[Held],
    ) -> Result<BTreeMap<Uuid, VaultKey>, VaultError> {
        let ids: BTreeSet<Uuid> = held.iter().map(|one| one.holder_id).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        // Locked until the end, so that an erasure waits and then finds what is handed out here.
        let rows = sqlx::query(
            "SELECT holder_id, sealed FROM holders WHERE holder_id = ANY($1) ORDER BY holder_id FOR SHARE",
        )
        .bind(&ids)
        .fetch_all(&mut *db)
        .await?;
        let mut keys = BTreeMap::new();
        for row in rows {
            let (holder_id, sealed): (Uuid, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
            let plain = self.keys.open(&place_of_holder(holder_id), &sealed)?;
            keys.insert(holder_id, VaultKey::of(&plain)?);
        }
        Ok(keys)
    }

    /// Begins passports.
    async fn begin(&self, db: &mut PgConnection, holder_ids: &[Uuid]) -> Result<(), VaultError> {
        let mut sealed = Vec::with_capacity(holder_ids.len());
        for holder_id in holder_ids {
            let key = VaultKey::generate()?;
            sealed.push(self.keys.seal(&place_of_holder(*holder_id), key.bytes())?);
        }
        sqlx::query("INSERT INTO holders (holder_id, sealed) SELECT * FROM UNNEST($1::uuid[], $2::bytea[])")
            .bind(holder_ids)
            .bind(sealed)
            .execute(db)
            .await?;
        Ok(())
    }

    /// What was handed out of a batch and is still there, by number.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn of_batch(
        &self,
        provider_id: &str,
        numbers: std::ops::Range<u32>,
    ) -> Result<BTreeMap<u32, Held>, VaultError> {
        let rows = sqlx::query(
            "SELECT credential_id, holder_id, provider_id, number, h.sealed, o.sealed
             FROM holdings h JOIN holders o USING (holder_id)
             WHERE provider_id = $1 AND number >= $2 AND number < $3",
        )
        .bind(provider_id)
        .bind(i64::from(numbers.start))
        .bind(i64::from(numbers.end))
        .fetch_all(&self.pool)
        .await?;
        let held = rows
            .iter()
            .map(|row| self.open(row).map(|held| (held.number, held)));
        held.collect()
    }

    /// All a holder has, oldest first; none when there is no such passport.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn of_holder(&self, holder_id: Uuid) -> Result<Option<Vec<Held>>, VaultError> {
        if self.holders(&[holder_id]).await?.is_empty() {
            return Ok(None);
        }
        let rows = sqlx::query(
            "SELECT credential_id, holder_id, provider_id, number, h.sealed, o.sealed
             FROM holdings h JOIN holders o USING (holder_id) WHERE holder_id = $1",
        )
        .bind(holder_id)
        .fetch_all(&self.pool)
        .await?;
        let mut held = rows
            .iter()
            .map(|row| self.open(row))
            .collect::<Result<Vec<_>, _>>()?;
        held.sort_by_key(|one| (one.holding.achieved_on, one.credential_id));
        Ok(Some(held))
    }

    /// The holder of a credential; none when it was erased.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn holder_of(&self, provider_id: &str, number: u32) -> Result<Option<Uuid>, VaultError> {
        let found =
            sqlx::query_scalar("SELECT holder_id FROM holdings WHERE provider_id = $1 AND number = $2")
                .bind(provider_id)
                .bind(i64::from(number))
                .fetch_optional(&self.pool)
                .await?;
        Ok(found)
    }

    fn open(&self, row: &sqlx::postgres::PgRow) -> Result<Held, VaultError> {
        let (credential_id, holder_id): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
        let (sealed, sealed_key): (Vec<u8>, Vec<u8>) = (row.try_get(4)?, row.try_get(5)?);
        let key = VaultKey::of(&self.keys.open(&place_of_holder(holder_id), &sealed_key)?)?;
        let plain = key.open(&place_of_holding(credential_id), &sealed)?;
        let number: i64 = row.try_get(3)?;
        Ok(Held {
            credential_id,
            holder_id,
            provider_id: row.try_get(2)?,
            number: u32::try_from(number).unwrap_or(u32::MAX),
            holding: serde_json::from_slice(&plain)?,
        })
    }

    /// Destroys the key of a holder and all that is encrypted under it, and notes that an erasure has to be recorded. Answers whether
    /// there was anything to erase, now or when this was asked before.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn erase(
        &self,
        holder_id: Uuid,
        erasure_id: Uuid,
        now: Timestamp,
        record: &Record,
    ) -> Result<bool, VaultError> {
        let mut db = self.pool.begin().await?;
        let erased = sqlx::query("DELETE FROM holders WHERE holder_id = $1")
            .bind(holder_id)
            .execute(&mut *db)
            .await?
            .rows_affected();
        if erased == 0 {
            let noted: Option<i32> = sqlx::query_scalar("SELECT 1 FROM erasures WHERE erasure_id = $1")
                .bind(erasure_id)
                .fetch_optional(&mut *db)
                .await?;
            return Ok(noted.is_some());
        }
        sqlx::query("INSERT INTO erasures (erasure_id, erased_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(erasure_id)
            .bind(now.to_sqlx())
            .execute(&mut *db)
            .await?;
        processing::write(&mut db, std::slice::from_ref(record)).await?;
        db.commit().await?;
        // What was deleted is overwritten by and by; this makes it happen now. It changes nothing for anybody when it fails.
        for table in ["holders", "holdings"] {
            if let Err(error) = sqlx::query(&format!("VACUUM {table}")).execute(&self.pool).await {
                tracing::warn!(table, error = %error, "what was erased could not be vacuumed now");
            }
        }
        Ok(true)
    }

    /// Erasures that are not in the log yet.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn erasures(&self) -> Result<Vec<(Uuid, Timestamp)>, VaultError> {
        let rows: Vec<(Uuid, jiff_sqlx::Timestamp)> =
            sqlx::query_as("SELECT erasure_id, erased_at FROM erasures ORDER BY erased_at LIMIT 1000")
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().map(|(id, at)| (id, at.to_jiff())).collect())
    }

    /// Notes that an erasure is in the log.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn erasure_recorded(&self, erasure_id: Uuid) -> Result<(), VaultError> {
        sqlx::query("DELETE FROM erasures WHERE erasure_id = $1")
            .bind(erasure_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
