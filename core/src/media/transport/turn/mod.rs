//! A TURN client (RFC 8656) without sockets: one allocation, a channel per peer.
//!
//! Every peer gets a channel at once: binding it installs the permission too, so one round trip
//! opens the way, and each packet costs 4 bytes more. A stale nonce (438) repeats the same request,
//! the same channel number included, with the new nonce. Over UDP requests are repeated; streams
//! are framed. Not here: connecting streams, TLS, TCP allocations (RFC 6062).

mod answers;
mod framing;
mod message;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rtc::crypto::RTCCryptoProvider;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use self::framing::Framer;
use self::message::{Answer, Credentials, Request};
use super::config::{Relay, RelayProtocol};

/// Channels, and so peers, per allocation.
const MAX_PEERS: usize = 32;
const FIRST_CHANNEL: u16 = 0x4000;
/// Packets kept for peers whose channel is being bound.
const MAX_WAITING: usize = 8;
/// Permissions last 5 minutes, channels 10 (RFC 8656 §9, §12).
const REBIND: Duration = Duration::from_secs(240);
const BIND_PAUSE: Duration = Duration::from_secs(2);
const FIRST_RTO: Duration = Duration::from_millis(200);
const LONGEST_RTO: Duration = Duration::from_millis(1_600);
const MAX_SENDS: u32 = 9;
const STREAM_PATIENCE: Duration = Duration::from_secs(10);
/// How often a request is repeated for a new nonce.
const MAX_RENEWALS: u8 = 3;
const MIN_LIFETIME: Duration = Duration::from_secs(20);

const UNAUTHORIZED: u16 = 401;
const STALE_NONCE: u16 = 438;

/// What the client wants or has.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TurnOutput {
    /// Send to the server.
    Transmit(Vec<u8>),
    /// Connect a stream to the server.
    OpenStream,
    /// Close it.
    CloseStream,
    /// There is a relayed address now.
    Allocated {
        relayed: SocketAddr,
        mapped: Option<SocketAddr>,
    },
    /// A peer's packet arrived at the relayed address.
    Data { peer: SocketAddr, bytes: Vec<u8> },
    /// No allocation any more, or none was given.
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Opening,
    Allocating,
    Allocated { relayed: SocketAddr },
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Binding {
    Asked,
    Bound { again: Instant },
    Refused,
}

struct Peer {
    address: SocketAddr,
    channel: u16,
    binding: Binding,
    /// Whether a first binding has ever succeeded: then packets flow while it is renewed.
    usable: bool,
}

struct Transaction {
    id: [u8; 12],
    request: Request,
    raw: Vec<u8>,
    sends: u32,
    rto: Duration,
    due: Instant,
    renewals: u8,
    signed: bool,
}

/// The client of one server.
pub(super) struct TurnClient {
    server: SocketAddr,
    protocol: RelayProtocol,
    username: String,
    password: Zeroizing<String>,
    provider: Arc<dyn RTCCryptoProvider>,
    credentials: Option<Credentials>,
    seed: Zeroizing<[u8; 32]>,
    counter: u64,
    state: State,
    opened_by: Option<Instant>,
    refresh: Option<Instant>,
    lifetime: Duration,
    transactions: Vec<Transaction>,
    peers: Vec<Peer>,
    waiting: VecDeque<(SocketAddr, Vec<u8>)>,
    framer: Framer,
    outputs: VecDeque<TurnOutput>,
}

impl TurnClient {
    /// A client that does nothing yet. Transaction ids are derived from `seed`.
    pub(super) fn new(relay: &Relay, seed: [u8; 32], provider: Arc<dyn RTCCryptoProvider>) -> Self {
        Self {
            server: relay.address,
            protocol: relay.protocol,
            username: relay.username.clone(),
            password: relay.password.clone(),
            provider,
            credentials: None,
            seed: Zeroizing::new(seed),
            counter: 0,
            state: State::Idle,
            opened_by: None,
            refresh: None,
            lifetime: Duration::ZERO,
            transactions: Vec::new(),
            peers: Vec::new(),
            waiting: VecDeque::new(),
            framer: Framer::default(),
            outputs: VecDeque::new(),
        }
    }

    /// The server's address and how it is reached.
    pub(super) fn server(&self) -> (SocketAddr, RelayProtocol) {
        (self.server, self.protocol)
    }

    /// The relayed address, once there is one.
    pub(super) fn relayed(&self) -> Option<SocketAddr> {
        match self.state {
            State::Allocated { relayed } => Some(relayed),
            _ => None,
        }
    }

    /// Whether [`start`](Self::start) is still to come.
    pub(super) fn is_idle(&self) -> bool {
        self.state == State::Idle
    }

    /// Whether it is over.
    pub(super) fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// Takes the next output.
    pub(super) fn poll(&mut self) -> Option<TurnOutput> {
        self.outputs.pop_front()
    }

    /// Asks for an allocation.
    pub(super) fn start(&mut self, now: Instant) {
        if self.state != State::Idle {
            return;
        }
        if self.protocol.is_stream() {
            self.state = State::Opening;
            self.opened_by = Some(now + STREAM_PATIENCE);
            self.outputs.push_back(TurnOutput::OpenStream);
        } else {
            self.state = State::Allocating;
            self.ask(now, Request::Allocate, 0);
        }
    }

    /// There is no socket to reach this server from.
    pub(super) fn abandon(&mut self) {
        self.lose(false);
    }

    /// The stream is connected.
    pub(super) fn handle_stream_opened(&mut self, now: Instant) {
        if self.state == State::Opening {
            self.opened_by = None;
            self.state = State::Allocating;
            self.ask(now, Request::Allocate, 0);
        }
    }

    /// The stream broke or could not be connected.
    pub(super) fn handle_stream_closed(&mut self) {
        if self.protocol.is_stream() {
            self.lose(false);
        }
    }

    /// A datagram of the server, or the next chunk of its stream.
    pub(super) fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        if matches!(self.state, State::Idle | State::Closed) {
            return;
        }
        if !self.protocol.is_stream() {
            return self.handle_message(now, bytes);
        }
        match self.framer.push(bytes) {
            Ok(messages) => {
                for message in messages {
                    self.handle_message(now, &message);
                }
            }
            Err(framing::OutOfStep) => self.lose(true),
        }
    }

    fn handle_message(&mut self, now: Instant, bytes: &[u8]) {
        if let Some(0x40..=0x4f) = bytes.first() {
            return self.handle_channel_data(bytes);
        }
        match message::read(bytes) {
            Some(Answer::Data { peer, bytes }) => {
                self.outputs.push_back(TurnOutput::Data { peer, bytes });
            }
            Some(Answer::Success(success)) => self.handle_success(now, success),
            Some(Answer::Refused {
                id,
                code,
                realm,
                nonce,
            }) => self.handle_refusal(now, id, code, realm, nonce),
            None => {}
        }
    }

    fn handle_channel_data(&mut self, bytes: &[u8]) {
        let Some((header, rest)) = bytes.split_first_chunk::<4>() else {
            return;
        };
        let channel = u16::from_be_bytes([header[0], header[1]]);
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let peer = self.peers.iter().find(|p| p.channel == channel);
        if let (Some(peer), Some(data)) = (peer, rest.get(..length)) {
            self.outputs.push_back(TurnOutput::Data {
                peer: peer.address,
                bytes: data.to_vec(),
            });
        }
    }

    fn lose(&mut self, close_stream: bool) {
        if self.state == State::Closed {
            return;
        }
        self.state = State::Closed;
        self.transactions.clear();
        self.waiting.clear();
        self.refresh = None;
        self.opened_by = None;
        self.outputs.push_back(TurnOutput::Lost);
        if close_stream && self.protocol.is_stream() {
            self.outputs.push_back(TurnOutput::CloseStream);
        }
    }

    /// Gives the allocation back.
    pub(super) fn close(&mut self, now: Instant) {
        if self.relayed().is_some() {
            self.ask(now, Request::Refresh(Duration::ZERO), MAX_RENEWALS - 1);
        }
        let was_closed = self.state == State::Closed || self.state == State::Idle;
        self.state = State::Closed;
        self.transactions.clear();
        self.waiting.clear();
        self.refresh = None;
        self.opened_by = None;
        if !was_closed && self.protocol.is_stream() {
            self.outputs.push_back(TurnOutput::CloseStream);
        }
    }

    fn set_lifetime(&mut self, now: Instant, lifetime: Duration) {
        self.lifetime = lifetime;
        self.refresh = Some(now + lifetime.min(Duration::from_secs(3_600)) / 2);
    }

    /// Opens the way to a peer and back.
    pub(super) fn permit(&mut self, now: Instant, peer: SocketAddr) {
        if self.relayed().is_none()
            || self.peers.iter().any(|p| p.address == peer)
            || self.peers.len() >= MAX_PEERS
        {
            return;
        }
        let channel = FIRST_CHANNEL + self.peers.len() as u16;
        self.peers.push(Peer {
            address: peer,
            channel,
            binding: Binding::Asked,
            usable: false,
        });
        self.ask(now, Request::Bind { peer, channel }, 0);
    }

    /// Sends a packet to a peer through the relay.
    pub(super) fn send(&mut self, now: Instant, peer: SocketAddr, bytes: &[u8]) {
        if self.relayed().is_none() {
            return;
        }
        self.permit(now, peer);
        let Some(p) = self.peers.iter().find(|p| p.address == peer) else {
            return;
        };
        if p.usable {
            let frame = channel_data(p.channel, bytes, self.protocol.is_stream());
            self.outputs.push_back(TurnOutput::Transmit(frame));
        } else if p.binding != Binding::Refused {
            if self.waiting.len() >= MAX_WAITING {
                self.waiting.pop_front();
            }
            self.waiting.push_back((peer, bytes.to_vec()));
        }
    }

    fn send_waiting(&mut self, peer: SocketAddr) {
        let Some(channel) = self
            .peers
            .iter()
            .find(|p| p.address == peer)
            .map(|p| p.channel)
        else {
            return;
        };
        let stream = self.protocol.is_stream();
        let waiting = std::mem::take(&mut self.waiting);
        for (to, bytes) in waiting {
            if to == peer {
                let frame = channel_data(channel, &bytes, stream);
                self.outputs.push_back(TurnOutput::Transmit(frame));
            } else {
                self.waiting.push_back((to, bytes));
            }
        }
    }

    fn ask(&mut self, now: Instant, request: Request, renewals: u8) {
        self.counter += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed.as_slice());
        hash.update(self.counter.to_be_bytes());
        let mut id = [0; 12];
        id.copy_from_slice(&hash.finalize()[..12]);
        let written = message::write(
            request,
            id,
            self.credentials.as_ref(),
            self.provider.crypto(),
        );
        let Ok(raw) = written else {
            return self.give_up(request);
        };
        let rto = if self.protocol.is_stream() {
            STREAM_PATIENCE
        } else {
            FIRST_RTO
        };
        self.outputs.push_back(TurnOutput::Transmit(raw.clone()));
        self.transactions.push(Transaction {
            id,
            request,
            raw,
            sends: 1,
            rto,
            due: now + rto,
            renewals,
            signed: self.credentials.is_some(),
        });
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let bindings = self.peers.iter().filter_map(|p| match p.binding {
            Binding::Bound { again } if self.state != State::Closed => Some(again),
            _ => None,
        });
        self.transactions
            .iter()
            .map(|t| t.due)
            .chain(self.refresh)
            .chain(self.opened_by)
            .chain(bindings)
            .min()
    }

    /// Time has passed.
    pub(super) fn handle_timeout(&mut self, now: Instant) {
        if self.opened_by.is_some_and(|by| by <= now) {
            return self.lose(true);
        }
        let stream = self.protocol.is_stream();
        let mut dead = Vec::new();
        for t in self.transactions.iter_mut().filter(|t| t.due <= now) {
            if stream || t.sends >= MAX_SENDS {
                dead.push(t.id);
                continue;
            }
            t.sends += 1;
            t.rto = (t.rto * 2).min(LONGEST_RTO);
            t.due = now + t.rto;
            self.outputs.push_back(TurnOutput::Transmit(t.raw.clone()));
        }
        for id in dead {
            if let Some(at) = self.transactions.iter().position(|t| t.id == id) {
                let transaction = self.transactions.swap_remove(at);
                self.handle_silence(now, transaction.request);
            }
        }
        if self.refresh.is_some_and(|at| at <= now) {
            self.refresh = None;
            self.ask(now, Request::Refresh(self.lifetime), 0);
        }
        let mut again = Vec::new();
        for p in &mut self.peers {
            if matches!(p.binding, Binding::Bound { again } if again <= now) {
                p.binding = Binding::Asked;
                again.push(Request::Bind {
                    peer: p.address,
                    channel: p.channel,
                });
            }
        }
        if self.state != State::Closed {
            for request in again {
                self.ask(now, request, 0);
            }
        }
    }
}

/// A ChannelData message (RFC 8656 §12.4); in a stream padded to four bytes.
fn channel_data(channel: u16, bytes: &[u8], padded: bool) -> Vec<u8> {
    let mut frame = Vec::with_capacity(bytes.len() + 8);
    frame.extend_from_slice(&channel.to_be_bytes());
    frame.extend_from_slice(&(bytes.len() as u16).to_be_bytes());
    frame.extend_from_slice(bytes);
    if padded {
        frame.resize(frame.len().next_multiple_of(4), 0);
    }
    frame
}

impl Drop for TurnClient {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.username);
    }
}
