//! Where a verifier gets what a document refers to: documents of issuers and status lists. Contexts are never looked up.

use std::collections::HashMap;

use async_trait::async_trait;

/// Why a document is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Whoever should have it says that there is none.
    #[error("there is no such document")]
    NotFound,
    /// Nobody could be asked, or none is to be asked: the verification stays undecided.
    #[error("it could not be fetched: {0}")]
    Unreachable(String),
}

/// Fetches documents by their URL.
///
/// The URL comes from whoever made the document: an implementation for the network has to refuse addresses that are none
/// of their business, follow no redirect elsewhere, and stop at [`crate::MAX_DOCUMENT_BYTES`]. `did:web` arrives as the
/// `https` URL that it stands for; `did:key` does not arrive at all.
#[async_trait]
pub trait Lookup: Send + Sync {
    /// The document at an absolute `https` or `http` URL without fragment.
    ///
    /// # Errors
    ///
    /// See [`LookupError`].
    async fn get(&self, url: &str) -> Result<Vec<u8>, LookupError>;
}

/// Documents that are at hand. Nothing else is asked.
#[derive(Debug, Clone, Default)]
pub struct KnownDocuments(HashMap<String, Vec<u8>>);

impl KnownDocuments {
    /// With a further one.
    #[must_use]
    pub fn with(mut self, url: impl Into<String>, document: impl Into<Vec<u8>>) -> Self {
        self.0.insert(url.into(), document.into());
        self
    }
}

#[async_trait]
impl Lookup for KnownDocuments {
    async fn get(&self, url: &str) -> Result<Vec<u8>, LookupError> {
        self.0.get(url).cloned().ok_or(LookupError::NotFound)
    }
}

/// Where the document of an identifier is: itself, or what `did:web` stands for. `None` for what cannot be fetched.
pub(crate) fn location(identifier: &str) -> Option<String> {
    if identifier.starts_with("https://") || identifier.starts_with("http://") {
        return Some(identifier.to_owned());
    }
    let mut parts = identifier.strip_prefix("did:web:")?.split(':');
    let host = parts.next().filter(|host| !host.is_empty())?;
    let host = host.replace("%3A", ":").replace("%3a", ":");
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    if !host.bytes().all(allowed) {
        return None;
    }
    let path: Vec<&str> = parts.collect();
    let segment = |part: &&str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
        !part.is_empty() && !matches!(*part, "." | "..") && part.bytes().all(plain)
    };
    if !path.iter().all(segment) {
        return None;
    }
    Some(match path.as_slice() {
        [] => format!("https://{host}/.well-known/did.json"),
        path => format!("https://{host}/{}/did.json", path.join("/")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the method's specification, and some that are none.
    #[test]
    fn did_web_stands_for_a_url() {
        let cases = [
            (
                "did:web:w3c-ccg.github.io",
                Some("https://w3c-ccg.github.io/.well-known/did.json"),
            ),
            (
                "did:web:w3c-ccg.github.io:user:alice",
                Some("https://w3c-ccg.github.io/user/alice/did.json"),
            ),
            (
                "did:web:example.com%3A3000:user:alice",
                Some("https://example.com:3000/user/alice/did.json"),
            ),
            ("did:web:", None),
            ("did:web:example.com:..:etc", None),
            ("did:web:user@example.com", None),
            ("did:web:example.com%2Fpath", None),
            ("did:example:1", None),
            ("urn:uuid:1", None),
            ("file:///etc/passwd", None),
        ];
        for (identifier, url) in cases {
            assert_eq!(location(identifier).as_deref(), url, "{identifier}");
        }
    }
}
