//! Putting the parts together.

use std::sync::Arc;

use blocks::{feed::Feed, ledger::Ledger};
use contracts::{
    insight::v1::{
        coherence_service_server::CoherenceServiceServer, insight_service_server::InsightServiceServer,
    },
    ledger::v1::ledger_service_client::LedgerServiceClient,
};
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    explain::Rules,
    generations::watch_generations,
    grpc::{Coherence, Service},
    health::{ProjectionsCheck, observe_lag},
    projections::ALL,
    scopes::Scopes,
    tail::Tail,
    together::Together,
    views::Views,
};

/// Insight as a block: one task per projection, the calls, and what tells whether it can be relied on.
///
/// # Errors
/// The ledger's address or the words cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let ledger: Arc<dyn Ledger> = Arc::new(
        LedgerServiceClient::new(env.peers.channel("ledger")?).max_decoding_message_size(MESSAGE_BYTES_MAX),
    );
    let together = Arc::new(Together::new(ledger.clone()));
    let (views, feed) = (Views::new(env.clock.clone()), Feed::new(together));
    let (generations, look) = watch_generations(env.pool.clone(), env.shutdown.clone());
    let mut tasks = vec![
        Task::new("insight feed", feed.clone().run(env.shutdown.clone())),
        Task::new("insight generations", look),
    ];
    for registered in ALL {
        let (pool, generations) = (env.pool.clone(), generations.clone());
        let (tail, seen) = Tail::new(*registered, pool, feed.clone(), generations, &views);
        observe_lag(registered.name(), &seen);
        tasks.push(Task::new(
            format!("insight {}", registered.name()),
            tail.run(env.shutdown.clone()),
        ));
    }
    let progress = views.progress();
    let service = InsightServiceServer::new(Service::new(views.clone(), Rules::new()?, ledger));
    let coherence = CoherenceServiceServer::new(Coherence::new(views.clone()));
    Ok(Block {
        name: "insight",
        routes: Routes::new(service.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(coherence.max_decoding_message_size(MESSAGE_BYTES_MAX)),
        services: vec![
            "schakelpunt.insight.v1.InsightService",
            "schakelpunt.insight.v1.CoherenceService",
        ],
        tasks,
        checks: vec![Arc::new(ProjectionsCheck(progress))],
        scopes: Some(Arc::new(Scopes(views))),
        http: None,
    })
}
