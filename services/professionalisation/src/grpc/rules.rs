//! The rule service: instruments and quality frameworks.

use blocks::office::Office;
use contracts::professionalisation::v1::{self, rule_service_server::RuleService};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
};
use tonic::{Request, Response};

use super::{Answer, BLOCK, filing, parse_id};
use crate::{
    contract::{
        rules::{self, read_framework, read_instrument},
        values::whole,
    },
    domain::{framework::Framework, instrument::Instrument, versions::Command},
};

/// Answers the calls of the rule service.
#[derive(Clone)]
pub struct Rules(pub Office);

impl Rules {
    async fn instrument(
        &self,
        request: &Request<v1::DefineInstrumentRequest>,
    ) -> Result<v1::DefineInstrumentResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let version = read_instrument(&mut faults, given.instrument.clone());
        let parsed = whole(faults, version);
        let (change, version) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, _) = self.0.now();
        let id = version.instrument_id.clone();
        let command = Command::Define(Box::new(version));
        let meta = change.meta(now, filing::block());
        let committed = self.0.store.execute::<Instrument>(&id, command, &meta).await?;
        Ok(v1::DefineInstrumentResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn framework(
        &self,
        request: &Request<v1::DefineFrameworkRequest>,
    ) -> Result<v1::DefineFrameworkResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let version = read_framework(&mut faults, given.framework.clone());
        let parsed = whole(faults, version);
        let (change, version) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, _) = self.0.now();
        let id = version.framework_id.clone();
        let command = Command::Define(Box::new(version));
        let meta = change.meta(now, filing::block());
        let committed = self.0.store.execute::<Framework>(&id, command, &meta).await?;
        Ok(v1::DefineFrameworkResponse {
            receipt: self.0.receipt(&id, &committed),
        })
    }

    async fn versions_of_instrument(
        &self,
        request: &v1::GetInstrumentRequest,
    ) -> Result<v1::GetInstrumentResponse, Fault> {
        let id = parse_id("instrument_id", &request.instrument_id)?;
        let found = self.0.store.load::<Instrument>(&id).await?.state;
        let versions: Vec<_> = found.versions().iter().map(rules::instrument).collect();
        if versions.is_empty() {
            let what = format!("there is no instrument {id}");
            return Err(Fault::not_found("INSTRUMENT_UNKNOWN", what));
        }
        Ok(v1::GetInstrumentResponse { versions })
    }

    async fn versions_of_framework(
        &self,
        request: &v1::GetFrameworkRequest,
    ) -> Result<v1::GetFrameworkResponse, Fault> {
        let id = parse_id("framework_id", &request.framework_id)?;
        let found = self.0.store.load::<Framework>(&id).await?.state;
        let versions: Vec<_> = found.versions().iter().map(rules::framework).collect();
        if versions.is_empty() {
            let what = format!("there is no quality framework {id}");
            return Err(Fault::not_found("FRAMEWORK_UNKNOWN", what));
        }
        Ok(v1::GetFrameworkResponse { versions })
    }
}

/// The access rule lets coordinators of the block that is named call: it must be this one.
fn check_block(faults: &mut Faults, block_id: &str) {
    let expected = format!("{BLOCK}, the building block of this service");
    faults.check("block_id", block_id == BLOCK, &expected);
}

#[tonic::async_trait]
impl RuleService for Rules {
    async fn define_instrument(
        &self,
        request: Request<v1::DefineInstrumentRequest>,
    ) -> Answer<v1::DefineInstrumentResponse> {
        Ok(Response::new(self.instrument(&request).await?))
    }

    async fn get_instrument(
        &self,
        request: Request<v1::GetInstrumentRequest>,
    ) -> Answer<v1::GetInstrumentResponse> {
        let request = request.into_inner();
        Ok(Response::new(self.versions_of_instrument(&request).await?))
    }

    async fn define_framework(
        &self,
        request: Request<v1::DefineFrameworkRequest>,
    ) -> Answer<v1::DefineFrameworkResponse> {
        Ok(Response::new(self.framework(&request).await?))
    }

    async fn get_framework(
        &self,
        request: Request<v1::GetFrameworkRequest>,
    ) -> Answer<v1::GetFrameworkResponse> {
        let request = request.into_inner();
        Ok(Response::new(self.versions_of_framework(&request).await?))
    }
}
