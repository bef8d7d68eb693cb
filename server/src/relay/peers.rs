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

use super::pace::Pace;
use super::quota::{Asking, Place, Quota};
use super::reach::Reach;
use crate::metrics::Metrics;

type Result<T> = std::result::Result<T, webrtc_util::Error>;

/// Makes those sockets, for one door.
pub(super) struct Peers {
    shared: Arc<Shared>,
    asking: Asking,
}

/// What the allocations of all doors share.
pub(super) struct Shared {
    pub(super) listen: IpAddr,
    pub(super) own: IpAddr,
    pub(super) reach: Reach,
    pub(super) quota: Arc<Quota>,
    pub(super) bytes_per_second: u32,
    pub(super) ports: Mutex<HashSet<u16>>,
    pub(super) metrics: Arc<Metrics>,
}

impl Peers {
    /// For the door that tells who asks.
    pub(super) fn new(shared: Arc<Shared>, asking: Asking) -> Self {
        Self { shared, asking }
    }
}

impl Shared {
    fn ports(&self) -> MutexGuard<'_, HashSet<u16>> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn allows(&self, peer: SocketAddr) -> bool {
        // of this machine only other allocations can be reached, not what else listens here
        let ours = self.reach.is_own(peer.ip()) && self.ports().contains(&peer.port());
        ours || self.reach.allows(peer.ip())
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
        let none = || turn::Error::Other("no allocation is free".to_owned());
        let asking = *self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, user) = asking.ok_or_else(none)?;
        let shared = &self.shared;
        let Some(place) = shared.quota.enter(from, user) else {
            shared.metrics.relay_full.inc();
            return Err(none());
        };
        if use_ipv4 != shared.own.is_ipv4() {
            return Err(none());
        }
        let socket = UdpSocket::bind((shared.listen, 0))
            .await
            .map_err(webrtc_util::Error::from)?;
        let port = socket
            .local_addr()
            .map_err(webrtc_util::Error::from)?
            .port();
        shared.ports().insert(port);
        shared.metrics.relay_allocations.inc();
        let peer = Peer {
            socket,
            port,
            outward: Pace::new(shared.bytes_per_second),
            inward: Pace::new(shared.bytes_per_second),
            shared: shared.clone(),
            _place: place,
        };
        Ok((Arc::new(peer), SocketAddr::new(shared.own, port)))
    }
}

/// An allocation's socket.
struct Peer {
    socket: UdpSocket,
    port: u16,
    outward: Pace,
    inward: Pace,
    shared: Arc<Shared>,
    _place: Place,
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
                Ok((length, from)) if self.shared.allows(from) && self.inward.passes(length) => {
                    return Ok((length, from));
                }
                Ok(_) => {}
                // an unreachable peer must not end the allocation
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    async fn send_to(&self, packet: &[u8], to: SocketAddr) -> Result<usize> {
        // dropped as a network would
        if !self.shared.allows(to) || !self.outward.passes(packet.len()) {
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
