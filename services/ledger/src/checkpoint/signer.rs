//! When checkpoints are signed: when the ledger has grown, not too often, and at once when somebody asks.

use std::sync::Arc;
use std::time::Duration;

use eventing::Clock;
use runtime::fault::error_chain;
use tokio::time::Instant;

use super::signing::NotSigned;
use super::{Log, Signatures};
use crate::backoff::Backoff;
use crate::head::Head;
use crate::health::{Concern, Health};
use crate::memory::Keeper;
use crate::store::LedgerStore;

/// After how many checkpoints the table is pruned.
const PRUNE_EVERY: u32 = 100;

/// Signs as long as this process writes the ledger.
#[derive(Clone)]
pub(crate) struct Signer {
    pub(crate) store: LedgerStore,
    pub(crate) log: Arc<Log>,
    pub(crate) keeper: Keeper,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) head: Head,
    pub(crate) health: Health,
    pub(crate) signatures: Signatures,
    pub(crate) pause: Duration,
}

impl Signer {
    /// Signs until it is dropped.
    pub(crate) async fn run(self) {
        let mut backoff = Backoff::default();
        loop {
            let Err(why) = self.sign_for_ever(&mut backoff).await;
            self.refused(&why);
            backoff.pause().await;
        }
    }

    async fn sign_for_ever(&self, backoff: &mut Backoff) -> Result<std::convert::Infallible, NotSigned> {
        let mut so_far = self.so_far().await?;
        let mut signed = 0_u32;
        loop {
            let started = Instant::now();
            if self.advance(&mut so_far).await? {
                if signed.is_multiple_of(PRUNE_EVERY) {
                    self.store.prune_checkpoints().await?;
                }
                signed = signed.wrapping_add(1);
            }
            *backoff = Backoff::default();
            if self.health.well(&Concern::Signing) {
                tracing::info!("the ledger signs checkpoints again");
            }
            self.wait(so_far.size(), started).await;
        }
    }

    fn refused(&self, why: &NotSigned) {
        let what = error_chain(why);
        if self.health.trouble(Concern::Signing, what.clone()) {
            tracing::error!(error = what, "the ledger signs no checkpoints");
        }
    }

    /// Waits until there is something to sign: at once when somebody asks, otherwise when the pause is over.
    async fn wait(&self, signed: u64, since: Instant) {
        let grown = async {
            tokio::time::sleep_until(since + self.pause).await;
            let mut head = self.head.watch();
            if head.wait_for(|newest| newest.position != signed).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = self.signatures.demanded() => {}
            () = grown => {}
        }
    }
}
