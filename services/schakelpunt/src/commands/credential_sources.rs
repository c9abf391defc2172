//! What a credential refers to, for whoever verifies it without a hub: documents at hand, and those that issuers serve.

use std::{collections::HashMap, fs::File, io::Read, path::Path};

use async_trait::async_trait;
use credentials::{Lookup, LookupError, MAX_DOCUMENT_BYTES};
use runtime::outbound::{Outbound, OutboundError, Reach};

use crate::{
    cli::verify_credential::{KnownArg, VerifyCredentialArgs},
    failure::Failure,
};

/// Reads a document, or so much of it that it is too long; `-` is standard input.
///
/// # Errors
/// It cannot be read.
pub(super) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let longest = u64::try_from(MAX_DOCUMENT_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut document = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(longest).read_to_end(&mut document)
    } else {
        File::open(file).and_then(|open| open.take(longest).read_to_end(&mut document))
    };
    read.map_err(|error| Failure::file(file, error))?;
    Ok(document)
}

/// Where documents of issuers come from.
pub(super) struct Sources {
    known: HashMap<String, Vec<u8>>,
    /// None when nothing is to be fetched.
    outbound: Option<Outbound>,
}

impl Sources {
    /// What the arguments allow.
    ///
    /// # Errors
    /// A document at hand cannot be read, or this machine has no usable root certificates.
    pub(super) fn of(args: &VerifyCredentialArgs) -> Result<Self, Failure> {
        let known = args.known.iter();
        let known = known.map(|KnownArg { url, file }| Ok((url.clone(), read(file)?)));
        let reach = if args.allow_private_addresses {
            Reach::Everywhere
        } else {
            Reach::Public
        };
        let outbound = (!args.offline).then(|| Outbound::new(reach)).transpose();
        Ok(Self {
            known: known.collect::<Result<_, Failure>>()?,
            outbound: outbound.map_err(|error| Failure::Server(error.into()))?,
        })
    }
}

#[async_trait]
impl Lookup for Sources {
    async fn get(&self, url: &str) -> Result<Vec<u8>, LookupError> {
        if let Some(document) = self.known.get(url) {
            return Ok(document.clone());
        }
        let Some(outbound) = &self.outbound else {
            return Err(LookupError::Unreachable(
                "nothing is fetched, as was asked".into(),
            ));
        };
        let fetched = outbound.get(url, MAX_DOCUMENT_BYTES).await;
        fetched.map_err(|error| match error {
            OutboundError::NotFound => LookupError::NotFound,
            other => LookupError::Unreachable(runtime::fault::error_chain(&other)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn addresses_of_this_machine_are_asked_only_when_allowed() {
        let private = |allow_private_addresses| VerifyCredentialArgs {
            document: "unused.json".into(),
            offline: false,
            known: Vec::new(),
            at: None,
            allow_private_addresses,
        };
        let refused = Sources::of(&private(false))
            .unwrap()
            .get("http://127.0.0.1:9/")
            .await;
        assert!(matches!(refused, Err(LookupError::Unreachable(why)) if why.contains("https")));
        let asked = Sources::of(&private(true))
            .unwrap()
            .get("http://127.0.0.1:9/")
            .await;
        assert!(matches!(asked, Err(LookupError::Unreachable(why)) if !why.contains("https")));
    }
}
