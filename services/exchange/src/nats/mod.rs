//! The hub's NATS for programmes: each has an account of its own, and in it a stream with a durable pull consumer for each subscription.
//!
//! It is another server than the broker between the hub's own parts, and it trusts one key only, the operator's, which is derived from the
//! exchange's. With it the hub makes accounts and lets users in; nothing has to be kept, and a server that lost everything is filled
//! again. A programme keeps the private key of its user to itself.

mod account;
mod courier;
mod identity;
mod reports;
mod standing_stream;
mod token;

use async_trait::async_trait;
use contracts::exchange::v1::GetNatsConnectionResponse;
use runtime::fault::Fault;

pub use identity::{Identity, ServerConfiguration, credentials};

use crate::{config, domain::subscription::Content, grpc::Desk, keys::Keys, sending::Door};
use account::Account;
use courier::{Courier, End};
use standing_stream::StandingStream;

/// The NATS for programmes, as the hub uses it. Cheap to clone.
#[derive(Clone)]
pub struct NatsDoor {
    identity: Identity,
    settings: config::NatsDoor,
}

impl NatsDoor {
    /// The server at this address.
    #[must_use]
    pub fn new(keys: &Keys, settings: config::NatsDoor) -> Self {
        Self {
            identity: Identity::new(keys.clone()),
            settings,
        }
    }

    /// How a programme pulls the events of a subscription.
    ///
    /// # Errors
    /// The user's key cannot be used.
    pub(crate) fn connection(
        &self,
        programme_id: &str,
        subscription_id: &str,
        user_key: &str,
    ) -> Result<GetNatsConnectionResponse, Fault> {
        let user_jwt = self
            .identity
            .admit(programme_id, subscription_id, user_key)
            .map_err(|error| Fault::internal("letting a user into NATS", &error))?;
        Ok(GetNatsConnectionResponse {
            url: self.settings.public_url.clone(),
            user_jwt,
            stream: subscription_id.to_owned(),
            consumer: subscription_id.to_owned(),
        })
    }

    /// The hub's own way into a programme's account, which is made if the server does not have it.
    async fn account(&self, programme_id: &str) -> anyhow::Result<Account> {
        Account::open(&self.identity, &self.settings.url, programme_id).await
    }
}

/// Sends into streams.
pub(crate) struct NatsCouriers {
    pub(crate) desk: Desk,
    pub(crate) door: NatsDoor,
}

#[async_trait]
impl Door for NatsCouriers {
    async fn carry(&self, content: &Content) -> anyhow::Result<()> {
        let account = self.door.account(&content.programme_id).await?;
        let sending = async {
            while Courier::begin(&self.desk, &account, content).await?.run().await? == End::Anew {}
            Ok(())
        };
        tokio::select! {
            sent = sending => sent,
            // What the programme hands in comes the same way.
            heard = reports::take_in(&self.desk, &account, &content.programme_id) => heard,
        }
    }

    async fn put_away(&self, content: &Content) -> anyhow::Result<()> {
        let account = self.door.account(&content.programme_id).await?;
        StandingStream::remove(&account.streams, &content.subscription_id).await
    }
}
