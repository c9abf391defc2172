//! Registering a project.

use contracts::programme::v1::{RegisterProjectRequest, RegisterProjectResponse};
use eventing::{Committed, Meta};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::Request;

use super::{Projects, receipt_of};
use crate::{
    contract::{project::read_profile, values::whole},
    domain::project::{Command, Profile, Project, Register},
    grpc::reading::referenced,
};

pub(super) async fn register(
    service: &Projects,
    request: &Request<RegisterProjectRequest>,
) -> Result<RegisterProjectResponse, Fault> {
    let given = request.get_ref();
    let (change, profile) = together(Change::parse(request, &given.request_id), parse(given))?;
    let meta = change.meta(service.clock.now(), profile.context());
    let committed = service.register_as(&profile, &meta).await?;
    Ok(RegisterProjectResponse {
        receipt: receipt_of(&profile.project_id, &committed),
    })
}

impl Projects {
    /// Registers a project, for whoever and whenever the metadata say.
    pub(crate) async fn register_as(&self, profile: &Profile, meta: &Meta) -> Result<Committed, Fault> {
        self.store
            .execute_reading::<Project, _, Fault>(&profile.project_id, meta, |reading| {
                let profile = profile.clone();
                async move {
                    let referenced = referenced(reading, profile.references()).await?;
                    Ok(Command::Register(Box::new(Register { profile, referenced })))
                }
                .boxed()
            })
            .await
    }
}

fn parse(request: &RegisterProjectRequest) -> Result<Profile, Fault> {
    let mut faults = Faults::new();
    let profile = read_profile(&mut faults, request.project.clone());
    whole(faults, profile)
}
