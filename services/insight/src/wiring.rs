//! Putting the parts together.

use std::sync::Arc;

use contracts::{
    insight::v1::insight_service_server::InsightServiceServer,
    ledger::v1::ledger_service_client::LedgerServiceClient,
};
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    explain::Rules,
    grpc::Service,
    health::{ProjectionsCheck, observe_lag},
    projections::ALL,
    scopes::Scopes,
    tail::Tail,
    views::Views,
};

/// Insight as a block: one task per projection, the calls, and what tells whether it can be relied on.
///
/// # Errors
/// The ledger's address or the words cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let ledger =
        LedgerServiceClient::new(env.peers.channel("ledger")?).max_decoding_message_size(MESSAGE_BYTES_MAX);
    let (mut tasks, mut progress) = (Vec::new(), Vec::new());
    for registered in ALL {
        let (tail, seen) = Tail::new(*registered, env.pool.clone(), ledger.clone());
        observe_lag(registered.name(), &seen);
        progress.push(seen);
        tasks.push(Task::new(
            format!("insight {}", registered.name()),
            tail.run(env.shutdown.clone()),
        ));
    }
    let views = Views::new(env.pool.clone(), env.clock.clone(), progress.clone());
    let service = InsightServiceServer::new(Service::new(views.clone(), Rules::new()?));
    Ok(Block {
        name: "insight",
        routes: Routes::new(service.max_decoding_message_size(MESSAGE_BYTES_MAX)),
        services: vec!["schakelpunt.insight.v1.InsightService"],
        tasks,
        checks: vec![Arc::new(ProjectionsCheck(progress))],
        scopes: Some(Arc::new(Scopes(views))),
        http: None,
    })
}
