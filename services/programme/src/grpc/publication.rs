//! The publication service. The picture comes from insight, over its contract; here it is frozen.

use std::sync::Arc;

use contracts::{
    insight::v1::{
        GetOverviewRequest, GetOverviewResponse, GroupBy, insight_service_client::InsightServiceClient,
    },
    programme::v1::{
        AddErratumRequest, AddErratumResponse, GetPublicationRequest, GetPublicationResponse,
        ListPublicationsRequest, ListPublicationsResponse, PublishSnapshotRequest, PublishSnapshotResponse,
        publication_service_server::PublicationService,
    },
};
use eventing::{Clock, Context, Store};
use jiff::Timestamp;
use runtime::{
    call::{Change, deadline},
    fault::{Fault, together},
    paging::Page,
    parse::Faults,
    peers::Peers,
    receipt::receipt,
};
use tonic::{Request, Response, Status, transport::Channel};

use super::BLOCK;
use crate::{
    contract::{
        publication::{listed, publication},
        values::{NAME_CHARS_MAX, TEXT_CHARS_MAX, read_period, read_text, whole},
    },
    domain::{
        publication::{AddErratum, Command, Erratum, Publication, Publish},
        values::{Id, LocalText, Period},
    },
    projections::publications,
};

/// Publications on a page, unless the caller asks otherwise.
const PAGE: usize = 50;
/// Most publications on a page.
const PAGE_MAX: usize = 200;
/// How long insight may take for the picture, in seconds, when the caller gives no deadline.
const PICTURE_SECONDS: u64 = 20;

/// Answers the calls of the publication service.
#[derive(Clone)]
pub struct Publications {
    store: Store,
    clock: Arc<dyn Clock>,
    insight: InsightServiceClient<Channel>,
}

impl Publications {
    /// The service on a log, by a clock, with insight among `peers`.
    ///
    /// # Errors
    /// The address of insight cannot be used.
    pub fn new(store: Store, clock: Arc<dyn Clock>, peers: &Peers) -> anyhow::Result<Self> {
        Ok(Self {
            store,
            clock,
            insight: InsightServiceClient::new(peers.plain_channel("insight")?),
        })
    }

    async fn publish(
        &self,
        request: &Request<PublishSnapshotRequest>,
    ) -> Result<PublishSnapshotResponse, Fault> {
        let given = request.get_ref();
        let (change, asked) = together(Change::parse(request, &given.request_id), parse_snapshot(given))?;
        let Asked {
            publication_id,
            title,
            period,
        } = asked;

        let (ledger_position, json) = self.picture(request).await?;
        let at = self.clock.now();
        let command = Command::Publish(Box::new(Publish {
            title,
            period,
            ledger_position,
            json,
            at,
        }));
        let meta = change.meta(at, Context::default());
        let committed = self
            .store
            .execute::<Publication>(&publication_id, command, &meta)
            .await?;
        // The position that was published, also when this request is repeated later.
        let published = self.store.load::<Publication>(&publication_id).await?.state;
        Ok(PublishSnapshotResponse {
            receipt: Some(receipt(BLOCK, &publication_id, &committed)),
            ledger_position: published
                .snapshot()
                .map_or(ledger_position, |snapshot| snapshot.ledger_position),
        })
    }

    /// The national overview by building block, as the caller may see it: ledger position and protobuf JSON.
    async fn picture(&self, asked: &Request<PublishSnapshotRequest>) -> Result<(u64, String), Fault> {
        let mut request = Request::new(GetOverviewRequest {
            group_by: GroupBy::Block.into(),
            ..GetOverviewRequest::default()
        });
        if let Some(token) = asked.metadata().get("authorization") {
            request.metadata_mut().insert("authorization", token.clone());
        }
        let most = std::time::Duration::from_secs(PICTURE_SECONDS);
        let left = deadline(asked).map_or(most, |at| {
            at.saturating_duration_since(tokio::time::Instant::now())
        });
        request.set_timeout(left.min(most));
        let overview = self
            .insight
            .clone()
            .get_overview(request)
            .await
            .map_err(|status| insight_away(&status))?;
        let overview: GetOverviewResponse = overview.into_inner();
        let position = overview
            .freshness
            .as_ref()
            .map_or(0, |freshness| freshness.position);
        let json = serde_json::to_string(&overview)
            .map_err(|error| Fault::internal("write the overview", &error))?;
        Ok((position, json))
    }

    async fn add_erratum(&self, request: &Request<AddErratumRequest>) -> Result<AddErratumResponse, Fault> {
        let (given, added_at) = (request.get_ref(), self.clock.now());
        let (change, (publication_id, erratum)) = together(
            Change::parse(request, &given.request_id),
            parse_erratum(given, added_at),
        )?;
        let command = Command::AddErratum(AddErratum { erratum });
        let meta = change.meta(added_at, Context::default());
        let committed = self
            .store
            .execute::<Publication>(&publication_id, command, &meta)
            .await?;
        Ok(AddErratumResponse {
            receipt: Some(receipt(BLOCK, &publication_id, &committed)),
        })
    }

    async fn get(&self, request: &GetPublicationRequest) -> Result<GetPublicationResponse, Fault> {
        let mut faults = Faults::new();
        let id = faults.id("publication_id", &request.publication_id);
        let id = faults.finish(id)?;
        let found = publication(&id, &self.store.load::<Publication>(&id).await?.state);
        let unknown = || Fault::not_found("PUBLICATION_UNKNOWN", format!("there is no publication {id}"));
        Ok(GetPublicationResponse {
            publication: Some(found.ok_or_else(unknown)?),
        })
    }

    async fn list(&self, request: &ListPublicationsRequest) -> Result<ListPublicationsResponse, Fault> {
        let page = Page::parse(
            request.page_size,
            PAGE,
            PAGE_MAX,
            &request.page_token,
            "publications",
        )?;
        let before = page
            .after
            .as_deref()
            .and_then(|place| place.parse().ok())
            .unwrap_or(i64::MAX);
        // One more than fits tells whether there is a next page.
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut found = publications::list(self.store.pool(), before, limit).await?;
        let more = found.len() > page.limit;
        found.truncate(page.limit);
        let last = found.last().filter(|_| more);
        Ok(ListPublicationsResponse {
            next_page_token: last
                .map_or_else(String::new, |one| page.next_token(&one.log_position.to_string())),
            publications: found.into_iter().map(listed).collect(),
        })
    }
}

/// A snapshot as it was asked for.
struct Asked {
    publication_id: Id,
    title: LocalText,
    period: Period,
}

fn parse_snapshot(request: &PublishSnapshotRequest) -> Result<Asked, Fault> {
    let mut faults = Faults::new();
    let publication_id = faults.id("publication_id", &request.publication_id);
    let title = read_text(&mut faults, "title", request.title.clone(), NAME_CHARS_MAX, true);
    let period = read_period(&mut faults, "period", request.period.clone());
    Ok(Asked {
        publication_id,
        title,
        period: whole(faults, period)?,
    })
}

fn parse_erratum(request: &AddErratumRequest, added_at: Timestamp) -> Result<(Id, Erratum), Fault> {
    let mut faults = Faults::new();
    let publication_id = faults.id("publication_id", &request.publication_id);
    let erratum = Erratum {
        erratum_id: faults.id("erratum_id", &request.erratum_id),
        text: faults.text("text", &request.text, TEXT_CHARS_MAX, true),
        figure_id: faults.text("figure_id", &request.figure_id, NAME_CHARS_MAX, false),
        added_at,
    };
    faults.finish((publication_id, erratum))
}

fn insight_away(status: &Status) -> Fault {
    tracing::warn!(code = ?status.code(), message = status.message(), "insight gave no overview to publish");
    Fault::unavailable(
        "INSIGHT_UNAVAILABLE",
        "insight gave no overview to publish; nothing was published",
    )
}

#[tonic::async_trait]
impl PublicationService for Publications {
    async fn publish_snapshot(
        &self,
        request: Request<PublishSnapshotRequest>,
    ) -> Result<Response<PublishSnapshotResponse>, Status> {
        Ok(Response::new(self.publish(&request).await?))
    }

    async fn add_erratum(
        &self,
        request: Request<AddErratumRequest>,
    ) -> Result<Response<AddErratumResponse>, Status> {
        Ok(Response::new(self.add_erratum(&request).await?))
    }

    async fn get_publication(
        &self,
        request: Request<GetPublicationRequest>,
    ) -> Result<Response<GetPublicationResponse>, Status> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_publications(
        &self,
        request: Request<ListPublicationsRequest>,
    ) -> Result<Response<ListPublicationsResponse>, Status> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
