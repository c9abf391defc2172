//! Asking strangers over HTTP: addresses that callers or documents name, which must not lead into the hub's own network.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use futures::StreamExt;
use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};

/// Longest time for a whole answer, in seconds.
const ANSWER_SECONDS_MAX: u64 = 5;

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
    /// It could not be reached, or broke off.
    #[error("it could not be asked")]
    Http(#[source] reqwest::Error),
}

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public ones only.
    Public,
    /// Also those of this machine and its network: for development.
    Everywhere,
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
        let client = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(Duration::from_secs(ANSWER_SECONDS_MAX))
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
        let response = self.client.get(url).send().await.map_err(OutboundError::Http)?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Err(OutboundError::NotFound),
            status => return Err(OutboundError::Status(status)),
        }
        let mut body = Vec::new();
        let mut parts = response.bytes_stream();
        while let Some(part) = parts.next().await {
            body.extend_from_slice(&part.map_err(OutboundError::Http)?);
            if body.len() > bytes_max {
                return Err(OutboundError::TooLong(bytes_max));
            }
        }
        Ok(body)
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

/// Resolves names, and keeps what is within reach.
struct Within(Reach);

impl Resolve for Within {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let within: Vec<SocketAddr> = found
                .filter(|address| reach == Reach::Everywhere || is_public(address.ip()))
                .collect();
            if within.is_empty() {
                let why = "the name has no address outside this machine and its network";
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, why).into());
            }
            Ok(Box::new(within.into_iter()) as Addrs)
        })
    }
}

/// Whether an address belongs to somebody on the internet: not this machine, a private network, or a range with a purpose of its own
/// (the special-purpose registries of RFC 6890).
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => {
            let [first, second, third, _] = it.octets();
            let shared = first == 100 && (64..128).contains(&second);
            let protocols = first == 192 && second == 0 && third == 0;
            let benchmarks = first == 198 && (18..20).contains(&second);
            !(it.is_private()
                || it.is_loopback()
                || it.is_link_local()
                || it.is_documentation()
                || it.is_multicast()
                || first == 0
                || first >= 240
                || shared
                || protocols
                || benchmarks)
        }
        IpAddr::V6(it) => {
            if let Some(mapped) = it.to_ipv4_mapped() {
                return is_public(IpAddr::V4(mapped));
            }
            let [first, second, ..] = it.segments();
            // Only 2000::/3 is given out; in it are documentation, and tunnels that hide a version 4 address.
            let given_out = first & 0xe000 == 0x2000;
            let documentation = first == 0x2001 && second == 0x0db8 || first == 0x3fff;
            let tunnel = first == 0x2002 || first == 0x2001 && second == 0;
            given_out && !documentation && !tunnel
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        is_public(address.parse().unwrap())
    }

    #[test]
    fn addresses_of_this_machine_and_its_network_are_not_public() {
        let own = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:127.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
            "ff02::1",
        ];
        assert!(own.iter().all(|address| !public(address)));
        assert!(
            ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "100.128.0.1"]
                .iter()
                .all(|it| public(it))
        );
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
            assert!(
                matches!(&error, OutboundError::Address(_))
                    || matches!(&error, OutboundError::Http(it) if it.is_connect()),
                "{url}: {error:?}"
            );
        }
    }
}
