//! The loop of a transport: packets into the engine, packets and events out of it.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use rtc::peer_connection::event::RTCPeerConnectionEvent;
use rtc::peer_connection::message::RTCMessage;
use rtc::peer_connection::state::{RTCIceConnectionState, RTCPeerConnectionState};
use rtc::peer_connection::transport::{RTCDtlsTransportState, RTCIceCandidateInit};
use rtc::sansio::Protocol;
use rtc::shared::{TaggedBytesMut, TransportContext, TransportProtocol};

use super::candidate::{Candidate, Kind};
use super::config::{CandidatePolicy, RelayProtocol};
use super::error::{FailureReason, TransportError};
use super::output::{Datagram, Media, PathKind, TransportOutput};
use super::turn::{TurnClient, TurnOutput};
use super::{Held, Status, Transport, checks, guard};

/// Rounds of one drive; each does everything there is to do, so two or three are usual.
const MAX_ROUNDS: usize = 32;
/// Outputs that wait to be drained before packets are left out.
const MAX_OUTPUTS: usize = 4_096;
/// Largest packet that is looked at.
const MAX_PACKET: usize = 2_048;
/// Handshake packets that wait for ICE.
const MAX_HELD: usize = 8;
/// How long a relay has before the next one is tried beside it.
const RELAY_PATIENCE: Duration = Duration::from_millis(400);
/// The engine is not woken more often than this.
const ENGINE_PAUSE: Duration = Duration::from_millis(1);

impl Transport {
    /// Lets the engine look at its timers.
    pub(super) fn engine_now(&mut self, now: Instant) {
        // Errors concern single packets or streams; the state is told by events.
        let _ = self.engine.handle_timeout(now);
        self.not_before = now + ENGINE_PAUSE;
    }

    /// Sorts a datagram: to a relay's client, to the engine, or away.
    pub(super) fn receive(&mut self, now: Instant, datagram: &Datagram) {
        let Datagram {
            local,
            remote,
            protocol,
            bytes,
        } = datagram;
        if protocol.is_stream() {
            if let Some(turn) = self.turn_mut(*remote, *protocol) {
                turn.handle_bytes(now, bytes);
            }
            return;
        }
        if bytes.len() > MAX_PACKET || !self.config.locals.contains(local) {
            return;
        }
        let relay_socket = self.relay_socket(*remote);
        if let Some(turn) = self.turn_mut(*remote, RelayProtocol::Udp) {
            if relay_socket == Some(*local) {
                turn.handle_bytes(now, bytes);
            }
            return;
        }
        if self.config.policy == CandidatePolicy::All {
            self.deliver(now, *local, *remote, bytes);
        }
    }

    fn deliver(&mut self, now: Instant, local: SocketAddr, remote: SocketAddr, bytes: &[u8]) {
        if bytes.len() > MAX_PACKET || !self.checks.on_received(now, remote, bytes) {
            return;
        }
        if guard::is_dtls(bytes) {
            self.guard.on_received(bytes);
            if !self.ice_connected {
                if self.held.len() < MAX_HELD {
                    self.held.push(Held {
                        local,
                        remote,
                        bytes: bytes.to_vec(),
                    });
                }
                return;
            }
        }
        // Bad packets are an error of the packet, not of the call.
        let _ = self.engine.handle_read(TaggedBytesMut {
            now,
            transport: TransportContext {
                local_addr: local,
                peer_addr: remote,
                transport_protocol: TransportProtocol::UDP,
                ecn: None,
            },
            message: BytesMut::from(bytes),
        });
        if guard::is_dtls(bytes) && self.dtls_closed() {
            self.fail(now, FailureReason::ClosedByPeer);
        }
    }

    /// Whether the other end said goodbye, which the engine tells by no event.
    fn dtls_closed(&mut self) -> bool {
        let sender = self.engine.rtp_sender(self.sender);
        let state = sender.and_then(|s| s.transport().map(|dtls| dtls.state()));
        self.status != Status::Ended && state == Some(RTCDtlsTransportState::Closed)
    }

    /// Moves everything that can move until nothing does.
    pub(super) fn drive(&mut self, now: Instant) {
        for _ in 0..MAX_ROUNDS {
            let mut moved = false;
            while let Some(event) = self.engine.poll_event() {
                moved = true;
                self.on_event(now, event);
            }
            while let Some(message) = self.engine.poll_read() {
                moved = true;
                if let RTCMessage::RtpPacket(_, packet) = message.message {
                    self.on_rtp(now, packet);
                }
            }
            while let Some(packet) = self.engine.poll_write() {
                moved = true;
                let (local, remote) = (packet.transport.local_addr, packet.transport.peer_addr);
                self.route(now, local, remote, &packet.message, true);
            }
            if let Some((local, remote)) = self.path {
                for packet in self.guard.take_due(now) {
                    moved = true;
                    self.route(now, local, remote, &packet, false);
                }
            }
            for at in 0..self.turns.len() {
                while let Some(output) = self.turns[at].poll() {
                    moved = true;
                    self.on_turn(now, at, output);
                }
            }
            if !moved {
                break;
            }
        }
        self.engine_due = self.engine.poll_timeout();
    }

    fn on_event(&mut self, now: Instant, event: RTCPeerConnectionEvent) {
        match event {
            RTCPeerConnectionEvent::OnIceConnectionStateChangeEvent(state) => match state {
                RTCIceConnectionState::Connected | RTCIceConnectionState::Completed => {
                    self.on_ice_connected(now);
                }
                RTCIceConnectionState::Failed => self.ice_failed = true,
                _ => {}
            },
            RTCPeerConnectionEvent::OnConnectionStateChangeEvent(state) => match state {
                RTCPeerConnectionState::Connected => self.on_connected(),
                RTCPeerConnectionState::Disconnected if self.status == Status::Connected => {
                    self.status = Status::Disconnected;
                    self.push(TransportOutput::Disconnected);
                }
                RTCPeerConnectionState::Failed => {
                    let reason = if self.ice_failed {
                        FailureReason::NoPath
                    } else {
                        FailureReason::Handshake
                    };
                    self.fail(now, reason);
                }
                RTCPeerConnectionState::Closed => {
                    self.fail(now, FailureReason::ClosedByPeer);
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn on_ice_connected(&mut self, now: Instant) {
        self.ice_connected = true;
        // The DTLS client speaks only when its timers are looked at.
        self.engine_now(now);
        for held in std::mem::take(&mut self.held) {
            self.deliver(now, held.local, held.remote, &held.bytes);
        }
    }

    fn on_connected(&mut self) {
        self.guard.finish();
        if self.status == Status::Ended || self.status == Status::Connected {
            return;
        }
        if self.payload_type.is_none() {
            self.payload_type = self.engine.rtp_sender(self.sender).and_then(|mut sender| {
                let codecs = &sender.get_parameters().rtp_parameters.codecs;
                codecs.first().map(|codec| codec.payload_type)
            });
        }
        self.status = Status::Connected;
        self.push(TransportOutput::Connected {
            relayed: self.path_kind() == PathKind::Relayed,
            rtt: self.checks.rtt(),
        });
    }

    fn on_rtp(&mut self, now: Instant, packet: rtc::rtp::packet::Packet) {
        // Empty packets are probes of browsers, not speech.
        if packet.payload.is_empty() || self.status == Status::Ended {
            return;
        }
        let header = &packet.header;
        self.reception.on_packet(
            now,
            header.sequence_number,
            header.timestamp,
            packet.payload.len(),
        );
        self.push(TransportOutput::Media(Media {
            sequence: header.sequence_number,
            timestamp: header.timestamp,
            marker: header.marker,
            payload: packet.payload.to_vec(),
        }));
    }

    /// Sends one of the engine's packets the way its local address says, or nowhere.
    fn route(
        &mut self,
        now: Instant,
        local: SocketAddr,
        remote: SocketAddr,
        bytes: &[u8],
        fresh: bool,
    ) {
        if !self.checks.on_sent(now, local, remote, bytes) {
            return;
        }
        if !checks::is_stun(bytes) {
            self.path = Some((local, remote));
        }
        if fresh && guard::is_dtls(bytes) {
            self.guard.on_sent(now, bytes, self.one_way());
        }
        if let Some(turn) = self.turns.iter_mut().find(|t| t.relayed() == Some(local)) {
            turn.send(now, remote, bytes);
        } else if self.config.policy == CandidatePolicy::All && self.config.locals.contains(&local)
        {
            self.push(TransportOutput::SendDatagram(Datagram {
                local,
                remote,
                protocol: RelayProtocol::Udp,
                bytes: bytes.to_vec(),
            }));
        }
    }

    fn on_turn(&mut self, now: Instant, at: usize, output: TurnOutput) {
        let (relay, protocol) = self.turns[at].server();
        match output {
            TurnOutput::Transmit(bytes) => {
                let local = match protocol {
                    RelayProtocol::Udp => self.relay_socket(relay),
                    // Streams have no socket of ours to name.
                    _ => Some(relay),
                };
                if let Some(local) = local {
                    self.push(TransportOutput::SendDatagram(Datagram {
                        local,
                        remote: relay,
                        protocol,
                        bytes,
                    }));
                }
            }
            TurnOutput::OpenStream => self.push(TransportOutput::OpenStream { relay, protocol }),
            TurnOutput::CloseStream => self.push(TransportOutput::CloseStream { relay, protocol }),
            TurnOutput::Data { peer, bytes } => {
                if self.status != Status::Ended
                    && let Some(relayed) = self.turns[at].relayed()
                {
                    self.deliver(now, relayed, peer, &bytes);
                }
            }
            TurnOutput::Allocated { relayed, mapped } => {
                self.next_relay_at = None;
                // A candidate that the engine refuses is one path fewer.
                let _ = self.add_relay_candidates(at, relayed, mapped);
                let remotes: Vec<_> = self.remotes.iter().map(|c| c.address).collect();
                for remote in remotes {
                    self.turns[at].permit(now, remote);
                }
                self.engine_now(now);
            }
            TurnOutput::Lost => self.on_relay_lost(now),
        }
    }

    fn on_relay_lost(&mut self, now: Instant) {
        if self.status == Status::Ended {
            return;
        }
        let any = self.turns.iter().any(|turn| turn.relayed().is_some());
        if !any {
            self.start_next_relay(now);
        }
        let over = self.turns.iter().all(TurnClient::is_closed);
        if over && self.config.policy == CandidatePolicy::RelayOnly {
            self.fail(now, FailureReason::NoRelay);
        }
    }

    /// Tries the next relay, and the one after it in a moment.
    pub(super) fn start_next_relay(&mut self, now: Instant) {
        let Some(at) = self.turns.iter().position(TurnClient::is_idle) else {
            return;
        };
        let (relay, protocol) = self.turns[at].server();
        if protocol == RelayProtocol::Udp && self.relay_socket(relay).is_none() {
            self.turns[at].abandon();
        } else {
            self.turns[at].start(now);
        }
        let more = self.turns.iter().any(TurnClient::is_idle);
        self.next_relay_at = more.then(|| now + RELAY_PATIENCE);
    }

    /// Which of our sockets reaches a relay over UDP.
    fn relay_socket(&self, relay: SocketAddr) -> Option<SocketAddr> {
        let mut locals = self.config.locals.iter().copied();
        locals.find(|local| local.is_ipv4() == relay.is_ipv4())
    }

    pub(super) fn turn_mut(
        &mut self,
        relay: SocketAddr,
        protocol: RelayProtocol,
    ) -> Option<&mut TurnClient> {
        self.turns
            .iter_mut()
            .find(|turn| turn.server() == (relay, protocol))
    }

    /// Names our sockets to the engine, unless only relays may be known.
    pub(super) fn add_host_candidates(&mut self) -> Result<Vec<Candidate>, TransportError> {
        if self.config.policy == CandidatePolicy::RelayOnly {
            return Ok(Vec::new());
        }
        let mut hosts = Vec::new();
        for (rank, local) in self.config.locals.clone().into_iter().enumerate() {
            let candidate = Candidate::local(Kind::Host, local, None, rank as u16);
            self.add_local(&candidate)?;
            hosts.push(candidate);
        }
        Ok(hosts)
    }

    fn add_relay_candidates(
        &mut self,
        at: usize,
        relayed: SocketAddr,
        mapped: Option<SocketAddr>,
    ) -> Result<(), TransportError> {
        let (relay, protocol) = self.turns[at].server();
        let base = self.relay_socket(relay);
        if self.config.policy == CandidatePolicy::All
            && protocol == RelayProtocol::Udp
            && let (Some(base), Some(mapped)) = (base, mapped)
            && !self.config.locals.contains(&mapped)
        {
            let reflexive = Candidate::local(Kind::ServerReflexive, mapped, Some(base), at as u16);
            self.add_local(&reflexive)?;
            self.push(TransportOutput::LocalCandidate(reflexive.line()));
        }
        let candidate = Candidate::local(Kind::Relay, relayed, None, at as u16);
        self.add_local(&candidate)?;
        self.push(TransportOutput::LocalCandidate(candidate.line()));
        Ok(())
    }

    /// Names all our candidates again after an ICE restart dropped them.
    pub(super) fn regather(&mut self, now: Instant) -> Result<(), TransportError> {
        for host in self.add_host_candidates()? {
            self.push(TransportOutput::LocalCandidate(host.line()));
        }
        for at in 0..self.turns.len() {
            if let Some(relayed) = self.turns[at].relayed() {
                self.add_relay_candidates(at, relayed, None)?;
            }
        }
        self.engine_now(now);
        Ok(())
    }

    /// What was known of the other end's addresses belongs to the generation before.
    pub(super) fn forget_path(&mut self) {
        self.remotes.clear();
        self.ice_connected = false;
        self.ice_failed = false;
    }

    /// The other end's description is in place: use its candidates and those that came early.
    pub(super) fn take_remote_candidates(&mut self, now: Instant, candidates: Vec<Candidate>) {
        self.remote_known = true;
        for candidate in candidates {
            if self.remotes.len() < super::MAX_REMOTE_CANDIDATES
                && !self.remotes.contains(&candidate)
            {
                self.remotes.push(candidate);
            }
        }
        for candidate in self.remotes.clone() {
            self.use_remote_candidate(now, &candidate);
        }
    }

    pub(super) fn use_remote_candidate(&mut self, now: Instant, candidate: &Candidate) {
        // What the engine cannot use is one path fewer, not an error of the call.
        let _ = self.engine.add_remote_candidate(RTCIceCandidateInit {
            candidate: candidate.line(),
            ..Default::default()
        });
        for turn in &mut self.turns {
            turn.permit(now, candidate.address);
        }
    }

    /// Ends the transport for a reason that nobody asked for.
    fn fail(&mut self, now: Instant, reason: FailureReason) {
        if self.status == Status::Ended {
            return;
        }
        self.status = Status::Ended;
        // It ends either way; what it still has to say goes out with the rest.
        let _ = self.engine.close();
        self.release(now);
        self.push(TransportOutput::Failed(reason));
    }

    /// Gives back what outlives the engine.
    pub(super) fn release(&mut self, now: Instant) {
        self.held.clear();
        self.next_relay_at = None;
        for turn in &mut self.turns {
            turn.close(now);
        }
    }

    pub(super) fn push(&mut self, output: TransportOutput) {
        let packet = matches!(
            output,
            TransportOutput::SendDatagram(_) | TransportOutput::Media(_)
        );
        if !packet || self.outputs.len() < MAX_OUTPUTS {
            self.outputs.push_back(output);
        }
    }
}
