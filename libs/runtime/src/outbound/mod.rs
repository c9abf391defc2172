//! Asking strangers over HTTP: addresses that callers or documents name, which must not lead into the hub's own network.

mod reach;

use std::{net::IpAddr, time::Duration};

use futures::StreamExt;
use http::{HeaderMap, Method};
use reqwest::{Client, Response, Url, redirect::Policy};

pub use reach::{Reach, is_public};
use reach::{Within, is_within};

/// Longest time for a whole answer.
const ANSWER: Duration = Duration::from_secs(5);
/// Most bytes of an answer that are read where only its head counts: so that the connection can be used again.
const TAIL_BYTES_MAX: usize = 16 * 1024;

/// Why a stranger was not asked, or did not answer well.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// The address is not one that may be asked.
    #[error("the address is not one that may be asked: {0}")]
    Address(&'static str),
    /// It says that there is no such thing.
    #[error("it answers that there is no such document")]
    NotFound,
    /// It answered something else than a document.
    #[error("it answered with status {0}")]
    Status(u16),
    /// The answer is too long.
    #[error("its answer is longer than {0} bytes")]
    TooLong(usize),
    /// It took too long.
    #[error("there was no answer in time")]
    Late(#[source] reqwest::Error),
    /// It could not be reached, or broke off.
    #[error("it could not be asked")]
    Http(#[source] reqwest::Error),
}

impl From<reqwest::Error> for OutboundError {
    fn from(error: reqwest::Error) -> Self {
        if is_within(&error) {
            Self::Address("its name leads into this machine or its network")
        } else if error.is_timeout() {
            Self::Late(error)
        } else {
            Self::Http(error)
        }
    }
}

/// The head of an answer.
#[derive(Debug, Clone)]
pub struct Head {
    /// Status, 100 to 599.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
}

/// Whether a text is an address that something can be sent to: http or https, with a host, without user, password and fragment. Whether it
/// is within reach is found out when something is sent.
#[must_use]
pub fn is_endpoint(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        matches!(url.scheme(), "http" | "https") && url.has_host() && is_plain
    })
}

/// Asks strangers: no redirects, bounded in time and size, and only addresses within its reach, also after names were resolved.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: Client,
    reach: Reach,
}

impl Outbound {
    /// One with this reach.
    ///
    /// # Errors
    /// The client cannot be made, because the machine has no usable root certificates.
    pub fn new(reach: Reach) -> Result<Self, reqwest::Error> {
        Self::within(reach, ANSWER)
    }

    /// One with this reach, which waits so long for a whole answer.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn within(reach: Reach, answer: Duration) -> Result<Self, reqwest::Error> {
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(answer)
            .dns_resolver(std::sync::Arc::new(Within(reach)))
            .build()?;
        Ok(Self { client, reach })
    }

    /// What is at a URL, at most `bytes_max` of it.
    ///
    /// # Errors
    /// See [`OutboundError`].
    pub async fn get(&self, url: &str, bytes_max: usize) -> Result<Vec<u8>, OutboundError> {
        let url = Url::parse(url).map_err(|_| OutboundError::Address("it is not a URL"))?;
        self.check(&url)?;
        let response = self.client.get(url).send().await?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Err(OutboundError::NotFound),
            status => return Err(OutboundError::Status(status)),
        }
        body(response, bytes_max).await
    }

    /// Sends something, and reads the head of the answer.
    ///
    /// # Errors
    /// See [`OutboundError`]; an answer is none, whatever its status.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: HeaderMap,
        sent: Vec<u8>,
    ) -> Result<Head, OutboundError> {
        let url = Url::parse(url).map_err(|_| OutboundError::Address("it is not a URL"))?;
        self.check(&url)?;
        let request = self.client.request(method, url).headers(headers).body(sent);
        let response = request.send().await?;
        let head = Head {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
        };
        // What follows does not count, also when it never ends.
        let _ = body(response, TAIL_BYTES_MAX).await;
        Ok(head)
    }

    /// Names are looked at when they were resolved; a number in the URL is never resolved.
    fn check(&self, url: &Url) -> Result<(), OutboundError> {
        if self.reach == Reach::Everywhere {
            return Ok(());
        }
        if url.scheme() != "https" {
            return Err(OutboundError::Address("only https is asked"));
        }
        let host = url.host_str().unwrap_or_default();
        let number: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        if number.is_some_and(|address| !is_public(address)) {
            return Err(OutboundError::Address("it is one of this machine or its network"));
        }
        Ok(())
    }
}

async fn body(response: Response, bytes_max: usize) -> Result<Vec<u8>, OutboundError> {
    let mut body = Vec::new();
    let mut parts = response.bytes_stream();
    while let Some(part) = parts.next().await {
        body.extend_from_slice(&part?);
        if body.len() > bytes_max {
            return Err(OutboundError::TooLong(bytes_max));
        }
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_an_address_and_nothing_else() {
        assert!(is_endpoint("https://programma.example/hook?a=b"));
        assert!(is_endpoint("http://127.0.0.1:8080/"));
        for text in [
            "",
            "programma.example",
            "ftp://programma.example/",
            "https://wie:wat@programma.example/",
            "https://wie@programma.example/",
            "https://programma.example/#a",
            "mailto:a@b.example",
        ] {
            assert!(!is_endpoint(text), "{text}");
        }
    }

    #[tokio::test]
    async fn a_stranger_within_the_network_is_not_asked() {
        let outbound = Outbound::new(Reach::Public).unwrap();
        for url in [
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://localhost/x",
            "https://0x7f.1/x",
            "http://example.org/x",
        ] {
            let error = outbound.get(url, 10).await.unwrap_err();
            assert!(matches!(&error, OutboundError::Address(_)), "{url}: {error:?}");
        }
    }
}
