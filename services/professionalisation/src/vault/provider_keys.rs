//! Private halves of providers' keys.

use zeroize::Zeroizing;

use super::{Vault, VaultError};

fn place(provider_id: &str, key_id: &str) -> String {
    format!("provider_keys/{provider_id}/{key_id}")
}

impl Vault {
    /// Keeps a private key.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn keep_key(&self, provider_id: &str, key_id: &str, private: &[u8]) -> Result<(), VaultError> {
        let sealed = self.keys.seal(&place(provider_id, key_id), private)?;
        sqlx::query(
            "INSERT INTO provider_keys (provider_id, key_id, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(provider_id)
        .bind(key_id)
        .bind(sealed)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// A private key; none when it was destroyed, or never kept.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn key(
        &self,
        provider_id: &str,
        key_id: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let sealed: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT sealed FROM provider_keys WHERE provider_id = $1 AND key_id = $2")
                .bind(provider_id)
                .bind(key_id)
                .fetch_optional(&self.pool)
                .await?;
        let open = |sealed: Vec<u8>| self.keys.open(&place(provider_id, key_id), &sealed);
        Ok(sealed.map(open).transpose()?)
    }

    /// Destroys a private key.
    ///
    /// # Errors
    /// The vault does not answer.
    pub async fn destroy_key(&self, provider_id: &str, key_id: &str) -> Result<(), VaultError> {
        sqlx::query("DELETE FROM provider_keys WHERE provider_id = $1 AND key_id = $2")
            .bind(provider_id)
            .bind(key_id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
