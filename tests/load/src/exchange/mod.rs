//! Events to those who subscribe: sixty at a thousand events a second, the same when some of them are stuck, and one that has everything to
//! catch up with.
//!
//! Events are put on the broker as a block would: commands at this pace take most of the machine for themselves. A time counts from the entry's `recorded_at`, which the ledger takes from this machine's clock just before it writes a batch: so the commit
//! itself is in it, and the figure is a little too high rather than too low. It ends when the subscriber's program has the event in its hands.

mod carrier;
mod caught_up;
mod crowd;
mod ground;
mod pace;
mod processor;
mod sent;
mod stuck;
mod subscriber;
mod taken;

use futures::FutureExt;

use crate::{
    measure::{Effort, Fixed, Measure, Named, Reach, Unit},
    servers::Servers,
};
use caught_up::{Alone, Behind, CaughtUp};
use crowd::Crowd;
use ground::Ground;
use pace::{Figure, Pace};

/// How long an event may take from the ledger to a subscriber, in microseconds.
const DELIVERED_MICROS: f64 = 50_000.0;

/// Everything that is measured of the exchange.
pub(crate) const MEASURES: &[Measure] = &[
    Measure {
        name: "exchange: ledger -> 60 subscribers, 1,000 events/s",
        unit: Unit::Microseconds,
        reaches: &[
            within_allowed("gRPC, slowest in a hundred"),
            within_allowed("two stuck, slowest in a hundred"),
            within_allowed("20 server-sent, slowest in a hundred"),
            Reach {
                of: "two stuck, slowest in a hundred",
                against: "gRPC, slowest in a hundred",
                ratio: 1.5,
            },
        ],
        prepare: |servers, effort| paces(servers, effort).boxed(),
    },
    Measure {
        name: "exchange: processor time per event, 60 subscribers",
        unit: Unit::Microseconds,
        reaches: &[],
        prepare: |servers, effort| costs(servers, effort).boxed(),
    },
    Measure {
        name: "exchange: events/s, one catches up with 100k events",
        unit: Unit::PerSecond,
        reaches: &[Reach {
            of: "Deliver, acknowledged",
            against: "ReadEvents alone",
            ratio: 0.4,
        }],
        prepare: |servers, effort| catching_up(servers, effort).boxed(),
    },
];

const fn within_allowed(of: &'static str) -> Reach {
    Reach {
        of,
        against: "50 ms",
        ratio: 1.0,
    }
}

async fn paces(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let ground = Ground::begin(servers, "exchange").await?;
    let of = |name, crowd, figure| Pace::named(name, &ground, crowd, figure);
    Ok(vec![
        of("ledger alone, in the middle", Crowd::Alone, Figure::Middle),
        of(
            "ledger alone, slowest in a hundred",
            Crowd::Alone,
            Figure::Slowest,
        ),
        of("gRPC, in the middle", Crowd::Healthy, Figure::Middle),
        of("gRPC, slowest in a hundred", Crowd::Healthy, Figure::Slowest),
        of("gRPC, the slowest of all", Crowd::Healthy, Figure::Worst),
        of("two stuck, in the middle", Crowd::Stuck, Figure::Middle),
        of("two stuck, slowest in a hundred", Crowd::Stuck, Figure::Slowest),
        of("two stuck, the slowest of all", Crowd::Stuck, Figure::Worst),
        of("20 server-sent, in the middle", Crowd::Mixed, Figure::Middle),
        of(
            "20 server-sent, slowest in a hundred",
            Crowd::Mixed,
            Figure::Slowest,
        ),
        of("20 server-sent, the slowest of all", Crowd::Mixed, Figure::Worst),
        ("50 ms", Box::new(Fixed(DELIVERED_MICROS))),
    ])
}

/// Hub and subscribers share the machine's processors with PostgreSQL, the broker, and what puts events on it.
async fn costs(servers: &Servers, _effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let ground = Ground::begin(servers, "exchange_costs").await?;
    let of = |name, crowd, figure| Pace::named(name, &ground, crowd, figure);
    Ok(vec![
        of("hub, one reader of the ledger", Crowd::Alone, Figure::Hub),
        of("hub, 60 by gRPC", Crowd::Healthy, Figure::Hub),
        of("subscribers, 60 by gRPC", Crowd::Healthy, Figure::Subscribers),
        of("hub, 20 of 60 server-sent", Crowd::Mixed, Figure::Hub),
        of(
            "subscribers, 20 of 60 server-sent",
            Crowd::Mixed,
            Figure::Subscribers,
        ),
    ])
}

async fn catching_up(servers: &Servers, effort: &Effort) -> anyhow::Result<Vec<Named>> {
    let behind = Behind::begin(servers, effort).await?;
    Ok(vec![
        ("Deliver, acknowledged", Box::new(CaughtUp::over_grpc(&behind))),
        ("server-sent events", Box::new(CaughtUp::server_sent(&behind))),
        ("ReadEvents alone", Box::new(Alone(behind))),
    ])
}
