//! The NATS for programmes, which stands beside the hub, and how the hub sends to endpoints in these rounds.

use std::{net::SocketAddr, path::Path};

use anyhow::Context;
use exchange::{keys::Keys, nats::Identity};
use local::{Binaries, Nats, Operator};

/// The key that the exchange and this server share, in the folder of the world.
pub(super) const KEY_FILE: &str = "exchange.key";

/// When webhooks are tried again: soon, and so often that none is parked while an endpoint fails only now and then.
pub(super) const RETRY_SECONDS: &str = "[0,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]";
/// How long an endpoint may take to answer.
pub(super) const ANSWER_SECONDS: &str = "2";

/// Starts the server; it trusts the key that the exchange will have.
pub(super) async fn start(home: &Path) -> anyhow::Result<Nats> {
    let identity = Identity::new(Keys::open(&home.join(KEY_FILE))?);
    Nats::start_with_operator(&Binaries::find()?, &home.join("programmes"), |accounts| {
        let server = identity.server(&accounts.display().to_string())?;
        Ok(Operator {
            configuration: server.text,
            credentials: server.system_credentials,
        })
    })
    .await
}

/// Where it is reached without a network in between.
pub(crate) fn address(door: &Nats) -> anyhow::Result<SocketAddr> {
    let url = door.url();
    let address = url.trim_start_matches("nats://");
    address.parse().with_context(|| format!("{url} names an address"))
}
