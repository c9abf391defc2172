//! The reference data service.

use std::sync::Arc;

use blocks::freshness::of_projection;
use contracts::programme::v1::{
    DefineEntryRequest, DefineEntryResponse, GetEntryRequest, GetEntryResponse, ListEntriesRequest,
    ListEntriesResponse, reference_data_service_server::ReferenceDataService,
};
use eventing::{Clock, Context, Store};
use futures::FutureExt;
use runtime::{
    call::Change,
    fault::{Fault, together},
    paging::Page,
    parse::Faults,
    receipt::receipt,
};
use tonic::{Request, Response, Status};

use super::{BLOCK, reading::referenced};
use crate::{
    contract::{
        reference::{entry, read_entry, read_kind},
        values::whole,
    },
    domain::reference::{Command, Content, Define, Definition, Entry, Key},
    projections::entries,
};

/// Entries on a page, unless the caller asks otherwise.
const PAGE: usize = 100;
/// Most entries on a page.
const PAGE_MAX: usize = 1_000;

/// Answers the calls of the reference data service.
#[derive(Clone)]
pub struct ReferenceData {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl ReferenceData {
    /// The service on a log, by a clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    async fn define(&self, request: &Request<DefineEntryRequest>) -> Result<DefineEntryResponse, Fault> {
        let given = request.get_ref();
        let (change, definition) =
            together(Change::parse(request, &given.request_id), parse_definition(given))?;
        let key = definition.content.key();
        let meta = change.meta(self.clock.now(), context(&definition.content));
        let committed = self
            .store
            .execute_reading::<Entry, _, Fault>(&key.stream_id(), &meta, |reading| {
                let definition = definition.clone();
                async move {
                    let referenced = referenced(reading, definition.content.references()).await?;
                    Ok(Command::Define(Box::new(Define {
                        definition,
                        referenced,
                    })))
                }
                .boxed()
            })
            .await?;
        Ok(DefineEntryResponse {
            receipt: Some(receipt(BLOCK, &key.id, &committed)),
        })
    }

    async fn get(&self, request: &GetEntryRequest) -> Result<GetEntryResponse, Fault> {
        let mut faults = Faults::new();
        let kind = read_kind(&mut faults, request.kind);
        let entry_id = faults.id("entry_id", &request.entry_id);
        let key = Key::new(whole(faults, kind)?, entry_id);
        let found = self.store.load::<Entry>(&key.stream_id()).await?.state;
        let unknown = || Fault::not_found("ENTRY_UNKNOWN", format!("there is no {key}"));
        let definition = found.definition().ok_or_else(unknown)?;
        Ok(GetEntryResponse {
            entry: Some(entry(definition)),
        })
    }

    async fn list(&self, request: &ListEntriesRequest) -> Result<ListEntriesResponse, Fault> {
        let mut faults = Faults::new();
        let kind = read_kind(&mut faults, request.kind);
        let kind = whole(faults, kind)?;
        let page = Page::parse(
            request.page_size,
            PAGE,
            PAGE_MAX,
            &request.page_token,
            kind.name(),
        )?;
        let freshness = of_projection(&self.store, self.clock.as_ref(), entries::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        // One more than fits tells whether there is a next page.
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut found = entries::list(self.store.pool(), kind, &after, limit).await?;
        let more = found.len() > page.limit;
        found.truncate(page.limit);
        let last = found.last().filter(|_| more);
        Ok(ListEntriesResponse {
            next_page_token: last.map_or_else(String::new, |(id, _)| page.next_token(id)),
            entries: found.iter().map(|(_, definition)| entry(definition)).collect(),
            freshness: Some(freshness),
        })
    }
}

fn parse_definition(request: &DefineEntryRequest) -> Result<Definition, Fault> {
    let mut faults = Faults::new();
    let definition = read_entry(&mut faults, request.entry.clone());
    whole(faults, definition)
}

/// Reference data of one block belongs to it in the filters of readers.
fn context(content: &Content) -> Context {
    let building_block = match content {
        Content::BuildingBlock(it) => Some(it.block_id.clone()),
        Content::Workgroup(it) => Some(it.block_id.clone()),
        Content::Scheme(it) => Some(it.block_id.clone()),
        Content::Indicator(it) => Some(it.block_id.clone()),
        Content::Theme(_)
        | Content::SchemeVersion(_)
        | Content::Tranche(_)
        | Content::CallWindow(_)
        | Content::Province(_)
        | Content::Region(_)
        | Content::Organisation(_)
        | Content::LinkedProgramme(_) => None,
    };
    Context {
        building_block,
        ..Context::default()
    }
}

#[tonic::async_trait]
impl ReferenceDataService for ReferenceData {
    async fn define_entry(
        &self,
        request: Request<DefineEntryRequest>,
    ) -> Result<Response<DefineEntryResponse>, Status> {
        Ok(Response::new(self.define(&request).await?))
    }

    async fn get_entry(
        &self,
        request: Request<GetEntryRequest>,
    ) -> Result<Response<GetEntryResponse>, Status> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_entries(
        &self,
        request: Request<ListEntriesRequest>,
    ) -> Result<Response<ListEntriesResponse>, Status> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
