//! The issuing service: keys in [`keys`], credentials in [`issue`] and [`revoke`], and checking those of anybody.

mod issue;
mod keys;
mod revoke;

use contracts::professionalisation::v1::{self, issuing_service_server::IssuingService};
use credentials::MAX_DOCUMENT_BYTES;
use runtime::{fault::Fault, parse::Faults};
use tonic::{Request, Response};

use super::Answer;
use crate::{contract::issuing::report, issuing::Issuing};

/// Answers the calls of the issuing service.
#[derive(Clone)]
pub struct Issuers(pub Issuing);

impl Issuers {
    async fn verify(
        &self,
        request: &v1::VerifyCredentialRequest,
    ) -> Result<v1::VerifyCredentialResponse, Fault> {
        let mut faults = Faults::new();
        let length = request.document.len();
        let expected = format!("a document of 1 to {MAX_DOCUMENT_BYTES} bytes");
        faults.check("document", (1..=MAX_DOCUMENT_BYTES).contains(&length), &expected);
        faults.finish(())?;
        let (now, _) = self.0.office.now();
        Ok(report(&self.0.verify(&request.document).await, now))
    }
}

#[tonic::async_trait]
impl IssuingService for Issuers {
    async fn rotate_key(&self, request: Request<v1::RotateKeyRequest>) -> Answer<v1::RotateKeyResponse> {
        Ok(Response::new(self.rotate(&request).await?))
    }

    async fn retire_key(&self, request: Request<v1::RetireKeyRequest>) -> Answer<v1::RetireKeyResponse> {
        Ok(Response::new(self.retire(&request).await?))
    }

    async fn list_keys(&self, request: Request<v1::ListKeysRequest>) -> Answer<v1::ListKeysResponse> {
        Ok(Response::new(self.list(request.get_ref()).await?))
    }

    async fn issue_credentials(
        &self,
        request: Request<v1::IssueCredentialsRequest>,
    ) -> Answer<v1::IssueCredentialsResponse> {
        Ok(Response::new(self.issue(&request).await?))
    }

    async fn revoke_credential(
        &self,
        request: Request<v1::RevokeCredentialRequest>,
    ) -> Answer<v1::RevokeCredentialResponse> {
        Ok(Response::new(self.revoke(&request).await?))
    }

    async fn verify_credential(
        &self,
        request: Request<v1::VerifyCredentialRequest>,
    ) -> Answer<v1::VerifyCredentialResponse> {
        Ok(Response::new(self.verify(request.get_ref()).await?))
    }
}
