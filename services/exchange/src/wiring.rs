//! Putting the parts together.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context;
use blocks::{
    feed::Feed,
    inbox::listen,
    known::{Known, Projects, ReferenceData},
    ledger::Ledger,
    office::Office,
    read_models::follow,
};
use contracts::{
    exchange::v1::{
        catalogue_service_server::CatalogueServiceServer, connection_service_server::ConnectionServiceServer,
        delivery_service_server::DeliveryServiceServer, link_service_server::LinkServiceServer,
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
    domain,
    grpc::{
        Desk, catalogue::EventTypes, connection::Connections, delivery::Deliveries, link::Links,
        subscription::Subscriptions,
    },
    http,
    keys::Keys,
    nats::{NatsCouriers, NatsDoor},
    projections,
    publish::ExchangePublisher,
    sending::{Dispatcher, Door},
    webhook::WebhookDoor,
};

const SERVICES: [&str; 5] = [
    "schakelpunt.exchange.v1.SubscriptionService",
    "schakelpunt.exchange.v1.DeliveryService",
    "schakelpunt.exchange.v1.ConnectionService",
    "schakelpunt.exchange.v1.LinkService",
    "schakelpunt.exchange.v1.CatalogueService",
];

/// The exchange as a block: its calls, what follows its log, and what it hears.
///
/// # Errors
/// The ledger's address cannot be used, or a setting.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let config = Config::read(&env.settings, &env.own_address)?;
    let channel = env.peers.channel("ledger").context("the ledger cannot be read")?;
    let client = LedgerServiceClient::new(channel).max_decoding_message_size(MESSAGE_BYTES_MAX);
    let ledger: Arc<dyn Ledger> = Arc::new(client.clone());
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
        nats: config
            .nats
            .clone()
            .map(|settings| NatsDoor::new(&config.keys, settings)),
        moves,
        waits: Waits::default(),
    };
    metrics::observe(&desk.waits);
    let projections = projections::all().into_iter();
    let mut tasks: Vec<Task> = projections.map(|projection| follow(&env, projection).1).collect();
    tasks.push(listen(&env, Arc::new(ReferenceData(env.pool.clone())))?);
    tasks.push(listen(&env, Arc::new(Projects(env.pool.clone())))?);
    tasks.push(Task::new(
        "exchange feed",
        desk.feed.clone().run(env.shutdown.clone()),
    ));
    tasks.push(dispatcher(&env, &desk, &config)?);
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
        routes: routes(&env, desk.clone(), config.keys),
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: None,
        http: Some(http::routes(desk, env.shutdown.clone())),
    })
}

/// The task that sends what subscriptions do not fetch.
fn dispatcher(env: &BlockEnv, desk: &Desk, config: &Config) -> anyhow::Result<Task> {
    let webhooks = WebhookDoor::new(desk.clone(), config.keys.clone(), config.webhooks.clone())?;
    let mut doors: HashMap<&'static str, Arc<dyn Door>> = HashMap::new();
    doors.insert(domain::subscription::WEBHOOK, Arc::new(webhooks));
    if let Some(door) = desk.nats.clone() {
        let desk = desk.clone();
        doors.insert(domain::subscription::NATS, Arc::new(NatsCouriers { desk, door }));
    }
    let dispatcher = Dispatcher {
        desk: desk.clone(),
        doors,
    };
    let shutdown = env.shutdown.clone();
    Ok(Task::new("exchange sending", async move {
        dispatcher.run(shutdown).await;
        Ok(())
    }))
}

fn routes(env: &BlockEnv, desk: Desk, keys: Keys) -> Routes {
    let connections = ConnectionServiceServer::new(Connections {
        desk: desk.clone(),
        keys,
    });
    let links = LinkServiceServer::new(Links(desk.clone()));
    let subscriptions = SubscriptionServiceServer::new(Subscriptions(desk.clone()));
    let deliveries = DeliveryServiceServer::new(Deliveries {
        desk,
        shutdown: env.shutdown.clone(),
    });
    Routes::new(subscriptions.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(links.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(connections.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(deliveries.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(CatalogueServiceServer::new(EventTypes))
}
