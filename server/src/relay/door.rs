//! The relay's doors as the relay crate wants to see them: a socket that gives datagrams with their sender, behind the
//! guard.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::net::{TcpListener, UdpSocket};
use tokio::time::timeout;
use webrtc_util::Conn;

use super::credentials::Secret;
use super::guard::{FRESH, Guard, NOBODY, Verdict};
use super::quota::Asking;
use super::stun;
use super::tcp::Tcp;
use crate::config::RelayLimits;
use crate::shared::Stop;

type Result<T> = std::result::Result<T, webrtc_util::Error>;

/// One door.
pub(super) struct Door {
    way: Way,
    address: SocketAddr,
    guard: Arc<Guard>,
    secret: Secret,
    asking: Asking,
}

enum Way {
    Udp(UdpSocket),
    Tcp(Tcp),
}

impl Door {
    pub(super) fn udp(socket: UdpSocket, address: SocketAddr, secret: Secret) -> Self {
        Self {
            way: Way::Udp(socket),
            address,
            guard: Arc::default(),
            secret,
            asking: Arc::default(),
        }
    }

    pub(super) fn tcp(
        listener: TcpListener,
        address: SocketAddr,
        secret: Secret,
        limits: RelayLimits,
        stop: Stop,
    ) -> Self {
        let guard = Arc::<Guard>::default();
        Self {
            way: Way::Tcp(Tcp::start(listener, guard.clone(), limits, stop)),
            address,
            guard,
            secret,
            asking: Arc::default(),
        }
    }

    /// Where this door tells who asks for an allocation.
    pub(super) fn asking(&self) -> Asking {
        self.asking.clone()
    }

    /// Remembers who asks, if this asks for an allocation.
    fn note(&self, message: &[u8], from: SocketAddr) {
        if let Some(name) = stun::asks_as(message) {
            let user = self.secret.user(name);
            let mut asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
            *asking = user.map(|user| (from, user));
        }
    }

    /// The next message that is for the relay; `None`: there was something else.
    async fn receive(&self, buffer: &mut [u8]) -> io::Result<Option<(usize, SocketAddr)>> {
        let socket = match &self.way {
            Way::Udp(socket) => socket,
            Way::Tcp(tcp) => {
                let (message, from) = tcp.receive().await?;
                return Ok(Some(copy(&message, from, buffer)));
            }
        };
        let Ok((length, from)) = socket.recv_from(buffer).await else {
            // an unreachable client must not end the relay
            tokio::time::sleep(Duration::from_millis(1)).await;
            return Ok(None);
        };
        match self.guard.judge(&buffer[..length]) {
            Verdict::Pass => return Ok(Some((length, from))),
            Verdict::Answer(answer) => drop(socket.try_send_to(&answer, from)),
            Verdict::Drop => {}
        }
        Ok(None)
    }
}

#[async_trait]
impl Conn for Door {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr)> {
        loop {
            if let Some(probe) = self.guard.probe(Instant::now()) {
                return Ok(copy(probe, NOBODY, buffer));
            }
            if let Ok(received) = timeout(FRESH, self.receive(buffer)).await
                && let Some((length, from)) = received?
            {
                self.note(&buffer[..length], from);
                return Ok((length, from));
            }
        }
    }

    async fn send_to(&self, message: &[u8], to: SocketAddr) -> Result<usize> {
        if to == NOBODY {
            self.guard.learn(message, Instant::now());
            return Ok(message.len());
        }
        match &self.way {
            Way::Udp(socket) => Ok(socket.send_to(message, to).await?),
            Way::Tcp(tcp) => {
                tcp.send(message, to);
                Ok(message.len())
            }
        }
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        Ok(self.address)
    }

    async fn connect(&self, _: SocketAddr) -> Result<()> {
        Err(unsupported())
    }

    async fn recv(&self, _: &mut [u8]) -> Result<usize> {
        Err(unsupported())
    }

    async fn send(&self, _: &[u8]) -> Result<usize> {
        Err(unsupported())
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

fn copy(message: &[u8], from: SocketAddr, buffer: &mut [u8]) -> (usize, SocketAddr) {
    let length = message.len().min(buffer.len());
    buffer[..length].copy_from_slice(&message[..length]);
    (length, from)
}

fn unsupported() -> webrtc_util::Error {
    io::Error::from(io::ErrorKind::Unsupported).into()
}
