//! Putting the parts together.

use std::sync::Arc;

use blocks::{
    inbox::{Listener, listen},
    known::{Known, Projects, ReferenceData},
    office::Office,
    read_models::follow,
};
use contracts::transitions::v1::{
    application_service_server::ApplicationServiceServer, award_service_server::AwardServiceServer,
    demand_service_server::DemandServiceServer, solution_service_server::SolutionServiceServer,
};
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv},
};
use tonic::service::Routes;

use crate::{
    grpc::{application::Applications, award::Awards, demand::Demands, solution::Solutions},
    projections::{self, applications::Scopes},
    publish::TransitionsPublisher,
};

const SERVICES: [&str; 4] = [
    "schakelpunt.transitions.v1.DemandService",
    "schakelpunt.transitions.v1.ApplicationService",
    "schakelpunt.transitions.v1.AwardService",
    "schakelpunt.transitions.v1.SolutionService",
];

/// The transitions block: its calls, what follows its log, and what it hears of other blocks.
///
/// # Errors
/// The address of a peer cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let known = Known::new(env.pool.clone());
    let projections = projections::all().into_iter();
    let mut tasks: Vec<_> = projections.map(|projection| follow(&env, projection).1).collect();
    let listeners: [Arc<dyn Listener>; 2] = [
        Arc::new(ReferenceData(env.pool.clone())),
        Arc::new(Projects(env.pool.clone())),
    ];
    for listener in listeners {
        tasks.push(listen(&env, listener)?);
    }
    tasks.push(env.relay(Arc::new(TransitionsPublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&env, &known),
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: Some(Arc::new(Scopes::new(env.store.clone(), known))),
        http: None,
    })
}

fn routes(env: &BlockEnv, known: &Known) -> Routes {
    let office = Office {
        store: env.store.clone(),
        clock: env.clock.clone(),
        known: known.clone(),
    };
    let demand = DemandServiceServer::new(Demands(office.clone()));
    let application = ApplicationServiceServer::new(Applications(office.clone()));
    let award = AwardServiceServer::new(Awards(office.clone()));
    let solution = SolutionServiceServer::new(Solutions(office));
    Routes::new(demand.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(application.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(award.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(solution.max_decoding_message_size(MESSAGE_BYTES_MAX))
}
