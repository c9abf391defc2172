//! Webhooks: events are posted to an endpoint of the programme, one after the other, signed after Standard Webhooks 1.0, once the endpoint
//! has agreed as the CloudEvents web hook specification asks.

mod attempt;
mod consent;
mod courier;
mod schedule;
pub mod signing;

use std::sync::Arc;

use async_trait::async_trait;
use runtime::outbound::Outbound;

use crate::{config::Webhooks, domain::subscription::Content, grpc::Desk, keys::Keys, sending::Door};
use courier::Courier;

/// The door for webhooks.
pub(crate) struct WebhookDoor {
    desk: Desk,
    keys: Keys,
    outbound: Outbound,
    settings: Arc<Webhooks>,
}

impl WebhookDoor {
    /// The door.
    ///
    /// # Errors
    /// The client cannot be made, because the machine has no usable root certificates.
    pub(crate) fn new(desk: Desk, keys: Keys, settings: Webhooks) -> anyhow::Result<Self> {
        Ok(Self {
            desk,
            keys,
            outbound: Outbound::within(settings.reach, settings.answer)?,
            settings: Arc::new(settings),
        })
    }
}

#[async_trait]
impl Door for WebhookDoor {
    async fn carry(&self, content: &Content) -> anyhow::Result<()> {
        Ok(Courier::begin(self, content).await?.run().await?)
    }

    /// What an endpoint was sent is its own.
    async fn put_away(&self, _content: &Content) -> anyhow::Result<()> {
        Ok(())
    }
}
