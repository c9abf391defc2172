//! Putting the parts together.

use std::{collections::HashMap, sync::Arc};

use blocks::{
    inbox::{Listener, listen},
    known::{Known, Projects, ReferenceData},
    office::Office,
    read_models::follow,
};
use contracts::radar::v1::{
    curation_service_server::CurationServiceServer, distilling_service_server::DistillingServiceServer,
    edition_service_server::EditionServiceServer, source_service_server::SourceServiceServer,
    taxonomy_service_server::TaxonomyServiceServer, trend_service_server::TrendServiceServer,
};
use eventing::projection::FollowerHandle;
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    archive::Archive,
    distilling::Reader,
    grpc::{
        Desk, curation::Curation, distilling::Distilling, edition::Editions, source::Sources,
        taxonomy::TaxonomyCalls, trend::TrendCalls,
    },
    projections,
    publish::RadarPublisher,
    taxonomies::Taxonomies,
};

const SERVICES: [&str; 6] = [
    "schakelpunt.radar.v1.TaxonomyService",
    "schakelpunt.radar.v1.SourceService",
    "schakelpunt.radar.v1.DistillingService",
    "schakelpunt.radar.v1.CurationService",
    "schakelpunt.radar.v1.TrendService",
    "schakelpunt.radar.v1.EditionService",
];

/// The radar: its calls, what follows its log, what it hears of other blocks, and what reads sources.
///
/// # Errors
/// The address of a peer cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let desk = Desk {
        office: Office {
            store: env.store.clone(),
            clock: env.clock.clone(),
            known: Known::new(env.pool.clone()),
        },
        taxonomies: Taxonomies::new(env.pool.clone()),
        archive: Archive::new(env.pool.clone()),
    };
    let (mut tasks, mut followed) = (Vec::new(), Vec::new());
    for projection in projections::all() {
        let (handle, task) = follow(&env, projection);
        followed.push(handle);
        tasks.push(task);
    }
    let listeners: [Arc<dyn Listener>; 2] = [
        Arc::new(ReferenceData(env.pool.clone())),
        Arc::new(Projects(env.pool.clone())),
    ];
    for listener in listeners {
        tasks.push(listen(&env, listener)?);
    }
    tasks.push(reader(&env, desk.clone(), followed));
    tasks.push(env.relay(Arc::new(RadarPublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&desk),
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: None,
        http: None,
    })
}

fn reader(env: &BlockEnv, desk: Desk, followed: Vec<FollowerHandle>) -> Task {
    let reader = Reader {
        desk,
        followed,
        distillers: HashMap::new(),
    };
    let shutdown = env.shutdown.clone();
    Task::new(format!("{} reader", env.store.block()), async move {
        reader.run(shutdown).await;
        Ok(())
    })
}

fn routes(desk: &Desk) -> Routes {
    let taxonomy = TaxonomyServiceServer::new(TaxonomyCalls(desk.clone()));
    let source = SourceServiceServer::new(Sources(desk.clone()));
    let distilling = DistillingServiceServer::new(Distilling(desk.clone()));
    let curation = CurationServiceServer::new(Curation(desk.clone()));
    let trend = TrendServiceServer::new(TrendCalls(desk.clone()));
    let edition = EditionServiceServer::new(Editions(desk.clone()));
    Routes::new(taxonomy.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(source.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(distilling.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(curation.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(trend.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(edition.max_decoding_message_size(MESSAGE_BYTES_MAX))
}
