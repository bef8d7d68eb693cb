//! A coturn named by the operator: its URI (RFC 7065) as offers.

use sotto_protocol::wire::link::relay::Transport;
use zeroize::Zeroizing;

use super::{Offer, Secret};
use crate::config::Coturn;
use crate::error::StartError;

/// The offers of a coturn.
pub(crate) fn offers(coturn: &Coturn) -> Result<Vec<Offer>, StartError> {
    let wrong = |reason: &str| StartError::Setting {
        setting: "coturn",
        reason: format!("{reason}: write turn:host:port?transport=udp"),
    };
    let (scheme, rest) = coturn.uri.split_once(':').ok_or(wrong("no turn: URI"))?;
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let transports: &[Transport] = match (scheme, query) {
        ("turn", "") => &[Transport::Udp, Transport::Tcp],
        ("turn", "transport=udp") => &[Transport::Udp],
        ("turn", "transport=tcp") => &[Transport::Tcp],
        ("turns", "" | "transport=tcp") => &[Transport::Tls],
        _ => return Err(wrong("unknown scheme or transport")),
    };
    let default = if scheme == "turns" { 5_349 } else { 3_478 };
    let (host, port) = match address.rsplit_once(':') {
        // an IPv6 address without a port ends in its bracket
        Some((host, port)) if !port.ends_with(']') => {
            (host, port.parse().map_err(|_| wrong("bad port"))?)
        }
        _ => (address, default),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() {
        return Err(wrong("no host"));
    }
    if coturn.secret.is_empty() {
        return Err(wrong("no secret"));
    }
    let secret = Secret::new(Zeroizing::new(coturn.secret.as_bytes().to_vec()));
    let offer = |transport: &Transport| Offer {
        host: host.to_owned(),
        port,
        transport: *transport,
        secret: secret.clone(),
    };
    Ok(transports.iter().map(offer).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(uri: &str) -> Option<Vec<(String, u16, i32)>> {
        let coturn = Coturn {
            uri: uri.to_owned(),
            secret: Zeroizing::new("north".to_owned()),
        };
        let offers = offers(&coturn).ok()?.into_iter();
        Some(
            offers
                .map(|o| (o.host, o.port, o.transport.into()))
                .collect(),
        )
    }

    #[test]
    fn uris_are_read() {
        let one = |host: &str, port, transport: Transport| {
            Some(vec![(host.to_owned(), port, transport.into())])
        };
        assert_eq!(
            read("turn:relay.example:99?transport=udp"),
            one("relay.example", 99, Transport::Udp)
        );
        assert_eq!(read("turns:[::1]"), one("::1", 5_349, Transport::Tls));
        assert_eq!(read("turn:a").unwrap().len(), 2);
        for bad in [
            "",
            "a:1",
            "turn:",
            "turn:a:b",
            "turn:a?transport=sctp",
            "stun:a",
        ] {
            assert!(read(bad).is_none(), "{bad}");
        }
    }
}
