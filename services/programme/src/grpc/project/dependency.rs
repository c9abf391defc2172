//! Declaring that a milestone waits for another project's, and withdrawing that.

use std::collections::BTreeSet;

use contracts::programme::v1::{
    DeclareDependencyRequest, DeclareDependencyResponse, WithdrawDependencyRequest,
    WithdrawDependencyResponse,
};
use eventing::{Context, Reading};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Projects, project, receipt_of};
use crate::{
    contract::{project::read_dependency, values::REASON_CHARS_MAX},
    domain::{
        project::{Command, DeclareDependency, Dependency, MilestoneKey, Project, WithdrawDependency},
        values::Id,
    },
};

/// Most milestones that are followed to find a circle: more than any real chain, and few enough to read within one call.
const FOLLOWED_MAX: usize = 300;

pub(super) async fn declare(
    service: &Projects,
    request: &Request<DeclareDependencyRequest>,
) -> Result<DeclareDependencyResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, dependency)) =
        together(Change::parse(request, &given.request_id), parse(given))?;
    let meta = change.meta(service.clock.now(), Context::default());
    let own = project_id.as_str();
    let committed = service
        .store
        .execute_reading::<Project, _, Fault>(&project_id, &meta, |reading| {
            let (own, dependency) = (own.to_owned(), dependency.clone());
            async move {
                project(reading, &own).await?;
                Ok(Command::DeclareDependency(follow(reading, dependency).await?))
            }
            .boxed()
        })
        .await?;
    Ok(DeclareDependencyResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse(request: &DeclareDependencyRequest) -> Result<(Id, Dependency), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let dependency = read_dependency(&mut faults, request.dependency.clone());
    faults.finish((project_id, dependency))
}

/// Reads the target and everything it waits for, directly or through others. What is read is guarded, so that two projects
/// that declare opposite dependencies at the same moment do not both succeed.
async fn follow(reading: &mut Reading<'_>, dependency: Dependency) -> Result<DeclareDependency, Fault> {
    let target_key = dependency.waits_for();
    let mut target = None;
    let mut waits = Vec::new();
    let mut seen = BTreeSet::from([target_key.clone()]);
    let mut next = vec![target_key.clone()];
    while let Some(milestone) = next.pop() {
        if seen.len() > FOLLOWED_MAX {
            return Ok(DeclareDependency {
                dependency,
                target,
                waits,
                chain_complete: false,
            });
        }
        let project = reading.read::<Project>(&milestone.project_id).await?.state;
        if milestone == target_key {
            target = project.milestone(&milestone.milestone_id).cloned();
        }
        for on in waits_of(&project, &milestone) {
            waits.push((milestone.clone(), on.clone()));
            if seen.insert(on.clone()) {
                next.push(on);
            }
        }
    }
    Ok(DeclareDependency {
        dependency,
        target,
        waits,
        chain_complete: true,
    })
}

fn waits_of<'a>(
    project: &'a Project,
    milestone: &'a MilestoneKey,
) -> impl Iterator<Item = MilestoneKey> + 'a {
    let own = project
        .dependencies()
        .iter()
        .filter(|one| one.milestone_id == milestone.milestone_id);
    own.map(Dependency::waits_for)
}

pub(super) async fn withdraw(
    service: &Projects,
    request: &Request<WithdrawDependencyRequest>,
) -> Result<WithdrawDependencyResponse, Fault> {
    let given = request.get_ref();
    let (change, (project_id, withdraw)) =
        together(Change::parse(request, &given.request_id), parse_withdrawal(given))?;
    let command = Command::WithdrawDependency(withdraw);
    let committed = service
        .execute(&project_id, &change, service.clock.now(), command)
        .await?;
    Ok(WithdrawDependencyResponse {
        receipt: receipt_of(&project_id, &committed),
    })
}

fn parse_withdrawal(request: &WithdrawDependencyRequest) -> Result<(Id, WithdrawDependency), Fault> {
    let mut faults = Faults::new();
    let project_id = faults.id("project_id", &request.project_id);
    let withdraw = WithdrawDependency {
        dependency_id: faults.id("dependency_id", &request.dependency_id),
        reason: faults.text("reason", &request.reason, REASON_CHARS_MAX, true),
    };
    faults.finish((project_id, withdraw))
}
