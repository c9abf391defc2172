//! Putting the parts together.

use std::sync::Arc;

use anyhow::Context;
use async_trait::async_trait;
use blocks::{
    inbox::listen,
    known::{Kind, Known},
    office::Office,
    read_models::follow,
};
use contracts::{
    culture::v1::{
        coding_service_server::CodingServiceServer, finding_service_server::FindingServiceServer,
        instrument_service_server::InstrumentServiceServer,
        intervention_service_server::InterventionServiceServer,
        measurement_service_server::MeasurementServiceServer,
        reference_figure_service_server::ReferenceFigureServiceServer,
    },
    ledger::v1::ledger_service_client::LedgerServiceClient,
    programme::v1::entry::Content as Published,
};
use eventing::reaction::Reactions;
use runtime::{
    MESSAGE_BYTES_MAX,
    access::{ProjectScopes, ScopeResolver},
    block::{Block, BlockEnv, Task},
    fault::Fault,
};
use tonic::service::Routes;

use crate::{
    grpc::{
        coding::Codings, figure::ReferenceFigures, finding::Findings, instrument::Instruments,
        intervention::Interventions, measurement::Measurements,
    },
    listeners, projections,
    publish::CulturePublisher,
    reactions,
    responses::Responses,
    scheduler::Scheduler,
};

const SERVICES: [&str; 6] = [
    "schakelpunt.culture.v1.InstrumentService",
    "schakelpunt.culture.v1.MeasurementService",
    "schakelpunt.culture.v1.ReferenceFigureService",
    "schakelpunt.culture.v1.FindingService",
    "schakelpunt.culture.v1.InterventionService",
    "schakelpunt.culture.v1.CodingService",
];

/// The culture block: its calls, what follows its log, and what it hears of other blocks.
///
/// # Errors
/// The address of a peer cannot be used.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    let office = Office {
        store: env.store.clone(),
        clock: env.clock.clone(),
        known: Known::new(env.pool.clone()),
    };
    let responses = Responses::new(env.pool.clone());
    let projections = projections::all().into_iter();
    let mut tasks: Vec<_> = projections.map(|projection| follow(&env, projection).1).collect();
    for listener in listeners::all(&env) {
        tasks.push(listen(&env, listener)?);
    }
    tasks.push(reactions(&env, &responses));
    tasks.push(scheduler(&env, &office, &responses));
    tasks.push(env.relay(Arc::new(CulturePublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&env, &office, responses)?,
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: Some(Arc::new(Scopes(office.known))),
        http: None,
    })
}

fn reactions(env: &BlockEnv, responses: &Responses) -> Task {
    let (reactions, _) = Reactions::new(env.store.clone(), reactions::all(responses.clone()));
    let shutdown = env.shutdown.clone();
    Task::new(format!("{} reactions", env.store.block()), async move {
        reactions.run(shutdown).await;
        Ok(())
    })
}

fn scheduler(env: &BlockEnv, office: &Office, responses: &Responses) -> Task {
    let scheduler = Scheduler {
        office: office.clone(),
        responses: responses.clone(),
    };
    let shutdown = env.shutdown.clone();
    Task::new(format!("{} scheduler", env.store.block()), async move {
        scheduler.run(shutdown).await;
        Ok(())
    })
}

fn routes(env: &BlockEnv, office: &Office, responses: Responses) -> anyhow::Result<Routes> {
    let ledger = env.peers.channel("ledger").context("the ledger cannot be read")?;
    let instrument = InstrumentServiceServer::new(Instruments(office.clone()));
    let measurement = MeasurementServiceServer::new(Measurements {
        office: office.clone(),
        responses,
    });
    let figure = ReferenceFigureServiceServer::new(ReferenceFigures(office.clone()));
    let finding = FindingServiceServer::new(Findings(office.clone()));
    let intervention = InterventionServiceServer::new(Interventions(office.clone()));
    let coding = CodingServiceServer::new(Codings {
        office: office.clone(),
        ledger: LedgerServiceClient::new(ledger).max_decoding_message_size(MESSAGE_BYTES_MAX),
    });
    Ok(
        Routes::new(instrument.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(measurement.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(figure.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(finding.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(intervention.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(coding.max_decoding_message_size(MESSAGE_BYTES_MAX)),
    )
}

/// Tells the access layer what workgroups and projects belong to, as the programme block made them known.
struct Scopes(Known);

#[async_trait]
impl ScopeResolver for Scopes {
    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault> {
        let project = self.0.project(project_id).await?;
        Ok(project.map(|project| ProjectScopes {
            block: project.block_id,
            workgroup: project.workgroup_id,
            regions: project.region_ids,
        }))
    }

    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault> {
        let entry = self.0.entry(Kind::Workgroup, workgroup_id).await?;
        Ok(match entry.and_then(|it| it.content) {
            Some(Published::Workgroup(it)) => Some(it.block_id),
            _ => None,
        })
    }
}
