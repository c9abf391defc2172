//! Keys of providers: made, rotated, retired.

use contracts::professionalisation::v1;
use eventing::Committed;
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::Issuers;
use crate::{
    contract::{
        issuing::{key, new_key as written, read_algorithm},
        values::whole,
    },
    domain::{
        keyring::{Command, Fact, Key, Keyring},
        provider::Provider,
    },
    grpc::{filing, parse_id},
    issuing::new_key,
};

impl Issuers {
    pub(super) async fn rotate(
        &self,
        request: &Request<v1::RotateKeyRequest>,
    ) -> Result<v1::RotateKeyResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let algorithm = read_algorithm(&mut faults, "algorithm", given.algorithm);
        let parsed = whole(faults, algorithm);
        let (change, algorithm) = together(Change::parse(request, &given.request_id), parsed)?;
        // A key is of use only where the world finds it.
        self.0.addresses()?;
        let made = tokio::task::spawn_blocking(move || new_key(algorithm)).await;
        let failed = |error: &(dyn std::error::Error + 'static)| Fault::internal("making a key", error);
        let made = made
            .map_err(|error| failed(&error))?
            .map_err(|error| failed(&error))?;
        let (now, today) = self.0.office.now();
        let new = Key {
            key_id: made.key_id.clone(),
            algorithm,
            public_key: made.public_key,
            created_on: today,
        };
        // Kept before it is decided on: a key that signs and cannot be found would be worse than one that is kept for nothing.
        self.0.vault.keep_key(&id, &new.key_id, &made.private).await?;
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .office
            .store
            .execute_reading::<Keyring, _, Fault>(&id, &meta, |reading| {
                let (id, key) = (id.clone(), new.clone());
                async move {
                    let provider = reading.read::<Provider>(&id).await?.state;
                    if let Some(profile) = provider.profile() {
                        reading.file_under(filing::provider(profile));
                    }
                    Ok(Command::Rotate {
                        key,
                        provider_known: provider.profile().is_some(),
                    })
                }
                .boxed()
            })
            .await;
        let fact = match &committed {
            Ok(committed) => self.fact_of(committed).await?,
            Err(_) => None,
        };
        let Some(Fact::Rotated { key, retired_key_id }) = fact else {
            self.0.destroy_key(&id, &new.key_id).await?;
            return Err(committed.err().unwrap_or_else(|| Fault::invalid(Vec::new())));
        };
        if key.key_id != new.key_id {
            // The same request was carried out before, with the key that was made then.
            self.0.destroy_key(&id, &new.key_id).await?;
        }
        if let Some(retired) = retired_key_id {
            self.0.destroy_key(&id, &retired).await?;
        }
        let committed = committed?;
        Ok(v1::RotateKeyResponse {
            receipt: self.0.office.receipt(&id, &committed),
            key: Some(written(&key)),
        })
    }

    /// The fact that a call led to, also when that was an earlier one.
    async fn fact_of(&self, committed: &Committed) -> Result<Option<Fact>, Fault> {
        let Some(position) = committed.positions.first() else {
            return Ok(None);
        };
        let found = self.0.office.store.read(position.saturating_sub(1), 1).await?;
        let fact = found.first().and_then(|recorded| recorded.fact::<Keyring>());
        fact.transpose()
            .map_err(|error| Fault::internal("reading a key", &error))
    }

    pub(super) async fn retire(
        &self,
        request: &Request<v1::RetireKeyRequest>,
    ) -> Result<v1::RetireKeyResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        let id = faults.id("provider_id", &given.provider_id);
        let key_id = faults.id("key_id", &given.key_id);
        let parsed = faults.finish(key_id);
        let (change, key_id) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, today) = self.0.office.now();
        let command = Command::Retire {
            key_id: key_id.clone(),
            compromised: given.compromised,
            today,
        };
        let meta = change.meta(now, filing::block());
        let committed = self
            .0
            .office
            .store
            .execute::<Keyring>(&id, command, &meta)
            .await?;
        self.0.destroy_key(&id, &key_id).await?;
        Ok(v1::RetireKeyResponse {
            receipt: self.0.office.receipt(&id, &committed),
        })
    }

    pub(super) async fn list(&self, request: &v1::ListKeysRequest) -> Result<v1::ListKeysResponse, Fault> {
        let id = parse_id("provider_id", &request.provider_id)?;
        let keyring = self.0.office.store.load::<Keyring>(&id).await?.state;
        Ok(v1::ListKeysResponse {
            keys: keyring.keys().iter().map(key).collect(),
        })
    }
}
