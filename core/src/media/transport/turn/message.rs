//! TURN messages (RFC 8656 §18, RFC 8489 §14): requests written, answers read.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use rtc::crypto::RTCCrypto;
use rtc::shared::error::Error;
use rtc::stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM,
    ATTR_REQUESTED_TRANSPORT, ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS,
    ATTR_XORMAPPED_ADDRESS, AttrType,
};
use rtc::stun::error_code::ErrorCodeAttribute;
use rtc::stun::fingerprint::FINGERPRINT;
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_INDICATION, CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, Getter,
    METHOD_ALLOCATE, METHOD_CHANNEL_BIND, METHOD_DATA, METHOD_REFRESH, Message, MessageType,
    Setter, TransactionId,
};
use rtc::stun::xoraddr::XorMappedAddress;
use zeroize::Zeroizing;

/// UDP in REQUESTED-TRANSPORT (RFC 8656 §18.7).
const UDP: u8 = 17;
/// Longest realm or nonce that is believed (RFC 8489 §14.9: 763 bytes).
const MAX_TEXT: usize = 763;

/// What is asked of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// An address to receive at.
    Allocate,
    /// Keep it, or give it back with zero.
    Refresh(Duration),
    /// A channel to a peer, and with it a permission (RFC 8656 §12.2).
    Bind { peer: SocketAddr, channel: u16 },
}

/// What proves who asks.
pub(super) struct Credentials {
    pub(super) username: String,
    pub(super) realm: Vec<u8>,
    pub(super) nonce: Vec<u8>,
    pub(super) key: Zeroizing<Vec<u8>>,
}

/// Writes a request, signed if there are credentials.
pub(super) fn write(
    request: Request,
    id: [u8; 12],
    credentials: Option<&Credentials>,
    crypto: &dyn RTCCrypto,
) -> Result<Vec<u8>, Error> {
    let method = match request {
        Request::Allocate => METHOD_ALLOCATE,
        Request::Refresh(_) => METHOD_REFRESH,
        Request::Bind { .. } => METHOD_CHANNEL_BIND,
    };
    let mut message = Message::new();
    message.transaction_id = TransactionId(id);
    message.set_type(MessageType::new(method, CLASS_REQUEST));
    message.write_header();
    match request {
        Request::Allocate => message.add(ATTR_REQUESTED_TRANSPORT, &[UDP, 0, 0, 0]),
        Request::Refresh(lifetime) => {
            message.add(ATTR_LIFETIME, &(lifetime.as_secs() as u32).to_be_bytes());
        }
        Request::Bind { peer, channel } => {
            let [high, low] = channel.to_be_bytes();
            message.add(ATTR_CHANNEL_NUMBER, &[high, low, 0, 0]);
            XorMappedAddress {
                ip: peer.ip(),
                port: peer.port(),
            }
            .add_to_as(&mut message, ATTR_XOR_PEER_ADDRESS)?;
        }
    }
    if let Some(c) = credentials {
        message.add(ATTR_USERNAME, c.username.as_bytes());
        message.add(ATTR_REALM, &c.realm);
        message.add(ATTR_NONCE, &c.nonce);
        MessageIntegrity::new_raw_integrity_with_provider(c.key.to_vec(), crypto)
            .add_to(&mut message)?;
    }
    FINGERPRINT.add_to(&mut message)?;
    Ok(message.raw)
}

/// What came from the server.
pub(super) enum Answer {
    /// A request succeeded.
    Success(Success),
    /// A request was refused.
    Refused {
        id: [u8; 12],
        code: u16,
        realm: Option<Vec<u8>>,
        nonce: Option<Vec<u8>>,
    },
    /// A packet of a peer that has no channel.
    Data { peer: SocketAddr, bytes: Vec<u8> },
}

/// A success response; believe it only after [`Success::is_authentic`].
pub(super) struct Success {
    pub(super) id: [u8; 12],
    pub(super) relayed: Option<SocketAddr>,
    pub(super) mapped: Option<SocketAddr>,
    pub(super) lifetime: Option<Duration>,
    message: Message,
}

impl Success {
    /// Whether the server proved that it knows our password.
    pub(super) fn is_authentic(&mut self, key: &[u8], crypto: &dyn RTCCrypto) -> bool {
        MessageIntegrity::check(&mut self.message, key, crypto).is_ok()
    }
}

/// Reads a STUN message of the server; none if it is nothing this client waits for.
pub(super) fn read(bytes: &[u8]) -> Option<Answer> {
    let mut message = Message::new();
    message.raw = bytes.to_vec();
    message.decode().ok()?;
    let id = message.transaction_id.0;
    let class = message.typ.class;
    if class == CLASS_INDICATION && message.typ.method == METHOD_DATA {
        return Some(Answer::Data {
            peer: address(&message, ATTR_XOR_PEER_ADDRESS)?,
            bytes: message.get(ATTR_DATA).ok()?,
        });
    }
    if class == CLASS_ERROR_RESPONSE {
        let mut error = ErrorCodeAttribute::default();
        error.get_from(&message).ok()?;
        let text = |attribute| message.get(attribute).ok().filter(|t| t.len() <= MAX_TEXT);
        return Some(Answer::Refused {
            id,
            code: error.code.0,
            realm: text(ATTR_REALM),
            nonce: text(ATTR_NONCE),
        });
    }
    if class == CLASS_SUCCESS_RESPONSE {
        let lifetime = message.get(ATTR_LIFETIME).ok().and_then(|v| {
            let seconds = u32::from_be_bytes(v.try_into().ok()?);
            Some(Duration::from_secs(seconds.into()))
        });
        return Some(Answer::Success(Success {
            id,
            relayed: address(&message, ATTR_XOR_RELAYED_ADDRESS),
            mapped: address(&message, ATTR_XORMAPPED_ADDRESS),
            lifetime,
            message,
        }));
    }
    None
}

fn address(message: &Message, attribute: AttrType) -> Option<SocketAddr> {
    let mut found = XorMappedAddress::default();
    found.get_from_as(message, attribute).ok()?;
    let address: (IpAddr, u16) = (found.ip, found.port);
    (address.1 != 0).then(|| address.into())
}
