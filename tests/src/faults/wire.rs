//! The wire between phones and server: one address for the phones whatever port a server that started again has, and a
//! count of what passes, so that a process dies in the middle of a message.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::trip::Trip;

/// See the module.
pub struct Wire {
    address: SocketAddr,
    port: Arc<AtomicU16>,
    cut: watch::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Wire {
    /// Listens on a free port of loopback.
    ///
    /// # Errors
    /// The system's.
    pub async fn start(trip: Arc<Trip>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let port = Arc::new(AtomicU16::new(0));
        let to = port.clone();
        let cut = watch::Sender::new(());
        let scissors = cut.clone();
        let task = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                let mut cut = scissors.subscribe();
                let carried = carry(phone, to.load(Ordering::SeqCst), trip.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        () = carried => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Ok(Self {
            address,
            port,
            cut,
            task,
        })
    }

    /// Where phones find the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts every connection that there is.
    pub fn cut(&self) {
        self.cut.send_replace(());
    }

    /// Where the server is now; 0: nowhere.
    pub fn lead_to(&self, port: u16) {
        self.port.store(port, Ordering::SeqCst);
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(phone: TcpStream, port: u16, trip: Arc<Trip>) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    let _ = (phone.set_nodelay(true), server.set_nodelay(true));
    let (from_phone, to_phone) = phone.into_split();
    let (from_server, to_server) = server.into_split();
    // whichever side goes, the other is told
    tokio::select! {
        () = copy(from_phone, to_server, &trip) => {}
        () = copy(from_server, to_phone, &trip) => {}
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, trip: &Trip) {
    let mut bytes = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        let mut rest = &bytes[..count];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(trip.bytes(rest.len()));
            if to.write_all(now).await.is_err() {
                return;
            }
            rest = later;
        }
    }
}
