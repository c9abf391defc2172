//! Somebody's transaction stays open.

use std::time::Duration;

use sqlx::Connection;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

pub(super) const LONG_TRANSACTION: Fault = Fault {
    name: "long-transaction",
    about: "A transaction stays open: an old one that has written elsewhere, or one that holds the head of the log or ledger.",
    kind: Kind::Ground,
    weight: 5,
    fits: anywhere,
    strike: |world, dice| Box::pin(hold(world, dice)),
};

/// What is held, and for how many milliseconds at most. A head is also held longer than the store waits for it.
const HELD: [(&str, &str, u64); 5] = [
    ("an old transaction", "CREATE TABLE public.held (one int)", 4_000),
    (
        "the head of the log",
        "SELECT position FROM programme.head FOR UPDATE",
        3_000,
    ),
    (
        "the head of the log for long",
        "SELECT position FROM programme.head FOR UPDATE",
        13_000,
    ),
    (
        "the head of the ledger",
        "SELECT position FROM ledger.ledger_head FOR UPDATE",
        4_000,
    ),
    (
        "insight's checkpoints",
        "SELECT position FROM insight.projection_checkpoints FOR UPDATE",
        4_000,
    ),
];

async fn hold(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let (what, statement, most) = *dice.pick(&HELD);
    let held = Duration::from_millis(dice.within(most / 2, most));
    let mut database = crate::checks::connect(world).await?;
    let mut transaction = database.begin().await?;
    sqlx::query(statement).execute(&mut *transaction).await?;
    tokio::time::sleep(held).await;
    transaction.rollback().await?;
    Ok(format!("{what}, {} ms", held.as_millis()))
}
