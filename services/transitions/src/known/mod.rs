//! What this block reads of the reference data that the programme block published.

mod reading;

use std::collections::{BTreeMap, BTreeSet};

use blocks::{
    known::{Kind, Known},
    values::Id,
};
use contracts::programme::v1 as programme;

use crate::domain::{
    application::{Content, Named},
    rules::{Call, OrganisationKind, Rules},
};

/// A call with the rules that hold in it.
#[derive(Debug, Clone)]
pub struct KnownCall {
    /// The call.
    pub call: Call,
    /// The rules.
    pub rules: Rules,
    /// The call as it was published.
    pub window: programme::CallWindow,
    /// The rules as they were published.
    pub version: programme::SchemeVersion,
}

/// A call with its rules; none when one of them is not known.
///
/// # Errors
/// The database cannot be reached.
pub async fn call(known: &Known, call_id: &str) -> Result<Option<KnownCall>, sqlx::Error> {
    let Some(window) = known
        .entry(Kind::CallWindow, call_id)
        .await?
        .and_then(reading::call_window)
    else {
        return Ok(None);
    };
    let version_id = format!("{}-v{}", window.scheme_id, window.scheme_version);
    let version = known.entry(Kind::SchemeVersion, &version_id).await?;
    let scheme = known.entry(Kind::Scheme, &window.scheme_id).await?;
    let found = version
        .and_then(reading::scheme_version)
        .zip(scheme.and_then(reading::scheme));
    Ok(found.map(|(version, scheme)| KnownCall {
        call: reading::call(&window),
        rules: reading::rules(&version, &scheme),
        window,
        version,
    }))
}

/// What the references of an application come to; its demands are looked up elsewhere.
///
/// # Errors
/// The database cannot be reached.
pub async fn named(known: &Known, content: &Content, demands: BTreeSet<Id>) -> Result<Named, sqlx::Error> {
    let organisations: Vec<&str> = content.organisations().map(|(_, id)| id.as_str()).collect();
    let organisations = known.entries(Kind::Organisation, &organisations).await?;
    let kind = |(id, entry)| Some((id, reading::organisation_kind(entry)?));
    let kinds: BTreeMap<Id, OrganisationKind> = organisations.into_iter().filter_map(kind).collect();
    let workgroup_block_id = match &content.workgroup_id {
        Some(id) => workgroup_block(known, id).await?,
        None => None,
    };
    let regions: Vec<&str> = content
        .regions
        .iter()
        .map(|share| share.region_id.as_str())
        .collect();
    let themes: Vec<&str> = content.theme_id.iter().map(String::as_str).collect();
    let indicators: Vec<&str> = content
        .targets
        .iter()
        .map(|target| target.indicator_id.as_str())
        .collect();
    Ok(Named {
        kinds,
        workgroup_block_id,
        regions: known.which(Kind::Region, &regions).await?,
        themes: known.which(Kind::Theme, &themes).await?,
        indicators: known.which(Kind::Indicator, &indicators).await?,
        demands,
    })
}

/// The building block of a workgroup.
///
/// # Errors
/// The database cannot be reached.
pub async fn workgroup_block(known: &Known, workgroup_id: &str) -> Result<Option<Id>, sqlx::Error> {
    let found = known.entry(Kind::Workgroup, workgroup_id).await?;
    Ok(found.and_then(reading::workgroup_block))
}
