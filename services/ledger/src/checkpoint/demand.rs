//! What everyone in this process knows of checkpoints, and how they ask for one.

use std::sync::Arc;
use std::time::Duration;

use runtime::fault::Fault;
use tokio::sync::{Notify, watch};

use crate::store::{Kept, LedgerStore, Signed};

/// How long a caller waits for a checkpoint that it demands.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a caller looks for a checkpoint that another process may have signed.
const LOOK: Duration = Duration::from_millis(50);

/// The newest checkpoint, to watch, and demands for a newer one. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signatures {
    newest: watch::Sender<Option<Signed>>,
    demanded: Arc<Notify>,
}

impl Signatures {
    /// Notes what the tables have.
    pub(crate) fn note(&self, signed: Option<Signed>) {
        self.newest.send_if_modified(|known| {
            let news = *known != signed;
            *known = signed;
            news
        });
    }

    /// The newest checkpoint that is known.
    pub(crate) fn newest(&self) -> Option<Signed> {
        *self.newest.borrow()
    }

    /// Passes on somebody's demand to the signer, if it runs in this process.
    pub(crate) fn demand(&self) {
        self.demanded.notify_one();
    }

    /// Waits for a demand.
    pub(crate) async fn demanded(&self) {
        self.demanded.notified().await;
    }

    /// The newest checkpoint, of at least `size`; one is signed if there is none yet.
    pub(crate) async fn at_least(&self, store: &LedgerStore, size: u64) -> Result<Kept, Fault> {
        let enough = |kept: &Kept| kept.size >= size;
        if let Some(kept) = store.newest_checkpoint().await?.filter(enough) {
            return Ok(kept);
        }
        self.demand();
        store.ask_to_sign().await?;
        let mut newest = self.newest.subscribe();
        let waiting = async {
            loop {
                if let Some(kept) = store.newest_checkpoint().await?.filter(enough) {
                    return Ok(kept);
                }
                // Either news of this process come, or it is time to look what another one has signed.
                let _ = tokio::time::timeout(LOOK, newest.changed()).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
            .await
            .unwrap_or_else(|_| Err(not_signed()))
    }
}

fn not_signed() -> Fault {
    Fault::unavailable(
        "CHECKPOINT_NOT_SIGNED",
        "the ledger signs no checkpoint at the moment; what it signed before still holds",
    )
}
