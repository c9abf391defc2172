//! What projects and workgroups belong to, for the access layer: from the same views as everything else.

use async_trait::async_trait;
use runtime::{
    access::{ProjectScopes, ScopeResolver},
    fault::Fault,
};

use crate::{grpc::scopes_of, views::Views};

/// Answers from the views.
pub(crate) struct Scopes(pub(crate) Views);

#[async_trait]
impl ScopeResolver for Scopes {
    async fn project(&self, project_id: &str) -> Result<Option<ProjectScopes>, Fault> {
        let view = self.0.view("", None).await?;
        Ok(view.facts.projects.get(project_id).map(scopes_of))
    }

    async fn workgroup_block(&self, workgroup_id: &str) -> Result<Option<String>, Fault> {
        let view = self.0.view("", None).await?;
        Ok(view
            .facts
            .reference
            .workgroups
            .get(workgroup_id)
            .map(|workgroup| workgroup.block_id.clone()))
    }
}
