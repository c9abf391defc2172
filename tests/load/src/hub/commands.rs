//! Commands through everything a call goes through, against a call that goes through the same and asks no database.

use std::sync::Arc;

use async_trait::async_trait;
use contracts::{
    hub::v1::LocalText,
    programme::v1::{DefineEntryRequest, Entry, GetClockRequest, Theme, entry::Content},
};
use sqlx::PgPool;
use uuid::Uuid;

use super::{
    caller::Caller,
    process::{Hub, Patience},
};
use crate::measure::{Contender, Effort, Named, rate};

/// Aggregates each caller goes round.
const PER_CALLER: usize = 16;
/// Callers that share a connection.
pub(crate) const CALLERS_PER_CONNECTION: usize = 32;

/// A hub under commands.
pub(crate) struct Under {
    hub: Hub,
    pool: PgPool,
}

impl Under {
    /// This hub, whose tables are seen over this pool.
    pub(crate) fn new(hub: Hub, pool: PgPool) -> Arc<Self> {
        Arc::new(Self { hub, pool })
    }

    /// Waits until everything in the hub has caught up with the programme block's log, so that nobody has to work beside what
    /// another has left.
    async fn settle(&self) -> anyhow::Result<()> {
        let patience = Patience::with("what follows the log to catch up");
        while self.is_behind().await? {
            patience.pause().await?;
        }
        Ok(())
    }

    async fn is_behind(&self) -> anyhow::Result<bool> {
        let sql = "SELECT EXISTS (SELECT FROM programme.checkpoints, programme.head
                       WHERE checkpoints.position < head.position AND name NOT LIKE 'inbox/%')";
        Ok(sqlx::query_scalar(sql).fetch_one(&self.pool).await?)
    }
}

/// What is called.
#[derive(Clone, Copy)]
pub(crate) enum Call {
    /// A theme is defined anew: a command on an aggregate of the caller's own.
    DefineEntry,
    /// The clock is asked.
    GetClock,
}

/// Callers of a hub.
pub(crate) struct Calls {
    under: Arc<Under>,
    caller: Caller,
    callers: usize,
    call: Call,
}

impl Calls {
    /// So many callers who make the same call.
    pub(crate) fn named(
        name: &'static str,
        under: &Arc<Under>,
        call: Call,
        callers: usize,
    ) -> anyhow::Result<Named> {
        let connections = callers.div_ceil(CALLERS_PER_CONNECTION);
        let calls = Self {
            under: under.clone(),
            caller: under.hub.caller("national-coordinator", connections)?,
            callers,
            call,
        };
        Ok((name, Box::new(calls)))
    }
}

#[async_trait]
impl Contender for Calls {
    async fn round(&mut self, effort: &Effort) -> anyhow::Result<f64> {
        self.under.settle().await?;
        match self.call {
            Call::DefineEntry => commands(&self.caller, self.callers, effort.time()).await,
            Call::GetClock => {
                rate(self.callers, effort.time(), |caller| {
                    let clock = self.caller.clock(caller);
                    move || {
                        let mut clock = clock.clone();
                        async move {
                            clock.get_clock(GetClockRequest {}).await?;
                            Ok(())
                        }
                    }
                })
                .await
            }
        }
    }
}

/// Commands by so many callers, each of whom waits for the answer before the next.
pub(crate) async fn commands(who: &Caller, callers: usize, time: std::time::Duration) -> anyhow::Result<f64> {
    rate(callers, time, |caller| {
        let (reference, mut turn) = (who.reference(caller), 0);
        move || {
            let request = define(caller, turn);
            turn += 1;
            let mut reference = reference.clone();
            async move {
                let receipt = reference.define_entry(request).await?.into_inner().receipt;
                let changed = receipt.is_some_and(|it| it.log_positions.len() == 1);
                anyhow::ensure!(changed, "nothing changed");
                Ok(())
            }
        }
    })
    .await
}

/// A theme of a caller with a name it never had, so that there is always something to record.
fn define(caller: usize, turn: usize) -> DefineEntryRequest {
    let request_id = Uuid::new_v4();
    // In letters: nine digits in a row may look like a citizen service number.
    let name: String = request_id
        .as_bytes()
        .iter()
        .flat_map(|byte| [b'a' + (byte >> 4), b'a' + (byte & 15)].map(char::from))
        .collect();
    let theme = Theme {
        theme_id: format!("bench-{caller}-{}", turn % PER_CALLER),
        name: Some(LocalText {
            nl: format!("Thema {name}"),
            en: format!("Theme {name}"),
        }),
    };
    DefineEntryRequest {
        request_id: request_id.to_string(),
        entry: Some(Entry {
            content: Some(Content::Theme(theme)),
            source: "meting".to_owned(),
            example: true,
        }),
    }
}
