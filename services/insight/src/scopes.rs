//! What projects and workgroups belong to, for the access layer: from the same views as everything else.

use async_trait::async_trait;
use runtime::{
    access::{ProjectScopes, ScopeResolver},
    fault::Fault,
};

use tokio::time::Instant;

use crate::{grpc::scopes_of, views::Views};

/// Answers from the views.
pub(crate) struct Scopes(pub(crate) Views);

#[async_trait]
impl ScopeResolver for Scopes {
    async fn wait_for(&self, consistency_token: &str, deadline: Option<Instant>) -> Result<(), Fault> {
        self.0.view(consistency_token, deadline).await.map(drop)
    }

    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault> {
        let view = self.0.now();
        Ok(view
            .facts
            .projects
            .get(project_id)
            .map(|project| scopes_of(project)))
    }

    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault> {
        let view = self.0.now();
        let workgroup = view.facts.reference.workgroups.get(workgroup_id);
        Ok(workgroup.map(|workgroup| workgroup.block_id.clone()))
    }
}
