//! The relay's two doors as the relay crate wants to see them: a socket that gives datagrams with their sender. On TCP
//! each connection is a sender, and its stream is cut into messages here.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::time::timeout;
use webrtc_util::Conn;

use super::guard::{FRESH, Guard, NOBODY, Verdict};
use super::stun;
use crate::shared::{Source, Stop};

type Result<T> = std::result::Result<T, webrtc_util::Error>;

/// Messages that wait for one TCP client; what comes then is dropped, as UDP would.
const QUEUE: usize = 64;
/// Messages from TCP clients that wait for the relay.
const INWARD: usize = 256;
/// Largest message; the relay reads no more.
const LARGEST: usize = 1_500;
/// TCP clients in all, and of one address.
const CLIENTS: usize = 2_000;
const CLIENTS_OF_ONE: usize = 64;
/// A TCP client that is silent for so long is gone: allocations are refreshed more often.
const SILENT: Duration = Duration::from_secs(900);

/// The UDP door.
pub(super) struct Udp {
    pub(super) socket: UdpSocket,
    pub(super) guard: Guard,
}

#[async_trait]
impl Conn for Udp {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr)> {
        loop {
            if let Some(probe) = self.guard.probe(Instant::now()) {
                return Ok(copy(probe, NOBODY, buffer));
            }
            let received = timeout(FRESH, self.socket.recv_from(buffer)).await;
            let (length, from) = match received {
                Ok(Ok(received)) => received,
                Err(_) => continue,
                Ok(Err(_)) => {
                    // an unreachable client must not end the relay
                    tokio::time::sleep(Duration::from_millis(1)).await;
                    continue;
                }
            };
            match self.guard.judge(&buffer[..length]) {
                Verdict::Pass => return Ok((length, from)),
                Verdict::Answer(answer) => drop(self.socket.try_send_to(&answer, from)),
                Verdict::Drop => {}
            }
        }
    }

    async fn send_to(&self, message: &[u8], to: SocketAddr) -> Result<usize> {
        if to == NOBODY {
            self.guard.learn(message, Instant::now());
            return Ok(message.len());
        }
        Ok(self.socket.send_to(message, to).await?)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        Ok(self.socket.local_addr()?)
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

type Clients = Arc<Mutex<HashMap<SocketAddr, mpsc::Sender<Vec<u8>>>>>;

/// The TCP door.
pub(super) struct Tcp {
    address: SocketAddr,
    clients: Clients,
    inward: AsyncMutex<mpsc::Receiver<(Vec<u8>, SocketAddr)>>,
    guard: Arc<Guard>,
}

impl Tcp {
    /// Accepts clients until the server stops.
    pub(super) fn start(listener: TcpListener, address: SocketAddr, stop: Stop) -> Self {
        let clients = Clients::default();
        let (sender, inward) = mpsc::channel(INWARD);
        let guard = Arc::new(Guard::default());
        tokio::spawn(accept(
            listener,
            clients.clone(),
            sender,
            guard.clone(),
            stop,
        ));
        Self {
            address,
            clients,
            inward: AsyncMutex::new(inward),
            guard,
        }
    }
}

async fn accept(
    listener: TcpListener,
    clients: Clients,
    inward: mpsc::Sender<(Vec<u8>, SocketAddr)>,
    guard: Arc<Guard>,
    mut stop: Stop,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.wait() => return,
        };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (outward, queue) = mpsc::channel(QUEUE);
        {
            let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
            let source = Source::from(from.ip());
            let same = clients.keys().filter(|a| Source::from(a.ip()) == source);
            if clients.len() >= CLIENTS || same.count() >= CLIENTS_OF_ONE {
                continue;
            }
            clients.insert(from, outward.clone());
        }
        let (clients, inward, guard) = (clients.clone(), inward.clone(), guard.clone());
        let mut stop = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = client(stream, from, outward, queue, inward, guard) => {}
                () = stop.wait() => {}
            }
            let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
            clients.remove(&from);
        });
    }
}

async fn client(
    stream: TcpStream,
    from: SocketAddr,
    outward: mpsc::Sender<Vec<u8>>,
    mut queue: mpsc::Receiver<Vec<u8>>,
    inward: mpsc::Sender<(Vec<u8>, SocketAddr)>,
    guard: Arc<Guard>,
) -> io::Result<()> {
    let _ = stream.set_nodelay(true);
    let (mut reader, mut writer) = stream.into_split();
    let write = async {
        while let Some(message) = queue.recv().await {
            timeout(SILENT, writer.write_all(&message)).await??;
        }
        Ok(())
    };
    let read = async {
        let mut bytes = Vec::with_capacity(2 * LARGEST);
        loop {
            while let Some(length) = stun::length(&bytes).map_err(|_| broken())? {
                if length > LARGEST {
                    return Err(broken());
                }
                if bytes.len() < length {
                    break;
                }
                let message: Vec<u8> = bytes.drain(..length).collect();
                match guard.judge(&message) {
                    Verdict::Pass => inward.send((message, from)).await.map_err(|_| broken())?,
                    Verdict::Answer(answer) => drop(outward.try_send(answer)),
                    Verdict::Drop => return Err(broken()),
                }
            }
            if timeout(SILENT, reader.read_buf(&mut bytes)).await?? == 0 {
                return Ok(());
            }
        }
    };
    tokio::select! {
        done = read => done,
        done = write => done,
    }
}

fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

#[async_trait]
impl Conn for Tcp {
    async fn recv_from(&self, buffer: &mut [u8]) -> Result<(usize, SocketAddr)> {
        loop {
            if let Some(probe) = self.guard.probe(Instant::now()) {
                return Ok(copy(probe, NOBODY, buffer));
            }
            let mut inward = self.inward.lock().await;
            if let Ok(received) = timeout(FRESH, inward.recv()).await {
                let (message, from) = received.ok_or_else(broken)?;
                return Ok(copy(&message, from, buffer));
            }
        }
    }

    async fn send_to(&self, message: &[u8], to: SocketAddr) -> Result<usize> {
        if to == NOBODY {
            self.guard.learn(message, Instant::now());
            return Ok(message.len());
        }
        let mut padded = message.to_vec();
        padded.resize(message.len().next_multiple_of(4), 0);
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&to) {
            // a full queue drops, as UDP would
            let _ = client.try_send(padded);
        }
        Ok(message.len())
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
