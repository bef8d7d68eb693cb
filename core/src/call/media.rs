//! The call's media paths and its sound. Sound flows only through [`Call::may_sound`]; while it may not, packets of
//! silence keep the rate and carry the state.

use std::time::{Duration, Instant};

use rand::CryptoRng;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{self as wire, Candidate, level_change::Step, signal::Body};

use super::{Call, CallError, CallOutput, Direction, EndReason, Kind, MediaSetup, Phase};
use crate::media::transport::{
    CandidatePolicy, Datagram, Description, FailureReason, Media, RelayProtocol, Role, Transport,
    TransportConfig, TransportOutput,
};
use crate::media::voice::{Concealment, FRAME, Pacing, VoiceReceiver, VoiceSender, VoiceSettings};
use crate::secure::{GuardState, Level, MediaState, Operations};

/// How often the encoder hears of the loss that the other phone reports.
const LOSS_INTERVAL: Duration = Duration::from_secs(1);

/// How long after the other phone closed the path its reason for that is waited for.
const REASON_MAY_COME: Duration = Duration::from_secs(1);

/// A microphone that gives nothing for so long is not there.
const QUIET: Duration = Duration::from_millis(500);
/// Packets of silence in its place are so far apart, as those of sound are.
const STAND_IN: Duration = Duration::from_millis(20);

pub(super) fn sender(level: Level) -> Result<VoiceSender, CallError> {
    let pacing = if level.is_secure() {
        Pacing::Constant
    } else {
        Pacing::Variable
    };
    let settings = VoiceSettings {
        pacing,
        ..VoiceSettings::default()
    };
    VoiceSender::new(&settings).map_err(|_| CallError::Codec)
}

pub(super) fn receiver() -> Result<VoiceReceiver, CallError> {
    VoiceReceiver::new(Concealment::Classic).map_err(|_| CallError::Codec)
}

impl Call {
    /// Takes 10 or 20 ms of 48 kHz mono from the microphone. A packet leaves every 20 ms, with silence where the person
    /// muted, holds, or where sound may not flow.
    pub fn push_microphone(&mut self, now: Instant, piece: &[i16]) {
        if self.phase != Phase::Connected || self.kind == Kind::Texts {
            return;
        }
        self.follow_loss(now);
        self.last_sent = Some(now);
        if self.stands_in.take().is_some() {
            self.outputs.push_back(CallOutput::Changed);
        }
        let silent = self.muted || self.held || !self.may_sound();
        self.voice.set_muted(silent);
        self.packet(now, piece, None);
    }

    /// Fills `out` with what is to be heard now; silence where nothing may be.
    pub fn pull_loudspeaker(&mut self, now: Instant, out: &mut [i16]) {
        if self.may_sound() && !self.held {
            self.ear.pull(now, out);
        } else {
            out.fill(0);
        }
    }

    /// One packet of silence that carries the state, outside the 20 ms grid: for news that cannot wait.
    pub(super) fn send_silence(&mut self, now: Instant, leaving: Option<EndReason>) {
        self.voice.set_muted(true);
        self.packet(now, &[0; FRAME], leaving);
    }

    /// When silence is sent for a microphone that gives nothing: the shell closed it on hold, or the system took it away.
    pub(super) fn stand_in_deadline(&self) -> Option<Instant> {
        let sends = self.phase == Phase::Connected && self.kind == Kind::Voice;
        let wait = if self.stands_in.is_some() {
            STAND_IN
        } else {
            QUIET
        };
        Some(self.last_sent.filter(|_| sends)? + wait)
    }

    /// Sends it: a phone of which nothing comes at all would count as lost, and its state (on hold, say) would be unknown.
    pub(super) fn stand_in_if_due(&mut self, now: Instant) {
        if self.stand_in_deadline().is_some_and(|at| at <= now) {
            self.last_sent = Some(now);
            if self.stands_in.is_none() {
                self.outputs.push_back(CallOutput::Changed);
            }
            // on hold the microphone is closed: its time to open begins when the call is taken up
            if self.stands_in.is_none() || self.held {
                self.stands_in = Some(now);
            }
            self.send_silence(now, None);
        }
    }

    fn packet(&mut self, now: Instant, piece: &[i16], leaving: Option<EndReason>) {
        let mut state = MediaState::of(
            self.guard.report(),
            self.muted || self.is_silent(now),
            self.held,
            leaving.map(|reason| reason.to_wire() as u8),
        );
        // a piece of another length is the shell's mistake; nothing is sent for it
        let Ok(Some(speech)) = self.voice.push(piece) else {
            return;
        };
        let samples = speech.samples;
        let mut payload = speech.payload.to_vec();
        state.wants_report = self.wants_report();
        state.report = leaving.is_none() && self.put_report(&mut payload);
        let plaintext = [state.to_bytes().as_slice(), &payload].concat();
        let Ok(sealed) = self.sealer.seal(&plaintext) else {
            return;
        };
        let timestamp = self.timestamp;
        self.timestamp = timestamp.wrapping_add(samples);
        let Some(device) = self.chosen else { return };
        if let Some(transport) = self.leg(device).and_then(|leg| leg.transport.as_mut()) {
            // a path that is down for a moment loses packets like any other
            let _ = transport.send_media(now, &sealed, timestamp, false);
        }
        self.drain_transport(now, device);
    }

    fn follow_loss(&mut self, now: Instant) {
        if self
            .last_told_loss
            .is_some_and(|at| now - at < LOSS_INTERVAL)
        {
            return;
        }
        self.last_told_loss = Some(now);
        let loss = self
            .main_leg()
            .and_then(|leg| leg.figures())
            .and_then(|figures| figures.loss_sent);
        if let Some(loss) = loss {
            let _ = self.voice.set_reported_loss(loss);
        }
    }

    /// A decrypted packet of the other phone: first its state, then its sound.
    fn handle_media(&mut self, now: Instant, device: DeviceId, media: &Media) {
        let Some(leg) = self.legs.get_mut(&device) else {
            return;
        };
        let Ok(plaintext) = leg.opener.open(&media.payload, now) else {
            return;
        };
        let Some((state, speech)) = MediaState::split(&plaintext) else {
            return;
        };
        let before = leg.state;
        leg.state = state;
        if self.direction == Direction::Outgoing && state.leaving.is_none() {
            // the first packet of the callee says that it answered, even before the signal does
            self.accepted(now, device);
        }
        if self.chosen != Some(device) {
            return;
        }
        self.last_heard = Some(now);
        self.follow_state(now, device, &before, &state);
        if state.report {
            self.take_short(now, device, speech);
        }
        self.check_fresh(now, device, &state);
        if !state.report && self.may_sound() && state_allows(&state, self.level) {
            self.ear.push(now, media.sequence, media.timestamp, speech);
        }
    }

    /// What a packet's state says counts at once: the control channel may be down.
    fn follow_state(
        &mut self,
        now: Instant,
        device: DeviceId,
        before: &MediaState,
        state: &MediaState,
    ) {
        if before != state {
            self.outputs.push_back(CallOutput::Changed);
        }
        if let Some(leg) = self.legs.get_mut(&device)
            && state.counter > leg.report.counter
            && u32::from(state.epoch) >= leg.report.epoch
        {
            leg.report.violated = state.violated;
            // that it is armed again needs a whole report, with its answers
            if state.guard != GuardState::Armed {
                leg.report.guard = state.guard;
            }
        }
        if let Some(reason) = state.leaving {
            self.end(now, EndReason::from_wire(reason.into()), false);
            return;
        }
        self.follow_level(now, state);
        let violated = state.guard == GuardState::Violated && state.level == self.level;
        self.after_other_violation(now, device, violated);
    }

    fn follow_level(&mut self, now: Instant, state: &MediaState) {
        if state.level <= self.level {
            self.lowered = None;
            return;
        }
        let late = self
            .lowered
            .is_some_and(|(until, left)| now < until && state.level <= left);
        if !late && state.guard != GuardState::Released {
            // they raised it, and the signal has not come
            self.follow_raise(now, state.level, false);
            let raise = self.change(state.level, Step::Raise, Operations::NONE, true);
            self.send_to_listeners(&Body::Level(raise));
        }
    }

    /// Mutes or unmutes the microphone.
    pub fn mute(&mut self, muted: bool) {
        self.muted = muted;
        self.tell_media();
    }

    /// Holds the call or takes it up again.
    pub fn hold(&mut self, held: bool) {
        self.held = held;
        self.tell_media();
    }

    fn tell_media(&mut self) {
        self.send_to_listeners(&Body::Media(wire::Media {
            muted: self.muted,
            held: self.held,
        }));
        self.outputs.push_back(CallOutput::Changed);
    }

    /// One datagram from a call's socket, or the next chunk of a relay's stream.
    pub fn handle_datagram(&mut self, now: Instant, datagram: &Datagram) {
        let devices: Vec<DeviceId> = self.legs.keys().copied().collect();
        for device in devices {
            if let Some(transport) = self.leg(device).and_then(|leg| leg.transport.as_mut()) {
                transport.handle_datagram(now, datagram);
            }
            self.drain_transport(now, device);
        }
    }

    /// A stream to a relay opened (`open`) or closed.
    pub fn handle_stream(
        &mut self,
        now: Instant,
        relay: std::net::SocketAddr,
        protocol: RelayProtocol,
        open: bool,
    ) {
        let devices: Vec<DeviceId> = self.legs.keys().copied().collect();
        for device in devices {
            if let Some(transport) = self.leg(device).and_then(|leg| leg.transport.as_mut()) {
                if open {
                    transport.handle_stream_opened(now, relay, protocol);
                } else {
                    transport.handle_stream_closed(now, relay, protocol);
                }
            }
            self.drain_transport(now, device);
        }
    }

    fn transport(
        &mut self,
        now: Instant,
        role: Role,
        rng: &mut impl CryptoRng,
    ) -> Option<Transport> {
        let MediaSetup { locals, relays } = self.setup.clone()?;
        let policy = if self.relay_only {
            CandidatePolicy::RelayOnly
        } else {
            CandidatePolicy::All
        };
        let config = TransportConfig {
            role,
            policy,
            locals,
            relays,
        };
        Transport::new(now, config, rng).ok()
    }

    /// Callee: opens a path and offers it.
    pub(super) fn offer_path(
        &mut self,
        now: Instant,
        device: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Option<wire::Description> {
        let mut transport = self.transport(now, Role::Offerer, rng)?;
        let offer = transport.offer(now).ok()?;
        let leg = self.leg(device)?;
        leg.transport = Some(transport);
        leg.described = false;
        leg.path_failed = false;
        leg.waiting_candidates.clear();
        Some(wire::Description {
            sdp: offer.as_str().to_owned(),
        })
    }

    /// Caller: an offer came.
    pub(super) fn handle_offer(
        &mut self,
        now: Instant,
        device: DeviceId,
        offer: wire::Description,
        rng: &mut impl CryptoRng,
    ) {
        let Ok(offer) = Description::new(offer.sdp) else {
            return;
        };
        if self.setup.is_none() {
            if let Some(leg) = self.leg(device) {
                leg.waiting_offer = Some(offer);
            }
            return;
        }
        self.open_path(now, device, &offer, rng);
    }

    /// Caller: answers an offer.
    pub(super) fn open_path(
        &mut self,
        now: Instant,
        device: DeviceId,
        offer: &Description,
        rng: &mut impl CryptoRng,
    ) {
        let answer = self
            .transport(now, Role::Answerer, rng)
            .and_then(|mut transport| {
                let answer = transport.accept_offer(now, offer).ok()?;
                Some((transport, answer))
            });
        let Some((transport, answer)) = answer else {
            if let Some(leg) = self.leg(device) {
                leg.path_failed = true;
            }
            return;
        };
        if let Some(leg) = self.leg(device) {
            leg.transport = Some(transport);
        }
        self.send(
            device,
            Body::Answer(wire::Description {
                sdp: answer.as_str().to_owned(),
            }),
        );
        if let Some(leg) = self.leg(device) {
            leg.described(now);
        }
        self.drain_transport(now, device);
    }

    /// Callee: the answer to our offer came.
    pub(super) fn handle_path_answer(
        &mut self,
        now: Instant,
        device: DeviceId,
        answer: wire::Description,
        rng: &mut impl CryptoRng,
    ) {
        let Some(leg) = self.leg(device) else { return };
        if leg.described {
            // two answers: the first was to an offer made before this phone started again, and the path of such a pair
            // never stands
            if !leg.path && matches!(self.phase, Phase::Ringing | Phase::Connecting) {
                self.close_path(now, device);
                self.ring(now, rng);
            }
            return;
        }
        if let (Some(transport), Ok(answer)) =
            (leg.transport.as_mut(), Description::new(answer.sdp))
        {
            if transport.accept_answer(now, &answer).is_ok() {
                leg.described(now);
            } else {
                leg.path_failed = true;
            }
        }
        self.drain_transport(now, device);
    }

    pub(super) fn drain_transport(&mut self, now: Instant, device: DeviceId) {
        while let Some(output) = self
            .leg(device)
            .and_then(|leg| leg.transport.as_mut()?.poll_output())
        {
            match output {
                TransportOutput::SendDatagram(datagram) => {
                    self.outputs.push_back(CallOutput::Datagram(datagram));
                }
                TransportOutput::OpenStream { relay, protocol } => {
                    self.outputs
                        .push_back(CallOutput::OpenStream { relay, protocol });
                }
                TransportOutput::CloseStream { relay, protocol } => {
                    self.outputs
                        .push_back(CallOutput::CloseStream { relay, protocol });
                }
                TransportOutput::LocalCandidate(candidate) => {
                    self.send(device, Body::Candidate(Candidate { candidate }));
                }
                TransportOutput::Connected { rtt, .. } => self.path_stands(now, device, rtt),
                TransportOutput::Disconnected => self.outputs.push_back(CallOutput::Changed),
                TransportOutput::Failed(why) => self.path_fails(now, device, why),
                TransportOutput::Media(media) => self.handle_media(now, device, &media),
            }
        }
    }

    fn path_stands(&mut self, now: Instant, device: DeviceId, round_trip: Option<Duration>) {
        if let Some(leg) = self.leg(device) {
            leg.path = true;
            leg.round_trip = round_trip;
        }
        self.outputs.push_back(CallOutput::PathReady);
        self.connect_if_ready(now);
    }

    fn path_fails(&mut self, now: Instant, device: DeviceId, why: FailureReason) {
        if let Some(leg) = self.leg(device) {
            leg.path = false;
            leg.path_failed = true;
        }
        let reason = match self.phase {
            Phase::Connecting => EndReason::CannotConnect,
            Phase::Connected => EndReason::NetworkLost,
            _ => return,
        };
        if self.chosen == Some(device) && why == FailureReason::ClosedByPeer {
            // they hung up; why exactly is on its way as a signal
            self.closed = Some(now + REASON_MAY_COME);
        } else if self.chosen == Some(device) {
            self.end(now, reason, true);
        }
    }
}

/// Sound is heard only from a phone that is armed at our level, as the packet itself says.
fn state_allows(state: &MediaState, level: Level) -> bool {
    !level.is_secure() || (state.guard == GuardState::Armed && state.level >= level)
}
