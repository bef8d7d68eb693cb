//! The relay's door for TCP: each connection is a sender, and its stream is cut into messages here.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::time::timeout;

use super::guard::{Guard, Verdict};
use super::stun;
use crate::shared::{Source, Stop};

/// Messages that wait for one client; what comes then is dropped, as UDP would.
const QUEUE: usize = 64;
/// Messages from clients that wait for the relay.
const INWARD: usize = 256;
/// Largest message; the relay reads no more.
const LARGEST: usize = 1_500;
/// Clients in all, and of one address.
const CLIENTS: usize = 2_000;
const CLIENTS_OF_ONE: usize = 64;
/// A client that is silent for so long is gone: allocations are refreshed more often.
const SILENT: Duration = Duration::from_secs(900);

type Clients = Arc<Mutex<HashMap<SocketAddr, mpsc::Sender<Vec<u8>>>>>;

/// The clients of the door.
pub(super) struct Tcp {
    clients: Clients,
    inward: AsyncMutex<mpsc::Receiver<(Vec<u8>, SocketAddr)>>,
}

impl Tcp {
    /// Accepts clients until the server stops.
    pub(super) fn start(listener: TcpListener, guard: Arc<Guard>, stop: Stop) -> Self {
        let clients = Clients::default();
        let (sender, inward) = mpsc::channel(INWARD);
        tokio::spawn(accept(listener, clients.clone(), sender, guard, stop));
        Self {
            clients,
            inward: AsyncMutex::new(inward),
        }
    }

    /// The next message, which the guard has let pass.
    pub(super) async fn receive(&self) -> io::Result<(Vec<u8>, SocketAddr)> {
        self.inward.lock().await.recv().await.ok_or_else(broken)
    }

    /// A full queue drops, as UDP would.
    pub(super) fn send(&self, message: &[u8], to: SocketAddr) {
        let mut padded = message.to_vec();
        padded.resize(message.len().next_multiple_of(4), 0);
        let clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(&to) {
            let _ = client.try_send(padded);
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
