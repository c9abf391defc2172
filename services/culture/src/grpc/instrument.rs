//! The instrument service.

use blocks::{freshness::of_projection, office::Office};
use contracts::culture::v1::{self, instrument_service_server::InstrumentService};
use eventing::Committed;
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, check_block, cut, filing, one_more, parse_id, parse_page};
use crate::{
    contract::{
        instrument::{bridge, kept, read_bridge, read_version},
        values::{REASON_CHARS_MAX, whole},
    },
    domain::instrument::{Command, Instrument},
    projections::instruments,
};

/// Answers the calls of the instrument service.
#[derive(Clone)]
pub struct Instruments(pub Office);

impl Instruments {
    async fn execute(&self, id: &str, change: &Change, command: Command) -> Result<Committed, Fault> {
        let (now, _) = self.0.now();
        let meta = change.meta(now, filing::block());
        Ok(self.0.store.execute::<Instrument>(id, command, &meta).await?)
    }

    async fn draft(
        &self,
        request: &Request<v1::DraftInstrumentRequest>,
    ) -> Result<v1::DraftInstrumentResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let version = read_version(&mut faults, given.instrument.clone());
        let parsed = whole(faults, version);
        let (change, version) = together(Change::parse(request, &given.request_id), parsed)?;
        let id = version.instrument_id.clone();
        let version = Box::new(version);
        let committed = self.execute(&id, &change, Command::Draft { version }).await?;
        Ok(v1::DraftInstrumentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn release(
        &self,
        request: &Request<v1::ReleaseInstrumentRequest>,
    ) -> Result<v1::ReleaseInstrumentResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("instrument_id", &given.instrument_id);
        let (change, id) = together(Change::parse(request, &given.request_id), faults.finish(id))?;
        let (_, today) = self.0.now();
        let version = given.version;
        let committed = self
            .execute(&id, &change, Command::Release { version, today })
            .await?;
        Ok(v1::ReleaseInstrumentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn retire(
        &self,
        request: &Request<v1::RetireInstrumentRequest>,
    ) -> Result<v1::RetireInstrumentResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let id = faults.id("instrument_id", &given.instrument_id);
        let reason = faults.text("reason", &given.reason, REASON_CHARS_MAX, true);
        let parsed = faults.finish((id, reason));
        let (change, (id, reason)) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.0.now();
        let command = Command::Retire {
            version: given.version,
            reason,
            today,
        };
        let committed = self.execute(&id, &change, command).await?;
        Ok(v1::RetireInstrumentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn record_bridge(
        &self,
        request: &Request<v1::RecordBridgeRequest>,
    ) -> Result<v1::RecordBridgeResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let bridge = read_bridge(&mut faults, given.bridge.clone());
        let parsed = faults.finish(bridge);
        let (change, bridge) = together(Change::parse(request, &given.request_id), parsed)?;
        let (_, today) = self.0.now();
        let id = bridge.instrument_id.clone();
        let committed = self
            .execute(&id, &change, Command::RecordBridge { bridge, today })
            .await?;
        Ok(v1::RecordBridgeResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn get(&self, request: &v1::GetInstrumentRequest) -> Result<v1::GetInstrumentResponse, Fault> {
        let id = parse_id("instrument_id", &request.instrument_id)?;
        let found = self.0.store.load::<Instrument>(&id).await?.state;
        if found.versions().is_empty() {
            let what = format!("there is no instrument {id}");
            return Err(Fault::not_found("INSTRUMENT_UNKNOWN", what));
        }
        Ok(v1::GetInstrumentResponse {
            versions: found.versions().iter().map(kept).collect(),
            bridges: found.bridges().iter().map(bridge).collect(),
        })
    }

    async fn list(&self, request: &v1::ListInstrumentsRequest) -> Result<v1::ListInstrumentsResponse, Fault> {
        let page = parse_page(request.page_size, &request.page_token, "instruments")?;
        let freshness = of_projection(&self.0.store, self.0.clock.as_ref(), instruments::NAME).await?;
        let after = page.after.clone().unwrap_or_default();
        let mut found = instruments::list(self.0.store.pool(), &after, one_more(&page)).await?;
        let next_page_token = cut(&page, &mut found, String::as_str);
        let mut listed = Vec::with_capacity(found.len());
        for id in &found {
            let loaded = self.0.store.load::<Instrument>(id).await?.state;
            listed.extend(loaded.versions().last().map(kept));
        }
        Ok(v1::ListInstrumentsResponse {
            instruments: listed,
            next_page_token,
            freshness: Some(freshness),
        })
    }
}

#[tonic::async_trait]
impl InstrumentService for Instruments {
    async fn draft_instrument(
        &self,
        request: Request<v1::DraftInstrumentRequest>,
    ) -> Answer<v1::DraftInstrumentResponse> {
        Ok(Response::new(self.draft(&request).await?))
    }

    async fn release_instrument(
        &self,
        request: Request<v1::ReleaseInstrumentRequest>,
    ) -> Answer<v1::ReleaseInstrumentResponse> {
        Ok(Response::new(self.release(&request).await?))
    }

    async fn retire_instrument(
        &self,
        request: Request<v1::RetireInstrumentRequest>,
    ) -> Answer<v1::RetireInstrumentResponse> {
        Ok(Response::new(self.retire(&request).await?))
    }

    async fn record_bridge(
        &self,
        request: Request<v1::RecordBridgeRequest>,
    ) -> Answer<v1::RecordBridgeResponse> {
        Ok(Response::new(self.record_bridge(&request).await?))
    }

    async fn get_instrument(
        &self,
        request: Request<v1::GetInstrumentRequest>,
    ) -> Answer<v1::GetInstrumentResponse> {
        Ok(Response::new(self.get(request.get_ref()).await?))
    }

    async fn list_instruments(
        &self,
        request: Request<v1::ListInstrumentsRequest>,
    ) -> Answer<v1::ListInstrumentsResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }
}
