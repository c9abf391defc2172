//! Sources as they are kept.

use blocks::freshness::of_projection;
use contracts::radar::v1;
use runtime::{fault::Fault, parse::Faults};

use super::Sources;
use crate::{
    contract::source::{Found, SECTOR_CHARS_MAX, kept, read_kind},
    domain::source::Source,
    grpc::{cut, one_more, parse_id, parse_page},
    projections::{
        readings,
        sources::{self, Wanted},
    },
};

impl Sources {
    pub(super) async fn one(&self, request: &v1::GetSourceRequest) -> Result<v1::GetSourceResponse, Fault> {
        let id = parse_id("source_id", &request.source_id)?;
        let mut found = self.kept(std::slice::from_ref(&id)).await?;
        let source = found.pop();
        if source.is_none() {
            return Err(Fault::not_found(
                "SOURCE_UNKNOWN",
                format!("there is no source {id}"),
            ));
        }
        Ok(v1::GetSourceResponse {
            source,
            freshness: Some(self.freshness(readings::NAME).await?),
        })
    }

    pub(super) async fn list(
        &self,
        request: &v1::ListSourcesRequest,
    ) -> Result<v1::ListSourcesResponse, Fault> {
        let (kind, state) = (
            v1::SourceKind::try_from(request.kind).ok(),
            v1::SourceState::try_from(request.state).ok(),
        );
        let mut faults = Faults::new();
        faults.check("kind", kind.is_some(), "one of the values of the contract");
        faults.check("state", state.is_some(), "one of the values of the contract");
        faults.optional_id("theme_id", &request.theme_id);
        faults.optional_id("region_id", &request.region_id);
        faults.text("sector", &request.sector, SECTOR_CHARS_MAX, false);
        let (kind, state) = faults.finish((kind.and_then(read_kind), state.unwrap_or_default()))?;
        let run = self.0.run_in_use().await?;
        let run_id = run.as_ref().map_or("", |it| it.run_id.as_str());
        let wanted = Wanted {
            kind,
            theme_id: &request.theme_id,
            region_id: &request.region_id,
            sector: &request.sector,
            withdrawn: match state {
                v1::SourceState::Unspecified => None,
                v1::SourceState::Waiting | v1::SourceState::Read => Some(false),
                v1::SourceState::Withdrawn => Some(true),
            },
            read_by: match state {
                v1::SourceState::Waiting => Some((run_id, false)),
                v1::SourceState::Read => Some((run_id, true)),
                v1::SourceState::Unspecified | v1::SourceState::Withdrawn => None,
            },
        };
        let page = parse_page(request.page_size, &request.page_token, &format!("{wanted:?}"))?;
        let freshness = self.freshness(sources::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let pool = self.0.office.store.pool();
        let mut found = sources::list(pool, &wanted, &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        Ok(v1::ListSourcesResponse {
            sources: self.kept(&found).await?,
            next_page_token,
            freshness: Some(freshness),
        })
    }

    async fn freshness(&self, projection: &str) -> Result<contracts::hub::v1::Freshness, Fault> {
        of_projection(&self.0.office.store, self.0.office.clock.as_ref(), projection).await
    }

    /// Sources with what the run in use found in them.
    async fn kept(&self, ids: &[String]) -> Result<Vec<v1::KeptSource>, Fault> {
        let run = self.0.run_in_use().await?;
        let run_id = run.as_ref().map_or("", |it| it.run_id.as_str());
        let store = &self.0.office.store;
        let read = readings::found(store.pool(), run_id, ids).await?;
        let mut sources = Vec::with_capacity(ids.len());
        for id in ids {
            let loaded = store.load::<Source>(id).await?;
            let found = read.get(id).map(|it| Found {
                mentions: u32::try_from(it.mentions).unwrap_or(0),
                concepts: u32::try_from(it.concepts).unwrap_or(0),
            });
            sources.extend(kept(id, &loaded.state, loaded.version, found));
        }
        Ok(sources)
    }
}
