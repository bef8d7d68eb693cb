//! Two transports, a TURN server and a bad network under one virtual clock.
//!
//! Signals travel beside the network, late but never lost, as over a control channel.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::media::transport::{
    CandidatePolicy, Datagram, Description, FailureReason, Media, Relay, RelayProtocol, Role,
    Transport, TransportConfig, TransportOutput,
};

use crate::network::{Conditions, Network};
use crate::turn_model::{PASSWORD, TurnModel, USERNAME};

/// The TURN server's address in the simulation.
pub fn relay_address() -> SocketAddr {
    ([198, 51, 100, 9], 3_478).into()
}

/// What the two ends are told.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Which candidates both use.
    pub policy: CandidatePolicy,
    /// How they reach the relay, if they have one.
    pub relay: Option<RelayProtocol>,
    /// What the network does.
    pub conditions: Conditions,
    /// How long a signal takes.
    pub signal_delay: Duration,
}

#[derive(Clone, Debug)]
enum Signal {
    Offer(Description),
    Answer(Description),
    Candidate(String),
}

/// One end.
pub struct End {
    /// The machine.
    pub transport: Transport,
    /// Its UDP socket.
    pub socket: SocketAddr,
    /// When it first said that it is connected, and whether relayed.
    pub connected: Option<(Instant, bool)>,
    /// How often it said disconnected.
    pub disconnections: usize,
    /// Why it ended.
    pub failed: Option<FailureReason>,
    /// What it heard.
    pub heard: Vec<Media>,
    /// Everything it signalled, as text.
    pub signalled: Vec<String>,
    /// Where it sent packets to.
    pub sent_to: BTreeSet<SocketAddr>,
    /// The size of every packet it sent, with its time.
    pub sizes: Vec<(Instant, usize)>,
    /// The media time of its next frame.
    timestamp: u32,
}

/// The simulation.
pub struct Sim {
    /// The virtual time.
    pub now: Instant,
    /// When it began.
    pub start: Instant,
    /// The network.
    pub network: Network,
    /// The relay.
    pub turn: TurnModel,
    /// Offerer and answerer.
    pub ends: [End; 2],
    signals: Vec<(Instant, usize, Signal)>,
    signal_delay: Duration,
    /// How many times an end was given something to do.
    pub steps: u64,
}

impl Sim {
    /// A call that has just begun: the offer is on its way.
    pub fn new(seed: u64, setup: Setup) -> Self {
        let now = Instant::now();
        let end = |index: u8, role| {
            let socket: SocketAddr = ([10, 0, index, 1], 40_000).into();
            let relays = setup.relay.map(|protocol| Relay {
                address: relay_address(),
                protocol,
                username: USERNAME.to_owned(),
                password: PASSWORD.to_owned().into(),
            });
            let config = TransportConfig {
                role,
                policy: setup.policy,
                locals: vec![socket],
                relays: relays.into_iter().collect(),
            };
            let mut rng = ChaCha20Rng::seed_from_u64(seed * 2 + u64::from(index));
            End {
                transport: Transport::new(now, config, &mut rng).expect("a sound configuration"),
                socket,
                connected: None,
                disconnections: 0,
                failed: None,
                heard: Vec::new(),
                signalled: Vec::new(),
                sent_to: BTreeSet::new(),
                sizes: Vec::new(),
                timestamp: 0,
            }
        };
        let mut sim = Self {
            now,
            start: now,
            network: Network::new(seed, setup.conditions),
            turn: TurnModel::new(relay_address()),
            ends: [end(1, Role::Offerer), end(2, Role::Answerer)],
            signals: Vec::new(),
            signal_delay: setup.signal_delay,
            steps: 0,
        };
        // From one relayed address to the other it is the same machine.
        let inside = Conditions::clean(Duration::ZERO);
        let relay = relay_address().ip();
        sim.network.set_link(relay, relay, inside);
        let offer = sim.ends[0].transport.offer(now).expect("a fresh offerer");
        sim.signal(0, Signal::Offer(offer));
        sim.drain();
        sim
    }

    fn signal(&mut self, from: usize, signal: Signal) {
        self.ends[from].signalled.push(match &signal {
            Signal::Offer(d) | Signal::Answer(d) => d.as_str().to_owned(),
            Signal::Candidate(c) => c.clone(),
        });
        self.signals
            .push((self.now + self.signal_delay, 1 - from, signal));
    }

    /// Begins an ICE restart from one end.
    pub fn restart(&mut self, end: usize) {
        let offer = self.ends[end]
            .transport
            .restart(self.now)
            .expect("a stable call");
        self.signal(end, Signal::Offer(offer));
        self.drain();
    }

    /// Speaks one frame from one end.
    pub fn speak(&mut self, end: usize, frame: &[u8]) -> bool {
        let now = self.now;
        let e = &mut self.ends[end];
        let said = e
            .transport
            .send_media(now, frame, e.timestamp, false)
            .is_ok();
        e.timestamp = e.timestamp.wrapping_add(960);
        self.drain();
        said
    }

    /// Closes one end.
    pub fn close(&mut self, end: usize) {
        self.ends[end].transport.close(self.now);
        self.drain();
    }

    /// When something happens next.
    fn next_at(&self) -> Option<Instant> {
        let signals = self.signals.iter().map(|(at, _, _)| *at);
        let deadlines = self.ends.iter().filter_map(|e| e.transport.deadline());
        signals.chain(deadlines).chain(self.network.next_at()).min()
    }

    /// Runs until `done` says so or the time is over; gives whether it was done.
    pub fn run_until(&mut self, limit: Duration, mut done: impl FnMut(&Self) -> bool) -> bool {
        let end = self.now + limit;
        while !done(self) {
            let Some(at) = self.next_at().filter(|at| *at <= end) else {
                self.now = end;
                return done(self);
            };
            self.now = self.now.max(at);
            self.step();
        }
        true
    }

    /// Runs for a while.
    pub fn run_for(&mut self, time: Duration) {
        self.run_until(time, |_| false);
    }

    /// Whether both ends are connected.
    pub fn connected(&self) -> bool {
        self.ends.iter().all(|e| e.connected.is_some())
    }

    fn step(&mut self) {
        self.steps += 1;
        let now = self.now;
        while let Some(packet) = self.network.receive(now) {
            if self.turn.owns(packet.to) {
                let sent =
                    self.turn
                        .handle(now, packet.from, packet.to, packet.stream, &packet.bytes);
                for out in sent {
                    if out.stream {
                        self.network.send_stream(now, out.from, out.to, out.bytes);
                    } else {
                        self.network.send(now, out.from, out.to, out.bytes);
                    }
                }
                continue;
            }
            let Some(end) = self.ends.iter_mut().find(|e| e.socket == packet.to) else {
                continue;
            };
            let protocol = if packet.stream {
                RelayProtocol::Tcp
            } else {
                RelayProtocol::Udp
            };
            // Streams arrive in pieces that know nothing of messages.
            let pieces = if packet.stream { 7 } else { usize::MAX };
            for bytes in packet.bytes.chunks(pieces) {
                end.transport.handle_datagram(
                    now,
                    &Datagram {
                        local: packet.to,
                        remote: packet.from,
                        protocol,
                        bytes: bytes.to_vec(),
                    },
                );
            }
        }
        let (due, later) = self.signals.drain(..).partition(|(at, _, _)| *at <= now);
        self.signals = later;
        for (_, to, signal) in due {
            self.hear_signal(to, signal);
        }
        for end in &mut self.ends {
            if end.transport.deadline().is_some_and(|at| at <= now) {
                end.transport.handle_timeout(now);
            }
        }
        self.drain();
    }

    fn hear_signal(&mut self, to: usize, signal: Signal) {
        // An end may have ended a moment ago.
        self.drain();
        let now = self.now;
        if self.ends[to].failed.is_some() {
            return;
        }
        let transport = &mut self.ends[to].transport;
        match signal {
            Signal::Offer(offer) => {
                let answer = transport.accept_offer(now, &offer).expect("a sound offer");
                self.signal(to, Signal::Answer(answer));
            }
            Signal::Answer(answer) => {
                transport
                    .accept_answer(now, &answer)
                    .expect("a sound answer");
            }
            Signal::Candidate(line) => {
                transport
                    .add_remote_candidate(now, &line)
                    .expect("a sound candidate");
            }
        }
    }

    fn drain(&mut self) {
        for at in 0..2 {
            while let Some(output) = self.ends[at].transport.poll_output() {
                self.perform(at, output);
            }
        }
    }

    fn perform(&mut self, at: usize, output: TransportOutput) {
        let now = self.now;
        let end = &mut self.ends[at];
        match output {
            TransportOutput::SendDatagram(d) => {
                end.sent_to.insert(d.remote);
                end.sizes.push((now, d.bytes.len()));
                if d.protocol.is_stream() {
                    self.network.send_stream(now, end.socket, d.remote, d.bytes);
                } else {
                    self.network.send(now, d.local, d.remote, d.bytes);
                }
            }
            TransportOutput::OpenStream { relay, protocol } => {
                // The simulated stream is there at once; a real one costs a round trip or two.
                end.transport.handle_stream_opened(now, relay, protocol);
            }
            TransportOutput::LocalCandidate(line) => self.signal(at, Signal::Candidate(line)),
            TransportOutput::Connected { relayed, .. } => {
                end.connected.get_or_insert((now, relayed));
            }
            TransportOutput::Disconnected => end.disconnections += 1,
            TransportOutput::Failed(reason) => end.failed = Some(reason),
            TransportOutput::Media(media) => end.heard.push(media),
            _ => {}
        }
    }
}
