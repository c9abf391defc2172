//! Putting the parts together.

use std::sync::Arc;

use anyhow::Context;
use blocks::{
    feed::Feed,
    inbox::listen,
    known::{Known, ReferenceData},
    ledger::Ledger,
    office::Office,
    read_models::follow,
};
use contracts::{
    exchange::v1::{
        delivery_service_server::DeliveryServiceServer,
        subscription_service_server::SubscriptionServiceServer,
    },
    ledger::v1::ledger_service_client::LedgerServiceClient,
};
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    config::Config,
    delivery::{
        archive::Archive,
        metrics,
        moves::Moves,
        stalls,
        standing::Standings,
        waits::{Counter, Waits},
    },
    grpc::{Desk, delivery::Deliveries, subscription::Subscriptions},
    http, projections,
    publish::ExchangePublisher,
};

const SERVICES: [&str; 2] = [
    "schakelpunt.exchange.v1.SubscriptionService",
    "schakelpunt.exchange.v1.DeliveryService",
];

/// The exchange as a block: its calls, what follows its log, and what it hears.
///
/// # Errors
/// The configuration or the ledger's address cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let channel = env.peers.channel("ledger").context("the ledger cannot be read")?;
    let client = LedgerServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX);
    let ledger: Arc<dyn Ledger> = Arc::new(client.clone());
    let config = Config::read(&env.settings)?;
    let (moves, mover) = Moves::new(&env.pool);
    let desk = Desk {
        office: Office {
            store: env.store.clone(),
            clock: env.clock.clone(),
            known: Known::new(env.pool.clone()),
        },
        feed: Feed::new(ledger),
        archive: Archive(client),
        standings: Standings::default(),
        moves,
        waits: Waits::default(),
    };
    metrics::observe(&desk.waits);
    let projections = projections::all().into_iter();
    let mut tasks: Vec<Task> = projections.map(|projection| follow(&env, projection).1).collect();
    tasks.push(listen(&env, Arc::new(ReferenceData(env.pool.clone())))?);
    tasks.push(Task::new(
        "exchange feed",
        desk.feed.clone().run(env.shutdown.clone()),
    ));
    tasks.push(Task::new(
        "exchange acknowledgements",
        mover.run(env.shutdown.clone()),
    ));
    tasks.push(Task::new(
        "exchange waits",
        Counter::new(desk.clone()).run(env.shutdown.clone()),
    ));
    tasks.push(Task::new(
        "exchange stalls",
        stalls::watch(desk.clone(), config.stalled, env.shutdown.clone()),
    ));
    tasks.push(env.relay(Arc::new(ExchangePublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&env, desk.clone()),
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: None,
        http: Some(http::routes(desk, env.shutdown.clone())),
    })
}

fn routes(env: &BlockEnv, desk: Desk) -> Routes {
    let subscriptions = SubscriptionServiceServer::new(Subscriptions(desk.clone()));
    let deliveries = DeliveryServiceServer::new(Deliveries {
        desk,
        shutdown: env.shutdown.clone(),
    });
    Routes::new(subscriptions.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(deliveries.max_decoding_message_size(MESSAGE_BYTES_MAX))
}
