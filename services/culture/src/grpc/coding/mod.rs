//! The coding service: schemes, and what reports say of the learning culture. See [`code`] for coding, [`look`] for looking answers up, and
//! [`across`] for what comes of it.

mod across;
mod code;
mod look;

use blocks::office::Office;
use contracts::{
    culture::v1::{self, coding_service_server::CodingService},
    ledger::v1::ledger_service_client::LedgerServiceClient,
};
use runtime::{
    call::Change,
    fault::{Fault, together},
    parse::Faults,
    peers::PeerChannel,
};
use tonic::{Request, Response};

use super::{Answer, check_block, filing, parse_id};
use crate::{
    contract::{
        coding::{read_scheme, scheme},
        values::whole,
    },
    domain::{
        scheme::{CodingScheme, Version},
        versions::Command,
    },
};

/// Answers the calls of the coding service.
#[derive(Clone)]
pub struct Codings {
    /// What it works with.
    pub office: Office,
    /// The ledger, in which the texts of answers are.
    pub ledger: LedgerServiceClient<PeerChannel>,
}

impl Codings {
    async fn define(
        &self,
        request: &Request<v1::DefineCodingSchemeRequest>,
    ) -> Result<v1::DefineCodingSchemeResponse, Fault> {
        let given = request.get_ref();
        let mut faults = Faults::new();
        check_block(&mut faults, &given.block_id);
        let version = read_scheme(&mut faults, given.scheme.clone());
        let parsed = whole(faults, version);
        let (change, version) = together(Change::parse(request, &given.request_id), parsed)?;
        let (now, _) = self.office.now();
        let id = version.scheme_id.clone();
        let command = Command::Define(Box::new(version));
        let meta = change.meta(now, filing::block());
        let committed = self
            .office
            .store
            .execute::<CodingScheme>(&id, command, &meta)
            .await?;
        Ok(v1::DefineCodingSchemeResponse {
            receipt: self.office.receipt(&id, &committed),
        })
    }

    async fn get_scheme(
        &self,
        request: &v1::GetCodingSchemeRequest,
    ) -> Result<v1::GetCodingSchemeResponse, Fault> {
        let id = parse_id("scheme_id", &request.scheme_id)?;
        let found = self.office.store.load::<CodingScheme>(&id).await?.state;
        let versions: Vec<_> = found.versions().iter().map(scheme).collect();
        if versions.is_empty() {
            return Err(scheme_unknown(&id));
        }
        Ok(v1::GetCodingSchemeResponse { versions })
    }

    /// A version of a scheme that was defined.
    async fn scheme(&self, scheme_id: &str, number: u32) -> Result<Version, Fault> {
        let id = parse_id("scheme_id", scheme_id)?;
        let found = self.office.store.load::<CodingScheme>(&id).await?.state;
        found.version(number).cloned().ok_or_else(|| scheme_unknown(&id))
    }
}

fn scheme_unknown(id: &str) -> Fault {
    let what = format!("there is no coding scheme {id}, or not in this version");
    Fault::not_found("CODING_SCHEME_UNKNOWN", what)
}

#[tonic::async_trait]
impl CodingService for Codings {
    async fn define_coding_scheme(
        &self,
        request: Request<v1::DefineCodingSchemeRequest>,
    ) -> Answer<v1::DefineCodingSchemeResponse> {
        Ok(Response::new(self.define(&request).await?))
    }

    async fn get_coding_scheme(
        &self,
        request: Request<v1::GetCodingSchemeRequest>,
    ) -> Answer<v1::GetCodingSchemeResponse> {
        Ok(Response::new(self.get_scheme(request.get_ref()).await?))
    }

    async fn ask_coders(&self, request: Request<v1::AskCodersRequest>) -> Answer<v1::AskCodersResponse> {
        Ok(Response::new(self.ask(&request).await?))
    }

    async fn code_answer(&self, request: Request<v1::CodeAnswerRequest>) -> Answer<v1::CodeAnswerResponse> {
        Ok(Response::new(self.code(&request).await?))
    }

    async fn resolve_coding(
        &self,
        request: Request<v1::ResolveCodingRequest>,
    ) -> Answer<v1::ResolveCodingResponse> {
        Ok(Response::new(self.resolve(&request).await?))
    }

    async fn get_answer(&self, request: Request<v1::GetAnswerRequest>) -> Answer<v1::GetAnswerResponse> {
        Ok(Response::new(self.get(&request).await?))
    }

    async fn list_answers_to_code(
        &self,
        request: Request<v1::ListAnswersToCodeRequest>,
    ) -> Answer<v1::ListAnswersToCodeResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn measure_agreement(
        &self,
        request: Request<v1::MeasureAgreementRequest>,
    ) -> Answer<v1::MeasureAgreementResponse> {
        Ok(Response::new(self.agreement(request.get_ref()).await?))
    }

    async fn get_culture_across_projects(
        &self,
        request: Request<v1::GetCultureAcrossProjectsRequest>,
    ) -> Answer<v1::GetCultureAcrossProjectsResponse> {
        Ok(Response::new(self.across(request.get_ref()).await?))
    }
}
