//! Arguments of `schakelpunt credential verify`.

use std::{path::PathBuf, str::FromStr};

use clap::Args;
use jiff::Timestamp;

/// Which credential is checked, and with what at hand.
#[derive(Clone, Debug, Args)]
pub struct VerifyCredentialArgs {
    /// The document: JSON with an embedded proof, or a compact JWT; `-` is standard input.
    #[arg(value_name = "FILE")]
    pub document: PathBuf,
    /// Fetch nothing: only documents at hand are used.
    #[arg(long)]
    pub offline: bool,
    /// A document at hand, under the URL at which it would be fetched; may be given more than once.
    #[arg(long, value_name = "URL=FILE")]
    pub known: Vec<KnownArg>,
    /// The moment for which it is checked; now when left out.
    #[arg(long, value_name = "TIMESTAMP")]
    pub at: Option<Timestamp>,
    /// Also fetch from this machine and its network, and over http.
    #[arg(long, conflicts_with = "offline")]
    pub allow_private_addresses: bool,
}

/// A document at hand: `URL=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownArg {
    /// Where it would be fetched.
    pub url: String,
    /// Where it is.
    pub file: PathBuf,
}

impl FromStr for KnownArg {
    type Err = String;

    /// The last `=` parts the two: URLs with a query have some of their own.
    fn from_str(text: &str) -> Result<Self, String> {
        let (url, file) = text.rsplit_once('=').unwrap_or_default();
        if !(url.starts_with("https://") || url.starts_with("http://")) || file.is_empty() {
            return Err("write URL=FILE, with a URL that begins with https:// or http://".to_owned());
        }
        Ok(Self {
            url: url.to_owned(),
            file: file.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_document_may_have_a_query_in_its_url() {
        let known: KnownArg = "https://x.example/a?b=c=issuer.json".parse().unwrap();
        assert_eq!(
            (known.url.as_str(), known.file),
            ("https://x.example/a?b=c", "issuer.json".into())
        );
        for wrong in [
            "",
            "issuer.json",
            "https://x.example",
            "https://x.example=",
            "did:web:x=f",
        ] {
            assert!(wrong.parse::<KnownArg>().is_err(), "{wrong}");
        }
    }
}
