//! What a verification refers to: documents of the hub's own issuers from its log, those of others over HTTP.

use async_trait::async_trait;
use credentials::{Lookup, LookupError, MAX_DOCUMENT_BYTES, Report, verify};
use runtime::{fault::Fault, outbound::OutboundError};

use super::Issuing;

impl Issuing {
    /// Checks a credential of any issuer, as of the block's time.
    pub async fn verify(&self, document: &[u8]) -> Report {
        verify(document, self, self.office.now().0).await
    }

    /// One of the hub's own documents, if the URL is below its own.
    async fn own(&self, url: &str) -> Option<Result<Vec<u8>, LookupError>> {
        let path = url.strip_prefix(self.addresses().ok()?.base())?;
        let found = match path.strip_prefix("/credentials/")?.split('/').collect::<Vec<_>>()[..] {
            ["issuers", provider_id] => self.issuer(provider_id).await,
            ["status", provider_id, list] => match list.parse() {
                Ok(list) => self.status_list(provider_id, list).await,
                Err(_) => Ok(None),
            },
            _ => Ok(None),
        };
        Some(match found {
            Ok(document) => document.map(String::into_bytes).ok_or(LookupError::NotFound),
            Err(fault) => Err(unreachable(&fault)),
        })
    }
}

fn unreachable(fault: &Fault) -> LookupError {
    LookupError::Unreachable(fault.to_string())
}

#[async_trait]
impl Lookup for Issuing {
    async fn get(&self, url: &str) -> Result<Vec<u8>, LookupError> {
        if let Some(own) = self.own(url).await {
            return own;
        }
        let found = self.outbound.get(url, MAX_DOCUMENT_BYTES).await;
        found.map_err(|error| match error {
            OutboundError::NotFound => LookupError::NotFound,
            other => LookupError::Unreachable(other.to_string()),
        })
    }
}
