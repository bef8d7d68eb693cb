//! A transport on real sockets, for tests against real peers: tokio, loopback only.

use std::cell::Cell;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sotto_core::media::transport::{
    CandidatePolicy, Datagram, FailureReason, Media, Relay, RelayProtocol, Role, Transport,
    TransportConfig, TransportOutput,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;

/// What the signalling of a test carries beside descriptions: candidate lines.
pub type Signals = mpsc::UnboundedSender<String>;

enum StreamEvent {
    Opened(SocketAddr, OwnedWriteHalf),
    Bytes(SocketAddr, Vec<u8>),
    Closed(SocketAddr),
}

/// A transport with its sockets.
pub struct Live {
    /// The machine.
    pub transport: Transport,
    /// When it connected, and whether relayed.
    pub connected: Option<(Instant, bool)>,
    /// Why it ended.
    pub failed: Option<FailureReason>,
    /// What it heard.
    pub heard: Vec<Media>,
    /// Frames that it says over and over, one each 20 ms, once it is connected.
    pub speech: Vec<Vec<u8>>,
    /// Candidates it names.
    pub candidates: Vec<String>,
    socket: UdpSocket,
    streams: HashMap<SocketAddr, OwnedWriteHalf>,
    events: mpsc::UnboundedReceiver<StreamEvent>,
    events_in: mpsc::UnboundedSender<StreamEvent>,
    to_peer: Option<Signals>,
    from_peer: Option<mpsc::UnboundedReceiver<String>>,
    said: usize,
    next_frame: Instant,
}

impl Live {
    /// Binds a socket on loopback and makes the transport.
    pub async fn new(role: Role, policy: CandidatePolicy, relays: Vec<Relay>) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("loopback");
        let config = TransportConfig {
            role,
            policy,
            locals: vec![socket.local_addr().expect("a bound socket")],
            relays,
        };
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        let now = Instant::now();
        let (events_in, events) = mpsc::unbounded_channel();
        Self {
            transport: Transport::new(now, config, &mut rng).expect("a sound configuration"),
            connected: None,
            failed: None,
            heard: Vec::new(),
            speech: Vec::new(),
            candidates: Vec::new(),
            socket,
            streams: HashMap::new(),
            events,
            events_in,
            to_peer: None,
            from_peer: None,
            said: 0,
            next_frame: now,
        }
    }

    /// Joins the candidate signalling of two ends.
    pub fn join(a: &mut Self, b: &mut Self) {
        let (to_b, at_b) = mpsc::unbounded_channel();
        let (to_a, at_a) = mpsc::unbounded_channel();
        (a.to_peer, a.from_peer) = (Some(to_b), Some(at_a));
        (b.to_peer, b.from_peer) = (Some(to_a), Some(at_b));
    }

    /// Runs until `done` or until the time is over; gives whether it was done.
    pub async fn run_until(&mut self, limit: Duration, done: impl Fn(&Self) -> bool) -> bool {
        let end = Instant::now() + limit;
        let mut buffer = vec![0; 65_536];
        loop {
            self.speak();
            self.perform().await;
            if done(self) {
                return true;
            }
            if Instant::now() >= end {
                return false;
            }
            let wake = [self.transport.deadline(), self.frame_due(), Some(end)];
            let wake = wake.into_iter().flatten().min().unwrap_or(end);
            tokio::select! {
                got = self.socket.recv_from(&mut buffer) => {
                    // Loopback reports a closed port as an error of the next receive.
                    if let Ok((length, remote)) = got {
                        let local = self.socket.local_addr().expect("a bound socket");
                        self.transport.handle_datagram(Instant::now(), &Datagram {
                            local,
                            remote,
                            protocol: RelayProtocol::Udp,
                            bytes: buffer[..length].to_vec(),
                        });
                    }
                }
                Some(event) = self.events.recv() => self.on_stream(event),
                Some(line) = next(&mut self.from_peer) => {
                    self.transport
                        .add_remote_candidate(Instant::now(), &line)
                        .expect("a sound candidate");
                }
                () = tokio::time::sleep_until(wake.into()) => {
                    let now = Instant::now();
                    if self.transport.deadline().is_some_and(|at| at <= now) {
                        self.transport.handle_timeout(now);
                    }
                }
            }
        }
    }

    /// Runs two ends until it is done at both, or until the time is over; gives where it was. Neither falls silent before
    /// the other is done.
    pub async fn run_both(
        a: &mut Self,
        b: &mut Self,
        limit: Duration,
        done: impl Fn(&Self) -> bool,
    ) -> (bool, bool) {
        let (at_a, at_b) = (Cell::new(false), Cell::new(false));
        let run = |end: &Self, here: &Cell<bool>| {
            here.set(here.get() || done(end));
            at_a.get() && at_b.get()
        };
        tokio::join!(
            a.run_until(limit, |end| run(end, &at_a)),
            b.run_until(limit, |end| run(end, &at_b))
        );
        (at_a.get(), at_b.get())
    }

    fn frame_due(&self) -> Option<Instant> {
        (self.connected.is_some() && !self.speech.is_empty()).then_some(self.next_frame)
    }

    fn speak(&mut self) {
        let now = Instant::now();
        if self.frame_due().is_some_and(|at| at <= now) {
            let frame = self.speech[self.said % self.speech.len()].clone();
            let timestamp = (self.said as u32).wrapping_mul(960);
            // After the end there is nobody to talk to.
            let _ = self
                .transport
                .send_media(now, &frame, timestamp, self.said == 0);
            self.said += 1;
            self.next_frame = (self.next_frame + Duration::from_millis(20)).max(now);
        }
    }

    fn on_stream(&mut self, event: StreamEvent) {
        let now = Instant::now();
        let tcp = RelayProtocol::Tcp;
        match event {
            StreamEvent::Opened(relay, half) => {
                self.streams.insert(relay, half);
                self.transport.handle_stream_opened(now, relay, tcp);
            }
            StreamEvent::Bytes(relay, bytes) => self.transport.handle_datagram(
                now,
                &Datagram {
                    local: relay,
                    remote: relay,
                    protocol: tcp,
                    bytes,
                },
            ),
            StreamEvent::Closed(relay) => {
                self.streams.remove(&relay);
                self.transport.handle_stream_closed(now, relay, tcp);
            }
        }
    }

    async fn perform(&mut self) {
        while let Some(output) = self.transport.poll_output() {
            match output {
                TransportOutput::SendDatagram(d) if d.protocol.is_stream() => {
                    if let Some(stream) = self.streams.get_mut(&d.remote) {
                        // A broken stream is told by its reader.
                        let _ = stream.write_all(&d.bytes).await;
                    }
                }
                TransportOutput::SendDatagram(d) => {
                    // What UDP cannot send is lost, as it is on the way.
                    let _ = self.socket.send_to(&d.bytes, d.remote).await;
                }
                TransportOutput::OpenStream { relay, .. } => {
                    tokio::spawn(stream(relay, self.events_in.clone()));
                }
                TransportOutput::CloseStream { relay, .. } => {
                    self.streams.remove(&relay);
                }
                TransportOutput::LocalCandidate(line) => {
                    if let Some(peer) = &self.to_peer {
                        // The test may have dropped the other end already.
                        let _ = peer.send(line.clone());
                    }
                    self.candidates.push(line);
                }
                TransportOutput::Connected { relayed, .. } => {
                    self.connected.get_or_insert((Instant::now(), relayed));
                    self.next_frame = Instant::now();
                }
                TransportOutput::Failed(reason) => self.failed = Some(reason),
                TransportOutput::Media(media) => self.heard.push(media),
                _ => {}
            }
        }
    }
}

async fn next(signals: &mut Option<mpsc::UnboundedReceiver<String>>) -> Option<String> {
    match signals {
        Some(signals) => signals.recv().await,
        None => std::future::pending().await,
    }
}

/// Reads a relay's stream to its end.
async fn stream(relay: SocketAddr, events: mpsc::UnboundedSender<StreamEvent>) {
    if let Ok(stream) = TcpStream::connect(relay).await {
        let (mut read, write) = stream.into_split();
        // A test that is over does not listen any more.
        let _ = events.send(StreamEvent::Opened(relay, write));
        let mut buffer = vec![0; 4_096];
        while let Ok(length @ 1..) = read.read(&mut buffer).await {
            let _ = events.send(StreamEvent::Bytes(relay, buffer[..length].to_vec()));
        }
    }
    let _ = events.send(StreamEvent::Closed(relay));
}

/// The frames of a 440 Hz tone: Opus, mono, 20 ms, 60 bytes each.
pub fn tone() -> Vec<Vec<u8>> {
    include_bytes!("../web/tone-440hz-60-byte-frames.opus")
        .chunks(60)
        .map(<[u8]>::to_vec)
        .collect()
}
