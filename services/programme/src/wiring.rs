//! Putting the parts together.

use std::sync::Arc;

use blocks::{inbox::listen, read_models::follow};
use contracts::programme::v1::{
    development_clock_service_server::DevelopmentClockServiceServer,
    feedback_service_server::FeedbackServiceServer, project_service_server::ProjectServiceServer,
    publication_service_server::PublicationServiceServer,
    reference_data_service_server::ReferenceDataServiceServer,
    reporting_service_server::ReportingServiceServer,
};
use eventing::{projection::FollowerHandle, reaction::Reactions};
use runtime::{
    MESSAGE_BYTES_MAX,
    block::{Block, BlockEnv, Task},
};
use tonic::service::Routes;

use crate::{
    grpc::{
        clock::{self, DevelopmentClock},
        feedback::Feedback,
        project::Projects,
        publication::Publications,
        reference::ReferenceData,
        reporting::Reporting,
    },
    listeners,
    projections::{self, projects::Scopes},
    publish::ProgrammePublisher,
    reactions,
    scheduler::Scheduler,
};

/// The programme block: its calls, and what follows its log.
///
/// # Errors
/// The address of a peer cannot be used, or the development clock cannot be restored.
pub async fn block(env: BlockEnv) -> anyhow::Result<Block> {
    if let Some(held) = &env.held_clock {
        clock::restore(&env.pool, held).await?;
    }
    let (reactions, reactions_handle) = reactions(&env);
    let (handles, mut tasks): (Vec<_>, Vec<_>) = projections::all()
        .into_iter()
        .map(|projection| follow(&env, projection))
        .unzip();
    let scheduler = Scheduler::new(env.store.clone(), env.clock.clone(), reactions_handle, handles);
    tasks.push(reactions);
    tasks.push(Task::new(
        "programme scheduler",
        scheduler.clone().task(env.shutdown.clone()),
    ));
    for listener in listeners::all(&env) {
        tasks.push(listen(&env, listener)?);
    }
    tasks.push(env.relay(Arc::new(ProgrammePublisher))?);
    Ok(Block {
        name: env.store.block(),
        routes: routes(&env, scheduler)?,
        services: SERVICES.to_vec(),
        tasks,
        checks: Vec::new(),
        scopes: Some(Arc::new(Scopes::new(env.store.clone()))),
        http: None,
    })
}

const SERVICES: [&str; 6] = [
    "schakelpunt.programme.v1.ReferenceDataService",
    "schakelpunt.programme.v1.ProjectService",
    "schakelpunt.programme.v1.ReportingService",
    "schakelpunt.programme.v1.FeedbackService",
    "schakelpunt.programme.v1.PublicationService",
    "schakelpunt.programme.v1.DevelopmentClockService",
];

fn routes(env: &BlockEnv, scheduler: Scheduler) -> anyhow::Result<Routes> {
    let (store, time) = (env.store.clone(), env.clock.clone());
    let reference = ReferenceDataServiceServer::new(ReferenceData::new(store.clone(), time.clone()));
    let project = ProjectServiceServer::new(Projects::new(store.clone(), time.clone()));
    let reporting = ReportingServiceServer::new(Reporting::new(store.clone(), time.clone()));
    let feedback = FeedbackServiceServer::new(Feedback::new(store.clone(), time.clone()));
    let publication = PublicationServiceServer::new(Publications::new(store, time.clone(), &env.peers)?);
    let clock = DevelopmentClock::new(env.pool.clone(), time, env.held_clock.clone(), scheduler);
    Ok(
        Routes::new(reference.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(project.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(reporting.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(feedback.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(publication.max_decoding_message_size(MESSAGE_BYTES_MAX))
            .add_service(DevelopmentClockServiceServer::new(clock)),
    )
}

fn reactions(env: &BlockEnv) -> (Task, FollowerHandle) {
    let (reactions, handle) = Reactions::new(env.store.clone(), reactions::all(&env.store, &env.clock));
    let shutdown = env.shutdown.clone();
    let run = async move {
        reactions.run(shutdown).await;
        Ok(())
    };
    (Task::new("programme reactions", run), handle)
}
