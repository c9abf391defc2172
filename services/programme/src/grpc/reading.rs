//! What commands need from the reference data, read so that it is guarded until the commit.

use std::collections::BTreeMap;

use eventing::Reading;
use runtime::fault::Fault;

use crate::domain::{
    project::Project,
    reference::{Content, Entry, Key, Reference, Referenced, SchemeVersion},
};

/// A project, which must be there. What is decided is filed under what the project belongs to.
pub(crate) async fn project(reading: &mut Reading<'_>, project_id: &str) -> Result<Project, Fault> {
    let project = reading.read::<Project>(project_id).await?.state;
    if !project.exists() {
        return Err(unknown_project(project_id));
    }
    reading.file_under(project.context());
    Ok(project)
}

/// The refusal when a project does not exist.
pub(crate) fn unknown_project(project_id: &str) -> Fault {
    Fault::not_found("PROJECT_UNKNOWN", format!("there is no project {project_id}"))
}

/// References with what is there. An entry that is named more than once is read once.
pub(crate) async fn referenced(
    reading: &mut Reading<'_>,
    references: Vec<Reference>,
) -> Result<Vec<Referenced>, Fault> {
    let mut read: BTreeMap<Key, Option<Content>> = BTreeMap::new();
    let mut all = Vec::with_capacity(references.len());
    for reference in references {
        let content = match read.get(&reference.key) {
            Some(content) => content.clone(),
            None => {
                let entry = reading.read::<Entry>(&reference.key.stream_id()).await?.state;
                let content = entry.content().cloned();
                read.insert(reference.key.clone(), content.clone());
                content
            }
        };
        all.push(Referenced { reference, content });
    }
    Ok(all)
}

/// The rules of a scheme version.
pub(crate) async fn scheme_version(reading: &mut Reading<'_>, key: &Key) -> Result<SchemeVersion, Fault> {
    let entry = reading.read::<Entry>(&key.stream_id()).await?.state;
    let unknown = || Fault::not_found("REFERENCE_UNKNOWN", format!("there is no {key}"));
    entry.scheme_version().cloned().ok_or_else(unknown)
}
