//! Other blocks of the same hub: the same client, whether they run in this process or elsewhere.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use contracts::{
    ledger::v1::{GetBlockHeadRequest, ledger_service_client::LedgerServiceClient},
    options::v1::Role,
};
use eventing::relay::{BlockHead, LedgerHead};
use tonic::{
    Request, Status,
    metadata::MetadataValue,
    service::{Interceptor, interceptor::InterceptedService},
    transport::{Channel, Endpoint},
};

use crate::{access::Grant, identity::development::LocalIssuer, telemetry};

/// How long a service token lives, and how long before its end a new one is made, in seconds.
const TOKEN_SECONDS: u64 = 600;
const TOKEN_RENEW_SECONDS: u64 = 120;
/// How long a connection may take, in seconds.
const CONNECT_SECONDS: u64 = 3;
/// How often an idle connection is checked, in seconds; a half-open one is noticed by it.
const KEEP_ALIVE_SECONDS: u64 = 10;

/// A channel to a peer, with this service's own token.
pub type PeerChannel = InterceptedService<Channel, ServiceIdentity>;

/// The peers of a block.
#[derive(Clone)]
pub struct Peers {
    addresses: Arc<BTreeMap<String, String>>,
    own_address: Arc<str>,
    identity: ServiceIdentity,
}

/// Why a peer cannot be called.
#[derive(Debug, thiserror::Error)]
#[error("the address of the peer {name} cannot be used")]
pub struct BadPeer {
    name: String,
    source: tonic::transport::Error,
}

impl Peers {
    /// Peers at these addresses; blocks that are not named run in this process, at `own_address`.
    #[must_use]
    pub fn new(
        addresses: BTreeMap<String, String>,
        own_address: &str,
        issuer: LocalIssuer,
        name: &str,
    ) -> Self {
        let identity = ServiceIdentity {
            issuer,
            name: name.into(),
            token: Arc::default(),
        };
        Self {
            addresses: Arc::new(addresses),
            own_address: own_address.into(),
            identity,
        }
    }

    /// A channel to `peer` without a token: for passing on the caller's own.
    ///
    /// # Errors
    /// Its address cannot be used.
    pub fn plain_channel(&self, peer: &str) -> Result<Channel, BadPeer> {
        let address = self
            .addresses
            .get(peer)
            .map_or(&*self.own_address, String::as_str);
        let endpoint = Endpoint::from_shared(address.to_owned())
            .map_err(|source| BadPeer {
                name: peer.to_owned(),
                source,
            })?
            .connect_timeout(Duration::from_secs(CONNECT_SECONDS))
            .http2_keep_alive_interval(Duration::from_secs(KEEP_ALIVE_SECONDS))
            .keep_alive_while_idle(true);
        Ok(endpoint.connect_lazy())
    }

    /// A channel to `peer` with this service's own token.
    ///
    /// # Errors
    /// Its address cannot be used.
    pub fn channel(&self, peer: &str) -> Result<PeerChannel, BadPeer> {
        Ok(InterceptedService::new(
            self.plain_channel(peer)?,
            self.identity.clone(),
        ))
    }
}

/// Signs this service's calls to its peers.
#[derive(Clone)]
pub struct ServiceIdentity {
    issuer: LocalIssuer,
    name: Arc<str>,
    token: Arc<Mutex<Option<(String, Instant)>>>,
}

impl ServiceIdentity {
    fn token(&self) -> Result<String, Status> {
        let mut token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = token
            .as_ref()
            .filter(|(_, made)| made.elapsed() < Duration::from_secs(TOKEN_SECONDS - TOKEN_RENEW_SECONDS));
        if let Some((token, _)) = fresh {
            return Ok(token.clone());
        }
        let grants = [Grant::hub_wide(Role::HubService)];
        let made = self
            .issuer
            .token(&grants, &self.name, Duration::from_secs(TOKEN_SECONDS))
            .map_err(|error| Status::internal(format!("no service token: {error}")))?;
        *token = Some((made.clone(), Instant::now()));
        Ok(made)
    }
}

impl Interceptor for ServiceIdentity {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let bearer = MetadataValue::try_from(format!("Bearer {}", self.token()?))
            .map_err(|_| Status::internal("no service token"))?;
        request.metadata_mut().insert("authorization", bearer);
        if let Some(parent) =
            telemetry::current_traceparent().and_then(|parent| MetadataValue::try_from(parent).ok())
        {
            request.metadata_mut().insert("traceparent", parent);
        }
        Ok(request)
    }
}

/// The ledger as relays ask it.
pub struct LedgerPeer(LedgerServiceClient<PeerChannel>);

impl LedgerPeer {
    /// The ledger among these peers.
    ///
    /// # Errors
    /// Its address cannot be used.
    pub fn new(peers: &Peers) -> Result<Self, BadPeer> {
        Ok(Self(LedgerServiceClient::new(peers.channel("ledger")?)))
    }
}

#[async_trait]
impl LedgerHead for LedgerPeer {
    async fn block_head(&self, block: &str) -> Result<BlockHead, Box<dyn std::error::Error + Send + Sync>> {
        let mut request = Request::new(GetBlockHeadRequest {
            block: block.to_owned(),
        });
        request.set_timeout(Duration::from_secs(CONNECT_SECONDS));
        let head = self.0.clone().get_block_head(request).await?.into_inner();
        Ok(BlockHead {
            sequence: head.sequence,
            log_position: head.log_position,
            part: head.part,
        })
    }
}
