//! Names of concepts.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::limits::MAX_URI_BYTES;

/// The URI of a concept: absolute, `http`, `https` or `urn`, and written as the taxonomy writes it.
///
/// Two concepts are the same when their URIs are the same letter for letter (RFC 3987, section 5.3.1): taxonomies
/// name their concepts so, and a cleverer comparison would join what a publisher keeps apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConceptUri(Arc<str>);

/// Text that is no URI of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an absolute http, https or urn URI of at most {MAX_URI_BYTES} bytes")]
pub struct NotAConceptUri;

impl ConceptUri {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`NotAConceptUri`] when it is relative, malformed, too long, of another scheme, or names nothing behind its host.
    pub fn parse(text: &str) -> Result<Self, NotAConceptUri> {
        if text.len() > MAX_URI_BYTES {
            return Err(NotAConceptUri);
        }
        let iri = oxiri::IriRef::parse(text).map_err(|_| NotAConceptUri)?;
        let named = match iri.scheme() {
            Some("http" | "https") => {
                iri.authority().is_some_and(|host| !host.is_empty())
                    && (iri.path().len() > 1 || iri.query().is_some() || iri.fragment().is_some())
            }
            Some("urn") => iri.path().contains(':'),
            _ => false,
        };
        // Some readers resolve steps such as /../ where others leave them: the same text would be two names.
        let steps = iri.path().split('/').any(|step| matches!(step, "." | ".."));
        if named && !steps {
            Ok(Self(text.into()))
        } else {
            Err(NotAConceptUri)
        }
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConceptUri {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for ConceptUri {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ConceptUri {
    type Error = NotAConceptUri;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ConceptUri> for String {
    fn from(uri: ConceptUri) -> Self {
        uri.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_concepts_are_absolute() {
        for good in [
            "http://data.europa.eu/esco/skill/22c45bf7-e52b-475f-847b-c32a87f65a5d",
            "http://data.europa.eu/esco/isced-f/00",
            "https://linkeddata.competentnl.nl/id/capability/1.01",
            "https://example.org/#a",
            "urn:uuid:22c45bf7-e52b-475f-847b-c32a87f65a5d",
        ] {
            assert_eq!(ConceptUri::parse(good).unwrap().as_str(), good);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "install heat pump",
            "/esco/skill/1",
            "http://data.europa.eu",
            "http:///skill",
            "http://data.europa.eu/",
            "http://data.europa.eu/esco/../skill",
            "http://data.europa.eu/esco skill",
            "ftp://data.europa.eu/skill",
            "javascript:alert(1)",
            "_:b0",
            "urn:x",
        ] {
            assert_eq!(ConceptUri::parse(bad), Err(NotAConceptUri), "{bad}");
        }
        let long = format!("http://example.org/{}", "a".repeat(MAX_URI_BYTES));
        assert!(ConceptUri::parse(&long).is_err());
    }

    #[test]
    fn it_is_read_from_json_as_strictly() {
        assert!(serde_json::from_str::<ConceptUri>("\"http://example.org/a\"").is_ok());
        assert!(serde_json::from_str::<ConceptUri>("\"a\"").is_err());
    }
}
