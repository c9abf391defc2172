//! The hub's way into a programme's account.

use std::{sync::Arc, time::Duration};

use async_nats::{Client, ConnectOptions, Event, jetstream};
use runtime::fault::error_chain;

use super::identity::{Identity, Pass};

/// How long the server may take for one answer.
const ANSWER: Duration = Duration::from_secs(5);
/// How often a connection that broke is made again before a new way in is asked for: the server may not know the account any more.
const RECONNECTS: usize = 3;
const UPDATE_ACCOUNT: &str = "$SYS.REQ.CLAIMS.UPDATE";

/// A programme's account, with the hub in it.
pub(super) struct Account {
    pub(super) client: Client,
    pub(super) streams: jetstream::Context,
}

impl Account {
    /// Enters an account. One that the server does not know is made.
    ///
    /// # Errors
    /// The server is away, or does not let the hub in.
    pub(super) async fn open(identity: &Identity, url: &str, programme_id: &str) -> anyhow::Result<Self> {
        let client = match connect(url, identity.hub_user(programme_id)?).await {
            Ok(client) => client,
            Err(error) => {
                let error = error_chain(&error);
                tracing::debug!(
                    programme = programme_id,
                    error,
                    "the account is made known to NATS"
                );
                make(identity, url, programme_id).await?;
                connect(url, identity.hub_user(programme_id)?).await?
            }
        };
        let mut streams = jetstream::new(client.clone());
        streams.set_timeout(ANSWER);
        Ok(Self { client, streams })
    }
}

async fn connect(url: &str, pass: Pass) -> Result<Client, async_nats::ConnectError> {
    let key = Arc::new(pass.key);
    let sign = move |nonce: Vec<u8>| {
        let key = key.clone();
        async move { key.sign(&nonce).map_err(async_nats::AuthError::new) }
    };
    ConnectOptions::with_jwt(pass.jwt, sign)
        .name("schakelpunt")
        .connection_timeout(ANSWER)
        .request_timeout(Some(ANSWER))
        .max_reconnects(Some(RECONNECTS))
        .event_callback(|event| async move {
            match event {
                Event::Connected => {}
                event => tracing::debug!(%event, "the NATS for programmes"),
            }
        })
        .connect(url)
        .await
}

/// Tells the server of an account.
async fn make(identity: &Identity, url: &str, programme_id: &str) -> anyhow::Result<()> {
    let client = connect(url, identity.system_user()?).await?;
    let claims = identity.account_jwt(programme_id)?;
    let answer = client.request(UPDATE_ACCOUNT, claims.into()).await?;
    let answer: serde_json::Value = serde_json::from_slice(&answer.payload).unwrap_or_default();
    let is_taken = answer["data"]["code"] == 200;
    anyhow::ensure!(
        is_taken,
        "NATS does not take the account of {programme_id}: {answer}"
    );
    Ok(())
}
