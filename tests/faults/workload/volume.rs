//! Many more events than callers cause: amounts of their projects, recorded by this process as one of the programme block would, with its
//! decisions, straight into its log. The hub's own relay, ledger and readers have all the work of them.

use std::{sync::Arc, time::Duration};

use eventing::{ExecuteError, Meta, Store};
use futures::future::join_all;
use jiff::{Timestamp, civil::date};
use programme::domain::{
    project::{Command, MoneyAmount, MoneyState, Project, RecordMoney},
    values::Cents,
};
use tokio_util::sync::CancellationToken;

use super::{Record, next};
use crate::{checks::pool_at, dice::Dice};

/// How many are recorded at a time, and the pause after them: two hundred in a second at most.
const AT_ONCE: u64 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// Records amounts until it is told to stop. A database that is away is waited for.
pub(super) async fn write(database_url: String, record: Arc<Record>, stop: CancellationToken) {
    let mut dice = Dice::of(next());
    while !stop.is_cancelled() {
        // What fails is not asked for again: nobody was promised anything.
        let _ = write_while_it_goes(&database_url, &record, &stop, &mut dice).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn write_while_it_goes(
    database_url: &str,
    record: &Record,
    stop: &CancellationToken,
    dice: &mut Dice,
) -> anyhow::Result<()> {
    let pool = pool_at(database_url, "programme").await?;
    let store = Store::open("programme", pool.clone()).await?;
    while !stop.is_cancelled() {
        let projects = (0..AT_ONCE).filter_map(|_| record.some_project(dice));
        let recorded = join_all(projects.map(|project| record_amount(&store, project))).await;
        recorded.into_iter().collect::<Result<Vec<()>, _>>()?;
        tokio::time::sleep(PAUSE).await;
    }
    pool.close().await;
    Ok(())
}

async fn record_amount(store: &Store, project: String) -> Result<(), ExecuteError> {
    let number = next();
    let command = Command::RecordMoney(RecordMoney {
        amount: MoneyAmount {
            state: MoneyState::Reserved,
            total: Cents(number.cast_signed()),
            reference: format!("merk-{number}"),
            decided_on: date(2023, 12, 1),
        },
        correction_reason: "bijgesteld".to_owned(),
        limits: None,
        today: date(2024, 7, 20),
    });
    let meta = Meta {
        actor: "volume".to_owned(),
        at: Timestamp::now(),
        request: None,
        traceparent: None,
        context: store.load::<Project>(&project).await?.state.context(),
    };
    store.execute::<Project>(&project, command, &meta).await?;
    Ok(())
}
