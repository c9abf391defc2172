//! Putting the parts together.

use std::sync::Arc;

use blocks::{
    inbox::{Listener, listen},
    known::{Known, Projects, ReferenceData},
    office::Office,
    read_models::follow,
};
use contracts::professionalisation::v1::{
    credential_class_service_server::CredentialClassServiceServer,
    issuing_service_server::IssuingServiceServer, offer_service_server::OfferServiceServer,
    passport_service_server::PassportServiceServer, provider_service_server::ProviderServiceServer,
    rule_service_server::RuleServiceServer,
};
use eventing::projection::FollowerHandle;
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    config::Config,
    grpc::{
        class::Classes, issuing::Issuers, offer::Offers, passport::Passports, provider::Providers,
        rules::Rules,
    },
    http,
    issuing::Issuing,
    projections::{self, issued},
    publish::ProfessionalisationPublisher,
    scheduler::Scheduler,
    vault::Vault,
};

const SERVICES: [&str; 6] = [
    "schakelpunt.professionalisation.v1.RuleService",
    "schakelpunt.professionalisation.v1.ProviderService",
    "schakelpunt.professionalisation.v1.OfferService",
    "schakelpunt.professionalisation.v1.CredentialClassService",
    "schakelpunt.professionalisation.v1.IssuingService",
    "schakelpunt.professionalisation.v1.PassportService",
];

/// The professionalisation block: its calls, what follows its log, and what it hears of other blocks.
///
/// # Errors
/// The address of a peer cannot be used, or a setting.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let config = Config::read(&env.settings, &env.own_address)?;
    let office = Office {
        store: env.store.clone(),
        clock: env.clock.clone(),
        known: Known::new(env.pool.clone()),
    };
    let vault = Vault::new(env.pool.clone(), config.vault_keys.clone());
    let issuing = Issuing::new(office, vault, &config)?;
    let mut tasks = Vec::new();
    for projection in projections::all() {
        let name = projection.name();
        let (handle, task) = follow(&env, projection);
        tasks.push(task);
        if name == issued::NAME {
            tasks.push(scheduler(&env, issuing.clone(), handle));
        }
    }
    let listeners: [Arc<dyn Listener>; 2] = [
        Arc::new(ReferenceData(env.pool.clone())),
        Arc::new(Projects(env.pool.clone())),
    ];
    for listener in listeners {
        tasks.push(listen(&env, listener)?);
    }
    tasks.push(env.relay(Arc::new(ProfessionalisationPublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&issuing),
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: None,
        http: Some(http::routes(issuing)),
    })
}

fn scheduler(env: &BlockEnv, issuing: Issuing, issued: FollowerHandle) -> Task {
    let scheduler = Scheduler { issuing, issued };
    let shutdown = env.shutdown.clone();
    Task::new(format!("{} scheduler", env.store.block()), async move {
        scheduler.run(shutdown).await;
        Ok(())
    })
}

fn routes(issuing: &Issuing) -> Routes {
    let office = &issuing.office;
    let rules = RuleServiceServer::new(Rules(office.clone()));
    let provider = ProviderServiceServer::new(Providers(office.clone()));
    let offer = OfferServiceServer::new(Offers(office.clone()));
    let class = CredentialClassServiceServer::new(Classes(office.clone()));
    let issuers = IssuingServiceServer::new(Issuers(issuing.clone()));
    let passport = PassportServiceServer::new(Passports(issuing.clone()));
    Routes::new(rules.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(provider.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(offer.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(class.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(issuers.max_decoding_message_size(MESSAGE_BYTES_MAX))
        .add_service(passport.max_decoding_message_size(MESSAGE_BYTES_MAX))
}
