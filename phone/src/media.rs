//! Sockets and relay streams of a call. Only bytes: what they mean is the core's affair.

use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use sotto_core::engine::Input;
use sotto_core::media::transport::{Datagram, RelayProtocol};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket, lookup_host};
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::shared::{Shared, lock};

/// Larger than any datagram that a path carries.
const DATAGRAM: usize = 2_048;
/// Chunks that wait for a slow stream; beyond it packets are lost, as on any network.
const CHUNKS: usize = 256;
/// How long a socket that gives an error is left alone, and how many in a row it may give.
const AFTER_ERROR: Duration = Duration::from_millis(10);
const ERRORS: u32 = 100;

/// Binds a socket on the address that leads to the server, and reads from it.
pub(crate) fn bind(runtime: &Handle, shared: &Arc<Shared>) -> Vec<JoinHandle<()>> {
    let _inside = runtime.enter();
    let socket = route(shared).and_then(|address| {
        let socket = std::net::UdpSocket::bind(SocketAddr::new(address.ip(), 0)).ok()?;
        socket.set_nonblocking(true).ok()?;
        let local = socket.local_addr().ok()?;
        Some((local, Arc::new(UdpSocket::from_std(socket).ok()?)))
    });
    let Some((local, socket)) = socket else {
        shared.handle(Input::MediaBound(Vec::new()));
        return Vec::new();
    };
    lock(&shared.sockets).udp.insert(local, socket.clone());
    let reader = runtime.spawn(read_udp(Arc::downgrade(shared), socket, local));
    shared.handle(Input::MediaBound(vec![local]));
    vec![reader]
}

/// This phone's address as seen on the way to its server. Sends nothing: connecting a UDP socket only picks a route. No
/// name is looked up either: the one thread that stores, sends and forbids must not wait for that.
fn route(shared: &Shared) -> Option<SocketAddr> {
    let server = match *lock(&shared.server) {
        Some(server) => server,
        None => {
            let card = shared.look(|engine, _| engine.card().map(|card| card.server().clone()))?;
            SocketAddr::new(card.host().parse().ok()?, card.port())
        }
    };
    let any = if server.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let probe = std::net::UdpSocket::bind(any).ok()?;
    probe.connect(server).ok()?;
    probe.local_addr().ok()
}

async fn read_udp(shared: Weak<Shared>, socket: Arc<UdpSocket>, local: SocketAddr) {
    let mut bytes = vec![0; DATAGRAM];
    let mut errors = 0_u32;
    loop {
        let (length, remote) = match socket.recv_from(&mut bytes).await {
            Ok(came) => came,
            // an ICMP error of an earlier packet comes here; the socket is as good as before
            Err(_) if errors < ERRORS => {
                errors += 1;
                tokio::time::sleep(AFTER_ERROR).await;
                continue;
            }
            // the system took it away, as of an app that sleeps
            Err(error) => return tracing::debug!(%error, "a socket of the call is lost"),
        };
        errors = 0;
        let Some(shared) = shared.upgrade() else {
            return;
        };
        shared.handle(Input::Datagram(Datagram {
            local,
            remote,
            protocol: RelayProtocol::Udp,
            bytes: bytes[..length].to_vec(),
        }));
    }
}

/// Looks a relay's name up.
pub(crate) fn resolve(runtime: &Handle, shared: &Weak<Shared>, host: String) {
    let shared = shared.clone();
    runtime.spawn(async move {
        let addresses = match lookup_host((host.as_str(), 0)).await {
            Ok(found) => found.map(|address| address.ip()).collect(),
            Err(_) => Vec::new(),
        };
        if let Some(shared) = shared.upgrade() {
            shared.handle(Input::Resolved { host, addresses });
        }
    });
}

/// Connects a stream to a relay; says so, or that it failed.
pub(crate) fn open_stream(
    runtime: &Handle,
    shared: &Arc<Shared>,
    relay: SocketAddr,
    protocol: RelayProtocol,
) -> Option<JoinHandle<()>> {
    if protocol != RelayProtocol::Tcp {
        shared.handle(Input::Stream {
            relay,
            protocol,
            open: false,
        });
        return None;
    }
    let (sender, chunks) = mpsc::channel(CHUNKS);
    lock(&shared.sockets).streams.insert((relay, false), sender);
    let shared = Arc::downgrade(shared);
    Some(runtime.spawn(async move {
        // whatever ended it: the transport decides what to do without this relay
        let _ = run_stream(&shared, relay, protocol, chunks).await;
        if let Some(shared) = shared.upgrade() {
            lock(&shared.sockets).streams.remove(&(relay, false));
            shared.handle(Input::Stream {
                relay,
                protocol,
                open: false,
            });
        }
    }))
}

async fn run_stream(
    shared: &Weak<Shared>,
    relay: SocketAddr,
    protocol: RelayProtocol,
    mut chunks: mpsc::Receiver<Vec<u8>>,
) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(relay).await?;
    stream.set_nodelay(true)?;
    let local = stream.local_addr()?;
    if let Some(shared) = shared.upgrade() {
        shared.handle(Input::Stream {
            relay,
            protocol,
            open: true,
        });
    }
    let (mut reading, mut writing) = stream.split();
    let mut bytes = vec![0; DATAGRAM];
    loop {
        tokio::select! {
            chunk = chunks.recv() => match chunk {
                Some(chunk) => writing.write_all(&chunk).await?,
                None => return Ok(()),
            },
            length = reading.read(&mut bytes) => {
                let length = length?;
                let Some(shared) = shared.upgrade().filter(|_| length > 0) else {
                    return Ok(());
                };
                shared.handle(Input::Datagram(Datagram {
                    local,
                    remote: relay,
                    protocol,
                    bytes: bytes[..length].to_vec(),
                }));
            }
        }
    }
}

/// Closes a stream: its task ends when nothing can be sent to it any more.
pub(crate) fn close_stream(shared: &Shared, relay: SocketAddr, protocol: RelayProtocol) {
    let key = (relay, protocol == RelayProtocol::Tls);
    lock(&shared.sockets).streams.remove(&key);
}
