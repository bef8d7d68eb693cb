//! An IP address and port that a call could go to.

use std::net::{IpAddr, SocketAddr};

use super::IdentifierError;

/// `192.0.2.1:5060` or `[2001:db8::1]:5060`; addresses that are nobody's (unspecified, multicast, broadcast), scoped
/// ones and port 0 are refused.
pub(super) fn parse(text: &str) -> Result<SocketAddr, IdentifierError> {
    let address: SocketAddr = text.parse().map_err(|_| IdentifierError::Address)?;
    let nobody = match address {
        SocketAddr::V4(v4) => v4.ip().is_broadcast() || v4.ip().octets()[0] == 0,
        SocketAddr::V6(v6) => v6.scope_id() != 0,
    };
    let ip = address.ip();
    if nobody || ip.is_unspecified() || ip.is_multicast() || address.port() == 0 {
        return Err(IdentifierError::Address);
    }
    Ok(address)
}

/// Whether `text` is meant as an address: an IP address with or without a port.
pub(super) fn looks_like(text: &str) -> bool {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    text.parse::<SocketAddr>().is_ok() || bare.parse::<IpAddr>().is_ok()
}
