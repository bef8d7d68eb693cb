//! A TURN server (RFC 8656) as a pure machine, for simulations: one address, long-term
//! credentials, channels and Send/Data indications, nonces that go stale on demand.
//!
//! Not a relay for real use: no quotas, no IPv6, one user.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use rtc::crypto::RTCCryptoProvider;
use rtc::stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_ERROR_CODE, ATTR_LIFETIME, ATTR_NONCE, ATTR_REALM,
    ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS, ATTR_XORMAPPED_ADDRESS,
};
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_INDICATION, CLASS_REQUEST, CLASS_SUCCESS_RESPONSE, METHOD_ALLOCATE,
    METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_DATA, METHOD_REFRESH, METHOD_SEND,
    Message, MessageClass, MessageType, Method, Setter, TransactionId,
};
use rtc::stun::xoraddr::XorMappedAddress;

/// The user that the model knows.
pub const USERNAME: &str = "1999999999:call";
/// That user's password.
pub const PASSWORD: &str = "open sesame";
const REALM: &str = "simulation";
const LIFETIME: Duration = Duration::from_secs(600);
const PERMISSION: Duration = Duration::from_secs(300);
const CHANNEL: Duration = Duration::from_secs(600);

/// A packet that the server sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The server's address, or a relayed one.
    pub from: SocketAddr,
    /// Where it goes.
    pub to: SocketAddr,
    /// Whether it goes down a client's stream.
    pub stream: bool,
    /// What it carries.
    pub bytes: Vec<u8>,
}

struct Allocation {
    relayed: SocketAddr,
    stream: bool,
    until: Instant,
    permissions: BTreeMap<IpAddr, Instant>,
    channels: BTreeMap<u16, (SocketAddr, Instant)>,
}

/// The server.
pub struct TurnModel {
    address: SocketAddr,
    provider: std::sync::Arc<dyn RTCCryptoProvider>,
    key: Vec<u8>,
    nonce: u64,
    next_port: u16,
    allocations: BTreeMap<SocketAddr, Allocation>,
    refuse: bool,
    /// How many packets were relayed, both ways.
    pub relayed: u64,
}

impl TurnModel {
    /// A server at `address`; relayed addresses share its IP.
    pub fn new(address: SocketAddr) -> Self {
        let provider = rtc::crypto::default_provider().expect("ring is built in");
        let key = MessageIntegrity::long_term_integrity_key(
            USERNAME.into(),
            REALM.into(),
            PASSWORD.into(),
            provider.crypto(),
        )
        .expect("ring knows MD5 here");
        Self {
            address,
            provider,
            key,
            nonce: 1,
            next_port: 49_152,
            allocations: BTreeMap::new(),
            refuse: false,
            relayed: 0,
        }
    }

    /// Its address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All nonces given out so far go stale.
    pub fn rotate_nonce(&mut self) {
        self.nonce += 1;
    }

    /// From now on nobody gets an allocation.
    pub fn refuse(&mut self) {
        self.refuse = true;
    }

    /// How many allocations live.
    pub fn allocations(&self) -> usize {
        self.allocations.len()
    }

    /// Whether the server or one of its relayed addresses is meant.
    pub fn owns(&self, address: SocketAddr) -> bool {
        address.ip() == self.address.ip()
    }

    /// A packet for the server or for a relayed address.
    pub fn handle(
        &mut self,
        now: Instant,
        from: SocketAddr,
        to: SocketAddr,
        stream: bool,
        bytes: &[u8],
    ) -> Vec<Sent> {
        self.allocations.retain(|_, a| a.until > now);
        if to == self.address {
            self.on_client(now, from, stream, bytes)
        } else {
            self.on_peer(now, from, to, bytes).into_iter().collect()
        }
    }

    fn on_peer(
        &mut self,
        now: Instant,
        from: SocketAddr,
        to: SocketAddr,
        bytes: &[u8],
    ) -> Option<Sent> {
        let (client, a) = self.allocations.iter().find(|(_, a)| a.relayed == to)?;
        let permitted = a
            .permissions
            .get(&from.ip())
            .is_some_and(|until| *until > now);
        if !permitted {
            return None;
        }
        self.relayed += 1;
        let channel = a
            .channels
            .iter()
            .find(|(_, (peer, until))| *peer == from && *until > now);
        let packet = match channel {
            Some((number, _)) => {
                let mut frame = number.to_be_bytes().to_vec();
                frame.extend((bytes.len() as u16).to_be_bytes());
                frame.extend(bytes);
                if a.stream {
                    frame.resize(frame.len().next_multiple_of(4), 0);
                }
                frame
            }
            None => {
                let mut m = Message::new();
                m.set_type(MessageType::new(METHOD_DATA, CLASS_INDICATION));
                m.write_header();
                xor(&mut m, ATTR_XOR_PEER_ADDRESS, from);
                m.add(ATTR_DATA, bytes);
                m.raw
            }
        };
        Some(Sent {
            from: self.address,
            to: *client,
            stream: a.stream,
            bytes: packet,
        })
    }

    fn on_client(
        &mut self,
        now: Instant,
        client: SocketAddr,
        stream: bool,
        bytes: &[u8],
    ) -> Vec<Sent> {
        if let Some(0x40..=0x4f) = bytes.first() {
            let Some(a) = self.allocations.get(&client) else {
                return vec![];
            };
            let number = u16::from_be_bytes([bytes[0], bytes[1]]);
            let length = usize::from(u16::from_be_bytes([bytes[2], bytes[3]]));
            let Some((peer, _)) = a.channels.get(&number).filter(|(_, until)| *until > now) else {
                return vec![];
            };
            self.relayed += 1;
            return vec![Sent {
                from: a.relayed,
                to: *peer,
                stream: false,
                bytes: bytes[4..4 + length].to_vec(),
            }];
        }
        let mut m = Message::new();
        m.raw = bytes.to_vec();
        if m.decode().is_err() {
            return vec![];
        }
        if m.typ.class == CLASS_INDICATION && m.typ.method == METHOD_SEND {
            let (Some(peer), Some(a)) = (peer(&m), self.allocations.get(&client)) else {
                return vec![];
            };
            if !a.permissions.contains_key(&peer.ip()) {
                return vec![];
            }
            self.relayed += 1;
            return vec![Sent {
                from: a.relayed,
                to: peer,
                stream: false,
                bytes: m.get(ATTR_DATA).unwrap_or_default(),
            }];
        }
        if m.typ.class != CLASS_REQUEST {
            return vec![];
        }
        let answer = self.answer(now, client, stream, &mut m);
        vec![Sent {
            from: self.address,
            to: client,
            stream,
            bytes: answer,
        }]
    }

    fn answer(
        &mut self,
        now: Instant,
        client: SocketAddr,
        stream: bool,
        m: &mut Message,
    ) -> Vec<u8> {
        let (id, method) = (m.transaction_id, m.typ.method);
        let nonce = self.nonce.to_be_bytes();
        let Ok(given) = m.get(ATTR_NONCE) else {
            return self.refusal(id, method, 401);
        };
        if given != nonce {
            return self.refusal(id, method, 438);
        }
        if MessageIntegrity::check(m, &self.key, self.provider.crypto()).is_err() {
            return self.refusal(id, method, 401);
        }
        match method {
            METHOD_ALLOCATE if self.refuse => self.refusal(id, method, 486),
            METHOD_ALLOCATE => {
                let mut port = self.next_port;
                // A repeated request gets the same allocation (RFC 8656 §7.2).
                if let Some(a) = self.allocations.get(&client) {
                    port = a.relayed.port();
                } else {
                    self.next_port += 1;
                }
                let relayed = SocketAddr::new(self.address.ip(), port);
                self.allocations.entry(client).or_insert(Allocation {
                    relayed,
                    stream,
                    until: now + LIFETIME,
                    permissions: BTreeMap::new(),
                    channels: BTreeMap::new(),
                });
                self.success(id, method, |m| {
                    xor(m, ATTR_XOR_RELAYED_ADDRESS, relayed);
                    xor(m, ATTR_XORMAPPED_ADDRESS, client);
                    m.add(ATTR_LIFETIME, &(LIFETIME.as_secs() as u32).to_be_bytes());
                })
            }
            METHOD_REFRESH => {
                let zero = m.get(ATTR_LIFETIME).is_ok_and(|v| v == [0; 4]);
                let Some(a) = self.allocations.get_mut(&client) else {
                    return self.refusal(id, method, 437);
                };
                a.until = now + LIFETIME;
                let lifetime = if zero { 0 } else { LIFETIME.as_secs() as u32 };
                if zero {
                    self.allocations.remove(&client);
                }
                self.success(id, method, |m| {
                    m.add(ATTR_LIFETIME, &lifetime.to_be_bytes())
                })
            }
            METHOD_CREATE_PERMISSION | METHOD_CHANNEL_BIND => {
                let (Some(peer), Some(a)) = (peer(m), self.allocations.get_mut(&client)) else {
                    return self.refusal(id, method, 400);
                };
                if method == METHOD_CHANNEL_BIND {
                    let number = m.get(ATTR_CHANNEL_NUMBER).unwrap_or_default();
                    let number = u16::from_be_bytes([number[0], number[1]]);
                    // A number stays with its peer, a peer with its number (RFC 8656 §12.1).
                    let taken = a
                        .channels
                        .iter()
                        .any(|(n, (p, until))| *until > now && (*n == number) != (*p == peer));
                    if taken {
                        return self.refusal(id, method, 400);
                    }
                    a.channels.insert(number, (peer, now + CHANNEL));
                }
                a.permissions.insert(peer.ip(), now + PERMISSION);
                self.success(id, method, |_| {})
            }
            _ => self.refusal(id, method, 400),
        }
    }

    fn head(&self, id: TransactionId, method: Method, class: MessageClass) -> Message {
        let mut m = Message::new();
        m.transaction_id = id;
        m.set_type(MessageType::new(method, class));
        m.write_header();
        m
    }

    fn success(
        &self,
        id: TransactionId,
        method: Method,
        fill: impl FnOnce(&mut Message),
    ) -> Vec<u8> {
        let mut m = self.head(id, method, CLASS_SUCCESS_RESPONSE);
        fill(&mut m);
        MessageIntegrity::new_raw_integrity_with_provider(self.key.clone(), self.provider.crypto())
            .add_to(&mut m)
            .expect("a message that fits");
        m.raw
    }

    fn refusal(&self, id: TransactionId, method: Method, code: u16) -> Vec<u8> {
        let mut m = self.head(id, method, CLASS_ERROR_RESPONSE);
        m.add(
            ATTR_ERROR_CODE,
            &[0, 0, (code / 100) as u8, (code % 100) as u8],
        );
        m.add(ATTR_REALM, REALM.as_bytes());
        m.add(ATTR_NONCE, &self.nonce.to_be_bytes());
        m.raw
    }
}

fn xor(m: &mut Message, attribute: rtc::stun::attributes::AttrType, address: SocketAddr) {
    XorMappedAddress {
        ip: address.ip(),
        port: address.port(),
    }
    .add_to_as(m, attribute)
    .expect("a message that fits");
}

fn peer(m: &Message) -> Option<SocketAddr> {
    let mut found = XorMappedAddress::default();
    found.get_from_as(m, ATTR_XOR_PEER_ADDRESS).ok()?;
    Some(SocketAddr::new(found.ip, found.port))
}
