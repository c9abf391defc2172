//! The document of an issuer: who it is and with which keys it signs and signed.

use credentials::{ControllerDocument, Ed25519Public, Iri, Issuer, RsaPublic, Text};
use eventing::clock::dutch_midnight;
use jiff::ToSpan;
use runtime::fault::Fault;

use super::{Issuing, unwritable};
use crate::domain::{
    keyring::{Algorithm, Keyring, Standing},
    provider::Provider,
};

impl Issuing {
    /// The document of an issuer; none when there is no such provider.
    ///
    /// # Errors
    /// The hub's public URL is not configured.
    pub async fn issuer(&self, provider_id: &str) -> Result<Option<String>, Fault> {
        let provider = self.office.store.load::<Provider>(provider_id).await?.state;
        let Some(profile) = provider.profile() else {
            return Ok(None);
        };
        let addresses = self.addresses()?;
        let name = Text::parse(profile.name.as_str()).map_err(|error| unwritable(&error))?;
        let mut issuer = Issuer::new(addresses.issuer(provider_id)?, name);
        if let Some(website) = profile.website.as_deref().and_then(|url| Iri::parse(url).ok()) {
            issuer = issuer.with_url(website);
        }
        let keyring = self.office.store.load::<Keyring>(provider_id).await?.state;
        let mut document = ControllerDocument::new(&issuer);
        for standing in keyring.keys() {
            let method = addresses.method(provider_id, &standing.key.key_id)?;
            document = with_key(document, method, standing)?;
        }
        Ok(Some(document.to_json()))
    }
}

fn with_key(
    document: ControllerDocument,
    method: Iri,
    standing: &Standing,
) -> Result<ControllerDocument, Fault> {
    let public = standing.key.public_key.as_str();
    let document = match standing.key.algorithm {
        Algorithm::Ed25519 => {
            let key = Ed25519Public::from_multikey(public).map_err(|error| unwritable(&error))?;
            document.with_ed25519(method.clone(), key)
        }
        Algorithm::Rs256 => {
            let jwk = serde_json::from_str(public).map_err(|error| unwritable(&error))?;
            let key = RsaPublic::from_jwk(&jwk).map_err(|error| unwritable(&error))?;
            document.with_rsa(method.clone(), &key)
        }
    };
    let Some(retired_on) = standing.retired_on else {
        return Ok(document);
    };
    // What was signed earlier that day is valid: the key expires when the day is over.
    let next_day = retired_on.checked_add(1.day()).unwrap_or(retired_on);
    let document = document.retired(&method, dutch_midnight(next_day));
    Ok(if standing.compromised {
        document.revoked(&method, dutch_midnight(retired_on))
    } else {
        document
    })
}
