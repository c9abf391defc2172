//! Choosing a port.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};

use rand::Rng;

/// The lowest port we take; well-known services live below.
const LOWEST: u16 = 15_000;

/// Where the kernel's outgoing connections start when it does not say; Linux's default.
const OUTGOING: u16 = 32_768;

/// How many ports are tried before we let the kernel choose.
const ATTEMPTS: usize = 50;

/// A port of 127.0.0.1 on which nobody listens at this moment.
///
/// It lies below the ports that the kernel gives to outgoing connections. Above, a client that keeps trying to
/// reach a stopped server is in time given that very port for its own end, connects to itself, and keeps the
/// server from coming back.
///
/// # Errors
/// The system has none.
pub fn free() -> io::Result<u16> {
    let below = outgoing_from().filter(|port| *port > LOWEST).unwrap_or(OUTGOING);
    let mut random = rand::rng();
    for _ in 0..ATTEMPTS {
        let port = random.random_range(LOWEST..below);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
    }
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn outgoing_from() -> Option<u16> {
    let range = fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?;
    range.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_listened_on_and_is_not_for_outgoing_connections() {
        let port = free().unwrap();
        assert!((LOWEST..outgoing_from().unwrap_or(OUTGOING)).contains(&port));
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    }
}
