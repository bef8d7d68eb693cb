//! The sockets through which the relay speaks to peers, one for each allocation: bounded in number, and closed to
//! addresses that a stranger must not reach through this machine.

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::net::UdpSocket;
use turn::relay::RelayAddressGenerator;
use webrtc_util::Conn;

use super::guard::may_relay;
use crate::metrics::Metrics;

type Result<T> = std::result::Result<T, webrtc_util::Error>;

/// Allocations at a time.
const ALLOCATIONS: usize = 4_000;

/// Makes those sockets.
#[derive(Clone)]
pub(super) struct Peers(Arc<Shared>);

struct Shared {
    listen: IpAddr,
    own: IpAddr,
    ports: Mutex<HashSet<u16>>,
    metrics: Arc<Metrics>,
}

impl Peers {
    pub(super) fn new(listen: IpAddr, own: IpAddr, metrics: Arc<Metrics>) -> Self {
        Self(Arc::new(Shared {
            listen,
            own,
            ports: Mutex::default(),
            metrics,
        }))
    }
}

impl Shared {
    fn ports(&self) -> MutexGuard<'_, HashSet<u16>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn allows(&self, peer: SocketAddr) -> bool {
        // of this machine only other allocations can be reached, not what else listens here
        let own = peer.ip().to_canonical() == self.own.to_canonical();
        let foreign = own && !self.own.is_loopback() && !self.ports().contains(&peer.port());
        !foreign && may_relay(peer.ip(), self.own)
    }
}

#[async_trait]
impl RelayAddressGenerator for Peers {
    fn validate(&self) -> std::result::Result<(), turn::Error> {
        Ok(())
    }

    async fn allocate_conn(
        &self,
        use_ipv4: bool,
        _requested_port: u16,
    ) -> std::result::Result<(Arc<dyn Conn + Send + Sync>, SocketAddr), turn::Error> {
        let full = self.0.ports().len() >= ALLOCATIONS;
        if full || use_ipv4 != self.0.own.is_ipv4() {
            return Err(turn::Error::Other("no allocation is free".to_owned()));
        }
        let socket = UdpSocket::bind((self.0.listen, 0))
            .await
            .map_err(webrtc_util::Error::from)?;
        let port = socket
            .local_addr()
            .map_err(webrtc_util::Error::from)?
            .port();
        self.0.ports().insert(port);
        self.0.metrics.relay_allocations.inc();
        let peer = Peer {
            socket,
            port,
            shared: self.0.clone(),
        };
        Ok((Arc::new(peer), SocketAddr::new(self.0.own, port)))
    }
}

/// An allocation's socket.
struct Peer {
    socket: UdpSocket,
    port: u16,
    shared: Arc<Shared>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.shared.ports().remove(&self.port);
        self.shared.metrics.relay_allocations.dec();
    }
}

#[async_trait]
impl Conn for Peer {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr)> {
        loop {
            match self.socket.recv_from(buffer).await {
                Ok((length, from)) if self.shared.allows(from) => return Ok((length, from)),
                Ok(_) => {}
                // an unreachable peer must not end the allocation
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    async fn send_to(&self, packet: &[u8], to: SocketAddr) -> Result<usize> {
        if !self.shared.allows(to) {
            return Ok(packet.len());
        }
        Ok(self.socket.send_to(packet, to).await?)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        Ok(self.socket.local_addr()?)
    }

    async fn connect(&self, _: SocketAddr) -> Result<()> {
        Err(io::Error::from(io::ErrorKind::Unsupported).into())
    }

    async fn recv(&self, _: &mut [u8]) -> Result<usize> {
        Err(io::Error::from(io::ErrorKind::Unsupported).into())
    }

    async fn send(&self, _: &[u8]) -> Result<usize> {
        Err(io::Error::from(io::ErrorKind::Unsupported).into())
    }

    fn remote_addr(&self) -> Option<SocketAddr> {
        None
    }

    async fn close(&self) -> Result<()> {
        Ok(())
    }

    fn as_any(&self) -> &(dyn std::any::Any + Send + Sync) {
        self
    }
}
