//! What every subscriber has: its notes, its dice, and a way to the hub that breaks at any moment.

use std::{path::PathBuf, sync::Arc, time::Duration};

use testkit::{Client, Network, Weather};
use tokio::sync::watch;

use super::{Notes, role};
use crate::dice::Dice;

/// How long a subscriber waits for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(8);
/// How long a stream may be silent; the hub gives a sign of life every ten seconds.
pub(super) const SILENCE: Duration = Duration::from_secs(15);

/// How often it is drawn whether a way breaks.
const LOOK: Duration = Duration::from_millis(500);

/// A subscriber's place.
pub(super) struct Seat {
    pub(super) id: &'static str,
    pub(super) notes: Arc<Notes>,
    pub(super) dice: Dice,
    /// Whether things go wrong on its side, too.
    pub(super) is_rough: watch::Receiver<bool>,
    /// Addresses of the processes of the exchange.
    pub(super) hub: Vec<String>,
    /// Ways that break: to these processes, to NATS, or to the subscriber's own endpoint.
    pub(super) lines: Arc<Vec<Network>>,
    pub(super) key: PathBuf,
}

impl Seat {
    /// Address of a process of the hub, over a way that may break.
    pub(super) fn address(&mut self) -> String {
        format!("http://{}", self.dice.pick(&self.lines).address())
    }

    /// Callers of the processes over such ways, with new tokens.
    pub(super) fn clients(&self) -> Vec<Client> {
        let addresses = self.lines.iter().map(|line| format!("http://{}", line.address()));
        let caller = |address: String| Client::in_roles(&address, &self.key, &role());
        addresses.map(caller).collect()
    }

    /// A caller of some process over a way that holds.
    pub(super) fn hub(&mut self) -> Client {
        let address = self.dice.pick::<String>(&self.hub);
        Client::in_roles(address, &self.key, &role())
    }

    /// True in so many cases of a hundred, while things go wrong.
    pub(super) fn fails(&mut self, cases: u64) -> bool {
        *self.is_rough.borrow() && self.dice.percent(cases)
    }

    /// Notes why a connection is over, and waits a little before the next.
    pub(super) async fn stand_up(&mut self, ended: anyhow::Result<()>) {
        if let Err(error) = ended {
            self.notes.trouble(format!("{error:#}"));
        }
        let pause = Duration::from_millis(self.dice.within(10, 300));
        tokio::time::sleep(pause).await;
    }
}

/// Breaks a subscriber's ways now and then while things go wrong: once in so many looks.
pub(super) async fn break_now_and_then(
    lines: Arc<Vec<Network>>,
    mut dice: Dice,
    mut is_rough: watch::Receiver<bool>,
    once_in: u64,
) {
    let set = |weather| lines.iter().for_each(|line| line.set(weather));
    while is_rough.wait_for(|it| *it).await.is_ok() {
        tokio::time::sleep(LOOK).await;
        if dice.within(1, once_in) > 1 {
            continue;
        }
        let (weather, most) = match dice.within(1, 10) {
            1..=6 => (Weather::Cut, 300),
            7..=8 => (Weather::Still, 2_000),
            _ => (Weather::Swallowing, 1_500),
        };
        set(weather);
        tokio::time::sleep(Duration::from_millis(dice.within(1, most))).await;
        set(Weather::Fair);
    }
}
