//! The relay's door for TCP: each connection is a sender, and its stream is cut into messages here.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex as AsyncMutex, Notify, mpsc};
use tokio::time::timeout;

use super::guard::{Guard, Verdict};
use super::stun;
use crate::config::RelayLimits;
use crate::shared::{Source, Stop};

/// Messages that wait for one client; what comes then is dropped, as UDP would.
const QUEUE: usize = 64;
/// Messages from clients that wait for the relay.
const INWARD: usize = 256;
/// Largest message; the relay reads no more.
const LARGEST: usize = 1_500;
/// How long a client may be without an allocation: it has nothing else to do here.
const UNUSED: Duration = Duration::from_secs(30);
/// A client that is silent for so long is gone: allocations are refreshed more often.
const SILENT: Duration = Duration::from_secs(900);

type Clients = Arc<Mutex<HashMap<SocketAddr, Client>>>;

struct Client {
    outward: mpsc::Sender<Vec<u8>>,
    /// It has an allocation.
    allocated: Arc<Notify>,
}

/// The clients of the door.
pub(super) struct Tcp {
    clients: Clients,
    inward: AsyncMutex<mpsc::Receiver<(Vec<u8>, SocketAddr)>>,
}

impl Tcp {
    /// Accepts clients until the server stops.
    pub(super) fn start(
        listener: TcpListener,
        guard: Arc<Guard>,
        limits: RelayLimits,
        stop: Stop,
    ) -> Self {
        Self::with(listener, guard, limits, UNUSED, stop)
    }

    fn with(
        listener: TcpListener,
        guard: Arc<Guard>,
        limits: RelayLimits,
        unused: Duration,
        stop: Stop,
    ) -> Self {
        let clients = Clients::default();
        let (sender, inward) = mpsc::channel(INWARD);
        let door = (guard, limits, unused);
        tokio::spawn(accept(listener, clients.clone(), sender, door, stop));
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
            if stun::is_allocated(message) {
                client.allocated.notify_one();
            }
            let _ = client.outward.try_send(padded);
        }
    }
}

async fn accept(
    listener: TcpListener,
    clients: Clients,
    inward: mpsc::Sender<(Vec<u8>, SocketAddr)>,
    (guard, limits, unused): (Arc<Guard>, RelayLimits, Duration),
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
        let allocated = Arc::new(Notify::new());
        {
            let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
            let source = Source::from(from.ip());
            let same = clients.keys().filter(|a| Source::from(a.ip()) == source);
            if clients.len() >= limits.clients || same.count() >= limits.clients_per_source {
                continue;
            }
            let client = Client {
                outward: outward.clone(),
                allocated: allocated.clone(),
            };
            clients.insert(from, client);
        }
        let (clients, inward, guard) = (clients.clone(), inward.clone(), guard.clone());
        let mut stop = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = client(stream, from, outward, queue, inward, guard) => {}
                () = idle(&allocated, unused) => {}
                () = stop.wait() => {}
            }
            let mut clients = clients.lock().unwrap_or_else(PoisonError::into_inner);
            clients.remove(&from);
        });
    }
}

/// Returns when a client has had no allocation for so long.
async fn idle(allocated: &Notify, unused: Duration) {
    if timeout(unused, allocated.notified()).await.is_ok() {
        std::future::pending().await
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::net::Ipv4Addr;

    use super::*;
    use crate::shared::stop;

    #[tokio::test]
    async fn who_has_no_allocation_must_go_and_who_has_one_stays() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let (_stopper, stop) = stop();
        let short = Duration::from_secs(1);
        let limits = RelayLimits::default();
        let tcp = Tcp::with(listener, Arc::default(), limits, short, stop);
        let mut used = TcpStream::connect(at).await.unwrap();
        let me = used.local_addr().unwrap();
        let mut tries = 0;
        while !tcp.clients.lock().unwrap().contains_key(&me) {
            tries += 1;
            assert!(tries < 10_000);
            tokio::task::yield_now().await;
        }
        let mut idle = TcpStream::connect(at).await.unwrap();
        let mut bytes = [0; 4];
        tcp.send(&[1, 3, 0, 0], me);
        used.read_exact(&mut bytes).await.unwrap();
        assert_eq!(idle.read(&mut bytes).await.unwrap(), 0);
        tcp.send(&[1, 1, 0, 0], me);
        used.read_exact(&mut bytes).await.unwrap();
        assert_eq!(bytes, [1, 1, 0, 0]);
    }
}
