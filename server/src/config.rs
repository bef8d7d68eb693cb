//! What an operator can set, with defaults that work.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use crate::storage::Quotas;

/// The master clock: ms since 1970 (S2.8). Tests bring their own.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// How a server runs.
#[derive(Clone)]
pub struct Config {
    /// Where its key and database lie; made on the first start.
    pub folder: PathBuf,
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// `host:port` under which phones reach it, for join links. `None`: the address it listens on.
    pub public: Option<String>,
    /// How media is relayed.
    pub relay: RelayConfig,
    /// How phones without a connection are woken.
    pub push: PushConfig,
    /// Whether accounts can be made without an invite.
    pub open_registration: bool,
    /// Whether `/metrics` answers others than this machine.
    pub metrics_for_all: bool,
    /// How much one caller may have.
    pub limits: Limits,
    /// The master clock.
    pub clock: Clock,
}

impl Config {
    /// A server in `folder` that listens on `listen`, all else as it is by default: built-in relay on a free port,
    /// registration by invite.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            folder: folder.into(),
            listen,
            public: None,
            relay: RelayConfig::default(),
            push: PushConfig::default(),
            open_registration: false,
            metrics_for_all: false,
            limits: Limits::default(),
            clock: system_clock(),
        }
    }
}

/// The clock of this machine.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| {
        SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| {
                u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
            })
    })
}

/// How media is relayed (TURN, RFC 8656).
#[derive(Clone)]
pub struct RelayConfig {
    /// The built-in relay: UDP and TCP on this port of the address that the server listens on, 0 for a free one.
    /// `None` turns it off.
    pub port: Option<u16>,
    /// The address that relayed packets come from and peers send to; `None`: the address that the server listens on.
    /// Must be set where the server listens on all addresses and phones are elsewhere.
    pub address: Option<IpAddr>,
    /// Whether the built-in relay also passes packets to and from the kind of private network that its address lies in,
    /// beyond its own allocations. Whoever has an account can then send UDP to what listens there.
    pub private_peers: bool,
    /// How much of the built-in relay one caller may have.
    pub limits: RelayLimits,
    /// A coturn, offered beside the built-in relay.
    pub coturn: Option<Coturn>,
    /// How long credentials are good.
    pub lifetime: Duration,
}

impl Default for RelayConfig {
    fn default() -> Self {
        Self {
            port: Some(0),
            address: None,
            private_peers: false,
            limits: RelayLimits::default(),
            coturn: None,
            lifetime: Duration::from_secs(12 * 3600),
        }
    }
}

/// How much of the built-in relay there is, and how much of it one caller may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayLimits {
    /// Allocations in all; each takes a descriptor and a UDP port.
    pub allocations: usize,
    /// Allocations of one account at a time; a call takes one or two for each of its phones.
    pub per_account: usize,
    /// Allocations of one source address (IPv6: one /64) at a time.
    pub per_source: usize,
    /// Clients over TCP in all.
    pub clients: usize,
    /// Clients over TCP of one source address.
    pub clients_per_source: usize,
    /// Bytes of one allocation each second, each way; a packet counts as no fewer than 100.
    pub bytes_per_second: u32,
}

impl Default for RelayLimits {
    fn default() -> Self {
        Self {
            allocations: 4_000,
            per_account: 32,
            per_source: 256,
            clients: 2_000,
            clients_per_source: 64,
            bytes_per_second: 64_000,
        }
    }
}

/// A coturn with `use-auth-secret`.
#[derive(Clone)]
pub struct Coturn {
    /// `turn:host:port` or `turns:host:port`, with `?transport=udp` or `?transport=tcp` (RFC 7065); without a
    /// transport `turn:` offers both.
    pub uri: String,
    /// Its `static-auth-secret`.
    pub secret: Zeroizing<String>,
}

impl fmt::Debug for Coturn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Coturn")
            .field("uri", &self.uri)
            .finish_non_exhaustive()
    }
}

/// How phones without a connection are woken (S2.5).
#[derive(Clone)]
pub struct PushConfig {
    /// Whether endpoints of UnifiedPush are taken: the server then sends requests to whatever public https address a
    /// phone names.
    pub unified_push: bool,
    /// Whether they may lie in private networks too, this machine's among them. Anyone with an account can then make
    /// the server send a POST there.
    pub private_endpoints: bool,
    /// Certificate authorities, as PEM, that push services may have beside those that this system trusts.
    pub authorities: Vec<u8>,
    /// The operator's account with Apple's push service.
    pub apns: Option<Apns>,
    /// How long one try to wake a phone may take.
    pub limit: Duration,
    /// How long a connection may leave a delivery unanswered before its phone is taken to be asleep, and woken.
    pub patience: Duration,
}

impl Default for PushConfig {
    fn default() -> Self {
        Self {
            unified_push: true,
            private_endpoints: false,
            authorities: Vec::new(),
            apns: None,
            limit: Duration::from_secs(10),
            patience: Duration::from_secs(5),
        }
    }
}

/// An account with Apple's push service, by token.
#[derive(Clone)]
pub struct Apns {
    /// The `.p8` file, PEM.
    pub key: Zeroizing<String>,
    /// The key's id.
    pub key_id: String,
    /// The team's id.
    pub team: String,
    /// The app's topic for VoIP: its bundle id and `.voip`.
    pub topic: String,
    /// Where apps of the store are woken.
    pub production: String,
    /// Where apps under development are woken.
    pub sandbox: String,
}

impl Apns {
    /// Apple's own service.
    #[must_use]
    pub fn new(key: Zeroizing<String>, key_id: String, team: String, topic: String) -> Self {
        Self {
            key,
            key_id,
            team,
            topic,
            production: "https://api.push.apple.com".to_owned(),
            sandbox: "https://api.sandbox.push.apple.com".to_owned(),
        }
    }
}

impl fmt::Debug for Apns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Apns")
            .field("topic", &self.topic)
            .finish_non_exhaustive()
    }
}

/// A token bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens that come in each second, at least 1.
    pub per_second: u32,
    /// Tokens that the bucket holds, at least 32.
    pub burst: u32,
}

/// How much one caller may have. A message costs one token, and one more for every 8 KiB; registering or signing in
/// costs 5.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Messages from one source address (IPv6: one /64), as long as nobody is signed in on the connection.
    pub source: Rate,
    /// Messages from one signed-in device.
    pub device: Rate,
    /// Containers and prekey look-ups for one receiving account; as much again of signals.
    pub receiver: Rate,
    /// The same from one source address to one receiving account: nobody uses up what others need to reach them.
    pub pair: Rate,
    /// Prekey look-ups of one account from one source address.
    pub look_up: Rate,
    /// Connections of one source address at a time; those that are signed in do not count. Where places are scarce, an
    /// eighth.
    pub connections_per_source: usize,
    /// Connections in all, or as many as the system lets the server open.
    pub connections: usize,
    /// How long a connection that is not signed in may say nothing at first.
    pub idle_first: Duration,
    /// How long a connection that is not signed in may pause once it was used.
    pub idle_used: Duration,
    /// How long a signed-in connection may be silent; it is pinged at a third of this.
    pub idle_signed_in: Duration,
    /// How long one message may take to reach a phone before the connection is closed.
    pub send_timeout: Duration,
    /// Deliveries that wait for an acknowledgement on one connection.
    pub window: usize,
    /// Bytes of those.
    pub window_bytes: usize,
    /// Refused messages after which a connection is closed.
    pub strikes: u32,
    /// How much is stored.
    pub storage: Quotas,
    /// Sealed signals in memory, all devices together, in bytes.
    pub signal_bytes: usize,
    /// Sealed signals in memory for one device, in bytes.
    pub device_signal_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let rate = |per_second, burst| Rate { per_second, burst };
        Self {
            source: rate(200, 4_000),
            device: rate(50, 1_000),
            receiver: rate(50, 1_000),
            pair: rate(10, 300),
            look_up: rate(1, 200),
            connections_per_source: 256,
            connections: 20_000,
            idle_first: Duration::from_secs(30),
            idle_used: Duration::from_secs(600),
            idle_signed_in: Duration::from_secs(180),
            send_timeout: Duration::from_secs(20),
            window: 64,
            window_bytes: 1 << 20,
            strikes: 200,
            storage: Quotas::default(),
            signal_bytes: 64 << 20,
            device_signal_bytes: 256 << 10,
        }
    }
}
