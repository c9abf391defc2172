//! Networks that are slow, stand still, swallow everything or are cut.

use std::time::Duration;

use testkit::Weather;

use super::{Fault, Kind, anywhere};
use crate::{dice::Dice, world::World};

pub(super) const SLOW: Fault = Fault {
    name: "network-slow",
    about: "Everything to PostgreSQL, the broker or the NATS for programmes is delayed and throttled.",
    kind: Kind::Ground,
    weight: 4,
    fits: anywhere,
    strike: |world, dice| Box::pin(slow(world, dice)),
};

pub(super) const STILL: Fault = Fault {
    name: "network-still",
    about: "Nothing moves to or from PostgreSQL, the broker or the NATS for programmes, and then it all comes after all.",
    kind: Kind::Ground,
    weight: 4,
    fits: anywhere,
    strike: |world, dice| Box::pin(still(world, dice)),
};

pub(super) const SWALLOWING: Fault = Fault {
    name: "network-half-open",
    about: "Connections to PostgreSQL, the broker or the NATS for programmes stay open, new ones too, and everything that is sent vanishes.",
    kind: Kind::Ground,
    weight: 4,
    fits: anywhere,
    strike: |world, dice| Box::pin(swallowing(world, dice)),
};

pub(super) const CUT: Fault = Fault {
    name: "network-cut",
    about: "Connections to PostgreSQL, the broker or the NATS for programmes break, and new ones break at once.",
    kind: Kind::Ground,
    weight: 4,
    fits: anywhere,
    strike: |world, dice| Box::pin(cut(world, dice)),
};

async fn slow(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    let weather = Weather::Slow {
        delay: Duration::from_millis(dice.within(1, 60)),
        bytes_a_second: u32::try_from(dice.within(20_000, 500_000))?,
    };
    over(world, &mut dice, weather, 5_000).await
}

async fn still(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    over(world, &mut dice, Weather::Still, 7_000).await
}

async fn swallowing(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    // Also longer than anybody in the hub waits for an answer.
    over(world, &mut dice, Weather::Swallowing, 13_000).await
}

async fn cut(world: &mut World, mut dice: Dice) -> anyhow::Result<String> {
    over(world, &mut dice, Weather::Cut, 4_000).await
}

async fn over(world: &World, dice: &mut Dice, weather: Weather, most: u64) -> anyhow::Result<String> {
    let networks = [
        ("PostgreSQL", &world.to_database),
        ("the broker", &world.to_broker),
        ("the NATS for programmes", &world.to_door),
    ];
    let (which, network) = *dice.pick(&networks);
    let lasts = Duration::from_millis(dice.within(most / 4, most));
    network.set(weather);
    tokio::time::sleep(lasts).await;
    network.set(Weather::Fair);
    Ok(format!("to {which} for {} ms: {weather:?}", lasts.as_millis()))
}
