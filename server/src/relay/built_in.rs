//! The built-in relay: the TURN server of the `turn` crate behind our own doors (see `docs/decisions/002-relay.md`).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sotto_protocol::wire::link::relay::Transport;
use tokio::net::{TcpListener, UdpSocket};
use turn::auth::{AuthHandler, generate_auth_key};
use turn::server::config::{ConnConfig, ServerConfig};

use super::door::Door;
use super::guard::REALM;
use super::peers::{self, Peers};
use super::quota::Quota;
use super::reach::Reach;
use super::{Offer, Secret};
use crate::config::{Clock, RelayConfig};
use crate::error::StartError;
use crate::metrics::Metrics;
use crate::shared::Stop;

/// Ports tried until one is free for UDP and TCP both.
const TRIES: usize = 16;
/// How long closing may take.
const CLOSING: Duration = Duration::from_secs(2);

/// The relay while it runs.
pub(crate) struct BuiltIn {
    server: turn::server::Server,
    port: u16,
    secret: Secret,
}

impl BuiltIn {
    /// Starts it on the port of `config` (0: any free one) of `listen`.
    pub(crate) async fn start(
        config: &RelayConfig,
        listen: IpAddr,
        secret: Secret,
        clock: Clock,
        metrics: Arc<Metrics>,
        stop: Stop,
    ) -> Result<Self, StartError> {
        let own = match config.address {
            Some(address) => address,
            None => own_address(listen).await?,
        };
        let (udp, tcp, address) = bind(SocketAddr::new(listen, config.port.unwrap_or(0))).await?;
        let limits = config.limits;
        let peers = Arc::new(peers::Shared {
            listen,
            own,
            reach: Reach::new(own, config.private_peers),
            quota: Quota::new(limits),
            bytes_per_second: limits.bytes_per_second,
            ports: Mutex::default(),
            metrics: metrics.clone(),
        });
        let doors = [
            Door::udp(udp, address, secret.clone()),
            Door::tcp(tcp, address, secret.clone(), limits, stop),
        ];
        let conn_configs = doors.map(|door| ConnConfig {
            relay_addr_generator: Box::new(Peers::new(peers.clone(), door.asking())),
            conn: Arc::new(door),
        });
        let server = turn::server::Server::new(ServerConfig {
            conn_configs: conn_configs.into(),
            realm: REALM.to_owned(),
            auth_handler: Arc::new(Credentials {
                secret: secret.clone(),
                clock,
                metrics,
            }),
            channel_bind_timeout: Duration::ZERO,
            alloc_close_notify: None,
        });
        Ok(Self {
            server: server
                .await
                .map_err(|error| StartError::Relay(error.to_string()))?,
            port: address.port(),
            secret,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How phones are told of it.
    pub(crate) fn offers(&self) -> impl Iterator<Item = Offer> {
        [Transport::Udp, Transport::Tcp]
            .map(|transport| Offer {
                host: String::new(),
                port: self.port,
                transport,
                secret: self.secret.clone(),
            })
            .into_iter()
    }

    pub(crate) async fn stop(self) {
        let _ = tokio::time::timeout(CLOSING, self.server.close()).await;
    }
}

async fn bind(address: SocketAddr) -> Result<(UdpSocket, TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::listen(address, source);
    let mut tries = 1;
    loop {
        let udp = UdpSocket::bind(address).await.map_err(failed)?;
        let bound = udp.local_addr().map_err(failed)?;
        match TcpListener::bind(bound).await {
            Ok(tcp) => return Ok((udp, tcp, bound)),
            Err(_) if address.port() == 0 && tries < TRIES => tries += 1,
            Err(source) => return Err(failed(source)),
        }
    }
}

/// The address that this machine would send from; nothing is sent.
async fn own_address(listen: IpAddr) -> Result<IpAddr, StartError> {
    if !listen.is_unspecified() {
        return Ok(listen);
    }
    // addresses for documentation (RFC 5737, RFC 3849): outside, wherever we are
    let outside: IpAddr = match listen {
        IpAddr::V4(_) => Ipv4Addr::new(192, 0, 2, 1).into(),
        IpAddr::V6(_) => Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
    };
    let find = async || {
        let socket = UdpSocket::bind((listen, 0)).await?;
        socket.connect((outside, 9)).await?;
        socket.local_addr()
    };
    let found = find().await.map_err(|error| StartError::Setting {
        setting: "relay address",
        reason: format!("it cannot be found out ({error}): name it"),
    })?;
    Ok(found.ip())
}

/// Takes credentials until they end.
struct Credentials {
    secret: Secret,
    clock: Clock,
    metrics: Arc<Metrics>,
}

impl AuthHandler for Credentials {
    fn auth_handle(
        &self,
        username: &str,
        realm: &str,
        _: SocketAddr,
    ) -> Result<Vec<u8>, turn::Error> {
        let now = (self.clock)();
        match self.secret.password_if_valid(username, now) {
            Some(password) if realm == REALM => Ok(generate_auth_key(username, realm, &password)),
            _ => {
                self.metrics.relay_refused.inc();
                Err(turn::Error::ErrNoSuchUser)
            }
        }
    }
}
