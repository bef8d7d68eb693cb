//! The media transport of one call: ICE, DTLS, SRTP and TURN on the sans-I/O `rtc` engine.
//!
//! The contract: an input goes in with its time (`handle_…`, and the steps of offer and answer),
//! then outputs are drained with [`Transport::poll_output`], then [`Transport::deadline`] says when
//! [`Transport::handle_timeout`] is wanted. No socket, no clock, no task. Descriptions and
//! candidates are opaque strings that the call's sealed signals carry.
//!
//! ICE and DTLS connect while the call rings; no media flows before the call machine gives some,
//! and silence tears nothing down. With [`CandidatePolicy::RelayOnly`] no address of ours but the
//! relay's is ever signalled, used, or listened at for the other end.
//!
//! Every RTP packet has a 12-byte header, no extension, no padding, and SRTP's 16-byte tag: its
//! size is the payload's plus a constant, so constant frames make constant packets.
//!
//! Not here: codec, jitter buffer, SFrame, rate control, and when to ring.

mod candidate;
mod checks;
mod config;
mod drive;
mod engine;
mod error;
mod figures;
mod guard;
mod output;
mod reports;
mod sdp;
mod turn;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::CryptoRng;
use rtc::peer_connection::RTCPeerConnection;
use rtc::peer_connection::configuration::RTCOfferOptions;
use rtc::peer_connection::sdp::RTCSessionDescription;
use rtc::peer_connection::transport::RTCIceCandidateInit;
use rtc::rtp_transceiver::RTCRtpSenderId;
use rtc::sansio::Protocol;

pub use self::config::{
    CandidatePolicy, MAX_LOCALS, MAX_RELAYS, Relay, RelayProtocol, Role, TransportConfig,
};
pub use self::error::{FailureReason, TransportError};
pub use self::output::{Datagram, Figures, Media, PathKind, TransportOutput};
pub use self::sdp::{Description, MAX_DESCRIPTION, MAX_REMOTE_CANDIDATES};

use self::candidate::Candidate;
use self::checks::Checks;
use self::guard::Guard;
use self::reports::{Reception, SharedReports};
use self::turn::TurnClient;

/// Longest media frame in bytes: with RTP, SRTP, TURN and IP headers it fits the smallest MTU.
pub const MAX_FRAME: usize = 1_100;

/// Where offer and answer stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Negotiation {
    Fresh,
    Offered,
    Stable,
}

/// Where the transport stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Connecting,
    Connected,
    Disconnected,
    Ended,
}

/// A packet that waits for ICE to connect.
struct Held {
    local: SocketAddr,
    remote: SocketAddr,
    bytes: Vec<u8>,
}

/// The media transport of one call with one other device.
pub struct Transport {
    config: TransportConfig,
    engine: RTCPeerConnection,
    sender: RTCRtpSenderId,
    ssrc: u32,
    sequence: u16,
    payload_type: Option<u8>,
    packets_sent: u64,
    bytes_sent: u64,
    reports: SharedReports,
    reception: Reception,
    guard: Guard,
    checks: Checks,
    held: Vec<Held>,
    turns: Vec<TurnClient>,
    next_relay_at: Option<Instant>,
    negotiation: Negotiation,
    /// Whether the other end's description of this generation was taken.
    remote_known: bool,
    remotes: Vec<Candidate>,
    ice_connected: bool,
    ice_failed: bool,
    status: Status,
    path: Option<(SocketAddr, SocketAddr)>,
    outputs: VecDeque<TransportOutput>,
    engine_due: Option<Instant>,
    not_before: Instant,
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport")
            .field("role", &self.config.role)
            .field("policy", &self.config.policy)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl Transport {
    /// Makes a transport and begins to gather candidates.
    ///
    /// # Errors
    /// A configuration that could never connect, or an engine that cannot be made.
    pub fn new(
        now: Instant,
        config: TransportConfig,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, TransportError> {
        config.check()?;
        let provider = rtc::crypto::default_provider()
            .map_err(|error| TransportError::Engine(error.to_string()))?;
        let ssrc = rng.next_u32().max(1);
        let reports = SharedReports::default();
        let (engine, sender) =
            engine::build(now, config.policy, ssrc, reports.clone(), provider.clone())?;
        let turns = config
            .relays
            .iter()
            .map(|relay| {
                let mut seed = [0; 32];
                rng.fill_bytes(&mut seed);
                TurnClient::new(relay, seed, provider.clone())
            })
            .collect();
        let mut transport = Self {
            engine,
            sender,
            ssrc,
            // The first half of the range: SRTP cannot guess a wrap it never saw (RFC 3711 §3.3.1).
            sequence: (rng.next_u32() as u16) >> 1,
            payload_type: None,
            packets_sent: 0,
            bytes_sent: 0,
            reports,
            reception: Reception::default(),
            guard: Guard::default(),
            checks: Checks::default(),
            held: Vec::new(),
            turns,
            next_relay_at: None,
            negotiation: Negotiation::Fresh,
            remote_known: false,
            remotes: Vec::new(),
            ice_connected: false,
            ice_failed: false,
            status: Status::Connecting,
            path: None,
            outputs: VecDeque::new(),
            engine_due: None,
            not_before: now,
            config,
        };
        transport.add_host_candidates()?;
        transport.start_next_relay(now);
        transport.drive(now);
        Ok(transport)
    }

    /// Makes the offer of a call.
    ///
    /// # Errors
    /// [`TransportError::OutOfOrder`] unless this is a fresh offerer that has not ended.
    pub fn offer(&mut self, now: Instant) -> Result<Description, TransportError> {
        self.check_alive()?;
        if self.config.role != Role::Offerer || self.negotiation != Negotiation::Fresh {
            return Err(TransportError::OutOfOrder);
        }
        self.make_offer(now, None)
    }

    /// Makes an offer that starts ICE again on the same DTLS session, after a change of network.
    /// Either side may; the new candidates follow as [`TransportOutput::LocalCandidate`].
    ///
    /// # Errors
    /// [`TransportError::OutOfOrder`] before the first offer was answered or after the end.
    pub fn restart(&mut self, now: Instant) -> Result<Description, TransportError> {
        self.check_alive()?;
        if self.negotiation != Negotiation::Stable {
            return Err(TransportError::OutOfOrder);
        }
        let offer = self.make_offer(now, Some(RTCOfferOptions { ice_restart: true }))?;
        self.forget_path();
        self.remote_known = false;
        self.regather(now)?;
        self.drive(now);
        Ok(offer)
    }

    fn make_offer(
        &mut self,
        now: Instant,
        options: Option<RTCOfferOptions>,
    ) -> Result<Description, TransportError> {
        let offer = self.engine.create_offer(options)?;
        self.engine.set_local_description(now, offer)?;
        self.negotiation = Negotiation::Offered;
        self.local_description(now)
    }

    /// Takes an offer, the call's first or one that restarts ICE, and answers it.
    ///
    /// # Errors
    /// A description that is not acceptable, or a step out of order. After the former the
    /// negotiation may be half done: end the call.
    pub fn accept_offer(
        &mut self,
        now: Instant,
        offer: &Description,
    ) -> Result<Description, TransportError> {
        self.check_alive()?;
        let first = self.negotiation == Negotiation::Fresh;
        let fits = match self.negotiation {
            Negotiation::Fresh => self.config.role == Role::Answerer,
            Negotiation::Offered => false,
            Negotiation::Stable => true,
        };
        if !fits {
            return Err(TransportError::OutOfOrder);
        }
        let screened = sdp::screen(offer)?;
        let offer = RTCSessionDescription::offer(screened.sdp)?;
        self.engine.set_remote_description(now, offer)?;
        let answer = self.engine.create_answer(None)?;
        if !sdp::carries_voice(&answer.sdp) {
            return Err(TransportError::BadDescription("no voice both ways"));
        }
        self.engine.set_local_description(now, answer)?;
        self.negotiation = Negotiation::Stable;
        if !first {
            self.forget_path();
        }
        self.take_remote_candidates(now, screened.candidates);
        let answer = self.local_description(now)?;
        if !first {
            self.regather(now)?;
        }
        self.drive(now);
        Ok(answer)
    }

    /// Takes the answer to our offer.
    ///
    /// # Errors
    /// A description that is not acceptable, or a step out of order.
    pub fn accept_answer(
        &mut self,
        now: Instant,
        answer: &Description,
    ) -> Result<(), TransportError> {
        self.check_alive()?;
        if self.negotiation != Negotiation::Offered {
            return Err(TransportError::OutOfOrder);
        }
        let screened = sdp::screen(answer)?;
        if !sdp::carries_voice(&screened.sdp) {
            return Err(TransportError::BadDescription("no voice both ways"));
        }
        let answer = RTCSessionDescription::answer(screened.sdp)?;
        self.engine.set_remote_description(now, answer)?;
        self.negotiation = Negotiation::Stable;
        self.take_remote_candidates(now, screened.candidates);
        self.engine_now(now);
        self.drive(now);
        Ok(())
    }

    /// Takes one more candidate of the other end; those that come early wait for the description.
    ///
    /// # Errors
    /// A line that is no usable candidate, or the 17th one.
    pub fn add_remote_candidate(&mut self, now: Instant, line: &str) -> Result<(), TransportError> {
        self.check_alive()?;
        let candidate = Candidate::parse(line)?;
        if self.remotes.contains(&candidate) {
            return Ok(());
        }
        if self.remotes.len() >= MAX_REMOTE_CANDIDATES {
            return Err(TransportError::TooManyCandidates);
        }
        self.remotes.push(candidate.clone());
        if self.remote_known {
            self.use_remote_candidate(now, &candidate);
            self.engine_now(now);
            self.drive(now);
        }
        Ok(())
    }

    /// One datagram from a socket, or the next chunk of a relay's stream.
    pub fn handle_datagram(&mut self, now: Instant, datagram: &Datagram) {
        if self.status == Status::Ended {
            return;
        }
        self.guard.begin_round();
        self.receive(now, datagram);
        self.drive(now);
    }

    /// A stream that [`TransportOutput::OpenStream`] asked for is connected.
    pub fn handle_stream_opened(
        &mut self,
        now: Instant,
        relay: SocketAddr,
        protocol: RelayProtocol,
    ) {
        if let Some(turn) = self.turn_mut(relay, protocol) {
            turn.handle_stream_opened(now);
        }
        self.drive(now);
    }

    /// A relay's stream ended, or could not be connected.
    pub fn handle_stream_closed(
        &mut self,
        now: Instant,
        relay: SocketAddr,
        protocol: RelayProtocol,
    ) {
        if let Some(turn) = self.turn_mut(relay, protocol) {
            turn.handle_stream_closed();
        }
        self.drive(now);
    }

    /// Time has passed; wanted at [`deadline`](Self::deadline).
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.status != Status::Ended {
            self.guard.begin_round();
            self.engine_now(now);
            if self.next_relay_at.is_some_and(|at| at <= now) {
                self.next_relay_at = None;
                if self.turns.iter().all(|turn| turn.relayed().is_none()) {
                    self.start_next_relay(now);
                }
            }
        }
        for turn in &mut self.turns {
            turn.handle_timeout(now);
        }
        self.drive(now);
    }

    /// When [`handle_timeout`](Self::handle_timeout) is wanted next.
    pub fn deadline(&self) -> Option<Instant> {
        let relays = self.turns.iter().filter_map(TurnClient::deadline);
        let engine = self.engine_due.map(|due| due.max(self.not_before));
        engine
            .into_iter()
            .chain(self.guard.deadline())
            .chain(self.next_relay_at)
            .filter(|_| self.status != Status::Ended)
            .chain(relays)
            .min()
    }

    /// Sends one frame as one RTP packet. `timestamp` is in 48 kHz ticks.
    ///
    /// # Errors
    /// [`TransportError::NotConnected`] before it connected, [`TransportError::FrameSize`] for an
    /// empty frame or one longer than [`MAX_FRAME`].
    pub fn send_media(
        &mut self,
        now: Instant,
        payload: &[u8],
        timestamp: u32,
        marker: bool,
    ) -> Result<(), TransportError> {
        let ready = matches!(self.status, Status::Connected | Status::Disconnected);
        let (true, Some(payload_type)) = (ready, self.payload_type) else {
            return Err(TransportError::NotConnected);
        };
        if payload.is_empty() || payload.len() > MAX_FRAME {
            return Err(TransportError::FrameSize);
        }
        let packet = rtc::rtp::packet::Packet {
            header: rtc::rtp::header::Header {
                version: 2,
                marker,
                payload_type,
                sequence_number: self.sequence,
                timestamp,
                ssrc: self.ssrc,
                ..Default::default()
            },
            payload: bytes::Bytes::copy_from_slice(payload),
        };
        let Some(mut sender) = self.engine.rtp_sender(self.sender) else {
            return Err(TransportError::NotConnected);
        };
        sender.write_rtp(now, packet)?;
        self.sequence = self.sequence.wrapping_add(1);
        self.packets_sent += 1;
        self.bytes_sent += payload.len() as u64;
        self.drive(now);
        Ok(())
    }

    /// Takes the next output; ask again until there is none.
    pub fn poll_output(&mut self) -> Option<TransportOutput> {
        self.outputs.pop_front()
    }

    /// Ends the transport: tells the other end, gives allocations back. Drain the outputs after it.
    pub fn close(&mut self, now: Instant) {
        if self.status == Status::Ended {
            return;
        }
        self.status = Status::Ended;
        // An error here means that there was nothing left to close.
        let _ = self.engine.close();
        self.drive(now);
        self.release(now);
        self.drive(now);
    }

    fn check_alive(&self) -> Result<(), TransportError> {
        if self.status == Status::Ended {
            return Err(TransportError::Ended);
        }
        Ok(())
    }

    fn one_way(&self) -> Duration {
        self.checks.rtt().unwrap_or_default() / 2
    }

    fn local_description(&mut self, now: Instant) -> Result<Description, TransportError> {
        let description = self
            .engine
            .local_description()
            .ok_or(TransportError::OutOfOrder)?;
        if let Some(ufrag) = sdp::attribute(&description.sdp, "ice-ufrag") {
            self.checks.set_ufrag(ufrag);
        }
        self.engine_now(now);
        self.drive(now);
        Description::new(sdp::outgoing(&description.sdp, self.config.policy))
    }

    fn add_local(&mut self, candidate: &Candidate) -> Result<(), TransportError> {
        self.engine.add_local_candidate(RTCIceCandidateInit {
            candidate: candidate.line(),
            ..Default::default()
        })?;
        Ok(())
    }
}
