//! Which addresses may be asked.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is said of a name that leads nowhere else.
const WITHIN: &str = "the name has no address outside this machine and its network";

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public ones only.
    Public,
    /// Also those of this machine and its network: for development.
    Everywhere,
}

/// Resolves names, and keeps what is within reach.
pub(super) struct Within(pub(super) Reach);

impl Resolve for Within {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let within: Vec<SocketAddr> = found
                .filter(|address| reach == Reach::Everywhere || is_public(address.ip()))
                .collect();
            if within.is_empty() {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, WITHIN).into());
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

/// Whether somebody was not asked because its name leads into this machine or its network.
pub(super) fn is_within(error: &reqwest::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        let refused = error.downcast_ref::<io::Error>();
        if refused.is_some_and(|it| it.kind() == io::ErrorKind::PermissionDenied) {
            return true;
        }
        source = error.source();
    }
    false
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
}
